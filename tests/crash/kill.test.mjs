// kill -9 at random points under write load. What was acknowledged is there afterwards, once; every invariant holds.
//
//   node --test tests/crash            three times an engine
//   FULL=1 node --test tests/crash     twenty times an engine
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { dice, house, sleep } from '../support/house.mjs'

const rounds = process.env.FULL ? 20 : 3
const writers = 12, village = '420325102212'
const roll = dice()

/// Villagers with their cards, each with a list of what they were told was done.
async function villagers(h) {
  const all = []
  for (let i = 1; i <= writers; i++) {
    const card = h.mustCli('card', village, `一组${i}户`).trim()
    all.push({ card: new URL(card).pathname, client: null, raised: new Map(), joined: new Set() })
  }
  return all
}

/// Raises and joins until the connection breaks. A key is chosen before it is sent, and kept until it is answered.
async function write(v, i, round, others, until) {
  for (let n = 0; !until.stop; n++) {
    const once = `kill-${i}-${round}-${n}`
    try {
      v.pending = { once, title: `第${round}轮${i}户第${n}件` }
      const r = await v.client.post(`/place/${village}/need`, { title: v.pending.title, category: 'road', once, anyway: true })
      if (r.status === 201) v.raised.set(once, r.data.href)
      else if (r.status === 429) return // enough for this hour
      else if (r.status < 500) throw new Error(`raise: ${r.status} ${r.text}`)
      v.pending = null
      const theirs = others[roll(others.length)]
      const href = [...theirs.raised.values()].at(-1)
      if (href && theirs !== v) {
        const j = await v.client.post(`${href}/voice`, { reason: '我家也是' })
        if (j.status < 300) v.joined.add(href)
        else if (j.status === 429) return
        else if (j.status < 500) throw new Error(`join: ${j.status} ${j.text}`)
      }
    } catch (e) {
      if (e.cause || /fetch failed|terminated|other side closed/.test(String(e))) return // the server is gone
      throw e
    }
  }
}

async function enterAll(h, all) {
  for (const v of all) {
    if (v.client) continue
    v.client = h.client()
    const page = (await v.client.get(v.card)).data
    await v.client.signIn(v.card, page.must_choose ? { person: page.persons[0].id } : {})
  }
}

async function verify(h, all, round) {
  for (const v of all) {
    for (const [once, href] of v.raised) {
      const r = await v.client.get(href)
      assert.equal(r.status, 200, `acknowledged and lost in round ${round}: ${once}`)
    }
    // What was sent and not answered may be there or not; sent again it is there once.
    if (v.pending) {
      const { once, title } = v.pending
      const again = await v.client.post(`/place/${village}/need`, { title, category: 'road', once, anyway: true })
      assert.ok(again.status === 201 || again.status === 200, `${again.status} ${again.text}`)
      v.raised.set(once, again.data.href)
      v.pending = null
    }
    for (const href of v.joined) {
      const n = (await v.client.get(href)).data.need
      assert.equal(n.joined, true, `a voice acknowledged and lost in round ${round}`)
    }
  }
  const titles = h.sql(`SELECT title FROM need WHERE title LIKE '第%轮%'`)
  assert.equal(new Set(titles).size, titles.length, 'a retry made a second need')
  const r = h.cli('check')
  assert.equal(r.code, 0, r.out + r.err)
}

for (const engine of ['sqlite', 'postgres']) {
  test(`what was acknowledged survives kill -9, ${engine}, ${rounds} times`,
    { skip: engine === 'postgres' && !process.env.YC_TEST_PG && 'YC_TEST_PG is not set', timeout: 600_000 }, async () => {
      const h = await house({ engine, demo: true })
      try {
        const all = await villagers(h)
        let acknowledged = 0
        for (let round = 1; round <= rounds; round++) {
          await enterAll(h, all)
          const until = { stop: false }
          const work = Promise.all(all.map((v, i) => write(v, i, round, all, until)))
          await sleep(150 + roll(900))
          await h.kill()
          until.stop = true
          await work
          await h.start()
          await verify(h, all, round)
          const now = all.reduce((n, v) => n + v.raised.size, 0)
          assert.ok(now > acknowledged, 'nothing was written before the kill')
          acknowledged = now
        }
      } finally {
        await h.done()
      }
    })
}
