// proxy: what ops/nginx.conf adds, takes away and lets pass. Only where the suite runs through it (YC_PROXY=nginx).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { demoPassword, house, isProxied, printedCard, setCookies } from '../../support/house.mjs'

const skip = !isProxied && 'asked through nginx only'
const html = { accept: 'text/html' }
let h

before(async () => { if (!skip) h = await house({ demo: true }) })
after(() => h?.leave())

/// One request exactly so, with its answer's headers as they came.
const ask = (path, { body, ...options } = {}) => new Promise((resolve, reject) => {
  const r = request(h.origin + path, options, (a) => {
    let text = ''
    a.setEncoding('utf8').on('data', (d) => { text += d }).on('end', () => resolve({ status: a.statusCode, headers: a.headers, raw: a.rawHeaders, text }))
  })
  r.on('error', reject)
  for (const part of body ?? []) r.write(part)
  r.end()
})
const log = (name) => readFileSync(join(h.proxy.dir, name), 'utf8')
/// nginx writes a line after its answer has gone out: what is asked of a log waits for it.
const until = async (isSo, what, deadline = Date.now() + 10_000) => {
  while (!isSo()) {
    assert.ok(Date.now() < deadline, what)
    await setTimeout(5)
  }
}
const count = (r, name) => r.raw.filter((x, i) => i % 2 === 0 && x.toLowerCase() === name).length

test('the page where a code is typed is there, and one with a code', { skip }, async () => {
  const typed = await h.client().get('/card', { headers: html })
  assert.equal(typed.status, 200)
  assert.equal((await h.client().get(printedCard(h), { headers: html })).status, 200)
})

test('a code of a card stands in no log', { skip }, async () => {
  const code = printedCard(h).split('/').pop()
  await h.client().get(printedCard(h), { headers: html })
  await h.client().get(`/card?code=${code}`, { headers: html })
  await h.client().get(`/card.json?code=${code}`)
  await h.client().get(`/card/${code}.json`)
  await h.client().get(`/card.html?code=${code}`)
  await fetch(`${h.proxy.plain}/card/${code}`, { redirect: 'manual' })
  await h.client().get('/place?q=last-asked')
  await until(() => log('access.log').includes('last-asked'), 'the line of what was asked last')
  for (const file of ['access.log', 'error.log']) assert.doesNotMatch(log(file), new RegExp(code), file)
})

test('plain HTTP is sent to our name and to no other', { skip }, async () => {
  const r = await fetch(`${h.proxy.plain}/place?q=1`, { redirect: 'manual', headers: { host: 'evil.example' } })
  assert.equal(r.status, 301)
  assert.equal(r.headers.get('location'), 'https://yuanchang.example/place?q=1')
})

test('every answer says once that only https is spoken here', { skip }, async () => {
  for (const path of ['/', '/nowhere', '/metrics', '/card', printedCard(h)]) assert.equal(count(await ask(path), 'strict-transport-security'), 1, path)
})

test('cookies are for https and this host alone', { skip }, async () => {
  const c = h.client()
  await c.card(printedCard(h))
  assert.ok(c.cookies.has('__Host-yc'))
  for (const line of setCookies(await c.get('/?lang=en', { headers: html }))) assert.match(line, /; Secure$/)
})

test('a page with a session is neither kept nor compressed, whatever the distribution says', { skip }, async () => {
  const c = h.client()
  await c.card(printedCard(h))
  const r = await ask('/me', { headers: { ...html, 'accept-encoding': 'gzip', cookie: [...c.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } })
  assert.equal(r.status, 200)
  assert.equal(r.headers['content-encoding'], undefined)
  assert.equal(r.headers['cache-control'], 'private, no-store')
  const open = await ask('/place/420325102212/need', { headers: { ...html, 'accept-encoding': 'gzip' } })
  assert.equal(open.headers['content-encoding'], 'gzip')
})

test('what a client claims of itself is not believed', { skip }, async () => {
  for (const headers of [{ 'x-forwarded-for': '127.0.0.1' }, { forwarded: 'for=127.0.0.1' }]) assert.equal((await ask('/metrics', { headers })).status, 403)
  let last = 0
  for (let i = 0; i < 60 && last !== 429; i++) {
    last = (await ask('/login', { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${i}` },
      body: [JSON.stringify({ name: 'nobody', password: `wrong-${i}-wrong` })] })).status
  }
  assert.equal(last, 429) // another address each time would never come to this
})

test('a body in chunks comes through with a length', { skip }, async () => {
  const r = await ask('/login', { method: 'POST', headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }, body: ['{"name":"a",', '"password":"bcdefghi"', '}'] })
  assert.ok([422, 429].includes(r.status), `${r.status}`)
})

test('a body too large is refused by our own page', { skip }, async () => {
  const c = h.client()
  await c.card(printedCard(h))
  const form = new FormData()
  form.set('title', 'a')
  form.set('photos', new Blob([Buffer.alloc(26214400)]), 'a.jpg')
  const r = await c.fetch('/place/420325102212/need', { method: 'POST', form })
  assert.equal(r.status, 413)
  assert.equal(r.data.error, 'too_large')
})

test('who tries passwords is counted by the address that nginx saw, whatever he says of himself', { skip }, async () => {
  const enter = (localAddress, password, i) => ask('/login', { method: 'POST', localAddress, body: [JSON.stringify({ name: 'lishi', password })],
    headers: { accept: 'application/json', 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${i}` } })
  const wrong = []
  for (let i = 0; i < 8; i++) wrong.push((await enter('127.0.0.2', 'wrong', i)).status)
  assert.deepEqual(wrong, [422, 422, 422, 422, 422, 429, 429, 429])
  assert.equal((await enter('127.0.0.3', demoPassword, 0)).status, 200)
})
