// need over the wire: the journey of one matter as JSON and as pages, who may not see what, and two who edit at once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clock, day, house, printedCard, sleep } from '../../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
const html = { headers: { accept: 'text/html' } }
let h, official, town, resident, neighbour, nobody, n = 0

const once = () => `need-test-${process.pid}-${++n}`
const rnd = () => Math.random().toString(36).slice(2, 8)

before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  official = h.client()
  await official.login('shangwan')
  town = h.client()
  await town.login('hualongyan')
  resident = h.client()
  await resident.card(printedCard(h))
  neighbour = h.client()
  const label = (await official.get(`${village}/people?q=${encodeURIComponent('一组1户')}`)).data.households[0].label
  await neighbour.card(h.mustCli('card', '420325102212', label).match(/(\/card\/\S+)/)[1])
})
after(() => h?.leave())

async function raise(who, more = {}) {
  const r = await who.post(`${village}/need`, { title: `路边的草比人高 ${rnd()}`, category: 'clean', once: once(), ...more })
  assert.equal(r.status, 201, r.text)
  return r.data.href ?? r.headers.get('location')
}
const see = async (who, href) => (await who.get(href)).data
const act = async (who, href, what, json) => {
  const version = (await see(who, href)).need.version
  return who.post(`${href}/${what}`, { version, ...json })
}

test('from voice to the last word, as JSON', async () => {
  const href = await raise(resident, { body: '娃们上学要从那里过' })
  assert.equal((await neighbour.post(`${href}/voice`, { reason: '我家门口也是' })).status, 200)
  assert.equal((await act(official, href, 'take', {})).status, 200)
  assert.equal((await act(official, href, 'sort', { size: 'small' })).status, 200)
  assert.equal((await act(official, href, 'assign', {})).status, 200)
  assert.equal((await act(official, href, 'solve', { text: '割完了，请大家看看' })).status, 200)
  let seen = await see(neighbour, href)
  assert.equal(seen.need.state, 'solved')
  assert.equal(seen.may.judge, true)
  assert.equal((await see(official, href)).may.judge, false)
  assert.equal((await neighbour.post(`${href}/verdict`, { done: 'no', reason: '桥头那段没割', once: once() })).status, 200)
  seen = await see(nobody, href)
  assert.equal(seen.need.state, 'doing')
  assert.equal(seen.need.reopened, 1)
  assert.equal((await act(official, href, 'solve', { text: '桥头也割了' })).status, 200)
  assert.equal((await neighbour.post(`${href}/verdict`, { done: 'yes', once: once() })).status, 200)
  assert.equal((await resident.post(`${href}/verdict`, { done: 'yes', once: once() })).status, 200)
  seen = await see(nobody, href)
  assert.equal(seen.need.state, 'closed')
  assert.equal(seen.need.closing, 'author')
  const kinds = seen.steps.map((s) => s.kind)
  for (const k of ['need.raised', 'need.joined', 'need.taken', 'need.sorted', 'need.assigned', 'need.solved', 'need.undone', 'need.closed'])
    assert.ok(kinds.includes(k), k)
})

test('a step that will not come any more is not still to come', async () => {
  const steps = (n) => n.need.course.map((s) => (s.done ? 'done' : s.now ? 'now' : s.off ? 'off' : 'later')).join()
  const page = async (who, href) => (await who.get(href, { headers: { accept: 'text/html', 'accept-language': 'zh' } })).text
  const unable = await raise(resident), gone = await raise(resident)
  assert.equal(steps(await see(nobody, unable)), 'now,later,later,later,later')
  assert.equal((await act(official, unable, 'take', {})).status, 200)
  assert.equal((await act(official, unable, 'unable', { why: '这块地不归村里' })).status, 200)
  assert.equal(steps(await see(nobody, unable)), 'done,off,off,off,off')
  assert.equal((await resident.post(`${gone}/withdraw`, {})).status, 200)
  assert.equal(steps(await see(resident, gone)), 'off,off,off,off,off')
  const closed = (await nobody.get(`${village}/need?show=closed`)).data.needs[0]
  assert.equal(steps(await see(nobody, closed.href)), 'done,done,off,done,off')
  assert.deepEqual(closed.five.map((s) => s.off), [false, false, true, false, true])
  for (const href of [unable, gone, closed.href]) {
    const text = await page(resident, href)
    assert.doesNotMatch(text, /还没到/)
    assert.match(text, />不用</)
  }
  for (const text of [await page(resident, gone), await page(resident, `${village}/need?mine=1`)]) assert.match(text, /撤回了，不/)
  assert.doesNotMatch(await page(resident, gone), /已算您家一户|户也要/)
})

