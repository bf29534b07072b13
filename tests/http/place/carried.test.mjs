// carried: a village goes on under another code, with one of everything in it. No table keeps what is open there at the code of
// before: every text of every table that reads as that code, or one below it, is looked at. What stays by design is listed here, with
// the rows that may; a table that is added later is carried, or listed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'
import { records } from '../../support/records.mjs'
import { town, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const to = `${town}298`
// table.column: which rows stay ("": all of them)
const stays = {
  // logs are of the code of that day, and so are figures of what is over, and what points into them
  'event.log': '', 'event_text.log': '', 'loghead.log': '', 'log_node.log': '', 'counter.place': '', 'counter.above': '', 'seen.place': '',
  // the place itself, which leads on
  'place.code': '', 'place.parent': '', 'place.predecessor': '', 'place_alias.code': '', 'place_profile.code': '', 'place_fact.code': '',
  // where somebody lived when they said it; what a message was about, which leads on; whose picture it is the record says
  'house_part.place': '', 'need_judge.place': '', 'inbox.about_place': '', 'file_use.place': '',
  // a message that is on its way for a second, about where it was
  'tell.place': '',
  // rules of before, for what is judged by that day; they are copied
  'rule.place': '',
  // whom a complaint is about, by the code of that day: who reads it is above that
  'need.target_place': '',
  // what is over lies where it was
  'need.place': 'state > 4', 'need.at_place': 'state > 4', 'task.place': 'state <> 0', 'task.at_place': 'state <> 0',
  'meeting.place': 'state <> 0', 'help.home': 'state > 1 AND NOT (way = 2 AND reviewed_at = 0)', 'post.place': 'state <> 0',
  'role.place': 'to_date <> 0', 'role_asked.place': 'is_open = 0', 'confirm.place': 'state <> 0',
}
let h, w

before(async () => {
  h = await house({ engine, demo: true })
  w = await records(h)
})
after(() => h?.leave())

const columns = () => h.sql(engine === 'sqlite'
  ? `SELECT m.name || '|' || i.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS i WHERE m.type = 'table' AND i.type = 'TEXT'`
  : `SELECT table_name || '|' || column_name FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'text'`)
  .map((line) => line.split('|'))
const left = () => h.sql(columns().filter(([t, c]) => stays[`${t}.${c}`] !== '').map(([t, c]) =>
  `SELECT '${t}.${c}', count(*) FROM ${t} WHERE ${c} LIKE '${village}%' AND length(${c}) <= 18 AND NOT (${stays[`${t}.${c}`] ?? '1 = 0'}) HAVING count(*) > 0;`).join('\n'))

test('nothing that is open keeps the code of before', async () => {
  h.sql(`INSERT INTO rule (name, place, from_date, value, unit, source, confidence) VALUES ('post.warn.days', '${village}', 20260101, 45, 'days', '村里定的', 'L')`)
  const ok = (r) => assert.ok(r.status < 300, r.text)
  ok(await w.who.town.post(`/account/${(await w.who.town.get(`/place/${village}/accounts`)).data.accounts.find((a) => a.name === 'lishi').id}/role`, { role: 'village', place: village })) // waits
  const { version } = (await w.who.nobody.get(`/place/${village}`)).data.place
  const r = await w.who.admin.post(`/place/${village}/change`, { new_code: to, version })
  assert.ok(r.status < 300, r.text)
  assert.deepEqual(left(), [])
  const held = h.sql(`SELECT count(*) FROM role WHERE place LIKE '${to}%' AND to_date = 0`)
  assert.ok(Number(held[0]) >= 5)
  assert.deepEqual(h.sql(`SELECT value FROM rule WHERE place = '${to}'`), ['45'])
  assert.equal((await w.who.village.get(`/place/${to}/desk`)).status, 200) // the official still runs it
  const { asked } = (await w.who.county.get(`/place/${to}/accounts`)).data
  const yes = await w.who.county.post(`${asked[0].href}/agree`, { version: asked[0].version })
  assert.ok(yes.status < 300, yes.text) // what was asked is asked of the place as it is called now
})
