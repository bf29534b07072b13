// Forms with rows that repeat, without script: a row more, a row less, what was typed stays, and what is wrong stands at its row.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const at = '/place/420325102212001/meeting'
let h, host

before(async () => {
  h = await house({ engine, demo: true })
  host = h.client()
  await host.login('zuzhang')
})
after(() => h?.leave())

const send = (fields) => host.fetch(at, { method: 'POST', form: new URLSearchParams([['csrf', host.csrf], ...fields]).toString(),
  headers: { accept: 'text/html', 'accept-language': 'zh', 'content-type': 'application/x-www-form-urlencoded', origin: h.origin } })
const rows = (page) => [...page.matchAll(/<input[^>]*name="topic"[^>]*>/g)].map(([tag]) => /value="([^"]*)"/.exec(tag)?.[1] ?? '')
const typed = [['title', '一组院场会'], ['day', day(2)], ['time', '19:30'], ['spot', '老樟树下']]
const topics = (...all) => all.map((t) => ['topic', t])
const meetings = () => h.sql('SELECT COUNT(*) FROM meeting')[0]

test('a row is added, nothing is checked or done, and what was typed stays', async () => {
  const before = meetings()
  const first = (await host.get(`${at}/new`, { headers: { accept: 'text/html' } })).text
  assert.deepEqual(rows(first), [''])
  const r = await send([['title', ''], ['spot', '老樟树下'], ...topics('栽树'), ['_rows', 'topic+']])
  assert.equal(r.status, 200)
  assert.deepEqual(rows(r.text), ['栽树', ''])
  assert.match(r.text, /name="spot"[^>]*value="老樟树下"/)
  assert.doesNotMatch(r.text, /role="alert"/)
  assert.match(r.text, /id="f-place-meeting-topic-2"[^>]* autofocus/)
  assert.equal(r.text.match(/ autofocus/g).length, 1)
  assert.equal(meetings(), before)
})

test('from a form that was left alone the second row comes with one press', async () => {
  assert.deepEqual(rows((await send([...typed, ['_rows', 'topic+']])).text), ['', ''])
})

test('a row is taken away, and the last one leaves an empty one', async () => {
  assert.deepEqual(rows((await send([...topics('栽树', '修渠', '唱戏'), ['_rows', 'topic-2']])).text), ['栽树', '唱戏'])
  assert.deepEqual(rows((await send([...topics('栽树'), ['_rows', 'topic-1']])).text), [''])
  assert.deepEqual(rows((await send([...topics('栽树'), ['_rows', 'topic-7']])).text), ['栽树'])
})

test('there are at most as many rows as it says', async () => {
  const ten = Array.from({ length: 10 }, (_, i) => `第${i + 1}件`)
  const r = await send([...typed, ...topics(...ten), ['_rows', 'topic+']])
  assert.equal(r.status, 422)
  assert.match(r.text, /最多 10 行/)
  assert.equal(rows(r.text).length, 10)
  const json = await host.post(at, { title: '一组院场会', day: day(2), time: '19:30', spot: '院子', topic: [...ten, '第11件'], once: 'rows-eleven' })
  assert.deepEqual(Object.keys(json.data.fields), ['topic'])
})

test('what is wrong with a row stands at that row, and the others stay', async () => {
  const long = '长'.repeat(61), r = await send([...typed, ...topics('栽树', long, '唱戏', long), ['once', 'rows-wrong-1']])
  assert.equal(r.status, 422)
  assert.deepEqual(rows(r.text), ['栽树', long, '唱戏', long])
  for (const n of [2, 4]) {
    assert.match(r.text, new RegExp(`id="f-place-meeting-topic-${n}"[^>]*aria-invalid="true"`))
    assert.match(r.text, new RegExp(`href="#f-place-meeting-topic-${n}"`))
  }
  assert.doesNotMatch(r.text, /id="f-place-meeting-topic-3"[^>]*aria-invalid/)
  const json = await host.post(at, { title: '一组院场会', day: day(2), time: '19:30', spot: '院子', topic: ['栽树', long], once: 'rows-wrong-2' })
  assert.deepEqual(Object.keys(json.data.fields), ['topic', 'topic.2'])
})

test('Enter in a row sends the form and presses none of its buttons', async () => {
  const text = (await host.get(`${at}/new`, { headers: { accept: 'text/html' } })).text
  const form = /<form[^>]*action="[^"]*\/meeting"[\s\S]*?<\/form>/.exec(text)[0]
  assert.doesNotMatch(/<button[^>]*type="submit"[^>]*>/.exec(form)[0], /name=/)
})

test('a meeting has several topics of its own in the order in which they were typed; empty rows are none', async () => {
  const r = await send([...typed, ...topics('栽树', '', '修渠', ' '), ['once', 'rows-called-1']])
  assert.equal(r.status, 303, r.text.slice(0, 300))
  const { items } = (await host.get(r.headers.get('location'))).data.meeting
  assert.deepEqual(items.filter((i) => !i.href).map((i) => i.title), ['栽树', '修渠'])
})

test('a button of no field changes nothing, and a program has none', async () => {
  const r = await send([...typed, ...topics('栽树'), ['_rows', 'title+'], ['once', 'rows-called-2']])
  assert.equal(r.status, 303)
  assert.equal((await host.post(at, { _rows: 'topic+' })).status, 422)
})
