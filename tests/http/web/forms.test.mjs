// forms: each form there is, found on the pages as a reader finds it, filled in wrongly and sent. It comes back with what was
// typed and chosen, in itself and in no other form of its page; what is wrong leads to the field; no id stands twice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'
import { records } from '../../support/records.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
let h, w, who, posts, pages, untyped, secrets, n = 0

before(async () => {
  h = await house({ engine, demo: true })
  w = await records(h);
  ({ who, pages, untyped } = w)
  const fields = (r) => Object.entries(r.op.requestBody?.content['application/json'].schema.properties ?? {})
  posts = w.routes.filter((r) => fields(r).length).map((r) => r.path)
  secrets = new Set(w.routes.flatMap((r) => fields(r).filter(([, f]) => f.format === 'password').map(([name]) => `${r.path} ${name}`)))
})
after(() => h?.leave())

// ---- a page, read as far as forms go ----

const html = { headers: { accept: 'text/html' } }
const plain = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&')
const attribute = (tag, name) => { const m = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s>])`).exec(tag); return m ? plain(m[1] ?? '') : null }
const of = (text, name) => [...text.matchAll(new RegExp(`<${name}[\\s>][^>]*>?`, 'g'))].map((m) => m[0])

function formsOf(page) {
  return [...page.matchAll(/<form[^>]*method="post"[\s\S]*?<\/form>/g)].map(([text]) => {
    const fields = of(text, 'input').map((tag) => ({ tag, name: attribute(tag, 'name'), type: attribute(tag, 'type') ?? 'text', value: attribute(tag, 'value') ?? '', isChosen: /\schecked/.test(tag) }))
    for (const [tag, body] of [...text.matchAll(/(<textarea[^>]*>)([\s\S]*?)<\/textarea>/g)].map((m) => [m[1], m[2]]))
      fields.push({ tag, name: attribute(tag, 'name'), type: 'textarea', value: plain(body) })
    for (const [tag, body] of [...text.matchAll(/(<select[^>]*>)([\s\S]*?)<\/select>/g)].map((m) => [m[1], m[2]])) {
      const options = of(body, 'option').map((o) => ({ value: attribute(o, 'value'), isChosen: /\sselected/.test(o) }))
      fields.push({ tag, name: attribute(tag, 'name'), type: 'select', options, value: (options.find((o) => o.isChosen) ?? options[0])?.value })
    }
    const id = attribute(text, 'id') // what stands elsewhere on the page belongs to it by its name
    for (const tag of id ? of(page, 'input').filter((t) => attribute(t, 'form') === id) : [])
      fields.push({ tag, name: attribute(tag, 'name'), type: attribute(tag, 'type') ?? 'text', value: attribute(tag, 'value') ?? '', isChosen: /\schecked/.test(tag) })
    return { action: attribute(text, 'action'), isMultipart: /multipart/.test(text), text, fields: fields.filter((f) => f.name) }
  })
}
const words = ['text', 'tel', 'textarea']
const isSeen = (f) => f.type !== 'hidden' && f.tag.includes(' hidden') === false

/// What is wrong in every way that a form could let through: text too long, no number, no day. What is chosen is the last of
/// what is offered; of boxes every second.
function wrongly(form) {
  const sent = [], typed = {}, ticked = {}
  for (const f of form.fields.filter((x) => x.type === 'hidden')) sent.push([f.name, f.value])
  for (const f of form.fields.filter(isSeen)) {
    if (secrets.has(`${route(form.action)} ${f.name}`)) sent.push([f.name, 'hush']) // never comes back, seen while it is typed or not
    else if (words.includes(f.type)) typed[f.name] = `错${++n}<"&'>`.padEnd(Number(attribute(f.tag, 'maxlength')) + 1, '长')
    else if (f.type === 'date') typed[f.name] = '2026-13-45'
    else if (f.type === 'select') typed[f.name] = f.options.at(-1).value
    else if (f.type === 'radio') ticked[f.name] = [f.value]
    else if (f.type === 'checkbox') (ticked[f.name] ??= []).push(f.value)
  }
  const [first] = Object.keys(ticked)
  if (!form.fields.some((f) => words.includes(f.type) || ['date', 'password'].includes(f.type))) { // then what is chosen is wrong
    sent.push([first, 'x'])
    if (form.fields.some((f) => f.name === first && f.type === 'radio')) ticked[first] = []
  }
  for (const name of Object.keys(ticked)) ticked[name] = ticked[name].filter((v, i) => i % 2 === 0 || v === '1')
  for (const [name, v] of Object.entries(typed)) sent.push([name, v])
  for (const [name, values] of Object.entries(ticked)) for (const v of values) sent.push([name, v])
  return { sent, typed, ticked }
}

