// withstand: what a hostile or broken client sends. The right status, nothing changed, others still served.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, isProxied, printedCard, setCookies, sleep } from '../../support/house.mjs'
import { raw, rawOnce } from '../../support/raw.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const HOST = 'Host: localhost\r\n'
const NEXT = `GET /session HTTP/1.1\r\n${HOST}\r\n` // smuggled behind the first; its answer would hold signed_in
let h

before(async () => { h = await house({ engine, demo: true }) })
after(() => h?.leave())

const served = async () => assert.equal((await h.client().get('/')).status, 200)

// ---- framing ----

const tricks = {
  'two lengths': `POST /login HTTP/1.1\r\n${HOST}Content-Length: 4\r\nContent-Length: 4\r\n\r\na=bc`,
  'two lengths that differ': `POST /login HTTP/1.1\r\n${HOST}Content-Length: 4\r\nContent-Length: 40\r\n\r\na=bc`,
  'length with chunked': `POST /login HTTP/1.1\r\n${HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'chunked with length': `POST /login HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
  'two hosts': `GET / HTTP/1.1\r\n${HOST}Host: other\r\n\r\n`,
  'no host': 'GET / HTTP/1.1\r\nAccept: */*\r\n\r\n',
  'a host that is no name': 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n',
  'space before the colon': `POST /login HTTP/1.1\r\n${HOST}Content-Length : 4\r\n\r\na=bc`,
  'tab before the colon': `POST /login HTTP/1.1\r\n${HOST}Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n`,
  'a folded coding': `POST /login HTTP/1.1\r\n${HOST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`,
  'a coding folded onto another': `POST /login HTTP/1.1\r\n${HOST}X: a\r\n\tTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'a folded header': `GET / HTTP/1.1\r\n${HOST}X: a\r\n b\r\n\r\n`,
  'another coding': `POST /login HTTP/1.1\r\n${HOST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  'a length that is none': `POST /login HTTP/1.1\r\n${HOST}Content-Length: 0x4\r\n\r\na=bc`,
  'a name alike': `POST /login HTTP/1.1\r\n${HOST}Content-Lengths: 4\r\n\r\n`,
  '%00 in the path': `GET /place/42%00 HTTP/1.1\r\n${HOST}\r\n`,
  '%00 in the query': `GET /place?q=%00 HTTP/1.1\r\n${HOST}\r\n`,
  'an absolute target': `GET http://localhost/ HTTP/1.1\r\n${HOST}\r\n`,
  'a raw byte in the target': `GET /place/\xe4\xb8 HTTP/1.1\r\n${HOST}\r\n`,
  'a control byte in a value': `GET / HTTP/1.1\r\n${HOST}X: a\x01b\r\n\r\n`,
  'a NUL in the target': `GET /place/42\0 HTTP/1.1\r\n${HOST}\r\n`,
  'a NUL in a length': `POST /login HTTP/1.1\r\n${HOST}Content-Length: 4\0 0\r\n\r\na=bc`,
  'a NUL in a coding': `POST /login HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\0x\r\n\r\n0\r\n\r\n`,
  'a NUL in a value': `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`,
  'a line without a name': `GET / HTTP/1.1\r\n${HOST}: x\r\n\r\n`,
  'a folded first line': `GET / HTTP/1.1\r\n Host: localhost\r\n\r\n`,
  'two spaces in the request line': `GET  / HTTP/1.1\r\n${HOST}\r\n`,
  'chunked in 1.0': `POST /login HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'a CR for a line end': `GET / HTTP/1.1\r\n${HOST}X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'an LF for a line end': `POST /login HTTP/1.1\r\n${HOST}X: a\nContent-Length: 4\r\n\r\na=bc`,
  'LF for every line end': 'GET / HTTP/1.1\nHost: localhost\n\n',
  'a head that ends in LF': `GET / HTTP/1.1\r\n${HOST}\n`,
  'a CR before the method': `\rGET / HTTP/1.1\r\n${HOST}\r\n`,
  'a request of 0.9': 'GET /\r\n\r\n',
}
for (const length of ['', '+4', '-4', '4 ', '4 4', '4,4', '4, 4', '04', '0x4', '4.0', '1e0', '"4"', '\x0b4', '18446744073709551620', '9'.repeat(400)])
  tricks[`length {${length.slice(0, 30)}}`] = `POST /login HTTP/1.1\r\n${HOST}Content-Length: ${length}\r\n\r\na=bc`
for (const coding of ['', 'Chunked', 'chunked, chunked', 'identity', 'identity, chunked', 'gzip', 'chunked;q=1', 'xchunked', '"chunked"', 'chunked,', ',chunked', '\x0bchunked'])
  tricks[`coding {${coding}}`] = `POST /login HTTP/1.1\r\n${HOST}Transfer-Encoding: ${coding}\r\n\r\n4\r\na=bc\r\n0\r\n\r\n`
for (const coding of ['chunked', 'Chunked', 'x'])
  tricks[`a length behind the coding ${coding}`] = `POST /login HTTP/1.1\r\n${HOST}Content-Length: 4\r\nTransfer-Encoding: ${coding}\r\n\r\n0\r\n\r\n`

/// Exactly one answer, and the end.
async function answeredOnce(bytes, status) {
  const r = await rawOnce(h.direct, bytes + NEXT)
  assert.equal(r.status, status, r.text.slice(0, 300))
  assert.equal(r.text.split('HTTP/1.1 ').length - 1, 1, r.text)
  assert.ok(r.closed)
  assert.doesNotMatch(r.text, /signed_in/)
  await served()
}
for (const [name, bytes] of Object.entries(tricks)) {
  test(`framing: ${name} is refused once and the connection closed`, () => answeredOnce(bytes, 400))
}

const chunks = {
  'of the book': '4\r\na=bc\r\n0\r\n\r\n', 'with LF for line ends': '4\na=bc\n0\n\n', 'with a trailer': '4\r\na=bc\r\n0\r\nContent-Length: 4\r\n\r\n',
  'with an extension': '4;x="\n"\r\na=bc\r\n0\r\n\r\n', 'of minus one': '-1\r\na\r\n0\r\n\r\n', 'of 0x4': '0x4\r\na=bc\r\n0\r\n\r\n',
  'longer than any': 'ffffffffffffffff0\r\na\r\n0\r\n\r\n', 'without end': '',
}
for (const [name, body] of Object.entries(chunks))
  for (const method of ['POST', 'GET', 'PUT'])
    test(`framing: chunks ${name} in a ${method} are asked for a length`, () =>
      answeredOnce(`${method} /login HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${body}`, 411))

test('framing: lines without end are refused once', async () => {
  for (const [bytes, status] of [[`GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(9000)}\r\n\r\n`, 431], [`GET /${'a'.repeat(5000)} HTTP/1.1\r\n${HOST}\r\n`, 414],
    [`GET / HTTP/1.1\r\n${HOST}${'X: y\r\n'.repeat(70)}\r\n`, 431], [`${'G'.repeat(100)} / HTTP/1.1\r\n${HOST}\r\n`, 400]])
    await answeredOnce(bytes, status)
})

/// All that a head can have many of, from few to more than anything holds: each is answered with a status, and the end.
const many = {
  'pairs in a query': (n) => `GET /place/420325102212?${Array(n).fill('a=1').join('&')} HTTP/1.1\r\n${HOST}`,
  'names in a query': (n) => `GET /place/420325102212?${Array(n).fill('a').join('&')} HTTP/1.1\r\n${HOST}`,
  cookies: (n) => `GET / HTTP/1.1\r\n${HOST}Cookie: ${Array(n).fill('a=1').join('; ')}\r\n`,
  'cookies of one letter': (n) => `GET / HTTP/1.1\r\n${HOST}Cookie: ${Array(n).fill('a').join(';')}\r\n`,
  'bytes of a cookie': (n) => `GET / HTTP/1.1\r\n${HOST}Cookie: a=${'a'.repeat(8 * n)}\r\n`,
  headers: (n) => `GET / HTTP/1.1\r\n${HOST}${'a:b\r\n'.repeat(n)}`,
  'bytes in two headers': (n) => `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(8 * n)}\r\nY: ${'a'.repeat(8 * n)}\r\n`,
}
for (const [what, head] of Object.entries(many))
  test(`framing: ${what}, however many, are answered`, async () => {
    for (let n = 1; n <= 2000; n += n < 255 ? 23 : n < 345 ? 1 : 61) {
      const r = await rawOnce(h.direct, `${head(n)}Connection: close\r\n\r\n`)
      assert.ok([200, 303, 400, 414, 431].includes(r.status) && r.closed, `${n}: ${r.status}`)
    }
    await served()
  })

test('a search that is too long says so by words, not by a number, and shows a way back', async () => {
  const r = await h.client().get('/place/420325102212/need?q=' + encodeURIComponent('水'.repeat(500)), { headers: { accept: 'text/html' } })
  assert.equal(r.status, 414)
  assert.match(r.text, /<meta name="viewport"/) // else a phone shows it in tiny letters
  assert.match(r.text, /<title>[^<0-9]+<\/title>.*<a href="\/">/)
})

test('framing: requests in a row are each answered, none taken for the body of another', async () => {
  const post = `POST /login HTTP/1.1\r\n${HOST}Content-Type: text/plain\r\nContent-Length: ${NEXT.length}\r\n\r\n${NEXT}`
  const r = await rawOnce(h.direct, `${post}${post}${NEXT.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}`)
  assert.deepEqual([...r.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => m[1]), ['415', '415', '200'])
})

// ---- paths and methods ----

for (const path of ['//', '/../etc/passwd', '/%2e%2e/etc/passwd', '/place/..', '/place//420325', '/place/42%2f03', '/place/42%5c03',
  '/place/%ff', '/place/%zz', '/place/42//', '/asset/../yuanchang.db', '/asset/%2e%2e/keys/person.key', '/asset/app.css']) {
  test(`path: ${path} leads nowhere`, async () => {
    const r = await rawOnce(h.direct, `GET ${path} HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`)
    assert.ok(r.status === 400 || r.status === 404, `${r.status}`)
  })
}

test('wrong methods are 405 and say which are right', async () => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'BREW']) {
    const r = await rawOnce(h.direct, `${method} /session HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`)
    assert.equal(r.status, 405, method)
    assert.match(r.text, /\r\nAllow: GET, HEAD\r\n/i)
  }
  const post = await h.client().fetch('/session', { method: 'POST' })
  assert.equal(post.status, 405)
})

