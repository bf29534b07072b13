// forgotten: of who asked to be forgotten no table keeps the name. It is planted wherever a record of theirs, or one that is about
// them, takes a text; then they are erased, and every text of every table is searched. A table that is added later is searched
// too; a noun that takes a text about a person is planted here.
//
// What becomes of each text stands in tests/data/erase/NOUN_texts.tsv, by hand: `goes` (planted here, or the unit test that sees it go), `stays`
// with its reason, `code` and `hash`. A column of text without a line fails, and so does a line without a column. Each field of a route
// that takes a picture has a line too; what goes is planted here, and its bytes are looked for in every file of the data folder.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { day, house, root } from '../../support/house.mjs'
import { putAside } from '../../sample/draft.mjs'
import { ask } from '../../sample/help.mjs'
import { agree, call } from '../../sample/meeting.mjs'
import { raise, step } from '../../sample/need.mjs'
import { routesOf } from '../../support/records.mjs'
import { cardOf, everybody, group, once, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const name = '东郭无痕', label = '一组97户'
let h, who, c, person, household
const words = (what) => `${name}${what}`
const ok = (r, what) => { assert.ok(r.status < 300, `${what}: ${r.status} ${r.text}`); return r.data }

/// [table, column] of every text in the database.
const texts = () => h.sql(engine === 'sqlite'
  ? `SELECT m.name || '|' || i.name || '|' || lower(i.type) FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS i WHERE m.type = 'table'`
  : `SELECT table_name || '|' || column_name || '|' || data_type FROM information_schema.columns WHERE table_schema = current_schema()`)
  .map((line) => line.split('|')).filter(([table, , type]) => !table.startsWith('sqlite_') && ['text', 'blob', 'bytea'].includes(type))

/// What becomes of each: [table.column, how, where or why].
const said = readdirSync(join(root, 'tests/data/erase')).flatMap((file) => readFileSync(join(root, 'tests/data/erase', file), 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t')))
const ofFields = said.filter(([at]) => at.startsWith('/')), ofColumns = said.filter(([at]) => !at.startsWith('/'))
const sayingOf = ([table, column]) => said.find(([at]) => at === `${table}.${column}`) ?? said.find(([at]) => at === `*.${column}`)
/// As it is, or as a form that was put aside is kept.
const has = (column) => [name, encodeURIComponent(name)].map((word) => `replace(CAST(${column} AS TEXT), '${word}', '') <> CAST(${column} AS TEXT)`).join(' OR ')
const found = () => h.sql(texts().map(([table, column]) =>
  `SELECT '${table}.${column}' WHERE EXISTS (SELECT 1 FROM ${table} WHERE ${has(column)});`).join('\n'))

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
  await putAside(c, group, words('放一放'))
  ok(await who.town.post(`/place/${village}/post`, { person, kind: 'chair', body: words('理事会'), from: day(), source: words('得票最多'), once: once() }), 'a post')
  const account = ok(await who.village.post(`/place/${village}/accounts`, { name, title: words('代办'), password: 'long-enough-7', role: 'helper', person }), 'an account').href
  ok(await who.town.post(`${account}/role`, { role: 'village', place: village }), 'a role that waits')
  const meeting = await call(who.village, group, { topic: '清沟' })
  ok(await who.village.post(`${meeting}/roll`, { household: [household] }), 'who came')
  await agree(who.village, meeting, { owner_title: words('家'), household }) // of their house
  await agree(who.village, meeting, { owner_title: name })                    // by name alone
  await ask(who.helper, household, person)
  await profile()
  await complain()
}

/// What a village says of itself was told by them.
async function profile() {
  const page = `/place/${village}/profile`, { version } = (await who.village.get(page)).data
  ok(await who.village.post(page, { version, crops: '菠菜', said_by: words('讲的') }), 'a profile')
}
const complain = () => raise(c, group, { title: words('的投诉'), kind: 'complaint', target: words('说是谁') })

test('of every column of text it is said what becomes of it, and of no other', () => {
  const held = texts()
  assert.ok(held.length > 200, `${held.length} columns`)
  assert.deepEqual(held.filter((at) => !sayingOf(at)).map(([table, column]) => `${table}.${column}`), [])
  const names = new Set(held.flatMap(([table, column]) => [`${table}.${column}`, `*.${column}`]))
  assert.deepEqual(ofColumns.map(([at]) => at).filter((at) => !names.has(at)), [])
  for (const [at, how, why] of said) {
    assert.match(how, /^(goes|stays|code|hash)$/, at)
    assert.ok(why, `${at}: no reason`)
    const [, file, name] = /^(tests\/.*):(\w+)$/.exec(why) ?? []
    assert.ok(how !== 'goes' || why === 'planted' || readFileSync(join(root, file), 'utf8').includes(name), `${at}: who sees it go?`)
  }
})

test('no table keeps the name of who is forgotten', async () => {
  await plant()
  const before = found()
  assert.deepEqual(ofColumns.filter(([at, how, why]) => how === 'goes' && why === 'planted' && !before.includes(at)).map(([at]) => at), [], 'nothing was planted there')
  ok(await who.county.post(`/person/${person}/erase`, { why: '本人要求' }), 'erased')
  assert.deepEqual(found(), [])
})

/// Every file below the data folder that holds the bytes.
const filesWith = (bytes) => readdirSync(h.dir, { recursive: true, withFileTypes: true }).filter((e) => e.isFile())
  .map((e) => join(e.parentPath, e.name)).filter((f) => !f.endsWith('planted.csv') && readFileSync(f).includes(bytes))

/// A photograph that says where it was taken, turned so that what is shown of it is like no other.
const note = (spot) => Buffer.from(`Exif\0\0MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\x01\x0e\0\x02\0\0\0\x08\0\0\0\x26\0\0\0\0${spot}\0`, 'latin1')
const gps = note('N32E110')
function photo(name = 'lamp.jpg', where = gps) {
  const jpeg = readFileSync(join(root, 'demo/photos', name)), head = Buffer.from([0xff, 0xe1, 0, where.length + 2])
  return Buffer.concat([jpeg.subarray(0, 2), head, where, jpeg.subarray(2)])
}
async function send(client, path, json, bytes, headers) {
  const form = new FormData()
  for (const [k, v] of Object.entries(json)) form.append(k, v)
  form.append('photos', new Blob([bytes], { type: 'image/jpeg' }), 'p.jpg')
  const r = await client.fetch(path, { method: 'POST', form, headers })
  assert.ok(r.status < 400, `${path}: ${r.status} ${r.text}`)
  return r.data
}
async function raiseWith(client, bytes, title) {
  const { href } = await send(client, `/place/${group}/need`, { title, category: 'light', once: once(), anyway: '1' }, bytes)
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

test('each field that takes a picture is known here, and whose it is', async () => {
  const { routes } = await routesOf(who.nobody)
  const fields = routes.flatMap(({ path, op }) => Object.values(op.requestBody?.content ?? {}).flatMap(({ schema }) => Object.entries(schema.properties ?? {})
    .filter(([, f]) => JSON.stringify(f).includes('octet-stream')).map(([name]) => `${path} ${name}`)))
  assert.deepEqual([...new Set(fields)].sort(), ofFields.map(([at]) => at).sort())
})

test('a picture of a form that was put aside and the one of a task that they did go with them', async () => {
  writeFileSync(join(h.dir, 'planted.csv'), '组,户,姓名,性别\n一组,一组95户,司空无声,女\n')
  h.mustCli('person', 'import', join(h.dir, 'planted.csv'), '--place', village)
  const own = await cardOf(h, '一组95户'), home = (await own.get('/session')).data.household
  const aside = note('N33E111'), result = note('N34E112')
  await send(own, `/place/${group}/need`, { _csrf: own.csrf, title: '放一放再说的事', once: once(), _draft: 'keep' }, photo('road-before.jpg', aside), { accept: 'text/html' })
  const task = await agree(who.village, await call(who.village, group, { topic: '修桥' }), { owner_title: '司空家', household: home })
  const { version } = (await own.get(task)).data.task
  await send(own, `${task}/done`, { version, text: '桥面修平了' }, photo('road-after.jpg', result))
  const shown = (await who.village.get(task)).data.photos[0].href
  for (const mark of [aside, result]) assert.equal(filesWith(mark).length, 1, 'the original was kept')
  for (const table of ['file', 'file_use']) h.sql(`UPDATE ${table} SET owner = 0, owner_county = '' WHERE noun = 'task'`) // as of before
  h.sql(readFileSync(join(root, 'migrations/0321-file-whose.sql'), 'utf8').replace(/^--.*$/gm, ''))
  for (const p of (await who.village.get(`/household/${home}`)).data.persons)
    ok(await who.county.post(`/person/${p.id}/erase`, { why: '本人要求' }), 'erased')
  assert.equal((await who.village.get(shown)).status, 404)
  for (const mark of [aside, result, Buffer.from(shown.slice(-64)), Buffer.from(shown.slice(-64), 'hex')])
    assert.deepEqual(filesWith(mark), [], mark.toString('latin1'))
  h.mustCli('check')
})