function body(form, sent) {
  if (!form.isMultipart) return { form: new URLSearchParams(sent).toString(), headers: { ...html.headers, 'content-type': 'application/x-www-form-urlencoded' } }
  const parts = new FormData()
  for (const [name, v] of sent) parts.append(name, v)
  return { form: parts, headers: html.headers }
}

function checkIds(page, where) {
  const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1])
  assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], `${where}: ids that stand twice`)
  return new Set(ids)
}

function checkProblems(page, where) {
  const ids = checkIds(page, where), links = [...page.matchAll(/role="alert"[^>]*>(?:<i[^>]*><\/i>)?<a class="u" href="#([^"]+)">/g)].map((m) => m[1])
  for (const id of links) assert.ok(ids.has(id), `${where}: a problem leads to #${id}, which is not there`)
  return links
}

/// Which way a route is written: /place/{place}/need for /place/420325102212/need.
const route = (action) => posts.find((p) => new RegExp(`^${p.replace(/\{\w+\}/g, '[^/]+')}$`).test(action))

/// The part of a page that shows a field has this id, whatever it is filled in with (part/field and its like).
const idOf = (form, name) => `f-${route(form.action).split('/').filter((s) => s && s[0] !== '{').join('-')}-${name.replaceAll('.', '-')}`

// ---- the sentences ----

const tried = new Set()

test('a form that failed comes back as it was typed, and no other form of its page has any of it', async () => {
  for (const [name, list] of Object.entries(pages))
    for (const path of list) {
      const page = await who[name].get(path, html)
      assert.equal(page.status, 200, `${name} ${path}: ${page.text.slice(0, 200)}`)
      checkIds(page.text, path)
      for (const form of formsOf(page.text).filter((f) => f.fields.some(isSeen) && route(f.action))) {
        const { sent, typed, ticked } = wrongly(form), where = `${name} ${path} ${form.action}`
        const r = await who[name].fetch(form.action, { method: 'POST', ...body(form, sent) })
        tried.add(route(form.action))
        assert.equal(r.status, 422, `${where}: ${r.status} ${r.text.slice(0, 300)}`)
        const back = formsOf(r.text), own = back.find((f) => f.action === form.action && f.fields.some(isSeen))
        assert.ok(own, `${where}: the form is gone`)
        assert.ok(checkProblems(r.text, where).length, `${where}: nothing is said to be wrong at a field`)
        assert.match(own.text, /id="p-[\w-]+"/, where)
        for (const [field, value] of Object.entries(typed)) {
          const f = own.fields.find((x) => x.name === field)
          assert.equal(f?.value.replace(/\r\n/g, '\n'), value, `${where}: ${field}`)
          for (const other of back.filter((x) => x !== own))
            if (value.length > 3) assert.ok(!other.fields.some((x) => x.value === value), `${where}: ${field} also stands in ${other.action}`)
        }
        for (const [field, values] of Object.entries(ticked))
          assert.deepEqual(own.fields.filter((x) => x.name === field && x.isChosen).map((x) => x.value), values, `${where}: ${field}`)
        assert.ok(!r.text.includes('hush'), `${where}: a secret came back`)
        for (const d of r.text.matchAll(/<details[^>]*>/g)) // folded around the form, or within it: open
          if (r.text.indexOf('</details>', d.index) > r.text.indexOf(own.text) && d.index < r.text.indexOf(own.text) + own.text.length)
            assert.match(d[0], /\sopen/, `${where}: folded up`)
      }
    }
})

test('what was chosen as a file or picture does not come back, and that is said at its field', async () => {
  let n = 0
  for (const [name, list] of Object.entries(pages))
    for (const path of list)
      for (const form of formsOf((await who[name].get(path, html)).text).filter((f) => f.isMultipart && route(f.action))) {
        const files = form.fields.filter((f) => f.type === 'file'), one = body(form, wrongly(form).sent.filter(([of]) => !files.some((f) => f.name === of)))
        for (const f of files) one.form.append(f.name, new Blob(['no picture']), 'p.jpg')
        const r = await who[name].fetch(form.action, { method: 'POST', ...one }), where = `${name} ${path} ${form.action}`
        assert.equal(r.status, 422, `${where}: ${r.text.slice(0, 200)}`)
        const own = formsOf(r.text).find((f) => f.action === form.action && f.fields.some(isSeen))
        assert.equal(own.text.match(/没有留下来，要的话再选一次/g)?.length, files.length, where)
        n += files.length
      }
  assert.ok(n > 3, `${n}`)
})

