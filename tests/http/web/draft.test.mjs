// Forms that are put aside: only by the button, as they were typed, with their pictures; one's own, and gone when sent.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { clock, house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '420325102212', at = `/place/${village}/need`
const html = { accept: 'text/html', 'accept-language': 'zh' }
let h, resident, neighbour, official

before(async () => {
  h = await house({ engine, demo: true })
  resident = h.client()
  await resident.card(printedCard(h))
  neighbour = h.client()
  official = h.client()
  await official.login('shangwan')
  const cards = (await official.get(`/place/${village}/cards?q=${encodeURIComponent('二组')}`)).data.households
  const printed = await official.post(`/place/${village}/cards`, { household: [cards[0].id] })
  await neighbour.card(/\/card\/[^"\s]+/.exec(printed.text)[0])
})
after(() => h?.leave())

// A picture that stands nowhere else: a grey PNG.
function lamp(grey = 90) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]), out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length)
    body.copy(out, 4)
    out.writeUInt32BE(crc(body), body.length + 4)
    return out
  }
  const head = Buffer.from([0, 0, 0, 40, 0, 0, 0, 40, 8, 0, 0, 0, 0])
  const png = Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from(Array.from({ length: 40 * 41 }, (_, i) => (i % 41 ? grey : 0))))), chunk('IEND', Buffer.alloc(0))])
  return new Blob([png], { type: 'image/png' })
}
function crc(bytes) {
  let c = ~0
  for (const b of bytes) {
    c ^= b
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  }
  return ~c >>> 0
}
const send = (client, fields, photos = []) => {
  const form = new FormData()
  for (const [k, v] of [['_csrf', client.csrf], ...fields]) form.append(k, v)
  for (const p of photos) form.append('photos', p, 'a.jpg')
  return client.fetch(at, { method: 'POST', form, headers: { ...html, origin: h.origin } })
}
const typed = [['title', '水渠的闸门'], ['body', '关不上了\n一直漏'], ['category', 'water'], ['kind', 'idea'], ['place', `${village}002`], ['hide_author', '1'], ['once', 'draft-once-01']]
const drafts = async (client) => (await client.get('/me')).data.drafts
const needs = () => Number(h.sql("SELECT COUNT(*) FROM need WHERE title = '水渠的闸门'")[0])

test('nothing is kept of a form that is only left', async () => {
  await resident.get(`${at}/new`)
  assert.deepEqual(await drafts(resident), [])
  assert.match((await resident.get(`${at}/new`, { headers: html })).text, /name="_draft" value="keep"[^>]* formnovalidate/)
})

test('a form is put aside as it was typed, unfinished too, and is shown again so', async () => {
  const r = await send(resident, [...typed, ['_draft', 'keep']], [lamp()])
  assert.equal(r.status, 303, r.text.slice(0, 300))
  assert.equal(r.headers.get('location'), '/me')
  const [d] = await drafts(resident)
  assert.equal(d.title, '水渠的闸门')
  assert.match((await resident.get('/me', { headers: html })).text, /存着没交的/)
  const page = await send(resident, [['_draft', d.id]])
  assert.equal(page.status, 200)
  assert.match(page.text, /name="title"[^>]* value="水渠的闸门"/)
  assert.match(page.text, />关不上了\r?\n一直漏<\/textarea>/)
  for (const choice of ['water', 'idea']) assert.match(page.text, new RegExp(`value="${choice}"[^>]* checked`))
  assert.match(page.text, /name="hide_author"[^>]* checked/)
  assert.match(page.text, new RegExp(`name="_draft_of" value="${d.id}"`))
  assert.match(page.text, /type="file"(?:(?!type="submit")[^])*存着的 1 张照片/) // at the pictures, not below the button
  assert.doesNotMatch(page.text, /role="alert"/)
  assert.equal(needs(), 0)
})

test('there is one a form: what is put aside again takes its place', async () => {
  const [d] = await drafts(resident)
  assert.equal((await send(resident, [...typed, ['_draft_of', d.id], ['_draft', 'keep']])).status, 303)
  const all = await drafts(resident)
  assert.deepEqual(all.map((x) => x.id), [d.id])
  assert.match((await send(resident, [['_draft', d.id]])).text, /存着的 1 张照片/)
})

