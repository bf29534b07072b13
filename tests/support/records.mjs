// records: one sample of each noun in one place of the demonstration, made once, for every suite that goes through routes or
// records. What there is to have a sample of, /openapi.json says: its paths and the table of nouns in it (x-nouns). How one is made
// stands in a file of the noun's own, tests/sample/NOUN.mjs, which nobody has to name:
//
//   make(w)    makes one, by what those before it in the table made (w.sample); returns the names in its paths with their values
//   pages(w)   addresses of pages by whom they are for, so that every form of the noun stands on one of them
//   untyped    its forms of hidden fields alone: nothing is typed, so nothing comes back (tests/http/web/forms.test.mjs)
//   rows       by their path its lists whose rows have another key than the path ends with (tests/http/matter/lists.test.mjs)
//   lies       by its name in paths the SQL after FROM of where one lies; UNDER stands for the place that one is wanted in
//
//   const w = await records(h)              // h = await house({ demo: true })
//   w.who.village                           // a client of each role, of a house and of its neighbour, and nobody
//   w.routes                                // [{ method, path, op }]
//   w.address('/need/{need}')               // with the samples in it
//   w.pages.village                         // addresses of pages, by whom they are for
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './house.mjs'
import { everybody } from './world.mjs'

export async function routesOf(c) {
  const doc = (await c.get('/openapi.json')).data
  const routes = Object.entries(doc.paths).flatMap(([path, by]) => Object.entries(by).map(([m, op]) => ({ method: m.toUpperCase(), path, op })))
  return { routes, nouns: doc['x-nouns'] }
}

/// Of the nouns that have a file, in the order of their table.
async function samplesOf(nouns) {
  const paths = nouns.map(({ name }) => join(root, 'tests/sample', `${name}.mjs`)).filter(existsSync)
  return Promise.all(paths.map((path) => import(path)))
}

/// By the name of what lacks one.
function checkWhole(sample, routes, nouns) {
  for (const { method, path } of routes)
    for (const [, name] of path.matchAll(/\{(\w+)\}/g))
      assert.ok(sample[name], `${method} ${path} asks for a ${name}, of which tests/sample/ makes no sample`)
  assert.ok(nouns.length > 10, 'the table of nouns')
  for (const { name, records } of nouns)
    for (const record of records) assert.ok(sample[record], `the noun ${name} has no sample in tests/sample/${name}.mjs: ${record}`)
}

export async function records(h) {
  const who = await everybody(h), { routes, nouns } = await routesOf(who.nobody)
  const w = { h, who, routes, nouns, sample: {}, pages: {}, lies: {}, untyped: [], rows: {} }, samples = await samplesOf(nouns)
  for (const s of samples) Object.assign(w.sample, await s.make?.(w))
  checkWhole(w.sample, routes, nouns)
  for (const s of samples) {
    Object.assign(w.lies, s.lies)
    Object.assign(w.rows, s.rows)
    w.untyped.push(...s.untyped ?? [])
    for (const [role, paths] of Object.entries(s.pages?.(w) ?? {})) (w.pages[role] ??= []).push(...paths)
  }
  w.address = (path, values = w.sample) => path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? 'x'))
  return w
}

/// Every page that there is: each route that answers with one, under the first of these roles who may see it, and each page that has
/// forms under whoever fills them in; `more` of one's own. As { role: Set of addresses }, with the routes that nobody saw a page of.
export async function pagesFor(w, roles, more = {}) {
  const list = Object.fromEntries(roles.map((role) => [role, new Set([...more[role] ?? [], ...w.pages[role] ?? []])])), seen = new Set()
  const all = w.routes.filter((r) => r.method === 'GET').map((r) => r.path)
  for (const role of roles)
    for (const path of all.filter((p) => !seen.has(p))) {
      const at = w.address(path), r = await w.who[role].get(at, { headers: { accept: 'text/html' } })
      if (r.status !== 200 || !r.headers.get('content-type').startsWith('text/html')) continue
      seen.add(path)
      list[role].add(at)
    }
  return { list, unseen: all.filter((p) => !seen.has(p)) }
}
