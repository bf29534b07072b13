// every_route: each route there is, as /openapi.json tells it, asked wrongly by everybody. Nothing breaks, nothing changes,
// and what is wrong is said at its field.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, isProxied } from '../../support/house.mjs'
import { records } from '../../support/records.mjs'
import { village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const refused = new Set([400, 401, 403, 404, 409, 413, 415, 422, 429])
let h, w, routes, clients

before(async () => {
  h = await house({ engine, demo: true })
  w = await records(h)
  routes = isProxied ? w.routes.filter((r) => r.path !== '/metrics') : w.routes // nginx lets nobody there
  clients = { nobody: w.who.nobody, household: w.who.resident, village: w.who.village, supervisor: w.who.supervisor, admin: w.who.admin }
})
after(() => h?.leave())

const address = (path, values) => w.address(path, values)
const asked = (op) => op.parameters.filter((p) => p.name === 'as').map(() => '?as=csv')[0] ?? ''
const head = async () => (await clients.nobody.get(`/log/${village}/head`)).text
const schema = (op) => op.requestBody?.content?.['application/json']?.schema

/// Asks, and says what must hold of any answer.
async function ask(who, method, path, options = {}) {
  const r = await clients[who].fetch(path, { method, ...options })
  assert.ok(r.status < 500, `${who} ${method} ${path}: ${r.status} ${r.text.slice(0, 200)}`)
  return r
}
const form = (body) => ({ form: body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })

test('there are routes', () => assert.ok(routes.length > 40, `${routes.length}`))

test('every GET answers somebody, as a page and as JSON, and never breaks', async () => {
  const answered = new Set()
  for (const { path, method, op } of routes.filter((r) => r.method === 'GET'))
    for (const who of Object.keys(clients))
      for (const accept of ['application/json', 'text/html']) {
        const r = await ask(who, method, address(path) + asked(op), { headers: { accept } })
        if (r.status === 200) answered.add(path)
      }
  const silent = routes.filter((r) => r.method === 'GET' && !answered.has(r.path)).map((r) => r.path)
  assert.deepEqual(silent, ['/log/{log}/growth']) // consistency asks for two sizes
})

test('parameters that name nothing, or something else, are refused', async () => {
  for (const { path, method } of routes.filter((r) => r.method === 'GET' && r.path.includes('{')))
    for (const bad of ['x', '0', '420325-0000000000001', '999999999999', '-1', "1'--", '%00'.slice(0, 2), '中文', 'a'.repeat(300), '420325102212-' + w.sample.need])
      for (const who of ['nobody', 'admin']) {
        const values = Object.fromEntries(Object.keys(w.sample).map((k) => [k, bad]))
        const r = await ask(who, method, address(path, values))
        assert.ok(refused.has(r.status) || r.status === 200 && path === '/card/{code}', `${path} ${bad}: ${r.status}`)
      }
})

test('queries of every kind are refused or ignored, never broken', async () => {
  for (const { path, op } of routes.filter((r) => r.method === 'GET'))
    for (const p of op.parameters.filter((q) => q.in === 'query'))
      for (const bad of ['%ff', '-1', '99999999999999999999', 'a'.repeat(3000), "%27%3B--", '%E4%B8%AD', `1&${p.name}=2`, ''])
        await ask('village', 'GET', `${address(path)}?${p.name}=${bad}`)
})

test('every POST refuses undeclared fields, broken bodies and bad text, says where, and changes nothing', async () => {
  const before = await head()
  for (const { path, method, op } of routes.filter((r) => r.method === 'POST')) {
    const at = address(path)
    for (const who of Object.keys(clients)) {
      for (const options of [{ json: { undeclared_field: 1 } }, { json: { ...Object.fromEntries(Object.keys(schema(op)?.properties ?? {}).map((k) => [k, { a: [1] }])), zz: 1 } },
        { form: '{"a":', headers: { 'content-type': 'application/json' } }, { form: 'x', headers: { 'content-type': 'text/xml' } }]) {
        const r = await ask(who, method, at, options)
        assert.ok(refused.has(r.status), `${who} ${path}: ${r.status} ${JSON.stringify(options)}`)
        if (r.status === 422 && options.json?.undeclared_field) assert.ok(r.data.fields.undeclared_field, r.text)
      }
      for (const name of Object.keys(schema(op)?.properties ?? {}))
        for (const bad of ['%ff%fe', 'a%00b', '%01']) {
          const r = await ask(who, method, at, form(`${name}=${bad}`))
          assert.ok(refused.has(r.status), `${who} ${path} ${name}: ${r.status}`)
          if (r.status === 422) assert.ok(r.data.fields[name], `${path} ${name}: ${r.text}`)
        }
    }
  }
  assert.equal(await head(), before)
})

test('every POST with a token of nobody, or from elsewhere, is refused', async () => {
  for (const { path, method } of routes.filter((r) => r.method === 'POST'))
    for (const headers of [{ 'x-csrf-token': 'wrong', origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const r = await ask('village', method, address(path), { json: {}, headers })
      assert.ok([401, 403, 429].includes(r.status), `${path}: ${r.status}`)
    }
})

test('other methods of every route are 405', async () => {
  for (const { path } of routes)
    for (const method of ['PUT', 'DELETE']) assert.equal((await ask('admin', method, address(path))).status, 405, path)
})
