// dormitory (集体户): a house of very many. What reads a house reads all of it, and one that is full says so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
let h, official

before(async () => {
  h = await house({ engine, demo: true })
  official = h.client()
  await official.login('shangwan')
})
after(() => h?.leave())

function send(csv, go) {
  const form = new FormData()
  form.set('file', new Blob([csv]), 'roster.csv')
  if (go) form.set('go', '1')
  return official.fetch(`${village}/roster`, { method: 'POST', form })
}
const file = (from, to) => '组,户号,姓名\n' + Array.from({ length: to - from }, (_, i) => `二组,900,住户${from + i}\n`).join('')

test('a house of 1,100 is shown, exported and compared as a whole', async () => {
  assert.equal((await send(file(0, 1100), true)).status, 200)
  const again = await send(file(0, 1100), true)
  assert.equal(again.status, 200, again.text)
  const tried = (await send(file(0, 1100))).data
  assert.deepEqual([tried.households, tried.persons, tried.same], [0, 0, 1100])
  const home = (await official.get(`${village}/people?q=${encodeURIComponent('二组900')}`)).data.households[0]
  assert.equal((await official.get(home.href)).data.persons.length, 1100)
  const table = await official.get(`${village}/people/export?as=csv`)
  assert.equal(table.text.split('\n').filter((line) => line.includes('住户')).length, 1100)
})

test('a house that would grow past its bound is refused, by file and by form', async () => {
  const r = await send(file(0, 5001), true)
  assert.equal(r.status, 422)
  assert.deepEqual(r.data.problems.map((p) => p.line), [5002])
  assert.match(r.data.problems[0].text, /最多 5000 人/)
  assert.equal((await send(file(0, 5000), true)).status, 200)
  const one = await official.post(`${village}/person`, { household: '二组900户', name: '多一人' })
  assert.equal(one.status, 422)
  assert.match(one.text, /最多 5000 人/)
})
