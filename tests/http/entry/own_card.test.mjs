// own_card: whoever prints a card could enter with it. The house is told, can stop it, and a key that was cut afterwards by
// somebody who has a hand in a matter opens neither a complaint nor a verdict (docs/decisions/0033).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212', group = '/place/420325102212001'
let h, official, resident, homes, n = 0
const once = () => `own-card-${process.pid}-${++n}`

before(async () => {
  h = await house({ engine, demo: true })
  official = h.client()
  await official.login('shangwan')
  resident = h.client()
  await resident.card(printedCard(h))
  homes = (await official.get(`${village}/people`)).data.households
})
after(() => h?.leave())

const see = async (c, href) => (await c.get(href)).data
async function act(c, href, what, json = {}) {
  const { need } = await see(c, href)
  const r = await c.post(`${href}/${what}`, { version: need.version, ...json })
  assert.ok(r.status < 300, `${what}: ${r.status} ${r.text}`)
}
async function raise(c, json) {
  const r = await c.post(`${group}/need`, { category: 'river', once: once(), anyway: true, ...json })
  assert.equal(r.status, 201, r.text)
  return r.data.href
}
async function solved(c, title) {
  const href = await raise(c, { title })
  await act(official, href, 'take')
  await act(official, href, 'sort', { size: 'small' })
  await act(official, href, 'assign')
  await act(official, href, 'solve', { text: '办好了' })
  return href
}
/// A card printed at the official's desk, and the phone that enters by it.
async function printed(label, who = official) {
  const home = (await official.get(`${village}/people?q=${encodeURIComponent(label)}`)).data.households.find((x) => x.label === label)
  const sheet = await who.fetch(`${village}/cards`, { method: 'POST', json: { household: [home.id] } })
  assert.equal(sheet.status, 200, sheet.text)
  const c = h.client()
  await c.card(/\/card\/[0-9a-z]{28}/.exec(sheet.text)[0])
  return c
}

test('a house reads who printed its card and when, and stops it itself', async () => {
  const c = await printed('一组12户')
  const me = (await c.get('/me')).data
  assert.ok(me.messages.some((m) => /上湾村村干部给您家打印了新户卡/.test(m.text)))
  const card = (await c.get(me.messages[0].href)).data
  assert.match(card.printed_by, /上湾村村干部/)
  assert.ok(card.printed_at)
  assert.equal((await resident.get(me.messages[0].href)).status, 404, 'the card of another house')
  assert.equal((await resident.post(`${me.messages[0].href}/stop`, {})).status, 404)
  assert.ok((await c.post(`${me.messages[0].href}/stop`, {})).status < 400)
  assert.equal((await c.get('/me')).status, 401)
  assert.equal(h.sql(`SELECT COUNT(*) FROM card AS k JOIN household AS h ON h.id = k.household
    WHERE h.label = '一组12户' AND h.place = '420325102212001' AND k.revoked_at = 0`)[0], '0')
})

/// A card of that house, fresh from the official's desk: its path.
async function fresh(label) {
  const home = (await official.get(`${village}/people?q=${encodeURIComponent(label)}`)).data.households.find((x) => x.label === label)
  const sheet = await official.fetch(`${village}/cards`, { method: 'POST', json: { household: [home.id] } })
  const path = /\/card\/[0-9a-z]{28}/.exec(sheet.text)[0], page = (await h.client().get(path)).data
  const person = page.persons[0].id
  return { id: home.id, path, person, page, enter: (c, more = {}) => c.post(path, { person, ...more }) }
}

test('a device that is new is asked what the house knows, once, and wrong and unknown read the same', async () => {
  const card = await fresh('一组11户'), c = h.client(), tail = h.tailOf('一组11户', '420325102212')
  assert.equal(card.page.asks_tail, true)
  assert.equal((await card.enter(c)).status, 422)
  const wrong = await card.enter(c, { tail: tail === '0000' ? '0001' : '0000' })
  assert.equal(wrong.status, 422)
  assert.ok(wrong.data.fields.tail)
  assert.equal((await c.get('/me')).status, 401)
  assert.equal((await card.enter(c, { tail: ` ${tail} ` })).status, 200)
  await c.token()
  assert.match((await c.get('/me')).data.messages[0].text, /一台新电脑拿户卡进了您家/)
  await c.post('/logout')
  assert.equal((await c.get(card.path)).data.asks_tail, false, 'the same device is not asked again')
  assert.equal((await card.enter(c)).status, 200)
  await c.token()
  assert.equal((await c.get('/me')).data.messages.filter((m) => /一台新电脑/.test(m.text)).length, 1)
  assert.equal((await h.client().get(card.path)).data.asks_tail, true, 'another device is')
})

