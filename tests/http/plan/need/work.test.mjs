// The workbench: what is filtered, sorted and counted, what is done with several at once, and what goes out as a table.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../../support/house.mjs'
import { doing, raise, step } from '../../../sample/need.mjs'
import { cardOf, county, everybody, group, nameOf, town, village } from '../../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const html = { headers: { accept: 'text/html', 'accept-language': 'zh' } }
const work = (place) => `/place/${place}/work`
let h, who, hidden, closed

before(async () => {
  h = await house({ engine, demo: true, env: { YUANCHANG_DEAR_A_MINUTE: '1000000' } })
  who = await everybody(h)
  const houses = [who.resident, who.neighbour, await cardOf(h, '二组2户')]
  for (let i = 0; i < 45; i++) await raise(houses[i % 3], i % 4 ? village : group, { category: i % 2 ? 'water' : 'road', kind: ['demand', 'idea'][i % 2] })
  for (let i = 0; i < 4; i++) await raise(houses[i % 3], village, { kind: 'complaint', target: '记工的人', category: 'other' })
  hidden = await raise(who.neighbour, village, { title: '名字不公开的一件', body: '晚上看不见', hide_author: true })
  closed = await doing(who.resident, who.village)
  await who.village.post(`${closed}/answer`, { text: '周五换灯' })
  await step(who.village, closed, 'solve', { text: '换了两盏灯' })
  await who.resident.post(`${closed}/verdict`, { done: 'yes', once: 'work-verdict-1' })
})
after(() => h?.leave())

async function walk(client, path) {
  const rows = []
  let first
  for (let at = path; at;) {
    const r = await client.get(at)
    assert.equal(r.status, 200, `${at}: ${r.text.slice(0, 300)}`)
    first ??= r.data
    rows.push(...r.data.needs)
    at = r.data.next
  }
  assert.equal(new Set(rows.map((n) => n.id)).size, rows.length, `${path}: a row twice`)
  return { rows, first }
}

const filters = ['', 'state=all', 'category=water', 'state=all&category=road', 'kind=idea', 'mine=1', 'from=2026-01-01', 'to=2020-01-01',
  `group=${group}`, `q=${encodeURIComponent('路灯')}`, `state=all&q=${encodeURIComponent('路灯')}&order=voices`, 'order=waiting&category=water']

test('every chip says how many its list has, with the filters as they stand, for each level', async () => {
  let complaints = 0
  for (const [role, place] of [['group_leader', group], ['village', village], ['town', town], ['county', county], ['city', '4203']])
    for (const query of filters) {
      if (query.startsWith('group=') && (place === group || place === '4203')) continue
      const { data } = await who[role].get(`${work(place)}?${query}`)
      assert.ok(data?.chips, `${role} ${query}`)
      for (const chip of data.chips) {
        const { rows, first } = await walk(who[role], chip.href)
        assert.equal(chip.count, rows.length, `${role} ${chip.href}`)
        assert.equal(first.count, rows.length, `${role} ${chip.href}: the list itself`)
        assert.equal(chip.more, false)
        if (/view=complaint/.test(chip.href)) complaints += rows.length
        for (const part of query.split('&').filter(Boolean)) assert.ok(chip.href.includes(part), `${chip.href} lost ${part}`)
      }
      assert.equal(data.chips.some((c) => /view=complaint/.test(c.href)), ['town', 'county', 'city'].includes(role))
    }
  assert.ok(complaints > 0)
})

