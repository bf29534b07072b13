// roster: who a file means. Two writings of one house, one name or one number are one; where a row may mean two, somebody
// is asked and nothing is written; what we wrote out is read in again.
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

/// An hour takes 60 files of one account: started anew, the house has forgotten how many there were.
let sent = 0
async function send(csv, fields = {}, where = village) {
  if (++sent % 50 === 0) {
    await h.stop()
    await h.start()
  }
  const form = new FormData()
  form.set('file', new Blob([csv]), 'roster.csv')
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return official.fetch(`${where}/roster`, { method: 'POST', form })
}
const tried = async (csv, where) => (await send(csv, {}, where)).data
async function imported(csv, where) {
  const r = await send(csv, { go: '1' }, where)
  assert.equal(r.status, 200, r.text)
}
async function asked(csv, column, words) {
  const r = await send(csv, { go: '1' })
  assert.equal(r.status, 422, r.text)
  assert.deepEqual(r.data.problems.map((p) => p.column), [column], r.text)
  assert.match(r.data.problems[0].text, words)
}
const homes = async (q) => (await official.get(`${village}/people?q=${encodeURIComponent(q)}`)).data.households
async function people(q) {
  const found = []
  for (const home of await homes(q)) found.push([home.label, (await official.get(home.href)).data.persons.map((p) => p.name)])
  return found
}
const counts = (r) => [r.households, r.persons, r.same]

test('padding inside a name is no part of it', async () => {
  await imported('组,户号,姓名,性别\n二组,951,李　芳,女\n')
  for (const name of ['李芳', '李 芳', ' 李　芳', '李\u200b芳', '\ufeff李芳', '"李\n芳"']) {
    const r = await tried(`组,户号,姓名,性别\n二组,951,${name},女\n`)
    assert.deepEqual(counts(r), [0, 0, 1], JSON.stringify(name))
  }
  await imported('组,户号,姓名,性别\n二组,951,李芳,女\n')
  assert.deepEqual(await people('李芳'), [['二组951户', ['李芳']]])
  assert.deepEqual(await people('李 芳'), [['二组951户', ['李芳']]])
})

test('the dots of a minority name are one dot', async () => {
  await imported('组,户号,姓名\n二组,952,阿依古丽·买买提\n')
  for (const dot of ['•', '・', '･', '．', '.', ' · '])
    assert.deepEqual(counts(await tried(`组,户号,姓名\n二组,952,阿依古丽${dot}买买提\n`)), [0, 0, 1], dot)
})

test('one house in whatever way its number is written', async () => {
  const names = (await people('二组7户')).find(([label]) => label === '二组7户')[1]
  for (const number of ['7', '７', '007', '7.0', '7户', '7号', '二组7户', '二组 7户', '2组7号', '第二组007', ' ７ 户', '7\u200b']) {
    for (const group of ['二组', '2组', '2', '第二组', '二 组']) {
      const r = await tried(`组,户号,姓名\n${group},${number},王小一\n${group},${number},${names[0]}\n`)
      assert.deepEqual(counts(r), [0, 1, 1], `${group} ${number}`)
    }
  }
  const twice = await tried('组,户号,姓名\n二组,961,甲一\n二组,0961,甲二\n二组,二组961号,甲三\n')
  assert.deepEqual(counts(twice), [1, 3, 0])
})

test('what an import does not take over is named before and after it, and the roll stays', async () => {
  await imported('组,户号,姓名,手机号码,性别,外出,户主\n二组,990,试四,13800000990,男,否,是\n')
  const csv = '组,户号,姓名,手机号码,性别,外出,出生日期\n二组,990,试四,13800000991,女,是,1980-01-02\n二组,990,试五,,,,1991年2月\n'
  const told = (r) => r.notes.map((n) => [n.line, n.column])
  const expected = [[2, '手机号码'], [2, '出生日期'], [2, '性别'], [2, '外出'], [3, '出生日期']]
  const before = await tried(csv)
  assert.deepEqual(told(before), expected)
  assert.match(before.notes[0].text, /138\*{8}.*138\*{4}0991/)
  assert.equal(before.note_count, 5)
  const after = await send(csv, { go: '1' })
  assert.equal(after.status, 200, after.text)
  assert.deepEqual(told(after.data), expected)
  const [four, five] = (await official.get((await homes('试四'))[0].href)).data.persons
  assert.deepEqual([four.phone, four.sex, four.is_away ?? four.away, five.name], ['138********', 'male', false, '试五'])
})

