// people: no way by page, JSON, list or export to a number; rosters all or nothing; being forgotten.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
const phone = '13907281357', idCard = '11010519491231002X'
let h, official, helper, town, member, nobody, person, home

before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  official = h.client()
  await official.login('shangwan')
  helper = h.client()
  await helper.login('daiban')
  town = h.client()
  await town.login('hualongyan')
  member = h.client()
  await member.card(printedCard(h))
  const made = await official.post(`${village}/person`, { household: '一组90户', name: '覃怀远', phone, id_card: idCard, head: true, roll_registered: true })
  assert.equal(made.status, 201, made.text)
  person = made.data.href
  home = (await official.get(person)).data.person.household_href
})
after(() => h?.leave())

test('numbers are masked wherever they are shown', async () => {
  const { data } = await official.get(person)
  assert.equal(data.person.phone, '139********')
  assert.equal(data.person.born, '1949-12-31')
  for (const path of [person, home, `${village}/people?q=${encodeURIComponent('覃')}`, `${village}/people/export?as=csv`, '/session', '/me']) {
    for (const accept of ['application/json', 'text/html']) {
      const { text } = await official.get(path, { headers: { accept } })
      assert.ok(!text.includes(phone) && !text.includes(idCard), `${path} tells a number`)
    }
  }
  assert.ok(!h.log.includes(phone) && !h.log.includes('覃怀远'))
})

test('only who may sees who lives here', async () => {
  for (const c of [nobody, member, helper]) {
    assert.notEqual((await c.get(person)).status, 200)
    assert.notEqual((await c.get(`${village}/people`)).status, 200)
  }
  const list = (await helper.get(`${village}/help?q=${encodeURIComponent('一组90户')}`)).data
  assert.deepEqual([list.households[0].label, list.households[0].head, list.households[0].persons], ['一组90户', '', 0])
})

test('a number in full asks for a purpose and stays in the log', async () => {
  assert.equal((await official.post(`${person}/unmask`, { which: 'phone', purpose: '看' })).status, 422)
  assert.equal((await helper.post(`${person}/unmask`, { which: 'phone', purpose: '通知开会' })).status, 403)
  const r = await official.post(`${person}/unmask`, { which: 'phone', purpose: '通知开院场会' })
  assert.equal(r.data.number, phone)
  assert.equal(h.sql("SELECT count(*) FROM event WHERE kind = 'person.unmasked'")[0], '1')
})

test('two officials correct one person: the second is told', async () => {
  const { version } = (await official.get(person)).data.person
  const edit = (name, v = version) => official.post(person, { version: v, name, head: true, roll_registered: true })
  assert.equal((await edit('覃怀元')).status, 201)
  const late = await edit('覃淮远')
  assert.equal(late.status, 409)
  assert.equal(late.data.data.person.name, '覃怀元')
})

const upload = (csv, go) => {
  const form = new FormData()
  form.set('file', new Blob([csv]), 'roster.csv')
  if (go) form.set('go', '1')
  return { method: 'POST', form }
}

test('a roster with a bad row changes nothing and names it', async () => {
  const before = (await official.get(`${village}/people`)).data.count
  const r = await official.fetch(`${village}/roster`, upload('组,户号,姓名,电话\n一组,91,甲,13907280001\n九组,92,乙,1390\n', true))
  assert.equal(r.status, 422)
  assert.deepEqual(r.data.problems.map((p) => [p.line, p.column]), [[3, '组'], [3, '电话']])
  assert.equal((await official.get(`${village}/people`)).data.count, before)
})

test('a roster is tried first and imported as it was tried', async () => {
  const csv = '组,户号,姓名,性别\n一组,93,丙一,男\n一组,93,丙二,女\n'
  const tried = await official.fetch(`${village}/roster`, upload(csv))
  assert.equal(tried.data.is_good, true)
  assert.equal(tried.data.persons, 2)
  assert.equal((await official.get(`${village}/people?q=${encodeURIComponent('丙一')}`)).data.households.length, 0)
  assert.equal((await official.fetch(`${village}/roster`, upload(csv, true))).status, 200)
  const found = (await official.get(`${village}/people?q=${encodeURIComponent('丙一')}`)).data.households
  assert.equal(found[0].label, '一组93户')
})

test('cells that a spreadsheet would run are quoted', async () => {
  await official.post(`${village}/person`, { household: '一组94户', name: '=1+1', roll_resident: true })
  const { text } = await official.get(`${village}/people/export?as=csv`)
  assert.match(text, /'=1\+1/)
})

test('who is forgotten is gone from the page and from the rows', async () => {
  const county = h.client()
  await county.login('fangxian')
  for (const who of [official, town]) assert.equal((await who.post(`${person}/erase`, { why: '本人申请' })).status, 403)
  assert.equal((await county.post(`${person}/erase`, { why: '本人申请' })).status, 200)
  const { data } = await official.get(person)
  assert.equal(data.person.name, '')
  assert.equal(data.person.is_erased, true)
  assert.equal(h.sql("SELECT count(*) FROM person WHERE name LIKE '覃怀%'")[0], '0')
  assert.equal(h.sql("SELECT count(*) FROM household_word WHERE word LIKE '覃怀%'")[0], '0')
})