test('the address of a form, read again, leads to the page that holds it', async () => {
  for (const [from, to] of [['/me/password?size=l', '/me/password'], ['/me/password', '/me'], ['/need/1-1/answer', '/need/1-1'], ['/place/420325/need/1-1/x', 0]]) {
    const r = await rawOnce(h.direct, `GET ${from} HTTP/1.1\r\n${HOST}Accept: text/html\r\nConnection: close\r\n\r\n`)
    assert.equal(r.status, to ? 303 : 404, from)
    if (to) assert.match(r.text, new RegExp(`\r\nLocation: ${to.replace('?', '\\?')}\r\n`, 'i'), from)
  }
  const json = await rawOnce(h.direct, `GET /me/password HTTP/1.1\r\n${HOST}Accept: application/json\r\nConnection: close\r\n\r\n`)
  assert.equal(json.status, 405)
})

// ---- fields ----

const login = (body, headers = {}) =>
  h.client().fetch('/login', { method: 'POST', form: body, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } })

test('a wish said many times is one cookie', async () => {
  for (const wish of ['lang=zh', 'size=l', 'lang=en&size=l']) {
    const r = await h.client().get('/?' + Array(40).fill(wish).join('&'), { headers: { accept: 'text/html' } })
    assert.equal(r.status, 303)
    assert.equal(setCookies(r).length, wish.split('&').length)
  }
  await served()
})