test('a filter shows what it says, and the sorts are in their order', async () => {
  const all = (await walk(who.village, `${work(village)}?state=all`)).rows
  assert.ok(all.some((n) => n.href === closed) && all.some((n) => n.state === 'closed') && all.length > 40)
  assert.ok(!(await walk(who.village, work(village))).rows.some((n) => !n.open))
  const water = (await walk(who.village, `${work(village)}?state=all&category=water`)).rows
  assert.deepEqual(water.map((n) => n.id).sort(), all.filter((n) => n.category === 'water').map((n) => n.id).sort())
  assert.ok((await walk(who.village, `${work(village)}?group=${group}`)).rows.every((n) => n.place.startsWith(group)))
  const raised = all.map((n) => n.raised_at.slice(0, 10)).sort(), middle = raised[raised.length >> 1]
  const since = (await walk(who.village, `${work(village)}?state=all&from=${middle}`)).rows
  assert.equal(since.length, raised.filter((d) => d >= middle).length)
  const until = (await walk(who.village, `${work(village)}?state=all&to=${middle}`)).rows
  assert.equal(until.length, raised.filter((d) => d <= middle).length)
  const mine = (await walk(who.village, `${work(village)}?mine=1`)).rows
  assert.deepEqual(mine.map((n) => n.id), (await walk(who.village, `${work(village)}?view=mine`)).rows.map((n) => n.id))
  const by = async (order) => (await walk(who.village, `${work(village)}?order=${order}`)).rows
  const key = (rows, f) => rows.map(f)
  const voices = key(await by('voices'), (n) => n.voices), sorted = [...voices].sort((a, b) => b - a)
  assert.deepEqual(voices, sorted)
  const [newest, waiting] = [key(await by('newest'), (n) => n.id), key(await by('waiting'), (n) => n.id)]
  assert.deepEqual(newest, [...waiting].reverse())
  assert.deepEqual((await by('due')).map((n) => n.id).sort(), [...newest].sort())
})

test('a number finds the one of that number, words find what has them', async () => {
  const one = async (q, more = '') => (await walk(who.village, `${work(village)}?q=${encodeURIComponent(q)}${more}`)).rows.map((n) => n.href)
  assert.deepEqual(await one(nameOf(closed)), [closed])
  assert.deepEqual(await one(nameOf(hidden)), [hidden])
  assert.deepEqual(await one('420325-0000000000000'), [])
  assert.deepEqual(await one('名字不公开'), [hidden])
  assert.deepEqual(await one('，。'), [])
  const complaint = (await who.town.get(`${work(town)}?view=complaint`)).data.needs[0]
  assert.deepEqual(await one(complaint.id), [])
  assert.deepEqual(await one(complaint.title, '&state=all'), [])
  assert.deepEqual((await walk(who.town, `${work(town)}?q=${complaint.id}`)).rows.map((n) => n.id), [complaint.id])
})

test('words are found by their sound, and a number without its county', async () => {
  const one = async (q) => (await walk(who.village, `${work(village)}?q=${encodeURIComponent(q)}&state=all`)).rows.map((n) => n.href).sort()
  const lamp = await one('路灯')
  assert.ok(lamp.length > 0)
  assert.deepEqual(await one('ludeng'), lamp)
  assert.deepEqual(await one(nameOf(hidden).split('-')[1]), [hidden])
  assert.deepEqual(await one(` ${nameOf(hidden).split('-')[1].toUpperCase()} `), [hidden])
})

test('a number that lies elsewhere leads to its page, for who may see it; above the county words lead to the counties', async () => {
  const find = async (client, place, q) => client.get(`${work(place)}?q=${encodeURIComponent(q)}`)
  for (const [role, place] of [['city', '4203'], ['province', '42']]) {
    assert.equal((await find(who[role], place, nameOf(hidden))).data.href, hidden, role)
    assert.equal((await who[role].get(`${work(place)}?q=${nameOf(hidden)}`, html)).status, 303)
    const { text } = await who[role].get(`${work(place)}?q=${encodeURIComponent('路灯')}`, html)
    assert.match(text, /先选县市区，就在那里接着找“路灯”/)
    assert.match(text, new RegExp(`href="/place/${role === 'city' ? county : '4203'}/work\\?q=%E8%B7%AF%E7%81%AF"`))
  }
  const long = '路灯不亮'.repeat(30) // as long as words may be: whole in the address
  for (const { href } of (await find(who.city, '4203', long)).data.below) assert.equal(new URL(href, h.origin).searchParams.get('q'), long)
  assert.equal((await find(who.city, '4203', '420325-0000000000000')).data.href, undefined)
  const complaint = (await who.town.get(`${work(town)}?view=complaint`)).data.needs[0]
  assert.equal((await find(who.village, village, complaint.id)).data.href, undefined)
})

test('what is done with several is not offered where there is none', async () => {
  for (const at of [`${work(village)}?category=lift`, `/place/${village}/desk?what=task&when=late`])
    assert.doesNotMatch((await who.village.get(at, html)).text, /data-picked|more-acts/, at)
  assert.match((await who.village.get(work(village), html)).text, /data-picked/)
})

