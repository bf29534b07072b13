// axe-core on every page that there is, with script on: at a phone, at a desk, and in elder mode. Each route that answers with a page
// is looked at as the first of those below who may see it, and each page that has forms as whoever fills them in.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { demoPassword, house, printedCard } from '../support/house.mjs'
import { axePath, desk, launch, phone } from '../support/browser.mjs'
import { pagesFor, records } from '../support/records.mjs'
import { logins, village } from '../support/world.mjs'

let h, w, browser, pages
before(async () => {
  h = await house({ demo: true })
  w = await records(h)
  pages = await pagesOf()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await h?.done()
})

const roles = ['nobody', 'resident', 'village', 'helper', 'town', 'city', 'admin']
// No page of their own: data, tables, pictures, and the way to one's desk.
const noPage = ['/desk', '/healthz', '/metrics', '/openapi.json', '/session', '/robots.txt', '/favicon.ico', '/place/{place}/people/export', '/photo/{hash}',
  '/photo/{hash}/small', '/place/{place}/need/alike', '/work', '/place/{place}/work/export', '/log/{log}/head', '/log/{log}/growth']
const more = () => ({
  nobody: ['/', '/place?q=' + encodeURIComponent('上湾'), w.needs.theirs, w.needs.closed, '/place/420325/board', '/place/4203/board', '/place/4203',
    '/card', printedCard(h), '/nothing-here'],
  resident: ['/', `/place/${village}`, w.needs.theirs],
  helper: [`/place/${village}/help`, `/place/${village}/help?q=` + encodeURIComponent('三组5户')],
  town: ['/place/420325102/work'],
  admin: ['/place/4203/accounts'],
})

async function pagesOf() {
  const { list, unseen } = await pagesFor(w, roles, more())
  assert.deepEqual(unseen.sort(), noPage.sort(), 'routes that nobody here sees a page of')
  return list
}

async function enter(context, who) {
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  if (who === 'nobody') return page
  if (who === 'resident') {
    await page.goto(h.origin + printedCard(h))
    const person = page.locator('label:has(input[name=person])').first()
    if (await person.count()) await person.click()
    await page.locator('form[action^="/card/"] button').click()
  } else {
    await page.goto(h.origin + '/login')
    await page.fill('#f-login-name', logins[who])
    await page.fill('#f-login-password', demoPassword)
    await page.locator('form[action="/login"] button').click()
  }
  await page.waitForLoadState()
  return page
}

async function violations(page) {
  await page.addScriptTag({ path: axePath }).catch(() => page.evaluate(readAxe()))
  const r = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  return r.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`)
}
const readAxe = () => readFileSync(axePath, 'utf8')

for (const [size, options] of Object.entries({ phone, desk, elder: phone })) {
  for (const who of roles) {
    test(`axe finds nothing: ${who}, ${size}`, async () => {
      const context = await browser.newContext({ ...options, bypassCSP: true })
      if (size === 'elder') await context.addCookies([{ name: 'size', value: 'l', url: h.origin }])
      const page = await enter(context, who)
      const found = []
      for (const path of pages[who]) {
        const r = await page.goto(h.origin + path)
        const expected = path === '/nothing-here' ? 404 : 200
        if (r.status() !== expected) found.push(`${path}: ${r.status()}`)
        for (const v of await violations(page)) found.push(`${path}: ${v}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (wide > 1) found.push(`${path}: ${wide}px wider than the screen`)
      }
      await context.close()
      assert.deepEqual(found, [])
    })
  }
}
