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
  for (const [role, name] of Object.entries({ group: 'zuzhang', village: 'shangwan', town: 'hualongyan', county: 'fangxian', city: 'shiyan', province: 'hubei', overseer: 'jiandu' })) {
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

const sum = (list, key = 'count') => list.reduce((n, x) => n + x[key], 0)

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

const notCounted = /view=(mine|unassigned|big|complaint)/ // of a desk; a chip that says null claims nothing

for (const list of ['need', 'meeting', 'task', 'post'])
  test(`the chips of a ${list} list say how many are behind them`, async () => {
    for (const [role, client] of Object.entries(who))
      for (const place of places) {
        const { data } = await client.get(`/place/${place}/${list}`)
        for (const chip of (data.chips ?? []).filter((c) => c.count !== null))
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

/// How many the page behind a figure says it has: the rows of its list; above the county, where there is none, the chosen chip.
async function behind(client, href) {
  const { status, data, text } = await client.get(href)
  assert.equal(status, 200, `${href}: ${text.slice(0, 200)}`)
  return data.is_above ? data.chips.find((c) => c.chosen).count : rows(client, href)
}

test('whoever looks, a figure that leads to a list says how many it has', async () => {
  const lookers = { nobody: who.nobody, village: who.village, town: who.town, county: who.county, city: who.city, resident: who.resident }
  let led = 0, apart = 0
  for (const [role, client] of Object.entries(lookers))
    for (const place of [...places, '4203']) {
      const b = (await client.get(`/place/${place}/board`)).data, home = (await client.get(`/place/${place}`)).data
      const list = (await client.get(`/place/${place}/need`)).data
      for (const part of [...b.states, ...b.categories].filter((x) => x.href)) {
        assert.equal(await behind(client, part.href), part.listed, `${role} ${part.href}`)
        led += part.listed
        apart += part.count - part.listed
      }
      assert.equal(await behind(client, b.open_href), b.open_listed, `${role} ${b.open_href}`)
      const [open, agreed] = home.figures
      assert.equal(await behind(client, open.href), open.value, `${role} ${open.href}`)
      assert.equal((await client.get(agreed.href)).data.closed, agreed.value, `${role} ${agreed.href}`)
      for (const chip of home.needs_below) assert.equal((await client.get(chip.href)).data.figures[0]?.value ?? 0, chip.count, `${role} ${chip.href}`)
      if (place === '4203') assert.equal(sum(home.needs_below), open.value, role)
      for (const c of list.below) assert.equal((await client.get(c.href)).data.chips.find((x) => /show=open/.test(x.href)).count, c.open, `${role} ${c.href}`)
      assert.equal(list.listed + list.unlisted, list.raised, `${role} ${place}`)
      const ended = list.chips.find((c) => /show=closed/.test(c.href))
      assert.ok(list.closed <= ended.count && list.closed <= b.closed, `${role} ${place}`)
    }
  assert.ok(led > 0 && apart > 0) // complaints and grouped ones among them
})

test('where nothing is counted no number stands, and none of a province is that of another list', async () => {
  for (const path of ['desk', 'oversight', 'oversight/call'])
    for (const [role, place] of Object.entries({ city: '4203', province: '42' })) {
      const { status, data } = await who[role].get(`/place/${place}/${path}`)
      assert.equal(status, 200)
      assert.ok(data.below.length > 0)
      for (const b of data.below) assert.equal(b.count, null, `${role} ${b.href}`)
    }
  for (const query of ['', '?category=road', '?q=%E6%B0%B4'])
    for (const chip of (await who.resident.get(`/place/${village}/need${query}`)).data.chips)
      if (chip.count !== null) assert.equal(await rows(who.resident, chip.href), chip.count, chip.href)
  const mine = (await who.resident.get(`/place/${village}/need`)).data.chips.find((c) => /mine=1/.test(c.href))
  assert.ok(await rows(who.resident, mine.href) > 0)
  assert.equal(mine.count, null)
  for (const chip of (await who.overseer.get(`/place/${village}/desk`)).data.supervise.filter((c) => !/call/.test(c.href))) assert.equal(chip.count, null)
  const work = (await who.province.get('/place/42/work')).data
  for (const b of work.below) if (b.count !== null) assert.equal((await who.province.get(b.href)).data.open, b.count, b.href)
  const page = (await who.province.get('/place/42/work', { headers: { accept: 'text/html', 'accept-language': 'zh' } })).text
  assert.doesNotMatch(page, /这里现在没有要办的事/)
  assert.match(page, /没有交到这一级的事/)
})

test('a filter above the county goes on to the counties, with their numbers where they are counted', async () => {
  for (const query of ['show=open', 'show=closed', 'category=road', 'show=open&category=road', 'q=%E8%B7%AF%E7%81%AF']) {
    const { data } = await who.city.get(`/place/4203/need?${query}`), isCounted = !/q=|&/.test(query)
    assert.ok(data.below.length > 1)
    for (const b of data.below) {
      assert.equal(b.href, `/place/${b.href.split('/')[2]}/need?${query}`)
      assert.equal(b.is_counted, isCounted, b.href)
      if (isCounted) assert.equal(await rows(who.nobody, b.href), b.listed, b.href)
    }
    assert.equal(data.count, isCounted ? sum(data.below, 'listed') : null, query)
    if (isCounted) assert.ok(data.count > 0 && data.count < data.listed, query)
  }
  const words = (await who.nobody.get('/place/4203/need?q=%E8%B7%AF%E7%81%AF', { headers: { accept: 'text/html', 'accept-language': 'zh' } })).text
  assert.match(words, /各找各的[^<]*路灯/)
})

test('where a figure of a board counts more than its list, the page says what the list has', async () => {
  const page = async (place) => (await who.nobody.get(`/place/${place}/board`, { headers: { accept: 'text/html', 'accept-language': 'zh' } })).text
  let said = 0
  for (const place of places) {
    const b = (await who.nobody.get(`/place/${place}/board`)).data, text = await page(place)
    for (const part of [...b.states, ...b.categories].filter((x) => x.href)) {
      const link = text.match(new RegExp(`<a[^>]*href="${part.href.replace(/[?]/g, '.')}"[^>]*>([^<]*)</a>`))[1]
      assert.equal(link, part.listed === part.count ? part.text : `单子上列了 ${part.listed} 件`, part.href)
      said += part.listed !== part.count
    }
    assert.match(text, /单子上不列的也算/)
    assert.match(text, new RegExp(`结了的</(a|span)>[\\s\\S]{0,400}?其中大家认可 ${b.closed} 件`), place)
    assert.ok(text.includes(`大家说了 <b>${b.raised}</b> 件事，办到大家认可的有 <b>${b.closed}</b> 件`), place)
  }
  assert.ok(said > 0)
})

test('above where lists are kept none claims that there is nothing', async () => {
  for (const [place, list] of [['4203', 'task'], ['4203', 'post'], [county, 'meeting'], [town, 'meeting']]) {
    const r = await who.nobody.get(`/place/${place}/${list}`, { headers: { accept: 'text/html', 'accept-language': 'zh' } })
    assert.equal(r.status, 200)
    assert.doesNotMatch(r.text, /还没有这样的会|没有要办的约定/)
    assert.match(r.text, /先选/)
  }
})

async function all(client, href, key) {
  const rows = []
  for (let at = href; at; ) {
    const { status, data, text } = await client.get(at)
    assert.equal(status, 200, `${at}: ${text.slice(0, 200)}`)
    rows.push(...data[key])
    at = data.next
  }
  return rows
}

// What stands in the head of a page, on a tile or in a row: what is said and what lies behind it.
const said = {
  'the head of a queue, of what is open, late and waits for judgement': async (see) => {
    for (const [role, place] of Object.entries({ group, village, town, county })) {
      const { data } = await who[role].get(`/place/${place}/work`), lie = await all(who[role], `/place/${place}/work`, 'needs')
      see(`${role} open`, data.open, lie.length)
      see(`${role} late`, data.overdue, lie.filter((n) => n.sla === 'late').length)
      see(`${role} to judge`, data.to_judge, (await all(who[role], `/place/${place}/work?state=solved`, 'needs')).length)
    }
  },
  'chips of a queue that lead below': async (see) => {
    for (const b of (await who.city.get('/place/4203/work')).data.below)
      see(b.href, b.count ?? 0, (await all(who.city, b.href, 'needs')).length)
  },
  'the head of a desk, and what whoever supervises finds from it': async (see) => {
    for (const [role, place] of Object.entries({ group, village, town, county, overseer: village })) {
      const { data } = await who[role].get(`/place/${place}/desk`)
      see(`${role} all`, data.all, (await all(who[role], `/place/${place}/desk`, 'lines')).length)
      see(`${role} late`, data.late, (await all(who[role], `/place/${place}/desk?when=late`, 'lines')).length)
      for (const s of data.supervise.filter((x) => x.count !== null)) see(`${role} ${s.href}`, s.count, (await all(who[role], s.href, s.href.endsWith('/call') ? 'calls' : 'oversights')).length)
    }
  },
  'houses of a place: on its page, on the tile and in the head of the list': async (see) => {
    for (const [role, place] of Object.entries({ group, village })) {
      const listed = (await all(who[role], `/place/${place}/people`, 'households')).length
      see(`${role} list`, (await who[role].get(`/place/${place}/people`)).data.houses, listed)
      see(`${role} page`, (await who[role].get(`/place/${place}`)).data.households, listed)
    }
  },
  'houses that came to a meeting': async (see) => {
    for (const m of (await all(who.nobody, `/place/${group}/meeting?state=held`, 'meetings')).slice(0, 3)) {
      const came = (await all(who.group, `${m.href}/roll`, 'households')).filter((x) => x.came).length
      see(`${m.href} list`, m.came, came)
      see(`${m.href} page`, (await who.nobody.get(m.href)).data.attend.came, came)
    }
  },
  'messages not seen yet': async (see) => {
    for (const role of ['village', 'town', 'resident'])
      see(role, (await who[role].get('/me')).data.unread, (await all(who[role], '/me', 'messages')).filter((x) => x.is_new).length)
  },
}

for (const [what, look] of Object.entries(said))
  test(`it is as many as it says: ${what}`, async () => {
    const wrong = []
    let some = 0
    await look((where, count, there) => {
      some += there
      if (count !== there) wrong.push(`${where}: says ${count}, has ${there}`)
    })
    assert.deepEqual(wrong, [])
    assert.ok(some > 0, 'something is there')
  })
