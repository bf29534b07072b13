// begun: who presses 我也要 without having come in loses neither the wish nor a word: through the card, mistyped first, back to the
// page, asked whether it is theirs, with all that was typed, and the voice is counted. With script and without.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { house, printedCard } from '../support/house.mjs'
import { launch, phone } from '../support/browser.mjs'

const village = '/place/420325102212'
let h, browser, code
before(async () => {
  h = await house({ demo: true })
  code = printedCard(h).split('/').pop()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await h?.done()
})

/// A need that the card's house may join and has not.
async function open() {
  const c = h.client()
  await c.card(printedCard(h))
  for (const need of (await c.get(`${village}/need?show=open`)).data.needs) {
    const { data } = await c.get(need.href)
    if (data.may.join) return { c, href: need.href, voices: data.need.voices }
  }
  throw new Error('nothing to join')
}

/// By the keyboard: a bar of the phone may lie over a button.
async function press(page, what) {
  await what.focus()
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

/// From the page that asks for a card's code to where the house has come in.
async function enter(page) {
  await page.fill('#f-code', code.slice(0, -1) + (code.endsWith('a') ? 'b' : 'a'))
  await press(page, page.locator('form[action="/card"] button'))
  assert.ok(await page.locator('#e-code').isVisible(), 'what is wrong with the card is said at its field')
  await page.fill('#f-code', code)
  await press(page, page.locator('form[action="/card"] button'))
  const person = page.locator('input[name=person]').first()
  if (await person.count()) await person.check({ force: true })
  await press(page, page.locator('form[action^="/card/"] button'))
}

for (const javaScriptEnabled of [true, false])
  test(`我也要 before coming in, with a reason, script ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const { c, href, voices } = await open()
    const page = await (await browser.newContext({ ...phone, javaScriptEnabled })).newPage()
    page.setDefaultTimeout(8000)
    await page.goto(h.origin + href)
    await page.locator(`form[action="${href}/voice"] [name=reason]`).fill('我家门口也黑')
    await press(page, page.locator(`form[action="${href}/voice"] button`))
    await press(page, page.locator('main a[href="/card"]'))
    await enter(page)
    assert.doesNotMatch(await page.innerText('main'), /我家门口也黑/)
    await press(page, page.locator('button[name=begun][value=mine]'))
    assert.match(await page.innerText('main'), /我家门口也黑/)
    await press(page, page.locator(`form[action="${href}/voice"] button`))
    const { data } = await c.get(href)
    assert.equal(data.need.voices, voices + 1)
    assert.ok(data.reasons.some((r) => r.reason === '我家门口也黑'))
    await c.post(`${href}/voice/leave`, {})
  })

test('a press that said nothing more is not lost either, and what was sent waits no more', async () => {
  const { c, href, voices } = await open()
  const page = await (await browser.newContext(phone)).newPage()
  page.setDefaultTimeout(8000)
  await page.goto(h.origin + href)
  await press(page, page.locator(`form[action="${href}/voice"] button`))
  await press(page, page.locator('main a[href="/card"]'))
  await enter(page)
  await press(page, page.locator('button[name=begun][value=mine]'))
  await page.reload()
  await press(page, page.locator(`form[action="${href}/voice"] button`))
  assert.equal((await c.get(href)).data.need.voices, voices + 1)
  await c.post(`${href}/voice/leave`, {})
  await page.goto(h.origin + '/login')
  assert.equal(await page.locator('button[name=begun]').count(), 0)
})
