// quiet: what nobody may learn of changes nothing that they can read. Every page is read by a visitor, by a house beside and by those
// who organise, before and after a complaint, a need whose author hides, and an act in the name of a house that agreed. What may
// differ is listed here, by address and with the reason; a page that is added later is read too.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { house, played, sleep } from '../../support/house.mjs'
import { ask as askHelp } from '../../sample/help.mjs'
import { raise, step } from '../../sample/need.mjs'
import { records } from '../../support/records.mjs'
import { cardOf, city, county, group, made, nameOf, town, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const places = [group, village, town, county, city]
const labels = ['一组91户', '一组92户', '一组93户']
let h, w, houses, addresses, joined, last

before(async () => {
  // Where the clock stands still, a page changes by what was done alone.
  h = await house({ engine, demo: true, args: ['--dear-a-minute', '1000000'], env: { YUANCHANG_CLOCK: played } })
  w = await records(h)
  const file = join(h.dir, 'planted.csv')
  writeFileSync(file, `组,户,姓名,性别\n${labels.map((label, i) => `一组,${label},端木${'甲乙丙'[i]},男\n`).join('')}`)
  h.mustCli('person', 'import', file, '--place', village)
  houses = await Promise.all(labels.map(async (label) => {
    const c = await cardOf(h, label), { household, account } = (await c.get('/session')).data
    return { c, label, household, account, person: (await w.who.village.get(`/household/${household}`)).data.persons[0].id }
  }))
  joined = await raise(w.who.neighbour, group, { title: '井台要加一圈护栏' })
  addresses = [...everyAddress(), joined]
})
after(() => h?.leave())

// ---- reading everything ----

/// Lists, in more ways than one.
const ways = {
  '/place/{place}/need': ['?show=open', '?order=newest', '?kind=idea', '?mine=1', '?since=2026-01-01', '?q=%E6%9A%97%E8%AE%B0'],
  '/place/{place}/need/alike': ['?q=%E6%9A%97%E8%AE%B0'],
  '/place/{place}/work': ['?view=complaint', '?view=unassigned', '?state=all'],
  '/place/{place}/desk': ['?what=need', '?what=help'], '/place/{place}/task': ['?late=1'], '/place/{place}/oversight': ['?show=answered'],
  '/log/{log}/growth': ['?from=1'], '/place': ['?q=%E6%9A%97%E8%AE%B0'], '/place/{place}/sheet': ['?from=2020-01-01&to=2030-01-01'],
}
/// What answers about the reader, or about the program, and never about records; tables out are few an hour.
const apart = /^\/(session|healthz|metrics|logout)$|\/export$/

function everyAddress() {
  for (const path of Object.keys(ways)) assert.ok(w.routes.some((r) => r.method === 'GET' && r.path === path), `${path} is a route`)
  const all = { place: places, log: places.slice(1) }
  return w.routes.filter((r) => r.method === 'GET' && !apart.test(r.path)).flatMap(({ path }) => {
    const name = /\{(\w+)\}/.exec(path)?.[1]
    const of = name ? all[name]?.map((v) => path.replace(`{${name}}`, v)) ?? [w.address(path)] : [path]
    return of.flatMap((at) => ['', ...(ways[path] ?? [])].map((q) => at + q))
  })
}

/// Without what is new every time.
const settled = (text) => text.replace(/name="(_csrf|once)" value="[^"]*"/g, '').replace(/"(once|csrf)":"[^"]*"/g, '')

async function read(c, address, accept) {
  const r = await fetch(h.origin + address, { redirect: 'manual', headers: { accept, cookie: [...c.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } })
  const text = await r.text()
  assert.ok(r.status < 500 && r.status !== 429, `${address}: ${r.status} ${text.slice(0, 300)}`)
  return `${r.status} ${settled(text)}`
}

/// `ROLE ADDRESS ACCEPT` -> what it says, eight at a time; as a page too to a visitor and to the village. Figures above the county
/// follow within a second (record/counter.h).
async function everything(roles) {
  for (let i = 0; i < 40 && h.sql('SELECT count(*) FROM outbox')[0] !== '0'; i++) await sleep(100)
  const forms = (role, at) => (['nobody', 'village'].includes(role) && !at.includes('/growth') ? ['text/html', 'application/json'] : ['application/json'])
  const asks = roles.flatMap((role) => addresses.flatMap((at) => forms(role, at).map((accept) => [role, at, accept])))
  const found = new Map()
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let ask; (ask = asks.pop());) found.set(ask.join(' '), await read(w.who[ask[0]], ask[1], ask[2]))
  }))
  return found
}

/// The first pages that differ, without those that may: [[address, why]].
function differing(was, is, may) {
  const list = [...is].filter(([at, text]) => was.get(at) !== text && !may.some(([address]) => address.test(at.split(' ')[1])))
  return list.slice(0, 12).map(([at, text]) => `${at}: ${firstDifference(was.get(at), text)}`)
}
function firstDifference(a, b) {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return `${JSON.stringify(a.slice(Math.max(0, i - 40), i + 60))} became ${JSON.stringify(b.slice(Math.max(0, i - 40), i + 60))}`
}

/// Objects of JSON that speak of a place of this village, as text.
function ofTheVillage(value, found = []) {
  if (value && typeof value === 'object') {
    if (!Array.isArray(value) && Object.values(value).some((v) => typeof v === 'string' && v.includes(village))) found.push(JSON.stringify(value))
    Object.values(value).forEach((v) => ofTheVillage(v, found))
  }
  return found
}

