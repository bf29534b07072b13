// Forms with rows that repeat, without script: a row more, a row less, what was typed stays, and what is wrong stands at its row.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const at = '/place/420325102212001/meeting'
let h, host, met

before(async () => {
  h = await house({ engine, demo: true })
  host = h.client()
  await host.login('zuzhang')
  met = (await host.post(at, { title: '一组院场会', day: day(), time: '23:59', spot: '院子', topic: '修桥', once: 'rows-met' })).data.href
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

test('a form that goes on with what was put aside still does with a row more', async () => {
  assert.equal((await send([...typed, ...topics('栽树', '修渠'), ['once', 'rows-aside-1'], ['_draft', 'keep']])).status, 303)
  const [{ id, text }] = (await host.get('/me')).data.drafts
  assert.equal(text, '要开的会')
  const opened = await send([['_draft', id]])
  assert.deepEqual(rows(opened.text), ['栽树', '修渠'])
  const more = await send([...typed, ...topics('栽树', '修渠'), ['_draft_of', id], ['_rows', 'topic+']])
  assert.deepEqual(rows(more.text), ['栽树', '修渠', ''])
  assert.match(more.text, new RegExp(`name="_draft_of" value="${id}"`))
  assert.equal((await send([...typed, ...topics('栽树', '修渠', ''), ['_draft_of', id], ['once', 'rows-aside-2']])).status, 303)
  assert.deepEqual((await host.get('/me')).data.drafts, [])
})

/* ---- rows of several fields: what a meeting agreed on ---- */

const names = ['title', 'owner_title', 'household', 'due']
const agree = (all, ...more) => host.fetch(`${met}/agree`, { method: 'POST', headers: { accept: 'text/html', 'accept-language': 'zh', 'content-type': 'application/x-www-form-urlencoded', origin: h.origin },
  form: new URLSearchParams([['csrf', host.csrf], ...all.flatMap((row, i) => names.map((of, k) => [`tasks.${i + 1}.${of}`, row[k] ?? ''])), ...more]).toString() })
/// As the page shows them: [[title, owner_title, due], ..]
function shown(page) {
  const all = {}
  for (const [tag, n, of] of page.matchAll(/<input[^>]*name="tasks\.(\d+)\.(\w+)"[^>]*>/g)) (all[n] ??= {})[of] = /value="([^"]*)"/.exec(tag)?.[1] ?? ''
  return Object.entries(all).map(([n, row], i) => (assert.equal(+n, i + 1), [row.title, row.owner_title, row.due]))
}
const tasks = async () => (await host.get(met)).data.tasks.map((t) => [t.title, t.owner_title])
const ditch = ['清沟', '沟边的六户', '', day(9)], lamp = ['换灯泡', '村委会', '', day(5)]
const typedIn = ([title, owner, , due]) => [title, owner, due]

test('a row of several fields is added and taken away, and what was typed into the others stays', async () => {
  const before = await tasks()
  assert.deepEqual(shown((await host.get(met, { headers: { accept: 'text/html' } })).text), [['', '', '']])
  let r = await agree([ditch], ['_rows', 'tasks+'])
  assert.equal(r.status, 200)
  assert.deepEqual(shown(r.text), [typedIn(ditch), ['', '', '']])
  assert.match(r.text, /id="f-meeting-agree-tasks-2-title"[^>]* autofocus/)
  assert.equal(r.text.match(/ autofocus/g).length, 1)
  assert.doesNotMatch(r.text, /role="alert"/)
  assert.match(r.text, /<details[^>]* open[^>]*>\s*<summary[^>]*>记下约定的事/)
  r = await agree([ditch, ['甲', '乙', '', ''], lamp], ['_rows', 'tasks-2'])
  assert.deepEqual(shown(r.text), [ditch, lamp].map(typedIn))
  assert.deepEqual(shown((await agree([ditch], ['_rows', 'tasks-1'])).text), [['', '', '']])
  assert.deepEqual(await tasks(), before)
})

test('what is chosen in a row stays chosen there', async () => {
  const roll = (await host.get(`${met}/roll`)).data.households, house = roll[0].id
  await host.post(`${met}/roll`, { household: [house] })
  const r = await agree([ditch, ['补路', '头一家', house, day(4)]], ['_rows', 'tasks+'])
  const select = (n) => new RegExp(`<select[^>]*name="tasks\\.${n}\\.household"[\\s\\S]*?</select>`).exec(r.text)[0]
  assert.match(select(2), new RegExp(`value="${house}" selected`))
  for (const n of [1, 3]) assert.doesNotMatch(select(n), / selected/)
})

test('what is wrong in a row stands at its field in that row: of the form, and of the rule', async () => {
  const r = await agree([ditch, ['', '', '', ''], ['补路', '', '', day(-2)], ['换灯泡', '村委会', '', day(-2)]])
  assert.equal(r.status, 422)
  assert.match(r.text, /id="f-meeting-agree-tasks-3-owner_title"[^>]*aria-invalid="true"/)
  assert.match(r.text, /href="#f-meeting-agree-tasks-3-owner_title"><b>第 3 行：谁来办<\/b>/)
  assert.doesNotMatch(r.text, /id="f-meeting-agree-tasks-[12]-\w+"[^>]*aria-invalid/)
  const past = await agree([ditch, ['', '', '', ''], ['换灯泡', '村委会', '', day(-2)]])
  assert.equal(past.status, 422)
  assert.match(past.text, /id="f-meeting-agree-tasks-3-due"[^>]*aria-invalid="true"/)
  assert.match(past.text, /id="f-meeting-agree-tasks-3-due-e"/)
  assert.deepEqual(shown(past.text), [typedIn(ditch), ['', '', ''], ['换灯泡', '村委会', day(-2)]])
  const json = await host.post(`${met}/agree`, { tasks: [{ title: '补路', owner_title: '头一家', due: day(-1) }, { title: '补', owner_title: '头一家', due: day(3) }] })
  assert.deepEqual(Object.keys(json.data.fields), ['tasks.2.title'])
})

test('what only looks like a row is none', async () => {
  const r = await agree([ditch], ['tasks', '一'], ['tasks', '二'], ['topic.7.x', '三'], ['tasks.100.title', '四'], ['_rows', 'tasks+'])
  assert.deepEqual(shown(r.text), [typedIn(ditch), ['', '', '']])
  assert.deepEqual(rows((await send([...topics('栽树'), ['topic.7.x', '三'], ['_rows', 'topic+']])).text), ['栽树', ''])
})

test('there are at most as many as it says, and one is wanted', async () => {
  const ten = Array.from({ length: 10 }, () => ditch), r = await agree(ten, ['_rows', 'tasks+'])
  assert.equal(r.status, 422)
  assert.match(r.text, /最多 10 行/)
  assert.equal(shown(r.text).length, 10)
  const none = await agree([['', '', '', '']])
  assert.equal(none.status, 422)
  assert.match(none.text, /href="#f-meeting-agree-tasks"/)
})

test('each row becomes a task, all of them or none, and sent twice they are made once', async () => {
  const before = await tasks()
  assert.equal((await agree([ditch, ['换灯泡', '村委会', '', day(-2)]], ['once', 'rows-agreed-1'])).status, 422)
  assert.deepEqual(await tasks(), before)
  for (let i = 0; i < 2; i++) assert.equal((await agree([ditch, ['', '', '', ''], lamp], ['once', 'rows-agreed-1'])).status, 303)
  const made = (await tasks()).filter((t) => !before.some((b) => b[0] === t[0]))
  assert.deepEqual(made, [['换灯泡', '村委会'], ['清沟', '沟边的六户']])
})
