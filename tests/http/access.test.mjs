// access: that the dispatcher applies what tests/data/access/ says, over the wire. Every route of /openapi.json is
// asked by nobody, a household and every demonstration role, about the own place, one below, the one above and one
// beside; tests/unit/house/access_table_test.c asks the rows of every route the same without a server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { house, isProxied, readText, root } from '../support/house.mjs'
import { records } from '../support/records.mjs'
import { county, town, village } from '../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const beside = '420381005212'
let h, w, routes, who

// Where each is at home, and what lies below, above and beside that.
const villageSpots = { own: village, below: `${village}001`, above: town, beside }
const spots = {
  nobody: villageSpots, resident: villageSpots, helper: villageSpots, council: villageSpots, village: villageSpots, supervisor: villageSpots,
  group_leader: { own: `${village}001`, above: village, beside: `${village}002` },
  town: { own: town, below: village, above: county, beside: '420381005' },
  county: { own: county, below: town, above: '4203', beside: '420381' },
  city: { own: '4203', below: county, above: '42' }, province: { own: '42', below: '4203' },
  admin: { own: '4203', below: village, above: '42' },
}

/// method + path -> the words of its line.
function table() {
  const folder = join(root, 'tests/data/access')
  const lines = readdirSync(folder).filter((f) => f.endsWith('.tsv')).flatMap((f) => readText(join(folder, f)).split('\n')).filter((l) => l && l[0] !== '#')
  return new Map(lines.map((l) => {
    const [method, path, ...words] = l.trim().split(/\s+/)
    return [`${method} ${path.replace(/:(\w+)/g, '{$1}')}`, words]
  }))
}

/// A record of each kind that belongs to a place, or to one below it, under the name that paths have for it.
function recordsAt(place) {
  const under = `place >= '${place}' AND place < '${place.slice(0, -1)}${Number(place.at(-1)) + 1}'`
  const name = (r) => r && `${r[0]}-${BigInt(r[1]).toString(32).replace(/./g, (c) => '0123456789abcdefghjkmnpqrstvwxyz'[parseInt(c, 32)])}`
  const one = (rows) => name(h.sql(`SELECT county, id FROM ${rows.replace('UNDER', under)} ORDER BY id LIMIT 1`)[0]?.split('|'))
  const found = Object.entries(w.lies).map(([record, rows]) => [record, one(rows)])
  return { place, log: place.length <= 12 ? place : undefined, role: county.startsWith(place) ? w.sample.role : undefined, ...Object.fromEntries(found) }
}

before(async () => {
  h = await house({ engine, demo: true })
  w = await records(h);
  ({ who, routes } = w)
})
after(() => h?.done())

/// What the table says. A role reaches its place and below, a resident the own village and below.
function may(words, role, spot) {
  const isHere = spot === 'own' || spot === 'below'
  if (words.includes('everyone')) return true
  if (words.includes('account')) return role !== 'nobody'
  if (role === 'resident') return words.includes('voice') && isHere
  return words.includes(role) && isHere
}

// An answer says "you may": it is there, or refused for what was sent. 404 counts as "may" or not: what is not shown is
// not there (a complaint, a picture that has no such name).
const isLetIn = (status) => status < 400 ? status !== 303 : [400, 409, 413, 415, 422].includes(status)

// Nothing is done: every POST is sent a field that no form has, and that is refused before anything else happens.
const ask = (role, method, path) => (method === 'GET' ? who[role].get(path) : who[role].post(path, { no_such_field: 1 }))

// Ends the session of who asks, or is its beginning; asked apart, below.
// Through nginx nobody is let at the figures.
const apart = new Set([...(isProxied ? ['GET /metrics'] : []), 'POST /logout', 'GET /help/{help}', 'POST /help/{help}/answer', 'POST /help/{help}/end', 'POST /login', 'GET /card/{code}', 'POST /card/{code}', 'GET /photo/{hash}', 'GET /photo/{hash}/small',
  'GET /log/{log}/growth'])

