// leak: there is no way to a number in full, to a hidden author, or to a complaint, for whom it is not meant. Words that
// stand nowhere else are planted through the command line and over HTTP; then every GET route of /openapi.json is asked by
// every role, as a page and as JSON, with the names of what was planted in its address, and the bytes are searched.
// Those who may see do see: without that, a page that answered nothing would pass.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { house, run } from '../../support/house.mjs'
import { ask as askHelp } from '../../sample/help.mjs'
import { agree, call } from '../../sample/meeting.mjs'
import { raise as raiseIn, step as act } from '../../sample/need.mjs'
import { records } from '../../support/records.mjs'
import { cardOf, city, county, nameOf as id, once, town, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const group = '420325102212002'
const phone = '13987650077', idCard = identity('42032519710203123')
const full = {} // everything that the server wrote
let h, w, routes, who // who: role -> client

/// Eighteen digits with the check digit of GB 11643.
function identity(seventeen) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return seventeen + '10X98765432'[[...seventeen].reduce((sum, d, i) => sum + d * weights[i], 0) % 11]
}

// ---- what is planted ----

// Four houses: one that hides, one that complains, one that only joins, one that hides when it has been seen.
const houses = {
  hidden: { label: '二组77户', name: '欧阳隐知' },
  complainer: { label: '二组78户', name: '司马告言' },
  voice: { label: '二组79户', name: '夏侯附议' },
  later: { label: '二组80户', name: '诸葛后悔' },
}
const complaint = { title: '暗记甲字号这事没人敢提', body: '暗记乙字号说的是怎么回事', target: '暗记丙主任' }
const upward = { title: '暗记丁字号镇上的事', body: '暗记戊字号', target: '暗记己镇长' }
const needs = {} // what was planted, by name, as hrefs

const base32 = (decimal) => { // base/base32.h: Crockford's letters, as in links
  let v = BigInt(decimal), s = ''
  for (; v; v >>= 5n) s = '0123456789abcdefghjkmnpqrstvwxyz'[Number(v & 31n)] + s
  return s
}
const see = async (c, href) => (await c.get(href)).data
const raise = (c, json) => raiseIn(c, group, { category: 'river', ...json })

async function plantPeople() {
  const file = join(h.dir, 'planted.csv')
  writeFileSync(file, '组,户,姓名,性别,电话,身份证号\n' + Object.values(houses).map((x) =>
    `二组,${x.label},${x.name},男,${x === houses.hidden ? phone : ''},${x === houses.hidden ? idCard : ''}\n`).join(''))
  h.mustCli('person', 'import', file, '--place', village)
  for (const x of Object.values(houses)) {
    const [row] = h.sql(`SELECT h.id, p.id FROM household AS h JOIN person AS p ON p.county = h.county AND p.household = h.id
      WHERE h.label = '${x.label}' AND p.name = '${x.name}'`)
    const [household, person] = row.split('|')
    Object.assign(x, { household, person, householdName: base32(household), personName: base32(person) })
    x.client = await cardOf(h, x.label)
    x.account = h.sql(`SELECT id FROM account WHERE household = ${household}`)[0]
    x.accountName = base32(x.account)
  }
}

async function plantNeeds() {
  const { hidden, complainer, voice, later } = houses
  needs.hidden = await raise(hidden.client, { title: '河边柳树下的石桌少了一张', body: '坐的人多', hide_author: true })
  needs.joined = await raise(who.neighbour, { title: '老井台要加一圈护栏才安稳' })
  assert.equal((await voice.client.post(`${needs.joined}/voice`, { reason: '井台边上滑' })).status, 200)
  assert.equal((await hidden.client.post(`${needs.hidden}/voice`, { reason: '再说一遍' })).status, 200)
  needs.later = await raise(later.client, { title: '晒谷场西头的水泥鼓起来了' })
  const { need } = await see(later.client, needs.later)
  const edit = await later.client.post(`${needs.later}/edit`, { version: need.version, title: need.title, category: 'river', hide_author: true })
  assert.equal(edit.status, 200, edit.text)
  needs.complaint = await raise(complainer.client, { kind: 'complaint', ...complaint })
  needs.upward = await raise(complainer.client, { kind: 'complaint', ...upward, target_place: town })
}

