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

const tables = ['counter WHERE value <> 0', 'seen', 'outbox', 'term', 'term_list', 'log_node']
const rows = () => tables.map((t) => h.sql(`SELECT * FROM ${t}`).sort().join('\n'))
const INTO_TERM = 'INSERT INTO term (county, noun, term, subject) VALUES'
const INTO_LIST = 'INSERT INTO term_list (county, noun, subject, terms) VALUES'
const INTO_COUNTER = 'INSERT INTO counter (county, place, kind, part, above, value) VALUES'
const ways = {
  'here and there': ['DELETE FROM term WHERE subject % 7 = 3', "UPDATE term SET term = '鬼' WHERE term = '路'", 'DELETE FROM term_list WHERE subject % 5 = 1',
    'UPDATE term_list SET terms = terms || 1 WHERE subject % 5 = 2', 'UPDATE term_list SET subject = subject + 1 WHERE subject % 5 = 3',
    'DELETE FROM counter WHERE part % 2 = 1', 'UPDATE counter SET value = value + 1 WHERE part % 3 = 0', 'UPDATE counter SET value = 0 WHERE part % 4 = 2'],
  'where nothing is': [`${INTO_TERM} ('420325', 'need', '鬼', 77), ('000000', 'need', '路', 1), ('420399', 'need', '路', 1), ('999999', 'need', '路', 1), ('420325', 'ghost', '路', 1), ('420325', 'task', '路', 1)`,
    `${INTO_LIST} ('420325', 'need', 77, '鬼'), ('000000', 'need', 1, '路'), ('999999', 'need', 1, '路'), ('420325', 'ghost', 1, '路'), ('420325', 'task', 1, '路')`,
    `${INTO_COUNTER} ('420325', '420325', 'a.ghost', 0, '4203', 1), ('420325', '420325999', 'need.raised', 0, '420325', 1), ('420399', '420399', 'need.raised', 0, '4203', 1),
      ('42', '42', 'need.ghost', 0, '', 1), ('鬼', '鬼', 'need.raised', 0, '', 1), ('420325', '鬼', 'need.raised', 0, '', 1)`],
  'for the most part': ['DELETE FROM term WHERE subject % 10 > 0', 'DELETE FROM term_list WHERE subject % 10 > 0', 'DELETE FROM counter WHERE rowid % 10 > 0'],
  'altogether': ['DELETE FROM term', 'DELETE FROM term_list', 'DELETE FROM counter', 'DELETE FROM log_node', 'DELETE FROM seen'],
}

for (const [where, spoilers] of Object.entries(ways)) {
  test(`a rebuild of what was spoiled ${where} gives what stood`, () => {
    assert.equal(h.cli('rebuild').code, 0)
    const whole = rows()
    h.sql(spoilers.join(';\n'))
    const spoiled = rows()
    for (const i of [0, 3, 4]) assert.notEqual(spoiled[i], whole[i], `${tables[i]} is spoiled`)
    assert.equal(h.cli('rebuild').code, 0)
    assert.deepEqual(rows(), whole)
  })
}

test('a rebuild writes nothing of the terms and figures that stand right', () => {
  assert.equal(h.cli('rebuild').code, 0)
  const touched = ['term', 'term_list', 'counter'].flatMap((t) => ['INSERT', 'UPDATE', 'DELETE'].map((act) =>
    `CREATE TRIGGER watch_${t}_${act} BEFORE ${act} ON ${t} WHEN ${t === 'counter' ? `length(${act === 'INSERT' ? 'NEW' : 'OLD'}.county) = 6` : '1'} BEGIN SELECT RAISE(ABORT, 'written'); END;`))
  h.sql(touched.join('\n'))
  const r = h.cli('rebuild')
  h.sql(h.sql("SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE name LIKE 'watch_%'").join(' '))
  assert.equal(r.code, 0, r.err)
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

const unlogged = () => h.sql(`INSERT INTO event SELECT county, '${'4'.repeat(80)}', seq, 1, kind, subject, account, person, channel, at, happened_at, parts, leaf, weight FROM event LIMIT 1`)
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
