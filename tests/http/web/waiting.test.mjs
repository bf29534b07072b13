// waiting: serving holds no view of the database between requests: SQLite's log stays short under 5,000 voices, and no
// connection to PostgreSQL stays "idle in transaction".
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '420325102212', houses = 50, voices = engine === 'sqlite' ? 5000 : 500
let h
before(async () => { h = await house({ engine, demo: true }) })
after(() => h?.leave())

// Asked of the program itself: nginx lets nobody there.
async function figure(name) {
  const text = await (await fetch(`${h.direct}/metrics`)).text()
  return Number(new RegExp(`^yuanchang_${name} (\\S+)$`, 'm').exec(text)?.[1])
}

// Nobody asks anything: what is open now stays open. The ticker may be at work for a moment, hence the second look.
async function nothing_is_open() {
  if (engine === 'sqlite') return assert.equal(await figure('readers'), 0)
  const idle = () => Number(h.sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%' AND clock_timestamp() - state_change > interval '1 s'")[0])
  assert.equal(idle(), 0)
}

test('a server that nobody asks holds no view of the database', nothing_is_open)

test(`${voices} voices leave a short log`, { timeout: 600_000 }, async () => {
  const people = []
  for (let i = 0; i < houses; i++) {
    const path = new URL(h.mustCli('card', village, `${'一二三'[i % 3]}组${Math.floor(i / 3) + 1}户`).trim()).pathname
    const c = h.client()
    const page = (await c.get(path)).data
    await c.signIn(path, page.must_choose ? { person: page.persons[0].id } : {})
    people.push(c)
  }
  const needs = []
  await Promise.all(people.map(async (c, i) => {
    for (let n = i; n < voices / houses; n += houses) {
      const r = await c.post(`/place/${village}/need`, { title: `要被听见的第${n}件`, category: 'road', once: `the-log-stays-short-${n}`, anyway: true })
      assert.ok(r.status < 300, r.text)
      needs[n] = r.data.href
    }
  }))
  let longest = 0, joined = needs.length
  await Promise.all(people.map(async (c, i) => {
    for (let n = 0; n < needs.length; n++) {
      if (n % houses === i) continue // its own
      const r = await c.post(`${needs[n]}/voice`, { reason: '也要' })
      assert.ok(r.status < 300, r.text)
      joined++
    }
    if (engine === 'sqlite') longest = Math.max(longest, statSync(join(h.data, 'yuanchang.db-wal')).size)
  }))
  assert.equal(joined, voices)
  if (engine === 'sqlite') assert.ok(longest > 0 && longest < 64 << 20, `${longest} bytes of log`)
  await nothing_is_open()
  assert.ok(await figure('oldest_reader_seconds') < 5)
  if (engine === 'sqlite') assert.ok(await figure('log_bytes') <= longest)
})
