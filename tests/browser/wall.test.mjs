// the wall (?theme=wall): one screen that nobody scrolls, at every level, and nothing on it that is cut without saying so.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { house } from '../support/house.mjs'
import { launch } from '../support/browser.mjs'
import { village } from '../support/world.mjs'

const levels = { city: '4203', county: '420325', town: '420325102', village, group: `${village}001` }
let h, browser
before(async () => {
  h = await house({ demo: true })
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await h?.done()
})

async function wall(place, width, height, locale) {
  const context = await browser.newContext({ viewport: { width, height }, locale })
  const page = await context.newPage()
  await page.goto(`${h.origin}/place/${place}/board?theme=wall`)
  const seen = await page.evaluate(() => {
    const rect = (e) => e.getBoundingClientRect()
    const shown = (e) => rect(e).width > 1 && rect(e).height > 1 && globalThis.getComputedStyle(e).visibility !== 'hidden'
    const panels = [...document.querySelectorAll('.panel')]
    const spills = (e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1
    return {
      height: document.documentElement.scrollHeight,
      width: document.documentElement.scrollWidth,
      pressed: [...document.querySelectorAll('a, button')].filter(shown).map((e) => e.textContent.trim()),
      cut: [...panels.filter(spills), ...[...document.querySelectorAll('.wall li > :first-child')].filter((e) => rect(e).height > rect(e.parentElement).height + 1)]
        .map((e) => e.textContent.trim().slice(0, 12)),
      below: panels.filter((p) => rect(p).bottom > globalThis.innerHeight || rect(p).right > globalThis.innerWidth).length,
      columns: [...document.querySelectorAll('.wall-c > div')].map((c) => [...c.children].reduce((n, p) => n + rect(p).height, 0) / rect(c).height),
      rows: document.querySelectorAll('#below tbody tr').length,
      head: document.querySelector('#below h2').textContent,
      smallest: Math.min(...[...document.querySelectorAll('.wall .kpi b')].map((e) => parseFloat(globalThis.getComputedStyle(e).fontSize))),
    }
  })
  await context.close()
  return seen
}

test('a printed board cuts no card, and says the heads of its tables again', async () => {
  const page = await (await browser.newContext()).newPage()
  await page.emulateMedia({ media: 'print' })
  await page.goto(`${h.origin}/place/4203/board`)
  const { cards, heads, shelves } = await page.evaluate(() => {
    const all = (which, name) => [...new Set([...document.querySelectorAll(which)].map((e) => globalThis.getComputedStyle(e)[name]))]
    return { cards: all('.panel', 'breakInside'), heads: all('thead', 'display'), shelves: all('.dash, .pile', 'display') }
  })
  assert.deepEqual([cards, heads], [['avoid'], ['table-header-group']])
  assert.deepEqual(shelves, ['block']) // within a grid a card that goes to the next page lies over the one behind it
})

for (const [level, place] of Object.entries(levels))
  for (const [width, height] of [[1920, 1080], [1366, 768], [1024, 768]])
    test(`the wall of a ${level} is one screen of ${width} by ${height}`, async () => {
      const seen = await wall(place, width, height, 'zh-CN')
      assert.ok(seen.height <= height && seen.width <= width, `${seen.width} by ${seen.height}`)
      assert.deepEqual(seen.cut, [])
      assert.equal(seen.below, 0)
      assert.deepEqual(seen.pressed, ['平常样子'])
      for (const filled of seen.columns) assert.ok(filled > 0.9, `columns ${seen.columns}`)
      if (width === 1920) assert.ok(seen.smallest >= 48, `${seen.smallest}px`)
    })

test('in English the wall is one screen too', async () => {
  for (const place of [levels.city, village]) {
    const seen = await wall(place, 1920, 1080, 'en')
    assert.ok(seen.height <= 1080)
    assert.deepEqual(seen.cut, [])
    assert.deepEqual(seen.pressed, ['As usual'])
  }
})

test('what the wall leaves out it says', async () => {
  const { data } = await h.client().get('/place/420325/board?theme=wall')
  const seen = await wall('420325', 1920, 1080, 'zh-CN')
  assert.ok(data.children.length > data.largest.length && data.largest_left === data.children.length - data.largest.length)
  assert.equal(seen.rows, data.largest.length)
  assert.ok(seen.head.includes(`还有 ${data.largest_left} 处没列`), seen.head)
  for (const place of data.largest) assert.ok(place.raised >= Math.max(...data.children.filter((c) => !data.largest.some((l) => l.code === c.code)).map((c) => c.raised)))
  assert.ok(data.categories_left > 0)
  assert.equal((await h.client().get('/place/420325/board')).data.categories.length, data.categories.length + data.categories_left)
})