test('what is no filter of it is refused at its field', async () => {
  for (const [query, field] of [['state=gone', 'state'], ['order=random', 'order'], ['group=420325', 'group'], ['group=x', 'group'], ['from=soon', 'from'], ['after=zzz', 'after']]) {
    const r = await who.village.get(`${work(village)}?${query}`)
    assert.equal(r.status, 422, query)
    assert.ok(r.data.fields[field], `${query}: ${r.text}`)
  }
})

test('where nothing passes the page says so and leads back; the filters stand in every address', async () => {
  const none = (await who.village.get(`${work(village)}?category=lift&order=newest`, html)).text
  assert.match(none, /没有符合的。<a [^>]*href="\/place\/\d+\/work">清除筛选/)
  const { data } = await who.village.get(`${work(village)}?category=water&order=newest`)
  for (const href of [data.next, data.csv_href, data.xlsx_href]) assert.match(href, /category=water/)
  assert.match(data.next, /order=newest/)
  assert.match((await who.village.get(work(village), html)).text, /已选 <b class="num">0<\/b> 件/)
})

async function bulk(client, json, place = village) {
  return client.post(work(place), json)
}

const stateOf = async (href) => (await who.village.get(href)).data.need

test('several are sorted, handed up and given to somebody at once, each for itself', async () => {
  const some = async (n) => (await Promise.all(Array.from({ length: n }, () => raise(who.resident, village)))), ids = (list) => list.map(nameOf)
  const small = await some(2), big = await some(2), others = await some(2), up = await some(1), given = await some(2)
  assert.equal((await bulk(who.village, { act: 'small', need: ids(small) })).status, 200)
  for (const one of small) assert.equal((await stateOf(one)).size, 'small')
  assert.equal((await bulk(who.village, { act: 'big', need: ids(big), text: '要全村商量' })).status, 200)
  for (const one of big) assert.equal((await stateOf(one)).state, 'pooled')
  assert.equal((await bulk(who.village, { act: 'not_ours', need: ids(others), text: '电是供电所的', choice: 'utility' })).status, 200)
  for (const one of others) assert.deepEqual([(await stateOf(one)).state, (await stateOf(one)).door], ['elsewhere', 'utility'])
  assert.equal((await bulk(who.village, { act: 'hand', need: ids(up), text: '村里没有车' })).status, 200)
  assert.equal((await stateOf(up[0])).at, town)
  const { people } = (await who.village.get(work(village))).data.bar
  const leader = people.find((p) => p.id)
  const day = (await stateOf(given[0])).due.slice(0, 10)
  assert.equal((await bulk(who.village, { act: 'give', need: ids(given), whom: leader.id })).status, 200)
  for (const one of given) assert.equal((await stateOf(one)).state, 'doing')
  for (const [json, field] of [[{ act: 'big' }, 'text'], [{ act: 'hand', text: '' }, 'text'], [{ act: 'not_ours', text: '不归我们' }, 'choice'],
    [{ act: 'not_ours', choice: 'utility' }, 'text'], [{ act: 'give', day: '2020-01-01' }, 'day'], [{ act: 'nothing' }, 'act']]) {
    const r = await bulk(who.village, { need: ids(small), ...json })
    assert.equal(r.status, 422, JSON.stringify(json))
    assert.ok(r.data.fields[field], r.text)
  }
  assert.ok(day)
  assert.equal((await bulk(who.province, { act: 'small', need: ids(small) }, village)).status, 403)
})

test('the desk has the same acts by the same table', async () => {
  const one = await raise(who.resident, village)
  const r = await who.village.post(`/place/${village}/desk`, { what: 'need', act: 'big', one: [nameOf(one)], text: '大家一起定' })
  assert.ok(r.status < 300, r.text)
  assert.equal((await stateOf(one)).size, 'big')
  const refused = await who.village.post(`/place/${village}/desk`, { what: 'need', act: 'big', one: [nameOf(one)], text: '' })
  assert.ok(refused.status === 422 && refused.data.fields.text)
})

async function pressed(client, path, pairs) {
  const form = new URLSearchParams([['_csrf', client.csrf], ['csrf', client.csrf], ...pairs]).toString()
  return client.fetch(path, { method: 'POST', form, headers: { ...html.headers, 'content-type': 'application/x-www-form-urlencoded', origin: h.origin } })
}