test('it is its writer’s and nobody else’s', async () => {
  const [d] = await drafts(resident)
  assert.deepEqual(await drafts(neighbour), [])
  assert.equal((await send(neighbour, [['_draft', d.id]])).status, 404)
  const gone = await send(neighbour, [...typed, ['_draft_of', d.id]]) // as of one that is gone: nothing typed is lost
  assert.equal(gone.status, 422)
  assert.match(gone.text, /先前选的照片没有了/)
  assert.ok(gone.text.includes(`value="${typed[0][1]}"`))
  assert.equal((await neighbour.post(`/draft/${d.id}/drop`, {})).status, 404)
  const hash = h.sql("SELECT hex(hash) FROM file WHERE noun = 'draft'".replace('hex(hash)', engine === 'postgres' ? "encode(hash, 'hex')" : 'lower(hex(hash))'))[0]
  assert.equal((await neighbour.get(`/photo/${hash}`)).status, 404)
  assert.equal((await resident.get(`/photo/${hash}`)).status, 200)
  assert.equal((await resident.post('/draft/420325-5/drop', {})).status, 404)
})

test('a failed try keeps it, with its pictures; sent at last it is gone and they are there', async () => {
  const [d] = await drafts(resident)
  const failed = await send(resident, [['title', ''], ...typed.slice(1), ['_draft_of', d.id]])
  assert.equal(failed.status, 422)
  assert.match(failed.text, new RegExp(`name="_draft_of" value="${d.id}"`))
  assert.equal((await drafts(resident)).length, 1)
  const r = await send(resident, [...typed, ['_draft_of', d.id]])
  assert.equal(r.status, 303, r.text.slice(0, 300))
  assert.equal((await resident.get(r.headers.get('location'))).data.photos.length, 1)
  assert.deepEqual(await drafts(resident), [])
  assert.deepEqual(h.sql("SELECT 1 FROM file WHERE noun = 'draft'"), [])
  assert.equal(needs(), 1)
})

test('pictures put aside are left out where that is ticked', async () => {
  assert.equal((await send(resident, [...typed, ['_draft', 'keep']], [lamp()])).status, 303)
  const [d] = await drafts(resident)
  const again = typed.map(([k, v]) => [k, k === 'once' ? 'draft-once-02' : v])
  const r = await send(resident, [...again, ['anyway', '1'], ['_draft_of', d.id], ['_draft_bare', '1']])
  assert.equal(r.status, 303, r.text.slice(0, 300))
  assert.deepEqual((await resident.get(r.headers.get('location'))).data.photos, [])
})

test('it is thrown away by one press, and what is too long is not put aside', async () => {
  assert.equal((await send(resident, [...typed, ['_draft', 'keep']], [lamp()])).status, 303)
  const [d] = await drafts(resident)
  assert.ok((await resident.post(`/draft/${d.id}/drop`, {})).status < 300)
  assert.deepEqual(await drafts(resident), [])
  assert.deepEqual(h.sql("SELECT 1 FROM file WHERE noun = 'draft'"), [])
  const long = await send(resident, [['title', '水渠的闸门'], ['body', '长'.repeat(4000)], ['_draft', 'keep']])
  assert.equal(long.status, 413)
  assert.deepEqual(await drafts(resident), [])
})

test('a program has no drafts: it keeps its own', async () => {
  assert.equal((await resident.post(at, { _draft: 'keep', title: '水渠' })).status, 422)
})

test('who is asked whether it is this one, or is told what is wrong, has the pictures still', async () => {
  const photosOf = async (href) => (await neighbour.get(href)).data.photos?.length ?? (await neighbour.get(href)).data.need.photos?.length
  const title = '桥头的路灯坏了三盏'
  await send(neighbour, [['title', title], ['category', 'light'], ['kind', 'demand'], ['once', 'wait-once-01']])
  const asked = await send(neighbour, [['title', title], ['category', 'light'], ['kind', 'demand'], ['once', 'wait-once-02']], [lamp(), lamp()])
  assert.equal(asked.status, 422)
  assert.match(asked.text, /存着的 [12] 张照片会一起交/)
  assert.doesNotMatch(asked.text, /照片没有留下来/)
  const id = /name="_draft_of" value="([^"]+)"/.exec(asked.text)[1]
  const wrong = await send(neighbour, [['title', ''], ['category', 'light'], ['kind', 'demand'], ['once', 'wait-once-02'], ['anyway', '1'], ['_draft_of', id]])
  assert.equal(wrong.status, 422) // refused again: they wait still, and no second time
  assert.match(wrong.text, /存着的 [12] 张照片会一起交/)
  const sent = await send(neighbour, [['title', title], ['category', 'light'], ['kind', 'demand'], ['once', 'wait-once-02'], ['anyway', '1'], ['_draft_of', id]])
  assert.equal(sent.status, 303, sent.text.slice(0, 300))
  assert.ok(await photosOf(sent.headers.get('location')) >= 1)
  assert.deepEqual(await drafts(neighbour), [])
})

