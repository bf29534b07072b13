// boards and logs over the wire: one act moves every level, figures say of how many, and what is proved to a visitor holds
// for a stranger's verifier without telling who spoke.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { house, printedCard, root, sleep } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '420325102212'
const levels = [`${village}001`, village, '420325102', '420325', '4203', '42']
const html = { headers: { accept: 'text/html', 'accept-language': 'zh' } }
let h, official, resident, nobody

before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  official = h.client()
  await official.login('shangwan')
  resident = h.client()
  await resident.card(printedCard(h))
})
after(async () => {
  await h?.done()
})

const board = async (code) => (await nobody.get(`/place/${code}/board`)).data
const sum = (list, key = 'count') => list.reduce((n, x) => n + x[key], 0)

async function raise() {
  const r = await resident.post(`/place/${levels[0]}/need`, { title: `渠里的草堵了水 ${Math.random()}`, category: 'water', kind: 'idea', once: `board-${Date.now()}` })
  assert.equal(r.status, 201, r.text)
  return r.data.href
}

test('one need moves every level, and only its own', async () => {
  const before = await Promise.all(levels.map(board)), beside = await board('420381')
  await raise()
  for (let i = 0; i < 4; i++) assert.equal((await board(levels[i])).raised, before[i].raised + 1, levels[i])
  for (let tries = 0; tries < 50 && (await board('42')).raised === before[5].raised; tries++) await sleep(200)
  for (const i of [4, 5]) assert.equal((await board(levels[i])).raised, before[i].raised + 1, levels[i])
  assert.equal((await board('420381')).raised, beside.raised)
})

test('figures agree with each other at every level', async () => {
  for (const code of levels) {
    const b = await board(code)
    assert.equal(sum(b.kinds), b.raised, code)
    assert.equal(sum(b.categories), b.raised, code)
    assert.ok(b.open <= sum(b.states))
    assert.equal(sum(b.states.filter((s) => ['raised', 'taken', 'pooled', 'doing'].includes(s.name))), b.open)
    assert.equal(sum(b.closings), b.states.find((s) => s.name === 'closed')?.count ?? 0)
    assert.equal(sum(b.closings.filter((c) => !['silence', 'understood'].includes(c.name))), b.closed) // silence agrees to nothing, nor who accepts that it cannot be
    assert.equal(b.categories_left, 0)
    assert.deepEqual(b.rates.map((r) => r.name), ['collected', 'small', 'big', 'told'])
    for (const r of b.rates) assert.ok(r.over >= 0 && r.over <= r.under, `${code} ${r.name}`)
    assert.ok(b.households.over <= b.households.under, code) // a household counts once, wherever it spoke
    const complaints = b.kinds.find((k) => k.name === 'complaint')?.count ?? 0 // those about a place below count here and not there
    if (code.length > 9) assert.equal(complaints, 0, code)
    if (b.children.length && code !== village && code !== levels[0]) {
      const left = b.raised - sum(b.children, 'raised')
      assert.ok(left >= 0 && left <= complaints, `${code}: ${left} of ${complaints}`)
    }
  }
})

test('a row below says what the board of that place says, and the rows add up to the figure above', async () => {
  const columns = ['raised', 'open', 'overdue', 'closed']
  let agreed = 0, parents = 0
  for (const code of levels) {
    const b = await board(code)
    if (!b.children.length) continue
    parents++
    for (const child of b.children) {
      const own = await board(child.code)
      for (const key of [...columns, 'took_part']) assert.equal(child[key], own[key], `${code}: ${child.name} ${key}`)
      assert.deepEqual(child.recognised.over, own.closed)
      agreed += child.closed
    }
    for (const key of columns) assert.equal(sum(b.children, key) + b.rest[key], b[key], `${code} ${key}`)
    const page = (await nobody.get(`/place/${code}/board`, html)).text
    assert.equal(/<th scope="row">本级的/.test(page), columns.some((key) => b.rest[key] > 0), code)
  }
  assert.ok(parents >= 4 && agreed > 0)
})

test('a figure leads to what lies behind it', async () => {
  const b = await board(village)
  for (const part of [...b.states, ...b.categories].filter((p) => p.href)) {
    const r = await nobody.get(part.href)
    assert.equal(r.status, 200, part.href)
    assert.ok(r.data.needs.length > 0 || part.count <= 2, part.href) // complaints and grouped ones are counted, not listed
  }
  for (const child of b.children) assert.equal((await nobody.get(child.href)).status, 200)
})

test('the city has its map, the wall its look, a village neither', async () => {
  const city = (await nobody.get('/place/4203/board', html)).text
  assert.match(city, /<svg class="map"/)
  assert.equal(city.match(/<path class="m[0-4]"/g).length, 8)
  assert.match(city, /示意图，不作划界依据/)
  assert.match((await nobody.get('/place/4203/board?theme=wall', html)).text, /data-theme="wall"/)
  assert.doesNotMatch((await nobody.get(`/place/${village}/board`, html)).text, /<svg class="map"/)
  assert.equal((await nobody.get('/place/4203/board?theme=pink')).status, 422)
  assert.equal((await nobody.get('/place/429999/board')).status, 404)
})

/// Both verifiers, from the head line alone; they must agree.
function accepted(proof, head) {
  const file = join(h.dir, 'proof.json')
  writeFileSync(file, proof)
  const ours = h.cli('log', 'verify', file, '--head', head).code === 0
  const theirs = spawnSync('node', [join(root, 'tests/verifier/verify.mjs'), file, head]).status === 0
  assert.equal(ours, theirs)
  return ours
}

test('a visitor gets proofs that hold and that name nobody', async () => {
  const href = await raise()
  const proof = (await nobody.get(`${href}/proof`)).text, { head } = JSON.parse(proof)
  assert.ok(accepted(proof, head))
  assert.ok(!accepted(proof, head.replace(/ (\d+) /, (_, n) => ` ${+n + 1} `)))
  assert.ok(JSON.parse(proof).proofs.every((p) => p.leaf === undefined && p.leaf_hash))
  const own = (await resident.get(`${href}/proof`)).text, staff = (await official.get(`${href}/proof`)).text
  for (const text of [own, staff]) assert.ok(JSON.parse(text).proofs.every((p) => p.leaf))
  assert.ok(accepted(own, JSON.parse(own).head))
  const page = (await nobody.get(`${href}/proof`, html)).text
  for (const { leaf } of JSON.parse(own).proofs) assert.ok(!page.includes(leaf))
  assert.ok(page.includes(head.split(' ')[3]))
})

test('a log shows its head, and that it only grew', async () => {
  const line = (await nobody.get(`/log/${village}/head`, { headers: { accept: 'text/plain' } })).text.trim()
  const { data } = await nobody.get(`/log/${village}/head.json`)
  assert.equal(data.head, line)
  assert.equal(h.mustCli('log', 'head', village).split('\n')[0], line)
  const log = (await nobody.get(`/log/${village}`)).data
  assert.equal(log.entries[0].seq, log.size)
  assert.ok(!JSON.stringify(log.entries).includes('渠里'))
  const growth = await nobody.get(`/log/${village}/growth?from=3`)
  assert.ok(accepted(growth.text, data.head))
  assert.equal((await nobody.get(`/log/${village}/growth?from=0`)).status, 422)
  assert.equal((await nobody.get(`/log/${village}/growth?from=${data.size + 1}`)).status, 404)
  assert.equal((await nobody.get(`/log/${levels[0]}`)).status, 404) // a group has no log of its own
})
