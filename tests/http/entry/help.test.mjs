// help: what a helper needs to see of a house is little, and what is not its to press is not offered.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
let h, helper, official, resident

before(async () => {
  h = await house({ engine, demo: true })
  helper = h.client()
  official = h.client()
  resident = h.client()
  await helper.login('daiban')
  await official.login('shangwan')
  await resident.card(printedCard(h))
})
after(() => h?.leave())

test('a helper finds a house by its number, and sees neither who lives there nor how many', async () => {
  for (const q of ['', '?q=' + encodeURIComponent('一组')]) {
    const found = (await helper.get(`${village}/help${q}`)).data.households
    assert.ok(found.length > 5)
    for (const x of found) assert.deepEqual([x.head, x.persons, x.has_card], ['', 0, false], x.label)
  }
  const known = (await official.get(`${village}/help`)).data.households
  assert.ok(known.every((x) => x.head && x.persons > 0))
})

test('a helper is not offered to take back the voice of the house that raised a matter', async () => {
  const home = (await helper.get(`${village}/help?q=${encodeURIComponent('一组17户')}`)).data.households[0]
  const { persons } = (await helper.get(`${village}/help?household=${home.id}`)).data
  const asked = await helper.post(`${village}/help`, { household: home.id, person: persons[0].id, consent: 'message' })
  assert.ok(asked.status < 300, asked.text)
  const consent = asked.data.href
  assert.ok((await resident.post(`${consent}/answer`, { agrees: 'yes' })).status < 300)
  const raised = await helper.post(`${village}/need`, { title: '门口的沟要清一清', category: 'river', once: `help-${process.pid}`, anyway: true, _for: asked.data.id })
  assert.equal(raised.status, 201, raised.text)
  const seen = (await helper.get(`${raised.data.href.split('?')[0]}?for=${asked.data.id}`)).data
  assert.equal(seen.need.joined, true)
  assert.equal(seen.may.leave, false)
})

test('the code of a card is read while it is typed, and what is wrong with it is said without the code', async () => {
  const home = (await helper.get(`${village}/help?q=${encodeURIComponent('一组3户')}`)).data.households[0]
  const page = { headers: { accept: 'text/html', 'accept-language': 'zh' } }
  assert.match((await helper.get(`${village}/help?household=${home.id}`, page)).text, /<input class="inp" id="f-place-help-code" name="code" maxlength/)
  const { persons } = (await helper.get(`${village}/help?household=${home.id}`)).data
  const wrong = async (code) => (await helper.post(`${village}/help`, { household: home.id, person: persons[0].id, consent: 'card', code })).data.fields.code
  assert.equal(await wrong('abcd efgh 2345'), '打了 12 个字，卡上是 28 个')
  assert.equal(await wrong('abcd efgh 2345 abcd efgh 2345 abcu'), '卡上没有“u”这样的字，对着卡再看一遍')
  assert.equal(await wrong('abcd efgh 2345 abcd efgh 2345 中文'), '卡上没有“中”这样的字，对着卡再看一遍')
  assert.equal(await wrong('abcd-efgh-2345-abcd-efgh-2345-abco'), '这不是他家的户卡，核对一下再打')
  const back = await helper.post(`${village}/help`, { household: home.id, person: persons[0].id, consent: 'card', code: 'abcd efgh 2345' }, page)
  assert.equal(back.status, 422)
  assert.doesNotMatch(back.text, /efgh/)
})

test('who dealt with a matter is not offered to speak for a house in it, and a house that stopped is told with two ways on', async () => {
  const page = { headers: { accept: 'text/html', 'accept-language': 'zh' } }
  const home = (await official.get(`${village}/help?q=${encodeURIComponent('一组17户')}`)).data.households[0]
  const { persons } = (await official.get(`${village}/help?household=${home.id}`)).data
  const asked = await official.post(`${village}/help`, { household: home.id, person: persons[0].id, consent: 'message' })
  assert.ok((await resident.post(`${asked.data.href}/answer`, { agrees: 'yes' })).status < 300)
  const other = await resident.get(`${village}/need?show=raised`)
  const { href } = other.data.needs.find((n) => n.may_join && !n.joined), acting = `${href}?for=${asked.data.id}`
  assert.equal((await official.get(acting)).data.may.join, true)
  assert.match((await official.get(acting, page)).text, /他家为什么也要/)
  const joined = await official.fetch(`${href}/voice`, { method: 'POST', form: new URLSearchParams({ _csrf: official.csrf, _for: asked.data.id }).toString(), headers: { ...page.headers, 'content-type': 'application/x-www-form-urlencoded', origin: h.origin } })
  assert.equal(joined.status, 303, joined.text)
  const after = (await official.get(acting, page)).text
  assert.match(after, /算上他家了/)
  assert.match(after, /收回，不算他家了/)
  assert.doesNotMatch(after, /您家为什么|不算我家了|算上您家了/)
  const { version } = (await official.get(href)).data.need
  assert.ok((await official.post(`${href}/take`, { version })).status < 300)
  const dealt = await official.get(acting)
  assert.deepEqual([dealt.data.is_dealt, dealt.data.may.join, dealt.data.may.leave], [true, false, false])
  assert.match((await official.get(acting, page)).text, /是您经手办的，不能再替这家说/)
  assert.equal((await official.post(`${href}/voice`, { _for: asked.data.id })).status, 403)
  assert.equal((await official.get(href)).data.is_dealt, false)
  assert.ok((await resident.post(`${asked.data.href}/end`, {})).status < 300)
  const stopped = await official.get(`${href}?for=${asked.data.id}`, page)
  assert.equal(stopped.status, 403)
  assert.match(stopped.text, /<h1>他家已经停了您的代办，/)
  assert.match(stopped.text, new RegExp(`<a [^>]*href="${href}">不替他办，看这一页`))
  assert.match(stopped.text, new RegExp(`<a [^>]*href="${village}/help">.*替人代办`))
  assert.doesNotMatch(stopped.text, /管账号的人看一下/)
})
