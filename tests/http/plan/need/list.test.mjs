// Lists by cursor: while others raise, withdraw and voice, a walk has every row that stood there all the time once; nothing
// ends at a thousand; a broken cursor is refused at its field; what changed is told since any moment.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, clock } from '../../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212', list = `${village}/need`
const html = { headers: { accept: 'text/html' } }
let h, nobody, official, county, houses, n = 0

before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  official = h.client()
  await official.login('shangwan')
  county = h.client()
  await county.login('fangxian')
  houses = []
  for (let i = 1; i <= 6; i++) {
    const c = h.client(), path = new URL(h.mustCli('card', '420325102212', `二组${i}户`).trim()).pathname
    const page = (await c.get(path)).data
    await c.signIn(path, page.must_choose ? { person: page.persons[0].id } : {})
    houses.push(c)
  }
  for (let i = 0; i < 48; i++) await raise(houses[i % 6])
})
after(() => h?.leave())

async function raise(who, more = {}) {
  const r = await who.post(list, { title: `沟边的路要修 ${++n}`, category: 'road', once: `list-test-${process.pid}-${n}`, anyway: true, ...more })
  assert.equal(r.status, 201, r.text)
  return r.data.href
}

// Every page from `path` on; `between` is run after each.
async function walk(path, { who = nobody, between = async () => {}, key = 'needs', most = 200 } = {}) {
  const rows = [], pages = []
  for (let next = path; next; ) {
    const r = await who.get(next)
    assert.equal(r.status, 200, `${next}: ${r.text}`)
    rows.push(...r.data[key])
    pages.push(r.data)
    next = r.data.next
    assert.ok(pages.length < most, 'it never ends')
    if (next) await between(pages.length)
  }
  return { rows, pages }
}
const ids = (rows) => rows.map((row) => row.id)
const twice = (list) => list.filter((id, i) => list.indexOf(id) !== i)

for (const query of ['order=newest&show=all', 'order=voices', 'order=voices&category=road', 'order=newest&show=open', 'kind=demand', `q=${encodeURIComponent('沟边')}`])
  test(`while others raise and withdraw, a walk of ?${query} has each row once that stood there all the time, ${engine}`, async () => {
    const gone = [await raise(houses[4]), await raise(houses[5])]
    const stood = new Set(ids((await walk(`${list}?${query}`)).rows))
    const withdrawn = new Set(gone.map((href) => href.split('/').pop()))
    const { rows, pages } = await walk(`${list}?${query}`, { between: async (page) => {
      await raise(houses[page % 4])
      if (gone.length) assert.ok((await (gone.length === 2 ? houses[4] : houses[5]).post(`${gone.shift()}/withdraw`, { reason: '不用了' })).status < 400)
    } })
    assert.ok(pages.length > 2)
    assert.deepEqual(twice(ids(rows)), [])
    const seen = new Set(ids(rows))
    assert.deepEqual([...stood].filter((id) => !seen.has(id) && !withdrawn.has(id)), [])
  })

test(`who gets a voice while somebody walks by voices is in the walk or among the changes that its end leads to, ${engine}`, async () => {
  const all = ids((await walk(list)).rows)
  const { rows, pages } = await walk(list, { between: async (page) => {
    if (page === 1) for (const c of houses) await c.post(`/need/${all.at(-1)}/voice`, { reason: '' }) // to the first page, which was read
  } })
  const later = pages.at(-1).later
  assert.ok(later)
  assert.match((await nobody.get(pages.at(-2).next, html)).text, /看看翻的时候动过的/)
  const found = new Set([...ids(rows), ...ids((await walk(later)).rows)])
  assert.deepEqual(all.filter((id) => !found.has(id)), [])
})

test(`every filter stays on the way, in HTML and in JSON, and there is a way back to the beginning, ${engine}`, async () => {
  const path = `${list}?order=newest&category=road&show=open`
  const { data } = await nobody.get(path)
  assert.match(data.next, /^\/place\/420325102212\/need\?order=newest&category=road&show=open&after=[0-9a-z-]+$/)
  assert.equal(data.first, null)
  const page = (await nobody.get(path, html)).text
  assert.ok(page.includes(`rel="next" href="${data.next.replaceAll('&', '&amp;')}"`))
  const second = (await nobody.get(data.next)).data
  assert.equal(second.first, path)
  assert.deepEqual(ids((await nobody.get(second.first)).data.needs), ids(data.needs))
  assert.match((await nobody.get(data.next, html)).text, /回到第一页/)
  assert.match((await nobody.get(`${list}.json?order=newest`)).data.next, /^\/place\/420325102212\/need\.json\?/)
})

