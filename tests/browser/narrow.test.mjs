// narrow: nothing is wider than the screen of an old phone (360x740), in either language, in elder mode too. Each page that there is,
// as the first who may see it, and each that has forms as whoever fills them in.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { house } from '../support/house.mjs'
import { launch } from '../support/browser.mjs'
import { pagesFor, records } from '../support/records.mjs'

const old = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1 }
const roles = ['nobody', 'resident', 'helper', 'village', 'supervisor', 'town', 'county', 'city', 'admin']
let h, w, browser, pages
before(async () => {
  h = await house({ demo: true })
  w = await records(h)
  pages = (await pagesFor(w, roles)).list
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await h?.done()
})

/// How a page would be on that screen: what stands out at the right, with everything opened; elder mode is an attribute (web/part/layout).
const wider = () => ['', 'l'].flatMap((size) => {
  document.documentElement.dataset.size = size
  document.querySelectorAll('details').forEach((d) => { d.open = true })
  const most = document.documentElement.clientWidth, { scrollWidth } = document.documentElement
  if (scrollWidth <= most) return []
  const out = [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > most + 1 && !e.closest('.xs-scroll'))
  return [`${size ? 'elder ' : ''}${scrollWidth}px: ${out.slice(-2).map((e) => e.outerHTML.slice(0, 120)).join(' | ')}`]
})

for (const lang of ['zh', 'en'])
  test(`no page is wider than 360px: ${lang}, usual and elder`, async () => {
    const wide = []
    for (const role of roles) {
      const context = await browser.newContext(old)
      await context.addCookies([...w.who[role].cookies, ['lang', lang]].map(([name, value]) => ({ name, value, url: h.origin })))
      const page = await context.newPage()
      for (const path of pages[role]) {
        await page.goto(h.origin + path, { waitUntil: 'domcontentloaded' })
        wide.push(...(await page.evaluate(wider)).map((over) => `${role} ${path} ${over}`))
      }
      await context.close()
    }
    assert.deepEqual(wide, [])
  })

/// What of a row stands out of it, and which words of a table are broken within.
const torn = () => ({
  wide: document.documentElement.scrollWidth,
  out: [...document.querySelectorAll('#body .act *')].filter((e) => e.getBoundingClientRect().right > e.closest('.act').getBoundingClientRect().right + 1).map((e) => e.textContent),
  broken: [...document.querySelectorAll('.months th, .months .n')].filter((e) => {
    const words = e.textContent.trim(), r = document.createRange()
    r.selectNodeContents(e)
    return /^[\w-]+$/.test(words) && new Set([...r.getClientRects()].map((x) => Math.round(x.top))).size > 1
  }).map((e) => e.textContent),
})

for (const lang of ['zh', 'en'])
  for (const size of ['', 'l'])
    test(`what a helper's voice adds to a need fits, and no month of a board is broken: ${lang}, ${size ? 'elder' : 'usual'}`, async () => {
      const need = (await w.who.nobody.get('/place/420325102212/need')).data.needs.find((n) => n.helped)
      const context = await browser.newContext({ ...old, viewport: { width: 390, height: 844 } })
      await context.addCookies([['lang', lang], ['size', size]].map(([name, value]) => ({ name, value, url: h.origin })))
      const page = await context.newPage()
      await page.goto(h.origin + need.href)
      assert.deepEqual(await page.evaluate(torn), { wide: 390, out: [], broken: [] })
      await page.emulateMedia({ media: 'print' })
      assert.equal(await page.locator('#body .voice').isVisible(), true)
      assert.equal(await page.locator('[data-read]').isVisible(), false)
      await page.emulateMedia({ media: 'screen' })
      await page.goto(h.origin + '/place/420325102212/board')
      assert.equal(await page.locator('.months').count(), 1)
      assert.deepEqual(await page.evaluate(torn), { wide: 390, out: [], broken: [] })
      await context.close()
    })
