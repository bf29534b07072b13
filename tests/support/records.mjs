// records: one sample of each noun in one place of the demonstration, made once, for every suite that goes through routes or
// records. What there is to have a sample of, /openapi.json says: its paths and the table of nouns in it (x-nouns).
//
//   const w = await records(h)              // h = await house({ demo: true })
//   w.who.village                           // a client of each role, of a house and of its neighbour, and nobody
//   w.routes                                // [{ method, path, op }]
//   w.address('/need/{need}')               // with the samples in it
//   w.pages.village                         // addresses of pages, by whom they are for, so that every form there is stands on one
//   await raise(w.who.resident, place, {})  // and the other makers, for whoever needs another one
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { day, printedCard, root } from './house.mjs'

export const village = '420325102212', group = `${village}001`, town = '420325102', county = '420325', city = '4203'
export const logins = { helper: 'daiban', group_leader: 'zuzhang', council: 'lishi', village: 'shangwan', supervisor: 'jiandu',
  town: 'hualongyan', county: 'fangxian', city: 'shiyan', province: 'hubei', admin: 'guanli' }
let n = 0
export const once = () => `sample-${process.pid}-${++n}`
export const nameOf = (href) => href.split('/').pop()

const made = (r, what) => {
  assert.ok(r.status < 300, `${what}: ${r.status} ${r.text}`)
  return r.data
}

// ---- makers ----

/// A client with the card of that house of the village.
export async function cardOf(h, label, place = village) {
  const c = h.client()
  await c.card(/(\/card\/\S+)/.exec(h.mustCli('card', place, label))[1])
  return c
}

/// Signed in: nobody, the house whose card was printed, its neighbour, and every role.
export async function everybody(h, names = Object.keys(logins)) {
  const who = { nobody: h.client(), resident: h.client() }
  await who.resident.card(printedCard(h))
  who.neighbour = await cardOf(h, '二组1户')
  for (const name of names) await (who[name] = h.client()).login(logins[name])
  return who
}

export async function routesOf(c) {
  const doc = (await c.get('/openapi.json')).data
  const routes = Object.entries(doc.paths).flatMap(([path, by]) => Object.entries(by).map(([m, op]) => ({ method: m.toUpperCase(), path, op })))
  return { routes, nouns: doc['x-nouns'] }
}

/// The need's address.
export async function raise(c, place, json = {}) {
  const body = { title: `门前的路灯不亮了${++n}`, category: 'light', once: once(), anyway: true, ...json }
  return made(await c.post(`/place/${place}/need`, body), 'a need').href
}

export async function step(c, href, what, json = {}) {
  const { version } = (await c.get(href)).data.need
  return made(await c.post(`${href}/${what}`, { version, ...json }), what).href
}

/// Taken in, sorted and given to somebody.
export async function doing(author, desk, place = village, json = {}) {
  const href = await raise(author, place, json)
  await step(desk, href, 'take')
  await step(desk, href, 'sort', { size: 'small' })
  await step(desk, href, 'assign')
  return href
}

/// With a picture, as a form sends it.
async function sendPicture(c, path, json, what) {
  const parts = new FormData()
  for (const [k, v] of Object.entries(json)) parts.append(k, v)
  parts.append('photos', new Blob([readFileSync(join(root, 'demo/photos/lamp.jpg'))], { type: 'image/jpeg' }), 'lamp.jpg')
  return made(await c.fetch(path, { method: 'POST', form: parts }), what).href
}

const raiseWithPhoto = (c, place) => sendPicture(c, `/place/${place}/need`, { title: '桥头的灯坏了', category: 'light', once: once(), anyway: '1' }, 'a need with a picture')

/// Of today; what happens at a meeting may happen at once.
export async function call(c, place, json = {}) {
  const body = { title: `院场会${++n}`, day: day(), time: '23:59', spot: '老樟树下', topic: '今年的桥', once: once(), ...json }
  return made(await c.post(`/place/${place}/meeting`, body), 'a meeting').href
}

/// What was agreed there: the task's address.
export async function agree(c, meeting, json = {}) {
  made(await c.post(`${meeting}/agree`, { tasks: [{ title: `换灯泡${++n}`, owner_title: '村委会', due: day(9), ...json }] }), 'a task')
  return (await c.get(meeting)).data.tasks.at(-1).href
}

/// A house is asked whether the helper may act for it.
export async function ask(helper, household, person, place = village) {
  return made(await helper.post(`/place/${place}/help`, { household, person, consent: 'message' }), 'a consent').href
}

/// A paper that a house signed and nobody has looked at: the consent's address.
export async function sign(helper, household, place = village) {
  const form = new FormData(), { persons } = (await helper.get(`/place/${place}/help?household=${household}`)).data
  for (const [k, v] of Object.entries({ household, person: persons[0].id, consent: 'paper' })) form.set(k, v)
  form.set('paper', new Blob([readFileSync(join(root, 'demo/photos/lamp.jpg'))], { type: 'image/jpeg' }), 'a.jpg')
  return made(await helper.fetch(`/place/${place}/help`, { method: 'POST', form }), 'a signed paper').href
}