// A hidden author's matter that goes all the way up, and one that is judged.
async function plantHistory() {
  needs.up = await raise(houses.hidden.client, { title: '河道改线以后的渡口怎么办', hide_author: true })
  await act(who.village, needs.up, 'take')
  await act(who.village, needs.up, 'sort', { size: 'big', why: '要县里定' })
  for (let need; (need = (await see(who.city, needs.up)).need, !need.onward);) {
    const desk = { 15: who.village, 12: who.village, 9: who.town, 6: who.county }[need.at.length]
    if (need.at.length < 12) await desk.post(`${needs.up}/receive`, {})
    const r = await desk.post(`${needs.up}/hand`, { version: (await see(desk, needs.up)).need.version, why: '请上级定' })
    assert.ok(r.status < 300, r.text)
  }
  const { onward } = (await see(who.city, needs.up)).need
  needs.onward = onward.startsWith('/') ? onward : `/need/${onward}`
  needs.judged = await raise(houses.hidden.client, { title: '渡口的缆绳该换一根新的了', hide_author: true })
  await act(who.village, needs.judged, 'take')
  await act(who.village, needs.judged, 'sort', { size: 'small' })
  await act(who.village, needs.judged, 'assign')
  await act(who.village, needs.judged, 'solve', { text: '换过了' })
  assert.equal((await houses.hidden.client.post(`${needs.judged}/verdict`, { done: 'no', reason: '还是旧的', once: once() })).status, 200)
  const r = await who.village.post(`/place/${village}/work`, { act: 'group', need: [id(needs.hidden), id(needs.later)], group_title: '水边的两件事' })
  assert.equal(r.status, 200, r.text)
}

// A meeting about what the hidden house said, to which it comes, and what was agreed there.
const met = {} // their names
async function plantMeeting() {
  const meeting = await call(who.village, group, { title: '水边的院场会', topic: '石桌', need: [id(needs.hidden)] })
  assert.ok((await houses.hidden.client.post(`${meeting}/come`, {})).status < 300)
  const task = await agree(who.village, meeting, { title: '添一张石桌', owner_title: '河边的人家' })
  Object.assign(met, { meeting: id(meeting), task: id(task) })
}

// The house that hides, and the one that complained, agree that the helper acts for them: he sees no more by that.
const consents = []
async function plantHelp() {
  for (const x of [houses.hidden, houses.complainer]) {
    const asked = await askHelp(who.helper, `${county}-${x.householdName}`, `${county}-${x.personName}`)
    assert.equal((await x.client.post(`${asked}/answer`, { agrees: 'yes' })).status, 201)
    consents.push(id(asked))
  }
  who.helper.cookies.delete('notice') // "asked them", which the next page would say
}

before(async () => {
  h = await house({ engine, demo: true, args: ['--dear-a-minute', '1000000'] }) // it asks more in a minute than anybody may
  full.log = ''
  h.child.stderr.on('data', (d) => { full.log += d })
  w = await records(h)
  who = w.who
  const far = JSON.parse(h.mustCli('account', 'add', 'linjie', '--place', '420325102201', '--role', 'village', '--json'))
  await (who.village_beside = h.client()).login('linjie', far.password)
  routes = Object.entries((await who.nobody.get('/openapi.json')).data.paths)
  await plantPeople()
  await plantNeeds()
  await plantHistory()
  await plantMeeting()
  await plantHelp()
})
after(() => h?.done())

// ---- looking ----