test('a month of birth stops nobody', async () => {
  for (const month of ['1991-02', '199102', '1991.02', '1991年2月', '1991/2']) {
    const r = await tried(`组,户号,姓名,出生年月\n二组,989,试六,${month}\n`)
    assert.deepEqual([r.is_good, r.persons, r.notes.length], [true, 1, 1], month)
    assert.match(r.notes[0].text, /只有年月/)
  }
  await asked('组,户号,姓名,出生年月\n二组,989,试六,1991-13\n', '出生年月', /不是日期/)
  await asked('组,户号,姓名,身份证号,出生年月\n二组,989,试六,11010519491231002X,1950-12\n', '出生年月', /不一样/)
})

test('what is wrong with the whole file stands under the whole file', async () => {
  const r = await send('组,户号,姓名\n')
  assert.deepEqual(r.data.problems.map((p) => [p.line, p.column]), [[0, '整个文件']])
})

test('an export holds all there are, more than are read at a time', async () => {
  const many = Array.from({ length: 450 }, (_, i) => `二组,老屋${i}甲,多${i}\n`).join('')
  await imported(`组,户号,姓名\n${many}`)
  const { text } = await official.get(`${village}/people/export?as=csv`)
  for (const i of [0, 199, 200, 201, 399, 400, 449]) assert.match(text, new RegExp(`老屋${i}甲,多${i},`))
  assert.equal(text.match(/老屋\d+甲/g).length, 450)
  await h.stop() // what was sent counts against no later test
  await h.start()
})

test('a flat, and a number with a letter, is one house in whatever way it is written', async () => {
  for (const writings of [
    ['8-1-202', '8栋1单元202室', '8幢01单元202', '8号楼1单元202户', '8-01-202号'],
    ['77B', '77b户', '77B 号', '77Ｂ#'],
    ['997', '第997户', '二组第997户', '997#', '997戶'],
  ]) {
    await imported(`组,户号,姓名\n二组,${writings[0]},试一\n`)
    for (const number of writings)
      assert.deepEqual(counts(await tried(`组,户号,姓名\n二组,${number},试一\n`)), [0, 0, 1], number)
  }
})

test('a number that closing up would change is asked about, in a file and in a form', async () => {
  for (const number of ['1 7', '7 8', '7\u30008', '7²', '①7', '7½', '7₂', '一组1 7户', '1\u00a07', '一 二组7'])
    await asked(`组,户号,姓名\n一组,${number},甲五\n`, '户号', /说不清是哪一户/)
  await asked('组,户号,姓名\n一组²,7,甲五\n', '组', /没有/)
  await asked('组,户号,姓名\n一 二组,7,甲五\n', '组', /说不清是哪个组/)
  await asked('组,户号,姓名,出生日期\n一组,7,甲五,199 0-01-01\n', '出生日期', /不是日期/)
  assert.deepEqual(await people('甲五'), [])
  for (const number of ['１７', '017', '1 组 17 户'])
    assert.equal((await tried(`组,户号,姓名\n一组,${number},甲五\n`)).households, (await tried('组,户号,姓名\n一组,17,甲五\n')).households, number)
  assert.deepEqual(counts(await tried('组,户号,姓名\n一组,7,甲五\n一组,⑦,甲六\n')), counts(await tried('组,户号,姓名\n一组,7,甲五\n一组,7,甲六\n')))
  for (const household of ['1 7', '7²']) {
    const made = await official.post(`${village}001/person`, { household, name: '甲七', roll_resident: true })
    assert.equal(made.status, 422, made.text)
    assert.match(made.text, /说不清是哪一户/)
  }
})

test('a form knows the same houses and numbers', async () => {
  const made = await official.post(`${village}002/person`, { household: '００７', name: '余　小七', phone: '+86 138-0728-9977', roll_resident: true })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual((await people('余小七')).map(([label]) => label), ['二组7户'])
  const again = await official.post(`${village}002/person`, { household: '7户', name: '余小七', roll_resident: true })
  assert.equal(again.status, 422)
  assert.ok(again.data.errors?.some?.((e) => e.field === 'name') || again.text.includes('name'), again.text)
  const other = await official.post(`${village}002/person`, { household: '一组7户', name: '余小八', roll_resident: true })
  assert.equal(other.status, 422, 'a house of 二组 that says 一组')
})