test('missing, oversized, repeated fields and bad text are 422 at the field', async () => {
  for (const [body, field] of [['', 'name'], ['name=a', 'password'], [`name=${'a'.repeat(5000)}&password=abcdefgh`, 'name'],
    ['name=a&name=b&password=abcdefgh', 'name'], ['name=%ff%fe&password=abcdefgh', 'name'], ['name=a%00b&password=abcdefgh', 'name']]) {
    const r = await login(body)
    assert.equal(r.status, 422, body.slice(0, 50))
    assert.ok(r.data.fields[field], `${body.slice(0, 50)}: ${r.text}`)
  }
})

test('JSON with undeclared fields, wrong types or doubled names is refused', async () => {
  const c = h.client()
  assert.equal((await c.post('/login', { name: 'a', password: 'abcdefgh', admin: true })).status, 422)
  assert.equal((await c.post('/login', { name: 5, password: 'abcdefgh' })).status, 422)
  assert.equal((await c.post('/login', { name: { a: 1 }, password: 'abcdefgh' })).status, 422)
  for (const text of ['{', '[]', 'null', '{"name":"a","name":"b"}', '{"name":"\\u0000"}', `{"a":${'['.repeat(3000)}`]) {
    const r = await c.fetch('/login', { method: 'POST', form: text, headers: { 'content-type': 'application/json' } })
    assert.equal(r.status, 400, text.slice(0, 40))
  }
})

