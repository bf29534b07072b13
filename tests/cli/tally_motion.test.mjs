// yuanchang tally motion: a vote counted again from the list that is published, judged by the rule that stands in it.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run } from '../support/house.mjs'

const folder = mkdtempSync(join(tmpdir(), 'motion-'))
after(() => rmSync(folder, { recursive: true }))
const sample = name => join(root, 'tests/data/motion', name)

function counted(path) {
  const r = run(['tally', 'motion', path, '--json'])
  assert.equal(r.code, 0, r.err)
  assert.equal(r.err, '')
  return JSON.parse(r.out)
}

test('the lift of the domain study: heads pass, area lacks thirty square metres', () => {
  const r = counted(sample('lift.vote'))
  assert.equal(r.outcome, 'fails')
  assert.equal(r.heads.in_writing, 12)
  assert.equal(r.weights.in_writing, 120000)
  const [heads, area, agree, agreeing] = r.options[0].findings
  assert.deepEqual([heads.need, heads.have, heads.holds], [10, 12, true])
  assert.deepEqual([area.need, area.have, area.holds], [93334, 120000, true])
  assert.deepEqual([agree.need, agree.have, agree.holds], [9, 9, true])
  assert.deepEqual([agreeing.need, agreeing.have, agreeing.missing, agreeing.holds], [90000, 87000, 3000, false])
})

test('named ballots and two sheets of tellers are one count, and one house more would have been enough', () => {
  const r = counted(sample('square.vote'))
  assert.equal(r.outcome, 'too_few')
  assert.equal(r.heads.came, 61) // 到会 61 户
  assert.deepEqual([r.issued, r.spoiled, r.unused], [50, 2, 1])
  assert.equal(r.options[0].yes, 35)
  const [there] = r.options[0].findings
  assert.deepEqual([there.need, there.missing], [62, 1])
})

test('people read what was missing', () => {
  const r = run(['tally', 'motion', sample('lift.vote')])
  assert.equal(r.code, 0, r.err)
  assert.match(r.out, /yes 9, no 3: fails/)
  assert.match(r.out, /area at least 3\/4 of 120000: 90000 needed, 87000 there: fails by 3000/)
})

test('what contradicts itself is refused at its line', () => {
  const head = 'yc-vote 1\nunit household\nmethod motion\nroll 3 3\n'
  const refused = [
    ['', 0], ['yc-vote 2\n', 1], [head + 'sheet 1 30 28 1 0 28 0 0\n', 5], [head + 'ballot a came 1 yes\nballot a came 1 no\n', 6],
    [head + 'ballot a writing 1 yes\n', 5], [head + 'ballot a came 1 maybe\n', 5], [head + 'sheet 1 30 30 0 0 30 0 0\n', 5],
  ]
  for (const [text, line] of refused) {
    const path = join(folder, 'x.vote')
    writeFileSync(path, text)
    const r = run(['tally', 'motion', path, '--json'])
    assert.equal(r.code, 3, text + r.err)
    assert.equal(r.out, '')
    if (line) assert.ok(r.err.startsWith(`${path}:${line}: `), r.err)
  }
  assert.equal(run(['tally', 'motion']).code, 2)
  assert.equal(run(['tally', 'motion', join(folder, 'none')]).code, 1)
})