test('a house of a group, said on the page of the village, stands in that group', async () => {
  for (const label of ['一组991户', '1组0991']) {
    const made = await official.post(`${village}/person`, { household: label, name: label === '1组0991' ? '曹二' : '曹一', roll_resident: true })
    assert.equal(made.status, 201, made.text)
  }
  const found = await homes('一组991户')
  assert.deepEqual(found.map((home) => [home.label, home.place]), [['一组991户', `${code}001`]])
  assert.equal((await official.get(found[0].href)).data.persons.length, 2)
})

test('the door beside a number is one house; the third of a row is asked about', async () => {
  await imported('组,户号,姓名\n二组,810号附1,庚一\n')
  for (const number of ['810附1号', '810附1', '810之1', '810-1', '810号之一'])
    assert.deepEqual(counts(await tried(`组,户号,姓名\n二组,${number},庚一\n`)), [0, 0, 1], number)
  await asked('组,户号,姓名\n二组,812排3号,庚二\n二组,812-3,庚三\n', '户号', /可能就是“812排3号”/)
  await imported('组,户号,姓名\n二组,812排3号,庚二\n')
  await asked('组,户号,姓名\n二组,812-3,庚三\n', '户号', /可能就是“812排3号”/)
  const made = await official.post(`${village}002/person`, { household: '812-3', name: '庚三', roll_resident: true })
  assert.equal(made.status, 422, made.text)
})

test('dots, dashes and stops tell no two people of a house apart', async () => {
  await imported('组,户号,姓名\n二组,813,买买提·艾力\n二组,813,李芳\n')
  for (const name of ['买买提 艾力', '买买提艾力', '买买提-艾力', '买买提－艾力', '李芳。', '李芳，', '李芳.'])
    assert.deepEqual(counts(await tried(`组,户号,姓名\n二组,813,"${name}"\n`)), [0, 0, 1], name)
  assert.deepEqual(counts(await tried('组,户号,姓名\n二组,813,Anne-Marie\n二组,813,Anne Marie\n')), [0, 2, 0])
})

test('a remark in brackets is no part of a name, and traditional characters may be', async () => {
  await imported('组,户号,姓名,出生日期\n二组,814,李芳,1960-01-01\n二组,814,吕芳,1990-01-01\n')
  for (const name of ['李芳（户主）', '李芳(户主)', '李芳（已故）', '王五【租户】'])
    await asked(`组,户号,姓名\n二组,814,${name}\n`, '姓名', /只写名字/)
  await asked('组,户号,姓名\n二组,814,呂芳\n', '姓名', /像是一个人/)
  await asked('组,户号,姓名\n二组,815,歐陽娜\n二组,815,欧阳娜\n', '姓名', /像是一个人/)
  assert.deepEqual(counts(await tried('组,户号,姓名,出生日期\n二组,814,呂芳,1962-02-02\n')), [0, 1, 0])
  for (const name of ['李芳（户主）', '呂芳']) {
    const r = await official.post(`${village}002/person`, { household: '814', name, roll_resident: true })
    assert.equal(r.status, 422, r.text)
    assert.ok(r.data.fields.name, r.text)
  }
})

test('a phone is one phone however it is dialled', async () => {
  await imported('组,户号,姓名,手机号码\n二组,962,周一,13800000962\n')
  for (const phone of ['+86 138 0000 0962', '0086-13800000962', '１３８００００ ０９６２', '138-0000-0962', '13800000962.0'])
    await asked(`组,户号,姓名,手机号码\n二组,963,周二,${phone}\n`, '手机号码', /别的户/)
  await imported('组,户号,姓名,联系电话\n二组,964,周三,0719-1234567\n')
  for (const phone of ['+86 719 1234567', '+86-719-1234567', '86 719 1234567', '86-0719-1234567', '（0719）1234567', '07191234567'])
    await asked(`组,户号,姓名,联系电话\n二组,963,周二,${phone}\n`, '联系电话', /别的户/)
  assert.deepEqual(counts(await tried('组,户号,姓名,电话\n二组,963,周二,0719-12345678\n')), [1, 1, 0])
  await asked('组,户号,姓名,电话\n二组,963,周二,1.38E+10\n', '电话', /丢了/)
})