test('other kinds of body are 415, and too much of it is 413', async () => {
  assert.equal((await login('name=a', { 'content-type': 'text/plain' })).status, 415)
  assert.equal((await login('--x--\r\n', { 'content-type': 'multipart/form-data; boundary=x' })).status, 415)
  assert.equal((await login('name=' + 'a'.repeat(400000))).status, 413)
  await served()
})

// ---- who ----

test('a foreign or missing token changes nothing', async () => {
  const c = h.client(), other = h.client()
  await c.card(printedCard(h))
  await other.card(printedCard(h))
  const right = c.csrf
  for (const token of [null, 'x', other.csrf]) {
    c.csrf = token
    assert.equal((await c.post('/logout', {})).status, 403, `${token}`)
  }
  c.csrf = right
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'http://evil.example' }, { origin: 'null' }])
    assert.equal((await c.post('/logout', {}, { headers })).status, 403)
  assert.equal((await c.get('/session')).data.signed_in, true)
  assert.ok((await c.post('/logout', {})).status < 400)
  assert.equal((await c.get('/session')).data.signed_in, false)
})

test('a session that ended, or never was, is a stranger', async () => {
  const c = h.client()
  await c.card(printedCard(h))
  const kept = new Map(c.cookies), token = c.csrf
  await c.post('/logout', {})
  c.cookies = kept
  c.csrf = token
  assert.equal((await c.get('/me')).status, 401)
  assert.equal((await c.post('/me/read', {})).status, 401)
  for (const yc of ['', 'x', '420325.' + '0'.repeat(52), '420325.' + 'z'.repeat(5000), "42'--." + '0'.repeat(52)]) {
    c.cookies = new Map([['yc', yc]])
    assert.equal((await c.get('/session')).data.signed_in, false)
  }
  const html = await h.client().get('/me', { headers: { accept: 'text/html' } })
  assert.equal(html.status, 303)
  assert.match(html.headers.get('location'), /^\/login\?next=%2Fme$/)
})

