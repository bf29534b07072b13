// What a helper said for a house (代办) is marked wherever it shows, and counted apart: cards, the need's page, the workbench, tables
// out, the sheet, the board, JSON; a verdict by a helper says so where it closed the matter, and the house's own word goes before it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../../support/house.mjs'
import { raise, step } from '../../../sample/need.mjs'
import { cardOf, everybody, once, village } from '../../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const html = { headers: { accept: 'text/html', 'accept-language': 'zh' } }
let h, who, author, consent, need, was

/// The consent of a house to the helper, which says yes on its phone.
async function agreed(label, client) {
  const home = (await who.helper.get(`/place/${village}/help?q=${encodeURIComponent(label)}`)).data.households[0]
  const { persons } = (await who.helper.get(`/place/${village}/help?household=${home.id}`)).data
  const asked = await who.helper.post(`/place/${village}/help`, { household: home.id, person: persons[0].id, consent: 'message' })
  assert.ok(asked.status < 300, asked.text)
  assert.ok((await client.post(`${asked.data.href}/answer`, { agrees: 'yes' })).status < 300)
  return asked.data.id
}

before(async () => {
  h = await house({ engine, demo: true, env: { YUANCHANG_DEAR_A_MINUTE: '1000000' } })
  who = await everybody(h)
  author = await cardOf(h, '二组2户')
  consent = [await agreed('二组2户', author), await agreed('二组1户', who.neighbour)]
  was = (await who.nobody.get(`/place/${village}/board`)).data
  const raised = await who.helper.post(`/place/${village}/need`, { title: '代办的沟要清一清', category: 'river', once: once(), anyway: true, _for: consent[0] })
  assert.equal(raised.status, 201, raised.text)
  need = raised.data.href.split('?')[0]
  for (const [client, more] of [[who.helper, { _for: consent[1] }], [who.resident, { reason: '我家也是' }]]) {
    const joined = await client.post(`${need}/voice`, { reason: '下雨就淹', ...more })
    assert.ok(joined.status < 400, joined.text)
  }
})
after(() => h?.leave())

const about = (text, words) => text.slice(Math.max(0, text.indexOf(words) - 900), text.indexOf(words) + 1200)
const row = (data) => data.find((n) => need.endsWith(n.id))
async function exported() {
  const { text } = await who.village.get(`/place/${village}/work/export?as=csv&state=all&q=${encodeURIComponent('代办的沟')}`, { headers: { 'accept-language': 'zh' } })
  const [head, line] = text.replace(/^\uFEFF/, '').trim().split(/\r?\n/).map((l) => l.split(',').map((x) => x.replaceAll('"', '')))
  return Object.fromEntries(head.map((name, i) => [name, line[i]]))
}

test('voices that a helper said are counted apart on every surface', async () => {
  const list = `/place/${village}/need?order=newest`
  assert.deepEqual([row((await who.nobody.get(list)).data.needs)].map((n) => [n.voices, n.helped]), [[3, 2]])
  assert.match(about((await who.nobody.get(list, html)).text, '代办的沟要清一清'), /其中代办 2 户/)
  const page = await who.nobody.get(need), text = (await who.nobody.get(need, html)).text
  assert.deepEqual([page.data.need.voices, page.data.need.helped, page.data.need.own_helped], [3, 2, 2])
  assert.match(text, /其中代办 2 户/)
  const said = page.data.reasons.find((x) => x.reason === '下雨就淹'), own = page.data.reasons.find((x) => x.reason === '我家也是')
  assert.deepEqual([said.is_helped, own.is_helped], [true, false])
  assert.match(text, /<span class="tag tag-w">代办<\/span>[^]{0,120}<p>下雨就淹/)
  assert.equal(page.data.steps.filter((s) => s.helper).length, 2)
  assert.equal(text.match(/由 [^<]+ 代办/g).length, 2)
  assert.match(about((await who.village.get(`/place/${village}/work?q=${encodeURIComponent('代办的沟')}`, html)).text, '代办的沟要清一清'), /代办 2/)
  assert.equal((await exported())['其中代办的户数'], '2')
  assert.match((await who.nobody.get(`/place/${village}/sheet`, html)).text, /代办的沟要清一清[^]{0,200}代办 2/)
  const board = (await who.nobody.get(`/place/${village}/board`)).data
  assert.deepEqual([board.voices - was.voices, board.voices_helped - was.voices_helped], [3, 2])
  assert.match((await who.nobody.get(`/place/${village}/board`, html)).text, new RegExp(`户次说要，其中代办 ${board.voices_helped}`))
  h.mustCli('check')
})

