// renamed: groups that change names or are taken in while their houses keep what they are called. A row that may mean two
// houses is asked about, a label that stands is that house, and what goes out comes in again (docs/decisions/0048).
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const code = '420325102212', village = `/place/${code}`
let h, official

beforeEach(async () => {
  await h?.leave()
  h = await house({ engine, demo: true })
  official = h.client()
  await official.login('shangwan')
})
after(() => h?.leave())

async function send(csv, fields = {}, where = village) {
  const form = new FormData()
  form.set('file', new Blob([csv]), 'roster.csv')
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return official.fetch(`${where}/roster`, { method: 'POST', form })
}
const row = (group, number, name = '外来人') => `组,户号,姓名\n${group},${number},${name}\n`
async function asked(group, number, words = /分不清/) {
  const r = await send(row(group, number), { go: '1' })
  assert.equal(r.status, 422, `${group},${number}: ${r.text}`)
  assert.deepEqual(r.data.problems.map((p) => p.column), ['户号'], r.text)
  assert.match(r.data.problems[0].text, words, `${group},${number}`)
}
async function family(label, group) {
  const { households } = (await official.get(`${village}/people?q=${encodeURIComponent(label)}`)).data
  const home = households.find((x) => x.label === label && x.place === `${code}${group}`)
  return (await official.get(home.href)).data.persons.map((p) => p.name)
}
/// The row is of that house: its head is there already.
async function is(group, number, label, where) {
  const [head] = await family(label, where)
  const { data } = await send(row(group, number, head))
  assert.deepEqual([data.households, data.persons, data.same, data.problems], [0, 0, 1, []], `${group},${number}`)
}
async function change(group, fields) {
  const { version } = (await official.get(`${village}${group}`)).data.place
  const r = await official.post(`${village}${group}/change`, { ...fields, version })
  assert.equal(r.status, 200, r.text)
}
async function comes_back() {
  const { text } = await official.get(`${village}/people/export?as=csv`)
  const { data } = await send(text)
  assert.deepEqual([data.households, data.persons, data.problems, data.same], [0, 0, [], data.rows])
}
const check = () => { const r = h.cli('check'); return r.out + r.err }
/// 三组 is called 五组, 二组 is called 三组, and the old name was given up first, because it was another's.
async function renumber() {
  await change('003', { name: '五组' })
  assert.equal((await official.post(`${village}003/alias/drop`, { name: '三组' })).status, 200)
  await change('002', { name: '三组' })
}
/// As it stood when the name of another was not refused: the alias is there still.
const alias_stays = () => h.sql(`INSERT INTO place_alias (county, code, alias, at) VALUES ('420325', '${code}003', '三组', 1)`)

for (const alias of ['given up', 'standing']) {
  test(`a number under a name that another group had is asked about where it may mean its house too: the old name ${alias}`, async () => {
    await renumber()
    if (alias === 'standing') alias_stays()
    for (const number of ['三组7户', '7', '07', '３组 7 号', '第三组007']) await asked('三组', number, /二组7户.*三组7户\(五组\)/)
    await is('二组', '7', '二组7户', '002')
    await is('三组', '二组7户', '二组7户', '002')
    await is(`${code}002`, '7', '二组7户', '002')
    await asked(`${code}002`, '三组7户')
    const [head] = await family('二组7户', '002')
    assert.equal((await send(`户号,姓名\n7,${head}\n`, {}, `${village}002`)).data.same, 1, 'on its own page')
    for (const number of ['三组7户', '五组7户', '7', '三组07', '五组007']) await is('五组', number, '三组7户', '003')
    await comes_back()
    const one = await official.post(`${village}/person`, { household: '三组7户', name: '外来人', roll_resident: true })
    assert.equal(one.status, 422, one.text)
    assert.match(one.data.fields.household, /分不清/)
    assert.equal((await official.post(`${village}002/person`, { household: '7', name: '外来人', roll_resident: true })).status, 201)
    assert.deepEqual((await family('二组7户', '002')).includes('外来人'), true)
    assert.deepEqual((await family('三组7户', '003')).includes('外来人'), false)
    if (alias === 'given up') assert.doesNotMatch(check(), /household\.|person\./)
    else {
      assert.match(check(), /place\.alias.*420325102212003 三组/)
      assert.equal((await official.post(`${village}003/alias/drop`, { name: '三组' })).status, 200)
    }
  })
}

test('a label that no group of today says is the house that is called so, on the page of its village', async () => {
  await change('003', { name: '五组' })
  assert.equal((await official.post(`${village}003/alias/drop`, { name: '三组' })).status, 200)
  const made = await official.post(`${village}/person`, { household: '三组7户', name: '新来的', roll_resident: true })
  assert.equal(made.status, 201, made.text)
  assert.ok((await family('三组7户', '003')).includes('新来的'))
  await is('五组', '三组7户', '三组7户', '003')
  await comes_back()
})

test('where a group was taken in and its name given to the one that took it, a number is asked about that may be of either', async () => {
  await change('003', { into: `${code}002` })
  await is('三组', '7', '三组7户', '002')
  await is(`${code}002`, '7', '二组7户', '002')
  await change('002', { name: '三组' })
  for (const [group, number] of [['三组', '7'], ['三组', '07'], ['三组', '三组7户'], [`${code}002`, '7'], [`${code}002`, '三组007']])
    await asked(group, number, /二组7户、三组7户/)
  await is('二组', '7', '二组7户', '002')
  await is('三组', '二组7户', '二组7户', '002')
  await is(`${code}002`, '三组7户', '三组7户', '002')
  await is(`三组(${code}002)`, '三组7户', '三组7户', '002')
  await comes_back()
  assert.doesNotMatch(check(), /household\.|person\./)
})

test('a renamed group that is taken in: its houses are called by the name it had last', async () => {
  await renumber()
  await change('003', { into: `${code}001` })
  assert.ok((await family('五组7户', '001')).length > 0)
  await is('五组', '7', '五组7户', '001')
  await comes_back()
  assert.doesNotMatch(check(), /household\.|person\./)
})
