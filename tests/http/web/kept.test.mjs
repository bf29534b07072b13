// kept: a page that was kept for visitors lives through writes in other counties, and is never older than its own.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '420325102212', elsewhere = '420381'
let h, nobody, admin, household, official
before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  await (admin = h.client()).login('guanli')
  await (official = h.client()).login('fangxian')
  await (household = h.client()).card(printedCard(h))
})
after(() => h?.leave())

// Asked of the program itself: nginx lets nobody there.
async function kept() {
  const text = await (await fetch(`${h.direct}/metrics`)).text()
  return Number(/^yuanchang_kept_total (\S+)$/m.exec(text)[1])
}
const list = async () => (await nobody.get(`/place/${village}/need`)).text
let written = 0
async function writeIn(place) {
  const { data } = await admin.get(`/place/${place}/profile`)
  const r = await admin.post(`/place/${place}/profile`, { version: data.version, note: `第${++written}次`, said_by: '县里', as_of: day(-1) })
  assert.ok(r.status < 300, r.text)
}
/// Is the list kept while `act` is done? A page is kept for a second, so a slow machine may need several tries; where it
/// cannot be kept, no number of them helps.
async function livesThrough(act) {
  for (let i = 0; i < 10; i++) {
    await list()
    await act()
    const before = await kept()
    await list()
    if (await kept() > before) return true
  }
  return false
}

test('a kept page lives through a write in another county', async () => {
  assert.ok(await livesThrough(() => {}))
  assert.ok(await livesThrough(() => writeIn(elsewhere)))
})

test('and not through one in its own', async () => assert.equal(await livesThrough(() => writeIn(village.slice(0, 6))), false))

test('a need, its voices and its new words are seen at once', async () => {
  for (let i = 0; i < 5; i++) {
    await list()
    const r = await household.post(`/place/${village}/need`, { title: `桥头的第${i}盏灯`, category: 'road', once: `kept-pages-are-young-${i}`, anyway: true })
    assert.equal(r.status, 201, r.text)
    assert.ok((await nobody.get(`/place/${village}/need?order=newest`)).text.includes(`桥头的第${i}盏灯`))
    assert.ok((await nobody.get(r.data.href)).text.includes(`桥头的第${i}盏灯`))
    const { version } = (await household.get(`${r.data.href}/edit`)).data.need
    assert.ok((await household.post(`${r.data.href}/edit`, { title: `桥尾的第${i}盏灯`, category: 'road', version })).status < 300)
    assert.ok((await nobody.get(r.data.href)).text.includes(`桥尾的第${i}盏灯`))
    assert.ok((await nobody.get(`/place/${village}/need?order=newest`)).text.includes(`桥尾的第${i}盏灯`))
  }
})

test('what belongs to no county is seen at once in every one: a rule, a holiday, the name of a place', async () => {
  const rules = async () => (await nobody.get(`/place/${village}/rules`)).text
  await rules()
  const rule = { rule: 'need.take.workdays', value: 2, from: day(0), source: '县委社会工作部 2026 年 9 号' }
  assert.equal((await official.post('/place/420325/rules', rule)).status, 200)
  assert.ok((await rules()).includes('2026 年 9 号'))
  const before = (await nobody.get(`/place/${village}`)).data.place, { version } = (await admin.get(`/place/${village}/manage`)).data.place
  await list()
  const r = await admin.post(`/place/${village}/change`, { name: '新名字村', version })
  assert.ok(r.status < 300, r.text)
  assert.notEqual(before.name, '新名字村')
  assert.equal((await nobody.get(`/place/${village}`)).data.place.name, '新名字村')
  assert.ok((await list()).includes('新名字村'))
})

test('what another process wrote is seen soon', async () => {
  await list()
  h.mustCli('rebuild') // from the command line, while it serves
  const head = (await nobody.get(`/log/${village}`)).text
  assert.ok(head.length)
  const source = '另一台机器上改的'
  h.sql(`UPDATE rule SET source = '${source}' WHERE place = '420325' AND name = 'need.take.workdays'`)
  while (!(await nobody.get(`/place/${village}/rules`)).text.includes(source)) await new Promise((r) => setImmediate(r))
})
