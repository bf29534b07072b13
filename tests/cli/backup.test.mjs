// backup: what is unfinished stays out of it, and a restore that was broken off is begun again.
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { house, run } from '../support/house.mjs'

let h, to
const restore = (data) => run(['restore', to], { YUANCHANG_DATA: data })

before(async () => {
  h = await house({ demo: true, serve: false })
  to = join(h.dir, 'backup')
  mkdirSync(join(h.data, 'files/work/a1b2c3'), { recursive: true })
  writeFileSync(join(h.data, 'files/work/a1b2c3/in'), 'half a picture')
  h.mustCli('backup', to)
})
after(() => h?.done())

test('pictures that are being made, and keys, are not in a backup', () => {
  assert.ok(!existsSync(join(to, 'files/work')))
  assert.ok(!existsSync(join(to, 'keys')))
  assert.ok(readdirSync(join(to, 'files')).length > 0)
  assert.equal(statSync(join(to, 'yuanchang.db')).mode & 0o77, 0)
})

test('what SQLite left of another database is never played into a restored one', () => {
  const data = join(h.dir, 'left')
  mkdirSync(data)
  writeFileSync(join(data, 'yuanchang.db-wal'), 'of a database that is gone')
  assert.equal(restore(data).code, 5)
  assert.ok(!existsSync(join(data, 'yuanchang.db')))
})

test('a restore that was broken off is begun again', () => {
  const data = join(h.dir, 'again'), folder = readdirSync(join(to, 'files'))[0]
  const picture = readdirSync(join(to, 'files', folder))[0]
  mkdirSync(join(data, 'files', folder), { recursive: true })
  writeFileSync(join(data, 'files', folder, `${picture}.part`), 'half')
  writeFileSync(join(data, 'yuanchang.db.part'), 'half')
  const r = restore(data)
  assert.equal(r.code, 0, r.err)
  cpSync(join(h.data, 'keys'), join(data, 'keys'), { recursive: true })
  const check = run(['check'], { YUANCHANG_DATA: data })
  assert.equal(check.code, 0, check.out + check.err)
  rmSync(data, { recursive: true })
  assert.equal(run(['restore', join(h.dir, 'nowhere')], { YUANCHANG_DATA: data }).code, 4)
})
