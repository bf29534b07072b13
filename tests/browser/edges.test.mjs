// edges: nothing stands past the edge of a narrow screen with large letters, and no sheet of paper holds a footer alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { house, printedCard } from '../support/house.mjs'
import { desk, launch } from '../support/browser.mjs'

let h, browser
before(async () => {
  h = await house({ demo: true })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await h?.leave()
})

test('the count of messages stands within a screen of 320 pixels, in large letters', async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, isMobile: true, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(h.origin + printedCard(h))
  const who = page.locator('input[name=person]').first()
  if (await who.count()) await who.check()
  await page.locator('main form button[type=submit]').first().click()
  await page.goto(`${h.origin}/me?size=l`)
  const badge = page.locator('.tabbar em').first()
  assert.ok(await badge.count(), 'there are messages')
  const { x, width } = await badge.boundingBox()
  assert.ok(x >= 0 && x + width <= 320, `${x} + ${width}`)
})

test('no page of a printed board holds nothing but the footer', async () => {
  const page = await (await browser.newContext(desk)).newPage()
  await page.goto(`${h.origin}/place/4203/board`)
  const pdf = join(h.dir, 'board.pdf')
  writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }))
  const pages = spawnSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }).stdout.split('\f').slice(0, -1)
  assert.ok(pages.length > 1)
  for (const text of pages) assert.ok(text.replace(/\s/g, '').length > 100, `a page of ${JSON.stringify(text)}`)
})

test('the two lists are one sheet of paper in English too', async () => {
  const page = await (await browser.newContext({ ...desk, locale: 'en-GB' })).newPage()
  await page.goto(`${h.origin}/place/420325102212/sheet?lang=en`)
  const pdf = join(h.dir, 'sheet.pdf')
  writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }))
  assert.equal(spawnSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }).stdout.split('\f').length - 1, 1)
})

test('on a phone an official finds what can be done above the story', async () => {
  const c = h.client()
  await c.login('shangwan')
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, locale: 'zh-CN' })
  await context.addCookies([...c.cookies].map(([name, value]) => ({ name, value, url: h.origin })))
  const page = await context.newPage()
  await page.goto(h.origin + (await c.get('/place/420325102212/work')).data.needs[0].href)
  const [acts, story] = [await page.locator('#acts').boundingBox(), await page.locator('ol.tl').boundingBox()]
  assert.ok(acts.y < story.y, `deeds at ${acts.y}, the story at ${story.y}`)
})
