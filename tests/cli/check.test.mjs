// check: one row of each kind is spoiled past the program, and `yuanchang check` names the rule that broke.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { house } from '../support/house.mjs'

let h, db, whole
before(async () => {
  h = await house({ demo: true, serve: false })
  db = join(h.data, 'yuanchang.db')
  whole = join(h.dir, 'whole.db')
  h.sql('PRAGMA wal_checkpoint(TRUNCATE)')
  copyFileSync(db, whole)
})
after(() => h?.done())

const first = (table, where = '1') => `rowid IN (SELECT rowid FROM ${table} WHERE ${where} LIMIT 1)`
const spoiled = [
  ['a figure', `UPDATE counter SET value = value + 1 WHERE ${first('counter', "kind = 'need.raised' AND length(place) = 12")}`, /counter: .*need\.raised/],
  ['a figure of the city', `UPDATE counter SET value = value + 1 WHERE place = '4203' AND county = '4203' AND kind = 'need.raised' AND part = 0`, /counter: .*4203 need\.raised/],
  ['an event', `UPDATE event SET at = at + 1 WHERE ${first('event', "kind = 'need.raised'")}`, /log: an event is what its leaf says/],
  ['a missing event', `DELETE FROM event WHERE ${first('event', 'seq = 7')}`, /log: (events are numbered|the head counts)/],
  ['an event in a log that is none', `INSERT INTO event SELECT county, '${'4'.repeat(80)}', seq, 1, kind, subject, account, person, channel, at, happened_at, parts, leaf, weight FROM event LIMIT 1`, /log: an event is in the log of a place: log 4{80} event/],
  ['an event of a county that is none', `INSERT INTO event SELECT '${'4'.repeat(9000)}', log, seq, 1, kind, subject, account, person, channel, at, happened_at, parts, leaf, weight FROM event LIMIT 1`, /log: an event is in the log of a place/],
  ['a text', `UPDATE event_text SET text = text || '!' WHERE ${first('event_text', "text <> ''")}`, /event: a text fits its commitment/],
  ['a head', `UPDATE loghead SET size = size + 1 WHERE ${first('loghead')}`, /log: the head counts all events/],
  ['voices counted wrong', `UPDATE need SET voices = voices + 1, households = households + 1 WHERE ${first('need', 'grp IS NULL')}`, /need\.voices/],
  ['an author without a voice', `UPDATE need SET household = household + 1 WHERE ${first('need')}`, /need\.author/],
  ['a step that there is not', `UPDATE need SET was = 9 WHERE ${first('need', 'state = 4')}`, /need\.step/],
  ['a group that counts wrong', `DELETE FROM need_group_voice WHERE ${first('need_group_voice')}`, /need\.group/],
  ...['need', 'task', 'meeting', 'post'].map((noun) => [`a ${noun} that is not where its events led`, `UPDATE ${noun} SET state = 1 WHERE ${first(noun, 'state = 0')}`, new RegExp(`${noun}\\.state: it is not where its events led: ${noun} 4\\d+-\\w+: 1, by its events 0`)]),
  ['a step at a time of no event', `UPDATE task SET changed_at = changed_at + 1 WHERE ${first('task')}`, /task\.event: no event of the time of its last step/],
  ['a step of its own in the table of steps', `INSERT INTO need_move VALUES (9, 0)`, /need\.moves/],
  ['a need that goes on nowhere', `UPDATE need SET onward_id = 1 WHERE ${first('need', 'onward_id <> 0')}`, /need\.onward/],
  ['a place without its parent', `DELETE FROM place WHERE code = '420325102'`, /place\.parent/],
  ['a successor that is not there', `UPDATE place SET to_date = 20261231, successor = '429999' WHERE code = '420325102213'`, /place\.successor/],
  ['a person in a house that ended', `UPDATE household SET to_date = 20261231 WHERE ${first('household')}`, /person\.household|card\.household/],
  ['two households of one number', `UPDATE household SET twin = id, label_key = (SELECT label_key FROM household AS o WHERE o.place = household.place AND o.id < household.id ORDER BY o.id LIMIT 1) WHERE id = (SELECT MAX(id) FROM household WHERE place = '420325102212001')`, /household\.twin: household 420325-\w+ is household 420325-\w+/],
  ['a household that names another group', `UPDATE household SET label = '二组998户', label_key = '2组998' WHERE id = (SELECT MAX(id) FROM household WHERE place = '420325102212001')`, /household\.other_group: household 420325-\w+ says 2组/],
  ['a key that is not the label’s', `UPDATE household SET label_key = 'x' WHERE ${first('household')}`, /household\.key/],
  ['one name twice in a house', `UPDATE person SET name = '李　芳', name_key = '李芳', born = CASE WHEN id = (SELECT MIN(o.id) FROM person AS o WHERE o.household = person.household AND o.to_date = 0) THEN 19900102 ELSE 19900101 END WHERE to_date = 0 AND household = (SELECT household FROM person WHERE to_date = 0 GROUP BY household HAVING COUNT(*) = 2 LIMIT 1); UPDATE person SET born = 0 WHERE id = (SELECT MIN(id) FROM person WHERE name_key = '李芳')`, /person\.twin/],
  ['a need of a kind that is none', `UPDATE need SET kind = -5 WHERE ${first('need')}`, /derived: all can be made again: need 4\w+-\w+: kind -5/],
  ['a need of a state that is none', `UPDATE need SET state = 99 WHERE ${first('need')}`, /derived: all can be made again: need 4\w+-\w+: kind \d, category \d+, state 99/],
  ['a need of an id that is none', `UPDATE need SET id = -5 WHERE ${first('need', 'grp IS NULL')}`, /derived: all can be made again: need \d+ -5: not an id/],
  ['a role of an account that ended', `UPDATE account SET ended_at = 1 WHERE id IN (SELECT account FROM role LIMIT 1)`, /role\.account/],
]