test('a form that was refused keeps the list, the ticks and the words; one that was done goes back to the same list', async () => {
  const { needs } = (await who.village.get(`${work(village)}?category=water&order=newest`)).data
  const kept = [['category', 'water'], ['order', 'newest'], ['need', needs[0].id], ['need', needs[1].id]]
  const back = await pressed(who.village, work(village), [...kept, ['act', 'not_ours'], ['text', '不归村里管'], ['choice', '']])
  assert.equal(back.status, 422)
  for (const n of needs.slice(0, 2)) assert.match(back.text, new RegExp(`value="${n.id}" checked`))
  assert.match(back.text, /不归村里管<\/textarea>/)
  assert.match(back.text, /<option value="water" selected>/)
  assert.match(back.text, /rel="next" href="[^"]*category=water[^"]*"/)
  assert.match(back.text, /<input type="hidden" name="category" value="water">/)
  const done = await pressed(who.village, work(village), [...kept, ['act', 'take']])
  assert.equal(done.status, 303, done.text)
  assert.match(done.headers.get('location'), /\/work\?order=newest&category=water$/)
})

test('the office knows whose it is, and that the name is not public; who may asks for the phone there', async () => {
  const row = (await walk(who.village, work(village))).rows.find((n) => n.href === hidden)
  assert.ok(row.author && row.hide_author)
  assert.match((await who.village.get(`${work(village)}?q=${nameOf(hidden)}`, html)).text, new RegExp(`${row.author}[^<]*<span class="tag tag-r">不公开`))
  const page = (await who.village.get(hidden, html)).text
  assert.match(page, /<span class="tag tag-r">不公开/)
  const [, house_href] = /href="(\/household\/[^"]+)">看电话/.exec(page)
  assert.match(house_href, /[?]hidden=1$/)
  const house_page = (await who.village.get(house_href, html)).text, [, person] = /href="(\/person\/[^"]+[?]hidden=1)"/.exec(house_page)
  assert.match(house_page, /点开一个人，写上为什么看，就看得到完整号码/)
  assert.match((await who.village.get(person, html)).text, /看完整号码/)
  for (const other of [who.nobody, who.resident, who.council, who.province, who.county])
    assert.doesNotMatch((await other.get(hidden, html)).text, /看电话/)
  const card = (await who.resident.get(`/place/${village}/need?order=newest&category=light`)).data.needs.find((n) => n.href === hidden)
  assert.ok(card && card.author === undefined && card.hide_author === undefined)
})

/// Rows of a CSV that has line ends and commas in quotes.
function table(text) {
  const rows = [[]]
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1).push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain)
    if (end === '\r\n') rows.push([])
    if (end === '') break
  }
  const [head, ...body] = rows.filter((r) => r.length > 1)
  return body.map((r) => Object.fromEntries(r.map((v, i) => [head[i], v])))
}

test('a table out has all that the filters leave, with what was said, answered and done', async () => {
  const out = async (query) => table((await who.village.get(`${work(village)}/export?as=csv&${query}`, { headers: { 'accept-language': 'zh' } })).text)
  const all = await out('state=all'), listed = (await walk(who.village, `${work(village)}?state=all`)).rows
  assert.deepEqual(all.map((r) => r['编号']).sort(), listed.map((n) => n.id).sort())
  const one = all.find((r) => r['编号'] === nameOf(closed))
  assert.equal(one['最近的答复'], '周五换灯')
  assert.equal(one['办的结果'], '换了两盏灯')
  assert.deepEqual([one['说办好了的户数'], one['说没办好的户数']], ['1', '0'])
  assert.match(one['哪天报的结果'], /^\d{4}-\d\d-\d\d$/)
  const secret = all.find((r) => r['编号'] === nameOf(hidden))
  assert.equal(secret['详细情况'], '晚上看不见')
  assert.ok(secret['谁家说的'])
  assert.equal(secret['名字公开不公开'], '不公开')
  assert.equal(one['名字公开不公开'], '')
  const water = await out('category=water')
  assert.equal(water.length, (await walk(who.village, `${work(village)}?category=water`)).rows.length)
  const open = await out(''), due = open.map((r) => r['哪天前'])
  const ends = (await walk(who.village, work(village))).rows.find((n) => n.id === open[0]['编号'])
  assert.ok(due.every((d) => /^\d{4}-\d\d-\d\d$/.test(d)))
  assert.equal(due[0], new Date(Date.parse(ends.due) - 1 + 8 * 3600_000).toISOString().slice(0, 10), 'the last day, not the midnight behind it')
})