/// A text as it may stand in an answer: as it is, in an address, as numbers in HTML or in JSON.
function forms(text) {
  const units = [...text]
  return [text, encodeURIComponent(text), units.map((c) => `&#${c.codePointAt(0)};`).join(''),
    units.map((c) => `&#x${c.codePointAt(0).toString(16)};`).join(''),
    units.map((c) => (c < '\x80' ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('')]
}
const found = (text, markers) => markers.filter((m) => forms(m).some((f) => text.includes(f)))

/// The sheets of a workbook as one text: a zip is unpacked by its central directory.
function workbook(bytes) {
  let text = ''
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0 && bytes.readUInt32LE(at) === 0x02014b50;) {
    const method = bytes.readUInt16LE(at + 10), size = bytes.readUInt32LE(at + 20), local = bytes.readUInt32LE(at + 42)
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const packed = bytes.subarray(from, from + size)
    text += (method === 8 ? inflateRawSync(packed) : packed).toString('utf8')
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return text
}

/// The answer's bytes as text, whatever they are, and its head lines.
async function ask(role, path, accept) {
  const c = who[role]
  const r = await fetch(h.origin + path, { redirect: 'manual', headers: { accept, cookie: [...c.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } })
  const bytes = Buffer.from(await r.arrayBuffer())
  assert.ok(r.status < 500 && r.status !== 429, `${role} ${path}: ${r.status} ${bytes.toString('utf8', 0, 300)}`)
  const body = bytes.subarray(0, 2).toString() === 'PK' ? workbook(bytes) : bytes.toString('utf8')
  return { status: r.status, text: `${[...r.headers].map(([k, v]) => `${k}: ${v}`).join('\n')}\n\n${body}` }
}

/// Every address there is with what was planted in it, and every list in every order and cut.
function addresses() {
  const named = Object.values(houses)
  const planted = {
    place: [village, group, town, county, city], log: [village, town, county, city],
    need: Object.values(needs).map(id), household: named.map((x) => `${county}-${x.householdName}`),
    person: named.map((x) => `${county}-${x.personName}`), account: named.map((x) => `${county}-${x.accountName}`),
    help: consents, meeting: [met.meeting], task: [met.task],
  }
  const values = Object.fromEntries(Object.entries(w.sample).map(([name, one]) => [name, planted[name] ?? [one]]))
  const more = {
    '/place/{place}/need': ['?order=newest', '?show=open', '?show=doing', '?category=river&order=newest', '?kind=idea', '?mine=1', '?since=2026-01-01'],
    '/place/{place}/work': ['?view=mine', '?view=unassigned', '?view=overdue', '?view=big', '?view=complaint', '?state=all', '?state=all&view=complaint&order=voices', `?q=${encodeURIComponent('记工')}&state=all`],
    '/place/{place}/desk': ['?what=need', '?what=help', '?what=account&when=later', '?since=2026-01-01'],
    '/place/{place}/work/export': ['?as=csv', '?as=xlsx', '?as=csv&view=complaint', '?as=csv&view=big', '?as=csv&state=all', '?as=xlsx&state=all&view=complaint'],
    '/place/{place}/people/export': ['?as=csv', '?as=xlsx'],
    '/log/{log}/growth': ['?from=1'], '/place/{place}/sheet': ['?from=2020-01-01&to=2030-01-01'],
    '/place/{place}/people': ['?q=%E4%BA%8C%E7%BB%8477', `?q=${phone.slice(-4)}`],
  }
  return routes.filter(([, methods]) => methods.get).flatMap(([path]) => {
    const name = /\{(\w+)\}/.exec(path)?.[1]
    const isTable = path.endsWith('/export') // few an hour
    const of = isTable ? [village, county] : values[name]
    const paths = name ? of.map((v) => path.replace(`{${name}}`, v)) : [path]
    return paths.flatMap((p) => [...(isTable ? [] : ['']), ...(more[path] ?? [])].map((q) => ({ route: path, path: p + q, isTable })))
  })
}

// One crawl, each answer kept by who asked.
let answers
async function crawl() {
  if (answers) return answers
  answers = []
  for (const role of Object.keys(who))
    for (const { route, path, isTable } of addresses()) {
      const [at, query = ''] = path.split('?')
      const asks = [[path, 'text/html'], ...(isTable ? [] : [[path, 'application/json']])]
      if (!isTable && /^\/(place|need|person|household|log|me|work)/.test(path)) asks.push([`${at}.json${query && '?' + query}`, '*/*'])
      // and once more as the helper sees it who acts for them
      const more = query && `${query}&`
      if (role === 'helper' && !isTable) for (const c of consents) asks.push([`${at}?${more}for=${c}`, 'text/html'], [`${at}.json?${more}for=${c}`, '*/*'])
      for (const [address, accept] of asks) answers.push({ role, route, path: address, accept, ...await ask(role, address, accept) })
    }
  return answers
}
// For whom he acts the helper knows: his pages of that, and one line above any page that was opened for them, say so.
const isOfConsent = (a) => a.role === 'helper' && ['/me', '/place/{place}/help', '/help/{help}', '/place/{place}/need/new'].includes(a.route)
async function leaks(roles, markers, isShownAt = () => false) {
  const list = (await crawl()).filter((a) => roles.includes(a.role) && !isShownAt(a) && !isOfConsent(a))
  assert.ok(list.filter((a) => a.status === 200).length > 30 * roles.length, 'hardly anything was answered')
  // what was asked for may be repeated: where to go on after signing in
  const told = (a) => a.text.replaceAll(a.path, '').replaceAll(a.path.split('?')[0], '').replaceAll(encodeURIComponent(a.path), '').replace(/您正在替 <b>[^<]*<\/b>/, '')
  return list.flatMap((a) => found(told(a), markers).map((m) => `${a.role} GET ${a.path} (${a.accept}): ${m}`))
}
const everyone = () => Object.keys(who)
const author = (x) => [x.label, x.name, x.household, x.person, x.householdName, x.personName, x.account, x.accountName]
// Who sees no desk of this village, and so no hidden author.
const outside = ['nobody', 'neighbour', 'helper', 'council', 'supervisor', 'group_leader', 'village_beside', 'admin']
// Registers of the village's households, for whom they are: a name there says nothing of who spoke.
// So is who came to a meeting, for whoever holds it.
const register = (a) => /\/(people|household|person|roster|roll|cards|help|post\/new)\b/.test(a.route) || (a.role === 'council' && a.route === '/meeting/{meeting}')

// ---- numbers ----

test('a phone and an identity number stand in full nowhere', async () => {
  assert.deepEqual(await leaks(everyone(), [phone, idCard]), [])
  assert.ok((await crawl()).some((a) => a.role === 'village' && a.text.includes('139********')), 'masked, they are there')
})

test('unmasking takes the right, a purpose, and leaves an event', async () => {
  const path = `/person/${county}-${houses.hidden.personName}/unmask`
  const events = () => Number(h.sql(`SELECT count(*) FROM event WHERE kind LIKE 'person.%mask%'`)[0])
  const before = events()
  for (const role of everyone().filter((r) => !['village', 'town'].includes(r))) {
    const r = await who[role].post(path, { which: 'phone', purpose: '想看看' })
    assert.equal(r.status, role === 'nobody' ? 401 : 403, `${role}: ${r.text}`)
    assert.ok(!r.text.includes(phone))
  }
  for (const purpose of [undefined, '', '   ']) {
    const r = await who.village.post(path, { which: 'phone', purpose })
    assert.equal(r.status, 422, r.text)
    assert.ok(r.data.fields.purpose)
    assert.ok(!r.text.includes(phone))
  }
  assert.equal(events(), before)
  for (const [which, number] of [['phone', phone], ['id_card', idCard]]) {
    const r = await who.village.post(path, { which, purpose: '通知领取物资' })
    assert.equal(r.status, 200, r.text)
    assert.ok(r.text.includes(number))
    assert.match(r.headers.get('cache-control'), /no-store/)
  }
  assert.equal(events(), before + 2)
})

// ---- hidden authors ----

test('a hidden author is nowhere for whom no desk of the village is', async () => {
  assert.deepEqual(await leaks(outside, author(houses.hidden), register), [])
})

test('the log names no person, household or account', async () => {
  h.mustCli('card', village, '二组1户') // the newest entry is of a household
  for (const role of everyone()) {
    const { entries } = (await who[role].get(`/log/${village}`)).data
    assert.deepEqual([entries[0].kind, entries[0].id, entries[0].at], ['', '', null])
    for (const e of entries) assert.equal(e.subject !== '', /^(need|place|meeting|task)\./.test(e.kind), e.kind)
  }
})

test('one who hides after having been seen is hidden as well', async () => {
  assert.deepEqual(await leaks(outside, author(houses.later), register), [])
})

test('who joined is known to those who organise it', async () => {
  assert.deepEqual(await leaks(outside, author(houses.voice), register), [])
  for (const role of ['village', 'town']) assert.ok((await who[role].get(needs.joined)).text.includes(houses.voice.label), role)
})

test('those who organise the village see who is hidden', async () => {
  for (const role of ['village', 'town', 'county', 'city', 'province'])
    for (const name of ['hidden', 'later', 'up', 'judged'])
      for (const accept of ['application/json', 'text/html']) {
        const r = await ask(role, needs[name], accept)
        assert.ok(r.text.includes(name === 'later' ? houses.later.label : houses.hidden.label), `${role} ${name} ${accept}`)
      }
  assert.ok((await who.city.get(needs.onward)).text.includes(houses.hidden.label), 'the city, of what came up to it')
})

test('the list of one house is its own', async () => {
  const mine = await houses.hidden.client.get(`/place/${village}/need?mine=1`)
  assert.ok(mine.data.needs.some((x) => x.href === needs.judged))
  for (const role of outside) {
    const r = await who[role].get(`/place/${village}/need?mine=1`)
    if (r.status === 200) assert.ok(!r.data.needs.some((x) => Object.values(needs).includes(x.href) && x.href !== needs.joined), role)
  }
  for (const c of consents) { // nor that of the helper's who acts for it, in any list: what is said to be the house's, or joined by it
    assert.equal((await who.helper.get(`/place/${village}/need?mine=1&for=${c}`)).status, 403)
    for (const order of ['', '&order=newest', '&show=open', '&kind=idea'])
      for (const x of (await who.helper.get(`/place/${village}/need?for=${c}${order}`)).data.needs)
        assert.deepEqual([x.is_mine, x.joined], [false, false], x.title)
  }
})

test('words of an author find no matter', async () => {
  for (const role of everyone())
    for (const q of [...author(houses.hidden), phone, idCard, ...Object.values(complaint)])
      for (const path of ['need?q=', 'need/alike?q=']) {
        const r = await who[role].get(`/place/${village}/${path}${encodeURIComponent(q)}`)
        const list = r.data.needs ?? r.data.alike ?? [r.data] // a name leads to its own page
        assert.deepEqual(list.map((x) => x.href).filter((x) => Object.values(needs).includes(x)), [], `${role} ${q}`)
      }
})

// ---- complaints ----

const named = ['nobody', 'neighbour', 'helper', 'council', 'village', 'supervisor', 'group_leader', 'village_beside', 'admin', 'province']
const told = (x) => [x.title, x.body, x.target]

test('a complaint is nowhere for whom it names, nor for anybody below', async () => {
  assert.deepEqual(await leaks(named, [...told(complaint), ...told(upward)]), [])
  for (const role of named)
    for (const name of ['complaint', 'upward'])
      for (const path of [needs[name], `${needs[name]}/proof`, `${needs[name]}/edit`])
        for (const accept of ['application/json', 'text/html']) {
          const { status } = await ask(role, path, accept)
          assert.ok(status === 404 || path.endsWith('edit') && [303, 401, 403].includes(status), `${role} ${path}: ${status}`)
        }
  assert.deepEqual(await leaks(['town'], told(upward)), [], 'the town reads none about itself')
})

test('who complained is nowhere but with those who read complaints', async () => {
  assert.deepEqual(await leaks(named.filter((r) => r !== 'province'), author(houses.complainer), register), [])
})

test('those above the one named read the complaint', async () => {
  for (const role of ['town', 'county', 'city']) {
    const r = await who[role].get(needs.complaint)
    assert.equal(r.status, 200, role)
    for (const m of told(complaint)) assert.ok(r.text.includes(m), `${role} ${m}`)
  }
  for (const role of ['county', 'city']) assert.ok((await who[role].get(needs.upward)).text.includes(upward.target), role)
  assert.ok((await who.town.get(`/place/${town}/work?view=complaint`)).text.includes(complaint.title))
  assert.ok((await ask('county', `/place/${county}/work/export?as=xlsx&view=complaint`, '*/*')).text.includes(complaint.title))
})

test('no act on a complaint tells of it, or changes it', async () => {
  const state = () => h.sql(`SELECT state, version, voices FROM need WHERE title IN ('${complaint.title}', '${upward.title}') ORDER BY id`)
  const before = state()
  const fields = { version: 1, why: '看一眼就好', text: '看一眼就好', reason: '看一眼就好', size: 'small', done: 'yes', title: '看一眼就好', category: 'road', once: once() }
  for (const role of named)
    for (const [path, { post }] of routes.filter(([p, methods]) => p.startsWith('/need/') && methods.post))
      for (const name of ['complaint', 'upward']) {
        const takes = Object.keys(post.requestBody?.content?.['application/json']?.schema?.properties ?? {})
        const json = Object.fromEntries(Object.entries(fields).filter(([k]) => takes.includes(k)))
        for (const body of [json, {}]) {
          const r = await who[role].post(path.replace('{need}', id(needs[name])), body)
          assert.ok(r.status >= 400 && r.status < 500, `${role} ${path}: ${r.status}`)
          assert.deepEqual(found(r.text, [...told(complaint), ...told(upward), houses.complainer.label]), [], `${role} POST ${path}`)
        }
      }
  const all = { need: [id(needs.complaint), id(needs.upward)], text: '看一眼就好', group_title: '看一眼就好' }
  for (const what of ['answer', 'assign', 'group', 'take']) {
    const r = await who.village.post(`/place/${village}/work`, { act: what, ...all })
    assert.deepEqual(found(r.text, [...told(complaint), ...told(upward), houses.complainer.label]), [], what)
  }
  assert.deepEqual(state(), before)
})

// ---- what the service says of itself ----

test('a complaint stands in no log of whom it names, and in that above without a word to who may not read it', async () => {
  async function lines(client, log) {
    const all = []
    for (let next = `/log/${log}`; next;) {
      const page = (await client.get(next)).data
      all.push(...page.entries)
      next = page.next
    }
    return all
  }
  const isAbout = (e) => [needs.complaint, needs.upward].map(id).includes(e.subject)
  for (const role of ['nobody', 'village', 'town', 'county']) assert.ok(!(await lines(who[role], village)).some(isAbout), role)
  const nobody = await lines(h.client(), town), official = await lines(who.village, town), above = await lines(who.town, town)
  for (const seen of [nobody, official]) {
    assert.ok(!seen.some(isAbout))
    assert.ok(seen.filter((e) => e.kind === '').length >= 1)
    assert.equal(seen.length, above.length)
  }
  assert.ok(above.some((e) => e.subject === id(needs.complaint) && e.kind === 'need.raised'))
})

test('the server\'s log has neither numbers nor names nor words nor keys', async () => {
  await crawl()
  await who.village.post(`/place/${village}/person`, { name: '欧阳隐知', phone: '1398765' }) // refused, and said why
  assert.ok(full.log.split('\n').length > 1000)
  const keys = Object.values(who).flatMap((c) => [...c.cookies.values(), c.csrf]).filter((v) => v && v.length > 8)
  assert.deepEqual(found(full.log, [phone, idCard, ...Object.values(houses).flatMap((x) => [x.label, x.name, x.household, x.person, x.householdName, x.personName]),
    ...told(complaint), ...told(upward), ...keys, 'yuanchang-2026']), [])
})

test('check finds nothing after all that', async () => {
  await h.stop()
  const r = run(['check'], h.settings)
  assert.equal(r.code, 0, r.out + r.err)
})