test('columns are known by their common names, and those that are not are named before anything is stored', async () => {
  const csv = '组别,门牌号,姓名（必填）,手机号码,公民身份证号,出生年月,户主姓名,与户主关系\n二组,953,孙小四,13800000953,11010519491231002X,1949-12,孙小四,本人\n'
  assert.deepEqual((await tried(csv)).unread, [])
  await imported(csv)
  const home = (await homes('二组953户'))[0]
  const [person] = (await official.get(home.href)).data.persons
  assert.deepEqual([person.name, person.born, person.phone, person.is_head], ['孙小四', '1949-12-31', '138********', true])
  assert.match(person.id_card, /^110.*002X$/)

  const more = '组,户号,姓名,民族,电话,备注,手机,\n二组,954,孙小五,汉,,好,,甲\n'
  const before = (await tried(more))
  assert.deepEqual(before.unread, ['民族', '备注', '手机', '#8'])
  assert.equal(before.is_good, true)
  const refused = await send(more, { go: '1' })
  assert.equal(refused.status, 422)
  assert.deepEqual(refused.data.unread, ['民族', '备注', '手机', '#8'])
  assert.deepEqual(await people('孙小五'), [])
  const page = (await official.fetch(`${village}/roster`, { method: 'POST', form: (() => { const f = new FormData(); f.set('file', new Blob([more]), 'r.csv'); return f })(), headers: { accept: 'text/html' } })).text
  assert.match(page, /民族/)
  assert.equal((await send(more, { go: '1', leave_out: '1' })).status, 200)
  assert.deepEqual(await people('孙小五'), [['二组954户', ['孙小五']]])
})

