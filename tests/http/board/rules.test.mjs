// rules: what holds where, over the wire: everyone reads it with its source, those who rule there set it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212', county = '/place/420325', beside = '/place/420381'
const name = 'need.take.workdays'
let h, nobody, county_official, city_official, village_official

const year = (n) => Number(day(0).slice(0, 4)) + n
const rule = async (place, more = '') => (await nobody.get(`${place}/rules${more}`)).data.rules.find((r) => r.name === name)
const holds = { rule: name, value: 2, from: day(0), source: '县委社会工作部 2026 年 3 号' }
const feast = { day: `${year(1)}-06-09`, kind: 'off', name: '端午节', notice: '国务院办公厅通知' }

before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  await (county_official = h.client()).login('fangxian')
  await (city_official = h.client()).login('shiyan')
  await (village_official = h.client()).login('shangwan')
})
after(() => h?.leave())

test('everyone reads what holds, in words, with unit, origin, source and how sure it is', async () => {
  const { status, data } = await nobody.get(`${village}/rules`)
  assert.equal(status, 200)
  assert.ok(data.rules.length >= 15)
  for (const r of data.rules) {
    assert.ok(r.text && r.text !== r.name && r.text !== `rule.${r.name}`, r.name)
    for (const key of ['unit_text', 'level', 'from', 'source', 'confidence_text']) assert.ok(r[key], `${r.name}: ${key}`)
    assert.ok(r.low <= r.value && r.value <= r.high, `${r.name}: ${r.value} is out of its bounds`)
  }
  assert.equal((await rule(village)).level, 'default')
  assert.deepEqual(data.years.map((y) => y.year), [year(0), year(1)])
  assert.equal(data.may_rule, false)
})

test('a county sets a number for itself and what lies below, not for another', async () => {
  assert.equal((await county_official.post(`${county}/rules`, holds)).status, 200)
  assert.deepEqual([(await rule(village)).value, (await rule(village)).level, (await rule(village)).place_name], [2, 'county', '房县'])
  assert.equal((await rule(village)).from, day(0))
  assert.equal((await rule(beside)).value, 1)
  assert.equal((await county_official.post(`${beside}/rules`, holds)).status, 403)
  assert.equal((await village_official.post(`${village}/rules`, holds)).status, 403)
  assert.equal((await nobody.post(`${county}/rules`, holds)).status, 401)
  const { data } = await nobody.get('/log/420325')
  assert.equal(data.entries[0].kind, 'rule.set')
})

test('what begins later is announced and does not hold yet', async () => {
  const later = { ...holds, value: 3, from: day(30) }
  assert.equal((await county_official.post(`${county}/rules`, later)).status, 200)
  const { data } = await nobody.get(`${village}/rules`)
  assert.equal(data.rules.find((r) => r.name === name).value, 2)
  assert.deepEqual(data.coming.map((r) => [r.name, r.value, r.from]), [[name, 3, day(30)]])
})

test('nonsense is refused at its field', async () => {
  const cases = [
    [{ value: 0 }, 'value'], [{ value: 31 }, 'value'], [{ value: -1 }, 'value'], [{ from: day(30) }, 'from'],
    [{ from: '2020-12-31' }, 'from'], [{ from: day(900) }, 'from'], [{ source: '' }, 'source'], [{ rule: 'no.such.rule' }, 'rule'],
  ]
  for (const [wrong, field] of cases) {
    const r = await county_official.post(`${county}/rules`, { ...holds, from: day(40), ...wrong })
    assert.equal(r.status, 422, `${JSON.stringify(wrong)} ${r.text}`)
    assert.ok(r.data.fields[field], `${JSON.stringify(wrong)} ${r.text}`)
  }
  const page = await county_official.fetch(`${county}/rules`, {
    method: 'POST', form: new URLSearchParams({ ...holds, value: '999', from: day(40), source: '九百九十九' }).toString(),
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
  })
  assert.equal(page.status, 422)
  assert.match(page.text, /id="f-place-rules-value-e"/)
  assert.match(page.text, /九百九十九/)
})

