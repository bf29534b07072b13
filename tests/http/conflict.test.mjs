// conflict: two who change one thing at once, and one who sends a thing twice. The later of two editors is told 409, keeps
// what was typed and is shown how it stands; nothing of either is lost. A key makes one record, however often it comes.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { house, root } from '../support/house.mjs'
import { raise as raiseIn, step as stepOf } from '../sample/need.mjs'
import { everybody, once } from '../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
let h, resident, neighbour, official, colleague, town, n = 0

before(async () => {
  h = await house({ engine, demo: true });
  ({ resident, neighbour, village: official, town } = await everybody(h, ['village', 'town']))
  colleague = h.client()
  const made = JSON.parse(h.mustCli('account', 'add', 'tongshi', '--place', '420325102212', '--role', 'village', '--json'))
  await colleague.login('tongshi', made.password)
})
after(() => h?.leave())

const raise = (json = {}) => raiseIn(resident, '420325102212', { title: `屋后的水沟又堵了${++n}`, category: 'water', anyway: undefined, ...json })
const see = async (c, href) => (await c.get(href)).data
const form = (json) => ({ form: new URLSearchParams(json).toString(),
  headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
const events = (href) => see(official, href).then((d) => d.steps.length)
const step = (href, what, json) => stepOf(official, href, what, json)

// Each act that goes by the version on one's screen: what leads to it, what is typed, and the words that must not be lost.
const acts = [
  ['take', [], {}, null],
  ['sort', [['take']], { size: 'big', why: '我看这是大事情' }, '我看这是大事情'],
  ['assign', [['take'], ['sort', { size: 'small' }]], {}, null],
  ['extend', [['take'], ['sort', { size: 'small' }], ['assign']], { why: '等材料运到再说' }, '等材料运到再说'],
  ['solve', [['take'], ['sort', { size: 'small' }], ['assign']], { text: '沟清了请大家看' }, '沟清了请大家看'],
  ['unable', [['take']], { why: '这条沟归水利站管' }, '这条沟归水利站管'],
  ['hand', [['take'], ['sort', { size: 'big', why: '大事' }]], { why: '村里没有挖机' }, '村里没有挖机'],
]

for (const [what, before_, typed, words] of acts)
  test(`two officials, one matter: ${what} is done once, and the other is told how it stands`, async () => {
    const href = await raise()
    for (const [a, json] of before_) await step(href, a, json)
    const { version, due } = (await see(official, href)).need, was = await events(href)
    if (what === 'extend') typed.due = new Date(Date.parse(due) + 2 * 86400000).toISOString().slice(0, 10)
    const both = await Promise.all([official, colleague].map((c) => c.post(`${href}/${what}`, { version, ...typed })))
    assert.deepEqual(both.map((r) => r.status < 300 ? 200 : r.status).sort(), [200, 409], both.map((r) => r.text.slice(0, 300)).join('\n'))
    const late = both.find((r) => r.status === 409)
    const now = (await see(official, href)).need
    assert.equal(late.data.data.need.state, now.state)
    assert.equal(late.data.data.need.version, now.version)
    assert.ok(now.version > version)
    assert.ok(late.data.message || late.data.error, late.text.slice(0, 300))
    const after = await events(href)
    const page = await colleague.post(`${href}/${what}`, undefined, form({ version, ...typed }))
    assert.equal(page.status, 409)
    assert.ok(page.text.includes('</html>'))
    if (words) assert.ok(page.text.split(words).length > 1, 'what was typed is still there')
    assert.equal(await events(href), after, 'nothing more has happened')
    assert.ok(after > was)
  })

test('an author\'s and a neighbour\'s act cross: both are kept', async () => {
  const href = await raise()
  const { version, title } = (await see(resident, href)).need
  const [edit, join] = await Promise.all([
    resident.post(`${href}/edit`, { version, title: `${title}，臭`, category: 'water' }), neighbour.post(`${href}/voice`, { reason: '我家也淹' })])
  assert.equal(join.status, 200, join.text)
  assert.ok([200, 409].includes(edit.status), edit.text)
  const now = await see(official, href)
  assert.equal(now.need.voices, 2)
  if (edit.status === 200) assert.equal(now.need.title, `${title}，臭`)
})

test('two phones of one house correct one matter: one is kept, the other is told both texts', async () => {
  const href = await raise()
  const { version } = (await see(resident, href)).need
  const texts = ['水沟要请人来挖开', '水沟要换成水泥管']
  const both = await Promise.all(texts.map((title) => resident.post(`${href}/edit`, { version, title, category: 'water' })))
  assert.deepEqual(both.map((r) => r.status).sort(), [200, 409])
  const kept = texts[both.findIndex((r) => r.status === 200)], lost = texts[both.findIndex((r) => r.status === 409)]
  assert.equal(both.find((r) => r.status === 409).data.data.need.title, kept)
  assert.equal((await see(resident, href)).need.title, kept)
  const page = await resident.post(`${href}/edit`, undefined, form({ version, title: lost, category: 'water' }))
  assert.equal(page.status, 409)
  for (const t of [kept, lost]) assert.ok(page.text.includes(t), t)
  const again = await resident.post(`${href}/edit`, { version: (await see(resident, href)).need.version, title: lost, category: 'water' })
  assert.equal(again.status, 200, 'with the new version it goes in')
})

test('two officials write one profile at once', async () => {
  const { version } = (await official.get(`${village}/profile`)).data
  assert.ok(Number.isInteger(version))
  const sent = [{ crops: '香菇', said_by: '会计' }, { crops: '木耳', said_by: '组长' }]
  const both = await Promise.all([official, colleague].map((c, i) => c.post(`${village}/profile`, { version, ...sent[i] })))
  assert.deepEqual(both.map((r) => r.status).sort(), [200, 409])
  const won = sent[both.findIndex((r) => r.status === 200)], lost = sent[both.findIndex((r) => r.status === 409)]
  const crops = (d) => d.facts.find((f) => f.name === 'crops').text
  assert.equal(crops((await official.get(`${village}/profile`)).data), won.crops)
  assert.equal(crops(both.find((r) => r.status === 409).data.data), won.crops)
  const page = await colleague.post(`${village}/profile`, undefined, form({ version, ...lost }))
  assert.equal(page.status, 409)
  for (const t of [won.crops, lost.crops]) assert.ok(page.text.includes(t), t)
})

test('two officials correct one person at once', async () => {
  const { households } = (await official.get(`${village}/people`)).data
  const at = (await official.get(`/household/${households[0].id}`)).data.persons[0].id
  const person = (await official.get(`/person/${at}`)).data.person
  const names = ['覃守一', '覃守二']
  const both = await Promise.all([official, colleague].map((c, i) =>
    c.post(`/person/${at}`, { version: person.version, name: names[i], head: true, roll_registered: true })))
  assert.deepEqual(both.map((r) => (r.status < 300 ? 200 : r.status)).sort(), [200, 409], both.map((r) => r.text.slice(0, 200)).join('\n'))
  const kept = names[both.findIndex((r) => r.status < 300)], lost = names[both.findIndex((r) => r.status === 409)]
  assert.equal((await official.get(`/person/${at}`)).data.person.name, kept)
  const page = await colleague.post(`/person/${at}`, undefined, form({ version: person.version, name: lost, head: '1', roll_registered: '1' }))
  assert.equal(page.status, 409)
  for (const t of [kept, lost]) assert.ok(page.text.includes(t), t)
})

// ---- keys ----

const count = () => Number(h.sql('SELECT count(*) FROM need')[0])

test('one key, sent by many at once and again after a restart, makes one need', async () => {
  const json = { title: '同一件事只记一次', category: 'water', once: once() }, was = count()
  const all = await Promise.all(Array.from({ length: 12 }, () => resident.post(`${village}/need`, json)))
  const refs = new Set(all.map((r) => r.data.href))
  assert.deepEqual([...new Set(all.map((r) => r.status))].filter((s) => ![200, 201].includes(s)), [])
  assert.equal(refs.size, 1)
  assert.equal(count(), was + 1)
  await h.kill()
  await h.start()
  const again = await resident.post(`${village}/need`, json)
  assert.ok(refs.has(again.data.href), again.text)
  const page = await resident.post(`${village}/need`, undefined, form({ ...json, anyway: '1' }))
  assert.equal(page.status, 303, page.text.slice(0, 200))
  assert.ok(refs.has(page.headers.get('location')))
  assert.equal(count(), was + 1)
})

test('the same key with anything else in it is 409, and nothing changes', async () => {
  const json = { title: '晒场边要一盏路灯', body: '晚上收粮看不见', category: 'light', once: once() }
  const first = await resident.post(`${village}/need`, json)
  assert.equal(first.status, 201, first.text)
  const was = count()
  for (const other of [{ title: '晒场边要两盏路灯' }, { body: '白天' }, { category: 'power' }, { kind: 'idea' }, { hide_author: true },
    { since: '2020-01-01' }, { place: '420325102212003' }]) {
    const r = await resident.post(`${village}/need`, { ...json, ...other })
    assert.equal(r.status, 409, `${JSON.stringify(other)}: ${r.text}`)
  }
  assert.equal(count(), was)
  assert.equal((await see(resident, first.data.href)).need.title, json.title)
})

/// A picture of so many bytes: what is missing stands in a remark behind its head.
function photo(name, size) {
  const jpeg = readFileSync(join(root, 'demo/photos', name)), more = size - jpeg.length
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, more - 2 >> 8, more - 2 & 255]), Buffer.alloc(more - 4), jpeg.subarray(2)])
}

