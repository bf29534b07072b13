// rebuild: what is derived is made again by `rebuild`, and by `migrate` when it applied something.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { house } from '../support/house.mjs'

let h
before(async () => { h = await house({ demo: true, serve: false }) })
after(() => h?.done())

const spoil = () => h.sql(`UPDATE counter SET value = value + 1 WHERE kind = 'need.raised' AND length(place) = 12`)
const is_whole = () => h.cli('check').code === 0

test('rebuild makes a spoiled figure again, and says nothing but that it did', () => {
  spoil()
  assert.ok(!is_whole())
  const r = h.cli('rebuild')
  assert.deepEqual([r.code, r.err], [0, ''])
  assert.ok(is_whole())
})

test('rebuild says which event lies in a log that is none, and changes nothing', () => {
  h.sql(`INSERT INTO event SELECT county, '${'4'.repeat(80)}', seq, 1, kind, subject, account, person, channel, at, happened_at, parts, leaf FROM event LIMIT 1`)
  const nodes = () => h.sql('SELECT COUNT(*) FROM log_node').join()
  const before = nodes()
  const r = h.cli('rebuild')
  assert.equal(r.code, 7, r.err)
  assert.match(r.err, /not a log: 4{80}/)
  assert.equal(nodes(), before)
  h.sql(`${h.sql("SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'").join(' ')} DELETE FROM event WHERE id = 1`)
})

test('migrate makes what is derived again when it applied a migration, and not when there was none', () => {
  spoil()
  assert.equal(h.cli('migrate').code, 0)
  assert.ok(!is_whole(), 'nothing was applied, so nothing was made again')
  const names = h.sql(`SELECT name FROM sqlite_schema WHERE sql LIKE '%need_county_kind%' OR name IN ('need_town_kind_voices',
    'need_town_kind_newest', 'need_county_late', 'need_county_big', 'need_town_late', 'need_town_big', 'need_town_free')`)
  h.sql([names].flat().map((name) => `DROP INDEX ${name};`).join(' ') + ' DELETE FROM migration WHERE number = 26;')
  const r = h.cli('migrate', '--json')
  assert.equal(r.code, 0, r.err)
  const { before: was, known } = JSON.parse(r.out)
  assert.ok(was < known)
  assert.ok(is_whole())
})