const at = (place, rest) => new RegExp(`^/${rest === 'log' ? 'log' : 'place'}/(${place})${rest === 'log' ? '' : rest}(/(head|growth))?([?].*)?$`)

// ---- a complaint ----

test(`a complaint changes no page of those who may not read it, ${engine}`, async () => {
  const roles = ['nobody', 'neighbour', 'group_leader', 'council', 'village']
  const above = `${town}|${county}|${city}`
  const may = [
    [at(above, ''), 'it counts from the level that may read it'], [at(above, '/board'), 'the same'], [at(above, '/need'), 'its figures'],
    [at(above, 'log'), 'one line more, of which only the number is said'],
    [/^\/(\?.*)?$/, 'the first page is the city\'s'],
  ]
  const was = await everything(roles)
  const href = await raise(houses[0].c, group, { kind: 'complaint', title: '暗记甲字号', body: '暗记乙字号', target: '暗记丙主任', category: 'other' })
  await step(w.who.town, href, 'take')
  const is = last = await everything(roles)
  assert.deepEqual(differing(was, is, may), [])
  let changed = 0
  for (const [key, text] of is) {
    if (was.get(key) === text) continue
    changed++
    assert.ok(!/甲字号|乙字号|丙主任|端木|一组91户/.test(text) && !text.includes(nameOf(href)), key)
    if (key.endsWith('json') && !key.includes('/log/')) // nor do their parts that speak of the village: rows of children, figures below
      assert.deepEqual(ofTheVillage(JSON.parse(text.slice(4))), ofTheVillage(JSON.parse(was.get(key).slice(4))), key)
  }
  assert.ok(changed > 0, 'above, it is counted')
})

// ---- what anybody may see of a need, and no more of one whose author hides, or who was helped ----

const all = `${group}|${village}|${town}|${county}|${city}`
/// The head of the village's log stands on its sheets and beside its proofs.
const printed = [[at(`${group}|${village}`, '/sheet'), 'the head of the log'], [/\/proof$/, 'the head of the log']]
const ofNeed = [
  ...printed,
  [at(all, ''), 'open matters of the place'], [at(all, '/board'), 'its figures'], [at(all, '/need'), 'the list'], [at(all, '/need/alike'), 'is it said already'],
  [at(all, '/sheet'), 'the sheet on the wall'], [at(all, '/wall'), 'the wall'], [at(all, 'log'), 'its line'], [/^\/(\?.*)?$/, 'the first page is the city\'s'],
  [/^\/place\/\d+\/(work|desk)/, 'the desk of the group, for who leads it'], [/^\/search/, 'its title'],
  [/^\/place\/\d+\/meeting\/new/, 'what can be put on an agenda, for who calls meetings'],
]
const outside = ['nobody', 'neighbour', 'group_leader']
/// Who organises the group knows whom to call back.
const isDeskOfTheGroup = new RegExp(`^group_leader (/place/${group}/(work|desk|meeting/new)|/need/)`)
const names = (x) => [x.label, x.household, x.account, x.person, nameOf(x.household).split('-').pop()]

function tellsNothing(was, is, may, x) {
  assert.deepEqual(differing(was, is, may), [])
  const changed = [...is].filter(([key, text]) => was.has(key) && was.get(key) !== text)
  assert.ok(changed.length > 0)
  for (const [key, text] of changed.filter(([key]) => !isDeskOfTheGroup.test(key)))
    for (const name of names(x)) assert.ok(!text.includes(name), `${key}: ${name}`)
}

test(`a need whose author hides tells nobody outside which house it is, ${engine}`, async () => {
  const was = last
  await raise(houses[1].c, group, { title: '柳树下的石桌少了一张', hide_author: true })
  last = await everything(outside)
  tellsNothing(was, last, ofNeed, houses[1])
})

test(`a voice given through a helper tells nobody outside for which house, ${engine}`, async () => {
  const x = houses[2], first = last
  const asked = await askHelp(w.who.helper, x.household, x.person)
  made(await x.c.post(`${asked}/answer`, { agrees: 'yes' }), 'it agrees')
  const was = await everything(outside)
  tellsNothing(first, was, [[at(village, 'log'), 'lines of which only the number is said'], ...printed], x)
  made(await w.who.helper.post(`${joined}/voice`, { reason: '', _for: nameOf(asked) }), 'a voice')
  last = await everything(outside)
  tellsNothing(was, last, [[new RegExp(`^${joined}([?/].*)?$`), 'the matter, with the mark of help'], [/^\/me/, 'the author\'s own list'], ...ofNeed], x)
  assert.notEqual(was.get(`nobody ${joined} application/json`), last.get(`nobody ${joined} application/json`))
})

test(`lines of a log that may not be told of are alike, ${engine}`, async () => {
  h.mustCli('card', village, '二组2户')
  for (const role of ['nobody', 'village', 'town']) for (const log of [village, town]) {
    const { entries } = (await w.who[role].get(`/log/${log}`)).data, quiet = entries.filter((e) => e.kind === '')
    assert.ok(role === 'town' || quiet.length > 0, `${role} ${log}`)
    for (const e of quiet) assert.deepEqual({ ...e, seq: 0 }, { ...quiet[0], seq: 0 }, `${role} ${log}`)
    for (const e of quiet) assert.deepEqual([e.id, e.at, e.subject], ['', null, ''])
  }
})