test('the same key with another picture of the same size is 409, with the same one it is what it was', async () => {
  const key = once(), send = (...pictures) => {
    const parts = new FormData()
    for (const [k, v] of Object.entries({ title: '晒场边的灯杆歪了', category: 'light', once: key, anyway: '1' })) parts.append(k, v)
    for (const p of pictures) parts.append('photos', new Blob([p], { type: 'image/jpeg' }), 'p.jpg')
    return resident.fetch(`${village}/need`, { method: 'POST', form: parts })
  }
  const lamp = photo('lamp.jpg', 40_000), field = photo('field.jpg', 40_000)
  assert.equal(lamp.length, field.length)
  const first = await send(lamp), was = count()
  assert.equal(first.status, 201, first.text)
  assert.equal((await send(lamp)).data.href, first.data.href)
  for (const other of [[field], [], [lamp, field]])
    assert.equal((await send(...other)).status, 409, `${other.length}`)
  assert.equal(count(), was)
  assert.equal((await see(resident, first.data.href)).photos.length, 1)
})

test('a key is its sender\'s own', async () => {
  const json = { title: '两家都想要的篮球架', category: 'square', once: once() }
  const a = await resident.post(`${village}/need`, json), b = await neighbour.post(`${village}/need`, { ...json, anyway: true })
  assert.equal(a.status, 201)
  assert.equal(b.status, 201)
  assert.notEqual(a.data.href, b.data.href)
})