test('the calendar of all is changed from a city or above, at a county or above', async () => {
  assert.equal((await county_official.post(`${county}/holidays`, feast)).status, 403)
  assert.equal((await city_official.post(`${village}/holidays`, feast)).status, 403)
  assert.equal((await city_official.post('/place/4203/holidays', { ...feast, day: day(-1) })).status, 422)
  assert.equal((await city_official.post('/place/4203/holidays', feast)).status, 200)
  const seen = async () => (await nobody.get(`${village}/rules`)).data.years[1].feasts.find((f) => f.name === '端午节')
  assert.deepEqual((await seen()).off.map((d) => d.day), [feast.day])
  assert.equal((await city_official.post('/place/4203/holidays', { ...feast, kind: 'worked' })).status, 200)
  assert.deepEqual([(await seen()).off, (await seen()).worked.map((d) => d.day)], [[], [feast.day]])
  assert.equal((await nobody.get('/log/4203')).data.entries[0].kind, 'holiday.set')
})

test('the page of a place leads there, and only who rules there sees the forms', async () => {
  const html = { headers: { accept: 'text/html' } }
  assert.match((await nobody.get(village, html)).text, /href="\/place\/420325102212\/rules"/)
  assert.doesNotMatch((await nobody.get(`${village}/rules`, html)).text, /<form[^>]*method="post"[^>]*\/(rules|holidays)"/)
  const page = (await county_official.get(`${county}/rules`, html)).text
  assert.match(page, /method="get" action="\/place\/420325\/rules#set"/)
  assert.doesNotMatch(page, /action="\/place\/420325\/holidays"/)
  assert.match((await nobody.get(`${village}/rules`, { headers: { accept: 'text/html', 'accept-language': 'en' } })).text, /Spring Festival/)
  assert.match((await city_official.get('/place/4203/rules', html)).text, /action="\/place\/4203\/holidays"/)
})

test('beside the field stand the bounds and what sets them, who set the value that stands, and since when', async () => {
  const html = { headers: { accept: 'text/html' } }, en = { headers: { accept: 'text/html', 'accept-language': 'en' } }
  const formOf = (text) => /<form class="card" method="post" action="[^"]*\/rules">[^]*?<\/form>/.exec(text)?.[0].replace(/<(?!input)[^>]*>/g, '') ?? ''
  assert.equal(formOf((await county_official.get(`${county}/rules`, html)).text), '', 'nothing is chosen')
  assert.equal(formOf((await nobody.get(`${county}/rules?rule=${name}`, html)).text), '', 'nobody sets anything')
  const form = formOf((await county_official.get(`${county}/rules?rule=${name}`, html)).text)
  for (const said of [/可以定 1 到 30：由地方定/, /现在 2 个工作日：房县定的，\d+年\d+月\d+日起/, /县委社会工作部 2026 年 3 号/, /name="rule" value="need.take.workdays"/]) assert.match(form, said)
  assert.match(formOf((await county_official.get(`${county}/rules?rule=period.village.days`, html)).text), /可以定 15 到 90：村民委员会组织法（2025）第三十五条，不少于 15 天/)
  assert.equal(formOf((await county_official.get(`${county}/rules?rule=no.such.rule`, html)).text), '')
  for (const r of (await nobody.get(`${village}/rules`)).data.rules) assert.ok(r.bound_text && !r.bound_text.startsWith('rule.'), r.name)
  const page = (await nobody.get(`${village}/rules`, en)).text
  const rules = page.slice(page.indexOf('h-rules'), page.indexOf('h-coming'))
  assert.match(rules.replace(/<[^>]*>/g, ''), /1 to 30 may be set: for each place to set/)
  assert.deepEqual(rules.match(/[\u4e00-\u9fff]{2,}[^<]*/g)?.filter((t) => !/房县|县委社会工作部/.test(t)) ?? [], [], 'grounds of the product are English in English')
})
