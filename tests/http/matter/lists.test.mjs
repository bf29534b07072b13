// Lists: each says how many it has, for whoever looks and with whatever filter, and that is what a walk through all of its pages
// finds; and what changed of each noun is told since any moment, so that a copy that is kept by it misses nothing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clock, day, house } from '../../support/house.mjs'
import { agree, call } from '../../sample/meeting.mjs'
import { raise } from '../../sample/need.mjs'
import { ask } from '../../sample/oversight.mjs'
import { records } from '../../support/records.mjs'
import { cardOf, county, group, nameOf, once, town, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const A_PAGE = 20, COUNTED = 1000
let h, w
before(async () => {
  h = await house({ engine, demo: true, env: { YUANCHANG_DEAR_A_MINUTE: '1000000' } })
  w = await records(h)
  await fill()
})
after(() => h?.leave())

const made = (r) => (assert.ok(r.status < 300, r.text), r.data)

/// More than a page of each, and what some may see and others not.
async function fill() {
  const { resident, neighbour, village: official, group_leader: leader } = w.who
  const houses = [resident, neighbour, await cardOf(h, '二组2户'), await cardOf(h, '二组3户')], mine = []
  for (let i = 0; i < 84; i++) mine.push(await raise(houses[i % 4], i % 3 ? village : group, { category: i % 2 ? 'water' : 'road', kind: ['demand', 'idea'][i >> 2 & 1] }))
  for (let i = 0; i < 24; i++) await raise(houses[i % 4 >> 1], village, { kind: 'complaint', target: '记工的人', category: 'other' })
  for (const href of mine.slice(0, 3)) await official.post(`${href}/take`, { version: 1 })
  made(await neighbour.post(`${mine[1]}/withdraw`, {}))
  made(await official.post(`/place/${village}/work`, { act: 'group', need: [mine[4], mine[6]].map(nameOf), group_title: '路不好走' }))
  for (let i = 0; i < 23; i++) {
    const meeting = await call(i % 2 ? official : leader, i % 2 ? village : group)
    await agree(i % 2 ? official : leader, meeting)
    if (i % 5 === 4) made(await (i % 2 ? official : leader).post(`${meeting}/minutes`, { version: 1, text: '都说好了。' }))
  }
  for (const href of mine.slice(8, 33)) await ask(w.who.supervisor, href)
  await posts(official)
}

/// One each of several houses.
async function posts(official) {
  const { households } = (await official.get(`/place/${village}/post/new`)).data
  for (const [i, { id }] of households.slice(0, 34).entries()) {
    const { persons } = (await official.get(`/place/${village}/post/new?household=${id}`)).data
    const r = await official.post(`/place/${village}/post`, { person: persons[0].id, kind: 'councillor', body: '理事会', from: day(), source: '会上定的', once: once() })
    if (r.status < 300 && i % 8 === 0) made(await official.post(`${r.data.href}/end`, { version: 1, why: '搬走了' }))
  }
}

// ---- how many ----

const answer = (op) => op.responses?.['200']?.content?.['application/json']?.schema?.properties ?? {}

/// Nothing, each filter with each of its values, and two at once.
function queries(op) {
  const values = ({ name, schema: s }) => (s.enum ?? (s.type === 'boolean' ? ['1'] : ['after', 'since'].includes(name) || /^[\^]\[0-9\]\{2,6\}-/.test(s.pattern ?? '') || s.pattern ? []
    : name === 'what' ? w.nouns.map((n) => n.name) : name === 'q' ? ['路灯', '一组', '李'] : []))
  const one = op.parameters.filter((p) => p.in === 'query').map((p) => values(p).map((v) => `${p.name}=${encodeURIComponent(v)}`))
  const two = one.flatMap((a, i) => one.slice(i + 1).flatMap((b) => a.slice(0, 3).flatMap((x) => b.slice(0, 3).map((y) => `${x}&${y}`))))
  return ['', ...one.flat(), ...two]
}

const twice = (list) => list.filter((id, i) => list.indexOf(id) !== i)

/// All of a list, and what it says on each page of how many there are. Undefined: it is not for who asks, or there is none there.
async function walk(who, path, key) {
  const rows = [], said = []
  let later
  for (let next = path; next; ) {
    const r = await who.get(next)
    assert.ok([200, 401, 403, 404, 422].includes(r.status), `${next}: ${r.status} ${r.text}`)
    if (r.status !== 200 || !('count' in r.data)) return undefined
    if (r.data.is_above && r.data.below) return undefined // it counts the lists of its counties: counts.test.mjs
    said.push([r.data.count, r.data.count_more])
    rows.push(...r.data[key])
    next = r.data.next
    later = r.data.later
  }
  return { rows, said, later }
}

const few = ['nobody', 'resident', 'town', 'admin'], roles = ['nobody', 'resident', 'helper', 'group_leader', 'village', 'supervisor', 'town', 'county', 'city', 'admin']

test(`every list that goes on says how many it has: as many as a walk of it finds, for everybody and with every filter, ${engine}`, async () => {
  const wrong = [], long = new Set(), counted = w.routes.filter((r) => r.method === 'GET' && 'count_more' in answer(r.op))
  for (const { path, op } of w.routes)
    if ('next' in answer(op) && 'first' in answer(op)) assert.ok('count_more' in answer(op), `${path} goes on and does not say how many there are`)
  for (const { path, op } of counted) {
    // The rows that it is the count of: meetings of /place/{place}/meeting, but where the noun's sample says another key.
    const key = w.rows[path] ?? `${path.split('/').pop()}s`
    assert.equal(answer(op)[key]?.type, 'array', `of what ${path} says how many there are`)
    for (const place of path.includes('{place}') ? [group, village, town, county, '4203'] : [village])
      for (const query of queries(op))
        for (const role of query.includes('&') ? few : roles) {
          const at = `${w.address(path, { ...w.sample, place })}?${query}`, found = await walk(w.who[role], at, key)
          if (!found) continue
          const { rows, said } = found, [count, more] = said[0]
          if (said.length > 1) [path, ...query.split('&')].forEach((what) => long.add(what))
          const right = more ? count <= rows.length : count === rows.length
          if (!right || said.some(([n, m]) => n !== count || m !== more)) wrong.push(`${role} ${at}: ${JSON.stringify(said)}, and ${rows.length} are there`)
        }
  }
  assert.deepEqual(wrong, [])
  for (const path of ['/place/{place}/need', '/place/{place}/work', '/place/{place}/meeting', '/place/{place}/task', '/place/{place}/post', '/place/{place}/desk', '/place/{place}/oversight', '/log/{log}', '/me',
    'category=road', 'kind=idea', 'show=open', 'mine=1', `q=${encodeURIComponent('路灯')}`, 'view=unassigned', 'view=complaint', 'state=called', 'what=task'])
    assert.ok(long.has(path), `${path} was one page for everybody: nothing was counted`)
})

test(`who may not read complaints does not find them in a count, ${engine}`, async () => {
  const found = async (role, query) => (await walk(w.who[role], `/place/${town}/work?${query}`, 'needs')) ?? { rows: [], said: [[0]] }
  const theirs = await found('town', 'view=complaint')
  assert.ok(theirs.said[0][0] >= 24 && theirs.rows.every((x) => x.kind === 'complaint'), 'the township reads those about the village')
  assert.equal((await w.who.village.get(`/place/${village}/work?view=complaint`)).data.count, 0)
  const { count } = (await w.who.resident.get(`/place/${village}/need?mine=1`)).data
  assert.ok(count > 24, 'a house has its own, complaints too')
})

test(`a page says it in its words, ${engine}`, async () => {
  const zh = { headers: { accept: 'text/html', 'accept-language': 'zh' } }, en = { headers: { accept: 'text/html', 'accept-language': 'en' } }
  const path = `/place/${village}/meeting`, { count } = (await w.who.nobody.get(path)).data
  assert.ok(count > A_PAGE && count < COUNTED)
  assert.match((await w.who.nobody.get(path, zh)).text, new RegExp(`共 ${count} 个`))
  assert.match((await w.who.nobody.get(path, en)).text, new RegExp(`${count} in all`))
})

// ---- what changed ----

const iso = (ms) => encodeURIComponent(new Date(ms + 8 * 3600_000).toISOString().replace(/\.\d+Z$/, '+08:00'))
const ids = (rows) => rows.map((row) => row.id)

async function changed(who, path, key) {
  const rows = []
  let last
  for (let next = path; next; next = last.next) {
    const r = await who.get(next)
    assert.equal(r.status, 200, `${next}: ${r.text}`)
    rows.push(...r.data[key])
    last = r.data
    assert.equal(last.is_changes, true)
    assert.equal(last.count, null)
  }
  return { rows, later: last.later }
}

const changing = { need: 'needs', meeting: 'meetings', task: 'tasks', post: 'posts', oversight: 'oversights' }
/// Everybody reads them, but for what those have who supervise.
const reader = (noun) => w.who[noun === 'oversight' ? 'county' : 'nobody']

test(`every noun's list says what changed, and none of it with a filter or since no moment, ${engine}`, async () => {
  for (const { method, path, op } of w.routes)
    if (method === 'GET' && 'is_changes' in answer(op) && path !== '/place/{place}/desk')
      assert.ok(changing[path.split('/').pop()], `${path} says what changed: it belongs into this test`)
  for (const [noun, filter] of [['need', 'show=open'], ['meeting', 'state=held'], ['task', 'late=1'], ['post', 'show=ended'], ['oversight', 'show=answered']]) {
    const at = `/place/${village}/${noun}`
    for (const bad of ['yesterday', '2026-13-01', '99']) assert.equal((await reader(noun).get(`${at}?since=${bad}`)).status, 422, `${at} ${bad}`)
    const r = await reader(noun).get(`${at}?since=2026-07-01&${filter}`)
    assert.equal(r.status, 422, at)
    assert.ok(r.data.fields.since, r.text)
    const { next } = (await reader(noun).get(at)).data
    assert.equal((await reader(noun).get(`${at}?since=2026-07-01&after=${next.match(/after=([^&]*)/)[1]}`)).status, 422, 'the cursor of the list is none of its changes')
  }
})

for (const [noun, key] of Object.entries(changing))
  test(`the changes of all time are the whole of a ${noun} list and what is not in it any more, each once, ${engine}`, async () => {
    for (const place of [group, village, town, county]) {
      const { rows } = await changed(reader(noun), `/place/${place}/${noun}?since=2026-01-01`, key)
      assert.deepEqual(twice(ids(rows)), [])
      const got = new Set(ids(rows)), all = await walk(reader(noun), `/place/${place}/${noun}`, key)
      assert.deepEqual(ids(all.rows).filter((id) => !got.has(id)), [], `${place}: of the list, and not among the changes`)
    }
  })

test(`a copy of each list that is kept by its changes is the list, whatever was done to it meanwhile, ${engine}`, async () => {
  const { village: official } = w.who, copies = {}
  const take = (noun, rows) => rows.forEach((row) => copies[noun].set(row.id, row))
  const since = iso(clock()), later = {}
  for (const [noun, key] of Object.entries(changing)) {
    copies[noun] = new Map()
    const found = await walk(reader(noun), `/place/${village}/${noun}`, key)
    take(noun, found.rows)
    later[noun] = found.later ?? `/place/${village}/${noun}?since=${since}`
    assert.ok(noun === 'need' || found.later, 'the end of a walk leads to what changed since it began')
  }
  for (let round = 0; round < 2; round++) {
    await stir(official, copies)
    for (const [noun, key] of Object.entries(changing)) {
      const c = await changed(reader(noun), later[noun], key)
      take(noun, c.rows)
      later[noun] = c.later
      assert.ok(c.later)
    }
  }
  const open = { need: (x) => x.state !== 'withdrawn', meeting: () => true, task: (x) => x.state === 'open', post: (x) => x.state === 'held', oversight: (x) => x.state === 'open' }
  const same = { need: (x) => `${x.state} ${x.title}`, meeting: (x) => `${x.state} ${x.came}`, task: (x) => `${x.state} ${x.due}`, post: (x) => `${x.state} ${x.body}`, oversight: (x) => `${x.state} ${x.due}` }
  for (const [noun, key] of Object.entries(changing)) {
    const now = (await walk(reader(noun), `/place/${village}/${noun}`, key)).rows
    for (const row of now) assert.equal(same[noun](copies[noun].get(row.id) ?? {}), same[noun](row), `${noun} ${row.id}`)
    const stands = new Set(ids(now))
    const extra = [...copies[noun].values()].filter((x) => open[noun](x) && !stands.has(x.id))
    if (noun !== 'need') assert.deepEqual(extra, [], `${noun}: the copy has what the list has not`)
  }
  assert.ok([...copies.task.values()].some((x) => x.state === 'done') && [...copies.post.values()].some((x) => x.state === 'ended') && [...copies.meeting.values()].some((x) => x.state === 'off'))
})

/// One more of each, and one of each that comes to its end.
async function stir(official, copies) {
  const of = (noun, state) => [...copies[noun].values()].find((x) => x.state === state)
  await raise(w.who.neighbour, group)
  const meeting = await call(official, village)
  await agree(official, meeting)
  const off = await call(official, village)
  made(await official.post(`${off}/off`, { version: 1, why: '下雨' }))
  made(await w.who.resident.post(`${meeting}/come`, {}))
  const task = of('task', 'open'), post = of('post', 'held')
  made(await official.post(`/task/${task.id}/done`, { version: task.version, text: '做好了' }))
  made(await official.post(`/post/${post.id}/correct`, { version: post.version, kind: post.kind, body: '理事会二届', from: post.from, source: '会上定的', why: '改个名' }))
  const other = [...copies.post.values()].filter((x) => x.state === 'held').pop()
  made(await official.post(`/post/${other.id}/end`, { version: other.version, why: '不干了' }))
  const asked = of('oversight', 'open'), { version } = (await official.get(`/oversight/${asked.id}`)).data.oversight
  made(await official.post(`/oversight/${asked.id}/answer`, { version, text: '明天去' }))
  copies.post.set(post.id, { ...post, state: 'unknown' })
}

test(`what a reader may not see is in no changes, ${engine}`, async () => {
  const since = iso(clock() - 1000), complaint = nameOf(await raise(w.who.resident, village, { kind: 'complaint', target: '会计', category: 'other' }))
  for (const role of ['nobody', 'resident', 'village', 'county', 'admin'])
    assert.ok(!ids((await changed(w.who[role], `/place/${village}/need?since=${since}`, 'needs')).rows).includes(complaint), role)
})

// The last one: the village goes on under another code.
test(`whoever keeps a copy of either place hears of what went along when a village got another code, ${engine}`, async () => {
  const since = iso(clock() - 1000), to = '420325102299', open = {}
  const state = { need: ['raised', 'taken', 'pooled', 'doing', 'solved'], meeting: ['called'], task: ['open'], post: ['held'], oversight: ['open'] }
  for (const [noun, key] of Object.entries(changing))
    open[noun] = ids((await walk(reader(noun), `/place/${village}/${noun}`, key)).rows.filter((x) => state[noun].includes(x.state)))
  const { version } = (await w.who.nobody.get(`/place/${village}`)).data.place
  made(await w.who.admin.post(`/place/${village}/change`, { new_code: to, version }))
  for (const [noun, key] of Object.entries(changing))
    for (const place of [village, to]) {
      const got = new Map((await changed(reader(noun), `/place/${place}/${noun}?since=${since}`, key)).rows.map((x) => [x.id, x]))
      assert.ok(open[noun].length > 0)
      assert.deepEqual(open[noun].filter((id) => !got.has(id)), [], `${noun} of ${place}`)
    }
})
