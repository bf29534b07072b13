// reading: what of a roster or a form is asked about before anything is written, because people read it otherwise than a key
// does: a house in another writing, a group that is not there, a head that would change, two people in one cell.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const code = '420325102212', village = `/place/${code}`
let h, official

before(async () => {
  h = await house({ engine, demo: true })
  official = h.client()
  await official.login('shangwan')
})
after(() => h?.leave())

async function send(csv, fields = {}, headers = {}) {
  const form = new FormData()
  if (fields.text === undefined) form.set('file', new Blob([csv]), 'roster.csv')
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return official.fetch(`${village}/roster`, { method: 'POST', form, headers })
}
const tried = async (csv) => (await send(csv)).data
async function asked(csv, line, column, words) {
  const r = await send(csv, { go: '1' })
  assert.equal(r.status, 422, csv)
  assert.deepEqual(r.data.problems.map((p) => [p.line, p.column]), [[line, column]], r.text)
  assert.match(r.data.problems[0].text, words)
}
const home = async (label) => (await official.get((await official.get(`${village}/people?q=${encodeURIComponent(label)}`)).data
  .households.find((x) => x.label === label).href)).data

test('a house whose label people read as a number, and the key does not, is asked about', async () => {
  for (const label of ['7户主', '户主7', '٧', 'Ⅶ', '7\u20e3']) await asked(`组,户号,姓名\n三组,"${label}",试一\n`, 2, '户号', /只写 ?7$/)
  for (const label of ['老屋', '张家大院', '上湾村委会宿舍', '7b', '7-2', '一百二']) // names and numbers of their own
    assert.deepEqual((await tried(`组,户号,姓名\n三组,${label},试一\n`)).problems, [], label)
})

test('a number in a writing that the key knows is its house, and nobody is asked', async () => {
  for (const label of ['七户', '七', '7.', 'NO.7', 'No 7', '（7）', "'7", '“7”', '门牌7', '上湾村三组7户', '上湾村7']) {
    const { problems, households } = await tried(`组,户号,姓名\n三组,"${label}",试一\n`)
    assert.deepEqual([problems, households], [[], 0], label)
  }
})

test('a house of a group that is not there is asked about, in a file and in a form', async () => {
  await asked('组,户号,姓名\n三组,五十五组5户,试二\n', 2, '户号', /没有“55组”这个组/)
  const r = await official.post(`${village}/person`, { household: '五十五组5户', name: '无组之人' })
  assert.equal(r.status, 422)
  assert.match(r.data.fields.household, /没有“55组”这个组/)
})

test('check names a house that stands in another writing beside its number', async () => {
  h.sql(`INSERT INTO household (county, id, place, label, label_key, from_date, account, at)
    SELECT county, id + 1, place, '7户主', '7户主', from_date, account, at FROM household WHERE label = '三组7户' AND place = '${code}003'`)
  assert.match(h.cli('check').out, /household\.like/)
  h.sql("DELETE FROM household WHERE label = '7户主'")
})

test('a file does not change the head of a house that has one, and says who stays', async () => {
  const was = (await home('一组2户')).persons.find((p) => p.is_head).name
  const csv = '组,户号,姓名,户主\n一组,2户,新来的人,是\n'
  const r = await tried(csv)
  assert.deepEqual(r.notes.map((x) => [x.line, x.column]), [[2, '户主']])
  assert.ok(r.notes[0].text.includes(was) && r.notes[0].text.includes('新来的人'), r.notes[0].text)
  assert.equal((await send(csv, { go: '1' })).status, 200)
  const now = await home('一组2户')
  assert.deepEqual(now.persons.filter((p) => p.is_head).map((p) => p.name), [was])
  assert.ok(now.persons.some((p) => p.name === '新来的人'))
})

test('two people in one cell are asked about at their line', async () => {
  for (const cell of ['"李四\n王五"', '李四、王五', '李四/王五'])
    await asked(`组,户号,姓名\n二组,951,${cell}\n`, 2, '姓名', /两个人/)
})

test('another name with the ID number of one who is there is said', async () => {
  const seventeen = '42032519800102001', weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] // GB 11643
  const id = seventeen + '10X98765432'[[...seventeen].reduce((sum, d, i) => sum + d * weights[i], 0) % 11]
  const made = await send(`组,户号,姓名,身份证号\n二组,952,原名甲,${id}\n`, { go: '1' })
  assert.equal(made.status, 200, made.text)
  const r = await tried(`组,户号,姓名,身份证号\n二组,952,别名乙,${id}\n`)
  assert.deepEqual(r.notes.map((x) => x.column), ['姓名'])
  assert.match(r.notes[0].text, /原名甲.*别名乙/)
})

test('cells with tabs between them are read; two columns of one heading are not', async () => {
  const r = await tried('组\t户号\t姓名\n二组\t953\t表格来的\n')
  assert.deepEqual([r.households, r.persons, r.problems], [1, 1, []])
  await asked('组,户号,姓名,姓名\n二组,953,甲某,乙某\n', 1, '姓名', /两列都叫“姓名”/)
})

test('an import of what was tried leads on, so that the back button has a page', async () => {
  const text = '组,户号,姓名,爱好,外出\n二组,954,试去试回,下棋,是\n'
  const html = { accept: 'text/html' }
  assert.equal((await send('', { text, go: '1', leave_out: '1' }, html)).status, 303)
  const other = text.replace('是', '否') // what is not taken over was listed by the trial
  assert.equal((await send('', { text: other, go: '1', leave_out: '1' }, html)).status, 303)
  assert.equal((await send(other, { go: '1', leave_out: '1' }, html)).status, 200)
})
