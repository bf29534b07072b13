// rebuild: what is derived is made again by `rebuild`, and by `migrate` when it applied something.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { house, program } from '../support/house.mjs'

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

// Broken off wherever a file has grown to so much, by a limit on their size: always at the same places.
test('a rebuild that is broken off leaves all as it was or has made all, and nothing between', () => {
  const all = () => ['counter', 'seen', 'outbox', 'term', 'term_list', 'log_node'].map((t) => h.sql(`SELECT * FROM ${t}`).join('\n')).join('\n')
  spoil()
  const before = all()
  const left = [64, 256, 1024, 4096].map((kb) => {
    const r = spawnSync('bash', ['-c', `ulimit -f ${kb}; exec "$0" rebuild --data "$1"`, program, h.data])
    if (all() === before) return r.status === 0 ? 'untouched' : 'as it was'
    if (!is_whole()) return 'between'
    spoil()
    return 'made'
  })
  assert.equal(left[0], 'as it was')
  assert.deepEqual(left.filter((l) => l !== 'as it was' && l !== 'made'), [])
  assert.equal(h.cli('rebuild').code, 0)
  assert.ok(is_whole())
})

const unlogged = () => h.sql(`INSERT INTO event SELECT county, '${'4'.repeat(80)}', seq, 1, kind, subject, account, person, channel, at, happened_at, parts, leaf FROM event LIMIT 1`)
const unlogged_drop = () => h.sql(`${h.sql("SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'").join(' ')} DELETE FROM event WHERE id = 1`)

test('rebuild says which event lies in a log that is none, and changes nothing', () => {
  unlogged()
  const nodes = () => h.sql('SELECT COUNT(*) FROM log_node').join()
  const before = nodes()
  const r = h.cli('rebuild')
  assert.equal(r.code, 7, r.err)
  assert.match(r.err, /not a log: 4{80}/)
  assert.equal(nodes(), before)
  unlogged_drop()
})

const unmigrate = () => {
  const names = h.sql(`SELECT name FROM sqlite_schema WHERE sql LIKE '%need_county_kind%' OR name IN ('need_town_kind_voices',
    'need_town_kind_newest', 'need_county_late', 'need_county_big', 'need_town_late', 'need_town_big', 'need_town_free')`)
  h.sql([names].flat().map((name) => `DROP INDEX ${name};`).join(' ') + ' DELETE FROM migration WHERE number = 26;')
}

test('migrate makes what is derived again when it applied a migration, and not when there was none', () => {
  spoil()
  assert.equal(h.cli('migrate').code, 0)
  assert.ok(!is_whole(), 'nothing was applied, so nothing was made again')
  unmigrate()
  const r = h.cli('migrate', '--json')
  assert.equal(r.code, 0, r.err)
  const { before: was, known } = JSON.parse(r.out)
  assert.ok(was < known)
  assert.ok(is_whole())
})

test('a migration that was broken off before it had made what it derives is not worked on, and gone on with', () => {
  spoil()
  unmigrate()
  unlogged() // no rebuild gets past it
  assert.equal(h.cli('migrate').code, 7)
  for (const command of ['check', 'rebuild', 'serve']) {
    const r = h.cli(command)
    assert.notEqual(r.code, 0)
    assert.match(r.err, /broken off.*yuanchang migrate/)
  }
  unlogged_drop()
  assert.equal(h.cli('migrate').code, 0)
  assert.ok(is_whole())
})
