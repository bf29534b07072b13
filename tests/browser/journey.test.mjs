// The journey of the first matter, as people make it: on a phone, the villager's part without script. A neighbour joins
// through a helper, the village solves, the resident says not yet and then yes, the figures of every level change, the
// sheet is printed, and its head proves the matter on the command line.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPassword, house, postgresDatabase, printedCard, root, run } from '../support/house.mjs'
import { desk, launch, phone } from '../support/browser.mjs'

const village = '420325102212', town = '420325102', county = '420325', city = '4203'
const picture = join(root, 'demo/photos/road-before.jpg')
const title = '三组晒场边的水沟盖板断了两块'
let h, browser, resident, official, need, second, start

before(async () => {
  h = await house({ demo: true })
  browser = await launch()
  resident = await (await browser.newContext({ ...phone, javaScriptEnabled: false })).newPage()
  official = await (await browser.newContext(phone)).newPage()
  for (const page of [resident, official]) page.setDefaultTimeout(8000)
  start = await boards()
})
after(async () => {
  await browser?.close()
  await h?.done()
})

async function boards() {
  const c = h.client()
  const all = {}
  for (const place of [village, town, county, city]) all[place] = (await c.get(`/place/${place}/board`)).data
  return all
}
const number = (board, key) => board[key]

// By keyboard: Chromium runs no timers in a page without script, and Playwright's clicking waits for some.
async function press(page, text, scope = 'main') {
  await page.locator(scope).getByRole('button', { name: text }).first().focus()
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}
async function choose(page, name, value) {
  await page.locator(`input[name=${name}]${value ? `[value=${value}]` : ''}`).first().focus()
  await page.keyboard.press('Space')
}
async function signIn(page, name) {
  await page.context().clearCookies()
  await page.goto(h.origin + '/login')
  await page.fill('#f-login-name', name)
  await page.fill('#f-login-password', demoPassword)
  await page.locator('form[action="/login"] button').click()
  await page.waitForLoadState()
  assert.doesNotMatch(page.url(), /login/)
}
async function open(page, summary) {
  await page.locator('summary', { hasText: summary }).first().click()
}
async function state() {
  const r = await h.client().get(need)
  assert.equal(r.status, 200)
  return r.data.need.state
}

test('a household enters with its card, without script', async () => {
  await resident.goto(h.origin + printedCard(h))
  if (await resident.locator('input[name=person]').count()) await choose(resident, 'person')
  await press(resident, '是我家，进来')
  assert.match(await resident.locator('body').innerText(), /上湾村/)
  assert.equal((await resident.context().cookies()).filter((c) => c.httpOnly && c.sameSite === 'Lax').length >= 1, true)
})

test('a need with a photo is raised', async () => {
  await resident.goto(`${h.origin}/place/${village}/need/new`)
  await resident.fill('#f-place-need-title', title)
  await resident.fill('#f-place-need-body', '娃们放学从那里过，天黑了看不见，怕踩空。')
  await resident.setInputFiles('input[name=photos]', picture)
  await choose(resident, 'category', 'road')
  await press(resident, '说好了，交上去')
  assert.match(resident.url(), /\/need\/420325-/)
  need = new URL(resident.url()).pathname
  assert.match(await resident.locator('h1').innerText(), new RegExp(title))
  const img = resident.locator('article img').first()
  const shown = await resident.request.get(h.origin + (await img.getAttribute('src')))
  assert.equal(shown.status(), 200)
  assert.equal(shown.headers()['content-type'], 'image/jpeg')
})

test('what was forgotten is said at the field, and nothing typed is lost', async () => {
  await resident.goto(`${h.origin}/place/${village}/need/new`)
  await resident.fill('#f-place-need-title', '沟')
  await resident.fill('#f-place-need-body', '这里写的不能丢')
  await choose(resident, 'category', 'road')
  await press(resident, '说好了，交上去')
  assert.match(await resident.locator('#f-place-need-title-e').innerText(), /\S/)
  assert.equal(await resident.inputValue('#f-place-need-body'), '这里写的不能丢')
})