test('tries at a card are few, and then the right answer waits too', async () => {
  const card = await fresh('一组13户'), tail = h.tailOf('一组13户', '420325102212'), bad = String((Number(tail) + 1) % 10000).padStart(4, '0')
  const own = h.client(), warned = async () => (await own.get('/me')).data.messages.filter((m) => /五次都没打对/.test(m.text)).length
  assert.equal((await card.enter(own, { tail })).status, 200)
  assert.equal(await warned(), 0)
  const tried = await Promise.all(Array.from({ length: 8 }, () => card.enter(h.client(), { tail: bad })))
  assert.equal(await warned(), 1, 'the house is told once')
  assert.deepEqual(tried.map((r) => r.status).sort(), [422, 422, 422, 422, 422, 429, 429, 429])
  assert.equal((await card.enter(h.client(), { tail })).status, 429)
})

test('a house without a phone that is known enters after a second person stood at its door, and reads who', async () => {
  const card = await fresh('一组14户'), c = h.client(), helper = h.client()
  await helper.login('daiban')
  const own = await official.post(`/household/${card.id}/card/open`, {})
  assert.equal(own.status, 403, 'who printed it does not open it')
  assert.ok((await helper.post(`/household/${card.id}/card/open`, {})).status < 300)
  assert.equal((await card.enter(c)).status, 200)
  await c.token()
  assert.ok((await c.get('/me')).data.messages.some((m) => /上湾村代办员到您家门口开了户卡/.test(m.text)))
})

test('who changes the card because a stranger came puts everybody out, and whoever printed it is asked for another', async () => {
  const c = await printed('一组15户'), stranger = await printed('一组15户')
  const told = (await c.get('/me')).data.messages.find((m) => /一台新电脑/.test(m.text)).href
  assert.ok((await c.post(`${told}/stop`, {})).status < 400)
  for (const who of [c, stranger]) assert.equal((await who.get('/me')).status, 401)
  assert.match((await official.get('/me')).data.messages[0].text, /一组15户自己停了户卡/)
})

test('who wants another card stands first on the page of cards, once, whoever printed the one before, until a new one is printed', async () => {
  const path = /\/card\/[0-9a-z]{28}/.exec(h.mustCli('card', '420325102212001', '一组19户'))[0], c = h.client(), wanted = async (q = '') => (await official.get(`${village}/cards${q}`)).data.wanting.map((x) => x.label)
  const was = await wanted()
  await c.card(path)
  const id = (await c.get('/session')).data.household
  assert.ok((await c.post(`/owncard/${id}/stop`, {})).status < 400)
  assert.deepEqual(await wanted(), [...was, '一组19户'])
  const desk = async (place = village) => (await official.get(`${place}/desk?what=newcard`)).data
  assert.deepEqual([(await desk()).lines.map((x) => x.title), (await desk()).count], [await wanted(), was.length + 1])
  assert.equal((await desk()).lines.at(-1).href, `/household/${id}`)
  const seen = async (q = '') => (await official.get(`${village}/cards${q}`, { headers: { accept: 'text/html' } })).text.split(`value="${id}"`).length - 1
  const page = (await official.get(`${village}/cards`, { headers: { accept: 'text/html' } })).text
  assert.ok(page.indexOf(`value="${id}"`) < page.indexOf('有卡'), 'before all others')
  assert.deepEqual([await seen(), await seen('?q=19')], [1, 1])
  assert.deepEqual((await official.get('/place/420325102212003/cards')).data.wanting, [], 'another group has none')
  await fresh('一组19户')
  assert.deepEqual(await wanted(), was, 'one is printed')
  assert.equal((await desk()).count, was.length)
  assert.ok((await official.post(`${village}/cards/handed`, { household: [id] })).status < 400)
  assert.ok((await official.post(`/household/${id}/card/revoke`, { why: '搬走了' })).status < 400)
  assert.deepEqual(await wanted(), was, 'the village took it back: it asked for nothing')
})

test('several cards are handed over by one press, and one that another printed keeps none of the others from it', async () => {
  const homesOf = await Promise.all(['一组20户', '一组21户', '一组22户'].map(fresh)), ids = homesOf.map((x) => x.id)
  const page = (await official.get(`${village}/cards`, { headers: { accept: 'text/html' } })).text
  for (const id of ids) assert.match(page, new RegExp(`value="${id}" form="f-handed"`))
  h.mustCli('card', '420325102212001', '一组20户') // printed anew, by another
  assert.ok((await official.post(`${village}/cards/handed`, { household: ids })).status < 400)
  const waits = (await official.get(`${village}/cards`)).data.households.filter((x) => ids.includes(x.id)).map((x) => x.card_waits)
  assert.deepEqual(waits, [true, false, false])
})

