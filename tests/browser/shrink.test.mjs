// The page's own script and pictures: what it makes smaller before it is sent keeps what is seen, and what it cannot read
// as a whole goes as it is, so that the server can refuse it.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { house, printedCard, root } from '../support/house.mjs'
import { launch, phone } from '../support/browser.mjs'

let h, browser, page
before(async () => {
  h = await house({ demo: true })
  browser = await launch()
  page = await (await browser.newContext(phone)).newPage()
  page.setDefaultTimeout(8000)
  await page.goto(h.origin + printedCard(h))
  const persons = page.locator('input[name=person]')
  if (await persons.count()) await persons.first().check()
  await page.getByRole('button', { name: '是我家，进来' }).click()
  await page.waitForLoadState()
})
after(async () => {
  await browser?.close()
  await h?.done()
})

const chunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type), data]), out = Buffer.alloc(body.length + 8)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), body.length + 4)
  return out
}
/// A PNG of one colour (RGBA) with a line of noise, which has `rows` of its rows.
function png(width, height, colour, rows = height) {
  const head = Buffer.alloc(13), line = Buffer.alloc(1 + 4 * width)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  for (let x = 0; x < width; x++) line.set(colour, 1 + 4 * x)
  const raw = Buffer.concat(Array(rows).fill(line))
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(raw, { level: 0 })), chunk('IEND', Buffer.alloc(0))])
}

/// What would be sent after this file was chosen: its length, its hash, and the colour in its midst.
async function chosen(name, mimeType, buffer) {
  await page.goto(h.origin + '/place/420325102212/need/new')
  const input = page.locator('.add input[type=file]').first()
  await page.evaluate(() => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files').set
    window.handed = new Promise((resolve) => Object.defineProperty(HTMLInputElement.prototype, 'files', {
      configurable: true,
      get: Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files').get,
      set(v) { set.call(this, v); resolve() },
    }))
  })
  await input.setInputFiles({ name, mimeType, buffer })
  return input.evaluate(async (it) => {
    await window.handed
    const file = it.files[0], bytes = new Uint8Array(await file.arrayBuffer())
    const hash = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((b) => b.toString(16).padStart(2, '0')).join('')
    const whole = await createImageBitmap(file).catch(() => null)
    if (!whole) return { hash }
    const c = document.createElement('canvas').getContext('2d')
    c.drawImage(whole, -whole.width / 2, -whole.height / 2)
    return { hash, type: file.type, width: whole.width, colour: [...c.getImageData(0, 0, 1, 1).data] }
  })
}
const hashed = (bytes) => createHash('sha256').update(bytes).digest('hex')

test('what is transparent is sent white, not black', async () => {
  const sent = await chosen('drawing.png', 'image/png', png(2000, 500, [0, 0, 0, 0]))
  assert.equal(sent.type, 'image/jpeg')
  assert.equal(sent.width, 1600)
  assert.ok(sent.colour.every((v) => v > 250), String(sent.colour))
})

test('half a picture is handed on as it is, and the server refuses it', async () => {
  const jpeg = readFileSync(join(root, 'demo/photos/road-before.jpg'))
  const large = Buffer.concat([jpeg.subarray(0, jpeg.length >> 1), Buffer.alloc(700000)])
  assert.equal((await chosen('photo.jpg', 'image/jpeg', large)).hash, hashed(large))
  const half = png(2000, 500, [200, 0, 0, 255], 100)
  assert.equal((await chosen('photo.png', 'image/png', half)).hash, hashed(half))
})

const shot = (name) => ({ name, mimeType: 'image/jpeg', buffer: readFileSync(join(root, `demo/photos/${name}`)) })

test('a second shot is one more and does not replace the first; a picture stays where it is tapped, and goes by its cross', async () => {
  await page.goto(`${h.origin}/place/420325102212/need/new`)
  const input = page.locator('.add input[type=file]').first(), shown = page.locator('.shots .shot:not([hidden]) img'), held = () => input.evaluate((i) => i.files.length)
  await input.setInputFiles([shot('field.jpg')])
  await shown.nth(0).waitFor()
  await input.setInputFiles([shot('lamp.jpg')])
  await shown.nth(1).waitFor()
  assert.equal(await held(), 2)
  await shown.first().click({ position: { x: 20, y: 70 } })
  assert.deepEqual([await shown.count(), await held()], [2, 2])
  const cross = page.getByRole('button', { name: '不要这张' }).first(), { width, height } = await cross.boundingBox()
  assert.ok(width >= 44 && height >= 44)
  await cross.click()
  assert.deepEqual([await shown.count(), await held()], [1, 1])
})

test('of more photos than a field takes the first stay, and it is said', async () => {
  await page.goto(`${h.origin}/place/420325102212/need/new`)
  const input = page.locator('.add input[type=file]').first(), shown = page.locator('.shots .shot:not([hidden]) img'), over = page.locator('[data-over]')
  const most = Number(await input.getAttribute('data-most'))
  assert.equal(await over.isVisible(), false)
  await input.setInputFiles(Array.from({ length: most + 2 }, () => shot('field.jpg')))
  await shown.nth(most - 1).waitFor()
  assert.deepEqual([await shown.count(), await input.evaluate((i) => i.files.length)], [most, most])
  assert.equal(await over.innerText(), `最多 ${most} 张，多的没放进去`)
  await page.getByRole('button', { name: '不要这张' }).first().click()
  assert.equal(await over.isVisible(), false)
})

test('without script a chosen photo leaves a sign: the browser\'s own field, which names it', async () => {
  const plain = await (await browser.newContext({ ...phone, javaScriptEnabled: false, storageState: await page.context().storageState() })).newPage()
  await plain.goto(`${h.origin}/place/420325102212/need/new`)
  const input = plain.locator('.add input[type=file]').first()
  await input.setInputFiles([shot('field.jpg')])
  const look = await input.evaluate((i) => ({ opacity: getComputedStyle(i).opacity, height: i.offsetHeight, n: i.files.length }))
  assert.deepEqual([look.opacity, look.n, look.height >= 44], ['1', 1, true])
  await plain.context().close()
})
