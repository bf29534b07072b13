// The proof of a matter under the head of the day its paper was printed: typed in from the paper, and checked by the command line.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { house, run } from '../../support/house.mjs'
import { records } from '../../support/records.mjs'
import { raise, step } from '../../sample/need.mjs'
import { village } from '../../support/world.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const html = (lang) => ({ headers: { accept: 'text/html', 'accept-language': lang } })
const printed = async () => (await nobody.get(`/log/${village}/head`)).data.head
const sizeOf = (line) => Number(line.split(' ')[2])
let h, w, nobody
before(async () => {
  h = await house({ engine, demo: true })
  w = await records(h)
  nobody = h.client()
})
after(() => h?.leave())

function verifies(proof, line) {
  const file = join(h.dir, 'proof.json')
  writeFileSync(file, proof)
  return run(['log', 'verify', file, '--head', line]).code === 0
}

test('what was printed proves the matter when the log has grown, for each noun that has a proof', async () => {
  const line = await printed(), hrefs = ['need', 'meeting', 'task', 'post', 'oversight'].map((noun) => w.sample[noun] && `/${noun}/${w.sample[noun]}`).filter(Boolean)
  await raise(w.who.resident, village, { title: '后来又说了一件事' })
  assert.ok(sizeOf(await printed()) > sizeOf(line))
  let proved = 0
  for (const href of hrefs) {
    const r = await nobody.get(`${href}/proof.json?size=${sizeOf(line)}`)
    if (r.status === 404) continue // not everybody's
    assert.equal(JSON.parse(r.text).head, line, href)
    assert.ok(verifies(r.text, line), href)
    assert.ok(!verifies((await nobody.get(`${href}/proof.json`)).text, line), `${href}: under the newest head`)
    proved++
  }
  assert.ok(proved >= 3, String(hrefs))
})

test('the page takes the number of the paper, and says at the field which it cannot be', async () => {
  const old = await printed(), href = await raise(w.who.resident, village, { title: '坝子上的路要补一补' }), line = await printed()
  await w.who.village.post(`${href}/take`, { version: 1 })
  const now = sizeOf(await printed())
  for (const lang of ['zh', 'en']) {
    const page = await nobody.get(`${href}/proof?size=${sizeOf(line)}`, html(lang))
    assert.equal(page.status, 200)
    assert.ok(page.text.includes(line), 'the printed line')
    assert.ok(page.text.includes(`${href}/proof.json?size=${sizeOf(line)}`), 'the file is of it')
    for (const size of [now + 1000, sizeOf(old), 0, -5, 'x', '99999999999999999999']) {
      const r = await nobody.get(`${href}/proof?size=${size}`, html(lang))
      assert.equal(r.status, 422, String(size))
      assert.match(r.text, /id="f-proof-size-e"/, String(size))
      assert.ok(r.text.includes(`value="${size}"`), 'as typed')
    }
  }
  assert.match((await nobody.get(`${href}/proof?size=${sizeOf(line)}`, html('zh'))).text, /又走了 \d+ 步/)
  const { fields } = (await nobody.get(`${href}/proof.json?size=${sizeOf(old)}`)).data
  assert.ok(fields.size)
})

test('the words of an office are proved with their line, and one that was changed is found, as is another record or number', async () => {
  const href = await raise(w.who.resident, village, { title: '塘埂的涵洞堵了' }), words = '明天上午去掏，带两个人'
  for (const [what, json] of [['take', {}], ['sort', { size: 'small' }], ['assign', {}], ['solve', { text: words }]]) await step(w.who.village, href, what, json)
  const line = await printed(), { text } = await nobody.get(`${href}/proof.json`), file = JSON.parse(text)
  const said = file.proofs.filter((p) => p.texts?.some((t) => t.text === words))
  assert.equal(said.length, 1, text)
  assert.ok(said[0].texts.some((t) => t.name === 'title' && t.text))
  assert.ok(file.proofs.every((p) => Boolean(p.leaf) === Boolean(p.texts)), 'a line that is not shown has no words')
  assert.ok(!text.includes('涵洞'), 'what a house said is not in the file of a stranger')
  assert.ok((await w.who.resident.get(`${href}/proof.json`)).text.includes('涵洞'), 'and in its own')
  assert.ok(verifies(text, line))
  const changed = (change) => { const f = JSON.parse(text); change(f); return !verifies(JSON.stringify(f), line) }
  const at = file.proofs.indexOf(said[0])
  assert.ok(changed((f) => { f.proofs[at].texts[0].text = words.replace('两', '三') }), 'a word')
  assert.ok(changed((f) => { f.proofs[at].texts[0].name = 'why' }), 'what it is')
  assert.ok(changed((f) => { f.proofs[at].texts[0].salt = '00'.repeat(16) }), 'its salt')
  assert.ok(changed((f) => { f.need = '420325-11' }), 'another record')
  assert.ok(changed((f) => { f.proofs[at].seq++ }), 'its number')
  h.mustCli('check')
})