test('a form that was left empty says so at each field that must be filled, in both languages', async () => {
  for (const [name, list] of Object.entries(pages))
    for (const path of list)
      for (const form of formsOf((await who[name].get(path, html)).text).filter((f) => route(f.action) && f.fields.some((x) => isSeen(x) && attribute(x.tag, 'required') !== null))) {
        const csrf = form.fields.filter((f) => f.name === '_csrf' || f.name === 'csrf').map((f) => [f.name, f.value])
        for (const lang of ['zh', 'en']) {
          const one = body(form, csrf)
          const r = await who[name].fetch(form.action, { method: 'POST', ...one, headers: { ...one.headers, 'accept-language': lang } })
          if (![422, 404].includes(r.status)) assert.fail(`${name} ${path} ${form.action}: ${r.status} ${r.text.slice(0, 300)}`)
          if (r.status !== 422) continue
          checkProblems(r.text, `${path} ${form.action}`)
          assert.doesNotMatch(r.text, />(field|need|place|account|person|roll|help|rule|holiday)\.[a-z_.]+</, `${form.action}: a key for words`)
        }
      }
})

test('every field that is seen is one of its route, shown by the part for fields, with its label', async () => {
  let n = 0
  for (const [name, list] of Object.entries(pages))
    for (const path of list)
      for (const form of formsOf((await who[name].get(path, html)).text).filter((f) => route(f.action)))
        for (const f of form.fields.filter(isSeen)) {
          const id = idOf(form, f.name), where = `${path} ${form.action} ${f.name}`
          assert.ok(form.text.includes(`id="${id}"`), `${where}: written by hand`)
          assert.ok(['radio', 'checkbox', 'file'].includes(f.type) || attribute(f.tag, 'aria-label') || form.text.includes(`for="${id}"`), `${where}: without a label`) // of those axe asks
          n++
        }
  assert.ok(n > 100, `${n}`)
})

test('each route that takes a form was tried', () => {
  assert.deepEqual(untyped.filter((p) => !posts.includes(p)), [], 'a route of the list is gone')
  assert.deepEqual(posts.filter((p) => !tried.has(p) && !untyped.includes(p)), [])
})

test('of what is no longer offered on the page it is said above it', async () => {
  const href = w.needs.theirs
  const { version } = (await who.village.get(href)).data.need
  assert.ok((await who.village.post(`${href}/take`, { version })).status < 300)
  const r = await who.village.fetch(`${href}/take`, { method: 'POST', ...body({}, [['version', `${version}`]]) })
  assert.equal(r.status, 409)
  assert.ok(!r.text.includes('action="' + href + '/take"'))
  assert.match(r.text.slice(r.text.indexOf('<main'), r.text.indexOf('<h1')), /role="alert"/)
})

test('who corrects a slip does not overwrite unseen what another changed meanwhile', async () => {
  const seen = w.needs.open
  const send = (sent) => who.village.fetch(`${seen}/sort`, { method: 'POST', ...body({}, Object.entries(sent)) })
  const shown = (r) => formsOf(r.text).find((f) => f.action === `${seen}/sort`).fields.find((f) => f.name === 'version').value
  const { version } = (await who.village.get(seen)).data.need
  const first = await who.village.post(`${seen}/assign`, { version })
  assert.ok(first.status < 300, first.text)
  const slip = await send({ version: `${version}`, size: 'small', why: '长'.repeat(501) })
  assert.equal(slip.status, 422)
  assert.equal(shown(slip), `${version}`)
  const late = await send({ version: shown(slip), size: 'small', why: '改短了' })
  assert.equal(late.status, 409)
  assert.match(late.text, /改短了/)
  assert.equal(shown(late), `${(await who.village.get(seen)).data.need.version}`)
})

test('which cards were handed over comes back ticked when one of them was not recognized', async () => {
  const at = `/place/${w.sample.place}/cards`, ids = (await who.village.get(at)).data.households.slice(0, 3).map((x) => x.id)
  assert.equal((await who.village.post(at, { household: ids })).status, 200)
  const r = await who.village.fetch(`${at}/handed`, { method: 'POST', ...body({}, [['household', ids[0]], ['household', 'x']]) })
  assert.equal(r.status, 422)
  const form = formsOf(r.text).find((f) => f.text.includes('id="f-handed"'))
  assert.deepEqual(form.fields.filter((f) => f.isChosen).map((f) => f.value), [ids[0]])
})