test('in English dates and numbers read as English', async () => {
  const english = { headers: { accept: 'text/html', 'accept-language': 'en' } }
  const { data } = await nobody.get(`${village}/need`)
  assert.ok(data.needs.every((n) => /\d+月\d+日提$/.test(n.meta)))
  const text = (await nobody.get(`${village}/need`, english)).text
  assert.match(text, /raised on \d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)</)
  assert.doesNotMatch(text, /raised on \d+\/\d+/)
  assert.match(text, new RegExp(`Not on the list: ${data.unlisted} `))
  const sheet = (await nobody.get(`${village}/sheet`, english)).text
  for (const head of ['What', 'Houses', 'Until', 'Result']) assert.match(sheet, new RegExp(`<th[^>]*>${head}<`))
})

test('the same key raises once, whatever else is sent is refused at its field', async () => {
  const key = once()
  const json = { title: `井边的石板断了 ${rnd()}`, category: 'road', once: key }
  const a = await resident.post(`${village}/need`, json), b = await resident.post(`${village}/need`, json)
  assert.equal(a.status, 201)
  assert.equal(a.data.href, b.data.href)
  assert.equal((await resident.post(`${village}/need`, { ...json, title: '换了一件事说说' })).status, 409)
  for (const [field, value] of [['title', ''], ['title', '短'], ['title', '长'.repeat(61)], ['category', 'moon'], ['once', 'x'], ['since', '2999-01-01']]) {
    const r = await resident.post(`${village}/need`, { title: '说清楚一件事', category: 'road', once: once(), [field]: value })
    assert.equal(r.status, 422, field)
    assert.ok(r.data.fields[field], `${field}: ${r.text}`)
  }
  const undeclared = await resident.post(`${village}/need`, { title: '说清楚一件事', category: 'road', once: once(), state: 'closed' })
  assert.equal(undeclared.status, 422)
  assert.ok(undeclared.data.fields.state)
})

test('who joins and leaves over and over is told to come tomorrow, and the matter says what it said', async () => {
  const href = await raise(resident), act = (i) => neighbour.post(`${href}/voice${i % 2 ? '/leave' : ''}`, i % 2 ? undefined : {})
  for (let i = 0; i < 11; i++) assert.equal((await act(i)).status, 200, `change ${i}`)
  const r = await act(11), page = await neighbour.get(href)
  assert.equal(r.status, 429, r.text)
  assert.match(r.text, /明天再改/)
  assert.equal(page.data.need.voices, 2)
})

test('who may not: nobody, a neighbour village, an official for a household, a household for an official', async () => {
  const href = await raise(resident)
  assert.equal((await nobody.post(`${href}/voice`, {})).status, 401)
  assert.equal((await official.post(`${href}/voice`, {})).status, 403)
  for (const what of ['take', 'sort', 'assign', 'unable', 'hand', 'solve'])
    assert.ok([403, 422].includes((await resident.post(`${href}/${what}`, { version: 1 })).status), what)
  assert.equal((await resident.post(`${href}/take`, { version: 1 })).status, 403)
  assert.equal((await official.post(`${href}/verdict`, { done: 'yes', once: once() })).status, 403)
  assert.equal((await nobody.get(`${village}/work`)).status, 401)
  assert.equal((await resident.get(`${village}/work`)).status, 403)
  assert.equal((await nobody.get('/need/420325-zzzzzzzzzzz')).status, 404)
  assert.equal((await nobody.get('/need/nonsense')).status, 404)
})

