// place: the tree over the wire: search, old codes, changes, two officials at one profile.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
let h, village_official, nobody, admin

before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  village_official = h.client()
  await village_official.login('shangwan')
  admin = h.client()
  await admin.login('guanli')
})
after(() => h?.leave())

test('a name that stands twice is told apart by its path', async () => {
  const { data } = await nobody.get('/place?q=' + encodeURIComponent('狮子岩'))
  assert.deepEqual(data.places.map((p) => p.path).sort(), ['十堰市 丹江口市 三官殿街道 狮子岩村', '十堰市 房县 门古寺镇 狮子岩村'].sort())
  const one = (await nobody.get('/place?q=' + encodeURIComponent('房县 狮子岩'))).data
  assert.equal(one.places.length, 1)
})

test('a place says its parents and children, and what is going on there', async () => {
  const { data } = await nobody.get(village)
  assert.deepEqual(data.crumbs.map((c) => c.text), ['房县', '化龙堰镇'])
  assert.ok(data.children.length >= 3)
  assert.ok(data.needs.length > 0)
  assert.equal((await nobody.get('/place/420325102212000')).status, 404)
  assert.equal((await nobody.get('/place/420325000000')).data.place.name, '房县') // a code copied with its zeros
})

test('the bar leads each to what is theirs, in one order on every page', async () => {
  const bar = async (client, path) => {
    const { text } = await client.get(path, { headers: { accept: 'text/html' } })
    const links = /<nav class="tabbar"[\s\S]*?<\/nav>/.exec(text)[0].matchAll(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/g)
    return [...links].map(([, href, inner]) => `${inner.replace(/<em>.*<\/em>|<[^>]+>/g, '')} ${href}`)
  }
  const resident = h.client(), official = h.client(), at = '/place/420325102212'
  await resident.card(printedCard(h))
  await official.login('shangwan')
  const say = `提诉求 ${at}/need/new`, list = `议事 ${at}/need?show=open`, board = `看板 ${at}/board`, home = `首页 ${at}`
  for (const path of [at, `${at}/need`, `${at}/board`]) {
    assert.deepEqual(await bar(nobody, path), [home, list, say, board, '登录 /login'], path)
    assert.deepEqual(await bar(resident, path), [home, list, say, board, '我的 /me'], path)
    assert.deepEqual(await bar(official, path), ['待办 /desk', list, board, home, '我的 /me'], path)
  }
  assert.deepEqual(await bar(official, `${at}/people`), ['待办 /desk', list, board, home, '我的 /me'])
})

test('children come page by page', async () => {
  let at = '/place/420302.json', names = 0
  for (let page = 0; at && page < 10; page++) {
    const { data } = await nobody.get(at)
    names += data.children.length
    at = data.next
  }
  assert.ok(names > 5)
})

test('an old code leads on', async () => {
  const made = await village_official.post(`${village}/child`, { kind: 'group', name: '老湾' })
  const old = made.data.href
  const { version } = (await nobody.get(old)).data.place
  const to = old.slice(0, -3) + '990'
  assert.equal((await village_official.post(`${old}/change`, { new_code: to.split('/').pop(), version })).status, 200)
  const r = await nobody.get(old, { headers: { accept: 'text/html' } })
  assert.equal(r.status, 303)
  assert.equal(r.headers.get('location'), to)
})

test('two officials change one profile: the second sees both texts', async () => {
  const first = await village_official.post(`${village}/profile`, { version: 0, crops: '菠菜', said_by: '会计' })
  assert.equal(first.status, 200)
  const second = await village_official.post(`${village}/profile`, { version: 0, crops: '萝卜', said_by: '组长' })
  assert.equal(second.status, 409)
  assert.equal(second.data.data.facts.find((f) => f.name === 'crops').text, '菠菜')
  const page = await village_official.fetch(`${village}/profile`, {
    method: 'POST', form: new URLSearchParams({ version: '0', crops: '萝卜', said_by: '组长' }).toString(),
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', origin: h.origin },
  })
  assert.equal(page.status, 409)
  assert.match(page.text, /菠菜/)
  assert.match(page.text, /value="萝卜"/)
  assert.match(page.text, /name="version" value="1"/)
})

test('what a place may not be is said at its field', async () => {
  const r = await village_official.post(`${village}/child`, { kind: 'unit', name: '' })
  assert.equal(r.status, 422)
  assert.ok(r.data.fields.name)
  assert.equal((await village_official.post(`${village}/child`, { kind: 'unit', name: '3单元' })).data.fields.kind !== undefined, true)
  assert.equal((await village_official.post('/place/420325102213/child', { kind: 'group', name: '三组' })).status, 403)
  assert.equal((await village_official.post(`${village}/change`, { into: '420325102213', version: 1 })).status, 403)
})

test('the first page leads to one’s own door', async () => {
  const html = { headers: { accept: 'text/html' } }
  assert.equal((await nobody.get('/', html)).status, 200)
  assert.equal((await village_official.get('/', html)).headers.get('location'), `${village}/work`)
})

test('farmland is kept in hundredths as it is typed, and left open it is not known', async () => {
  const land = async () => (await nobody.get(`${village}/profile`)).data.facts.find((f) => f.name === 'land')?.text
  const set = async (json) => village_official.post(`${village}/profile`, { version: (await nobody.get(`${village}/profile`)).data.version, said_by: '会计', ...json })
  assert.equal((await set({ crops: '香菇' })).status, 200)
  assert.equal(await land(), undefined)
  for (const wrong of ['98.567', '-1', '1e3', '1000000.01']) assert.ok((await set({ land: wrong })).data.fields.land, wrong)
  assert.equal((await set({ land: '1,204.5' })).status, 200)
  assert.equal(await land(), '1204.50')
  const { properties } = (await nobody.get('/openapi.json')).data.paths['/place/{place}/profile'].post.requestBody.content['application/json'].schema
  assert.ok(new RegExp(properties.land.pattern).test('1204.5') && !new RegExp(properties.land.pattern).test('98.567'))
  const page = (await village_official.get(`${village}/profile`, { headers: { accept: 'text/html' } })).text
  assert.match(page, /name="land"[^>]*value="1204\.50"/)
})