test('of two forms in two windows each keeps its own pictures, beside one that was put aside', async () => {
  assert.equal((await send(neighbour, [['title', '先放着的'], ['once', 'wait-once-03'], ['_draft', 'keep']])).status, 303)
  const [before] = await drafts(neighbour), onces = ['wait-once-04', 'wait-once-05'], of = {}
  for (const [i, once] of onces.entries()) {
    const wrong = await send(neighbour, [['title', ''], ['category', 'light'], ['once', once]], i ? [lamp(), lamp(140)] : [lamp()])
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, new RegExp(`存着的 ${i + 1} 张照片会一起交`))
    assert.doesNotMatch(wrong.text, /照片没有留下来/)
    of[once] = /name="_draft_of" value="([^"]+)"/.exec(wrong.text)[1]
    assert.equal((await drafts(neighbour)).length, 2 + i)
  }
  assert.notEqual(of[onces[0]], of[onces[1]])
  for (const [i, once] of onces.entries()) {
    const sent = await send(neighbour, [['title', i ? '坎子垮了一截' : '学校门口没有灯'], ['category', 'light'], ['kind', 'demand'], ['once', once], ['anyway', '1'], ['_draft_of', of[once]]])
    assert.equal(sent.status, 303, sent.text.slice(0, 300))
    assert.equal((await neighbour.get(sent.headers.get('location'))).data.photos.length, i + 1)
  }
  assert.deepEqual((await drafts(neighbour)).map((d) => [d.id, d.title]), [[before.id, '先放着的']])
})

test('what waits is put aside by the press, with its pictures', async () => {
  for (const d of await drafts(neighbour)) await neighbour.post(`/draft/${d.id}/drop`)
  const wrong = await send(neighbour, [['title', ''], ['category', 'light'], ['once', 'wait-once-06']], [lamp()])
  const of = /name="_draft_of" value="([^"]+)"/.exec(wrong.text)[1]
  assert.equal((await send(neighbour, [['title', '等我想好'], ['once', 'wait-once-06'], ['_draft_of', of], ['_draft', 'keep']])).status, 303)
  const [d, ...more] = await drafts(neighbour)
  assert.deepEqual(more, [])
  assert.match((await send(neighbour, [['_draft', d.id]])).text, /存着的 1 张照片会一起交/)
})

test('a card that was printed later does not read, replace or drop it: whoever printed it comes in by it too', async () => {
  assert.equal((await send(neighbour, [['title', '他收了我家两条烟'], ['kind', 'complaint'], ['_draft', 'keep']])).status, 303)
  const [d] = await drafts(neighbour), { household } = (await neighbour.get('/session')).data, later = h.client()
  const printed = await official.post(`/place/${village}/cards`, { household: [household] }), path = /\/card\/[^"\s]+/.exec(printed.text)[0]
  await later.card(path)
  assert.deepEqual(await drafts(later), [])
  assert.equal((await send(later, [['_draft', d.id]])).status, 404)
  assert.equal((await later.post(`/draft/${d.id}/drop`, {})).status, 404)
  assert.equal((await send(later, [...typed, ['_draft', 'keep']])).status, 409)
  assert.equal(h.sql(`SELECT COUNT(*) FROM draft WHERE title = '他收了我家两条烟'`)[0], '1')
  h.sql('DELETE FROM draft')
  neighbour = later
})

test('it is forgotten with the person, and after thirty days by itself', async () => {
  assert.equal((await send(resident, [...typed, ['_draft', 'keep']], [lamp()])).status, 303)
  assert.equal((await send(neighbour, [...typed, ['_draft', 'keep']])).status, 303)
  const person = (await neighbour.get('/me')).data.persons[0]
  const county = h.client()
  await county.login('fangxian')
  const erased = await county.post(`/person/${person.id}/erase`, { why: '本人要求' })
  assert.ok(erased.status < 300, erased.text)
  assert.equal(h.sql('SELECT COUNT(*) FROM draft')[0], '1')
  await h.stop()
  h.settings.YUANCHANG_CLOCK = `${clock() + 31 * 86400_000 - Date.now() < 0 ? '' : '+'}${clock() + 31 * 86400_000 - Date.now()}`
  await h.start()
  for (let i = 0; i < 3000 && h.sql('SELECT COUNT(*) FROM draft')[0] !== '0'; i++) await h.client().get('/health')
  await resident.card(printedCard(h)).catch(() => null)
  assert.equal(h.sql('SELECT COUNT(*) FROM draft')[0], '0')
  assert.deepEqual(h.sql("SELECT 1 FROM file WHERE noun = 'draft'"), [])
})
