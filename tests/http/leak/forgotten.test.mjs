// forgotten: of who asked to be forgotten no table keeps the name. It is planted wherever a record of theirs, or one that is about
// them, takes a text; then they are erased, and every text of every table is searched. A table that is added later is searched
// too; a noun that takes a text about a person is planted here.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { day, house, root } from '../../support/house.mjs'
import { putAside } from '../../sample/draft.mjs'
import { ask } from '../../sample/help.mjs'
import { agree, call } from '../../sample/meeting.mjs'
import { raise, step } from '../../sample/need.mjs'
import { cardOf, everybody, group, once, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const name = '东郭无痕', label = '一组97户'
let h, who, c, person, household
const words = (what) => `${name}${what}`
const ok = (r, what) => { assert.ok(r.status < 300, `${what}: ${r.status} ${r.text}`); return r.data }

/// [table, column] of every text in the database.
const texts = () => h.sql(engine === 'sqlite'
  ? `SELECT m.name || '|' || i.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS i WHERE m.type = 'table'`
  : `SELECT table_name || '|' || column_name FROM information_schema.columns WHERE table_schema = current_schema()`)
  .map((line) => line.split('|'))
const found = () => h.sql(texts().map(([table, column]) =>
  `SELECT '${table}.${column}' WHERE EXISTS (SELECT 1 FROM ${table} WHERE CAST(${column} AS TEXT) LIKE '%${name}%');`).join('\n'))

before(async () => {
  h = await house({ engine, demo: true })
  who = await everybody(h)
  const file = join(h.dir, 'planted.csv')
  writeFileSync(file, `组,户,姓名,性别\n一组,${label},${name},男\n一组,${label},东郭有伴,女\n`)
  h.mustCli('person', 'import', file, '--place', village)
  c = await cardOf(h, label)
  household = (await c.get('/session')).data.household
  person = (await who.village.get(`/household/${household}`)).data.persons.find((p) => p.name === name).id
})
after(() => h?.leave())

async function plant() {
  const need = await raise(c, group, { title: words('门前的沟'), body: words('说的') })
  await step(who.village, need, 'take')
  ok(await c.post(`${await raise(who.resident, group)}/voice`, { reason: words('也要') }), 'a voice')
  await putAside(c, group)
  ok(await who.town.post(`/place/${village}/post`, { person, kind: 'chair', body: words('理事会'), from: day(), source: words('得票最多'), once: once() }), 'a post')
  const account = ok(await who.village.post(`/place/${village}/accounts`, { name, title: words('代办'), password: 'long-enough-7', role: 'helper', person }), 'an account').href
  ok(await who.town.post(`${account}/role`, { role: 'village', place: village }), 'a role that waits')
  const meeting = await call(who.village, group, { topic: '清沟' })
  ok(await who.village.post(`${meeting}/roll`, { household: [household] }), 'who came')
  await agree(who.village, meeting, { owner_title: words('家'), household }) // of their house
  await agree(who.village, meeting, { owner_title: name })                    // by name alone
  await ask(who.helper, household, person)
}

test('no table keeps the name of who is forgotten', async () => {
  await plant()
  const before = found()
  for (const at of ['person.name', 'post.title', 'post.source', 'task.owner_title', 'need.body', 'house_part.words', 'account.title', 'account.name', 'inbox.a'])
    assert.ok(before.includes(at), `${at}: nothing was planted there`)
  ok(await who.county.post(`/person/${person}/erase`, { why: '本人要求' }), 'erased')
  assert.deepEqual(found(), [])
})

/// Every file below the data folder that holds the bytes.
const filesWith = (bytes) => readdirSync(h.dir, { recursive: true, withFileTypes: true }).filter((e) => e.isFile())
  .map((e) => join(e.parentPath, e.name)).filter((f) => !f.endsWith('planted.csv') && readFileSync(f).includes(bytes))

/// A photograph that says where it was taken, turned so that what is shown of it is like no other.
const gps = Buffer.from('Exif\0\0MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\x01\x0e\0\x02\0\0\0\x08\0\0\0\x26\0\0\0\0N32E110\0', 'latin1')
function photo() {
  const jpeg = readFileSync(join(root, 'demo/photos/lamp.jpg')), head = Buffer.from([0xff, 0xe1, 0, gps.length + 2])
  return Buffer.concat([jpeg.subarray(0, 2), head, gps, jpeg.subarray(2)])
}
async function raiseWith(client, bytes, title) {
  const form = new FormData()
  for (const [k, v] of Object.entries({ title, category: 'light', once: once(), anyway: '1' })) form.append(k, v)
  form.append('photos', new Blob([bytes], { type: 'image/jpeg' }), 'p.jpg')
  const href = ok(await client.fetch(`/place/${group}/need`, { method: 'POST', form }), 'a need with a picture').href
  return { href, picture: (await client.get(href)).data.photos[0].href }
}

test('what an erased house showed is gone with its original, and from every file of the data folder', async () => {
  writeFileSync(join(h.dir, 'planted.csv'), '组,户,姓名,性别\n一组,一组96户,南宫无影,男\n一组,一组96户,南宫有声,女\n')
  h.mustCli('person', 'import', join(h.dir, 'planted.csv'), '--place', village)
  const own = await cardOf(h, '一组96户')
  const home = (await own.get('/session')).data.household
  const bytes = photo(), mine = await raiseWith(own, bytes, '南宫门前暗号六六三七')
  const theirs = await raiseWith(who.resident, readFileSync(join(root, 'demo/photos/lift.jpg')), '别家的照片')
  const both = readFileSync(join(root, 'demo/photos/field.jpg')) // shown by two: stays for the other
  const shared = await raiseWith(own, both, '两家同一张照片一'), other = await raiseWith(who.resident, both, '两家同一张照片二')
  assert.equal(shared.picture, other.picture)
  assert.equal(filesWith(gps).length, 1, 'the original was kept')
  assert.equal((await who.village.get(mine.picture)).status, 200)
  for (const p of (await who.village.get(`/household/${home}`)).data.persons)
    ok(await who.county.post(`/person/${p.id}/erase`, { why: '本人要求' }), 'erased')
  for (const size of ['', '?size=small'])
    assert.equal((await who.village.get(mine.picture + size)).status, 404)
  assert.deepEqual((await who.village.get(mine.href)).data.photos, [])
  assert.deepEqual((await who.village.get(shared.href)).data.photos, [])
  assert.deepEqual(filesWith(gps), [])
  assert.deepEqual(filesWith(Buffer.from(mine.picture.slice(-64))), [])
  for (const word of ['六六三七', '南宫无影', '南宫有声']) assert.deepEqual(filesWith(Buffer.from(word)), [], word)
  for (const p of [theirs, other]) assert.equal((await who.resident.get(p.picture)).status, 200, 'of another house')
  h.mustCli('check')
})