test('what was refused has not used up its key', async () => {
  const json = { title: '灌溉渠该清一次淤了', category: 'water', once: once() }, was = count()
  for (const wrong of [{ title: '' }, { category: 'moon' }, { since: '2999-01-01' }, { nonsense: 1 }, { kind: 'complaint' }]) {
    const r = await resident.post(`${village}/need`, { ...json, ...wrong })
    assert.equal(r.status, 422, `${JSON.stringify(wrong)}: ${r.text}`)
  }
  const upload = new FormData()
  for (const [k, v] of Object.entries(json)) upload.set(k, v)
  upload.set('photos', new Blob(['no picture']), 'x.jpg')
  assert.equal((await resident.fetch(`${village}/need`, { method: 'POST', form: upload })).status, 422)
  assert.equal(count(), was)
  assert.equal((await resident.post(`${village}/need`, json)).status, 201)
  assert.equal(count(), was + 1)
})

test('the last word is taken once, with its key or without', async () => {
  const href = await raise()
  for (const [a, json] of [['take'], ['sort', { size: 'small' }], ['assign'], ['solve', { text: '通了' }]]) await step(href, a, json)
  const word = { done: 'no', reason: '还是堵的', once: once() }
  const both = await Promise.all([1, 2, 3].map(() => resident.post(`${href}/verdict`, word)))
  assert.deepEqual([...new Set(both.map((r) => r.status))], [200], both.map((r) => r.text.slice(0, 200)).join('\n'))
  const now = (await see(official, href)).need
  assert.equal(now.reopened, 1)
  assert.equal(now.state, 'doing')
  assert.equal((await resident.post(`${href}/verdict`, { ...word, done: 'yes' })).status, 409)
})

test('a voice given twice at once is one voice', async () => {
  const href = await raise()
  const all = await Promise.all(Array.from({ length: 8 }, () => neighbour.post(`${href}/voice`, { reason: '也要' })))
  assert.deepEqual([...new Set(all.map((r) => r.status))], [200])
  assert.equal((await see(official, href)).need.voices, 2)
  const left = await Promise.all(Array.from({ length: 8 }, () => neighbour.post(`${href}/voice/leave`, {})))
  assert.deepEqual([...new Set(left.map((r) => r.status))], [200])
  assert.equal((await see(official, href)).need.voices, 1)
})