test('a hidden author is in no answer but the organiser\'s', async () => {
  const title = `有人占了公家的树 ${rnd()}`
  const href = await raise(resident, { title, hide_author: true })
  const label = (await see(official, href)).need.author
  assert.ok(label.length > 0)
  for (const who of [nobody, neighbour]) {
    for (const path of [href, `${village}/need?order=newest`, `${href}/proof`, `${village}/sheet`]) {
      for (const more of [{}, html]) {
        const r = await who.get(path, more)
        assert.equal(r.status, 200, path)
        assert.ok(!r.text.includes(`"author":"${label}"`), path)
        if (path === href) assert.ok(!r.text.includes(label), path)
      }
    }
  }
})

test('a complaint is not there for whom it names, nor for anybody below', async () => {
  const title = `村干部不开门 ${rnd()}`
  const href = await raise(resident, { title, kind: 'complaint', target: '村干部' })
  for (const who of [nobody, neighbour, official]) {
    assert.equal((await who.get(href)).status, 404)
    assert.equal((await who.get(`${href}/proof`)).status, 404)
    for (const path of [`${village}/need?order=newest`, `${village}/need?q=${encodeURIComponent('村干部不开门')}`, `${village}/sheet`])
      assert.ok(!(await who.get(path)).text.includes(title), path)
  }
  assert.ok(!(await official.get(`${village}/work`)).text.includes(title))
  assert.ok(!(await official.get(`${village}/work/export?as=csv`)).text.includes(title))
  assert.equal((await town.get(href)).status, 200)
  assert.ok((await town.get('/place/420325102/work?view=complaint')).text.includes(title))
  assert.equal((await resident.get(href)).status, 200)
})

