// account: entering by password and card, what limits them, roles, acting for a resident.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { demoPassword, house, isProxied, printedCard, setCookies } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
const html = { headers: { accept: 'text/html' } }
let h, official

before(async () => {
  h = await house({ engine, demo: true, args: ['--proxy', '127.0.0.1'] })
  official = h.client()
  await official.login('shangwan')
})
after(() => h?.leave())

const household = async (label) => (await official.get(`${village}/people?q=${encodeURIComponent(label)}`)).data.households[0]

const mark = (c) => [...c.cookies].find(([name]) => /^(__Host-)?yc-device$/.test(name))
const enter = (c, name, password = demoPassword) => c.post('/login', { name, password })

test('strangers who try without end slow each other down, and never the device that is known', async () => {
  const known = h.clientAt('192.0.2.1')
  await known.login('lishi')
  await known.post('/logout')
  const wrong = []
  for (let i = 0; i < 60; i++) wrong.push((await enter(h.clientAt(`198.51.100.${i % 6}`), 'LiShi', `wrong${i}`)).status)
  assert.equal(wrong.filter((s) => s === 422).length, 10)
  assert.equal(wrong.filter((s) => s === 429).length, 50)
  known.headers = h.clientAt('198.51.100.1').headers // even from where strangers try
  assert.equal((await enter(known, 'lishi')).status, 200)
  const elsewhere = await enter(h.clientAt('203.0.113.9'), 'lishi')
  assert.equal(elsewhere.status, 429)
  assert.ok(Number(elsewhere.headers.get('retry-after')) <= 7 * 30 + 1)
  assert.match(elsewhere.data.message, /\d+ /)
  assert.equal((await enter(h.clientAt('198.51.100.1'), 'jiandu')).status, 200) // another name
  const forged = h.clientAt('198.51.100.1'), [name, value] = mark(known)
  forged.cookies.set(name, value.replace(/.$/, (c) => c === '0' ? '1' : '0'))
  assert.equal((await enter(forged, 'lishi')).status, 429)
  const other = h.clientAt('198.51.100.77') // known, but under another name
  other.cookies.set(name, value)
  for (let i = 0; i < 5; i++) await enter(other, 'zhouli', 'wrong')
  assert.equal((await enter(other, 'zhouli', 'wrong')).status, 429)
})

test('forty at once keep no honest one out, and wait their turn themselves', async () => {
  const crowd = Array.from({ length: 40 }, (_, i) => enter(h.clientAt('198.51.100.200'), `crowd${i}`, 'wrong'))
  assert.equal((await enter(h.clientAt('203.0.113.10'), 'jiandu')).status, 200)
  assert.deepEqual([...new Set((await Promise.all(crowd)).map((r) => r.status))], [422])
})

test('the mark of a known device is for the server alone, and lets nobody in', async () => {
  const c = h.client()
  const r = await c.login('jiandu'), [name, value] = mark(c)
  assert.match(setCookies(r).find((l) => l.startsWith(`${name}=`)), isProxied ? /; HttpOnly; Secure/ : /; HttpOnly/)
  const d = h.client()
  d.cookies.set(name, value)
  assert.equal((await d.get('/session')).data.signed_in, false)
})

test('who found a phone and guesses at its password keeps nobody from changing it', async () => {
  const found = h.client(), own = h.client()
  await found.login('shiziyan')
  await own.login('shiziyan')
  const guesses = []
  for (let i = 0; i < 25; i++) guesses.push((await found.post('/me/password', { old: `wrong${i}`, password: 'long-enough-word' })).status)
  assert.deepEqual([guesses.filter((s) => s === 422).length, guesses.filter((s) => s === 429).length], [10, 15])
  assert.equal((await own.post('/me/password', { old: demoPassword, password: 'long-enough-word' })).status, 200)
})

test('a card that is right lets in, whatever others tried from the same address', async () => {
  const miss = [], c = h.clientAt('198.51.100.50')
  for (let i = 0; i < 102; i++) miss.push((await c.get(`/card/${'a'.repeat(20)}${1000 + i}`)).status)
  assert.deepEqual([miss[0], miss[101]], [404, 429])
  assert.equal((await c.get(printedCard(h))).status, 200)
})

