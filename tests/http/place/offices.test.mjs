// Who acts is named in some free lines: whose task it is, of which body a post is, what an account is called, who said a fact. None of
// them takes the name of an office above the one who writes it, nor, in a village, of any office that is not its own.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { day, house } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '420325102212', group = `${village}001`, town = '420325102'
let h, n = 0
const who = {}
const once = () => `offices-${process.pid}-${++n}`

before(async () => {
  h = await house({ engine, demo: true })
  for (const [role, name] of Object.entries({ group: 'zuzhang', village: 'shangwan', town: 'hualongyan', county: 'fangxian' })) await (who[role] = h.client()).login(name)
})
after(() => h?.leave())

const above = ['十堰市委社会工作部', '房县人民政府', '中共房县委员会', '房 县.政府', '县委', '化龙堰镇党委', '派出所', '湖北省某某局', '房縣人民政府']
const own = ['上湾村村民委员会', '房县化龙堰镇上湾村村委会', '村务监督委员会', '沟边的人家', '一组组长']

async function meeting(c) {
  const r = await c.post(`/place/${group}/meeting`, { title: '院场会', day: day(), time: '23:59', spot: '老樟树下', topic: '修桥', once: once() })
  assert.equal(r.status, 201, r.text)
  return r.data.href
}
const homes = async () => (await who.village.get(`/place/${village}/post/new?q=${encodeURIComponent('三组')}`)).data.households
const personOf = async (home) => (await who.village.get(`/place/${village}/post/new?household=${home}`)).data.persons[0].id

/// Every free line that names who acts: what comes of a text there, as the names of the fields that it is refused at.
const lines = {
  'POST /meeting/{meeting}/agree owner_title': async (text) => who.group.post(`${await meeting(who.group)}/agree`, { tasks: [{ title: '清沟', owner_title: text, due: day(9) }] }),
  'POST /place/{place}/post body': async (text) => {
    const homes_ = await homes()
    return who.village.post(`/place/${village}/post`, { person: await personOf(homes_[n++ % homes_.length].id), kind: 'keeper', body: text, from: day(), source: '大家定的', once: once() })
  },
  'POST /post/{post}/correct body': async (text) => {
    const p = (await who.village.get(`/place/${village}/post`)).data.posts.find((x) => x.kind === 'keeper')
    const { version } = (await who.village.get(p.href)).data.post
    return who.village.post(`${p.href}/correct`, { version, body: text, why: '写清楚' })
  },
  'POST /place/{place}/accounts title': async (text) => who.village.post(`/place/${village}/accounts`, { name: `ren${process.pid}${++n}`, title: text, password: 'long-enough-7', role: 'helper', person: await personOf((await homes())[3].id) }),
  'POST /place/{place}/profile said_by': async (text) => {
    const { version } = (await who.village.get(`/place/${village}/profile`)).data.profile ?? {}
    return who.village.post(`/place/${village}/profile`, { version: version ?? 0, crops: `茶叶${++n}`, said_by: text })
  },
}

/// Lines that name something else: what a matter is about, what is looked for, which person, house or thing is meant.
const others = new Set(('title topic spot once code paper name q source reason why text words after since version csrf called parent label label_new purpose phone tail id_card ' +
  'reason target group_title crops kind signal rule notice next session hash choice act place_name number household item measure basis options what as household_label ' +
  'old password again paper_old login card alias merge_into worded note from to form').split(' '))

test('every free line says whether it names who acts', async () => {
  const { paths } = JSON.parse((await h.client().fetch('/openapi.json')).text)
  const unknown = []
  const look = (route, properties) => {
    for (const [name, f] of Object.entries(properties ?? {})) {
      if (f.items?.properties) look(route, f.items.properties)
      const line = f.type === 'string' && !f.enum && !f.pattern && !f.format && f.maxLength <= 60
      if (line && !lines[`${route} ${name}`] && !(others.has(name) && !/^(owner_title|said_by|body)$/.test(name))) unknown.push(`${route} ${name}`)
    }
  }
  for (const [path, of] of Object.entries(paths)) if (of.post) look(`POST ${path}`, Object.values(of.post.requestBody?.content ?? {})[0]?.schema?.properties)
  assert.deepEqual(unknown, [])
})

for (const [route, send] of Object.entries(lines))
  test(`no office above stands in ${route}`, async () => {
    const field = route.split(' ').pop()
    for (const text of above) {
      const r = await send(text)
      assert.equal(r.status, 422, `${text}: ${r.status} ${r.text}`)
      assert.match(Object.entries(r.data.fields ?? {}).find(([k]) => k.endsWith(field))?.[1] ?? '', /上级或别的机关/, `${text}: ${r.text}`)
    }
    for (const text of own) {
      const r = await send(text)
      assert.ok(!Object.keys(r.data?.fields ?? {}).some((k) => k.endsWith(field)), `${text}: ${r.text}`)
    }
  })

test('from the township up its own office is its own, and none above it', async () => {
  const make = (text) => who.county.post(`/place/${town}/accounts`, { name: `zhen${++n}`, title: text, password: 'long-enough-7', role: 'town' })
  for (const text of ['县委', '房县人民政府', '十堰市政府']) assert.equal((await make(text)).status, 422, text)
  for (const text of ['化龙堰镇人民政府', '房县化龙堰镇党委', '派出所']) assert.equal((await make(text)).data.fields?.title, undefined, text)
})
