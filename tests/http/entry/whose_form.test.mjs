// begun: what was typed on a phone before anybody came in is shown to who says that it is his, is sent by who may, and is lost by nothing
// but a word; what is not for every eye never waits. The way through it with a browser: tests/browser/begun.test.mjs.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { demoPassword, house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212', need = `${village}/need`
const html = { headers: { accept: 'text/html' } }
let h, n = 0

before(async () => (h = await house({ engine, demo: true })))
after(() => h?.leave())

const send = (c, path, fields, csrf) =>
  c.fetch(path, { method: 'POST', form: new URLSearchParams({ ...fields, ...(csrf ? { _csrf: csrf } : {}) }), headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
const said = (more = {}) => ({ title: '桥头的灯三天不亮', body: '有人摔了', category: 'light', once: `begun-${process.pid}-${++n}`, anyway: '1', ...more })
const door = async (c, more = '') => (await c.get('/login' + more, html)).text
const words = /桥头的灯|有人摔了/

/// Somebody who typed that without having come in.
async function typed(fields = said(), path = need) {
  const c = h.client(), r = await send(c, path, fields)
  assert.equal(r.status, 401)
  return { c, r, fields }
}

test('who comes in is asked whether it is his, sees the words and for which house only then, and any number of times until it is sent', async () => {
  const { c, fields } = await typed()
  assert.match((await c.card(printedCard(h))).data.href, /^\/login\?next=/)
  const asked = await door(c)
  assert.match(asked, /写了一件还没交，是您吗/)
  assert.doesNotMatch(asked, words)
  assert.doesNotMatch(JSON.stringify((await c.get('/login')).data), words)
  const { label } = (await c.get('/me')).data.household
  for (let i = 0; i < 2; i++) {
    const shown = await door(c, '?begun=mine')
    assert.match(shown, words)
    assert.ok(shown.includes(`就是${label}说的`))
  }
  const token = /name="_csrf" value="([^"]+)"/.exec(await door(c, '?begun=mine'))[1]
  assert.equal((await send(c, need, said({ title: '另外一件事情' }), token)).status, 303)
  assert.match(await door(c), /是您吗/, 'another was sent, this one still waits')
  assert.equal((await send(c, need, fields, token)).status, 303)
  assert.doesNotMatch(await door(c), /是您吗/)
})

test('whose it is not throws it away unseen, and goes on to where he wanted', async () => {
  const { c } = await typed()
  await c.card(printedCard(h))
  assert.equal((await c.get('/login?begun=drop&next=/me', html)).headers.get('location'), '/me')
  assert.doesNotMatch(await door(c, '?begun=mine'), words)
})

test('a desk is never offered what a house began, nor a house what a desk did', async () => {
  const { c } = await typed()
  const entered = await c.post('/login', { name: 'shangwan', password: demoPassword, next: '/me' })
  assert.equal((await c.get(entered.data.href, html)).headers.get('location'), '/me')
  assert.doesNotMatch(await door(c, '?begun=mine'), words)
  const desk = (await typed({ title: '桥头的灯三天不亮' }, `${village}/meeting`)).c
  await desk.card(printedCard(h))
  assert.doesNotMatch(await door(desk, '?begun=mine'), words)
})

test('no page takes the place of a form that waits', async () => {
  const { c } = await typed()
  for (const page of ['/me', `${need}/new`, `${village}/desk`]) await c.get((await c.get(page, html)).headers.get('location'), html)
  await c.card(printedCard(h))
  assert.match(await door(c, '?begun=mine'), words)
})

test('a second form takes the place of none: it stays on its page, and both are sent in the end', async () => {
  const { c, fields } = await typed(), second = said({ title: '塘埂要垮了' })
  const held = await send(c, need, second)
  assert.equal(held.status, 401)
  assert.match(held.text, /您填的都还在这一页[^]*塘埂要垮了/)
  assert.equal((await send(c, need, { ...fields, body: '有人摔了，天天摔' })).status, 401) // the first, typed on
  await c.card(printedCard(h))
  const shown = await door(c, '?begun=mine'), token = /name="_csrf" value="([^"]+)"/.exec(shown)[1]
  assert.match(shown, /天天摔/)
  assert.doesNotMatch(shown, /塘埂/)
  for (const form of [second, fields]) assert.equal((await send(c, need, form, token)).status, 303)
})

test('what is not for every eye stays on its page and in no cookie, and its writer is told', async () => {
  const { data } = await h.client().get(need)
  const house = h.client()
  await house.card(printedCard(h))
  const raised = await house.post(need, said({ kind: 'complaint', target: '王支书', target_place: village.split('/').pop(), anyway: true }))
  assert.equal(raised.status, 201, raised.text)
  for (const [fields, path] of [[said({ kind: 'complaint' })], [said({ hide_author: '1' })], [said({ target: '王支书' })], [{ why: '桥头的灯还是不亮' }, `${raised.data.href}/object`]]) {
    const { c, r } = await typed(fields, path)
    assert.equal(c.cookies.get('begun'), undefined)
    assert.match(r.text, words)
    assert.match(r.text, /手机里不存/)
  }
  const open = await typed({ reason: '我家门口也黑' }, `${data.needs[0].href}/voice`)
  assert.ok(open.c.cookies.get('begun'))
  assert.doesNotMatch(open.r.text, /手机里不存/)
})
