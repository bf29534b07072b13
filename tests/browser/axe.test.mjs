// axe-core on the pages of the journey, with script on: at a phone, at a desk, and in elder mode.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { demoPassword, house, printedCard } from '../support/house.mjs'
import { axePath, desk, launch, phone } from '../support/browser.mjs'

const village = '420325102212'
let h, browser, need, raised
before(async () => {
  h = await house({ demo: true })
  browser = await launch()
  const list = (await h.client().get(`/place/${village}/need`)).data.needs
  need = list[0].href
  raised = list.find((n) => n.open)?.href ?? need
})
after(async () => {
  await browser?.close()
  await h?.done()
})

const pages = () => ({
  nobody: ['/', `/place/${village}`, '/place?q=' + encodeURIComponent('上湾'), `/place/${village}/need`, need, raised, `${need}/proof`,
    `/place/${village}/board`, '/place/420325/board', '/place/4203/board', '/place/4203', `/place/${village}/profile`, `/log/${village}`,
    `/place/${village}/sheet`, `/place/${village}/post`, `/place/${village}/post/sheet`, '/login', '/card', printedCard(h), '/nothing-here'],
  card: ['/', `/place/${village}`, `/place/${village}/need/new`, raised, '/me'],
  shangwan: [`/place/${village}/work`, raised, `/place/${village}/people`, `/place/${village}/roster`, `/place/${village}/cards`,
    `/place/${village}/person/new`, `/place/${village}/desk`, `/place/${village}/desk?what=need`, `/place/${village}/meeting/new`, `/place/${village}/post/new`],
  daiban: [`/place/${village}/help`, `/place/${village}/help?q=` + encodeURIComponent('三组5户')],
  hualongyan: ['/place/420325102/work'],
  guanli: ['/place/4203/accounts', `/place/${village}/manage`],
})

async function enter(context, who) {
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  if (who === 'nobody') return page
  if (who === 'card') {
    await page.goto(h.origin + printedCard(h))
    const person = page.locator('label:has(input[name=person])').first()
    if (await person.count()) await person.click()
    await page.locator('form[action^="/card/"] button').click()
  } else {
    await page.goto(h.origin + '/login')
    await page.fill('#f-login-name', who)
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
  for (const who of ['nobody', 'card', 'shangwan', 'daiban', 'hualongyan', 'guanli']) {
    test(`axe finds nothing: ${who}, ${size}`, async () => {
      const context = await browser.newContext({ ...options, bypassCSP: true })
      if (size === 'elder') await context.addCookies([{ name: 'size', value: 'l', url: h.origin }])
      const page = await enter(context, who)
      const found = []
      for (const path of pages()[who]) {
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