/// What findings said of records, as docs/operate.md says it: the word and the name of a page's address.
const named = new Map()
function keepNames(out) {
  const said = out.split('\n').filter((line) => !/4{80}/.test(line)).join('\n')
  assert.doesNotMatch(said, /(?<![\w-])\d{16,}(?!\w)/, 'an id in digits, which no address has')
  for (const [, noun, name] of said.matchAll(/\b(household|person|account|need|help|log) (\d+(?:-\w+)?)/g))
    named.set(noun, (named.get(noun) ?? new Set()).add(`/${noun}/${name}`))
}

for (const [what, sql, expected] of spoiled) {
  test(`check names ${what}`, () => {
    for (const end of ['-wal', '-shm']) rmSync(db + end, { force: true })
    copyFileSync(whole, db)
    const triggers = h.sql(`SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'`).join('\n')
    const r = spawnSync('sqlite3', [db], { encoding: 'utf8', input: `PRAGMA ignore_check_constraints = ON;\n${triggers}\n${sql};\nSELECT changes();\n` })
    assert.equal(r.stderr, '')
    assert.equal(r.stdout.trim(), '1', 'the row to be spoiled is there')
    const c = h.cli('check')
    assert.equal(c.code, 1, c.out + c.err)
    assert.match(c.out, expected)
    keepNames(c.out)
  })
}

test('check names a picture that is gone, and one that is not what its name says', () => {
  copyFileSync(whole, db)
  const folder = readdirSync(join(h.data, 'files'), { recursive: true, withFileTypes: true })
  const pictures = folder.filter((f) => f.isFile()).map((f) => join(f.parentPath ?? f.path, f.name))
  const shown = pictures.filter((p) => /\/[0-9a-f]{64}\.jpg$/.test(p))
  assert.ok(shown.length > 2)
  rmSync(shown[0])
  writeFileSync(shown[1], 'x')
  const c = h.cli('check')
  assert.equal(c.code, 1)
  assert.match(c.out, /file: a picture that a record shows is stored/)
  assert.match(c.out, /file: a picture is what its name says/)
  assert.match(c.out, /stored: picture \w+ of need 420325-\w+$/m)
  keepNames(c.out)
})

test('what check names leads to a page', { timeout: 120_000 }, async () => {
  for (const end of ['-wal', '-shm']) rmSync(db + end, { force: true })
  copyFileSync(whole, db)
  await h.start()
  const [county, admin] = [h.client(), h.client()]
  await county.login('fangxian')
  await admin.login('root', h.mustCli('account', 'add', 'root', '--place', '42', '--role', 'admin').match(/\S{4}-\S{4}-\S{4}-\S{4}/)[0])
  for (const noun of ['household', 'person', 'account', 'need', 'log']) {
    const pages = [...named.get(noun) ?? []].filter((page) => page.startsWith(`/${noun}/${noun === 'account' ? '42' : '420325'}`))
    assert.ok(pages.length, `nothing was said of a ${noun}: ${[...named.keys()]}`)
    for (const page of pages.slice(0, 12))
      assert.equal((await (noun === 'account' ? admin : county).get(page)).status, 200, page)
  }
  await h.stop()

})
