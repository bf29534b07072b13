// alias: another name of a place never reads as another place, a house or a number; one from before does not put people there.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const code = '420325102212', village = `/place/${code}`, first = `${village}001`
let h, official

before(async () => {
  h = await house({ engine, demo: true })
  official = h.client()
  await official.login('shangwan')
})
after(() => h?.leave())

const call = (name, where = first) => official.post(`${where}/alias`, { name })
const aliases = async () => (await official.get(`${first}/manage`)).data.aliases
async function tried(csv) {
  const form = new FormData()
  form.set('file', new Blob([csv]), 'roster.csv')
  return (await official.fetch(`${village}/roster`, { method: 'POST', form })).data
}

test('a name that reads as another place, a house or a number is refused at its field', async () => {
  for (const name of ['二组', '2组', '第二组', '２ 组', '二', '7', '上湾村', '二组7户', '一组7户', '1组007']) {
    const r = await call(name)
    assert.equal(r.status, 422, name)
    assert.ok(r.data.fields.name, name)
  }
  assert.equal((await call('一组', village)).status, 422)
  assert.deepEqual(await aliases(), [])
})

test('a name is taken off again, and the log says so', async () => {
  assert.ok((await call('东湾老屋')).status < 400)
  assert.equal((await call('东湾老屋', `${village}002`)).status, 422)
  assert.deepEqual(await aliases(), [{ name: '东湾老屋', may_drop: true }])
  assert.deepEqual((await tried('组,户号,姓名\n东湾老屋,7,王试\n')).problems, [])
  assert.ok((await official.post(`${first}/alias/drop`, { name: '东湾老屋' })).status < 400)
  assert.deepEqual(await aliases(), [])
  assert.equal((await tried('组,户号,姓名\n东湾老屋,7,王试\n')).problems.length, 1)
  assert.equal((await official.get(`/place?q=${encodeURIComponent('东湾老屋')}`)).data.places.length, 0)
  assert.equal((await official.post(`${first}/alias/drop`, { name: '东湾老屋' })).status, 409)
  assert.equal(h.sql("SELECT COUNT(*) FROM event WHERE kind = 'place.alias_dropped'")[0], '1')
})

test('one from before puts nobody into another house, and check names it', async () => {
  h.sql(`INSERT INTO place_alias (county, code, alias, at) VALUES ('420325', '${code}001', '二组', 1)`)
  const names = async (label) => (await official.get((await official.get(`${village}/people?q=${encodeURIComponent(label)}`)).data
    .households.find((x) => x.label === label).href)).data.persons
  const [head] = await names('二组7户')
  const r = await tried(`组,户号,姓名\n二组,7,${head.name}\n一组,二组7户,新来的\n`)
  assert.deepEqual([r.households, r.persons, r.same], [0, 0, 1])
  assert.deepEqual(r.problems.map((p) => p.line), [3])
  const one = await official.post(`${village}/person`, { household: '二组7户', name: '表里来的人' })
  assert.ok(one.status < 400, one.text)
  assert.ok((await names('二组7户')).some((p) => p.name === '表里来的人'))
  const found = h.cli('check')
  assert.notEqual(found.code, 0)
  assert.match(found.out + found.err, /place\.alias.*420325102212001 二组/)
  assert.deepEqual(await aliases(), [{ name: '二组', may_drop: true }])
  assert.ok((await official.post(`${first}/alias/drop`, { name: '二组' })).status < 400)
})

test('a group of the name of one that was taken in is told apart from it, and check finds nothing', async () => {
  const { place } = (await official.get(`${village}003/manage`)).data
  const merged = await official.post(`${village}003/change`, { into: `${code}002`, version: place.version })
  assert.ok(merged.status < 400, merged.text)
  const made = await official.post(`${village}/child`, { kind: 'group', name: '三组' })
  assert.ok(made.status < 400, made.text)
  const r = h.cli('check')
  assert.equal(r.code, 0, r.out + r.err)
  assert.match((await tried('组,户号,姓名\n三组,7,王试\n')).problems[0].text, /两个地方/)
})
