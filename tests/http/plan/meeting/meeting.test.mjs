// meeting over the wire: called, come to, agreed at, written down; who may not, and what a refused form keeps.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { day, house, printedCard, run } from '../../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const group = '/place/420325102212001', village = '/place/420325102212'
const html = { headers: { accept: 'text/html' } }
let h, leader, council, resident, nobody, n = 0

before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  ;[leader, council, resident] = [h.client(), h.client(), h.client()]
  await leader.login('zuzhang')
  await council.login('lishi')
  await resident.card(printedCard(h))
})
after(() => h?.leave())

const once = () => `meeting-test-${process.pid}-${++n}`
const meeting = (more = {}) => ({ title: '一组院场会', day: day(), time: '23:59', spot: '老樟树下', topic: '修桥', once: once(), ...more })

async function call(who = leader, more = {}) {
  const r = await who.post(`${group}/meeting`, meeting(more))
  assert.equal(r.status, 201, r.text)
  return r.data.href
}
const see = async (who, href) => (await who.get(href)).data

test('called, come to, agreed at and written down', async () => {
  const needs = (await nobody.get(`${group}/need?show=open`)).data.needs.slice(0, 2).map((x) => x.id)
  const href = await call(leader, { need: needs })
  let seen = await see(resident, href)
  assert.equal(seen.meeting.state, 'called')
  assert.deepEqual(seen.meeting.items.map((i) => i.n), [1, 2, 3].slice(0, needs.length + 1))
  assert.equal(seen.may.come, true)
  assert.equal((await resident.post(`${href}/come`, {})).status, 201)
  assert.equal((await leader.post(`${href}/agree`, { title: '清沟', owner_title: '沟边的人家', due: day(9) })).status, 201)
  seen = await see(leader, href)
  assert.match(seen.draft, /到会 1 户/)
  assert.match(seen.draft, /清沟/)
  assert.equal((await leader.post(`${href}/minutes`, { version: seen.meeting.version, text: '都说好了。' })).status, 201)
  seen = await see(nobody, href)
  assert.equal(seen.meeting.state, 'held')
  assert.equal(seen.meeting.came, 1)
  assert.equal(seen.tasks.length, 1)
  assert.deepEqual(seen.steps.map((s) => s.kind).sort(), ['meeting.called', 'meeting.came', 'meeting.held', 'task.made'])
  for (const id of needs) assert.ok((await see(nobody, `/need/${id}`)).linked.some((l) => l.href === href), 'its needs know of it')
  const page = (await nobody.get(`${href}/sheet`, html)).text
  assert.match(page, /签字/)
})

test('what each step of it was can be proved to a stranger', async () => {
  const href = await call(), proof = (await nobody.get(`${href}/proof.json`)).text
  const file = join(h.dir, 'meeting-proof.json')
  writeFileSync(file, proof)
  const { head } = JSON.parse(proof)
  assert.equal(run(['log', 'verify', file, '--head', head]).code, 0)
  assert.notEqual(run(['log', 'verify', file, '--head', head.replace(/ (\d+) /, (_, x) => ` ${+x + 1} `)]).code, 0)
})

test('a form that is refused comes back as it was, and says where', async () => {
  const needs = (await nobody.get(`${group}/need?show=open`)).data.needs.map((x) => x.id)
  const form = new URLSearchParams({ title: '一组院场会', day: day(-1), time: '19:30', spot: '老樟树下', topic: '修桥', once: once() })
  form.append('need', needs[1])
  const r = await leader.fetch(`${group}/meeting`, { method: 'POST', form, headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
  assert.equal(r.status, 422)
  assert.match(r.text, /这个时候已经过了/)
  assert.match(r.text, /value="老樟树下"/)
  assert.match(r.text, new RegExp(`value="${needs[1]}"[^>]* checked`))
  assert.doesNotMatch(r.text, new RegExp(`value="${needs[0]}"[^>]* checked`))
})

test('who may not call meetings calls none, here or elsewhere', async () => {
  assert.equal((await resident.post(`${group}/meeting`, meeting())).status, 403)
  assert.equal((await nobody.post(`${group}/meeting`, meeting())).status, 401)
  assert.equal((await leader.post(`${village}/meeting`, meeting())).status, 403) // his is the group
  const href = await call()
  assert.equal((await resident.post(`${href}/minutes`, { version: 1, text: '散会' })).status, 403)
  assert.equal((await resident.get(`${href}/roll`)).status, 403)
})

test('a council member holds the meeting and sees no names of persons', async () => {
  const at = await council.get(`${village}/meeting/new`)
  const place = at.status === 200 ? village : group
  const r = await council.post(`${place}/meeting`, meeting())
  assert.equal(r.status, 201, r.text)
  const roll = (await council.get(`${r.data.href}/roll`)).data
  assert.ok(roll.households.length > 0)
  assert.ok(roll.households.every((x) => x.head === ''), 'council members see houses, not who lives there')
})

test('houses are marked once, and only those of the place', async () => {
  const href = await call(), roll = (await leader.get(`${href}/roll`)).data
  const two = roll.households.slice(0, 2).map((x) => x.id)
  assert.equal((await leader.post(`${href}/roll`, { household: two })).status, 201)
  assert.equal((await leader.post(`${href}/roll`, { household: two })).status, 201)
  assert.equal((await see(nobody, href)).meeting.came, 2)
  assert.deepEqual((await leader.get(`${href}/roll`)).data.households.filter((x) => x.came).map((x) => x.id), two)
  const r = await leader.post(`${href}/roll`, { household: ['420325-0000000000zz'] })
  assert.equal(r.status, 422, r.text)
})

test('two who write the minutes at once do not overwrite each other', async () => {
  const href = await call(), { version } = (await see(leader, href)).meeting
  const [a, b] = await Promise.all([1, 2].map((i) => leader.post(`${href}/minutes`, { version, text: `第 ${i} 份` })))
  assert.deepEqual([a.status, b.status].sort(), [201, 409])
})

test('what was agreed is listed by its day', async () => {
  const list = (await nobody.get(`${group}/task`)).data.tasks
  assert.ok(list.length > 0)
  for (const [i, t] of list.entries()) if (i) assert.ok(t.due >= list[i - 1].due, 'nearest day first')
})
