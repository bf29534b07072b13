// The calendar beyond the last notice, with a clock that stands still in a year that no notice has laid down: officials are
// told what to enter, and a day that is promised there says that it may change.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, printedCard } from '../../support/house.mjs'
import { agree, call } from '../../sample/meeting.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const county = '/place/420325/rules', village = '/place/420325102212'
const html = { headers: { accept: 'text/html' } }
const mark = '（那年放假还没公布）'
let h, nobody, city, resident, official, href

/// How often the page says that a day may change: once for each of them is told.
const told = async (c, path) => (await c.get(path, html)).text.split(mark).length - 1

before(async () => {
  h = await house({ engine, demo: true, serve: false })
  await h.start(['--clock', '2031-12-01T10:00:00+08:00'])
  nobody = h.client()
  await (city = h.client()).login('shiyan')
  await (official = h.client()).login('shangwan')
  await (resident = h.client()).card(printedCard(h))
})
after(() => h?.leave())

test('a day promised into a year without a notice may change, and who rules there is told what to enter', async () => {
  const need = { title: '路边的草比人高', category: 'clean', place: '420325102212001', once: `calendar-${process.pid}-1` }
  const raised = await resident.post(`${village}/need`, need)
  assert.equal(raised.status, 201, raised.text)
  href = raised.data.href ?? raised.headers.get('location')
  assert.equal((await nobody.get(href)).data.due_unsure, 2031)
  assert.match((await nobody.get(href, html)).text, /12月2日（周二）下班前（那年放假还没公布）要有说法/)
  const reader = h.client()
  await reader.get(`${href}?lang=en`, html)
  assert.match((await reader.get(href, html)).text, /by the end of Tue 2 Dec \(holidays of that year not announced yet\)/)
  assert.equal((await city.get(county)).data.calendar_missing, 2031)
  assert.match((await city.get(county, html)).text, /2031 年的放假通知还没录入/)
  assert.equal((await nobody.get(county)).data.calendar_missing, 0)
  assert.doesNotMatch((await nobody.get(county, html)).text, /通知还没录入/)

  const meeting = await call(official, '420325102212', { day: '2031-12-01' }), task = await agree(official, meeting, { due: '2031-12-20' })
  const pages = [[nobody, href, 2], [nobody, task, 1], [nobody, meeting, 2], [nobody, `${village}/meeting`, 1], [nobody, `${village}001/sheet`, 1],
    [nobody, `${meeting}/sheet`, 2], [official, `${village}/work?order=newest`, 1], [official, `${village}/desk`, 2]]
  for (const [c, path, least] of pages) assert.ok(await told(c, path) >= least, `${path} says ${await told(c, path)} times that a day may change`)
  assert.equal(await told(nobody, task), 1, 'beside the day, and not again where it says how many are left')

  const day = (on) => ({ day: on, kind: 'off', name: '元旦', notice: '国务院办公厅通知' })
  assert.equal((await city.post('/place/4203/holidays', day('2031-12-31'))).status, 200)
  assert.equal((await nobody.get(href)).data.due_unsure, 0)
  for (const [c, path] of pages) assert.equal(await told(c, path), 0, path)
  assert.equal((await city.get(county)).data.calendar_missing, 2032) // it is December
  assert.equal((await city.post('/place/4203/holidays', day('2032-01-02'))).status, 200)
  assert.equal((await city.get(county)).data.calendar_missing, 0)
})

test('no year is put off altogether: it keeps 240 working days, and the day that is one too many changes nothing', async () => {
  const weekdays = []
  for (let d = new Date('2032-03-01T00:00:00Z'); weekdays.length < 40; d.setUTCDate(d.getUTCDate() + 1))
    if (d.getUTCDay() % 6 !== 0) weekdays.push(d.toISOString().slice(0, 10))
  const status = []
  for (const on of weekdays) {
    const r = await city.post('/place/4203/holidays', { day: on, kind: 'off', name: '放假', notice: '市里的通知' })
    status.push(r.status)
    if (r.status === 200) continue
    assert.equal(r.status, 422)
    assert.match(r.text, /至少要有 240 个工作日/)
    break
  }
  const taken = status.filter((s) => s === 200).length
  assert.ok(taken >= 15 && taken <= 22, `${taken} days were put off`)
  assert.equal((await city.post('/place/4203/holidays', { day: weekdays[taken], kind: 'worked', name: '上班', notice: '市里的通知' })).status, 200)
  assert.equal((await city.post('/place/4203/holidays', { day: weekdays[0], kind: 'worked', name: '上班', notice: '市里的通知' })).status, 200) // taken back
  assert.equal((await city.post('/place/4203/holidays', { day: weekdays[taken], kind: 'off', name: '放假', notice: '市里的通知' })).status, 200)
})