// One phone for two houses: what one typed and did not send is nobody else's.
test('a draft is kept for who typed it, and for nobody else on the phone', async () => {
  const page = await (await browser.newContext(phone)).newPage()
  const secret = '只给镇上看的一句话', form = `${h.origin}/place/${village}/need/new`
  const enter = async (label) => {
    await page.goto(h.mustCli('card', village, label).trim().replace(/^https?:\/\/[^/]+/, h.origin))
    if (await page.locator('input[name=person]').count()) await choose(page, 'person')
    await press(page, '是我家，进来')
    await page.goto(form)
  }
  const kept = () => page.evaluate(() => Object.values(localStorage).join())
  await enter('一组3户')
  await page.fill('#f-place-need-body', secret)
  await page.locator('input[name=kind][value=complaint]').check({ force: true })
  await page.locator('input[name=hide_author]').check({ force: true })
  await page.evaluate(() => document.querySelectorAll('form[data-draft] details').forEach((d) => { d.open = true }))
  await page.fill('input[name=target]', '记工的人')
  assert.equal(await page.locator('[data-draft-said]').isVisible(), false)
  await page.goto(form)
  assert.equal(await page.inputValue('#f-place-need-body'), secret)
  assert.ok(await page.locator('input[name=kind][value=complaint]').isChecked(), 'a complaint comes back as one')
  assert.ok(await page.locator('input[name=hide_author]').isChecked(), 'and hidden')
  assert.equal(await page.inputValue('input[name=target]'), '记工的人')
  assert.ok(await page.locator('input[name=target]').isVisible(), 'what was folded is open')
  assert.equal(await page.locator('[data-draft-said]').isVisible(), true)
  await page.context().clearCookies() // a session that ran out
  await page.goto(h.origin)
  await enter('一组3户')
  assert.equal(await page.inputValue('#f-place-need-body'), secret)
  await page.context().clearCookies()
  await enter('一组4户')
  assert.equal(await page.inputValue('#f-place-need-body'), '')
  assert.doesNotMatch(await kept(), new RegExp(secret))
  await page.fill('#f-place-need-body', secret)
  await page.goto(`${h.origin}/me`)
  await press(page, '退出')
  assert.doesNotMatch(await kept(), new RegExp(secret))
  await page.context().close()
})

// The house says yes on its own phone; what the helper may do then stands on a page of its own.
test('a neighbour joins through a helper, after the house has agreed', async () => {
  await signIn(official, 'daiban')
  await official.goto(`${h.origin}/place/${village}/help`)
  await official.fill('#f-q', '三组5户')
  await press(official, '找', 'main form[role=search]')
  await official.locator('a.cell', { hasText: '三组5户' }).first().click()
  await choose(official, 'person')
  await choose(official, 'consent', 'message')
  await press(official, '问他家同意')
  const consent = official.url()
  assert.match(await official.locator('main').innerText(), /等他家答应/)

  const neighbour = await (await browser.newContext({ ...phone, javaScriptEnabled: false })).newPage()
  await neighbour.goto(h.mustCli('card', village, '三组5户').trim().replace(/^https?:\/\/[^/]+/, h.origin))
  if (await neighbour.locator('input[name=person]').count()) await choose(neighbour, 'person')
  await press(neighbour, '是我家，进来')
  await neighbour.goto(`${h.origin}/me`)
  assert.match(await neighbour.locator('main').innerText(), /想替您家办事/)
  await neighbour.getByRole('link', { name: '看一看' }).first().click()
  await press(neighbour, '同意')
  await neighbour.context().close()

  await official.goto(consent)
  await official.getByRole('link', { name: /看大家说的事/ }).click()
  await official.locator('main').getByRole('link', { name: '刚提的' }).click()
  await official.locator('article.need', { hasText: title }).locator('h3 a').click()
  assert.match(await official.locator('main').innerText(), /您正在替 三组5户 办事/)
  await official.fill('#f-need-voice-reason', '我娘眼睛不好，天天从那里过')
  await press(official, '我也要')
  assert.equal((await h.client().get(need)).data.need.voices, 2)
})

test('the village takes it in, sorts it, and answers', async () => {
  await signIn(official, 'shangwan')
  await official.goto(h.origin + need)
  await press(official, /^受理$/)
  assert.equal(await state(), 'taken')
  await open(official, '分一分')
  await choose(official, 'size', 'small')
  await press(official, '分好了')
  await open(official, '交给谁办')
  await press(official, '定了')
  assert.equal(await state(), 'doing')
  await open(official, '先回个话')
  await official.fill('#f-need-answer-text', '盖板厂里有，明天拉来换。')
  await press(official, '告诉大家')
  await resident.goto(h.origin + need)
  assert.match(await resident.locator('main').innerText(), /官方答复[\s\S]*上湾村村干部/)
})

test('a second matter goes up to the township, which gives its receipt', async () => {
  await resident.goto(`${h.origin}/place/${village}/need/new`)
  await resident.fill('#f-place-need-title', '河对面的吊桥木板朽了，人不敢过')
  await choose(resident, 'category', 'road')
  await press(resident, '说好了，交上去')
  second = new URL(resident.url()).pathname
  await official.goto(h.origin + second)
  await press(official, /^受理$/)
  await open(official, '分一分')
  await choose(official, 'size', 'big')
  await official.fill('#f-need-sort-why', '要换整座桥面，村里办不了')
  await press(official, '分好了')
  await open(official, '往上交一级')
  await official.fill('#f-need-hand-why', '要换整座桥面，村里办不了，请镇里接')
  await press(official, '上交')
  await signIn(official, 'hualongyan')
  await official.goto(h.origin + second)
  await press(official, '收到了')
  const steps = (await h.client().get(second)).data.steps.map((s) => s.words ?? s.kind)
  assert.ok(steps.length >= 4, steps.join())
  assert.match(await official.locator('main').innerText(), /化龙堰镇/)
})

