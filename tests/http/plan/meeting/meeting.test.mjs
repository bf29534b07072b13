// meeting over the wire: called, come to, agreed at, written down; who may not, and what a refused form keeps.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
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
  assert.equal((await leader.post(`${href}/agree`, { tasks: [{ title: '清沟', owner_title: '沟边的人家', due: day(9) }] })).status, 201)
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
  assert.match(page, /<td class="l">修桥<\/td><td><\/td>/) // of the meeting's own topic nobody counted houses
})

test('what each step of it was can be proved to a stranger', async () => {
  const href = await call(), proof = (await nobody.get(`${href}/proof.json`)).text
  const file = join(h.dir, 'meeting-proof.json')
  writeFileSync(file, proof)
  const { head } = JSON.parse(proof)
  assert.equal(run(['log', 'verify', file, '--head', head]).code, 0)
  assert.notEqual(run(['log', 'verify', file, '--head', head.replace(/ (\d+) /, (_, x) => ` ${+x + 1} `)]).code, 0)
})

test('what is not offered for the agenda is said', async () => {
  const offered = async () => (await leader.get(`${group}/meeting/new`)).data
  let { needs, more } = await offered()
  assert.ok(needs.length < 10 && !more, 'all that is open is offered')
  for (let i = needs.length; i < 11; i++) {
    const r = await resident.post(`${group}/need`, { title: `晒场要灯${i}`, category: 'light', once: once(), anyway: true })
    assert.equal(r.status, 201, r.text)
  }
  ;({ needs, more } = await offered())
  assert.deepEqual([needs.length, more], [10, true])
  assert.match((await leader.get(`${group}/meeting/new`, html)).text, /只列了要的户最多的几件/)
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

test('a house takes back what it pressed, and the host strikes out with a reason once the minutes stand', async () => {
  const href = await call()
  assert.equal((await see(resident, href)).may.leave, false)
  await resident.post(`${href}/come`, {})
  let seen = await see(resident, href)
  assert.deepEqual([seen.may.come, seen.may.leave, seen.attend.came], [false, true, 1])
  assert.match((await resident.get(href, html)).text, /按错了，我家没到/)
  assert.equal((await resident.post(`${href}/leave`, {})).status, 201)
  seen = await see(resident, href)
  assert.deepEqual([seen.may.come, seen.may.leave, seen.attend.came], [true, false, 0])
  const two = (await leader.get(`${href}/roll`)).data.households.slice(0, 2).map((x) => x.id)
  await leader.post(`${href}/roll`, { household: two })
  assert.equal((await leader.post(`${href}/roll/strike`, { household: [two[0]] })).status, 201)
  assert.equal((await see(nobody, href)).meeting.came, 1)
  await leader.post(`${href}/minutes`, { version: (await see(leader, href)).meeting.version, text: '都说好了。' })
  assert.equal((await resident.post(`${href}/come`, {})).status, 409)
  assert.equal((await resident.post(`${href}/roll/strike`, { household: [two[1]], why: '没看见' })).status, 403)
  const form = new URLSearchParams({ household: two[1] })
  const r = await leader.fetch(`${href}/roll/strike`, { method: 'POST', form, headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
  assert.equal(r.status, 422)
  assert.match(r.text, new RegExp(`value="${two[1]}"[^>]* checked`), 'the choice comes back')
  assert.equal((await leader.post(`${href}/roll/strike`, { household: [two[1]], why: '看错了人' })).status, 201)
  seen = await see(nobody, href)
  assert.equal(seen.meeting.came, 0)
  assert.equal(seen.steps.at(-1).text, '看错了人')
  assert.doesNotMatch(JSON.stringify(seen), new RegExp(two[1]), 'who it was is told to nobody')
})

test('whom the host notes after the end he notes with a reason, and the house says itself that it was not there', async () => {
  const href = await call(), { household } = (await resident.get('/session')).data
  await leader.post(`${href}/minutes`, { version: (await see(leader, href)).meeting.version, text: '都说好了。' })
  assert.match((await leader.get(`${href}/roll`, html)).text, /为什么补记要写明白/)
  assert.equal((await leader.post(`${href}/roll`, { household: [household] })).status, 422)
  assert.equal((await leader.post(`${href}/roll`, { household: [household], why: '来晚了没记' })).status, 201)
  assert.equal((await see(nobody, href)).steps.at(-1).text, '来晚了没记')
  assert.equal((await see(resident, href)).may.leave, true)
  assert.equal((await resident.post(`${href}/leave`, {})).status, 201)
  assert.equal((await see(nobody, href)).meeting.came, 0)
  assert.match((await nobody.get(href, html)).text, /有一家说自己没到/)
})

/* ---- pictures ---- */

/// A PNG of eight by eight of one grey, which no record of the demo shows.
function grey(shade) {
  const chunk = (type, data) => {
    const b = Buffer.alloc(12 + data.length)
    b.writeUInt32BE(data.length, 0)
    b.write(type, 4, 'latin1')
    data.copy(b, 8)
    b.writeUInt32BE(crc32(b.subarray(4, 8 + data.length)), 8 + data.length)
    return b
  }
  const head = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0]), rows = Buffer.concat(Array(8).fill(Buffer.from([0, ...Array(8).fill(shade)])))
  return new Blob([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}
function send(who, href, values, files = {}) {
  const form = new FormData()
  for (const [k, v] of Object.entries(values)) form.set(k, v)
  for (const [k, v] of Object.entries(files)) form.append(k, v, 'p.jpg')
  return who.fetch(href, { method: 'POST', form, headers: { accept: 'application/json' } })
}

test('its pictures are seen small and large, in its story and on the sheet, until one is taken back', async () => {
  const href = await call()
  assert.equal((await send(resident, `${href}/photo`, {}, { photos: grey(10) })).status, 403)
  assert.equal((await send(leader, `${href}/photo`, {}, { photos: grey(10) })).status, 201)
  let seen = await see(nobody, href)
  assert.equal(seen.photos.length, 1)
  const { hash, small, href: large } = seen.photos[0]
  for (const at of [small, large]) assert.equal((await nobody.get(at)).status, 200, at)
  assert.ok(seen.steps.some((s) => s.kind === 'attachment.added' && s.words === '添了一张照片'))
  assert.match((await nobody.get(`${href}/proof`, html)).text, /添了一张照片/)
  assert.match((await nobody.get(`${href}/sheet`, html)).text, new RegExp(large))
  assert.match((await nobody.get(href, html)).text, new RegExp(small))
  assert.equal((await leader.post(`${href}/photo/drop`, { hash })).status, 422)
  assert.equal((await leader.post(`${href}/photo/drop`, { hash: 'f'.repeat(64), why: '拍糊了' })).status, 422)
  assert.equal((await leader.post(`${href}/photo/drop`, { hash, why: '拍糊了' })).status, 201)
  seen = await see(nobody, href)
  assert.equal(seen.photos.length, 0)
  assert.equal(seen.steps.at(-1).text, '拍糊了')
  assert.equal((await nobody.get(large)).status, 404)
})

test('a list with names is kept from the public, and its masked copy stands in its place', async () => {
  const href = await call()
  assert.equal((await send(leader, `${href}/photo`, { kept: '1' }, { photos: grey(50) })).status, 201)
  assert.equal((await see(nobody, href)).photos.length, 0)
  const [kept] = (await see(leader, href)).photos
  assert.equal(kept.is_kept, true)
  assert.equal((await nobody.get(kept.href)).status, 404)
  assert.doesNotMatch((await leader.get(`${href}/sheet`, html)).text, new RegExp(kept.hash), 'nor on a wall, whoever prints it')
  const masked = grey(99)
  assert.equal((await send(leader, `${href}/photo/mask`, { hash: kept.hash }, { masked })).status, 201)
  const shown = (await see(nobody, href)).photos
  assert.equal(shown.length, 1)
  assert.notEqual(shown[0].hash, kept.hash)
})

test('who may not see a kept picture neither masks it nor takes it off', async () => {
  const official = h.client(), r = await council.post(`${village}/meeting`, meeting())
  await official.login('shangwan')
  assert.equal(r.status, 201, r.text)
  assert.equal((await send(official, `${r.data.href}/photo`, { kept: '1' }, { photos: grey(60) })).status, 201)
  const [kept] = (await see(official, r.data.href)).photos
  assert.equal((await see(council, r.data.href)).photos.length, 0)
  assert.equal((await send(council, `${r.data.href}/photo/mask`, { hash: kept.hash }, { masked: grey(98) })).status, 422)
  assert.equal((await council.post(`${r.data.href}/photo/drop`, { hash: kept.hash, why: '看不清' })).status, 422)
  assert.equal((await see(official, r.data.href)).photos.length, 1)
})

test('before its day there is nothing to picture', async () => {
  const href = await call(leader, { day: day(3) })
  assert.equal((await send(leader, `${href}/photo`, {}, { photos: grey(50) })).status, 409)
  assert.equal((await see(leader, href)).album.may_add, false)
})

test('who promised something is chosen among who came', async () => {
  const href = await call(), roll = (await leader.get(`${href}/roll`)).data
  await leader.post(`${href}/roll`, { household: [roll.households[0].id] })
  const { owners } = await see(leader, href)
  assert.deepEqual(owners.map((o) => o.text), [roll.households[0].label])
  assert.ok(!(await see(nobody, href)).owners)
  const agree = { title: '补路', owner_title: '头一家', due: day(9) }
  assert.equal((await leader.post(`${href}/agree`, { tasks: [{ ...agree, household: owners[0].name }] })).status, 201)
  assert.equal((await leader.post(`${href}/agree`, { tasks: [{ ...agree, household: '420325-0000000000zz' }] })).status, 422)
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

test('who came, on paper: printed once, keyed in once in its order, by the host alone', async () => {
  const href = await call(), before = (await see(leader, href)).meeting.came
  assert.equal((await resident.post(`${href}/sheets`)).status, 403)
  assert.equal((await leader.post(`${href}/sheets`)).status, 200)
  assert.equal((await leader.post(`${href}/sheets`)).status, 200)
  const { sheets } = await see(leader, `${href}/sheets`), sheet = sheets[0].href
  const roll = (await see(leader, `${href}/roll`)).households
  assert.equal(sheets.reduce((n, s) => n + s.houses, 0), roll.length)
  assert.equal((await nobody.get(sheet)).status, 401)
  assert.equal((await resident.get(sheet)).status, 403)
  assert.equal((await leader.get(sheet.slice(0, -1))).status, 404)
  const paper = await leader.get(`${sheet}/paper`, html)
  assert.match(paper.text, /<svg/)
  const { lines } = await see(leader, sheet)
  assert.deepEqual(lines.map((l) => l.id), roll.map((x) => x.id))
  assert.ok(paper.text.includes(lines.at(-1).label))
  const wrong = await leader.post(sheet, { household: ['420325-abc'] })
  assert.equal(wrong.status, 422)
  assert.ok(wrong.data.fields.household)
  assert.equal((await leader.post(sheet, { household: [lines[0].id, lines[2].id] })).status, 200)
  assert.equal((await see(leader, href)).meeting.came, before + 2)
  assert.equal((await leader.post(sheet, { household: [lines[1].id] })).status, 409)
  assert.equal((await see(leader, href)).meeting.came, before + 2)
  assert.equal((await see(leader, `${href}/sheets`)).sheets[0].state, 'done')
})

test('who was noted by the host is marked, and counted apart on page, list, roll, sheet and in JSON', async () => {
  const href = await call()
  const homes = (await leader.get(`${href}/roll`)).data.households.slice(2, 5).map((x) => x.id)
  assert.ok((await leader.post(`${href}/roll`, { household: homes })).status < 300)
  assert.equal((await resident.post(`${href}/come`, {})).status, 201)
  const { meeting: m, attend } = await see(nobody, href)
  assert.deepEqual([m.came, m.came_noted, m.came_helped], [4, 3, 0])
  assert.deepEqual([attend.came, attend.came_noted], [4, 3])
  const roll = (await leader.get(`${href}/roll`)).data
  assert.equal(roll.came_noted, 3)
  assert.deepEqual(roll.households.filter((x) => x.is_noted).map((x) => x.id).sort(), [...homes].sort())
  const { version } = m
  assert.ok((await leader.post(`${href}/minutes`, { version, text: '都说好了。' })).status < 300)
  const zh = { headers: { accept: 'text/html', 'accept-language': 'zh' } }
  for (const page of [href, `${href}/sheet`, `${group}/meeting`]) assert.match((await nobody.get(page, zh)).text, /其中 3 户是主持人记的/, page)
  const marked = (await leader.get(`${href}/roll`, zh)).text
  assert.match(marked, /其中 3 户是主持人记的/)
  assert.ok((marked.match(/<span class="tag tag-w">主持人记的<\/span>/g) ?? []).length >= 3)
})
