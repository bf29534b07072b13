// trips: how often a request waits for an answer of PostgreSQL, from its first byte to its last: 5 for a need that is
// raised, two of them in the writing group, 7 for a voice, 7 for a list of whatever noun, whatever is asked of it and by whom, and 10
// for a page that tells how one matter went. The clock's own work goes on beside, so the least of several is what a request takes.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house } from '../../support/house.mjs'
import { raise } from '../../sample/need.mjs'
import { records } from '../../support/records.mjs'
import { cardOf, county, town, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const skip = engine === 'postgres' ? false : 'only PostgreSQL is travelled to'
const A_LIST = 7, A_MATTER = 10
let h, w
before(async () => {
  if (skip) return
  h = await house({ engine, demo: true, args: ['--workers', '1'], env: { YUANCHANG_DEAR_A_MINUTE: '100000' } }) // one, whose memory each try finds
  w = await records(h)
})
after(() => h?.leave())

const trips = async () => Number(/^yuanchang_trips_total (\d+)$/m.exec(await (await fetch(`${h.direct}/metrics`)).text())[1])

/// The least that a few tries wait, of which there are no more than it takes to wait `most` times.
async function least(act, most, tries = 15) {
  let n = Infinity
  for (let i = 0; i < tries && n > most; i++) {
    const before = await trips(), r = await act(i)
    if (r.status >= 300) return null // not for who asks, or no such thing there
    n = Math.min(n, await trips() - before)
  }
  return n
}

/// Of several that are all made, since each may remember what the one before it asked.
async function held(acts, most) {
  const counts = []
  for (const act of acts) {
    const before = await trips(), r = await act()
    assert.ok(r.status < 300, r.text)
    counts.push(await trips() - before)
  }
  const n = Math.min(...counts)
  assert.ok(n >= 3 && n <= most, `${counts} trips`)
}
const asHtml = { headers: { accept: 'text/html' } }
const ask = (c, path, query) => (i) => c.get(`${path}?${query}${query && '&'}x=${i}`, asHtml)
const five = (f) => Array.from({ length: 5 }, (_, n) => () => f(n))

test('a need is raised in 5 trips', { skip }, async () => {
  const author = await cardOf(h, '一组1户')
  await held(five((n) => author.post(`/place/${village}/need`, { title: `${'路水电灯桥'[n]}的事，第${n}件`, category: 'road', once: `counted-trips-${n}`, anyway: true })), 5)
})

test('a voice is put in 7 trips', { skip }, async () => {
  const needs = (await h.client().get(`/place/${village}/need?order=newest`)).data.needs, neighbour = await cardOf(h, '一组2户')
  await held(five((i) => neighbour.post(`${needs[i].href}/voice`, { reason: '也要' })), 7)
})

test(`a page on which a house is asked about the result is ${A_MATTER} trips at most, also where it voiced another of the group`, { skip }, async () => {
  const [first, second] = [await cardOf(h, '一组1户'), await cardOf(h, '一组2户')]
  const raised = async (who, n) => (await who.post(`/place/${village}/need`, { title: `塘埂垮了，第${n}处`, category: 'road', once: `asked-trips-${n}`, anyway: true })).data.href
  const needs = [await raised(first, 1), await raised(second, 2)]
  const grouped = await w.who.village.post(`/place/${village}/work`, { act: 'group', need: needs.map((at) => at.split('/').pop()), group_title: '塘埂' })
  assert.equal(grouped.status, 200, grouped.text)
  const { version } = (await first.get(needs[0])).data.need
  const solved = await w.who.village.post(`${needs[0]}/solve`, { version, text: '垒好了', all: 'yes' })
  assert.equal(solved.status, 200, solved.text)
  for (const at of needs) {
    assert.match((await first.get(at, asHtml)).text, /id="judge"[^]*垒好了[^]*<\/section>/)
    const n = await least(ask(first, at, ''), A_MATTER)
    assert.ok(n !== null && n <= A_MATTER, `${n} trips for ${at}`)
  }
})

// ---- every list there is, as /openapi.json tells of it ----

const answer = (op) => op.responses?.['200']?.content?.['application/json']?.schema?.properties ?? {}
const lists = (op) => Object.values(answer(op)).some((p) => p.type === 'array')
const tellsAMatter = (op) => 'steps' in answer(op) && 'linked' in answer(op)

/// What can be asked of a list: nothing, and each thing that its form knows, with each of its values.
function queries(op) {
  const values = ({ name, schema: s }) => s.enum ?? (s.type === 'boolean' ? ['1'] : s.format === 'date' ? [day(-30)]
    : name === 'since' ? [day(-30)] : /^[\^]\[0-9\]\{2,6\}-/.test(s.pattern ?? '') ? [w.sample[name]] : s.pattern || name === 'after' ? []
      : name === 'what' ? w.nouns.map((n) => n.name) : ['路灯', '一组'])
  return ['', ...op.parameters.filter((p) => p.in === 'query').flatMap((p) => values(p).map((v) => `${p.name}=${encodeURIComponent(v)}`))]
}

/// For each of them who sees it; found.n: how often it was answered.
async function longest(path, query, most, found) {
  const over = []
  for (const who of ['nobody', 'resident', 'helper', 'village', 'supervisor', 'county', 'city', 'admin']) {
    const n = await least(ask(w.who[who], path, query), most)
    if (n !== null) found.n++
    if (n > most) over.push(`${who} waits ${n} times for ${path}?${query}`)
  }
  return over
}

test(`every list is ${A_LIST} trips at most, and a page of one matter ${A_MATTER}, whatever is asked of it`, { skip }, async () => {
  const over = [], silent = []
  for (let i = 0; i < 25; i++) await raise(w.who.resident, village) // so that there is a second page
  for (const { method, path, op } of w.routes) {
    if (method !== 'GET' || !lists(op)) continue
    const most = tellsAMatter(op) ? A_MATTER : A_LIST, found = { n: 0 }
    for (const place of path.includes('{place}') ? [village, town, county, '4203'] : [village]) {
      const at = w.address(path, { ...w.sample, place })
      for (const query of queries(op)) over.push(...await longest(at, query, most, found))
      const { next } = (await w.who.village.get(at)).data ?? {}
      if (next) over.push(...await longest(next.split('?')[0], next.split('?')[1], most, found))
    }
    if (found.n === 0) silent.push(path)
  }
  assert.deepEqual(over, [])
  assert.deepEqual(silent, [])
})