test('the village solves it with a picture, and asks those who voiced it', async () => {
  await signIn(official, 'shangwan')
  await official.goto(h.origin + need)
  await open(official, '办好了，请大家评')
  await official.fill('#f-need-solve-text', '换了两块新盖板。')
  await official.setInputFiles('#acts input[name=photos]', join(root, 'demo/photos/road-after.jpg'))
  await press(official, '报结果，请大家评')
  assert.equal(await state(), 'solved')
})

test('the resident says not yet; it is done again; then the resident closes it', async () => {
  await resident.goto(h.origin + '/me')
  assert.match(await resident.locator('main').innerText(), new RegExp(title))
  await resident.goto(h.origin + need)
  await resident.fill('#f-need-verdict-reason', '只换了一块，另一块还是断的')
  await press(resident, '没办好，重办')
  assert.equal(await state(), 'doing')
  await official.goto(h.origin + need)
  await open(official, '办好了，请大家评')
  await official.fill('#f-need-solve-text', '另一块也换好了，请您再看。')
  await press(official, '报结果，请大家评')
  await resident.goto(h.origin + need)
  await press(resident, /^办好了$/)
  assert.equal(await state(), 'closed')
  assert.match(await resident.locator('main').innerText(), /只换了一块/)
})

test('no official closes anything', async () => {
  const c = h.client()
  await c.login('hualongyan')
  const r = await c.post(`${second}/verdict`, { done: 'yes', once: 'official-tries-1' })
  assert.ok([403, 409].includes(r.status), String(r.status))
})

test('village, township, county and city see it in their figures', async () => {
  for (let i = 0; i < 50; i++) { // above the county within a second or so
    const now = await boards()
    const grown = [village, town, county, city].map((p) => total(now[p]) - total(start[p]))
    if (grown.every((n) => n === 2)) return
    await new Promise((r) => setTimeout(r, 200))
  }
  assert.fail('the boards did not follow')
})
function total(board) {
  return number(board, 'raised') ?? board.figures?.raised
}

test('the sheet prints on A4, and its head alone proves the matter', async () => {
  const page = await (await browser.newContext(desk)).newPage()
  await page.goto(`${h.origin}/place/${village}/sheet`)
  const pdf = join(h.dir, 'sheet.pdf')
  writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }))
  const text = spawnSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }).stdout
  const info = spawnSync('pdfinfo', [pdf], { encoding: 'utf8' }).stdout
  assert.match(info, /Pages:\s+1\n/)
  assert.match(info, /A4/)
  const head = (await page.locator('.fp').innerText()).trim()
  assert.match(head, /^yc1 420325102212 \d+ [0-9a-f]{64} \d{13}$/)
  const bare = (t) => t.replace(/\s/g, '') // how lines break on paper is the printer's
  assert.ok(bare(text).includes(bare(head)), text.slice(-400))
  const size = head.split(' ')[2]
  const seq = h.sql(`SELECT MAX(seq) FROM event WHERE log = '${village}' AND kind = 'need.closed'`)[0]
  const proof = join(h.dir, 'proof.json')
  writeFileSync(proof, h.mustCli('log', 'prove', village, seq, '--size', size))
  assert.match(readFileSync(proof, 'utf8'), /need\.closed/)
  assert.equal(run(['log', 'verify', proof, '--head', head]).code, 0)
  assert.notEqual(run(['log', 'verify', proof, '--head', head.replace(size, String(+size + 1))]).code, 0)
})

test('every invariant holds', () => {
  const r = h.cli('check')
  assert.equal(r.code, 0, r.out)
})

test('on PostgreSQL after db copy everything is the same', { skip: !process.env.YC_TEST_PG && 'YC_TEST_PG is not set' }, async () => {
  const paths = [need, second, `/place/${village}/need`, `/place/${village}/board`, `/log/${village}`, `/place/${county}/board`]
  const c = h.client()
  const here = []
  for (const p of paths) here.push((await c.get(p)).data)
  await h.stop()
  const pg = postgresDatabase()
  try {
    h.mustCli('db', 'copy', '--from', join(h.data, 'yuanchang.db'), '--to', pg.url)
    h.settings.YUANCHANG_DATABASE = pg.url
    await h.start()
    for (const [i, p] of paths.entries()) {
      const there = (await c.get(p)).data
      for (const d of [here[i], there]) {
        delete d.as_of // the moment, and a key for a form
        delete d.once
        delete d.oversight?.may?.once
        delete d.oversight?.once
        d.next = d.next?.replace(/-\w+-\w+$/, '') // the cursor's: when its walk began, and its check
      }
      assert.deepEqual(there, here[i], p)
    }
    const r = h.cli('check')
    assert.equal(r.code, 0, r.out)
  } finally {
    await h.stop()
    delete h.settings.YUANCHANG_DATABASE
    pg.drop()
  }
})
