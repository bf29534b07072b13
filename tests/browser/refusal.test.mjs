// A refusal is seen: on a phone the page opens at what is wrong, however far down its form lies and however it was folded.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { demoPassword, house } from '../support/house.mjs'
import { launch, phone } from '../support/browser.mjs'

const village = '/place/420325102212'
let h, browser
before(async () => {
  h = await house({ demo: true })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await h?.done()
})

for (const javaScriptEnabled of [true, false]) {
  test(`a day that is past, at the desk, script ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const page = await (await browser.newContext({ ...phone, javaScriptEnabled })).newPage()
    page.setDefaultTimeout(8000)
    await page.goto(h.origin + '/login')
    await page.fill('#f-login-name', 'shangwan')
    await page.fill('#f-login-password', demoPassword)
    await page.locator('form[action="/login"] button').focus()
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    const official = h.client()
    await official.login('shangwan')
    const list = (await official.get(`${village}/work`)).data.needs
    let form = null
    for (const need of list) {
      await page.goto(h.origin + need.href)
      form = page.locator('form[action$="/assign"]')
      if (await form.count()) break
    }
    await page.locator('summary', { hasText: '交给谁办' }).focus()
    await page.keyboard.press('Enter')
    await form.locator('input[name=due]').fill('2020-01-01')
    await form.locator('button').focus()
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    const said = page.locator('#p-need-assign')
    const box = await said.boundingBox(), top = await page.evaluate(() => scrollY)
    assert.ok(box.y >= 0 && box.y + box.height <= 844, `it lies at ${box.y}, the page is at ${top}`)
    assert.match(await said.innerText(), /\S/)
    assert.equal(await page.evaluate(() => document.activeElement.id), 'p-need-assign')
  })
}

for (const size of ['m', 'l'])
  test(`several in the queue without what their act asks for, size ${size}: no row is cut off, and what is wrong is in sight`, async () => {
    const page = await (await browser.newContext({ ...phone })).newPage()
    page.setDefaultTimeout(8000)
    await page.goto(h.origin + '/login')
    await page.fill('#f-login-name', 'shangwan')
    await page.fill('#f-login-password', demoPassword)
    await page.locator('form[action="/login"] button').focus()
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    await page.goto(`${h.origin}${village}/work?size=${size}`)
    const cut = await page.evaluate(() => [...document.querySelectorAll('.xs-scroll')].map((e) => e.scrollWidth - e.clientWidth))
    assert.deepEqual(cut, [0])
    const boxes = page.locator('input[name=need]')
    for (const i of [0, 1]) await boxes.nth(i).check() // it must not lie under the bar
    await page.locator('#more-acts button[name=act]').first().focus()
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    const seen = await page.evaluate(() => {
      const said = document.querySelector('#p-place-work'), b = said.getBoundingClientRect()
      const at = (y) => said.contains(document.elementFromPoint(b.left + b.width / 2, y))
      const link = said.querySelector('a')
      return { top: at(b.top + 4), end: at(b.bottom - 4), field: !!document.querySelector(link?.getAttribute('href') ?? '#none') }
    })
    assert.deepEqual(seen, { top: true, end: true, field: true })
  })
