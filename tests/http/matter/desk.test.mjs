// The one desk of a place: what waits for an office, of all nouns.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { day, house, printedCard, root } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '420325102212', group = `${village}001`, town = '420325102', county = '420325'
const html = { headers: { accept: 'text/html', 'accept-language': 'zh' } }
let h
const who = {}

before(async () => {
  h = await house({ engine, demo: true })
  who.nobody = h.client()
  const logins = { group: 'zuzhang', village: 'shangwan', town: 'hualongyan', county: 'fangxian', city: 'shiyan', overseer: 'jiandu', admin: 'guanli', council: 'lishi' }
  for (const [role, name] of Object.entries(logins)) await (who[role] = h.client()).login(name)
  who.resident = h.client()
  await who.resident.card(printedCard(h))
})
after(() => h?.leave())

async function lines(client, href) {
  const all = []
  for (let at = href; at;) {
    const r = await client.get(at)
    assert.equal(r.status, 200, `${at}: ${r.text.slice(0, 200)}`)
    all.push(...r.data.lines)
    at = r.data.next
    if (!at) assert.match(r.data.later, /\/desk\?since=/)
  }
  return all
}

let met_n = 0
async function agreed(title) {
  const met = await who.group.post(`/place/${group}/meeting`, { title: '一组院场会', day: day(), time: '19:30', spot: '院子', topic: '桥', once: `desk-met-${++met_n}` })
  assert.equal(met.status, 201, met.text)
  assert.ok((await who.group.post(`${met.data.href}/agree`, { tasks: [{ title, owner_title: '老支书', due: day(5) }] })).status < 300)
}