test('a verdict by a helper closes and says so; what the house says itself goes before it', async () => {
  await step(who.village, need, 'take')
  await step(who.village, need, 'sort', { size: 'small' })
  await step(who.village, need, 'assign')
  await step(who.village, need, 'solve', { text: '清了，请大家看看' })
  const form = (await who.helper.get(`${need}?for=${consent[0]}`, html)).text
  assert.match(form, /替这家评一评/)
  assert.doesNotMatch(form, /您说了算|您家说过/)
  const judged = await who.helper.post(`${need}/verdict`, { done: 'yes', once: once(), _for: consent[0] })
  assert.ok(judged.status < 400, judged.text)
  const { data } = await who.nobody.get(need), text = (await who.nobody.get(need, html)).text
  assert.deepEqual([data.need.state, data.need.closing, data.need.closed_helped], ['closed', 'author', true])
  assert.match(text, /是代办的人替人家说的，不是这家自己按的/)
  assert.ok(data.steps.find((s) => s.kind === 'need.closed').helper)
  assert.match((await who.helper.get(`${need}?for=${consent[0]}`, html)).text, /代办的人替这家说了：办好了/)
  assert.match(about((await who.nobody.get(`/place/${village}/need?show=closed&order=newest`, html)).text, '代办的沟要清一清'), /代办的话/)
  assert.match((await who.nobody.get(`/place/${village}/sheet`, html)).text, /代办的沟要清一清[^]{0,300}代办的话/)
  const line = await exported()
  assert.deepEqual([line['认可是谁说的'], line['说办好了的户数'], line['其中代办说办好了的']], ['代办的人替人家说的', '1', '1'])
  assert.equal((await who.nobody.get(`/place/${village}/board`)).data.closed_helped - was.closed_helped, 1)

  const own = await author.get(need)
  assert.deepEqual([own.data.said, own.data.said_helped, own.data.may.judge], [0, 2, true])
  assert.match((await author.get(need, html)).text, /代办的人替您家说了：办好了/)
  assert.ok((await author.post(`${need}/verdict`, { done: 'yes', once: once() })).status < 400)
  assert.equal((await who.helper.get(`${need}?for=${consent[0]}`)).data.said, 2, 'what helpers said, and no more')
  assert.equal((await who.nobody.get(need)).data.need.closed_helped, false)
  assert.deepEqual(await exported().then((x) => [x['认可是谁说的'], x['说办好了的户数'], x['其中代办说办好了的']]), ['', '1', '0'])
  assert.equal((await who.nobody.get(`/place/${village}/board`)).data.closed_helped, was.closed_helped)
  assert.equal((await author.post(`${need}/verdict`, { done: 'no', reason: '还淹', once: once() })).status, 409, 'once itself')
  h.mustCli('check')
})

test('a house that leaves and joins by itself speaks for itself', async () => {
  const other = await raise(who.resident, village, { title: '晒场边上的树要修' })
  assert.ok((await who.helper.post(`${other}/voice`, { _for: consent[1] })).status < 400)
  assert.deepEqual(await who.nobody.get(other).then(({ data: { need: n } }) => [n.voices, n.helped]), [2, 1])
  assert.ok((await who.neighbour.post(`${other}/voice/leave`, {})).status < 400)
  assert.deepEqual(await who.nobody.get(other).then(({ data: { need: n } }) => [n.voices, n.helped]), [1, 0])
  assert.ok((await who.neighbour.post(`${other}/voice`, {})).status < 400)
  assert.deepEqual(await who.nobody.get(other).then(({ data: { need: n } }) => [n.voices, n.helped]), [2, 0])
  h.mustCli('check')
})
