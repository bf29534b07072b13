// crawl: nobody is led to a closed door. As every role from where it comes in, along every link and to the address of every form
// that a page shows: none is refused and none is missing. A link of one shape is followed once a role, and each form of a page of one
// shape is asked. What is pressed and asks for nothing is pressed in the end: what a page offers is not forbidden by the rule behind it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'
import { records } from '../../support/records.mjs'
import { city, county, group, logins, town, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const home = { group_leader: group, council_of_group: group, team_member: town, town, county, city, province: '42', admin: city }
const accept = { headers: { accept: 'text/html' } }
const plain = (s) => s.replace(/&amp;/g, '&').replace(/&#x3D;|&#61;/g, '=').replace(/&#x2F;|&#47;/g, '/')
let h, w

// Accounts of which the demonstration has none: without a desk, or helping elsewhere than in a whole village.
const others = { representative: village, team_member: town, council_of_group: group }
before(async () => {
  h = await house({ engine, demo: true })
  w = await records(h)
  for (const [name, place] of Object.entries(others)) {
    const { password } = JSON.parse(h.mustCli('account', 'add', `pa${name}`, '--place', place, '--role', name.replace('_of_group', ''), '--json'))
    await (w.who[name] = h.client()).login(`pa${name}`, password)
  }
})
after(() => h?.leave())

/// Where a place lies, for whom it is at home: doors differ by that, and not from one village to the next.
function lies(code, own) {
  if (code === own) return 'own'
  return code.startsWith(own) ? 'below' : own.startsWith(code) ? 'above' : 'beside'
}
/// /need/420325-01h2?sort=new of a village's official: /need/*?sort.
function shape(address, own) {
  const at = new URL(address, 'http://x')
  const path = at.pathname.replace(/\d{6}-[0-9a-z]+/g, '*').replace(/[0-9a-f]{32,}/g, 'hash').replace(/(?<=\/)\d{2,}(?=\/|$)/g, (c) => lies(c, own))
  return `${path}?${[...new Set(at.searchParams.keys())].sort()}`
}

/// What the page leads to: [method, address], those of another site aside.
function doors(html, here) {
  const found = []
  const add = (method, address) => {
    const at = new URL(plain(address), `http://x${here}`)
    if (at.host !== 'x' || /^\/(static|photo)\//.test(at.pathname) || /[?&](lang|size)=/.test(at.search)) return // how a page looks is no other door
    found.push([method, at.pathname + at.search])
  }
  for (const [, href] of html.matchAll(/<a [^>]*?href="([^"#][^"]*)"/g)) add('GET', href)
  for (const [tag] of html.matchAll(/<form [^>]*>/g)) add(/method="post"/i.test(tag) ? 'POST' : 'GET', /action="([^"]*)"/.exec(tag)?.[1] ?? here)
  for (const [, address] of html.matchAll(/formaction="([^"]*)"/g)) add('POST', address)
  return found
}

/// Buttons: forms in which nothing is typed or chosen, as [address, fields].
function buttons(html, here) {
  const found = []
  for (const [form] of html.matchAll(/<form [^>]*method="post"[^]*?<\/form>/gi)) {
    const inputs = [...form.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)].map(([tag]) => tag)
    if (!inputs.every((tag) => /type="hidden"/.test(tag)) || /formaction=/.test(form)) continue
    const fields = inputs.map((tag) => [/name="([^"]*)"/.exec(tag)?.[1], plain(/value="([^"]*)"/.exec(tag)?.[1] ?? '')])
    const at = new URL(plain(/action="([^"]*)"/.exec(form)?.[1] ?? here), `http://x${here}`)
    found.push([at.pathname + at.search, fields.filter(([k]) => k && k !== '_csrf')])
  }
  return found
}

// Leaves, and changes nothing: a POST is sent a field that no form has, and what ends the session is not pressed.
const isLeft = (address) => /^\/logout/.test(address)

const offered = [] // [role, page, address]
async function crawl(role) {
  const c = w.who[role], own = home[role] ?? village, seen = new Set(), closed = []
  const queue = [['GET', '/', 'beginning'], ['GET', `/place/${own}`, 'beginning'], ['GET', '/me', 'beginning']].filter(([, a]) => role !== 'nobody' || a !== '/me')
  const pressed = new Map()
  let pages = 0, posts = 0
  while (queue.length) {
    const [method, address, from] = queue.shift(), page = method === 'POST' ? ` on ${shape(from, own)}` : ''
    const name = `${method} ${shape(address, own)}${page}`
    if (seen.has(name) || isLeft(address)) continue
    seen.add(name)
    const r = await (method === 'GET' ? c.get(address, accept) : c.post(address, { no_such_field: 1 }))
    const isShut = [403, 404, 405].includes(r.status) || r.status >= 500 || (r.status === 401 && (role !== 'nobody' || method === 'GET'))
    if (isShut) closed.push(`${role}: ${method} ${address} on ${from}: ${r.status}`)
    if (method === 'POST') posts++
    else if (r.status >= 300 && r.status < 400) queue.push(['GET', r.headers.get('location').replace(/^https?:\/\/[^/]+/, ''), from])
    else if ((r.headers.get('content-type') ?? '').includes('html') && r.status < 300) {
      pages++
      for (const [a] of buttons(r.text, address)) if (!pressed.has(`${shape(address, own)} ${shape(a, own)}`)) pressed.set(`${shape(address, own)} ${shape(a, own)}`, [role, address, a])
      queue.push(...doors(r.text, address).map(([m, a]) => [m, a, address]))
    }
  }
  offered.push(...pressed.values())
  return { closed, pages, posts }
}

for (const role of ['nobody', 'resident', ...Object.keys(logins), ...Object.keys(others)])
  test(`${role}: every link and every form of every page leads somewhere`, async (t) => {
    const { closed, pages, posts } = await crawl(role)
    t.diagnostic(`${pages} pages, ${posts} addresses of forms`)
    assert.deepEqual(closed, [])
    assert.ok(pages > 15, `${pages} pages`)
  })

test('who speaks for others and comes to the form of a house is led to choose one', async () => {
  for (const role of ['helper', 'council', 'group_leader', 'village', 'team_member', 'council_of_group']) {
    const r = await w.who[role].get(`/place/${village}/need/new`, accept)
    assert.equal(r.status, 403, role)
    const way = /<a class="btn[^"]*" href="([^"]+)">[^>]*><\/i>替谁家说/.exec(r.text)?.[1]
    assert.equal((await w.who[role].get(way, accept)).status, 200, `${role}: ${way}`)
  }
  assert.ok(!(await w.who.representative.get(`/place/${village}/need/new`, accept)).text.includes('替谁家说'))
})

// Who leaves, or stops the card by which they came in, would press nothing more.
const endsAll = (address) => isLeft(address) || /session|card/.test(address)

test('what a page offers to press is not forbidden when it is pressed', async (t) => {
  const shut = []
  let n = 0
  for (const [role, page, address] of offered) {
    if (role === 'nobody' || endsAll(address)) continue
    const c = w.who[role], shown = await c.get(page, accept) // others pressed meanwhile
    const [, fields] = shown.status === 200 ? buttons(shown.text, page).find(([a]) => a === address) ?? [] : []
    if (!fields) continue
    const form = new URLSearchParams([...fields, ['_csrf', /name="_csrf" value="([^"]+)"/.exec(shown.text)?.[1] ?? '']])
    const r = await c.fetch(address, { method: 'POST', form: form.toString(), headers: { ...accept.headers, 'content-type': 'application/x-www-form-urlencoded' } })
    n++
    if ([401, 403, 404, 405].includes(r.status) || r.status >= 500) shut.push(`${role}: ${address} on ${page}: ${r.status}`)
  }
  t.diagnostic(`${n} buttons`)
  assert.deepEqual(shut, [])
  assert.ok(n > 20, `${n} buttons`)
})
