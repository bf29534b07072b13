// said: what pages say in numbers. A county sets every rule otherwise. Then no page says a number that was a rule's before, and those that tell people in
// how many days something comes say the new one.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house } from '../../support/house.mjs'
import { pagesFor, records } from '../../support/records.mjs'
import { city, county, group, once, town, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const html = { headers: { accept: 'text/html' } }
const rulesOf = async (place) => (await w.who.nobody.get(`/place/${place}/rules`)).data.rules
const textOf = (page) => page.replace(/<script[^]*?<\/script>|<[^>]*>/g, '')
let h, w, old

/// 1: 一, 15: 十五, 90: 九十. Data is never written so, on no page: a sentence that does has its number in the template or the catalog.
const digits = '零一二三四五六七八九'
const spelled = (n) => n < 10 ? digits[n] : `${n < 20 ? '' : digits[Math.floor(n / 10)]}十${n % 10 ? digits[n % 10] : ''}`
const says = ({ name, value, unit }) => // of days a draft is kept, and of a month's silence about a role, no county says anything
  unit === 'workdays' ? new RegExp(`(?:${spelled(value)}|(?<!\\d)${value}) ?个工作日`)
    : unit === 'days' && name !== 'post.warn.days' ? new RegExp(`${spelled(value)}[天日]`) : /退过?[一两]次|重办[一两][次回]|第[二三]次说/

before(async () => {
  h = await house({ engine, demo: true })
  w = await records(h)
  old = await rulesOf(county)
  for (const r of old) {
    const value = r.name === 'need.take.workdays' ? 9 : r.value + 7 <= r.high ? r.value + 7 : r.value + 1
    const set = await w.who.county.post(`/place/${county}/rules`, { rule: r.name, value, from: day(0), source: '县里另定' })
    assert.equal(set.status, 200, `${r.name} ${set.text}`)
  }
})
after(() => h?.leave())

test('what is one is told as one in English', async () => {
  const { list } = await pagesFor(w, ['resident', 'village'])
  let ones = 0
  for (const [role, paths] of Object.entries(list))
    for (const path of paths) {
      const text = textOf((await w.who[role].get(path, { headers: { accept: 'text/html', 'accept-language': 'en' } })).text).replace(/\s+/g, ' ')
      assert.doesNotMatch(text, /(?<![\d,.\/-]|\/ )\b1 (?:more |new |working )?(?:households|houses|matters|times|steps|lines|voices|people|days|pictures)\b/, `${role} ${path}`)
      ones += /\b1 household wants this too/.test(text)
    }
  assert.ok(ones > 0, 'no page tells of one household')
})

test('no page says what a rule was before the county set it', async () => {
  const { list } = await pagesFor(w, ['resident', 'village', 'town'])
  let n = 0
  for (const [role, paths] of Object.entries(list))
    for (const path of paths) {
      if (path.includes('/rules')) continue
      const { text } = await w.who[role].get(path, html)
      n++
      for (const r of old) assert.doesNotMatch(textOf(text), says(r), `${role} ${path}: ${r.name} is not ${r.value} here`)
    }
  assert.ok(n > 20, `${n} pages`)
})

test('where a page tells in how many days, it is the days of that place', async () => {
  const page = async (who, path, headers = {}) => textOf((await w.who[who].get(path, { headers: { accept: 'text/html', ...headers } })).text)
  const en = { 'accept-language': 'en' }
  for (const path of [`/place/${village}/need/new`, `/place/${village}/need`, `/place/${village}/board`]) {
    assert.match(await page('resident', path), /9 个工作日/, path)
    assert.match(await page('resident', path, en), /9 working days/, path)
  }
  assert.match(await page('town', w.pages.town.find((p) => p.startsWith('/need/'))), /最多退 9 次/)
  const sent = await w.who.resident.fetch(`/place/${village}/need`, { method: 'POST',
    form: new URLSearchParams({ title: '井盖响', category: 'road', once: once(), anyway: '1' }).toString(),
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' } })
  assert.match(await page('resident', sent.headers.get('location')), /交上去了，9 个工作日内有人受理/)
})

test('where places below have another number, the page names none', async () => {
  assert.equal((await w.who.county.post(`/place/${town}/rules`, { rule: 'need.take.workdays', value: 1, from: day(0), source: '镇上试一试' })).status, 200)
  const at = async (place, lang) => textOf((await w.who.nobody.get(`/place/${place}/board`, { headers: { accept: 'text/html', 'accept-language': lang } })).text)
  assert.match(await at(county, 'zh'), /在规定的时限内有人受理/)
  assert.match(await at(city, 'zh'), /在规定的时限内有人受理/)
  assert.match(await at(village, 'zh'), /现在是 1 个工作日/)
  assert.match(await at(group, 'en'), /now 1 working day\)/)
})
