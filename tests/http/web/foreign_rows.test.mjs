// foreign_rows: rows that another program, a newer one or a hand has written, and that no table refuses. What meets them
// fails or leaves them out; everybody else is served.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '420325102212'
let h, resident

before(async () => {
  h = await house({ engine, demo: true })
  resident = h.client()
  await resident.card(printedCard(h))
})
after(() => h?.done()) // not leave(): check names what was done here

const served = async () => assert.equal((await h.client().get('/place')).status, 200)

test('a role that is not known gives nothing', async () => {
  const c = h.client()
  await c.login('shangwan')
  assert.equal((await c.get(`/place/${village}/people`)).status, 200)
  h.sql("UPDATE role SET role = 99 WHERE account = (SELECT id FROM account WHERE name = 'shangwan')")
  assert.equal((await c.get(`/place/${village}/people`)).status, 403)
  assert.equal((await c.get('/me')).status, 200)
  assert.equal((await h.client().login('shangwan')).status, 200)
  await served()
})

test('figures below none are shown as none', async () => {
  h.sql(`UPDATE counter SET value = -7 WHERE place = '${village}'`)
  const board = await h.client().get(`/place/${village}/board`)
  assert.equal(board.status, 200)
  assert.doesNotMatch(board.text, /-7/)
  await served()
})

test('a time limit that is none stops the act and nobody else', async () => {
  h.sql("UPDATE rule SET value = 2000000000 WHERE name = 'need.take.workdays'")
  const r = await resident.post(`/place/${village}/need`, { title: '桥头的护栏断了一根', category: 'road', once: 'foreign-0001', anyway: true })
  assert.equal(r.status, 500)
  await served()
})

test('a place that is no number stops the act and nobody else', async () => {
  const need = (await h.client().get(`/place/${village}/need`)).data.needs[0].id
  h.sql(`UPDATE need SET place = '42032510221x', at_place = '420325102' WHERE place LIKE '${village}%' AND kind <> 3`)
  const r = await resident.post(`/need/${need}/voice`, { reason: '我也要' })
  assert.ok(r.status >= 400, `${r.status}`)
  await served()
})