test('a wrong name and a wrong password are told apart by nobody', async () => {
  const c = h.client()
  const name = await c.post('/login', { name: 'nobody-here', password: 'whatever-1' })
  const password = await c.post('/login', { name: 'zuzhang', password: 'whatever-1' })
  assert.equal(name.status, password.status)
  assert.deepEqual(name.data, password.data)
})

test('signing in leads back, but never to another site', async () => {
  const to = async (next) => (await h.client().post('/login', { name: 'zuzhang', password: demoPassword, next })).data.href
  assert.equal(await to(`${village}/work`), `${village}/work`)
  for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:1']) assert.equal(await to(next), '/')
})

test('opening a card’s link enters nobody, pressing the button does', async () => {
  const c = h.client(), card = printedCard(h)
  const page = await c.get(card, html)
  assert.equal(page.status, 200)
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
  assert.equal((await c.get('/session')).data.signed_in, false)
  assert.equal((await c.post(card, {})).status, 422) // several share it: which of them?
  await c.card(card)
  assert.equal((await c.get('/session')).data.signed_in, true)
  assert.ok(!h.log.includes(card.split('/').pop()), 'a card in the log')
})

test('who meant to say something and scans the card comes to what was begun, once, and to no foreign address', async () => {
  const c = h.client(), wanted = `${village}/need/new?kind=idea&q=1;2`
  const login = (await c.get(wanted, html)).headers.get('location')
  assert.match(login, /^\/login\?next=/)
  assert.equal((await c.get(login, html)).status, 200)
  assert.equal((await c.card(printedCard(h))).data.href, wanted)
  await c.post('/logout')
  assert.equal((await c.card(printedCard(h))).data.href, village)
  for (const evil of ['//evil.example/', 'https://evil.example/', '\\\\evil.example', 'x'.repeat(400), '/\u0000', '/a\r\nSet-Cookie: a=b']) {
    const e = h.client()
    assert.ok((await e.get('/login?next=' + encodeURIComponent(evil), html)).status < 500)
    assert.match((await e.card(printedCard(h))).data.href, /^\/(?![/\\])[!-~]*$/, evil)
  }
})

test('a message that is opened is read, and leads to what it is about; somebody else’s is none', async () => {
  const c = h.client()
  await c.card(printedCard(h))
  const before = (await c.get('/me')).data, fresh = before.messages.filter((m) => m.is_new)
  assert.ok(fresh.length > 1)
  assert.match((await c.get('/me', html)).text, new RegExp(`name="one" value="${fresh[0].id}"`))
  const opened = await c.post('/me/read', { one: fresh[0].id })
  assert.equal(opened.status, 200, opened.text)
  assert.equal(opened.data.href, fresh[0].href)
  const now = (await c.get('/me')).data
  assert.equal(now.unread, before.unread - 1)
  assert.equal(now.messages.find((m) => m.id === fresh[0].id).is_new, false)
  assert.equal((await c.post('/me/read', { one: fresh[0].id })).status, 200) // twice is harmless
  assert.equal((await official.post('/me/read', { one: fresh[1].id })).status, 404)
  assert.equal((await c.get('/me')).data.unread, before.unread - 1)
  assert.equal((await c.post('/me/read', {})).status, 422)
})

const sheetOf = async (label, more = {}) => (await official.post(`${village}/cards`, { household: [(await household(label)).id], ...more })).data.cards[0]
const opens = async (card) => (await h.client().get(new URL(card.url).pathname)).status

test('a card printed again leaves the one before in force until it is used, or was lost', async () => {
  const first = await sheetOf('一组5户'), c = h.client()
  await c.card(first.url)
  assert.equal((await c.get('/me')).data.household.label, '一组5户')
  const unused = await sheetOf('一组5户'), second = await sheetOf('一组5户') // the answer with the one before was lost on the way
  assert.deepEqual([await opens(first), await opens(unused), await opens(second)], [200, 404, 200])
  assert.equal((await household('一组5户')).card_waits, true)
  await h.client().card(second.url)
  assert.deepEqual([await opens(first), await opens(second)], [404, 200])
  assert.equal((await c.get('/me')).status, 200, 'whoever was in stays in')
  const third = await sheetOf('一组5户', { lost: true })
  assert.deepEqual([await opens(second), await opens(third)], [404, 200])
  assert.equal((await c.get('/me')).status, 401)
})

