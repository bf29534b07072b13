#!/usr/bin/env node
// screenshots: the main pages at phone and desk size, in elder mode, and the sheet as PDF, into out/shots/. For looking
// at, not for passing: nothing here is a test.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { day, house, printedCard, root, demoPassword } from '../tests/support/house.mjs'
import { desk, launch, phone } from '../tests/support/browser.mjs'

const out = join(root, 'out/shots')
mkdirSync(out, { recursive: true })
const wanted = process.argv.slice(2)
const h = await house({ demo: true })
const browser = await launch()
const village = '420325102212'
const need = (await h.client().get(`/place/${village}/need?order=voices`)).data.needs[0].href
const [called, held] = await Promise.all(['called', 'held'].map(async (state) =>
  (await h.client().get(`/place/${village}/meeting?state=${state}`)).data.meetings[0].href))
const task = (await h.client().get(`/place/${village}/task`)).data.tasks[0].href

const overseer = h.client()
await overseer.login('jiandu')
const asks = async (at, what, json) => (await overseer.post(`${at}/${what}`, { once: `shots-${what}-0`, ...json })).data.href
const asked = await asks(need, 'question', { text: '说了三个月了，路灯到底哪天修？' })
await asks(need, 'urge', { text: '年前要亮起来', due: day(7) })
const done = (await overseer.get(`/place/${village}/oversight/call`)).data.calls[0].href
await asks(done, 'call', { found: 'undone', text: '晚上还是黑的，只亮了一盏' })

const pages = {
  start: ['/', null], place: [`/place/${village}`, null], city: ['/place/4203', null], needs: [`/place/${village}/need`, null],
  need: [need, null], board: [`/place/${village}/board`, null], 'board-city': ['/place/4203/board', null],
  'board-county': ['/place/420325/board', null], log: [`/log/${village}`, null], login: ['/login', null],
  card: [printedCard(h), null], sheet: [`/place/${village}/sheet`, null], missing: ['/nothing', null],
  new: [`/place/${village}/need/new`, 'card'], mine: ['/me', 'card'], owncard: ['/me', 'card', 'a[href^="/owncard/"]'], 'need-mine': [need, 'card'],
  work: [`/place/${village}/work`, 'shangwan'], 'need-desk': [need, 'shangwan'], 'need-open': [`/place/${village}/work`, 'shangwan', '.tbl a.t'], people: [`/place/${village}/people`, 'shangwan'],
  cards: [`/place/${village}/cards`, 'shangwan'], help: [`/place/${village}/help`, 'daiban'],
  rules: [`/place/${village}/rules`, 'guanli'], manage: [`/place/${village}/manage`, 'guanli'],
  profile: [`/place/${village}/profile`, 'shangwan'], roster: [`/place/${village}/roster`, 'shangwan'],
  'person-new': [`/place/${village}/person/new`, 'shangwan'], password: ['/me', 'shangwan'],
  house: [`/place/${village}/people`, 'shangwan', '.tbl a.t'],
  person: [`/place/${village}/people`, 'shangwan', '.tbl a.t', '.cells a[href^="/person/"]'],
  account: ['/place/4203/accounts', 'guanli', '.tbl a.t'],
  meetings: [`/place/${village}/meeting`, null], meeting: [called, null], 'meeting-held': [held, null], 'meeting-mine': [called, 'card'],
  'meeting-new': [`/place/${village}001/meeting/new`, 'zuzhang'], 'meeting-host': [held, 'zuzhang'], 'meeting-roll': [`${held}/roll`, 'zuzhang'],
  tasks: [`/place/${village}/task`, null], task: [task, null], 'task-desk': [task, 'zuzhang'],
  desk: [`/place/${village}/desk`, 'shangwan'], posts: [`/place/${village}/post`, null], 'post-new': [`/place/${village}/post/new`, 'shangwan'],
  'need-asked': [need, 'jiandu'], 'need-called': [done, 'jiandu'], 'need-asked-public': [need, null], oversights: [`/place/${village}/oversight`, 'jiandu'],
  'oversight-calls': [`/place/${village}/oversight/call`, 'jiandu'], 'oversight-answer': [asked, 'shangwan'], 'desk-overseer': [`/place/${village}/desk`, 'jiandu'],
  'work-town': ['/place/420325102/work', 'hualongyan'], accounts: ['/place/4203/accounts', 'guanli'],
}

async function enter(context, who) {
  const page = await context.newPage()
  if (who === 'card') {
    await page.goto(h.origin + printedCard(h))
    const person = page.locator('input[name=person]').first()
    if (await person.count()) await person.check({ force: true })
    await page.locator('form[action^="/card/"] button').click()
  } else if (who) {
    await page.goto(h.origin + '/login')
    await page.fill('#f-login-name', who)
    await page.fill('#f-login-password', demoPassword)
    await page.locator('form[action="/login"] button').click()
  }
  return page
}

for (const [size, options] of Object.entries({ phone, desk, elder: phone })) {
  for (const who of [null, 'card', 'shangwan', 'daiban', 'zuzhang', 'hualongyan', 'guanli', 'jiandu']) {
    const mine = Object.entries(pages).filter(([name, [, w]]) => w === who && (!wanted.length || wanted.some((x) => name.startsWith(x))))
    if (!mine.length) continue
    const context = await browser.newContext(options)
    if (size === 'elder') await context.addCookies([{ name: 'size', value: 'l', url: h.origin }])
    const page = await enter(context, who)
    for (const [name, [path, , ...links]] of mine) {
      await page.goto(h.origin + path)
      for (const link of links) await page.goto(h.origin + (await page.locator(link).first().getAttribute('href')))
      await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true })
      await page.screenshot({ path: join(out, `${name}-${size}.png`), fullPage: true })
      if (size === 'desk' && name === 'sheet') await page.pdf({ path: join(out, 'sheet.pdf'), preferCSSPageSize: true, printBackground: true })
    }
    await context.close()
  }
}
await browser.close()
await h.done()
console.log(`screenshots in ${out}`)
