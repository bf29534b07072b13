// 64 clients raise 2,000 needs and join one another's, sending every third request twice at once with the same key: none
// is lost, none is there twice, and every figure fits.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { dice, house } from '../../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const clients = 64, needs = 2000, village = '420325102212'
const oldest = '河堤边的码头坏了' // the only one with both words, before all others
let h
before(async () => { h = await house({ engine, demo: true }) })
after(() => h?.done())

test(`64 clients, 2,000 needs, with retries: none lost, none twice, ${engine}`, { timeout: 300_000 }, async () => {
  const labels = []
  for (let g of ['一', '二', '三']) for (let i = 1; i <= 22 && labels.length < clients; i++) labels.push(`${g}组${i}户`)
  const people = []
  for (const label of labels) {
    const path = new URL(h.mustCli('card', village, label).trim()).pathname
    const c = h.client()
    const page = (await c.get(path)).data
    await c.signIn(path, page.must_choose ? { person: page.persons[0].id } : {})
    people.push(c)
  }
  const count = (what) => Number(h.sql(what)[0])
  assert.equal((await people[0].post(`/place/${village}/need`, { title: oldest, category: 'water', once: 'concurrent-oldest', anyway: true })).status, 201)
  const voicesBefore = count('SELECT count(*) FROM house_part WHERE noun = \'need\'')
  const before = (await people[0].get(`/place/${village}/board`)).data.raised
  const made = new Map() // once -> href
  const joined = new Set()
  const roll = dice()
  let next = 0
  async function work(c, who) {
    for (let n = next++; n < needs; n = next++) {
      const once = `concurrent-${n}`
      const send = () => c.post(`/place/${village}/need`, { title: `并发第${n}件：${n % 2 ? '河堤' : '码头'}`, category: 'water', once, anyway: true })
      const answers = n % 3 === 0 ? await Promise.all([send(), send()]) : [await send()]
      for (const a of answers) assert.ok(a.status === 201 || a.status === 200, `${a.status} ${a.text}`)
      assert.equal(new Set(answers.map((a) => a.data.href)).size, 1, 'a retry made another')
      made.set(once, answers[0].data.href)
      const known = [...made.values()]
      const href = known[roll(known.length)]
      const join = () => c.post(`${href}/voice`, { reason: '也要' })
      for (const a of n % 3 === 1 ? await Promise.all([join(), join()]) : [await join()])
        assert.ok(a.status < 300, `join: ${a.status} ${a.text}`)
      joined.add(`${who} ${href}`)
      if (n % 3 === 0) joined.add(`${who} ${made.get(once)}`)
    }
  }
  await Promise.all(people.map((c, i) => work(c, i)))
  assert.equal(made.size, needs)
  assert.equal(new Set(made.values()).size, needs)
  assert.equal(count(`SELECT count(*) FROM need WHERE title LIKE '并发%'`), needs)
  assert.equal(count(`SELECT count(DISTINCT title) FROM need WHERE title LIKE '并发%'`), needs)
  const after = (await people[0].get(`/place/${village}/board`)).data.raised
  assert.equal(after - before, needs)
  assert.ok(count('SELECT count(*) FROM house_part WHERE noun = \'need\'') - voicesBefore >= needs)
  for (const pair of joined) {
    const [who, href] = pair.split(' ')
    if (roll(10) === 0) assert.equal((await people[who].get(href)).data.need.joined, true, pair)
  }
  const r = h.cli('check')
  assert.equal(r.code, 0, r.out)
})

test(`a search that stops before it has seen all says so and goes on to the very last, ${engine}`, async () => {
  const c = h.client()
  let path = `/place/${village}/need?q=${encodeURIComponent('河堤 码头')}`, stops = 0, found = []
  for (; path; stops++) {
    const page = (await c.get(path)).data
    found.push(...page.needs.map((need) => need.title))
    assert.equal(page.is_cut, page.next !== null) // one is found in all: no page is full
    if (page.is_cut) assert.match((await c.get(path, { headers: { accept: 'text/html' } })).text, /再早的还没有找/, path)
    path = page.next
    assert.ok(stops < 100, 'it never ends')
  }
  assert.ok(stops > 2, `${stops} pages for ${needs} needs`)
  assert.deepEqual(found, [oldest])
})
