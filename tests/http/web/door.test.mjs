// door: a crowd at the login. The queue of those who are hashed for is filled by strangers; a device that is known is let in
// meanwhile (docs/decisions/0023).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { demoPassword, house, isProxied } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const skip = isProxied && 'addresses are said by the proxy'
let h
before(async () => {
  if (!skip) h = await house({ engine, demo: true, args: ['--proxy', '127.0.0.1'] })
})
after(() => h?.done())

test('a known device is let in while three hundred addresses try invented names', { skip }, async () => {
  const before = h.clientAt('203.0.113.250')
  await before.login('shangwan')
  const mark = before.cookies.get('yc-device')
  assert.ok(mark)
  const crowd = Array.from({ length: 320 }, (_, i) =>
    h.clientAt(`198.51.${100 + (i >> 7)}.${i & 127}`).post('/login', { name: `invented${i}`, password: 'long-enough-word' }).then((r) => r.status, () => 0))
  const seen = []
  crowd.forEach((one) => one.then((status) => seen.push(status)))
  await Promise.any(crowd.map((one) => one.then((status) => status === 503 || Promise.reject(status)))) // it is full
  for (let i = 0; i < 3; i++) {
    const known = h.clientAt('203.0.113.251')
    known.cookies.set('yc-device', mark)
    const r = await known.post('/login', { name: 'shangwan', password: demoPassword })
    assert.equal(r.status, 200, r.text)
  }
  const other = h.clientAt('203.0.113.252') // the mark is one name's: it opens no shorter way to another
  other.cookies.set('yc-device', mark)
  assert.equal((await other.post('/login', { name: 'shangwan', password: 'not this one' })).status, 422)
  assert.ok(seen.length < crowd.length, 'the crowd is still there')
  await h.kill()
  await Promise.all(crowd)
})
