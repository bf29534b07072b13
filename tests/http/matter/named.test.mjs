// named: a row of a list above villages says in which village it lies; within one it does not repeat it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'
import { county, town, village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
let h, official
before(async () => {
  h = await house({ engine, demo: true })
  official = h.client()
  await official.login('hualongyan')
})
after(() => h?.leave())

test('at town and county needs, tasks and the desk name the village of a group', async () => {
  const names = []
  for (const [path, list] of [[`/place/${county}/need`, 'needs'], [`/place/${town}/need`, 'needs'], [`/place/${town}/work`, 'needs'],
    [`/place/${county}/task`, 'tasks'], [`/place/${town}/desk`, 'lines'], [`/place/${town}/work?order=voices`, 'needs']]) {
    const found = (await official.get(path)).data[list].map((x) => x.place_name)
    assert.deepEqual(found.filter((name) => !/(村|社区)/.test(name)), [], path)
    names.push(...found)
  }
  assert.ok(names.includes('上湾村二组'), names.join())
})

test('in its village a group is called as everybody calls it', async () => {
  const { data } = await official.get(`/place/${village}/need`)
  assert.ok(data.needs.some((n) => n.place_name === '二组') && !data.needs.some((n) => n.place_name.startsWith('上湾村二')))
})
