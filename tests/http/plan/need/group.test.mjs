// Groups of duplicates over the wire: who solves one is asked about all, a duplicate points to the one that leads it, and nobody's
// "not done" goes unheard. As JSON and as pages without script.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { house, printedCard, root } from '../../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
const html = { headers: { accept: 'text/html' } }
let h, official, first, second, third, nobody, n = 0

const once = () => `group-test-${process.pid}-${++n}`
const id = (href) => href.split('/').pop()
const see = async (who, href) => (await who.get(href)).data
const page = async (who, href) => (await who.get(href, html)).text
const told = async (who) => (await who.get('/me')).data.messages.map((x) => x.text)

before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  official = h.client()
  await official.login('shangwan')
  first = h.client()
  await first.card(printedCard(h))
  const card = async (name) => {
    const c = h.client()
    const { label } = (await official.get(`${village}/people?q=${encodeURIComponent(name)}`)).data.households[0]
    await c.card(h.mustCli('card', '420325102212', label).match(/(\/card\/\S+)/)[1])
    return c
  }
  second = await card('一组1户')
  third = await card('一组2户')
})
after(() => h?.leave())

async function raise(who, title) {
  const r = await who.post(`${village}/need`, { title: `${title} ${++n}`, category: 'road', once: once(), anyway: true })
  assert.equal(r.status, 201, r.text)
  return r.data.href
}

async function pair() {
  const lead = await raise(first, '塘埂垮了'), twin = await raise(second, '塘埂垮了走不了人')
  assert.equal((await third.post(`${lead}/voice`, { reason: '' })).status, 200)
  const r = await official.post(`${village}/work`, { act: 'group', need: [id(lead), id(twin)], group_title: '塘埂' })
  assert.equal(r.status, 200, r.text)
  return [lead, twin]
}

async function act(who, href, what, json) {
  const { version } = (await see(who, href)).need
  const r = await who.post(`${href}/${what}`, { version, ...json })
  assert.equal(r.status, 200, r.text)
  return r
}

test(`solved and closed, its twin does not run on, and its author is told, ${engine}`, async () => {
  const [lead, twin] = await pair()
  await act(official, lead, 'solve', { text: '垒好了，请大家看看' })
  assert.equal((await first.post(`${lead}/verdict`, { done: 'yes', once: once() })).status, 200)
  assert.equal((await see(nobody, lead)).need.state, 'closed')
  const seen = await see(second, twin)
  assert.equal(seen.need.state, 'solved')
  assert.equal(seen.need.lead, id(lead))
  assert.equal(seen.leading.href, lead)
  assert.equal(seen.may.judge, true)
  assert.ok(seen.steps.some((s) => s.kind === 'need.solved' && s.text === '垒好了，请大家看看'))
  assert.equal((await nobody.get(`${twin}/proof.json`)).status, 200)
  const { title } = seen.need
  assert.deepEqual((await told(second)).filter((x) => x.includes(title) && x.includes('说是办好了')), [`“${title}”说是办好了，请您看看再评：垒好了，请大家看看`])
})

test(`a duplicate says at its top which one leads, and has no day of its own, ${engine}`, async () => {
  const [lead, twin] = await pair()
  const text = await page(nobody, twin), { leading, need } = await see(nobody, twin)
  assert.match(text, new RegExp(`<a class="u lk" href="${lead}">“塘埂垮了 \\d+”</a>是一回事，跟着那件一起办。那件现在已登记`))
  assert.equal(need.due, null)
  assert.equal(need.sla, '')
  assert.ok(leading.due)
  const group = (await see(nobody, lead)).group
  assert.deepEqual(group.needs.map((x) => [x.href, x.lead]), [[lead, ''], [twin, id(lead)]])
  assert.equal(Object.keys((await see(nobody, lead)).leading).length, 0)
  assert.ok((await page(nobody, lead)).includes(`href="${twin}"`))
  const queue = (await official.get(`${village}/work`)).data
  assert.ok(!queue.needs.some((x) => x.id === id(twin)))
})