test('what goes out comes in again: nobody new, nothing changed', async () => {
  await imported("组,户号,姓名,性别,名册\n二组,955,-小六,男,选民\n二组,956,'=小七,女,户籍\n二组,957,Li Si,女,户籍\n")
  await official.post(`${village}/person`, { household: '守村老屋', name: '郝独居', phone: '13800000958', roll_resident: true })
  await official.post(`${village}002/person`, { household: '958', name: "'=小八", roll_resident: true })
  const rolls = () => h.sql('SELECT count(*) FROM roll')[0]
  const before = rolls()
  for (const lang of ['zh', 'en']) {
    const { text } = await official.get(`${village}/people/export?as=csv`, { headers: { 'accept-language': lang } })
    assert.match(text, /'-小六/)
    const r = await tried(text)
    assert.deepEqual(r.problems, [])
    assert.deepEqual([r.households, r.persons, r.unread], [0, 0, []])
    assert.equal(r.same, r.rows)
    await imported(text)
    assert.equal(rolls(), before)
  }
  const group = (await official.get(`${village}002/people/export?as=csv`)).text
  const r = await tried(group, `${village}002`)
  assert.deepEqual([r.households, r.persons, r.problems, r.same], [0, 0, [], r.rows])
  assert.equal((await official.get(`${village}/people/export?as=csv`)).text.split("''=小八").length, 2)
  await asked('组,户号,姓名,电话\n二组,955,新来的,138****0001\n', '电话', /星号/)
})

test('files as they come: GB18030, workbooks, characters that nobody sees', async () => {
  // 组,户号,姓名 / 二组,971,王芳 in GB18030
  const gb = Buffer.from('d7e92cbba7bac52cd0d5c3fb0ab6fed7e92c3937312ccdf5b7bc0a', 'hex')
  assert.deepEqual(counts(await tried(gb)), [1, 1, 0])
  const book = (await send(Buffer.from('504b03041400', 'hex'))).data
  assert.match(book.problems[0].text, /CSV/)
  await asked('组,户号,姓名\n二组,971,王\u0007芳\n', '姓名', /控制符/)
})

test('two of one name are told apart by their day of birth, and otherwise asked about', async () => {
  await imported('组,户号,姓名,出生日期\n二组,981,吴父子,1960-01-01\n二组,981,吴父子,1990-01-01\n')
  assert.equal((await tried('组,户号,姓名,出生日期\n二组,981,吴父子,1990.1.1\n')).same, 1)
  await asked('组,户号,姓名\n二组,981,吴父子\n', '姓名', /几个/)
  await asked('组,户号,姓名,出生日期\n二组,981,吴父子,1975-01-01\n', '出生日期', /不一样/)
  await asked('组,户号,姓名\n二组,982,郑同名\n二组,982,郑　同名\n', '姓名', /第 2 行/)
})

test('another name helps to find a place, and never says what is written', async () => {
  const [label, names] = (await people('一组5户')).find(([l]) => l === '一组5户')
  const csv = `组,户号,姓名\n${names.map((n) => `一组,5,${n}\n`).join('')}`
  const same = [0, 0, names.length]
  assert.deepEqual(counts(await tried(csv)), same)
  assert.equal((await official.post(`${village}001/alias`, { name: '东湾' })).status, 200)
  for (const group of ['一组', '东湾', '东 湾', `${code}001`, `一组(${code}001)`]) {
    for (const number of ['5', '东湾5户', '一组5户'])
      assert.deepEqual(counts(await tried(csv.replaceAll('一组,5,', `${group},${number},`))), same, `${group} ${number}`)
  }
  await imported(csv.replaceAll('一组', '东湾'))
  assert.deepEqual((await people(names[0])).filter(([, n]) => n.includes(names[0])).map(([l]) => l).filter((l) => l.endsWith('5户') && l.length === 4), [label])
  await imported('组,户号,姓名\n东湾,985,东湾新人\n')
  assert.deepEqual(await people('东湾新人'), [['一组985户', ['东湾新人']]])
})

test('a text that fits two places is asked about, and its code decides', async () => {
  assert.equal((await official.post(`${village}001/alias`, { name: '老湾' })).status, 200)
  h.sql(`INSERT INTO place_alias (county, code, alias, at) VALUES ('420325', '${code}002', '老湾', 1)`) // from before it was refused
  await asked('组,户号,姓名\n老湾,7,两可\n', '组', /两个地方/)
  assert.deepEqual(counts(await tried(`组,户号,姓名\n${code}002,7,两可\n`)), [0, 1, 0])
  const { text } = await official.get(`${village}/people/export?as=csv`)
  const r = await tried(text)
  assert.deepEqual([r.households, r.persons, r.problems], [0, 0, []])
  assert.equal((await official.post(`${village}002/alias/drop`, { name: '老湾' })).status, 200)
})

test('a house is not made under the name of another group', async () => {
  await asked(`组,户号,姓名\n${code}002,三组986户,错组\n`, '户号', /三组/)
  await asked(`组,户号,姓名\n${code}003,一组5户,错组\n`, '户号', /一组/)
})

test('of a group that was taken in, numbers stay those of its own houses', async () => {
  const own = (await people('三组7户')).find(([l]) => l === '三组7户'), there = (await people('二组7户')).find(([l]) => l === '二组7户')
  const version = (await official.get(`${village}003`)).data.place.version
  const merged = await official.post(`${village}003/change`, { into: `${code}002`, version })
  assert.ok(merged.status < 300, merged.text)
  await imported(`组,户号,姓名\n${code}002,7,外来人\n`)
  const now = await people('7户')
  assert.deepEqual(now.find(([l]) => l === '三组7户'), own)
  assert.deepEqual(now.find(([l]) => l === '二组7户')[1].length, there[1].length + 1)
  assert.deepEqual(counts(await tried(`组,户号,姓名\n三组,7,${own[1][0]}\n`)), [0, 0, 1])
  assert.deepEqual(counts(await tried(`组,户号,姓名\n${code}002,三组007户,${own[1][0]}\n`)), [0, 0, 1])
  await asked('组,户号,姓名\n三组,987,谁家的\n', '户号', /并进来/)
  const { text } = await official.get(`${village}/people/export?as=csv`)
  const r = await tried(text)
  assert.deepEqual([r.households, r.persons, r.problems], [0, 0, []])
})

// One sentence said that what was filled in was still there, the next that the file was not.
test('who tried as often as a day allows is told so, and that the file was not kept', async () => {
  await h.stop()
  await h.start()
  const html = { accept: 'text/html', 'accept-language': 'zh' }
  let last, n = 0
  for (; n < 62 && last?.status !== 429; n++) {
    const form = new FormData()
    form.set('file', new Blob(['户号,姓名\n']), 'roster.csv')
    form.set('_csrf', official.csrf ?? '')
    last = await official.fetch(`${village}/roster`, { method: 'POST', form, headers: html })
  }
  assert.equal(n, 61)
  assert.equal(last.status, 429)
  assert.match(last.text, /这一天里的次数用完了[^<]*选的文件没有留下来/)
  assert.doesNotMatch(last.text, /刚才填的还在|歇一会儿/)
})
