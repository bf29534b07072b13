// demo: what the demonstration holds, whatever day it is played on. Who tries the program, and tests that spoil or follow a
// row, count on each of these; tests/days.mjs plays it on other days and holds the whole of its shape against this one.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { house, played } from '../support/house.mjs'
import { shape } from '../support/shape.mjs'

let h
before(async () => { h = await house({ demo: true, serve: false }) })
after(() => h?.done())

const numbers = (sql) => h.sql(sql).map(Number)
const count = (where) => numbers(`SELECT count(*) FROM need WHERE ${where}`)[0]
const upTo = (n) => Array.from({ length: n }, (_, i) => i)

test('a matter stands in every state, and of every kind and category', () => {
  assert.deepEqual(numbers('SELECT DISTINCT state FROM need ORDER BY 1'), upTo(10))
  assert.deepEqual(numbers('SELECT DISTINCT kind FROM need ORDER BY 1'), upTo(4))
  assert.deepEqual(numbers('SELECT DISTINCT category FROM need ORDER BY 1'), upTo(12))
  assert.deepEqual(numbers('SELECT DISTINCT size FROM need ORDER BY 1'), upTo(5))
  assert.deepEqual(numbers('SELECT DISTINCT closing FROM need WHERE state = 9 ORDER BY 1'), [1, 2, 3])
})

test('an open matter lies at every desk from a building\'s unit to the city', () => {
  assert.deepEqual(numbers('SELECT DISTINCT length(at_place) FROM need WHERE state IN (1, 2, 3) ORDER BY 1'), [4, 6, 9, 12, 15, 18])
})

test('one went on at the city, and both rows name each other', () => {
  assert.deepEqual(h.sql(`SELECT old.state, length(new.county), new.from_id = old.id, new.title = old.title
    FROM need AS old JOIN need AS new ON new.county = old.onward_county AND new.id = old.onward_id`), ['8|4|1|1'])
})

test('what nobody dealt with in time went up by itself, to the village, the town and the county', () => {
  const late = numbers(`SELECT DISTINCT length(at_place) FROM need AS n WHERE is_overdue = 1 AND state = 3
    AND EXISTS (SELECT 1 FROM event AS e WHERE e.county = n.county AND e.subject = n.id AND e.kind = 'need.rose') ORDER BY 1`)
  assert.deepEqual(late, [6, 9, 12])
})

test('every turn that a matter can take is taken by one', () => {
  for (const where of ['is_extended = 1', 'is_objected = 1', 'returned = 1', 'reopened = 1 AND state = 3', 'reopened = 1 AND state = 9',
    'grp IS NOT NULL AND lead IS NULL', 'lead IS NOT NULL', 'hide_author = 1', 'is_urgent = 1 AND state = 1', 'since < 20200101', 'up_at > 0', 'told_at > 0', 'voices = 22'])
    assert.ok(count(where) > 0, where)
})

test('nothing of the story lies after the moment at which it is played', () => {
  assert.ok(numbers('SELECT max(at) FROM event')[0] <= Date.parse(played))
  const today = (Date.parse(played) + 8 * 3600_000) % 86400_000
  assert.deepEqual(numbers(`SELECT raised_at FROM need WHERE is_urgent = 1 AND state = 1`),
    [Date.parse(played) - Math.min(today, 3 * 3600_000)], 'an emergency is of today')
})

test('told again on another day and hour, a Sunday just after midnight, it has the same shape', async () => {
  const other = await house({ serve: false, env: { YUANCHANG_CLOCK: '2026-11-29T00:05:00+08:00' } })
  try {
    other.mustCli('demo')
    assert.deepEqual(shape(other.sql), shape(h.sql))
  } finally {
    await other.done()
  }
})
