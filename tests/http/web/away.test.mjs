// away: PostgreSQL is lost while we serve. 503 with Retry-After, nothing half done, and service again by itself.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { house, root, sleep } from '../../support/house.mjs'

const skip = process.env.YC_ENGINE !== 'postgres' && 'asked on PostgreSQL only'
let dir, h
const pg = (...args) => {
  const r = spawnSync(join(root, 'tests/pg.sh'), args, { encoding: 'utf8' })
  assert.equal(r.status, 0, r.stderr)
  return r.stdout.trim().split('\n').pop()
}

before(async () => {
  if (skip) return
  dir = mkdtempSync(join(tmpdir(), 'yc-away-'))
  chmodSync(dir, 0o755)
  process.env.YC_TEST_PG = pg('start', dir, 'fast') // one of its own: it is killed
  h = await house({ engine: 'postgres' })
})
after(async () => {
  await h?.done()
  if (dir) pg('stop', dir)
  if (dir) rmSync(dir, { recursive: true, force: true })
})

test('a lost database is 503 and comes back', { skip }, async () => {
  const c = h.client()
  assert.equal((await c.get('/healthz')).status, 200)
  assert.equal((await c.get('/place/420325')).status, 200)
  pg('kill', dir)
  for (const answer of [await c.get('/healthz'), await c.get('/place/420325'), await c.get('/healthz'),
    await c.get('/place/420325', { headers: { accept: 'text/html' } }),
    await c.post('/login', { name: 'somebody', password: 'something' })]) {
    assert.equal(answer.status, 503, answer.text.slice(0, 300))
    assert.equal(answer.headers.get('retry-after'), '5')
  }
  pg('start', dir, 'fast')
  let status = 0
  for (let tries = 0; tries < 100 && status !== 200; tries++) {
    status = (await c.get('/place/420325')).status
    if (status !== 200) await sleep(100)
  }
  assert.equal(status, 200)
  assert.equal((await c.get('/healthz')).status, 200)
  assert.notEqual((await c.post('/login', { name: 'somebody', password: 'something' })).status, 503)
})