test('a desk is called as what leads to it, and what is late by one word', async () => {
  const page = async (href) => (await who.village.get(href, html)).text
  const desk = await page(`/place/${village}/desk`), named = (text, tag) => new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`).exec(text)[1]
  assert.equal(named(desk, 'h1'), '待办')
  assert.match(desk, /<title>待办 /)
  assert.match(desk, /<b aria-current="page">待办</)
  const me = await page('/me'), home = await page(`/place/${village}`)
  assert.match(me, /href="\/place\/\d+\/desk">待办</)
  assert.match(me, /href="\/place\/\d+\/work">诉求队列</)
  assert.match(home, /<b>诉求队列<\/b>/)
  assert.equal(named(await page(`/place/${village}/work`), 'h1'), '诉求队列')
  for (const text of [desk, me, home]) assert.doesNotMatch(text, /找我办的事|工作台|误了?过?期/)
  for (const file of ['matter', 'board', 'need']) assert.doesNotMatch(readFileSync(join(root, `i18n/${file}.zh_CN.po`), 'utf8'), /误了期|误过期|找我办的事/)
})

test('needs and tasks stand in one list, by day, each leading to its own page', async () => {
  await agreed('清沟')
  const all = await lines(who.village, `/place/${village}/desk`)
  assert.ok(all.some((l) => l.what === 'need') && all.some((l) => l.what === 'task'))
  assert.equal(new Set(all.map((l) => l.href)).size, all.length)
  const key = (l) => `${l.is_urgent ? 0 : 1} ${l.due ?? l.since}`
  assert.deepEqual(all.map(key), all.map(key).sort())
  for (const what of ['need', 'task']) {
    const one = all.find((l) => l.what === what)
    assert.equal((await who.village.get(one.href)).status, 200)
  }
  const tasks = await lines(who.village, `/place/${village}/desk?what=task`)
  assert.deepEqual(tasks.map((l) => l.href), all.filter((l) => l.what === 'task').map((l) => l.href))
})

test('an office sees what its verbs are for, and who has none there sees no desk', async () => {
  const kinds = async (role, place) => (await who[role].get(`/place/${place}/desk`)).data.chips.map((c) => /what=(\w+)/.exec(c.href)?.[1]).filter(Boolean)
  assert.deepEqual(await kinds('village', village), ['person', 'account', 'newcard', 'task', 'oversight', 'need'])
  assert.deepEqual(await kinds('town', town), ['person', 'account', 'help', 'task', 'oversight', 'need'])
  for (const [role, place, status] of [['nobody', village, 401], ['resident', village, 403], ['council', village, 403], ['village', town, 403], ['group', village, 403], ['overseer', village, 200], ['admin', county, 200], ['city', '4203', 200]])
    assert.equal((await who[role].get(`/place/${place}/desk`)).status, status, `${role} ${place}`)
  assert.equal((await who.resident.get('/desk')).status, 403)
  assert.equal((await who.overseer.get('/desk')).data.href, `/place/${village}/desk`)
})

test('a signed paper leads whoever supervises to it, and leaves the desk when it was looked at', async () => {
  const houses = (await who.village.get(`/place/${village}/help?q=${encodeURIComponent('一组')}`)).data.households
  const form = new FormData()
  for (const [k, v] of Object.entries({ household: houses[0].id, consent: 'paper' })) form.set(k, v)
  const page = (await who.village.get(`/place/${village}/help?household=${houses[0].id}`)).data
  form.set('person', page.persons[0].id)
  form.set('paper', new Blob([readFileSync(join(root, 'demo/photos/lamp.jpg'))], { type: 'image/jpeg' }), 'a.jpg')
  const r = await who.village.fetch(`/place/${village}/help`, { method: 'POST', form })
  assert.equal(r.status, 201, r.text)
  const [line] = await lines(who.overseer, `/place/${village}/desk?what=help`)
  assert.equal(line.href, r.data.href)
  assert.match((await who.overseer.get(line.href, html)).text, /看看这张纸/)
  assert.doesNotMatch((await who.village.get(line.href, html)).text, /看看这张纸/)
  assert.equal((await who.village.post(`${line.href}/review`, { right: 'yes' })).status, 403)
  assert.equal((await who.overseer.post(`${line.href}/review`, { right: 'no' })).status, 422)
  assert.ok((await who.overseer.post(`${line.href}/review`, { right: 'no', doubt: '不像是本人签的' })).status < 300)
  assert.deepEqual(await lines(who.overseer, `/place/${village}/desk?what=help`), [])
  assert.equal((await who.village.get(line.href)).data.help.state, 'ended')
})

test('several needs are answered at once, and a page without script goes on as it was', async () => {
  const all = await lines(who.village, `/place/${village}/desk?what=need`)
  const text = (await who.village.get(`/place/${village}/desk?what=need`, html)).text
  assert.match(text, /name="one"/)
  assert.doesNotMatch((await who.village.get(`/place/${village}/desk`, html)).text, /name="one"/)
  const r = await who.village.post(`/place/${village}/desk`, { what: 'need', act: 'answer', one: all.slice(0, 2).map((l) => l.id), text: '下周来看' })
  assert.ok(r.status < 300, r.text)
  assert.match((await who.village.get(all[0].href)).text, /下周来看/)
  assert.equal((await who.village.post(`/place/${village}/desk`, { what: 'need', act: 'answer', one: [all[0].id], text: '' })).status, 422)
  assert.equal((await who.village.post(`/place/${village}/desk`, { what: 'task', act: 'answer', one: [all[0].id] })).status, 422)
  assert.equal((await who.village.post(`/place/${village}/desk`, { what: 'board', act: 'x', one: [all[0].id] })).status, 422)
  assert.equal((await who.overseer.post(`/place/${village}/desk`, { what: 'need', act: 'take', one: [all[0].id] })).status, 403)
  const form = new URLSearchParams([['csrf', who.village.csrf], ['what', 'need'], ['act', 'answer'], ['one', all[1].id], ['text', '']]).toString()
  const back = await who.village.fetch(`/place/${village}/desk`, { method: 'POST', form, headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', origin: h.origin } })
  assert.equal(back.status, 422)
  assert.match(back.text, new RegExp(`value="${all[1].id}" checked`))
})

test('what came while it was walked is found from its end', async () => {
  let end
  for (let at = `/place/${village}/desk`; !end;) {
    const { data } = await who.village.get(at)
    at = data.next
    end = data.later
  }
  await agreed('修桥栏杆')
  assert.ok((await lines(who.village, end)).some((l) => l.title === '修桥栏杆'))
})

test('the workbench, one’s own page and the bar lead to it; above the county it says where to look', async () => {
  assert.match((await who.village.get(`/place/${village}/work`, html)).text, new RegExp(`href="/place/${village}/desk"`))
  assert.match((await who.overseer.get('/me', html)).text, new RegExp(`href="/place/${village}/desk"`))
  assert.match((await who.town.get('/', html)).headers.get('location') ?? '', /work|desk/)
  const city = (await who.city.get('/place/4203/desk')).data
  assert.ok(city.is_above && city.below.some((b) => b.href === `/place/${county}/desk`))
})

test('what is no filter of it is refused at its field', async () => {
  for (const [query, field] of [['what=board', 'what'], ['when=soon', 'when'], ['after=zzz', 'after'], ['since=yesterday', 'since']]) {
    const r = await who.village.get(`/place/${village}/desk?${query}`)
    assert.equal(r.status, 422, query)
    assert.ok(r.data.fields[field], query)
  }
})

test('what is late is marked so on its row, in red, also where it was given another day since', async () => {
  const late = await lines(who.county, `/place/${county}/desk?when=late`), text = (await who.county.get(`/place/${county}/desk?when=late`, html)).text
  assert.ok(late.length > 0)
  for (const line of late) {
    assert.deepEqual([line.is_late, line.sla], [true, 'late'], line.title)
    assert.match(line.sla_text, /^(过了 \d+ (天|小时)|早先过了日子，(今天到期|明天到期|还有 \d+ (天|小时)))$/)
  }
  assert.match(text, /class="sla late"/)
  assert.doesNotMatch(text, /class="sla (ok|soon)"/)
})
