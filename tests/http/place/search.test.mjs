// search: what people type finds what they mean, in whatever writing, and the number of a matter leads to it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house, printedCard } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
const q = (text) => '?q=' + encodeURIComponent(text)
let h, nobody, resident, official, helper, town, light, toilet

before(async () => {
  h = await house({ engine, demo: true })
  nobody = h.client()
  resident = h.client()
  official = h.client()
  helper = h.client()
  town = h.client()
  await resident.card(printedCard(h))
  await official.login('shangwan')
  await helper.login('daiban')
  await town.login('hualongyan')
  const raised = async (title, at) => {
    const r = await resident.post(`${village}/need`, { title, category: 'other', once: `search-${at}-${process.pid}`, anyway: true })
    assert.equal(r.status, 201, r.text)
    return r.data.href
  }
  light = await raised('村口的路灯不亮', 1)
  toilet = await raised('广场边要个卫生间', 2)
})
after(() => h?.leave())

test('a place is found by its sound, by its path and in either writing', async () => {
  for (const text of ['shangwan', 'shangwancun', 'shang wan', 'swc', '房县上湾村', '房縣上灣村', '上灣村', '湖北省十堰市房县化龙堰镇上湾村', '十堰房县上湾']) {
    const { places } = (await nobody.get('/place' + q(text))).data
    assert.ok(places.some((p) => p.href === village), `${text}: ${places.map((p) => p.path)}`)
    if (text !== 'swc') assert.equal(places[0].path, '十堰市 房县 化龙堰镇 上湾村', text) // 双湾村 is swc too
  }
})

test('a need is found in traditional, wide and spelled characters', async () => {
  for (const [text, href] of [['衛生', toilet], ['衛生間', toilet], ['卫生间', toilet], ['路燈', light], ['路灯', light], ['ludeng', light], ['LuDeng', light], ['lu deng', light], ['weishengjian', toilet]]) {
    const { needs } = (await nobody.get(`${village}/need` + q(text))).data
    assert.ok(needs.some((n) => href.endsWith(n.href)), `${text}: ${needs.map((n) => n.title)}`)
  }
  assert.equal((await nobody.get(`${village}/need` + q('shuiniguan'))).data.needs.length, 0)
})

test('the number of a matter leads to it, from wherever it is typed', async () => {
  const name = light.split('/').pop(), alone = name.split('-')[1]
  for (const text of [name, name.toUpperCase(), ` ${name} `, `http://127.0.0.1:8080/need/${name}`, `https://yc.example/need/${name}?for=1#story`, `/need/${name}.json`]) {
    for (const path of ['/place', `${village}/need`]) {
      const r = await nobody.get(path + q(text), { headers: { accept: 'text/html' }, redirect: 'manual' })
      assert.deepEqual([r.status, r.headers.get('location')], [303, light], `${path} ${text}`)
      assert.equal((await nobody.get(path + q(text))).data.href, light, text)
    }
  }
  assert.equal((await nobody.get(`${village}/need` + q(alone))).data.href, light)
  assert.equal((await official.get('/place' + q(alone))).data.href, light)
  const meeting = h.sql('SELECT id FROM meeting LIMIT 1')
  if (meeting.length) {
    const { data } = await nobody.get(`${village}/meeting`)
    const href = data.meetings[0].href
    assert.equal((await nobody.get('/place' + q(href.split('/').pop()))).data.href, href)
  }
})

test('a number that may not be seen is answered like one that is nobody’s', async () => {
  const complaint = (await resident.post(`${village}/need`, { title: '有人不公道', kind: 'complaint', category: 'other', target: '组长', target_place: '420325102212', once: `search-3-${process.pid}`, anyway: true }))
  assert.equal(complaint.status, 201, complaint.text)
  const name = complaint.data.href.split('/').pop(), person = h.sql("SELECT id FROM person WHERE county = '420325' ORDER BY id LIMIT 1")
  assert.ok(person.length)
  const { households } = (await official.get(`${village}/people` + q('一组17户'))).data
  const nothing = name.slice(0, -4) + '0000'
  for (const [client, hidden] of [[nobody, name], [helper, name], [nobody, households[0].href.split('/').pop()], [helper, households[0].href.split('/').pop()]]) {
    for (const path of ['/place', `${village}/need`]) {
      const [a, b] = [hidden, nothing].map((text) => client.get(path + q(text)))
      const [x, y] = [(await a).data, (await b).data]
      assert.equal(x.href, undefined)
      const bare = (d, text) => JSON.stringify(d).replaceAll(text, 'X')
      assert.equal(bare(x, hidden), bare(y, nothing), `${path} ${hidden}`)
    }
  }
  assert.equal((await resident.get('/place' + q(name))).data.href, complaint.data.href)
  assert.equal((await official.get('/place' + q(households[0].href.split('/').pop()))).data.href, households[0].href)
})