test('a print is confirmed by who printed it, with who and when, or by the house; twice changes nothing', async () => {
  const id = (await household('一组4户')).id, first = await sheetOf('一组4户'), c = h.client()
  const handed = () => official.post(`${village}/cards/handed`, { household: [id] })
  await c.card(first.url)
  const second = await sheetOf('一组4户')
  assert.ok((await handed()).status < 300)
  assert.ok((await handed()).status < 300)
  assert.deepEqual([await opens(first), await opens(second)], [404, 200])
  const me = (await c.get('/me')).data
  assert.match(me.messages[0].text, /上湾村村干部说新户卡已经交到您家手里/)
  const card = me.messages[0].href
  h.mustCli('card', '420325102212', '一组4户')
  assert.equal((await handed()).status, 403, 'another printed that one')
  assert.equal(await opens(second), 200)
  assert.ok((await c.get(card)).data.waits_at)
  assert.ok((await c.post(`${card}/handed`, {})).status < 300)
  assert.equal(await opens(second), 404)
  assert.equal((await c.get('/me')).status, 200)
})

test('of many who print and enter at once the house is left with one card, or with one and one that waits', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => sheetOf('一组3户')))
  await Promise.all(made.map((card) => h.client().card(card.url).catch(() => null)))
  const left = h.sql(`SELECT CASE WHEN k.stands_at = 0 THEN 'waits' ELSE 'stands' END FROM card AS k JOIN household AS o ON o.id = k.household
    WHERE o.label = '一组3户' AND o.place = '420325102212001' AND k.revoked_at = 0`)
  assert.deepEqual(left, ['stands'])
})

test('a card of another village is not printed here', async () => {
  const other = h.client()
  await other.login('shangwan')
  const foreign = h.sql("SELECT county || ' ' || id FROM household WHERE place LIKE '420381%' LIMIT 1")[0]
  assert.ok(foreign)
  const [county, id] = foreign.split(' ')
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  let n = BigInt(id), name = ''
  for (; n > 0n; n >>= 5n) name = alphabet[Number(n & 31n)] + name
  const r = await other.post(`${village}/cards`, { household: [`${county}-${name}`] })
  assert.equal(r.status, 403)
})