test('two officials editing one matter: 409 and how it stands now', async () => {
  const href = await raise(resident)
  const version = (await see(official, href)).need.version
  assert.equal((await official.post(`${href}/take`, { version })).status, 200)
  const late = await town.post(`${href}/sort`, { version, size: 'big', why: '我看是大事' })
  assert.equal(late.status, 409)
  assert.equal(late.data.data.need.state, 'taken')
  const page = await town.post(`${href}/sort`, undefined, {
    form: new URLSearchParams({ version, size: 'big', why: '我看是大事' }), headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
  assert.equal(page.status, 409)
  assert.ok(page.text.includes('我看是大事')) // what was typed
  assert.ok(page.text.includes('已受理')) // how it stands
})

test('an author\'s correction that comes too late shows both texts', async () => {
  const href = await raise(resident, { title: `水塘边要栏杆 ${rnd()}` })
  const version = (await see(resident, href)).need.version
  const edit = { version, title: '水塘边要装栏杆', category: 'road' }
  assert.equal((await resident.post(`${href}/edit`, edit)).status, 200)
  const late = await resident.post(`${href}/edit`, { ...edit, title: '水塘边要装木栏杆' })
  assert.equal(late.status, 409)
  assert.equal(late.data.data.need.title, '水塘边要装栏杆')
  const page = await resident.post(`${href}/edit`, undefined, {
    form: new URLSearchParams({ version, title: '水塘边要装木栏杆', category: 'road' }),
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
  assert.equal(page.status, 409)
  assert.ok(page.text.includes('水塘边要装栏杆') && page.text.includes('水塘边要装木栏杆'))
  assert.equal((await neighbour.get(`${href}/edit`)).status, 403)
})

test('what cannot be done and is accepted has a word of its own, and is not what people found done', async () => {
  const href = await raise(resident)
  assert.equal((await act(official, href, 'take')).status, 200)
  assert.equal((await act(official, href, 'unable', { why: '河道上不能建' })).status, 200)
  assert.equal((await resident.post(`${href}/accept`, {})).status, 200)
  const { need } = await see(nobody, href)
  assert.deepEqual([need.state, need.closing, need.state_text, need.state_tag], ['closed', 'understood', '说清了，大家知道了', ''])
  assert.deepEqual(need.five.map((s) => s.done), [true, false, false, false, false]) // it was talked about; nothing was built, nobody judged
  const page = (await nobody.get(href, html)).text
  assert.doesNotMatch(page, /群众认可/)
  const listed = (await nobody.get(`${village}/need?order=newest`)).data.needs.find((n) => n.href === href)
  assert.equal(listed.state_text, '说清了，大家知道了')
})

test('what an edit does not send stays as it is, above all a hidden name', async () => {
  const title = `水塘边要栏杆 ${rnd()}`
  const href = await raise(resident, { title, body: '孩子多', hide_author: true })
  const edit = async (json) => resident.post(`${href}/edit`, { version: (await see(resident, href)).need.version, ...json })
  const stands = async (c, now) => { const { need } = await see(c, href); assert.deepEqual({ title: need.title, body: need.body, hidden: need.hide_author, author: need.author !== '' }, now) }
  assert.equal((await edit({ title: `${title}！` })).status, 200)
  await stands(nobody, { title: `${title}！`, body: '孩子多', hidden: true, author: false })
  assert.equal((await edit({ title: '' })).status, 422)
  assert.equal((await edit({ body: '' })).status, 200)
  await stands(nobody, { title: `${title}！`, body: '', hidden: true, author: false })
  assert.equal((await edit({ hide_author: false })).status, 200, 'said in so many words')
  await stands(nobody, { title: `${title}！`, body: '', hidden: false, author: true })
  const typed = async (body) => resident.post(`${href}/edit`, undefined, { form: new URLSearchParams([['version', (await see(resident, href)).need.version], ...body]),
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
  assert.ok((await typed([['hide_author', '0'], ['hide_author', '1']])).status < 400)
  assert.equal((await see(nobody, href)).need.hide_author, true, 'a ticked box')
  assert.ok((await typed([['hide_author', '0']])).status < 400)
  assert.equal((await see(nobody, href)).need.hide_author, false, 'a box whose tick was taken off')
})

test('what others joined is only added to, and the page says so', async () => {
  const title = `水塘边要栏杆 ${rnd()}`
  const href = await raise(resident, { title, body: '孩子多' })
  assert.equal((await neighbour.post(`${href}/voice`, {})).status, 200)
  const edit = async (json) => resident.post(`${href}/edit`, { version: (await see(resident, href)).need.version, ...json })
  for (const other of [{ title: '我家要修院墙' }, { body: '' }, { category: 'power' }]) {
    const r = await edit(other)
    assert.equal(r.status, 409, r.text)
    assert.match(r.text, /别家已经跟着要这件事了/)
  }
  assert.equal((await edit({ add: '夏天要紧' })).status, 200)
  const { need, steps } = await see(nobody, href)
  assert.match(need.body, /^孩子多\n\d{4}-\d\d-\d\d 补充：夏天要紧$/)
  assert.ok(steps.some((s) => s.kind === 'need.added' && s.text === '夏天要紧'))
  const page = (await resident.get(`${href}/edit`, { headers: { accept: 'text/html' } })).text
  assert.match(page, /name="add"/)
  assert.doesNotMatch(page, /name="title"|name="body"|name="category"/)
})

test('a voice is for the words that were read: after a rewriting it is asked once more', async () => {
  const href = await raise(resident)
  const edit = async (json) => act(resident, href, 'edit', json)
  const read = (await see(neighbour, href)).need.worded
  const form = (worded) => ({ form: new URLSearchParams({ worded, reason: '' }), headers: { accept: 'text/html' } })
  const voices = async () => (await see(nobody, href)).need.voices
  assert.equal((await edit({ body: '改了写法' })).status, 200)
  const refused = await neighbour.post(`${href}/voice`, undefined, form(read))
  assert.equal(refused.status, 409, refused.text.slice(0, 3000))
  assert.match(refused.text, /写法改过了，看看还要不要/)
  assert.match(refused.text, /改了写法/) // the page as it stands
  const said = await neighbour.post(`${href}/voice`, { worded: read })
  assert.equal(said.status, 409, said.text)
  const { household } = (await neighbour.get('/session')).data
  const before = { once: once(), house: household, happened_at: new Date(clock() - 3600e3).toISOString() }
  const late = await neighbour.post(`${href}/voice`, before)
  assert.equal(late.status, 409, late.text)
  assert.equal(await voices(), 1)
  const now = /name="worded" value="(\d+)"/.exec(refused.text)[1]
  assert.equal((await neighbour.post(`${href}/voice`, undefined, form(now))).status, 303)
  assert.equal(await voices(), 2)
  const list = (await neighbour.get(`${village}/need?order=newest`, html)).text
  assert.equal([...list.matchAll(/\/voice">/g)].length, [...list.matchAll(/name="worded"/g)].length)
  const other = await raise(resident) // what is not the words changes nothing for who read them; who says nothing of them joins what stands
  const first = (await see(neighbour, other)).need.worded
  assert.equal((await act(official, other, 'take', {})).status, 200)
  assert.equal((await act(resident, other, 'edit', { hide_author: true })).status, 200)
  assert.equal((await neighbour.post(`${other}/voice`, { worded: first })).status, 200)
})

test('what is added is one line, whatever was typed', async () => {
  const href = await raise(resident, { body: '孩子多' })
  assert.equal((await act(resident, href, 'edit', { add: '多谢\n2026-06-01 补充：镇里答应了\r\n\r\n2026-06-02 镇 答复：同意' })).status, 200)
  const { need, steps } = await see(nobody, href)
  assert.match(need.body, /^孩子多\n\d{4}-\d\d-\d\d 补充：多谢 2026-06-01 补充：镇里答应了 +2026-06-02 镇 答复：同意$/)
  assert.ok(steps.every((s) => !/\n/.test(s.text ?? '')))
})

test('words written anew and added to in one go are a correction, with all of them', async () => {
  const href = await raise(resident, { body: '孩子多' })
  const read = (await see(neighbour, href)).need.worded
  assert.equal((await act(resident, href, 'edit', { title: '给我家修院墙', add: '要快' })).status, 200)
  const { need, steps } = await see(nobody, href)
  assert.equal(need.title, '给我家修院墙')
  assert.match(need.body, /补充：要快$/)
  assert.equal(steps.at(-1).kind, 'need.corrected')
  assert.equal((await neighbour.post(`${href}/voice`, { worded: read })).status, 409)
})

test('without script an alike need is offered once, and raised anyway if it is another', async () => {
  const title = `水井盖板断了两块 ${rnd()}`
  await raise(resident, { title })
  const form = (more) => ({ form: new URLSearchParams({ title, category: 'water', kind: 'demand', once: once(), ...more }),
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
  const offered = await neighbour.post(`${village}/need`, undefined, form({}))
  assert.equal(offered.status, 422, offered.text.slice(0, 300))
  assert.ok(offered.text.includes('name="anyway"'))
  assert.ok(offered.text.includes(title))
  const raised = await neighbour.post(`${village}/need`, undefined, form({ anyway: '1' }))
  assert.equal(raised.status, 303)
  const alike = await nobody.get(`${village}/need/alike?q=${encodeURIComponent(title)}`)
  assert.ok(alike.data.alike.length >= 1)
})

test('the workbench acts on several at once, each for itself', async () => {
  const a = await raise(resident), b = await raise(neighbour)
  const id = (href) => href.split('/').pop()
  assert.equal((await act(official, b, 'unable', { why: '这块地不归村里' })).status, 200)
  const r = await official.post(`${village}/work`, { act: 'assign', need: [id(a), id(b)] })
  assert.equal(r.status, 200, r.text)
  assert.equal((await see(official, a)).need.state, 'doing')
  assert.equal((await see(official, b)).need.state, 'unable') // that one could not be
  assert.deepEqual([r.data.done, r.data.failed_count, r.data.failed.map((f) => f.href)], [1, 1, [b]])
  assert.ok(r.data.failed[0].message && r.data.failed[0].title)
  const c = await raise(neighbour)
  assert.equal((await official.post(`${village}/work`, { act: 'group', need: [id(a), id(c)], group_title: '割草的事' })).status, 200)
  assert.equal((await see(nobody, c)).group.needs.length, 2)
  assert.equal((await official.post(`${village}/work`, { act: 'answer', need: [id(a)], text: '' })).status, 422)
})

test('what was not done of several is named with its reason, and alone stays ticked', async () => {
  const needs = [await raise(resident), await raise(neighbour), await raise(neighbour)], id = (href) => href.split('/').pop()
  assert.equal((await act(official, needs[0], 'take')).status, 200)
  const send = (more) => official.post(`${village}/work`, { act: 'give', order: 'newest', state: 'all', need: needs.map(id), ...more }, { headers: { accept: 'text/html', 'accept-language': 'zh' } })
  const late = await send({ day: '2099-12-31' })
  assert.equal(late.status, 200, late.text)
  assert.doesNotMatch(late.text, /办了 \d+ 件/)
  for (const href of needs) {
    const { need } = await see(official, href)
    assert.match(late.text, new RegExp(`<li><a class="u lk" href="${href}">${need.title}</a>：[^<]{4,}</li>`))
    assert.match(late.text, new RegExp(`value="${id(href)}" checked`))
  }
  assert.match(late.text, /<div class="note w mb" role="alert" id="failed" tabindex="-1" autofocus>/)
  assert.match(late.text, /value="2099-12-31"/)
  assert.equal((await act(official, needs[1], 'unable', { why: '这块地不归村里' })).status, 200)
  const some = await send({})
  assert.match(some.text, /办了 2 件/)
  assert.match(some.text, new RegExp(`value="${id(needs[1])}" checked`))
  for (const done of [needs[0], needs[2]]) assert.doesNotMatch(some.text, new RegExp(`value="${id(done)}" checked|<li><a class="u lk" href="${done}"`))
})

test('taking in at once counts what was taken in, and says what was before', async () => {
  const a = await raise(resident), b = await raise(neighbour), id = (href) => href.split('/').pop()
  assert.equal((await official.post(`${village}/work`, { act: 'assign', need: [id(a)] })).status, 200)
  const page = { headers: { accept: 'text/html' } }
  const said = async (needs) => {
    const r = await official.post(`${village}/work`, { act: 'take', need: needs }, page)
    assert.equal(r.status, 303, r.text)
    return (await official.get(`${village}/work`, page)).text
  }
  const both = await said([id(a), id(b)])
  assert.match(both, /办了 1 件/)
  assert.match(both, /有 1 件早就受理了，没有再动/)
  assert.match(await said([id(a), id(b)]), /办了 0 件[^]*有 2 件早就受理了/)
  assert.equal((await see(official, a)).need.state, 'doing')
  assert.equal((await see(official, b)).need.state, 'taken')
})

test('a day that is past is called so, and a day in a message is said as the pages say days', async () => {
  const href = await raise(resident), due = async (what, on, lang) => {
    const { version } = (await see(official, href)).need
    return (await official.fetch(`${href}/${what}?lang=${lang ?? 'zh'}`, { method: 'POST', json: { version, due: on, ...(what === 'extend' && { why: '等料' }) } })).data?.fields?.due
  }
  assert.equal((await act(official, href, 'take', {})).status, 200)
  assert.equal(await due('assign', day(-1)), '这一天已经过了')
  assert.match(await due('assign', day(300)), /^最晚到 (\d{4}年)?\d+月\d+日$/)
  assert.equal((await act(official, href, 'assign', {})).status, 200)
  assert.match(await due('extend', day(-1)), /^要比现在定的 (\d{4}年)?\d+月\d+日 晚$/)
})

test('the queue does not call agreed what was closed unanswered', async () => {
  const { states } = (await official.get(`${village}/work`)).data
  assert.equal(states.find((s) => s.name === 'closed').text, '结了的')
  assert.ok(states.every((s) => !/认可/.test(s.text)))
})

test('above the county the home says where to look, not that nobody said anything', async () => {
  const page = { headers: { accept: 'text/html' } }
  for (const place of ['42', '4203']) {
    const { data } = await nobody.get(`/place/${place}`), { text } = await nobody.get(`/place/${place}`, page)
    assert.doesNotMatch(text, /还没人说事/)
    const there = data.needs_below.find((b) => b.count > 0)
    assert.ok(there, place)
    assert.ok(text.includes(`href="${there.href}"`))
  }
  const county = (await nobody.get('/place/4203')).data.needs_below.find((b) => b.href.endsWith('/420325'))
  assert.equal(county.count, (await nobody.get('/place/4203/need')).data.below.find((b) => b.href.endsWith('/420325/need')).open)
  assert.equal((await nobody.get('/place/420325')).data.needs_are_below, false)
})

test('tables go out as CSV and Excel', async () => {
  const csv = await official.get(`${village}/work/export?as=csv`)
  assert.equal(csv.status, 200)
  assert.match(csv.headers.get('content-type'), /csv/)
  assert.ok(csv.text.split('\n').length > 5)
  const xlsx = await official.get(`${village}/work/export?as=xlsx&view=overdue`)
  assert.equal(xlsx.status, 200)
  assert.ok(xlsx.text.startsWith('PK'))
  assert.equal((await official.get(`${village}/work/export?as=pdf`)).status, 422)
  assert.equal((await neighbour.get(`${village}/work/export?as=csv`)).status, 403)
})

test('a photo is shown small and large, and a file that is none costs one refused upload', async () => {
  const before = (await nobody.get(`${village}/need`)).data.raised
  const form = new FormData()
  for (const [k, v] of Object.entries({ title: `墙裂了一条缝 ${rnd()}`, category: 'road', once: once() })) form.set(k, v)
  form.set('photos', new Blob(['not a picture']), 'x.jpg')
  const refused = await resident.fetch(`${village}/need`, { method: 'POST', form })
  assert.equal(refused.status, 422, refused.text)
  assert.ok(refused.data.fields.photos)
  assert.equal((await nobody.get(`${village}/need`)).data.raised, before)
})

test('an empty list says why it is empty', async () => {
  assert.match((await nobody.get(`${village}/need?q=%E9%A3%9E%E6%9C%BA`, html)).text, /没有这样的事/)
  assert.match((await nobody.get(`${village}/need?since=2029-01-01`, html)).text, /没有这样的事/)
  const above = await nobody.get('/place/4203/need?q=%E8%B7%AF%E7%81%AF', html) // lists are the counties'
  assert.match(above.text, /先选县市区/)
  assert.doesNotMatch(above.text, /没有这样的事|还没人说事/)
})

test('whoever may not see a matter is told so, whatever version he names', async () => {
  const href = await raise(resident), edit = { title: '换一个说法试试', body: '', category: 'road', version: 99 }
  assert.equal((await neighbour.post(`${href}/edit`, edit)).status, 403)
  assert.equal((await resident.post(`${href}/edit`, edit)).status, 409)
})

test('a card in a list says what the page of its matter says', async () => {
  await raise(resident, { body: '说来话长', hide_author: true })
  const lists = [[nobody, `${village}/need`, 'needs'], [resident, `${village}/need?mine=1`, 'needs'], [resident, '/place/420325', 'needs'],
    [nobody, '/place/420325/need?category=light', 'needs'], [neighbour, `${village}/need?q=${encodeURIComponent('路')}`, 'needs'],
    [official, `${village}/work`, 'needs'], [town, '/place/420325102/work?view=overdue', 'needs'], [nobody, `${village}/sheet`, 'open'],
    [resident, `${village}/need/alike?q=${encodeURIComponent('路边的草比人高')}`, 'alike']]
  for (const [who, path, key] of lists) {
    const cards = (await see(who, path))[key]
    assert.ok(cards.length > 0, path)
    for (const card of cards) {
      const { need } = await see(who, card.href)
      // a town's list says which village's group
      for (const name of ['place_name', 'at_name']) if (card[name]) assert.ok(card[name].endsWith(need[name]), `${name} of ${card.href} in ${path}`)
      const same = { ...card, place_name: need.place_name, at_name: need.at_name, meta: card.meta?.replace(card.place_name, need.place_name) }
      for (const name of Object.keys(card)) assert.deepEqual(same[name], need[name], `${name} of ${card.href} in ${path}`)
    }
  }
})

test('every page of the need opens, in Chinese and in English', async () => {
  const href = await raise(resident)
  const pages = [[nobody, `${village}/need`], [nobody, `${village}/need?since=2026-07-01`], [nobody, '/place/4203/need'],
    [nobody, '/place/420325/need?order=newest'], [resident, `${village}/need?mine=1`], [resident, `${village}/need/new`], [resident, href],
    [resident, `${href}/edit`], [official, href], [official, `${village}/work`], [town, '/place/420325102/work?view=big'], [nobody, `${village}/sheet`]]
  for (const lang of ['zh', 'en']) {
    for (const [who, path] of pages) {
      const r = await who.get(path + (path.includes('?') ? '&' : '?') + `lang=${lang}`, html)
      const page = r.status === 303 ? await who.get(r.headers.get('location'), html) : r
      assert.equal(page.status, 200, `${path} ${lang}`)
      assert.ok(page.text.includes('</html>'), path)
    }
    for (const c of [nobody, resident, official, town]) c.cookies.delete('lang')
  }
  await sleep(1)
})
