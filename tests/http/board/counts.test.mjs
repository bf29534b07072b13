// Every number beside a list is that of the list: chips, desks, figures of boards and of a place's page, for whoever looks.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const county = '420325', town = '420325102', village = '420325102212', group = `${village}001`
const places = [county, town, village, group]
let h
const who = {}

before(async () => {
  h = await house({ engine, demo: true })
  who.nobody = h.client()
  for (const [role, name] of Object.entries({ group: 'zuzhang', village: 'shangwan', town: 'hualongyan', county: 'fangxian', overseer: 'jiandu' })) {
    who[role] = h.client()
    await who[role].login(name)
  }
  who.resident = h.client()
  await who.resident.card(printedCard(h))
  await stir()
})
after(() => h?.leave())

// What lists and figures could tell apart: a complaint, a matter that is withdrawn, two that are one, a meeting that is off.
async function stir() {
  const said = []
  for (const [i, kind] of ['demand', 'demand', 'demand', 'complaint'].entries()) {
    const r = await who.resident.post(`/place/${group}/need`, { title: `水沟又堵了 ${i}`, category: 'water', kind, once: `counts-${i}`, ...(kind === 'complaint' ? { target: '记工的人' } : {}) })
    assert.equal(r.status, 201, r.text)
    said.push(r.data.href)
  }
  assert.ok((await who.resident.post(`${said[0]}/withdraw`, {})).status < 300)
  const grouped = await who.village.post(`/place/${village}/work`, { act: 'group', need: said.slice(1, 3).map((x) => x.slice(6)), group_title: '水沟堵' })
  assert.ok(grouped.status < 300, grouped.text)
  const met = await who.group.post(`/place/${group}/meeting`, { title: '看水沟', day: day(2), time: '19:30', spot: '沟边', topic: '水沟', once: 'counts-met' })
  assert.equal(met.status, 201, met.text)
  const { version } = (await who.group.get(met.data.href)).data.meeting
  await posts()
  assert.ok((await who.group.post(`${met.data.href}/off`, { version, why: '下雨' })).status < 300)
}

// One who holds a post, and one who held it, at the village and in a group.
async function posts() {
  const { households } = (await who.village.get(`/place/${village}/post/new?q=${encodeURIComponent('一组')}`)).data
  for (const [i, place] of [village, group].entries()) {
    const { persons } = (await who.village.get(`/place/${place}/post/new?household=${households[i].id}`)).data
    for (const kind of ['councillor', 'representative']) {
      const r = await who.village.post(`/place/${place}/post`, { person: persons[0].id, kind, body: '理事会', from: day(), source: '户主会选的', once: `counts-${i}-${kind}` })
      assert.equal(r.status, 201, r.text)
      if (kind === 'councillor') assert.ok((await who.village.post(`${r.data.href}/end`, { version: 1, why: '搬走了' })).status < 300)
    }
  }
}

async function rows(client, href) {
  let n = 0
  for (let at = href; at; ) {
    const r = await client.get(at)
    assert.equal(r.status, 200, `${at}: ${r.text.slice(0, 200)}`)
    n += (r.data.needs ?? r.data.meetings ?? r.data.tasks ?? r.data.posts ?? r.data.lines).length
    at = r.data.next
  }
  return n
}

const notCounted = /mine=1|view=(mine|unassigned|big|complaint)/

for (const list of ['need', 'meeting', 'task', 'post'])
  test(`the chips of a ${list} list say how many are behind them`, async () => {
    for (const [role, client] of Object.entries(who))
      for (const place of places) {
        const { data } = await client.get(`/place/${place}/${list}`)
        for (const chip of (data.chips ?? []).filter((c) => !notCounted.test(c.href)))
          assert.equal(await rows(client, chip.href), chip.count, `${role} ${chip.href}`)
        for (const b of data.below ?? []) assert.equal(await rows(client, b.href), b.listed, `${role} ${b.href}`)
        if (list === 'need') assert.equal(data.raised - data.unlisted, await rows(client, `/place/${place}/need`), `${role} ${place}`)
      }
  })

test('the chips of a desk say how many are behind them', async () => {
  const desks = { group, village, town, county }
  for (const [role, place] of Object.entries(desks)) {
    const { data } = await who[role].get(`/place/${place}/work`)
    const counted = data.chips.filter((c) => !notCounted.test(c.href))
    assert.ok(counted.length >= 2)
    for (const chip of counted) assert.equal(await rows(who[role], chip.href), chip.count, `${role} ${chip.href}`)
  }
})

test('the chips of the one desk, by kind and by day, say how many are behind them', async () => {
  for (const [role, place] of Object.entries({ group, village, town, county, overseer: village })) {
    const { data } = await who[role].get(`/place/${place}/desk`)
    for (const chip of [...data.chips, ...data.whens]) assert.equal(await rows(who[role], chip.href), chip.count, `${role} ${chip.href}`)
    assert.equal(await rows(who[role], `/place/${place}/desk`), data.count)
    for (const chip of (await who[role].get(`/place/${place}/desk?when=later`)).data.chips)
      assert.equal(await rows(who[role], chip.href), chip.count, `${role} ${chip.href}`)
  }
})

test('what a board says of other nouns, and the page of a place of what is open, is what their lists hold', async () => {
  let led = 0
  for (const place of places) {
    for (const f of (await who.nobody.get(`/place/${place}/board`)).data.more.filter((x) => x.href)) {
      assert.equal(await rows(who.nobody, f.href), f.count, f.href)
      led += f.count
    }
    for (const f of (await who.nobody.get(`/place/${place}`)).data.figures.filter((x) => /\/need/.test(x.href)))
      assert.equal(await rows(who.nobody, f.href), f.value, f.href)
  }
  assert.ok(led > 0)
})

test('above where lists are kept none claims that there is nothing', async () => {
  for (const [place, list] of [['4203', 'task'], ['4203', 'post'], [county, 'meeting'], [town, 'meeting']]) {
    const r = await who.nobody.get(`/place/${place}/${list}`, { headers: { accept: 'text/html', 'accept-language': 'zh' } })
    assert.equal(r.status, 200)
    assert.doesNotMatch(r.text, /还没有这样的会|没有要办的约定/)
    assert.match(r.text, /先选/)
  }
})
