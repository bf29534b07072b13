// name: a place's own name never reads as that of another beside it, as a house or as a number, however it is given: added,
// renamed, moved, taken in, or out of a table (docs/decisions/0048).
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const code = '420325102212', village = `/place/${code}`, beside = '/place/420325102213'
let h, official, admin

before(async () => {
  h = await house({ engine, demo: true })
  official = h.client()
  await official.login('shangwan')
  admin = h.client()
  await admin.login('guanli')
})
after(() => h?.leave())

const add = (name, kind = 'group', where = village) => official.post(`${where}/child`, { kind, name })
const version = async (place) => (await official.get(place)).data.place.version
const change = async (place, fields, who = official) => who.post(`${place}/change`, { ...fields, version: await version(place) })
const children = async (place) => (await official.get(place)).data.children.map((p) => p.name)
async function refused(r, field, words) {
  assert.equal(r.status, 422, r.text)
  assert.match(r.data.fields[field] ?? '', words, r.text)
}

test('a second place of a name is refused at its field, in whatever writing, and told who bears it', async () => {
  const before = await children(village)
  for (const name of ['一组', '1组', '第一组', '０１ 组', '/一组', '二组'])
    await refused(await add(name), 'name', name === '二组' ? /二组\(420325102212002\)/ : /一组\(420325102212001\)/)
  for (const name of ['二组', '第2组']) await refused(await change(`${village}003`, { name }), 'name', /二组\(420325102212002\)/)
  await refused(await change(`${village}003`, { name: '二组', new_code: `${code}031` }), 'name', /二组\(420325102212002\)/)
  await refused(await add('上湾村'), 'name', /上湾村/)
  assert.deepEqual(await children(village), before)
})

test('a name that reads as a house or as a number is refused', async () => {
  for (const name of ['二组7户', '7户', '1组1户', '7', '一', '第二组 007', '一 二组']) await refused(await add(name), 'name', /户号/)
  await refused(await change(`${village}003`, { name: '7户' }), 'name', /户号/)
  await refused(await official.post(`${village}001/alias`, { name: '7户' }), 'name', /户号/)
})

test('of seven writings of a group that is not there the first is taken and no other', async () => {
  const got = []
  for (const name of ['七组', '第七组', '7组', '07组', '７ 组']) got.push((await add(name)).status)
  assert.deepEqual(got, [200, 422, 422, 422, 422])
})

test('the former name of another is free when it was given up there', async () => {
  assert.equal((await add('老湾')).status, 200)
  const old = `${village}${String((await children(village)).length).padStart(3, '0')}`
  assert.equal((await official.get(old)).data.place.name, '老湾')
  assert.equal((await change(old, { name: '新湾' })).status, 200)
  await refused(await add('老湾'), 'name', /新湾\(.*\)也叫“老湾”.*去掉/)
  await refused(await change(`${village}003`, { name: '老湾' }), 'name', /也叫/)
  assert.equal((await change(old, { name: '老湾' })).status, 200, 'its own former name')
  assert.equal((await official.post(`${old}/alias/drop`, { name: '新湾' })).status, 200)
  assert.equal((await add('新湾')).status, 200)
})

test('units of two estates may be called alike, two of one estate may not', async () => {
  const [one, two] = [(await add('东苑小区', 'estate')).data.href, (await add('西苑小区', 'estate')).data.href]
  assert.equal((await add('1单元', 'unit', one)).status, 200)
  assert.equal((await add('1单元', 'unit', two)).status, 200)
  await refused(await add('一单元', 'unit', one).then((r) => r.status === 422 ? r : add('1 单元', 'unit', one)), 'name', /1单元/)
  await refused(await add('一组', 'unit', one), 'name', /一组/)
})

test('villages that both have a 一组 are joined when one has another name', async () => {
  assert.equal((await admin.post(`${beside}/child`, { kind: 'group', name: '一组' })).status, 200)
  await refused(await change(village, { into: '420325102213' }, admin), 'into', /一组\(420325102213001\)/)
  assert.deepEqual(await children(beside), ['一组'])
})

