// disk: the disk fills up while we serve. 503 with Retry-After, nothing half done, pages are read as before, and service
// again by itself when there is room. On a small disk of its own, which only root may mount.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { demoPassword, house, printedCard, root } from '../../support/house.mjs'

const place = '/place/420325102212'
const html = { headers: { accept: 'text/html' } }
let skip = (process.env.YC_ENGINE ?? 'sqlite') !== 'sqlite' && 'asked on SQLite only'
let disk, h, resident

// node asks for `skip` before `before` runs, so the disk is mounted here.
if (!skip) {
  disk = mkdtempSync(join(tmpdir(), 'yc-disk-'))
  const r = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'yuanchang-test', disk], { encoding: 'utf8' })
  if (r.status !== 0) skip = `no disk may be mounted here: ${(r.stderr ?? String(r.error)).trim()}`
}

before(async () => {
  if (skip) return
  const usual = process.env.TMPDIR
  process.env.TMPDIR = disk
  h = await house({ demo: true })
  if (usual === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = usual
  resident = h.client()
  await resident.card(printedCard(h))
})
after(async () => {
  await h?.done()
  if (disk && !skip) assert.equal(spawnSync('umount', [disk]).status, 0)
  if (disk) rmSync(disk, { recursive: true, force: true })
})

/// Takes all the room there is, to the last byte.
function fill(path) {
  const file = openSync(path, 'w')
  for (let n = 1 << 20; n >= 1;) {
    try {
      writeSync(file, Buffer.alloc(n, 1))
    } catch (e) {
      assert.equal(e.code, 'ENOSPC')
      n >>= 1
    }
  }
  closeSync(file)
}

const raise = (title, once) => resident.post(`${place}/need`, { title, category: 'road', body: '水'.repeat(400), once, anyway: true })
function raiseWithPhoto(once) {
  const form = new FormData()
  for (const [name, value] of Object.entries({ title: '桥头的护栏断了一根', category: 'road', once, anyway: '1' })) form.set(name, value)
  form.set('photos', new Blob([readFileSync(join(root, 'demo/photos/field.jpg'))]), 'field.jpg')
  return resident.fetch(`${place}/need`, { method: 'POST', form })
}
/// Rows, as they are stored.
const count = (table) => Number(h.sql(`SELECT count(*) FROM ${table}`)[0])

test('a full disk is 503, nothing is half done, and service comes back', { skip }, async () => {
  const stored = () => [count('need'), count('once'), count('file')]
  const start = stored()
  const first = await raise('渠里没有水', 'disk-test-0')
  assert.equal(first.status, 201, first.text)
  const leaving = h.client()
  await leaving.login('hualongyan')
  const filler = join(disk, 'filler')
  fill(filler)
  let kept = 1, refused = null
  for (let i = 1; i < 40 && !refused; i++) {
    const r = await raise(`渠里没有水 ${i}`, `disk-test-${i}`)
    if (r.status === 201) kept++
    else refused = { ...r, once: `disk-test-${i}`, title: `渠里没有水 ${i}` }
  }
  assert.ok(refused, 'the disk was never full')
  assert.equal(refused.status, 503, refused.text)
  assert.equal(refused.headers.get('retry-after'), '5')
  assert.match(refused.text, /硬盘满了/)
  assert.doesNotMatch(refused.text, /人太多/)
  const photo = await raiseWithPhoto('disk-test-photo')
  assert.equal(photo.status, 503, photo.text)
  assert.equal(photo.headers.get('retry-after'), '5')
  assert.equal((await h.client().post('/login', { name: 'shangwan', password: 'not this one' })).status, 422) // counted in memory
  assert.equal((await h.client().post('/login', { name: 'shangwan', password: demoPassword })).status, 503)

  const out = await leaving.post('/logout') // who goes is let go
  assert.ok(out.status < 400, out.text)
  assert.equal((await leaving.get('/session')).data.signed_in, false)
  for (const path of ['/healthz', place, `${place}/need`]) assert.equal((await resident.get(path, html)).status, 200, path)
  assert.equal((await h.client().get(place, html)).status, 200)

  rmSync(filler)
  const grown = (n, files) => assert.deepEqual(stored().map((now, i) => now - start[i]), [n, n, files])
  grown(kept, 0) // what was acknowledged, and no more
  const again = await raise(refused.title, refused.once)
  assert.equal(again.status, 201, again.text)
  assert.equal((await raise(refused.title, refused.once)).data.href, again.data.href)
  const later = await raiseWithPhoto('disk-test-photo')
  assert.equal(later.status, 201, later.text)
  grown(kept + 2, 1)
  assert.equal((await h.stop()).code, 0)
  const check = h.cli('check')
  assert.equal(check.code, 0, check.out + check.err)
})
