// Who holds which post at a place: read by everybody, written down by whoever may give its role, corrected and ended, never gone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '420325102212', at = `/place/${village}`
const html = { headers: { accept: 'text/html', 'accept-language': 'zh' } }
let h, households
const who = {}
let n = 0

before(async () => {
  h = await house({ engine, demo: true })
  who.nobody = h.client()
  for (const [role, name] of Object.entries({ group: 'zuzhang', village: 'shangwan', town: 'hualongyan', county: 'fangxian' })) await (who[role] = h.client()).login(name)
  who.resident = h.client()
  await who.resident.card(printedCard(h))
  households = (await who.village.get(`${at}/post/new?q=${encodeURIComponent('二组')}`)).data.households
})
after(() => h?.leave())

async function head(i) {
  return (await who.village.get(`${at}/post/new?household=${households[i].id}`)).data.persons[0]
}
async function give(i, more = {}) {
  const person = (await head(i)).id
  return who.village.post(`${at}/post`, { person, kind: 'councillor', body: '二组理事会', from: day(), source: '户主会选的', once: `post-test-${++n}`, ...more })
}

test('everybody reads the council of the story by name, and others as everybody may see names', async () => {
  const { data } = await who.nobody.get(`${at}/post`)
  assert.ok(data.posts.length >= 6)
  assert.equal(data.posts[0].kind, 'chair')
  for (const p of data.posts) assert[p.kind === 'keeper' ? 'match' : 'doesNotMatch'](p.name, /\*/, p.kind)
  const full = (await who.village.get(`${at}/post`)).data.posts
  assert.ok(full.every((p) => p.name && !p.name.includes('*')))
  const page = (await who.nobody.get(`${at}/post`, html)).text
  assert.match(page, /上湾村理事会/)
  assert.doesNotMatch(page, /写上一个/)
  assert.match((await who.village.get(`${at}/post`, html)).text, /写上一个/)
  assert.match((await who.nobody.get(`${at}/post/sheet`, html)).text, /class="a4"[\s\S]*上湾村理事会[\s\S]*place\/<\/span><wbr>/) // an address breaks at its slashes
  assert.match((await who.nobody.get(at, html)).text, new RegExp(`href="${at}/post"`))
})

test('the sheet for the wall says what everybody may read, whoever prints it', async () => {
  const names = async (client) => (await client.get(`${at}/post/sheet`)).data.posts.map((p) => p.name)
  const open = await names(who.nobody)
  assert.ok(open.some((x) => /\*/.test(x)) && open.some((x) => !/\*/.test(x)))
  for (const role of ['group', 'village', 'town', 'county']) assert.deepEqual(await names(who[role]), open, role)
})

test('a post is written down, corrected with a reason, ended with a reason, and stays to be read', async () => {
  const r = await give(0, { until: day(400) })
  assert.equal(r.status, 201, r.text)
  const href = r.data.href
  const seen = async () => (await who.nobody.get(href)).data
  assert.equal((await seen()).post.until, day(400))
  const { version } = (await seen()).post
  const edit = { version, kind: 'secretary', body: '二组理事会', from: day(), until: day(300), source: '户主会选的', why: '写错了职务' }
  assert.equal((await who.group.post(`${href}/correct`, edit)).status, 403)
  assert.equal((await who.village.post(`${href}/correct`, { ...edit, why: '' })).status, 422)
  assert.ok((await who.village.post(`${href}/correct`, edit)).status < 300)
  assert.equal((await who.village.post(`${href}/correct`, edit)).status, 409) // of what stood before
  assert.equal((await seen()).post.kind, 'secretary')
  assert.ok((await who.village.post(`${href}/end`, { version: version + 1, why: '到外面打工去了' })).status < 300)
  const end = await seen()
  assert.equal(end.post.state, 'ended')
  assert.deepEqual(end.steps.map((s) => s.kind), ['post.given', 'post.corrected', 'post.ended'])
  assert.ok(end.steps.some((s) => s.text === '到外面打工去了'))
  assert.ok((await who.nobody.get(`${at}/post?show=ended`)).data.posts.some((p) => p.href === href))
  assert.ok(!(await who.nobody.get(`${at}/post`)).data.posts.some((p) => p.href === href))
  assert.equal((await who.nobody.get(`${href}/proof`)).status, 200)
})

