// check and rebuild beside writers: they make everything anew while needs are raised and voiced, find nothing, and neither they
// nor the writers fail.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { house, program } from '../../support/house.mjs'

const village = '420325102212'
let h
before(async () => { h = await house({ engine: process.env.YC_ENGINE ?? 'sqlite', demo: true }) })
after(() => h?.done())

const beside = (command) => new Promise((done) => {
  let said = ''
  const child = spawn(program, [command], { env: { ...process.env, ...h.settings } })
  for (const out of [child.stdout, child.stderr]) out.on('data', (text) => { said += text })
  child.on('exit', (code) => done({ code, said }))
})

test('check and rebuild beside sixteen writers', { timeout: 120_000 }, async () => {
  const people = []
  for (let i = 1; i <= 16; i++) {
    const c = h.client(), path = new URL(h.mustCli('card', village, `三组${i}户`).trim()).pathname
    const page = (await c.get(path)).data
    await c.signIn(path, page.must_choose ? { person: page.persons[0].id } : {})
    people.push(c)
  }
  let is_over = false, written = 0
  const writing = people.map(async (c, who) => {
    for (let n = 0; !is_over; n++) {
      const r = await c.post(`/place/${village}/need`, { title: `旁边写的第${who}-${n}件`, category: 'road', once: `beside-${who}-${n}`, anyway: true })
      if (r.status === 429) break
      assert.equal(r.status, 201, r.text)
      written++
    }
  })
  for (const command of ['rebuild', 'check', 'rebuild', 'check']) {
    const r = await beside(command)
    assert.equal(r.code, 0, `${command}: ${r.said}`)
  }
  is_over = true
  await Promise.all(writing)
  assert.ok(written > 16, `${written} written`)
})