test('a helper acts for who agreed, and every record says so', async () => {
  const c = h.client()
  await c.login('daiban')
  const house1 = await household('一组6户')
  const chosen = (await c.get(`${village}/help?household=${house1.id}`)).data
  const person = chosen.persons[0].id
  assert.equal((await c.post(`${village}/help`, { household: house1.id, person })).status, 422) // how do they agree?
  assert.equal((await c.post(`${village}/help`, { household: house1.id, person, consent: 'card', code: 'nonsense-nonsense' })).status, 422)
  const need = { title: '门前的沟盖板断了', category: 'road', anyway: true }
  assert.equal((await c.post(`${village}/need`, { ...need, once: 'helped-nobody' })).status, 403)

  const home = h.client()
  await home.card(new URL(h.mustCli('card', '420325102212', '一组6户').trim()).pathname)
  const unread = (await home.get('/me')).data.unread
  const asked = await c.post(`${village}/help`, { household: house1.id, person, consent: 'message' })
  assert.equal(asked.status, 201, asked.text)
  assert.equal((await c.post(`${village}/need`, { ...need, once: 'helped-early', _for: asked.data.id })).status, 403) // not answered yet
  const waiting = (await home.get('/me')).data
  assert.equal(waiting.helps[0].state, 'asked')
  assert.equal(waiting.unread, unread + 1) // told at once
  assert.match((await home.get('/me', { headers: { accept: 'text/html' } })).text, /想替您家办事/)
  assert.equal((await c.post(`${asked.data.href}/answer`, { agrees: 'yes' })).status, 403) // the helper's own word
  assert.equal((await h.client().get(asked.data.href)).status, 401)
  assert.equal((await official.get(asked.data.href)).status, 404) // nobody else's business
  assert.equal((await home.post(`${asked.data.href}/answer`, { agrees: 'yes' })).status, 201)

  const page = (await c.get(`${village}/need/new?for=${asked.data.id}`, { headers: { accept: 'text/html' } })).text
  assert.match(page, new RegExp(`name="_for" value="${asked.data.id}"`))
  assert.match(page, /您正在替 <b>一组6户<\/b> 办事/)
  assert.doesNotMatch((await c.get(village, { headers: { accept: 'text/html' } })).text, /您正在替/) // never a state of the account
  const made = await c.post(`${village}/need`, { ...need, once: 'helped-once', _for: asked.data.id })
  assert.equal(made.status, 201, made.text)
  assert.equal((await home.get(made.data.href)).data.need.is_mine, true)
  assert.equal((await c.get(made.data.href)).data.need.is_mine, false)
  assert.equal((await c.post(`${made.data.href}/withdraw`, { _for: asked.data.id })).status, 403) // it is the house's
  assert.equal((await c.get('/session')).data.household, '')
  assert.equal((await c.get('/me')).data.messages.filter((m) => m.href === made.data.href).length, 0)

  const told = (await home.get('/me', { headers: { accept: 'text/html' } })).text
  assert.match(told, /替您家办了一件事/)
  const step = (await h.client().get(made.data.href)).data.steps[0]
  assert.match(step.helper, /上湾村代办员/) // the story says who helped, to everybody
  assert.match((await h.client().get(made.data.href, { headers: { accept: 'text/html' } })).text, /由 上湾村代办员 代办/)
  assert.ok((await home.get('/me')).data.messages.some((m) => m.href === made.data.href)) // what was done in its name, at once
  const html = { headers: { accept: 'text/html' }, redirect: 'manual' }
  const after = await c.post(`${village}/need`, { ...need, title: '沟里的水臭了', once: 'helped-html', _for: asked.data.id }, html)
  assert.equal(after.status, 303)
  assert.match(after.headers.get('location'), new RegExp(`^/need/.*[?]for=${asked.data.id}$`)) // still acting
  const against = { kind: 'complaint', target: '村民小组长', category: 'other', title: '收了钱不开票', since: '2026-01-05', once: 'helped-against', _for: asked.data.id }
  const complained = await c.post(`${village}/need`, against, html)
  assert.equal(complained.status, 303, complained.text)
  assert.equal(complained.headers.get('location'), asked.data.href) // it is the house's to read: not a page that he may not see

  assert.equal((await home.post(`${asked.data.href}/end`)).status, 201)
  assert.equal((await c.post(`${village}/need`, { ...need, once: 'helped-late', _for: asked.data.id })).status, 403)
  const late = await c.post(`${village}/need`, { ...need, title: '他家停了的时候正打着的字', once: 'helped-typing', _for: asked.data.id }, html)
  assert.equal(late.status, 403)
  assert.match(late.text, /他家停了的时候正打着的字/) // what was typed comes back, and why it was not taken
  assert.match(late.text, /再问他家/)
  const work = await c.post(`${village}/work`, { act: 'take', _for: asked.data.id }, html)
  assert.equal(work.status, 403)
  assert.doesNotMatch(work.text, /data-need|class="wq/) // a desk's page comes back to nobody
  assert.equal((await c.get(`${village}/need/new?for=${asked.data.id}`)).status, 403)
})

test('an official who acts for a house holds no desk meanwhile', async () => {
  const home = h.client()
  await home.card(new URL(h.mustCli('card', '420325102212', '一组7户').trim()).pathname)
  const need = (await home.post(`${village}/need`, { title: '路边的树挡了灯', category: 'road', anyway: true, once: 'for-desk' })).data.href
  const house = (await official.get(`${village}/help?q=${encodeURIComponent('一组8户')}`)).data.households[0].id
  const person = (await official.get(`${village}/help?household=${house}`)).data.persons[0].id
  const whose = { household: house, person, consent: 'message' }
  assert.ok((await official.post(`${village}/help`, { ...whose, person: undefined })).data.fields.person) // for whom?
  const asked = await official.post(`${village}/help`, whose)
  assert.equal(asked.status, 201, asked.text)
  assert.equal((await official.post(`${village}/help`, whose)).status, 409) // one question
  const other = h.client()
  await other.card(new URL(h.mustCli('card', '420325102212', '一组8户').trim()).pathname)
  assert.equal((await other.post(`${asked.data.href}/answer`, { agrees: 'yes' })).status, 201)
  const id = asked.data.id
  for (const act of ['take', 'sort', 'assign', 'answer', 'solve', 'unable', 'hand'])
    assert.equal((await official.post(`${need}/${act}`, { _for: id })).status, 403, act)
  assert.equal((await official.post(`${village}/accounts`, { name: 'wei', title: '伪', password: 'long-enough-7', role: 'helper', _for: id })).status, 403)
  const acting = (await official.get(`${need}?for=${id}`)).data.may
  assert.deepEqual(Object.keys(acting).filter((k) => acting[k]), ['join'])
  assert.equal((await official.get(need)).data.may.take, true)
  assert.equal((await official.post(`${need}/take`, { version: (await official.get(need)).data.need.version })).status, 200)
  assert.equal((await official.post(`${need}/voice`, { _for: id })).status, 403) // dealt with it
})

test('a helper’s list of houses has no end that it does not say, and is found by its group', async () => {
  const c = h.client()
  await c.login('daiban')
  const walked = async (path) => {
    const labels = []
    for (let next = path; next;) {
      const page = (await c.get(next)).data
      labels.push(...page.households.map((x) => x.label))
      next = page.next
    }
    return labels
  }
  const all = h.sql(`SELECT label FROM household WHERE place LIKE '420325102212%' AND to_date = 0`)
  assert.ok(all.length > 50)
  assert.deepEqual((await walked(`${village}/help`)).sort(), all.sort())
  const third = await walked(`${village}/help?q=${encodeURIComponent('三组')}`)
  assert.deepEqual(third.sort(), all.filter((label) => label.startsWith('三组')))
  assert.deepEqual(await walked(`${village}/help?q=${encodeURIComponent('王')}`), []) // no search by name for who may not see names
})

test('who is erased is no longer signed in', async () => {
  const label = h.sql(`SELECT label FROM household AS h WHERE place LIKE '420325102212%' AND to_date = 0 AND 1 <
    (SELECT count(*) FROM person AS p WHERE p.county = h.county AND p.household = h.id AND p.to_date = 0) ORDER BY id DESC LIMIT 1`)[0]
  const c = h.client(), path = new URL(h.mustCli('card', '420325102212', label).trim()).pathname
  const named = (await c.get(path)).data.persons
  await c.signIn(path, { person: named[0].id })
  assert.equal((await c.get('/me')).status, 200)
  const county = h.client()
  await county.login('fangxian')
  const gone = await county.post(`/person/${named[0].id}/erase`, { why: '本人要求' })
  assert.ok(gone.status < 300, gone.text)
  assert.equal((await c.get('/me')).status, 401)
})

// One of that house of 上湾村, whose account it is to be.
const personOf = async (house) => (await official.get(`${village}/accounts?who=${encodeURIComponent(house)}`)).data.found[0].id

test('a role is given below one’s own rank only, and ends at once', async () => {
  const unknown = await official.post(`${village}/accounts`, { name: 'xinren', title: '新代办员', password: 'long-enough-7', role: 'helper' })
  assert.match(unknown.data.fields.person, /给他开/) // whose account would it be?
  const made = await official.post(`${village}/accounts`, { name: 'xinren', title: '新代办员', password: 'long-enough-7', role: 'helper', person: await personOf('一组12户') })
  assert.equal(made.status, 201, made.text)
  const account = made.data.href
  assert.equal((await official.post(`${account}/role`, { role: 'village' })).status, 403)
  assert.equal((await official.post(`${village}/accounts`, { name: 'XinRen', title: '再一个', password: 'long-enough-7', role: 'helper', person: await personOf('一组12户') })).data.fields.name !== undefined, true)
  const c = h.client()
  await c.login('xinren', 'long-enough-7')
  assert.equal((await c.get(`${village}/help`)).status, 200)
  const row = (await official.get(account)).data.account.roles[0].id
  assert.equal((await official.post(`${account}/role/end`, { row })).status, 201)
  assert.equal((await c.get(`${village}/help`)).status, 403)
  assert.equal((await official.post(`${account}/end`)).status, 201)
  assert.equal((await c.get('/me')).status, 401)
})

test('what an administrator may not himself, he gives to nobody alone', async () => {
  const admin = h.client(), city = h.client(), made = h.client(), county = '/place/420325'
  await admin.login('guanli')
  await city.login('shiyan')
  const r = await admin.post(`${county}/accounts`, { name: 'xinxian', title: '小张', password: 'long-enough-7', role: 'county' })
  assert.equal(r.status, 201, r.text)
  await made.login('xinxian', 'long-enough-7')
  assert.equal((await made.get(`${county}/work`)).status, 403) // it stands nowhere yet
  const asked = (await admin.get(`${county}/accounts`)).data.asked
  assert.equal(asked.length, 1)
  const waits = (await made.get('/me')).data.waiting
  assert.deepEqual(waits.map((w) => [w.text, w.place, w.by]), [['县（区）社会工作部', '十堰市 房县', asked[0].by]])
  assert.match((await made.get('/me', html)).text, /等另一个人点头[^]*要等另一个能在那里管账号的人点头/)
  assert.deepEqual((await admin.get('/me')).data.waiting, [])
  assert.deepEqual([asked[0].may_answer, asked[0].is_mine, asked[0].login], [false, true, 'xinxian'])
  const version = asked[0].version
  assert.equal((await admin.post(`${asked[0].href}/agree`, { version })).status, 403)
  const note = (await city.get('/me')).data.messages.find((m) => m.href === asked[0].href)
  assert.match(note.text, /小张/)
  assert.equal((await city.get('/place/4203/accounts')).data.asked[0].href, asked[0].href) // seen from above
  assert.match((await city.get(asked[0].href, html)).text, /等另一个人同意[\s\S]*同意<\/button>/)
  assert.equal((await city.post(`${asked[0].href}/agree`, { version: '0'.repeat(64) })).status, 409)
  assert.equal((await h.client().get(asked[0].href)).status, 401)
  assert.equal((await city.post(`${asked[0].href}/agree`, { version })).status, 409) // nobody is known behind it
  assert.equal(h.mustCli('account', 'person', 'xinxian', await personOf('一组13户')), 'done\n')
  const known = (await city.get(asked[0].href)).data.asked.version
  assert.equal((await city.post(`${asked[0].href}/agree`, { version: known })).status, 201)
  assert.equal((await made.get(`${county}/work`)).status, 200)
  assert.deepEqual((await made.get('/me')).data.waiting, [])
  assert.equal((await admin.get(asked[0].href)).data.asked.state, 'agreed')
  assert.equal((await admin.post(`${r.data.href}/password`, { password: 'known-to-guanli' })).status, 201) // takes the role back into question
  const taken = h.client()
  await taken.login('xinxian', 'known-to-guanli')
  assert.equal((await taken.get(`${county}/work`)).status, 403)
})

test('nobody is offered to end their own account, nor a role that is not theirs to give', async () => {
  const admin = h.client()
  await admin.login('guanli')
  const own = (await admin.get('/place/4203/accounts')).data.accounts.find((a) => a.name === 'guanli')
  const page = (await admin.get(own.href, html)).text
  assert.doesNotMatch(page, /停用这个账号/)
  assert.match(page, /这是您自己的账号/)
  assert.equal((await admin.post(`${own.href}/end`)).status, 403)
  const city = h.client()
  await city.login('shiyan')
  const there = (await city.get('/place/4203/accounts', html)).text
  assert.doesNotMatch(there, /name="role"/)
  assert.match(there, /不归您给/)
  const town = h.client()
  await town.login('hualongyan')
  const account = (await town.get(`${village}/accounts`)).data.accounts.find((a) => a.name === 'lishi')
  const offered = (await town.get(account.href)).data.makes.map((m) => m.name)
  assert.ok(offered.includes('village') && !offered.includes('town'), offered.join(' '))
})

test('who keeps money is a known person, and watches nobody', async () => {
  const town = h.client(), county = h.client()
  await town.login('hualongyan')
  await county.login('fangxian')
  const found = (await town.get(`${village}/accounts?who=${encodeURIComponent('一组14户')}`)).data.found
  assert.ok(found.length > 0)
  const account = { name: 'kuaiji', title: '王会计', password: 'long-enough-7', role: 'accountant' }
  assert.ok((await town.post(`${village}/accounts`, account)).data.fields.person)
  const made = await town.post(`${village}/accounts`, { ...account, person: found[0].id })
  assert.equal(made.status, 201, made.text)
  const shown = (await town.get(made.data.href)).data.account
  assert.equal(shown.person, found[0].name)
  const admin = h.client()
  await admin.login('guanli')
  assert.match((await admin.get(made.data.href)).data.account.person, /\*/) // who may not see names sees them masked
  // The accountant is only asked about, so nothing is held yet; a town may what a supervisor may.
  assert.ok((await town.post(`${made.data.href}/role`, { role: 'supervisor', place: '420325102212' })).status < 300)
  const asked = (await county.get(`${village}/accounts`)).data.asked
  assert.deepEqual(asked.map((q) => q.role), ['accountant'])
  const second = await county.post(`${asked[0].href}/agree`, { version: asked[0].version })
  assert.equal(second.status, 422, second.text) // watches himself
})

test('under an answer stands the role and its place, whatever title somebody typed', async () => {
  const { password } = JSON.parse(h.mustCli('account', 'add', 'jiaming', '--place', '420325102212001', '--role', 'group_leader', '--title', '十堰市委社会工作部', '--json'))
  const c = h.client(), home = h.client()
  await c.login('jiaming', password)
  await home.card(new URL(h.mustCli('card', '420325102212', '一组10户').trim()).pathname)
  const need = (await home.post(`${village}001/need`, { title: '路灯坏了三盏', category: 'light', anyway: true, once: 'titled-once' })).data.href
  const now = async () => (await c.get(need)).data.need.version
  const taken = await c.post(`${need}/take`, { version: await now() })
  assert.ok(taken.status < 300, taken.text)
  const answered = await c.post(`${need}/answer`, { text: '明天去看，先换灯泡' })
  assert.ok(answered.status < 300, answered.text)
  const page = (await h.client().get(need, html)).text
  assert.match(page, /上湾村一组组长/)
  assert.doesNotMatch(page, /十堰市委社会工作部/)
})

test('another password ends all other sessions', async () => {
  const a = h.client(), b = h.client()
  await a.login('zuzhang')
  await b.login('zuzhang')
  assert.equal((await a.post('/me/password', { old: 'wrong', password: 'a-new-long-one' })).status, 422)
  assert.equal((await a.post('/me/password', { old: demoPassword, password: 'a-new-long-one' })).status, 200)
  await a.token()
  assert.equal((await a.get('/me')).status, 200)
  assert.equal((await b.get('/me')).status, 401)
})

test('a code that cannot be one is told at its field, and the card’s own address is taken for its code', async () => {
  const c = h.client(), path = printedCard(h), html = { accept: 'text/html' }
  const short = await c.fetch('/card?code=abc', { headers: html })
  assert.match(short.text, /id="f-code"[^>]*aria-describedby="e-code"/)
  assert.match(short.text, /id="e-code">.*28/)
  for (const typed of [path.split('/').pop().replace(/(.{4})/g, '$1 ').toUpperCase(), `https://yuanchang.example${path}`, ` ${h.direct}${path}?lang=zh `, path]) {
    const r = await c.fetch(`/card?code=${encodeURIComponent(typed)}`, { headers: html, redirect: 'manual' })
    assert.equal(r.status, 303, typed)
    assert.equal(r.headers.get('location'), path, typed)
  }
  const wrong = await c.fetch(`/card/${'b'.repeat(28)}`, { headers: html })
  assert.equal(wrong.status, 404)
  assert.match(wrong.text, /<form [^>]*action="\/card"[\s\S]*id="f-code"/) // to be typed again there
  assert.doesNotMatch(wrong.text, /办完收起来/)
})

test('what an official is told are reminders, what a house is told are answers', async () => {
  const page = async (c) => (await c.get('/me', { headers: { accept: 'text/html', 'accept-language': 'zh' } })).text
  const official = h.client(), resident = h.client()
  await official.login('jiandu')
  await resident.card(printedCard(h))
  assert.match(await page(official), /待办提醒/)
  assert.doesNotMatch(await page(official), /有回音了|您说的事有了回音/)
  assert.match(await page(resident), /有回音了/)
})
