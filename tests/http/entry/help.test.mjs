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