test('its role goes with it: given at once to an account of theirs, and gone with the post', async () => {
  const person = await head(1)
  const made = await who.village.post(`${at}/accounts`, { name: 'xinlishi', title: '新理事', password: 'long-enough-7', role: 'helper', person: person.id })
  assert.ok(made.status < 300, made.text)
  const c = h.client()
  await c.login('xinlishi', 'long-enough-7')
  assert.equal((await c.get(`${at}/meeting/new`)).status, 403)
  const r = await give(1, { kind: 'chair' })
  assert.equal(r.status, 201, r.text)
  assert.equal((await c.get(`${at}/meeting/new`)).status, 200)
  assert.match((await who.village.get(r.data.href, html)).text, /跟着职务给了/)
  assert.doesNotMatch((await who.nobody.get(r.data.href, html)).text, /跟着职务给了/)
  assert.ok((await c.get('/me')).data.messages.some((m) => m.href === r.data.href))
  assert.ok((await who.village.post(`${r.data.href}/end`, { version: 1, why: '不干了' })).status < 300)
  assert.equal((await c.get(`${at}/meeting/new`)).status, 403)
})

test('who holds a post without an account is given one first, from its page', async () => {
  const r = await give(3), see = async (client) => (await client.get(r.data.href)).data
  assert.equal(r.status, 201, r.text)
  const { may, account_href: href } = await see(who.village)
  assert.equal(may.arm, false)
  assert.equal((await see(who.nobody)).account_href, '')
  assert.equal((await who.village.get(href.split('#')[0])).data.chosen.id, (await head(3)).id)
  assert.match((await who.village.get(r.data.href, html)).text, new RegExp(`href="${href.replace('?', '.')}"`))
})

test('days are said in words, on the list and on the sheet', async () => {
  for (const path of ['post', 'post/sheet']) {
    const seen = (await who.nobody.get(`${at}/${path}`, html)).text.replace(/<[^>]*>/g, ' ')
    assert.match(seen, /\d{4}年\d+月\d+日/)
    assert.doesNotMatch(seen, /\d{4}-\d\d-\d\d/)
  }
})

test('what cannot be is refused at its field, and comes back as it was typed', async () => {
  const fields = async (i, more) => Object.keys((await give(i, more)).data.fields ?? {})
  assert.deepEqual(await fields(2, { body: '' }), ['body'])
  assert.deepEqual(await fields(2, { until: '2020-01-01' }), ['until'])
  assert.deepEqual(await fields(2, { kind: 'team_leader' }), []) // not this village's to give
  assert.equal((await give(2, { kind: 'supervisor' })).status, 403)
  assert.deepEqual(await fields(2, { person: '420325-0' }), ['person'])
  const person = (await head(2)).id
  const form = new URLSearchParams({ csrf: who.village.csrf, household: households[2].id, person, kind: 'keeper', body: '水塘管护', from: day(), until: '2020-01-01', source: '理事会定的', once: 'post-form-1' }).toString()
  const back = await who.village.fetch(`${at}/post`, { method: 'POST', form, headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', origin: h.origin } })
  assert.equal(back.status, 422)
  assert.match(back.text, /value="水塘管护"/)
  assert.match(back.text, new RegExp(`value="${person}"[^>]* checked`))
  assert.match(back.text, /value="keeper"[^>]* checked/)
})

test('who may not give a post there finds neither form nor way', async () => {
  for (const role of ['nobody', 'resident', 'group']) {
    const r = await who[role].get(`${at}/post/new`)
    assert.equal(r.status, role === 'nobody' ? 401 : 403, role)
  }
  assert.equal((await who.resident.post(`${at}/post`, {})).status, 403)
  assert.equal((await who.village.get('/place/420325102/post/new')).status, 403)
})