/// A form that was put aside, as a browser sends it.
export async function putAside(c, place = village) {
  const form = new FormData()
  for (const [k, v] of Object.entries({ _csrf: c.csrf, title: '水渠的闸门', once: once(), _draft: 'keep' })) form.append(k, v)
  const r = await c.fetch(`/place/${place}/need`, { method: 'POST', form, headers: { accept: 'text/html' } })
  assert.equal(r.status, 303, r.text)
  return (await c.get('/me')).data.drafts[0].id
}

/// A role that waits for a second person.
export async function propose(admin, place = county, name = `houzhe${++n}`) {
  made(await admin.post(`/place/${place}/accounts`, { name, title: '小张', password: 'long-enough-7', role: 'county' }), 'a role')
  return (await admin.get(`/place/${place}/accounts`)).data.asked[0].id
}

// ---- one of each ----

const first = (list, what) => {
  assert.ok(list?.length, `no ${what} in the demonstration`)
  return list[0]
}

async function samples(h, who) {
  const { household } = (await who.resident.get('/session')).data
  const need = await raiseWithPhoto(who.resident, group), { photos } = (await who.resident.get(need)).data
  const { persons } = (await who.village.get(`/household/${household}`)).data
  const meeting = await call(who.village, village, { need: [nameOf(need)] })
  await sendPicture(who.village, `${meeting}/photo`, {}, 'a picture of a meeting')
  made(await who.admin.post(`/place/${group}/alias`, { name: '老屋场' }), 'an alias')
  return {
    place: village, log: village, household, person: first(persons, 'person').id, code: printedCard(h).split('/').pop(),
    need: nameOf(need), hash: nameOf(first(photos, 'picture').href), meeting: nameOf(meeting),
    task: nameOf(await agree(who.village, meeting)),
    account: first((await who.admin.get(`/place/${village}/accounts`)).data.accounts, 'account').id,
    help: nameOf(await ask(who.helper, household, persons[0].id)), role: await propose(who.admin),
    draft: await putAside(who.resident),
    post: first((await who.nobody.get(`/place/${village}/post`)).data.posts, 'post').id,
  }
}

/// By the name of what lacks one.
function checkWhole(sample, routes, nouns) {
  for (const { method, path } of routes)
    for (const [, name] of path.matchAll(/\{(\w+)\}/g))
      assert.ok(sample[name], `${method} ${path} asks for a ${name}, of which tests/support/records.mjs makes no sample`)
  assert.ok(nouns.length > 10, 'the table of nouns')
  for (const { name, records } of nouns)
    for (const record of records) assert.ok(sample[record], `the noun ${name} has no sample in tests/support/records.mjs: ${record}`)
}

/// A need at each step that has forms of its own, and a meeting that was held.
async function stages(who) {
  const listed = async (path, of) => first((await who.village.get(`/place/${village}/${path}`)).data[of], path).href
  const [open, solved, unable, up] = [await doing(who.resident, who.village), await doing(who.resident, who.village),
    await doing(who.resident, who.village), await doing(who.resident, who.village)]
  await step(who.village, solved, 'solve', { text: '换了灯泡，亮了' })
  await step(who.village, unable, 'unable', { why: '要等电站来人' })
  return { open, solved, unable, handed: await step(who.village, up, 'hand-up', { why: '村里没有梯车' }),
    signed: await sign(who.helper, (await who.neighbour.get('/session')).data.household),
    theirs: await raise(who.neighbour, village), closed: await listed('need?show=closed', 'needs'), held: await listed('meeting?state=held', 'meetings') }
}

/// Pages by whom they are for: every form that there is stands on one of them (forms.test asks), and every kind of page.
function pagesOf(h, sample, needs) {
  const at = `/place/${village}`, meeting = `/meeting/${sample.meeting}`
  return {
    nobody: ['/login', printedCard(h)],
    resident: [`${at}/need/new`, `${needs.open}/edit`, needs.solved, needs.unable, needs.theirs, `/help/${sample.help}`, meeting, '/me'],
    village: [needs.open, needs.theirs, needs.closed, `${at}/work`, `${at}/profile`, `${at}/person/new`, `${at}/roster`,
      `/household/${sample.household}`, `/person/${sample.person}`, `${at}/cards`, '/me', `${at}/meeting/new`, meeting, `${meeting}/roll`,
      needs.held, `${needs.held}/roll`, `/task/${sample.task}`, `/post/${sample.post}`, `${at}/post/new?household=${sample.household}`,
      `${at}/desk?what=need`],
    town: [needs.handed, needs.signed],
    helper: [`${at}/help?household=${sample.household}`],
    county: [`/person/${sample.person}`],
    city: [`/role/${sample.role}`],
    admin: [`${at}/accounts`, `/account/${sample.account}`, `${at}/manage`, `/place/${group}/manage`, `/place/${city}/rules`],
  }
}

export async function records(h) {
  const who = await everybody(h), { routes, nouns } = await routesOf(who.nobody)
  const sample = await samples(h, who)
  checkWhole(sample, routes, nouns)
  const needs = await stages(who)
  const address = (path, values = sample) => path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? 'x'))
  return { who, routes, nouns, sample, needs, address, pages: pagesOf(h, sample, needs) }
}
