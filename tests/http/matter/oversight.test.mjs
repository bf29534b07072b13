// Supervision over the wire: who may ask, who answers, who settles; what everybody reads and what stays; and who would like to use it
// for what it is not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house } from '../../support/house.mjs'
import { doing, raise, step } from '../../sample/need.mjs'
import { ask } from '../../sample/oversight.mjs'
import { sign } from '../../sample/help.mjs'
import { cardOf, everybody, made, nameOf, once, town, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const zh = { headers: { accept: 'text/html', 'accept-language': 'zh' } }
let h, who
before(async () => {
  h = await house({ engine, demo: true })
  who = await everybody(h)
})
after(() => h?.leave())

const one = async (c, href) => (await c.get(href)).data.oversight
const act = async (c, href, what, json = {}) => c.post(`${href}/${what}`, { version: (await one(who.county, href)).version, ...json })
const ended = async () => {
  const need = await doing(who.resident, who.village)
  await step(who.village, need, 'solve', { text: '换了灯泡' })
  return need
}

test('a question is asked, answered by the office and settled, and everybody reads it', async () => {
  const need = await doing(who.resident, who.village), q = await ask(who.supervisor, need, 'question', { text: '三天了怎么没人去看' })
  const { oversight } = (await who.nobody.get(need)).data
  assert.deepEqual(oversight.list.map((x) => [x.kind, x.words, x.state]), [['question', '三天了怎么没人去看', 'open']])
  assert.equal((await act(who.village, q, 'settle')).status, 403)
  assert.ok((await act(who.village, q, 'answer', { text: '明天上午去' })).status < 300)
  const page = (await who.nobody.get(need, zh)).text
  for (const words of ['三天了怎么没人去看', '明天上午去', '监督的人问了一问']) assert.ok(page.includes(words), words)
  assert.ok((await act(who.supervisor, q, 'again', { why: '上午几点' })).status < 300)
  assert.ok((await act(who.village, q, 'answer', { text: '九点' })).status < 300)
  assert.ok((await act(who.supervisor, q, 'settle')).status < 300)
  assert.equal((await one(who.nobody, q)).state, 'settled')
  assert.equal((await act(who.supervisor, q, 'settle')).status, 409)
})

test('pressed twice it is asked once; the same key with other words is refused', async () => {
  const need = await doing(who.resident, who.village), key = once(), body = { text: '怎么没人去看', once: key }
  const [a, b] = [await who.supervisor.post(`${need}/question`, body), await who.supervisor.post(`${need}/question`, body)]
  assert.equal(made(b, 'again').href, made(a, 'a question').href)
  assert.equal((await who.nobody.get(need)).data.oversight.list.length, 1)
  assert.equal((await who.supervisor.post(`${need}/question`, { ...body, text: '别的话' })).status, 409)
})

test('nobody else asks: not a villager, the village itself, a helper, nor somebody above who dealt with it', async () => {
  const need = await doing(who.resident, who.village), body = () => ({ text: '我来问一问', once: once() })
  assert.equal((await who.nobody.post(`${need}/question`, body())).status, 401)
  for (const role of ['resident', 'neighbour', 'village', 'group_leader', 'council', 'helper', 'admin'])
    assert.equal((await who[role].post(`${need}/question`, body())).status, 403, role)
  const there = (await who.village.get(need)).data.need
  made(await who.village.post(`${need}/hand`, { version: there.version, why: '村里没有梯车' }), 'handed up')
  made(await who.town.post(`${need}/receive`, {}), 'received')
  const r = await who.town.post(`${need}/question`, body())
  assert.equal(r.status, 403)
  assert.match(r.text, /经手|dealt/)
  assert.equal((await who.town.post(`${need}/urge`, { ...body(), due: day(3) })).status, 403)
  assert.equal((await who.town.post(`${need}/call`, { ...body(), found: 'done' })).status, 403)
  assert.ok(!(await who.town.get(need)).data.oversight.may)
  made(await who.county.post(`${need}/question`, body()), 'the county asks')
})

test('what is typed wrong is said at its field', async () => {
  const need = await doing(who.resident, who.village), at = async (what, json, field) => {
    const r = await who.supervisor.post(`${need}/${what}`, { once: once(), ...json })
    assert.equal(r.status, 422, r.text)
    assert.ok(r.data.fields[field], `${field}: ${r.text}`)
  }
  await at('question', { text: '' }, 'text')
  await at('question', { text: '问一问', due: day(0) }, 'due')
  await at('question', { text: '问一问', due: day(400) }, 'due')
  await at('urge', { text: '快办' }, 'due')
  const over = await ended(), back = async (json, field) => {
    const r = await who.supervisor.post(`${over}/call`, { once: once(), ...json })
    assert.equal(r.status, 422, r.text)
    assert.ok(r.data.fields[field], r.text)
  }
  await back({ text: '还黑着' }, 'found')
  await back({ found: 'undone' }, 'text')
  await back({ found: 'done', household: (await who.neighbour.get('/session')).data.household }, 'household')
  assert.equal((await who.supervisor.post(`${need}/call`, { found: 'done', once: once() })).status, 409)
  assert.equal((await who.supervisor.post(`${over}/urge`, { text: '快办', due: day(3), once: once() })).status, 409)
})

test('what is urged on is marked where officials see its card, and on its own page', async () => {
  const need = await doing(who.resident, who.village), u = await ask(who.supervisor, need, 'urge', { due: day(5) })
  const card = async (c, path, key) => (await c.get(path)).data[key].find((x) => need.endsWith(x.id))?.is_urged
  assert.equal(await card(who.village, `/place/${village}/need?order=newest`, 'needs'), true)
  assert.equal(await card(who.nobody, `/place/${village}/need?order=newest`, 'needs'), false)
  assert.match((await who.nobody.get(need, zh)).text, /督办中/)
  assert.match((await who.village.get(`/place/${village}/need?order=newest`, zh)).text, /督办中/)
  assert.ok((await act(who.village, u, 'answer', { text: '开工了' })).status < 300)
  assert.ok((await act(who.supervisor, u, 'settle')).status < 300)
  assert.doesNotMatch((await who.nobody.get(need, zh)).text, /督办中/)
})

test('a house that hides its name is marked wherever it stands: beside what it said when called, on its page and its people', async () => {
  const need = await doing(who.neighbour, who.village, village, { hide_author: true })
  await step(who.village, need, 'solve', { text: '换了灯泡' })
  const call = await ask(who.supervisor, need, 'call', { found: 'partly', text: '只亮一半' })
  const mark = '<span class="tag tag-r">不公开</span>', { oversight, text } = { ...(await who.village.get(call)).data, text: (await who.village.get(call, zh)).text }
  assert.equal(oversight.hide_author, true)
  const shown = await ended(), open = await ask(who.supervisor, shown, 'call', { found: 'partly', text: '只亮一半' })
  assert.equal((await one(who.village, open)).hide_author, false)
  for (const page of [text, (await who.village.get(need, zh)).text]) assert.ok(page.includes(`${oversight.house} ${mark}`), oversight.house)
  const { house_href } = (await who.village.get(need)).data.need, there = (await who.village.get(house_href, zh)).text
  assert.ok(there.includes(mark))
  assert.ok((await who.village.get(/href="(\/person\/[^"]+)"/.exec(there)[1], zh)).text.includes(mark))
  assert.ok(!(await who.village.get(house_href.split('?')[0], zh)).text.includes(mark))
})

test('of a call everybody reads how many, and neither the house nor its words', async () => {
  const need = await ended(), call = await ask(who.supervisor, need, 'call', { found: 'undone', text: '夜里还是黑的' })
  assert.ok((await act(who.village, call, 'answer', { text: '晚上再去看' })).status < 300)
  for (const role of ['nobody', 'resident', 'neighbour', 'helper', 'council'])
    for (const href of [need, call, `${call}/proof`, `${need}/proof`, `/log/${village}`]) {
      const texts = [(await who[role].get(href)).text, (await who[role].get(href, zh)).text].join('')
      assert.doesNotMatch(texts, /夜里还是黑的|晚上再去看/, `${role} ${href}`)
    }
  const { oversight } = (await who.nobody.get(need)).data
  assert.deepEqual([oversight.list.length, oversight.called, oversight.called_done], [0, 1, 0])
  assert.match((await who.nobody.get(need, zh)).text, /回访了 1 户，0 户说办好了/)
  for (const role of ['supervisor', 'village', 'town']) assert.match((await who[role].get(need)).text, /夜里还是黑的/, role)
  assert.equal((await who.nobody.get(need)).data.need.state, 'solved', 'it is no verdict')
})

test('a hidden author stays hidden from who supervises and does not organise', async () => {
  const need = await raise(who.resident, village, { hide_author: true })
  await step(who.village, need, 'take')
  await step(who.village, need, 'sort', { size: 'small' })
  await step(who.village, need, 'assign')
  await step(who.village, need, 'solve', { text: '换了灯泡' })
  const own = (await who.resident.get('/session')).data.household, { label } = (await who.village.get(`/household/${own}`)).data.household ?? {}
  const page = await who.supervisor.get(need)
  assert.deepEqual(page.data.oversight.houses.map((x) => x.name), [''])
  assert.doesNotMatch(page.text, new RegExp(own))
  if (label) assert.doesNotMatch(page.text, new RegExp(label))
  const call = await ask(who.supervisor, need, 'call', { found: 'partly', text: '只亮一半' })
  assert.doesNotMatch((await who.supervisor.get(call)).text, new RegExp(own))
  assert.ok((await one(who.village, call)).house, 'who organises the place knows the house')
})

test('whom a complaint names learns nothing: not by the record, a list, a count, the desk or an act', async () => {
  const need = await raise(who.resident, village, { kind: 'complaint', target: '记工的人', category: 'other' })
  const lists = async (c) => [(await c.get(`/place/${village}/oversight`)).data.count, (await c.get(`/place/${village}/desk?what=oversight`)).data.count, (await c.get(`/place/${village}/board`)).text.match(/oversight|监督的人/g)?.length]
  const [office, overseer] = [await who.village.get(`/place/${village}/desk?what=oversight`), await lists(who.supervisor)]
  const board = async () => JSON.stringify((await who.nobody.get(`/place/${village}/board`)).data.more)
  const figures = await board(), q = await ask(who.county, need, 'question', { text: '查得怎样' })
  assert.equal((await who.village.get(`/place/${village}/desk?what=oversight`)).data.count, office.data.count)
  assert.deepEqual(await lists(who.supervisor), overseer)
  assert.equal(await board(), figures)
  for (const role of ['nobody', 'village', 'supervisor', 'neighbour', 'group_leader']) {
    assert.equal((await who[role].get(q)).status, 404, role)
    assert.equal((await who[role].get(`${q}/proof`)).status, 404, role)
  }
  assert.equal((await who.village.post(`${q}/answer`, { version: 1, text: '没有的事' })).status, 404)
  assert.equal((await who.supervisor.post(`${need}/question`, { text: '问一问', once: once() })).status, 404)
  for (const role of ['village', 'supervisor', 'neighbour', 'group_leader', 'helper']) /* what is sent to it is answered as asking for it is */
    for (const [path, json] of [['question', { text: '问一问', once: once() }], ['take', { version: 1 }], ['voice', {}], ['withdraw', {}]]) {
      const r = await who[role].post(`${need}/${path}`, json)
      assert.equal(r.status, 404, `${role} ${path} ${r.text}`)
    }
  assert.equal((await one(who.county, q)).words, '查得怎样')
  assert.equal((await one(who.resident, q)).words, '查得怎样', 'the house that complained reads it')
  assert.doesNotMatch((await who.village.get(`/place/${village}/oversight`)).text, /查得怎样/)
})

test('in a house\'s name nobody supervises', async () => {
  const { household } = (await (await cardOf(h, '二组3户')).get('/session')).data, need = await doing(who.resident, who.village)
  const consent = nameOf(await sign(who.helper, household))
  const r = await who.helper.post(`${need}/question`, { text: '我来问一问', once: once(), _for: consent })
  assert.equal(r.status, 403, r.text)
})

test('its page counts what its lists hold, for who supervises; nobody else comes in', async () => {
  for (const [c, place] of [[who.supervisor, village], [who.town, town], [who.county, '420325'], [who.city, '4203'], [who.province, '42']]) {
    const { chips } = (await c.get(`/place/${place}/oversight`)).data
    assert.equal(chips.length, 5)
    for (const chip of chips) {
      const rows = []
      for (let at = chip.href; at; ) {
        const { data } = await c.get(at)
        rows.push(...(data.oversights ?? data.calls))
        at = data.next
      }
      assert.equal(rows.length, chip.count, `${place} ${chip.href}`)
    }
  }
  const need = await ended(), calls = async () => (await who.supervisor.get(`/place/${village}/oversight/call`)).data
  const before = await calls(), desk = (await who.supervisor.get(`/place/${village}/desk`)).data.supervise
  assert.ok(before.count > 0)
  assert.equal(desk[1].count, before.count)
  await ask(who.supervisor, need, 'call', { found: 'done' })
  assert.equal((await calls()).count, before.count - 1)
  assert.equal((await who.village.get(`/place/${village}/oversight`)).status, 403)
  assert.deepEqual((await who.village.get(`/place/${village}/desk`)).data.supervise, [])
})

test('a county has a thousand urges at a time, which every card can tell; who would add one is told, and nothing is half done', async () => {
  const [first, second] = [await doing(who.resident, who.village), await doing(who.resident, who.village)]
  const urge = { text: '抓紧', due: day(3) }
  await ask(who.supervisor, first, 'urge', urge)
  const copied = 'county, place, at_place, kind, of_noun, of_id, account, account_county, office, due, first_due, stands_at, asked_at, changed_at'
  h.sql(`WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x WHERE n < 1000) INSERT INTO oversight (id, words, ${copied})
    SELECT o.id + x.n, 'copied', ${copied.replace(/\w+/g, 'o.$&').replace('o.account,', 'x.n,')} FROM oversight AS o, x WHERE o.id = (SELECT max(id) FROM oversight WHERE kind = 1)`)
  const r = await who.supervisor.post(`${second}/urge`, { ...urge, once: once() })
  assert.equal(r.status, 413, r.text)
  assert.match(r.text, /督办中的太多了/)
  assert.deepEqual((await who.nobody.get(second)).data.oversight.list, [])
  h.sql("DELETE FROM oversight WHERE words = 'copied'")
  await ask(who.supervisor, second, 'urge', urge)
})
