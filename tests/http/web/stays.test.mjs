// What a change does not speak of stays: of each form of corrections one field is sent, and all else stands. Which forms these are is
// asked of the table of routes by tests/unit/house/stays_test.c.
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

async function ok(path, body) {
  const r = await official.post(path, body)
  assert.ok(r.status < 300, `${path}: ${r.status} ${r.text}`)
  return r
}

test('of a person the name alone, and the rolls, the head and the numbers stand', async () => {
  const made = await ok(`${village}/person`, { household: '一组91户', name: '覃怀山', phone: '13907281358', sex: 'male', born: '1960-02-03', head: true, away: true,
                                               roll_registered: true, roll_owner: true, share: '98.50' })
  const was = (await official.get(made.data.href)).data
  await ok(made.data.href, { version: was.person.version, name: '覃怀川' })
  const now = (await official.get(made.data.href)).data
  assert.deepEqual({ ...now.person, version: 0, name: '' }, { ...was.person, version: 0, name: '' })
  assert.equal(now.person.name, '覃怀川')
  assert.deepEqual([now.on, now.share], [was.on, was.share])
  await ok(made.data.href, { version: now.person.version, roll_owner: false })
  const end = (await official.get(made.data.href)).data
  assert.deepEqual([end.on.owner ?? false, end.on.registered, end.person.is_head], [false, true, true])
})

test('of a village one fact, and the others stand', async () => {
  const was = (await official.get(`${village}/profile`)).data
  await ok(`${village}/profile`, { version: was.version, said_by: '村会计', crops: '水稻', households: 312 })
  const between = (await official.get(`${village}/profile`)).data
  await ok(`${village}/profile`, { version: between.version, said_by: '村会计', crops: '玉米' })
  const now = (await official.get(`${village}/profile`)).data
  assert.deepEqual(now.now, { ...between.now, crops: '玉米' })
  await ok(`${village}/profile`, { version: now.version, said_by: '村会计', crops: '' }) // said, and empty
  assert.equal((await official.get(`${village}/profile`)).data.now.crops ?? '', '')
})

test('of a post the source alone, and its last day stands', async () => {
  const posts = (await official.get(`${village}/post`)).data.posts, href = posts[0].href
  const was = (await official.get(href)).data.post
  await ok(`${href}/correct`, { version: was.version, until: '2031-12-31', why: '补上届满日' })
  const between = (await official.get(href)).data.post
  await ok(`${href}/correct`, { version: between.version, source: '村民会议决议', why: '补上来历' })
  const now = (await official.get(href)).data.post
  assert.equal(now.until, '2031-12-31')
  assert.deepEqual([now.body, now.kind, now.from], [was.body, was.kind, was.from])
})