test('nobody is sent to another site after signing in', async () => {
  const r = await h.client().get('/login?next=' + encodeURIComponent('//evil.example/'), { headers: { accept: 'text/html' } })
  assert.ok(r.status === 200 || r.status === 422)
  assert.doesNotMatch(r.text, /(href|action|src)="\/\/evil/)
})

test('passwords cannot be tried for ever', async () => {
  let last = 0
  for (let i = 0; i < 40 && last !== 429; i++) last = (await login(`name=nobody${i % 2}&password=wrong-${i}-wrong`)).status
  assert.equal(last, 429)
})

// ---- slow clients, big heads ----

test('slow clients by the hundred stop nobody, and are let go', async () => {
  const slow = await house({ engine, args: ['--request-seconds', '3'] })
  const healthy = async () => assert.equal((await rawOnce(slow.direct, `GET /healthz HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`)).status, 200)
  try {
    const all = Array.from({ length: 500 }, (_, i) => {
      const r = raw(slow.direct, { ms: 20000 })
      r.send(i % 3 === 0 ? 'GET / HT' : i % 3 === 1 ? `GET / HTTP/1.1\r\n${HOST}X-Slow: ` : `POST /login HTTP/1.1\r\n${HOST}Content-Length: 1000\r\n\r\na`)
      return r
    })
    const drip = setInterval(() => all.forEach((r) => r.send('x')), 300)
    for (let i = 0; i < 20; i++) await healthy()
    const ends = await Promise.all(all.map((r) => r.end))
    clearInterval(drip)
    assert.equal(ends.filter((e) => e.closed).length, 500)
    await healthy()
  } finally {
    await slow.done()
  }
})

test('a head without end is refused', async () => {
  const r = raw(h.direct)
  r.send(`GET / HTTP/1.1\r\n${HOST}`)
  for (let i = 0; i < 3000; i++) r.send(`X-${i}: yyyyyyyyyyyyyyyyyyyy\r\n`)
  const e = await r.end
  assert.ok(e.closed)
  assert.doesNotMatch(e.text, /^HTTP\/1\.1 200/)
  await served()
})

test('a client that leaves early harms nobody', async () => {
  const all = Array.from({ length: 200 }, () => {
    const r = raw(h.direct)
    r.send(`GET / HTTP/1.1\r\n${HOST}\r\n`)
    return r
  })
  await sleep(20)
  all.forEach((r) => r.close())
  await served()
})

// ---- what every answer carries, and what the log does not ----

test('every answer carries the security headers', async () => {
  for (const path of ['/', '/nowhere', '/healthz', '/login', '/session', '/openapi.json', printedCard(h)]) {
    const r = await h.client().get(path, { headers: { accept: 'text/html' } })
    assert.match(r.headers.get('content-security-policy'), /default-src 'none'/)
    assert.match(r.headers.get('content-security-policy'), /frame-ancestors 'none'/)
    assert.equal(r.headers.get('x-content-type-options'), 'nosniff')
    assert.ok(r.headers.get('permissions-policy'))
    assert.equal(r.headers.get('referrer-policy'), path.startsWith('/card/') ? 'no-referrer' : 'same-origin')
  }
})

test('figures are for this machine alone', async () => {
  const direct = await rawOnce(h.direct, `GET /metrics HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`)
  assert.equal(direct.status, 200)
  for (const path of ['/metrics', '/metrics.json', '/%6detrics'])
    assert.equal((await h.client().get(path, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status, 403, path)
  assert.equal((await h.client().get('/metrics')).status, isProxied ? 403 : 200)
})

test('the log holds no code, query or name', async () => {
  const card = printedCard(h)
  await h.client().get(card)
  await h.client().get('/place?q=' + encodeURIComponent('王秀英'))
  await login('name=secret-name&password=secret-word')
  await sleep(50)
  assert.doesNotMatch(h.log, new RegExp(card.split('/').pop()))
  assert.doesNotMatch(h.log, /王秀英|secret-name|secret-word|%E7/)
  assert.match(h.log, /"route":"\/card\/:code"/)
})

test('a stop finishes what runs', async () => {
  const s = await house({ engine })
  const all = Array.from({ length: 40 }, () => s.client().get('/').then((r) => r.status, () => null))
  await sleep(5)
  const e = await s.stop()
  assert.equal(e.code, 0, s.log)
  const outside = isProxied ? 502 : null // never let in: nginx says so in its own words
  for (const status of await Promise.all(all)) assert.ok([200, 503, outside].includes(status), `${status}`)
  await s.done()
})