test(`a house that is counted by one of a group is told so on each, also in lists, and is not asked to join, ${engine}`, async () => {
  const [lead, twin] = await pair()
  for (const [who, other] of [[first, twin], [second, lead]]) {
    const { need, may } = await see(who, other)
    assert.deepEqual([need.joined, may.join, may.leave], [true, false, false], other)
    assert.match(await page(who, other), /已算您家一户/)
  }
  const inList = async (who) => (await who.get(`${village}/need?order=newest`)).data.needs.find((x) => x.href === lead)
  assert.equal((await inList(second)).joined, true)
  const stranger = h.client()
  const { label } = (await official.get(`${village}/people?q=${encodeURIComponent('一组9户')}`)).data.households[0]
  await stranger.card(h.mustCli('card', '420325102212', label).match(/(\/card\/\S+)/)[1])
  assert.deepEqual([(await inList(stranger)).joined, (await see(stranger, lead)).may.join], [false, true])
})

test(`who solves one of a group is asked on the page, yes being chosen, and may say no, ${engine}`, async () => {
  const [lead, twin] = await pair()
  const text = await page(official, lead), form = text.match(/<form[^>]*\/solve"[\s\S]*?<\/form>/)[0]
  assert.match(form, /全组共 3 户。另外 1 件也一起吗/)
  assert.match(form, /name="all" value="yes" checked/)
  assert.match(form, /name="all" value="no"/)
  for (const what of ['take', 'sort', 'answer', 'unable']) assert.match(text.match(new RegExp(`<form[^>]*/${what}"[\\s\\S]*?</form>`))[0], /name="all"/, what)
  const { version } = (await see(official, lead)).need
  assert.equal((await official.post(`${lead}/solve`, { version, text: '只好了这一头', all: 'no' }, html)).status, 303)
  assert.equal((await see(nobody, lead)).need.state, 'solved')
  const alone = await see(nobody, twin)
  assert.equal(alone.need.state, 'raised')
  assert.equal(alone.need.lead, '')
  assert.ok(alone.need.due)
  const r = await official.post(`${twin}/solve`, { version: alone.need.version, text: '这一头也好了', all: 'maybe' })
  assert.equal(r.status, 422)
  assert.ok(r.data.fields.all)
})

test(`nobody is asked about a group where there is none, ${engine}`, async () => {
  assert.ok(!(await page(official, await raise(first, '门口的坑'))).includes('name="all"'))
})

test(`what was done to all is said, and the pictures stand with each, ${engine}`, async () => {
  const [lead, twin] = await pair()
  const form = new FormData(), { version } = (await see(official, lead)).need
  for (const [k, v] of Object.entries({ version, text: '垒好了', all: 'yes' })) form.append(k, v)
  form.append('photos', new Blob([readFileSync(join(root, 'demo/photos/field.jpg'))]), 'p.jpg')
  const r = await official.fetch(`${lead}/solve`, { method: 'POST', form, ...html })
  assert.equal(r.status, 303, r.text)
  assert.match(await page(official, lead), /同一组的另外 1 件也一起办了/)
  const results = async (href) => (await see(nobody, href)).photos.filter((p) => p.role === 'result').map((p) => p.href)
  assert.equal((await results(twin)).length, 1)
  assert.deepEqual(await results(twin), await results(lead))
  assert.equal((await nobody.get((await results(twin))[0])).status, 200)
})

/// What stands in the box of the page in which a house is asked about it.
const box = (text, which) => text.match(new RegExp(`<section[^>]* id="${which}">[\\s\\S]*?</section>`))?.[0] ?? ''

test(`beside the question whether it is done stands what was said to be done, when, and its picture, ${engine}`, async () => {
  const [lead, twin] = await pair()
  const solve = async (text, all, photo) => {
    const form = new FormData(), { version } = (await see(official, lead)).need
    for (const [k, v] of Object.entries({ version, text, all })) form.append(k, v)
    if (photo) form.append('photos', new Blob([readFileSync(join(root, `demo/photos/${photo}.jpg`))]), 'p.jpg')
    const r = await official.fetch(`${lead}/solve`, { method: 'POST', form, ...html })
    assert.equal(r.status, 303, r.text)
  }
  const pictures = (text) => text.match(/<a href="\/photo\/[0-9a-f]{64}"><img src="[^"]*\/small"/g) ?? []
  await solve('垒了两尺高', 'yes', 'field')
  const asked = box(await page(first, lead), 'judge')
  assert.match(asked, /垒了两尺高/)
  assert.match(asked, /<time datetime="[^"]+">\d+月\d+日 \d\d:\d\d<\/time>/)
  assert.equal(pictures(asked).length, 1)
  const there = box(await page(first, twin), 'judge') // it voiced the one that was solved, and looks at the other
  assert.match(there, /垒了两尺高/)
  assert.match(there, new RegExp(`href="${lead}"`))
  assert.equal(pictures(there).length, 1)
  assert.equal((await see(first, lead)).result.text, '垒了两尺高')
  assert.deepEqual((await see(nobody, lead)).result, {})
  assert.equal((await first.post(`${lead}/verdict`, { done: 'no', reason: '又垮了', once: once() })).status, 200)
  await solve('重新垒了', 'no')
  const again = box(await page(first, lead), 'judge')
  assert.match(again, /重新垒了/)
  assert.doesNotMatch(again, /垒了两尺高/)
  assert.deepEqual(pictures(again), []) // that of the first time shows what was found not done
})

test(`beside the question whether an answer will do stands the answer, ${engine}`, async () => {
  const href = await raise(first, '想要修个广场')
  await act(official, href, 'unable', { why: '今年没有这笔钱，明年报上去' })
  const asked = box(await page(first, href), 'accept')
  assert.match(asked, /今年没有这笔钱/)
  assert.match(asked, /<time datetime=/)
})

test(`"not done" is heard after another house's "done" has closed it, from any house of the group, ${engine}`, async () => {
  const [lead, twin] = await pair()
  await act(official, lead, 'solve', { text: '垒好了' })
  assert.equal((await first.post(`${lead}/verdict`, { done: 'yes', once: once() })).status, 200)
  const seen = await see(third, lead)
  assert.equal(seen.need.state, 'closed')
  assert.equal(seen.may.judge, true)
  assert.ok(seen.judge_until)
  assert.match(await page(third, lead), /这件事结了，您家还没说/)
  assert.doesNotMatch(await page(nobody, lead), /id="judge"/)
  assert.equal((await see(second, lead)).may.judge, true) // it voiced the twin only
  const said = await second.post(`${lead}/verdict`, { done: 'no', reason: '那头又垮了', once: once() })
  assert.equal(said.status, 200, said.text)
  const again = await see(nobody, lead), there = await see(nobody, twin)
  assert.equal(again.need.state, 'doing')
  assert.equal(again.need.closing, 'open')
  assert.equal(again.need.reopened, 1)
  assert.equal(there.need.state, 'doing')
  assert.ok(there.steps.some((s) => s.kind === 'need.undone' && s.text === '那头又垮了'))
  assert.ok(again.steps.some((s) => s.kind === 'need.reopened'))
  assert.match(await page(nobody, lead), /一起办的另一件有人说没办好/)
})

test(`grouped between two looks, it is asked about anew, ${engine}`, async () => {
  const a = await raise(first, '桥栏杆松了'), b = await raise(second, '桥不稳'), { version } = (await see(official, a)).need
  assert.equal((await official.post(`${village}/work`, { act: 'group', need: [id(a), id(b)], group_title: '桥的事' })).status, 200)
  assert.equal((await official.post(`${a}/solve`, { version, text: '修好了' })).status, 409)
  assert.equal((await see(nobody, b)).need.state, 'raised')
})
