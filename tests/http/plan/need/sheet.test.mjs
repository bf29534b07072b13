// The sheet of A4 on the wall: what is cut it says, its numbers are those of the list behind its code, its days are fields.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { house, printedCard } from '../../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
const html = (lang = 'zh') => ({ headers: { accept: 'text/html', 'accept-language': lang } })
let h, nobody
before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  const resident = h.client()
  await resident.card(printedCard(h))
  for (const [i, what] of ['水沟', '路灯', '厕所', '井盖', '围墙', '果树', '篮球架', '公交', '药店', '桥栏', '网络', '垃圾桶', '晒场'].entries()) {
    const r = await resident.post(`${village}001/need`, { title: `修一修${what}`, category: 'other', kind: 'demand', anyway: true, once: `hung-sheet-${i}` })
    assert.equal(r.status, 201, r.text)
  }
})
after(() => h?.leave())

async function listed(href) {
  const ids = []
  for (let at = href; at; ) {
    const { data } = await nobody.get(at)
    ids.push(...data.needs)
    at = data.next
  }
  return ids
}

test('it counts what the list has, the loudest first, and says how many it leaves out', async () => {
  const { data } = await nobody.get(`${village}/sheet`), open = await listed(`${village}/need?show=open&order=voices`)
  assert.ok(open.length > data.open.length)
  assert.equal(data.n_open, open.length)
  assert.deepEqual(data.open.map((n) => n.voices), open.slice(0, data.open.length).map((n) => n.voices))
  const { text } = await nobody.get(`${village}/sheet`, html())
  assert.ok(text.includes(`在办 ${open.length} 件`))
  assert.ok(text.includes(`另有 ${open.length - data.open.length} 件，扫码看`))
  assert.match(text, /<td>2026年\d+月\d+日/)
})

test('its days are fields of the page, and what is wrong with one stands there', async () => {
  const whole = await nobody.get(`${village}/sheet`, html())
  for (const name of ['from', 'to']) assert.match(whole.text, new RegExp(`<input[^>]*type="date"[^>]*name="${name}"[^>]*value="2026-`), name)
  for (const [query, field] of [['from=2026-07-10&to=2026-07-01', 'from'], ['to=soon', 'to'], ['from=1999-01-01', 'from']])
    for (const lang of ['zh', 'en']) {
      const r = await nobody.get(`${village}/sheet?${query}`, html(lang))
      assert.equal(r.status, 422, query)
      assert.match(r.text, new RegExp(`id="f-place-sheet-${field}-e"`), query)
      assert.ok(r.text.includes('class="a4"'), 'the page is there')
    }
  assert.ok((await nobody.get(`${village}/sheet?from=2026-07-10&to=2026-07-01`, html())).text.includes('value="2026-07-01"'), 'as typed')
  assert.equal((await nobody.get(`${village}/sheet?to=soon`)).status, 422)
})
