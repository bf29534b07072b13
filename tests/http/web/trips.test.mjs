// trips: how often a request waits for an answer of PostgreSQL, from its first byte to its last: 6 for a need that is
// raised, two of them in the writing group, 9 for a voice, 7 for a list, 18 for a need and 20 for a meeting, whoever asks and where nothing is remembered. The
// clock's own work goes on beside, so the least of several is what a request takes.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '420325102212', skip = engine === 'postgres' ? false : 'only PostgreSQL is travelled to'
const title = (n) => `${'路水电灯桥'[n]}的事，第${n}件`
let h, neighbour, author, official
before(async () => {
  if (skip) return
  h = await house({ engine, demo: true })
  author = await enter('一组1户')
  neighbour = await enter('一组2户')
  official = h.client()
  await official.login('shangwan')
})
after(() => h?.leave())

async function enter(label) {
  const path = new URL(h.mustCli('card', village, label).trim()).pathname, c = h.client()
  const page = (await c.get(path)).data
  await c.signIn(path, page.must_choose ? { person: page.persons[0].id } : {})
  return c
}

const trips = async () => Number(/^yuanchang_trips_total (\d+)$/m.exec(await (await fetch(`${h.direct}/metrics`)).text())[1])

/// The least that one of them waited for.
async function least(acts) {
  const counts = []
  for (const act of acts) {
    const before = await trips(), r = await act()
    assert.ok(r.status < 300, r.text)
    counts.push(await trips() - before)
  }
  return Math.min(...counts)
}
const five = (f) => Array.from({ length: 5 }, (_, n) => () => f(n))
const raise = (n) => author.post(`/place/${village}/need`, { title: title(n), category: 'road', once: `counted-trips-${n}`, anyway: true })

test('a need is raised in 6 trips', { skip }, async () => {
  const n = await least(five(raise))
  assert.ok(n >= 3 && n <= 6, `${n} trips`)
})

test('a voice is put in 9 trips', { skip }, async () => {
  const needs = (await h.client().get(`/place/${village}/need?order=newest`)).data.needs
  const n = await least(five((i) => neighbour.post(`${needs[i].href}/voice`, { reason: '也要' })))
  assert.ok(n >= 3 && n <= 9, `${n} trips`)
})

// One matter: what each of its parts asks for, the same row in none of them twice (docs/decisions/0049).
for (const [what, list, most] of [['a need', 'need', 18], ['a meeting', 'meeting', 20]])
  for (const [who, client] of [['anybody', () => h.client()], ['an official', () => official]]) {
    test(`${what} for ${who} is ${most} trips at most`, { skip }, async () => {
      const { href } = (await h.client().get(`/place/${village}/${list}`)).data[`${list}s`][0]
      const n = await least(five((i) => client().get(`${href}?x=${i}`, { headers: { accept: 'text/html' } })))
      assert.ok(n >= 5 && n <= most, `${n} trips`)
    })
  }

for (const [what, path] of [['a list of a village', `/place/${village}/need`], ['a list of a county', '/place/420325/need'],
  ['a board', `/place/${village}/board`], ['a board of a county', '/place/420325/board']])
  for (const [who, client] of [['anybody', () => h.client()], ['a neighbour', () => neighbour], ['an official', () => official]]) {
    test(`${what} for ${who} is 7 trips at most`, { skip }, async () => {
      const n = await least(five((i) => client().get(`${path}?x=${i}`, { headers: { accept: 'text/html' } })))
      assert.ok(n >= 1 && n <= 7, `${n} trips`)
    })
  }
