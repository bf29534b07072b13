// unread: thousands of clients that ask for the longest answer there is and never read it take no more memory than the
// setting `memory` allows, while others are still answered.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { house, sleep } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const clients = Number(process.env.YC_UNREAD ?? 1500), addresses = 5 // YC_UNREAD=6000 where there is time for it
let h
before(async () => { h = await house({ engine, demo: true }) })
after(() => h?.leave())

const resident = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${h.child.pid}/status`, 'utf8'))[1]) * 1024

function asker(i) {
  const { port } = new URL(h.direct)
  const s = connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${2 + i % addresses}` })
  s.on('error', () => {})
  s.pause() // nothing is ever read; several in a row, because the kernel takes the first
  return new Promise((resolve) => {
    s.on('connect', () => { s.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20)); resolve(s) })
    s.on('error', () => resolve(s))
  })
}

test(`${clients} clients that never read stop nobody and stay within the memory given`, { timeout: 300_000 }, async () => {
  const idle = resident(), sockets = []
  let most = 0, answered = 0, asked = 0
  for (let i = 0; i < clients; i += 100) {
    sockets.push(...await Promise.all(Array.from({ length: 100 }, (_, k) => asker(i + k))))
    most = Math.max(most, resident())
    asked++
    answered += (await h.client().get('/place/420325102212')).status === 200
  }
  for (let i = 0; i < 20; i++) { // all has been asked for by now; whoever could be answered is
    most = Math.max(most, resident())
    asked++
    answered += (await h.client().get('/place/420325102212/need')).status === 200
    await sleep(50)
  }
  assert.ok(most - idle < 600 << 20, `${Math.round((most - idle) / 1048576)} MB more`)
  assert.ok(answered > asked * 0.9, `${answered} of ${asked} others were answered`)
  for (const s of sockets) s.destroy()
})