test('a table with a name twice in one town is refused at its row, and names may be exchanged within one', async () => {
  const file = join(h.dir, 'names.csv')
  const load = (rows) => {
    writeFileSync(file, `code,name\n${rows.join('\n')}\n`)
    const r = h.cli('place', 'import', file)
    return [r.code, r.out + r.err]
  }
  const [first, text] = load(['420325102801,新甲村', '420325102802,新 甲村'])
  assert.notEqual(first, 0)
  assert.match(text, /3.*新甲村|3.*新 甲村/)
  const [second, other] = load(['420325102803,上湾村委会'])
  assert.notEqual(second, 0)
  assert.match(other, /2.*420325102212/)
  assert.equal(load(['420325102801,新甲村', '420325102802,新乙村'])[0], 0)
  assert.equal(load(['420325102801,新乙村', '420325102802,新甲村'])[0], 0)
  assert.equal((await official.get('/place/420325102802')).data.place.name, '新甲村')
  assert.equal(h.sql("SELECT COUNT(*) FROM place WHERE twin <> 0")[0], '0')
})

test('nobody answers under a name that he gave his own place', async () => {
  const town = h.client()
  await town.login('hualongyan')
  const r = await change(village, { name: '房县纪委监委' })
  assert.equal(r.status, 403, r.text)
  assert.equal((await official.get(village)).data.place.name, '上湾村')
  assert.equal((await official.get(`${village}/manage`)).data.may_change, false)
  assert.equal((await official.get(`${village}003/manage`)).data.may_change, true)
  assert.equal((await town.get(`${village}/manage`)).data.may_change, true)
  const up = await change(village, { name: '上湾新村' }, town)
  assert.ok(up.status < 300, up.text)
  assert.ok((await change(village, { name: '上湾村' }, town)).status < 300)
})

test('no name and no other name of a place speaks for an office or for a place above it', async () => {
  const taken = ['房县人民政府', '房 縣人民政府', '十堰市委', '县委 一组', '公安小区', '房县', '十堰市一组', '村支部纪委', '人民 · 政府', '业主委员会', '国家信访局', '中央巡视组', '市长热线', '人民法庭', '党⽀部']
  for (const name of taken) {
    await refused(await add(name), 'name', /机关/)
    await refused(await change(`${village}001`, { name }), 'name', /机关/)
    await refused(await official.post(`${village}001/alias`, { name }), 'name', /机关/)
    await refused(await change(village, { name }, admin), 'name', /机关/)
    await refused(await official.post(`${village}/alias`, { name }), 'name', /机关/)
  }
  for (const name of ['上湾村村民委员会', '坡上的委屈沟']) assert.ok((await official.post(`${village}/alias`, { name })).status < 300, name)
})

test('a yard is called after where its people work or learn, a village is not', async () => {
  for (const name of ['房县一中家属院', '县医院家属院']) assert.ok((await add(name)).status < 300, name)
  await refused(await change(village, { name: '房县一中家属院' }, admin), 'name', /机关/)
  for (const name of ['房县人民政府家属院', '上湾村村委会']) await refused(await add(name), 'name', /机关/)
})

test('a title is written in one way, and holds nothing that nobody sees', async () => {
  for (const ch of ['\u3164', '\uffa0', '\u115f', '\u2800', '\u200e', '\u061c'])
    await refused(await add(`河${ch}边`), 'name', /看不见/)
  assert.ok((await add('\uf901新\uff11\uff21院')).status < 300)
  assert.ok((await children(village)).includes('更新1A院'))
})

test('what nobody sees is no title, and what turns or hides text is told at its field', async () => {
  const raise = (title) => official.post(`${village}/child`, { kind: 'group', name: title })
  for (const ch of ['\u3164', '\uffa0', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u200b', '\u3000', '\u{e0100}'])
    assert.ok((await raise(ch.repeat(3))).data.fields?.name, `U+${ch.codePointAt(0).toString(16)}`)
  for (const ch of ['\u{e0041}', '\u202a', '\u202e', '\u2066', '\u2069']) {
    await refused(await raise(`河${ch}边`), 'name', /看不见/)
    const login = await h.client().post('/login', { name: `shang${ch}wan`, password: 'x' })
    assert.equal(login.status, 422, login.text)
  }
  const made = await raise('\u3000河边新组\u3000')
  assert.ok(made.status < 300, made.text)
  assert.ok((await children(village)).includes('河边新组'))
})
