// offline: each route whose form may be filled in where no net is and sent later (x-offline of /openapi.json), in turn: what was
// done on the first day comes in two days after. Refused is what lies in the future or too far back, what has no
// key, and what speaks for another house, each at its field; sent twice it is one act; and the story tells both times.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clock, day, house } from '../../support/house.mjs'
import { agree, call } from '../../sample/meeting.mjs'
import { doing, raise, step } from '../../sample/need.mjs'
import { records } from '../../support/records.mjs'
import { logins, nameOf, once, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
/// An hour after it all began, and so many minutes: after the records were made, and before what comes in so many days later.
const begun = Math.floor(clock() / 60_000) * 60_000, days = 2
const then = (minute) => new Date(begun + 3600_000 + minute * 60_000)
const done = (minute) => then(minute).toISOString()
const inChina = (minute) => new Date(then(minute).getTime() + 8 * 3600_000).toISOString().slice(11, 16)
let h, w, own, other, acts, arrived

/// What is sent by each of them: who sends it, where, what is filled in, and whose story tells of it.
async function filledIn({ resident, neighbour, village: desk }) {
  const solved = await doing(resident, desk)
  await step(desk, solved, 'solve', { text: '换了灯泡' })
  const theirs = await raise(neighbour, village), meeting = await call(desk, village)
  const task = await agree(desk, meeting), { version } = (await desk.get(task)).data.task
  const { household } = (await neighbour.get('/session')).data
  return {
    '/place/{place}/need': { by: 'resident', at: `/place/${village}/need`, json: { title: '水井边的石板松了', category: 'water' } },
    '/need/{need}/voice': { by: 'resident', at: `${theirs}/voice`, json: { reason: '我屋里也是' }, story: theirs, leave: `${theirs}/voice/leave` },
    '/need/{need}/verdict': { by: 'resident', at: `${solved}/verdict`, json: { done: 'yes' }, story: solved },
    '/meeting/{meeting}/come': { by: 'resident', at: `${meeting}/come`, json: {}, story: meeting },
    '/meeting/{meeting}/roll': { by: 'village', at: `${meeting}/roll`, json: { household: [household] }, story: meeting },
    '/meeting/{meeting}/agree': { by: 'village', at: `${meeting}/agree`, json: { tasks: [{ title: '补一段路', owner_title: '村委会', due: day(9) }] }, story: meeting },
    '/task/{task}/done': { by: 'village', at: `${task}/done`, json: { version: version + 7, text: '换好了' }, story: task },
  }
}

/// The program goes on, so many days later; whoever is in the office signs in anew.
async function later() {
  await h.stop()
  const shift = Number(process.env.YUANCHANG_CLOCK) + days * 86_400_000
  h.settings.YUANCHANG_CLOCK = `${shift < 0 ? '-' : '+'}${Math.abs(shift)}`
  await h.start()
  arrived = clock() + days * 86_400_000
  w.who.village = h.client()
  await w.who.village.login(logins.village)
}

before(async () => {
  h = await house({ engine, demo: true })
  w = await records(h)
  own = w.sample.household
  other = (await w.who.neighbour.get('/session')).data.household
  acts = await filledIn(w.who)
  await later()
})
after(() => h?.leave())

const routes = () => w.routes.filter((r) => r.op['x-offline'])
const speaks = (r) => r.op['x-may'] === 'VERB_VOICE'
/// As it is sent later: `more` takes the place of what is right.
function sent(r, i, more = {}) {
  const { by, at, json } = acts[r.path], body = { ...json, once: `sent-later-${i}`, happened_at: done(i), ...(speaks(r) ? { house: own } : {}), ...more }
  return w.who[by].post(at, Object.fromEntries(Object.entries(body).filter(([, v]) => v !== undefined)))
}
const told = (i) => h.sql(`SELECT kind FROM event WHERE happened_at = ${Date.parse(done(i))}`)
async function refused(r, i, field, more) {
  const a = await sent(r, i, more)
  assert.equal(a.status, 422, `${r.path} ${JSON.stringify(more)}: ${a.status} ${a.text}`)
  assert.deepEqual(Object.keys(a.data.fields), [field], `${r.path}: ${a.text}`)
  assert.deepEqual(told(i), [], `${r.path}: refused, and done`)
}

test('each route that may be filled in offline has something to fill in here, and its form has what it takes', () => {
  assert.deepEqual(routes().map((r) => r.path).sort(), Object.keys(acts).sort())
  for (const r of routes()) {
    const { properties } = r.op.requestBody.content['application/json'].schema
    for (const name of ['once', 'happened_at', 'house']) assert.ok(properties[name], `${r.path} lacks ${name}`)
  }
})

test('what it takes to fill the form in is there to be fetched before', async () => {
  for (const r of routes()) {
    const { by, at } = acts[r.path], { prepared } = r.op['x-offline']
    const page = prepared.replace(/\{\w+\}/, at.split('/')[2]), answer = await w.who[by].get(page)
    assert.equal(answer.status, 200, `${r.path} is prepared by ${page}: ${answer.text}`)
    const html = (await w.who[by].get(page, { headers: { accept: 'text/html' } })).text
    const [form] = html.match(new RegExp(`<form[^>]*action="${at}"[\\s\\S]*?</form>`)) ?? assert.fail(`${page} has no form for ${at}`)
    for (const name of ['once', 'happened_at', 'house']) assert.match(form, new RegExp(`name="${name}"`), `${r.path}: ${name}`)
    if (speaks(r)) assert.ok(form.includes(`name="house" value="${own}"`), `${r.path} does not say for which house`)
  }
})

test('nothing is done in the future, or longer ago than the rule allows', async () => {
  const most = Number(h.sql(`SELECT value FROM rule WHERE name = 'offline.days'`)[0])
  const at = (ms) => new Date(arrived + ms).toISOString()
  for (const [i, r] of routes().entries()) {
    await refused(r, i, 'happened_at', { happened_at: at(600_000) })
    await refused(r, i, 'happened_at', { happened_at: at(-most * 86_400_000 - 60_000) })
    await refused(r, i, 'happened_at', { happened_at: 'yesterday' })
  }
})

test('what is sent later has its key, says whose house it speaks for, and speaks for no other', async () => {
  for (const [i, r] of routes().entries()) {
    await refused(r, i, 'once', { once: undefined })
    await refused(r, i, 'house', { house: other })
    if (speaks(r)) await refused(r, i, 'house', { house: undefined })
  }
})

test('sent twice it is one act, and with other words it is refused', async () => {
  for (const [i, r] of routes().entries()) {
    const a = await sent(r, i), again = await sent(r, i)
    assert.ok(a.status < 300, `${r.path}: ${a.status} ${a.text}`)
    assert.ok(again.status < 300, `${r.path} again: ${again.status} ${again.text}`)
    assert.equal(again.data.href, a.data.href, r.path)
    assert.equal(told(i).length, 1, `${r.path}: ${told(i)}`)
    acts[r.path].story ??= a.data.href
    const { json } = acts[r.path], [name] = Object.keys(json).filter((k) => ['title', 'reason', 'text'].includes(k))
    if (name) assert.equal((await sent(r, i, { [name]: '另一句话' })).status, 409, r.path)
    assert.equal(told(i).length, 1, r.path)
  }
})

test('the story says when it was done and when it came in, and elsewhere both are one', async () => {
  for (const [i, r] of routes().entries()) {
    const { story } = acts[r.path], { steps } = (await w.who.nobody.get(story)).data
    const late = steps.filter((s) => Date.parse(s.happened_at) === Date.parse(done(i)))
    assert.equal(late.length, 1, `${r.path}: ${JSON.stringify(steps)}`)
    assert.ok(late[0].is_later && Date.parse(late[0].at) >= arrived - 60_000, JSON.stringify(late[0]))
    const page = (await w.who.nobody.get(story, { headers: { accept: 'text/html' } })).text
    assert.match(page, new RegExp(`这是 \\S+ ${inChina(i)} 的事`), r.path)
    for (const s of steps.filter((x) => !x.is_later)) assert.ok(Date.parse(s.at) - Date.parse(s.happened_at) < 60_000, JSON.stringify(s))
  }
})

test('a retry that comes after the house took it back does not bring it back', async () => {
  const i = routes().findIndex((r) => r.path === '/need/{need}/voice'), r = routes()[i], { leave, story } = acts[r.path]
  assert.ok((await w.who.resident.post(leave, {})).status < 300)
  assert.ok((await sent(r, i)).status < 300)
  assert.equal((await w.who.resident.get(story)).data.need.joined, false)
})

test('a verdict on a result that was done again since is not taken for one on the new', async () => {
  const { resident, village: desk } = w.who, need = await doing(resident, desk)
  await step(desk, need, 'solve', { text: '修了' })
  const r = await resident.post(`${need}/verdict`, { done: 'yes', once: once(), happened_at: done(50), house: own })
  assert.equal(r.status, 409, r.text)
})

test('who came before the minutes stood may still say so', async () => {
  const { resident, village: desk } = w.who, met = await call(desk, village, { day: day(days) })
  const { version } = (await desk.get(met)).data.meeting, came = new Date(arrived).toISOString()
  assert.ok((await desk.post(`${met}/minutes`, { version, text: '谈了桥的事' })).status < 300)
  assert.equal((await resident.post(`${met}/come`, {})).status, 409)
  const r = await resident.post(`${met}/come`, { once: once(), happened_at: came, house: own })
  assert.ok(r.status < 300, r.text)
  assert.equal((await resident.post(`${met}/come`, { once: once(), happened_at: done(51), house: own })).status, 409, 'the day before')
})

test('without a time it is an act of now, and a form without script is sent as ever', async () => {
  const { neighbour } = w.who, need = await raise(w.who.resident, village)
  const page = (await neighbour.get(need, { headers: { accept: 'text/html' } })).text
  const [form] = page.match(/<form[^>]*\/voice"[\s\S]*?<\/form>/)
  const fields = [...form.matchAll(/<input type="hidden"[^>]* name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]])
  assert.deepEqual(fields.map(([k]) => k).filter((k) => k !== '_csrf').sort(), ['happened_at', 'house', 'once', 'worded'])
  const post = () => neighbour.fetch(`${need}/voice`, { method: 'POST', form: new URLSearchParams(fields).toString(),
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
  assert.deepEqual([(await post()).status, (await post()).status], [303, 303])
  const { steps } = (await neighbour.get(need)).data
  assert.deepEqual(steps.filter((s) => s.kind === 'need.joined').map((s) => s.is_later), [false])
})

test('whom a host notes after the minutes stood takes a reason, whatever time it is said to be of', async () => {
  const { village: desk } = w.who, met = await call(desk, village, { day: day(days) }), came = new Date(arrived).toISOString()
  const { version } = (await desk.get(met)).data.meeting, [house] = (await desk.get(`${met}/roll`)).data.households
  assert.ok((await desk.post(`${met}/minutes`, { version, text: '谈了桥的事' })).status < 300)
  const mark = (more) => desk.post(`${met}/roll`, { household: [house.id], once: once(), ...more })
  for (const [field, more] of [['why', { happened_at: came }], ['why', {}], ['happened_at', { happened_at: done(51), why: '在院子里记的' }]]) {
    const r = await mark(more)
    assert.equal(r.status, 422, r.text)
    assert.deepEqual(Object.keys(r.data.fields), [field], r.text)
  }
  assert.ok((await mark({ happened_at: came, why: '在院子里记的' })).status < 300)
  assert.equal((await desk.post(`${met}/sheets`)).status, 409)
  assert.doesNotMatch((await desk.get(`${met}/sheets`, { headers: { accept: 'text/html' } })).text, /做签到表</)
})
