// typed: what somebody typed is never lost without a word: by a session that ended, an empty picture, a wrong code, a slash; and
// nothing is offered that is always refused.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
let h, resident, official, n = 0
const once = () => `typed-${process.pid}-${++n}`
const html = { accept: 'text/html' }

before(async () => {
  h = await house({ engine, demo: true })
  resident = h.client()
  official = h.client()
  await resident.card(printedCard(h))
  await official.login('shangwan')
})
after(() => h?.leave())

const plain = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')
const form = (fields, headers = {}) => ({ form: new URLSearchParams(fields), headers: { ...html, 'content-type': 'application/x-www-form-urlencoded', ...headers } })
const hidden = (page, action) => {
  const [, inside] = new RegExp(`<form method="post" action="${action}">([^]*?)</form>`).exec(page) ?? []
  return Object.fromEntries([...(inside ?? '').matchAll(/name="([^"]*)" value="([^"]*)"/g)].map((m) => [m[1], plain(m[2])]))
}

test('an ended session keeps what was typed until somebody signed in, and then the form stands filled', async () => {
  const c = h.client(), path = `${village}/need`
  const typed = { title: '桥头 "<b>路灯</b>" 三天不亮', body: '晚上看不见路\n有人摔了', category: 'light', once: once(), anyway: '1', _csrf: 'old' }
  const out = await c.fetch(path, { method: 'POST', ...form(typed) })
  assert.equal(out.status, 401)
  const kept = hidden(out.text, path)
  assert.deepEqual([kept.title, kept.body, kept.category, kept.once], [typed.title, typed.body, typed.category, typed.once])
  assert.equal(kept._csrf, undefined)
  assert.ok(!out.text.includes('<b>路灯</b>'))
  await c.card(printedCard(h))
  c.csrf = null // the page of before knows no token
  const again = await c.fetch(path, { method: 'POST', ...form(kept) })
  assert.equal(again.status, 403)
  assert.match(again.text, /再点一次就交上去/)
  assert.ok(plain(again.text).includes(typed.title) && plain(again.text).includes('有人摔了'))
  assert.equal((await c.get(path)).data.needs.filter((x) => x.title === typed.title).length, 0, 'nothing was done by it')
  const token = /name="_csrf" value="([^"]+)"/.exec(again.text)[1]
  assert.equal((await c.fetch(path, { method: 'POST', ...form({ ...kept, _csrf: token }) })).status, 303)
})

test('neither secrets, nor too much, nor what another site sends is kept', async () => {
  const c = h.client()
  const password = await c.fetch('/me/password', { method: 'POST', ...form({ old: 'geheim-alt', password: 'geheim-neu' }) })
  assert.equal(password.status, 401)
  assert.doesNotMatch(password.text, /geheim/)
  const long = await c.fetch(`${village}/need`, { method: 'POST', ...form({ title: 'x', body: 'y'.repeat(70000), once: once() }) })
  assert.equal(long.status, 401)
  assert.ok(long.text.length < 30000)
  const r = await resident.fetch(`${village}/need`, { method: 'POST', ...form({ title: '外站带来的话', once: once() }, { 'sec-fetch-site': 'cross-site' }) })
  assert.equal(r.status, 403)
  assert.doesNotMatch(r.text, /外站带来的话/)
})

test('a picture of no bytes is refused at its field, and pictures are asked for again only where there were some', async () => {
  const send = async (files, title) => {
    const f = new FormData()
    for (const [k, v] of Object.entries({ title, category: 'light', once: once(), anyway: '1', _csrf: resident.csrf })) f.set(k, v)
    for (const x of files) f.append('photos', x, 'lamp.jpg')
    return resident.fetch(`${village}/need`, { method: 'POST', form: f, headers: html })
  }
  const empty = await send([new Blob([])], '空照片的路灯')
  assert.equal(empty.status, 422)
  assert.match(empty.text, /“lamp\.jpg”是空的/)
  assert.match(empty.text, /照片没有留下来/)
  const none = await send([], '')
  assert.equal(none.status, 422)
  assert.doesNotMatch(none.text, /照片没有留下来/)
})

test('a code that no card has is said where it was typed; letters that look like figures are figures', async () => {
  const c = h.client(), code = printedCard(h).split('/').pop()
  const wrong = await c.get(`/card?code=${'0'.repeat(28)}`, { headers: html })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, new RegExp(`value="${'0'.repeat(28)}"`))
  assert.match(wrong.text, /没有这张卡/)
  const short = await c.get('/card?code=abc', { headers: html })
  assert.deepEqual([short.status, /value="abc"/.test(short.text)], [422, true])
  const typed = code.toUpperCase().replace(/1/g, 'l').replace(/0/g, 'O').replace(/(.{4})/g, '$1 ')
  const r = await c.get(`/card?code=${encodeURIComponent(typed)}`, { headers: html })
  assert.deepEqual([r.status, r.headers.get('location')], [303, `/card/${code}`])
})

test('a slash behind an address leads to the address', async () => {
  const { href } = (await resident.get(`${village}/need`)).data.needs[0]
  for (const [path, to] of [[`${href}/`, href], ['/card/', '/card'], [`${village}/need/?order=newest`, `${village}/need?order=newest`]]) {
    const r = await resident.get(path, { headers: html })
    assert.deepEqual([r.status, r.headers.get('location')], [308, to], path)
  }
  assert.ok([400, 404].includes((await resident.get('/nothing/')).status))
  assert.equal((await resident.fetch('//evil.example/', { headers: html })).headers.get('location'), null)
})

test('my house is offered where it may be asked for, and there it answers', async () => {
  const chip = async (c, place) => (await c.get(`${place}/need`)).data.chips.find((x) => x.href.includes('mine=1'))
  const at = await chip(resident, `${village}002`)
  assert.equal((await resident.get(at.href)).status, 200)
  assert.ok(await chip(resident, village))
  assert.equal(await chip(resident, '/place/420325111207'), undefined)
})

test('who may not triage is not offered to do so for many', async () => {
  const province = h.client()
  await province.login('hubei')
  const page = async (c) => (await c.get(`${village}/work`, { headers: html })).text
  assert.doesNotMatch(await page(province), /选中的几件/)
  assert.match(await page(official), /选中的几件/)
})