test(`a cursor that is broken, another list's or another village's is refused at its field, ${engine}`, async () => {
  const { next } = (await nobody.get(`${list}?order=newest`)).data, after = next.match(/after=(.*)$/)[1]
  const wrong = ['x', '0', '----', after.slice(0, -1), `${after}0`, after.replace(/^./, (c) => (c === '1' ? '2' : '1')), '9'.repeat(70), `1-2-3-4-5-${after}`, '%F0%9F%98%80']
  for (const cursor of wrong) {
    const r = await nobody.get(`${list}?order=newest&after=${cursor}`)
    assert.equal(r.status, 422, cursor)
    assert.ok(r.data.fields.after, cursor)
    assert.equal((await nobody.get(`${list}?order=newest&after=${cursor}`, html)).status, 422)
  }
  for (const path of [`${list}?after=${after}`, `/place/420325102/need?order=newest&after=${after}`, `${list}?since=2026-01-01&after=${after}`, `${village}?after=${after}`, `/log/420325102212?after=${after}`])
    assert.equal((await nobody.get(path)).status, 422, path)
  for (const path of [`${village}/work?after=${after}`, `${village}/people?after=${after}`, `/me?after=${after}`, `${village}/cards?after=${after}`])
    assert.equal((await official.get(path)).status, 422, path)
  assert.equal((await county.get(`/place/420325/accounts?after=${after}`)).status, 422)
  assert.equal((await nobody.get(`${list}?order=newest&after=`)).status, 200)
})

test(`an old address with a page's number leads to the first page, and tells programs that there are none, ${engine}`, async () => {
  const first = ids((await nobody.get(`${list}?order=newest`)).data.needs)
  assert.deepEqual(ids((await nobody.get(`${list}?order=newest&page=1`)).data.needs), first)
  const r = await nobody.get(`${list}?order=newest&page=2`)
  assert.equal(r.status, 422)
  assert.ok(r.data.fields.page)
  const page = await nobody.get(`${list}?order=newest&page=51`, html)
  assert.equal(page.status, 200)
  assert.ok(page.text.includes(`/need/${first[0]}"`))
  assert.doesNotMatch(page.text.match(/rel="next" href="([^"]*)"/)[1], /page=/)
})

test(`what changed since a moment comes in the order of change, each once, without complaints, ${engine}`, async () => {
  const since = encodeURIComponent(new Date(clock() + 8 * 3600_000).toISOString().replace(/\.\d+Z$/, '+08:00'))
  assert.equal((await nobody.get(`${list}?since=2026-07-01&category=road`)).status, 422)
  for (const bad of ['yesterday', '2026-13-01', '99', '2026-07-12T'])
    assert.equal((await nobody.get(`${list}?since=${bad}`)).status, 422, bad)
  const old = ids((await nobody.get(`${list}?order=newest`)).data.needs)[3]
  const made = []
  for (let i = 0; i < 24; i++) made.push((await raise(houses[i % 6])).split('/').pop())
  const grouped = (await raise(houses[1], { place: '420325102212002' })).split('/').pop(), taken = made[2], withdrawn = made[5]
  assert.ok((await official.post(`/need/${taken}/take`, { version: 1 })).status < 400)
  assert.ok((await houses[5].post(`/need/${withdrawn}/withdraw`, { reason: '不用了' })).status < 400)
  await raise(houses[0], { kind: 'complaint', target: '村干部', category: 'other', title: '办事拖了半年没有下文' })
  for (const c of houses) await c.post(`/need/${old}/voice`, { reason: '' })
  const { rows, pages } = await walk(`${list}?since=${since}`, { between: async () => { await raise(houses[1]); await houses[2].post(`/need/${made[0]}/voice`, { reason: '' }) } })
  const got = ids(rows)
  assert.deepEqual(twice(got), [])
  for (const id of [...made, old]) assert.ok(got.includes(id), id)
  assert.equal(rows.find((row) => row.id === withdrawn).state, 'withdrawn')
  assert.equal(rows.find((row) => row.id === taken).state, 'taken')
  for (const who of [nobody, county]) assert.ok(!(await walk(`${list}?since=${since}`, { who })).rows.some((row) => row.kind === 'complaint'))
  // The address that is kept: what changed while the pass went on, and since, is behind it.
  const later = pages.at(-1).later
  const after = ids((await walk(later)).rows)
  assert.ok(after.includes(made[0]))
  for (const path of ['/place/420325', '/place/420325102', '/place/420325102212002'])
    assert.ok(ids((await walk(`${path}/need?since=${since}`)).rows).includes(grouped), path)
  assert.ok(!ids((await walk(`/place/420325102212002/need?since=${since}`)).rows).includes(made[1]))
  assert.ok(!ids((await walk(`/place/420325102213/need?since=${since}`)).rows).some((id) => got.includes(id)))
})

