// yuanchang tally committee: the JSON contract on made-up files, every refusal's status, and, where they are at hand, real
// approval elections of PrefLib with the committees that others got.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dice, program, root, run } from '../support/house.mjs'
import { shared } from '../support/shared.mjs'

const folder = mkdtempSync(join(tmpdir(), 'committee-'))
after(() => rmSync(folder, { recursive: true }))
const supervision = join(root, 'tests/data/cat/supervision.cat')
const { path: real, skip } = shared('ranked')
const keys = ['av', 'sav', 'seqpav', 'revseqpav', 'seqphragmen', 'equal-shares', 'greedy-monroe', 'pav', 'cc']

function file(name, text) {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const head = (m, voters, unique, categories = 2) => `# TITLE: t\n# DATA TYPE: cat\n# NUMBER ALTERNATIVES: ${m}\n` +
  `# NUMBER VOTERS: ${voters}\n# NUMBER UNIQUE PREFERENCES: ${unique}\n# NUMBER CATEGORIES: ${categories}\n`
const poll = (name, m, ballots) =>
  file(name, head(m, ballots.reduce((n, [w]) => n + w, 0), ballots.length) + ballots.map(([w, a]) => `${w}: {${a}}\n`).join(''))

function counted(args) {
  const r = run(['tally', 'committee', ...args, '--json'])
  assert.equal(r.code, 0, r.err)
  assert.equal(r.err, '')
  assert.ok(r.out.endsWith('}\n'))
  return JSON.parse(r.out)
}

test('ten ballots, five committees: the worked example of docs/methods.md', () => {
  const r = counted([supervision, '--seats', '3'])
  assert.deepEqual({ ...r, committees: 0 }, { file: 'supervision.cat', n_alternatives: 5, n_voters: 10, seats: 3,
    approval_scores: { 1: 7, 2: 4, 3: 5, 4: 3, 5: 2 }, committees: 0 })
  const one = (...c) => ({ committees: [c], n_committees: 1 })
  assert.deepEqual(r.committees, {
    av: one(1, 2, 3), sav: one(1, 3, 5), seqpav: one(1, 3, 5), revseqpav: one(1, 3, 5), seqphragmen: one(1, 3, 4),
    'equal-shares': one(1, 3, 4), 'greedy-monroe': one(1, 4, 5), pav: one(1, 3, 5),
    cc: { committees: [[1, 3, 5], [3, 4, 5]], n_committees: 2 },
  })
})

test('people read every step of that example with its figure', () => {
  const r = run(['tally', 'committee', supervision, '--seats', '3'])
  assert.equal(r.code, 0)
  const part = (key) => r.out.split('\n\n').find((x) => x.includes(`(${key})`)).split('\n').slice(1).map((x) => x.trim()).filter(Boolean)
  assert.deepEqual(part('av'), ['1 李长庚, 2 陈水生, 3 孙晓燕', '1. 1 李长庚  7', '2. 3 孙晓燕  5', '3. 2 陈水生  4'])
  assert.deepEqual(part('sav').slice(1), ['1. 1 李长庚  17/6', '2. 3 孙晓燕  7/3', '3. 5 郑石匠  2'])
  assert.deepEqual(part('seqpav').slice(1), ['1. 1 李长庚  7', '2. 3 孙晓燕  3', '3. 5 郑石匠  2'])
  assert.deepEqual(part('revseqpav').slice(1), ['1. 2 陈水生  4/3', '2. 4 周桂花  3/2'])
  assert.deepEqual(part('seqphragmen').slice(1), ['1. 1 李长庚  1/7', '2. 3 孙晓燕  11/35', '3. 4 周桂花  10/21'])
  assert.deepEqual(part('equal-shares').slice(1),
    ['1. 1 李长庚  1/7', '2. 3 孙晓燕  1/70  (fills up)', '3. 4 周桂花  37/210  (fills up)'])
  assert.deepEqual(part('greedy-monroe').slice(1), ['1. 1 李长庚  7', '2. 4 周桂花  3', '3. 5 郑石匠  2'])
  assert.match(r.out, /\(cc\): 2 committees tie\n/)
})

test('rules are asked for one by one; options stand anywhere', () => {
  const r = counted(['--rule=av', '--seats=2', supervision, '--rule', 'cc', '--rule', 'av'])
  assert.deepEqual(Object.keys(r.committees).sort(), ['av', 'cc'])
  assert.equal(r.seats, 2)
  assert.deepEqual(counted([supervision, '--seats', '5']).committees.pav, { committees: [[1, 2, 3, 4, 5]], n_committees: 1 })
})

test('the best of more than a million committees is counted where it is asked for', () => {
  const next = dice(3)
  const ballots = Array.from({ length: 40 }, () => [1 + next(5), [...new Set([1, 2, 3].map(() => 1 + next(25)))]])
  const path = poll('many.cat', 25, ballots)
  assert.deepEqual(Object.keys(counted([path, '--seats', '10']).committees), keys.slice(0, 7)) // 3,268,760
  assert.deepEqual(Object.keys(counted([path, '--seats', '6']).committees), keys)
  const asked = counted([path, '--seats', '10', '--rule', 'pav', '--rule', 'cc']).committees
  assert.ok(asked.pav.n_committees >= 1 && asked.cc.n_committees >= 1)
})

test('ties beyond counting are counted', () => {
  const path = poll('ties.cat', 120, Array.from({ length: 120 }, (_, i) => [1, [i + 1]]))
  const r = run(['tally', 'committee', path, '--seats', '60', '--json', ...keys.slice(0, 6).flatMap((k) => ['--rule', k])])
  assert.equal(r.code, 0, r.err)
  const n = [...r.out.matchAll(/"n_committees":(\d+)/g)].map((x) => x[1])
  assert.deepEqual(n, Array(6).fill('96614908840363322603893139521372656')) // 60 of 120
  assert.equal(JSON.parse(r.out).committees.av.committees.length, 1000)
})

test('ties that branch too often are status 1 with the rule', () => {
  const path = poll('branches.cat', 40, Array.from({ length: 20 }, (_, i) => 2 * i + 1).flatMap((c) =>
    [[1, [c, c + 1]], [2, [c]], [2, [c + 1]]]))
  const r = run(['tally', 'committee', path, '--seats', '20', '--rule', 'seqphragmen', '--json'])
  assert.equal(r.code, 1)
  assert.equal(r.out, '')
  assert.match(r.err, /^yuanchang: seqphragmen: so many ties/)
})

test('usage is status 2, with nothing on stdout and a usage line', () => {
  const bad = [[], [supervision], [supervision, '--seats', '0'], [supervision, '--seats', '6'], [supervision, '--seats', 'two'],
    [supervision, '--seats', '2', '--seats', '2'], [supervision, '--seats', '2', '--rule', 'lot'], ['--seats', '2'],
    [supervision, '--seats', '2', '--rule'], [supervision, supervision, '--seats', '2'], [supervision, '--seats', '2', '--method', 'av']]
  for (const args of bad) {
    const r = run(['tally', 'committee', ...args, '--json'])
    assert.equal(r.code, 2, args.join(' '))
    assert.equal(r.out, '')
    assert.match(r.err, /usage: yuanchang tally committee/)
  }
})

test('what cannot be read is status 1', () => {
  const r = run(['tally', 'committee', join(folder, 'none.cat'), '--seats', '2', '--json'])
  assert.equal(r.code, 1)
  assert.match(r.err, /^yuanchang: cannot open /)
})

test('a file that is not right is status 3 and says FILE:LINE: reason', () => {
  const bad = [
    [head(2, 1, 1) + '1: {1},{3}\n', 7], [head(2, 1, 1) + '1: {1},{1}\n', 7], [head(2, 2, 1) + '1: {1},{2}\n', 4],
    [head(2, 1, 2) + '1: {1},{2}\n', 5], [head(2, 1, 1) + '1: {1,2\n', 7], [head(2, 1, 1) + '1: {1,{2}}\n', 7],
    [head(2, 1, 1) + '0: {1}\n', 7], [head(3, 1, 1) + '1: 1,2,3\n', 7], [head(2, 1, 1), 6], ['', 1],
    [head(2, 1, 1).replace('cat', 'soc') + '1: 1,2\n', 2], [head(2, 1, 1) + '# DATA TYPE: cat\n1: {1}\n', 7],
    [head(2, 2, 2) + '1: {1}\n1: {two}\n', 8],
  ]
  bad.forEach(([text, line], i) => {
    const path = file(`bad${i}.cat`, text)
    const r = run(['tally', 'committee', path, '--seats', '1', '--json'])
    assert.equal(r.code, 3, `${i} ${r.err}`)
    assert.equal(r.out, '')
    assert.ok(r.err.startsWith(`${path}:${line}: `), `${i} ${r.err}`)
  })
})

test('CRLF, a byte order mark and a missing last newline are fine', () => {
  const text = readFileSync(supervision, 'utf8')
  const path = file('supervision.cat', '\ufeff' + text.trimEnd().replaceAll('\n', '\r\n'))
  assert.deepEqual(counted([path, '--seats', '3']), counted([supervision, '--seats', '3']))
})

test('the same bytes on one core', { skip: spawnSync('taskset', ['-V']).status !== 0 && 'no taskset' }, () => {
  const next = dice(5)
  const path = poll('cores.cat', 14, Array.from({ length: 60 }, () => [1 + next(4), [...new Set([1, 2, 3, 4].map(() => 1 + next(14)))]]))
  const args = ['tally', 'committee', path, '--seats', '5', '--json']
  assert.equal(spawnSync('taskset', ['-c', '0', program, ...args], { encoding: 'utf8' }).stdout, run(args).out)
})

test('real elections: every committee is as others counted it', { skip }, () => {
  const expected = JSON.parse(readFileSync(join(real, 'expected_approval.json')))
  let n = 0
  for (const [name, want] of Object.entries(expected)) {
    for (const [seats, rules] of Object.entries(want.committees)) {
      const r = counted([join(real, name), '--seats', seats])
      assert.equal(r.n_alternatives, want.n_alternatives)
      assert.equal(r.n_voters, want.n_voters)
      assert.deepEqual(r.approval_scores, want.approval_scores)
      for (const [key, { committees, n_committees }] of Object.entries(rules)) {
        assert.deepEqual(r.committees[key], { committees, n_committees }, `${name} ${seats} ${key}`)
        n++
      }
    }
  }
  assert.equal(n, 50)
})

test('a poll that approves nobody elects nobody, and who is approved by nobody is told', () => {
  const silent = poll('silent.cat', 3, [[2, '']])
  const r = counted([silent, '--seats', '2'])
  assert.deepEqual(r.approved_by_nobody, [1, 2, 3])
  for (const key of keys)
    assert.deepEqual(r.committees[key], { committees: [], n_committees: 0 }, key)
  assert.match(run(['tally', 'committee', silent, '--seats', '2']).out, /nobody is elected/)
  const one = poll('one.cat', 3, [[2, '1']])
  assert.deepEqual(counted([one, '--seats', '2']).approved_by_nobody, [2, 3])
  assert.match(run(['tally', 'committee', one, '--seats', '2', '--rule', 'av']).out, /2 \(approved by nobody\)/)
})