test('a house reads which devices are in by its card and as whom, and signs one out without the others', async () => {
  const card = await fresh('一组16户'), tail = h.tailOf('一组16户', '420325102212'), own = `/owncard/${card.id}`
  const enter = async (agent) => {
    const c = Object.assign(h.client(), { headers: { 'user-agent': agent } })
    assert.equal((await card.enter(c, { tail })).status, 200)
    await c.token()
    return c
  }
  const phone = await enter('Mozilla/5.0 (Linux; Android 14) Mobile'), pad = await enter('Mozilla/5.0 (iPad)')
  const { entered } = (await phone.get(own)).data
  const called = card.page.persons.find((x) => x.id === card.person)
  assert.deepEqual(entered.map((x) => [x.device_text, x.is_this, x.is_before]), [['平板', false, false], ['手机', true, false]])
  const me = (await phone.get('/me')).data.persons.find((x) => x.id === card.person)
  assert.ok(called && entered.every((x) => x.person === me.name && Date.parse(x.at) > 0))
  const theirs = (await resident.get(`/owncard/${(await resident.get('/session')).data.household}`)).data.entered
  assert.ok(theirs.length > 0 && !theirs.some((x) => entered.some((y) => y.id === x.id)), 'another house has its own')
  assert.equal((await resident.post(`${own}/out`, { session: entered[0].id })).status, 404)
  assert.equal((await phone.post(`${own}/out`, { session: theirs[0].id })).status, 404)
  assert.equal((await phone.post(`${own}/out`, {})).status, 422)
  assert.ok((await phone.post(`${own}/out`, { session: entered[0].id })).status < 400)
  assert.equal((await pad.get('/me')).status, 401)
  assert.equal((await resident.get('/me')).status, 200)
  assert.equal((await phone.post(`${own}/out`, { session: entered[0].id })).status, 404, 'it is out')
  assert.equal((await phone.get(own)).data.entered.length, 1)
  await card.enter(pad) // the card is good still, and this device is not asked again
  await pad.token()
  await fresh('一组16户').then(({ enter: by }) => by(h.client(), { tail })) // another card stands now
  assert.deepEqual((await pad.get(own)).data.entered.map((x) => x.is_before), [false, true, true])
  assert.ok((await pad.post(`${own}/out`, { session: (await pad.get(own)).data.entered.find((x) => x.is_this).id })).status < 400)
  assert.equal((await pad.get('/me')).status, 401, 'this one, too')
})

test('a card printed afterwards by who dealt with a matter neither judges nor changes it', async () => {
  const href = await solved(resident, '桥头的栏杆松了要紧一紧')
  assert.equal((await see(resident, href)).may.judge, true)
  const c = await printed('一组17户')
  const seen = await see(c, href)
  assert.equal(seen.may.judge, false)
  assert.equal(seen.is_others_key, true)
  const r = await c.post(`${href}/verdict`, { done: 'yes', once: once() })
  assert.equal(r.status, 403, r.text)
  assert.match(r.text, /经手这件事的人/)
  assert.equal((await see(official, href)).need.state, 'solved')
  const later = await solved(c, '老井边的石板要换一块') // what comes after the card it judges
  assert.equal((await see(c, later)).may.judge, true)
  assert.equal((await c.post(`${later}/verdict`, { done: 'yes', once: once() })).status, 200)
  resident = c
})

test('who opened a card at the door, and comes in by it, judges nothing that they did themselves', async () => {
  const c = await printed('一组16户'), href = await raise(c, { title: '沟边的护栏松了' }), leader = h.client(), stranger = h.client()
  await leader.login('zuzhang')
  await act(leader, href, 'take')
  await act(leader, href, 'sort', { size: 'small' })
  await act(leader, href, 'assign')
  await act(leader, href, 'solve', { text: '修好了' })
  const card = await fresh('一组16户') // the group's leader deals with it, another prints
  assert.ok((await leader.post(`/household/${card.id}/card/open`, {})).status < 300)
  assert.equal((await card.enter(stranger)).status, 200)
  await stranger.token()
  const verdict = (who) => who.post(`${href}/verdict`, { done: 'yes', once: once() })
  const refused = await verdict(stranger)
  assert.equal(refused.status, 403, refused.text)
  assert.match(refused.data.message, /到门口开的/)
  assert.equal((await see(c, href)).need.state, 'solved')
  assert.ok((await verdict(c)).status < 300, 'who was in before judges')
})

test('a complaint is closed to a card that one whom it names printed afterwards, and its messages say nothing of it', async () => {
  const href = await raise(resident, { kind: 'complaint', title: '账目一直不公开这件事', target: '村干部' })
  const town = h.client()
  await town.login('hualongyan')
  await act(town, href, 'take')
  assert.equal((await resident.get(href)).status, 200)
  const c = await printed('一组17户')
  assert.equal((await c.get(href)).status, 404)
  assert.doesNotMatch((await c.get('/me')).text, /账目一直不公开/)
  assert.match((await c.get('/me')).text, /您家的投诉有了新情况/)
  assert.doesNotMatch((await c.get(`${village}/need?mine=1`)).text, /账目一直不公开/)
})

test('withdrawing asks first and says that nothing brings it back', async () => {
  const c = await printed('一组5户')
  const page = (await c.get(await raise(c, { title: '沟边的树枝要剪一剪' }), { headers: { accept: 'text/html' } })).text
  const [asked] = /<details[^>]*>(?:(?!<\/details>)[^])*withdraw(?:(?!<\/details>)[^])*<\/details>/.exec(page) ?? ['']
  assert.match(asked, /不能再恢复/)
  assert.equal(page.split('/withdraw"').length, 2, 'no way around the question')
})
