// known: by nothing that is asked of it or sent to it can anybody who may not know of a record tell it from one that was never made.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { house } from '../../support/house.mjs'
import { raise } from '../../sample/need.mjs'
import { records } from '../../support/records.mjs'
import { cardOf, group, nameOf } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
let h, w

before(async () => {
  h = await house({ engine, demo: true, args: ['--dear-a-minute', '1000000'] })
  w = await records(h)
})
after(() => h?.leave())

const answer = async (c, method, path) => {
  const r = await (method === 'GET' ? c.get(path) : c.post(path, {}))
  return `${r.status} ${r.data?.error ?? ''}`
}

test('a complaint is not told from nothing by a visitor, by a house, nor by whom it names', async () => {
  const author = await cardOf(h, '二组9户')
  const there = nameOf(await raise(author, group, { title: '这件事要往上说', kind: 'complaint', target: '村干部' }))
  const never = there.slice(0, -2) + (there.endsWith('00') ? '11' : '00')
  const { nobody, neighbour, helper, council, village, group_leader: leader, supervisor } = w.who, seen = []
  for (const { method, path } of w.routes.filter((r) => r.path.startsWith('/need/{need}') && !/\{.*\{/.test(r.path)))
    for (const [name, c] of Object.entries({ nobody, neighbour, helper, council, village, leader, supervisor })) {
      const [it, nothing] = [await answer(c, method, path.replace('{need}', there)), await answer(c, method, path.replace('{need}', never))]
      if (it !== nothing) seen.push(`${name} ${method} ${path}: ${it}, of nothing ${nothing}`)
    }
  assert.deepEqual(seen, [])
  assert.equal((await w.who.town.get(`/need/${there}`)).status, 200)
})

test('who has not come in is sent to the door, whether there is such a record or not', async () => {
  for (const { method, path } of w.routes.filter((r) => /^\/(person|household|account|role|sheet|help|oversight|post|task|meeting)\/\{\w+\}/.test(r.path))) {
    const address = w.address(path), kind = /\{(\w+)\}/.exec(path)[1], name = w.sample[kind]
    const other = address.replace(name, name.slice(0, -2) + (name.endsWith('00') ? '11' : '00'))
    const [it, nothing] = [await answer(w.who.nobody, method, address), await answer(w.who.nobody, method, other)]
    if (!/^(200|303)/.test(it)) assert.equal(it, nothing, `${method} ${path}`)
  }
})
