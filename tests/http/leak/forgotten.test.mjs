// forgotten: of who asked to be forgotten no table keeps the name. It is planted wherever a record of theirs, or one that is about
// them, takes a text; then they are erased, and every text of every table is searched. A table that is added later is searched
// too; a noun that takes a text about a person is planted here.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { day, house } from '../../support/house.mjs'
import { putAside } from '../../sample/draft.mjs'
import { ask } from '../../sample/help.mjs'
import { agree, call } from '../../sample/meeting.mjs'
import { raise, step } from '../../sample/need.mjs'
import { cardOf, everybody, group, once, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const name = '东郭无痕', label = '一组97户'
let h, who, c, person, household
const words = (what) => `${name}${what}`
const ok = (r, what) => { assert.ok(r.status < 300, `${what}: ${r.status} ${r.text}`); return r.data }

/// [table, column] of every text in the database.
const texts = () => h.sql(engine === 'sqlite'
  ? `SELECT m.name || '|' || i.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS i WHERE m.type = 'table'`
  : `SELECT table_name || '|' || column_name FROM information_schema.columns WHERE table_schema = current_schema()`)
  .map((line) => line.split('|'))
const found = () => h.sql(texts().map(([table, column]) =>
  `SELECT '${table}.${column}' WHERE EXISTS (SELECT 1 FROM ${table} WHERE CAST(${column} AS TEXT) LIKE '%${name}%');`).join('\n'))

before(async () => {
  h = await house({ engine, demo: true })
  who = await everybody(h)
  const file = join(h.dir, 'planted.csv')
  writeFileSync(file, `组,户,姓名,性别\n一组,${label},${name},男\n一组,${label},东郭有伴,女\n`)
  h.mustCli('person', 'import', file, '--place', village)
  c = await cardOf(h, label)
  household = (await c.get('/session')).data.household
  person = (await who.village.get(`/household/${household}`)).data.persons.find((p) => p.name === name).id
})
after(() => h?.leave())

async function plant() {
  const need = await raise(c, group, { title: words('门前的沟'), body: words('说的') })
  await step(who.village, need, 'take')
  ok(await c.post(`${await raise(who.resident, group)}/voice`, { reason: words('也要') }), 'a voice')
  await putAside(c, group)
  ok(await who.town.post(`/place/${village}/post`, { person, kind: 'chair', body: words('理事会'), from: day(), source: words('得票最多'), once: once() }), 'a post')
  const account = ok(await who.village.post(`/place/${village}/accounts`, { name, title: words('代办'), password: 'long-enough-7', role: 'helper', person }), 'an account').href
  ok(await who.town.post(`${account}/role`, { role: 'village', place: village }), 'a role that waits')
  const meeting = await call(who.village, group, { topic: '清沟' })
  ok(await who.village.post(`${meeting}/roll`, { household: [household] }), 'who came')
  await agree(who.village, meeting, { owner_title: words('家'), household }) // of their house
  await agree(who.village, meeting, { owner_title: name })                    // by name alone
  await ask(who.helper, household, person)
}

test('no table keeps the name of who is forgotten', async () => {
  await plant()
  const before = found()
  for (const at of ['person.name', 'post.title', 'post.source', 'task.owner_title', 'need.body', 'house_part.words', 'account.title', 'account.name', 'inbox.a'])
    assert.ok(before.includes(at), `${at}: nothing was planted there`)
  ok(await who.county.post(`/person/${person}/erase`, { why: '本人要求' }), 'erased')
  assert.deepEqual(found(), [])
})