test('every route has a line, and every line a route', () => {
  const lines = [...table().keys()], there = routes.map((r) => `${r.method} ${r.path}`)
  assert.deepEqual(there.filter((x) => !lines.includes(x)), [])
  assert.deepEqual(lines.filter((x) => !there.includes(x)), [])
})

test('every route lets in whom the table names, at the own place and below, and nobody else', async () => {
  const lines = table(), known = new Map(), wrong = []
  let asked = 0, refused = 0
  const askedOf = new Set()
  const recordOf = (place) => known.get(place) ?? known.set(place, recordsAt(place)).get(place)
  for (const { method, path } of routes.filter((r) => !apart.has(`${r.method} ${r.path}`))) {
    const words = lines.get(`${method} ${path}`), name = /\{(\w+)\}/.exec(path)?.[1]
    for (const [role, places] of Object.entries(spots))
      for (const [spot, place] of Object.entries(name ? places : { own: '' })) {
        const value = name && recordOf(place)[name]
        if (name && !value) continue
        // "Above" is a record of the place above only where it is a place; elsewhere it may lie in the own one.
        if (spot === 'above' && !['place', 'log'].includes(name)) continue
        const address = name ? path.replace(`{${name}}`, value) : path
        const { status, text } = await ask(role, method, address + (path.endsWith('/export') ? '?as=csv' : ''))
        if (name) askedOf.add(name)
        const expected = may(words, role, spot)
        const said = `${role} ${spot} ${method} ${address}: ${status}`
        asked++
        assert.ok(status < 500 && status !== 429, `${said} ${text.slice(0, 200)}`)
        if (expected ? status === 401 || (status === 403 && !isOwnRule(path)) : isLetIn(status)) wrong.push(said)
        if (!expected) {
          refused++
          assert.ok(role !== 'nobody' || status === 401, `${said}, not 401`)
        }
      }
  }
  assert.deepEqual(wrong, [])
  const silent = routes.flatMap((r) => /\{(\w+)\}/.exec(r.path)?.[1] ?? []).filter((name) => !askedOf.has(name) && !['code', 'hash', 'help', 'draft'].includes(name))
  assert.deepEqual(silent, [], 'no place has a record of that kind')
  assert.ok(asked > 1500 && refused > 500, `${asked} asked, ${refused} refused`)
})

// The verb opens the route; what stands behind it then asks more: only the author edits, /work and /desk lead to one's desk, and which
// of its nouns a desk shows is theirs to say (tests/http/matter/desk.test.mjs).
const isOwnRule = (path) => ['/need/{need}/edit', '/work', '/desk', '/place/{place}/desk'].includes(path)

test('nobody is sent to sign in by a page, and told 401 by JSON; a foreign role is told 403', async () => {
  const html = { headers: { accept: 'text/html' } }
  for (const path of [`/place/${village}/people`, `/place/${village}/work`, `/place/${village}/accounts`, '/me', '/work']) {
    const page = await who.nobody.get(path, html)
    assert.ok(page.status === 401 || (page.status === 303 && page.headers.get('location').startsWith('/login')), `${path}: ${page.status}`)
    assert.equal((await who.nobody.get(path)).status, 401)
    if (path.startsWith('/place')) assert.equal((await who.resident.get(path, html)).status, 403)
  }
})

test('what ends a session is for those who have one', async () => {
  for (const path of ['/logout']) assert.equal((await who.nobody.post(path, {})).status, 401, path)
  const c = h.client()
  await c.login('jiandu')
  assert.ok((await c.post('/logout', {})).status < 400)
  assert.equal((await c.get('/me')).status, 401)
})

test('a role that has ended opens nothing, from the next request on', async () => {
  const { password } = JSON.parse(h.mustCli('account', 'add', 'linshi', '--place', village, '--role', 'village', '--json'))
  const c = h.client()
  await c.login('linshi', password)
  assert.equal((await c.get(`/place/${village}/people`)).status, 200)
  h.mustCli('account', 'role', 'linshi', '--place', village, '--role', 'village', '--end')
  const { status } = await c.get(`/place/${village}/people`)
  assert.ok(status === 403 || status === 401, `${status}`)
})
