// the first pages: nothing on them is left empty. Beside many tiles or few, to a visitor and to an office, wide and on a phone.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { demoPassword, house } from '../support/house.mjs'
import { desk, launch, phone } from '../support/browser.mjs'
import { logins, village } from '../support/world.mjs'

let h, browser
before(async () => {
  h = await house({ demo: true })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await h?.done()
})

async function look(path, options, who) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  if (who) {
    await page.goto(h.origin + '/login')
    await page.fill('#f-login-name', logins[who])
    await page.fill('#f-login-password', demoPassword)
    await page.locator('form[action="/login"] button').click()
    await page.waitForLoadState()
  }
  await page.goto(h.origin + path)
  const seen = await page.evaluate(() => {
    const box = (e) => e.getBoundingClientRect().toJSON()
    const all = (s) => [...document.querySelectorAll(s)].map(box)
    return { tiles: all('.tile'), grid: all('.tiles')[0], under: all('.today')[0], wide: document.documentElement.scrollWidth }
  })
  await context.close()
  return seen
}

for (const place of ['4203', '420325', '420325102', village, `${village}001`])
  for (const who of ['', 'village', 'admin'])
    test(`the page of ${place} to ${who || 'a visitor'} has neither gaps nor empty tiles`, async () => {
      for (const size of [desk, phone]) {
        const { tiles, grid, under, wide } = await look(`/place/${place}`, size, who)
        assert.ok(wide <= size.viewport.width)
        for (const top of new Set(tiles.map((t) => Math.round(t.top)))) {
          const row = tiles.filter((t) => Math.round(t.top) === top)
          assert.ok(Math.max(...row.map((t) => t.right)) > grid.right - 2, `a row of ${row.length} at ${top} ends before ${grid.right}`)
        }
        if (size === desk) assert.ok(Math.abs(under.bottom - grid.bottom) < 3, `figures end at ${under.bottom}, tiles at ${grid.bottom}`)
        for (const t of tiles) assert.ok(t.height <= 215, `a tile of ${t.height}px`)
      }
    })

test('the yard lies on the green of its fields', async () => {
  const context = await browser.newContext({ ...desk, bypassCSP: true }), page = await context.newPage()
  await page.goto(h.origin + '/')
  const colours = await page.evaluate(() => {
    const img = document.querySelector('.hero img'), canvas = document.createElement('canvas')
    canvas.width = 1200
    canvas.height = 366
    const on = canvas.getContext('2d')
    on.drawImage(img, 0, 0, 1200, 366)
    return [335, 360, 840, 865, 320, 880].map((x) => [...on.getImageData(x, 362, 1, 1).data].join())
  })
  await context.close()
  assert.deepEqual([...new Set(colours)], ['140,192,127,255'])
})