test(`a table of the desk has every row of it, however many, ${engine}`, async () => {
  const { id } = h.sql(`SELECT household AS id FROM need WHERE county = '420325' LIMIT 1`).map((line) => ({ id: line }))[0]
  h.sql(`INSERT INTO need (county, id, place, at_place, kind, category, title, body, target, target_place, since, hide_author, household, person,
    account, channel, consent, raised_at, happened_at, changed_at, take_due, due, state, voices, households)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1205)
    SELECT '420325', 5000 + i, '420325102212', '420325102212', 0, 0, '很多件 ' || i, '', '', '', 0, 0, ${id}, 0, 0, 0, '', 1, 1, 1, 1, 1 + i / 7, 0, 1, 1 FROM n`)
  const csv = await official.get(`${village}/work/export?as=csv`)
  const lines = csv.text.split('\r\n').filter((line) => line.includes('很多件'))
  assert.equal(new Set(lines).size, 1205)
  assert.equal(lines.length, 1205)
  const xlsx = await official.get(`${village}/work/export?as=xlsx`)
  assert.equal(xlsx.status, 200)
  const { rows } = await walk(`${village}/work`, { who: official })
  assert.deepEqual(twice(ids(rows)), [])
  assert.equal(rows.filter((row) => row.title.startsWith('很多件')).length, 1205)
  const all = (await walk(`${list}?order=newest`)).rows
  assert.deepEqual(twice(ids(all)), [])
  assert.ok(all.length > 1205)
  h.sql('DELETE FROM need WHERE id BETWEEN 5001 AND 6205') // they have no voices, no events: `check` would say so
})

test(`lists of every room are walked to their end, ${engine}`, async () => {
  const lists = [[nobody, '/place/420325', 'children'], [nobody, '/log/420325102212', 'entries'], [official, `${village}/people`, 'households'],
    [official, `${village}/cards`, 'households'], [houses[0], '/me', 'messages'], [county, '/place/420325/accounts', 'accounts'], [county, '/place/420325/work', 'needs']]
  for (const [who, path, key] of lists) {
    const { rows, pages } = await walk(path, { who, key, most: 2000 })
    const names = rows.map((row) => row.seq ?? row.id ?? row.code)
    assert.deepEqual(twice(names), [], path)
    assert.ok(rows.length > 0 && pages.at(-1).next === null, path)
  }
  const size = (await nobody.get('/log/420325102212')).data.size
  assert.equal((await walk('/log/420325102212', { key: 'entries' })).rows.length, size)
})

test(`what a house said and what it joined is one list, counted, and its newest stand on its own page, ${engine}`, async () => {
  const [mine, other] = houses
  const own = async () => {
    const { rows, pages } = await walk(`${list}?mine=1`, { who: mine })
    assert.equal(pages[0].count, rows.length)
    return ids(rows)
  }
  const before = await own()
  assert.ok(before.length > 3)
  const said = await raise(other, { title: '桥头的栏杆松了' })
  assert.equal((await mine.post(`${said}/voice`, { reason: '' })).status, 200)
  const now = await own()
  assert.equal(`/need/${now[0]}`, said)
  assert.deepEqual(now.slice(1), before)
  const me = (await mine.get('/me')).data
  assert.equal(me.needs_all, now.length)
  assert.deepEqual(ids(me.needs), now.slice(0, 3))
  assert.match((await mine.get('/me', html)).text, /桥头的栏杆松了/)
  assert.equal((await mine.post(`${said}/voice/leave`)).status, 200)
  assert.deepEqual(await own(), before)
  assert.equal((await official.get('/me')).data.needs, undefined)
})

test(`what is chosen stays chosen: chips keep the words, the form keeps the chip, and a number is that of its own list, ${engine}`, async () => {
  const q = encodeURIComponent('沟边'), filtered = `${list}?show=open&category=road&q=${q}`
  const { data } = await nobody.get(filtered)
  for (const chip of data.chips) {
    assert.match(chip.href, new RegExp(`q=${q}`))
    assert.match(chip.href, /category=road/)
    assert.equal(chip.count, null) // no counter knows it
    assert.equal((await nobody.get(chip.href)).status, 200)
  }
  assert.match((await nobody.get(filtered, html)).text, /<input type="hidden" name="show" value="open">/)
  for (const chip of (await nobody.get(list)).data.chips) assert.equal(chip.count, (await nobody.get(chip.href)).data.count, chip.href)
})

test(`the bar leads to what is open, ${engine}`, async () => {
  const page = (await nobody.get(village, html)).text
  const href = /<a[^>]*href="([^"]*\/need\?show=open)"/.exec(page)?.[1]
  assert.ok(href, 'no such tab')
  for (const need of (await nobody.get(href.replace(/&amp;/g, '&'))).data.needs) assert.ok(['raised', 'taken', 'pooled', 'doing'].includes(need.state), need.state)
})
