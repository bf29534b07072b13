// Rows that repeat, with script: one more and one less at once, nothing is sent for it, the numbers follow and the focus stands where one
// goes on. Without script the server does it (tests/http/web/rows.test.mjs).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, demoPassword, house } from '../support/house.mjs'
import { desk, launch } from '../support/browser.mjs'
import { call } from '../sample/meeting.mjs'

let h, browser, page, met, host, sent = 0

before(async () => {
  h = await house({ demo: true })
  host = h.client()
  await host.login('zuzhang')
  met = await call(host, '420325102212001')
  browser = await launch()
  page = await (await browser.newContext(desk)).newPage()
  await page.goto(h.origin + '/login')
  await page.fill('#f-login-name', 'zuzhang')
  await page.fill('#f-login-password', demoPassword)
  await page.locator('form[action="/login"] button').click()
  await page.waitForURL((url) => url.pathname !== '/login')
  await page.goto(h.origin + met)
  await page.locator('summary', { hasText: '记下约定的事' }).click()
  page.on('request', (r) => { sent += r.method() === 'POST' })
})
after(async () => {
  await browser?.close()
  await h?.leave()
})

const more = () => page.locator('button[value="tasks+"]').click()
const fields = () => page.evaluate(() => [...document.querySelectorAll('[name^="tasks."]')].map((f) => [f.name, f.value]))
const titles = async () => (await fields()).filter(([name]) => name.endsWith('.title'))
const focused = () => page.evaluate(() => document.activeElement.name)

test('a row more is empty, has its own number everywhere, and the focus', async () => {
  assert.equal(await page.locator('button.drop:visible').count(), 0, 'of the only row nothing is taken away')
  await page.fill('[name="tasks.1.title"]', '清沟')
  await more()
  assert.deepEqual(await titles(), [['tasks.1.title', '清沟'], ['tasks.2.title', '']])
  assert.equal(await focused(), 'tasks.2.title')
  const twice = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i))
  assert.deepEqual(twice, [])
  assert.equal(await page.locator('label[for="f-meeting-agree-tasks-2-due"]').count(), 1)
  assert.equal(await page.getByRole('group', { name: '约定的事 2' }).count(), 1)
  assert.equal(sent, 0)
})

test('a row less: those behind it move up with what was typed', async () => {
  await page.fill('[name="tasks.2.title"]', '补路')
  await more()
  await page.fill('[name="tasks.3.title"]', '换灯泡')
  await page.locator('button[value="tasks-2"]').click()
  assert.deepEqual(await titles(), [['tasks.1.title', '清沟'], ['tasks.2.title', '换灯泡']])
  assert.equal(await focused(), 'tasks.2.title')
  assert.equal(sent, 0)
})

test('of a row that was refused a new one has nothing: not what is wrong, not what was typed', async () => {
  for (const n of [1, 2]) {
    await page.fill(`[name="tasks.${n}.owner_title"]`, '村委会')
    await page.fill(`[name="tasks.${n}.due"]`, n === 1 ? day(9) : day(-9))
  }
  await page.locator('button', { hasText: '约定了' }).click()
  await page.locator('#f-meeting-agree-tasks-2-due-e').waitFor()
  await more()
  assert.deepEqual((await fields()).filter(([name]) => name.startsWith('tasks.3.')).map(([, v]) => v), ['', '', '', ''])
  assert.equal(await page.locator('.one:nth-of-type(3) .err, .one:nth-of-type(3) [aria-invalid]').count(), 0)
  assert.equal(await page.locator('#f-meeting-agree-tasks-2-due[aria-describedby="f-meeting-agree-tasks-2-due-e"]').count(), 1)
})

test('there are no more than the server takes, who says so; and what is sent becomes tasks', async () => {
  for (let n = 4; n <= 10; n++) await more()
  sent = 0
  await more()
  await page.locator('.note.r', { hasText: '最多 10 行' }).waitFor()
  assert.equal(sent, 1)
  await page.fill('[name="tasks.2.due"]', day(9))
  await page.locator('button', { hasText: '约定了' }).click()
  await page.locator('.note.g[role=status]').waitFor()
  assert.deepEqual((await host.get(met)).data.tasks.map((t) => t.title).sort(), ['换灯泡', '清沟'])
})