test('a house is found by its group and its number, by who may and may not see names', async () => {
  const labels = async (client, page, text) => (await client.get(`${village}/${page}` + q(text))).data.households.map((x) => x.label)
  for (const [client, page] of [[helper, 'help'], [official, 'people']]) {
    for (const text of ['三组', '3组', '３組', '第三组']) {
      const found = await labels(client, page, text)
      assert.ok(found.length > 3 && found.every((label) => label.startsWith('三组')), `${page} ${text}: ${found}`)
    }
    const seventeen = await labels(client, page, '17')
    assert.ok(seventeen.length >= 2 && seventeen.every((label) => /(^|\D)17户$/.test(label)), `${page}: ${seventeen}`)
    for (const text of ['一组17户', '1组17', '１組１７戶']) assert.deepEqual(await labels(client, page, text), ['一组17户'], text)
    assert.ok((await labels(client, page, '3')).some((label) => label.startsWith('三组')))
  }
  const head = (await official.get(`${village}/people` + q('一组17户'))).data.households[0].head
  assert.ok((await labels(official, 'people', head)).includes('一组17户'))
  assert.ok((await labels(official, 'people', head[0])).includes('一组17户'))
  // Who acts for houses finds a family, and learns no given name by asking for one.
  const family = await labels(helper, 'help', head[0])
  assert.ok(family.includes('一组17户'), family)
  assert.deepEqual(await labels(helper, 'help', head), family)
  assert.deepEqual(await labels(helper, 'help', `${head[0]}某某`), family)
  const shown = (await helper.get(`${village}/help` + q(head[0]))).data.households
  assert.ok(shown.every((x) => x.head === '' && x.persons === 0), JSON.stringify(shown))
  assert.match((await helper.get(`${village}/help` + q('龘某'), { headers: { accept: 'text/html' } })).text, /没有这样的户/)
})

test('a group has one name, also with that of its village in front, and who adds somebody there types the number', async () => {
  const twice = await official.post(`${village}/child`, { kind: 'group', name: '上湾村一组' })
  assert.equal(twice.status, 422, twice.text)
  assert.match(twice.data.fields.name, /一组/)
  const { text } = await official.get(`${village}001/person/new`, { headers: { accept: 'text/html' } })
  assert.match(text, /<input[^>]*name="household"[^>]*value="一组"/)
  assert.equal((await official.get(`${village}001/person/new`)).data.household, '一组')
  assert.equal((await official.get(`${village}001/person/new?household=${encodeURIComponent('一组17户')}`)).data.household, '一组17户')
  assert.equal((await official.get(`${village}/person/new`)).data.household, '')
})

test('where more places have a name than are looked at, that is said', async () => {
  const of = async (text) => (await nobody.get('/place' + q(text))).data
  assert.equal((await of('房县上湾村')).is_cut, false)
  h.sql("INSERT INTO place_word (county, code, word, skipped) SELECT county, code, '柳林坪', 0 FROM place WHERE to_date = 0 AND county <> '420325' ORDER BY code LIMIT 17")
  assert.equal((await of('柳林坪上湾村')).is_cut, true)
  assert.match((await nobody.get('/place' + q('柳林坪上湾村'), { headers: { accept: 'text/html' } })).text, /没有都找到/)
  h.sql("DELETE FROM place_word WHERE word = '柳林坪' AND code > (SELECT min(code) FROM place_word WHERE word = '柳林坪')")
  assert.equal((await of('柳林坪上湾村')).is_cut, false)
  h.sql("DELETE FROM place_word WHERE word = '柳林坪'")
})
