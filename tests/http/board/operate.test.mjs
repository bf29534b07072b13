// operate: the operator's page says what is true of the service, and names nobody.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { join } from 'node:path'
import { house } from '../../support/house.mjs'
import { city, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const path = `/place/${city}/operate`
let h, admin
before(async () => {
  h = await house({ engine, demo: true })
  admin = h.client()
  await admin.login('guanli')
})
after(() => h?.leave())

test('it tells version, engine, storage, logs and jobs as they are', async () => {
  const { data } = await admin.get(path), page = await admin.get(path, { headers: { accept: 'text/html' } })
  assert.equal(data.engine, engine === 'postgres' ? 'PostgreSQL' : 'SQLite')
  assert.equal(`${data.logs}`, h.sql('SELECT COUNT(*) FROM loghead')[0])
  assert.ok(data.disk_free_mb > 0 && data.resident_mb > 1 && data.requests > 0, JSON.stringify(data))
  assert.deepEqual([data.failed, data.stuck, data.backup_at, data.backup_is_old], [0, [], null, true])
  assert.ok(page.text.includes(/[\d.]+/.exec(h.mustCli('--version'))[0]))
  assert.match(page.text, /还没有备份/)
})

test('a backup that was taken is there with its time', async () => {
  h.mustCli('backup', join(h.dir, 'backup'))
  const { data } = await admin.get(path)
  assert.ok(data.backup_at && !data.backup_is_old, JSON.stringify(data))
})

test('it names nobody, and nobody else sees it', async () => {
  const { text } = await admin.get(path)
  const named = h.sql('SELECT name FROM person').filter((name) => name && text.includes(name))
  assert.deepEqual(named, [])
  const official = h.client()
  await official.login('shangwan')
  assert.equal((await official.get(`/place/${village}/operate`)).status, 403)
})

test('an operator comes to it from every page of the office, and from 我的', async () => {
  for (const from of [`/place/${city}/accounts`, '/me'])
    assert.ok((await admin.get(from, { headers: { accept: 'text/html' } })).text.includes(`href="${path}"`), from)
})