test('a file is called by its place, also for who reads plain names alone', async () => {
  const file = await who.village.get(`${work(village)}/export?as=xlsx`, { headers: { 'accept-language': 'zh' } })
  const called = file.headers.get('content-disposition')
  assert.match(called, /^attachment; filename="download\.xlsx"; filename\*=UTF-8''/)
  assert.equal(decodeURIComponent(called.split("UTF-8''")[1]), '上湾村诉求.xlsx')
})

test('one bar leads between the pages of an office, and everything on it opens for whom it stands', async () => {
  const start = { group_leader: group, village, town, county, city: '4203', province: '42', supervisor: village, admin: '4203' }
  const bar = (text) => /<nav class="chips[^"]* works"[^]*?<\/nav>/.exec(text)?.[0] ?? ''
  let seen = 0
  for (const [role, place] of Object.entries(start)) {
    const desk = (await who[role].get(`/place/${place}/desk`, html)).text, links = [...bar(desk).matchAll(/href="([^"]+)"/g)].map((m) => m[1])
    assert.ok(links.includes(`/place/${place}/desk`), role)
    for (const href of links) {
      const r = await who[role].get(href, html)
      assert.equal(r.status, 200, `${role} ${href}`)
      assert.deepEqual([...bar(r.text).matchAll(/href="([^"]+)"/g)].map((m) => m[1]), links, `${role} ${href} has the same bar`)
      assert.match(bar(r.text), new RegExp(`href="${href}" aria-current="page"`))
      seen++
    }
  }
  assert.ok(seen > 30)
  for (const other of [who.nobody, who.resident, who.council]) assert.equal(bar((await other.get(`/place/${village}/board`, html)).text), '')
  assert.equal(bar((await who.village.get('/place/420325102213/board', html)).text), '', 'no office there')
})

test('who handed a matter up gives no receipt for it, by no account of theirs', async () => {
  const second = async (name) => {
    const { password } = JSON.parse(h.mustCli('account', 'add', name, '--place', village, '--role', 'village', '--json')), c = h.client()
    await c.login(name, password)
    return c
  }
  const href = await raise(who.resident, group)
  await step(who.village, href, 'take')
  await step(who.village, href, 'sort', { size: 'big', why: '组里办不了' })
  await step(who.village, href, 'hand', { why: '请村里办' })
  const other = await second('shangwan2'), same = await second('shangwan3')
  const [person, of] = h.sql(`SELECT person, person_county FROM account WHERE name = 'shangwan'`)[0].split('|')
  assert.notEqual(person, '0', 'whose account it is')
  h.sql(`UPDATE account SET person = ${person}, person_county = '${of}' WHERE name = 'shangwan3'`)
  for (const [name, c] of Object.entries({ village: who.village, same })) {
    const { may } = (await c.get(href)).data
    assert.deepEqual([may.receive, may.others_receipt], [false, true], name)
    assert.match((await c.get(href, html)).text, /回执要由别的人给/)
    assert.equal((await c.post(`${href}/receive`, {})).status, 403, name)
  }
  assert.equal((await other.get(href)).data.may.receive, true)
  assert.ok((await other.post(`${href}/receive`, {})).status < 300)
})

test('who hides is marked wherever an office reads the name: at the head, among the houses that want it, where houses are called back', async () => {
  const seen = (await who.village.get(hidden)).data, text = (await who.village.get(hidden, html)).text
  const own = seen.reasons.filter((x) => x.hide_author)
  assert.deepEqual(own.map((x) => x.label), [seen.need.author])
  assert.equal(text.match(new RegExp(`${seen.need.author}(</b>)? <span class="tag tag-r">不公开`, 'g')).length, 2)
  assert.ok((await who.nobody.get(hidden)).data.reasons.every((x) => !x.label && !x.hide_author))
  await step(who.village, hidden, 'take')
  await step(who.village, hidden, 'assign')
  await step(who.village, hidden, 'solve', { text: '装了灯' })
  assert.match((await who.town.get(hidden, html)).text, new RegExp(`提的那一家：${seen.need.author}（不公开）`))
})
