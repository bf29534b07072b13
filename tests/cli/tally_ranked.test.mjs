// yuanchang tally ranked: the JSON contract on made-up files, every refusal's status, and, where they are at hand, real
// elections of PrefLib with the results that others got.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dice, program, root, run } from '../support/house.mjs'
import { shared } from '../support/shared.mjs'

const folder = mkdtempSync(join(tmpdir(), 'tally-'))
after(() => rmSync(folder, { recursive: true }))
const chair = join(root, 'tests/data/ranked/committee-chair.soi')
const ranks = join(root, 'tests/data/ranked/shared-ranks.toi')
const { path: real, skip } = shared('ranked')

function file(name, text) {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const head = (type, m, voters, unique) =>
  `# TITLE: t\n# DATA TYPE: ${type}\n# NUMBER ALTERNATIVES: ${m}\n# NUMBER VOTERS: ${voters}\n# NUMBER UNIQUE ORDERS: ${unique}\n`

function counted(args) {
  const r = run(['tally', 'ranked', ...args, '--json'])
  assert.equal(r.code, 0, r.err)
  assert.equal(r.err, '')
  assert.ok(r.out.endsWith('}\n'))
  return JSON.parse(r.out)
}

test('ten ballots, four winners: the worked example of docs/methods.md', () => {
  const r = counted([chair, '--seats', '2'])
  assert.equal(r.file, 'committee-chair.soi')
  assert.equal(r.title, '上湾村选院场会召集人')
  assert.deepEqual([r.n_alternatives, r.n_voters, r.n_unique], [4, 10, 5])
  assert.deepEqual(r.plurality, [1])
  assert.deepEqual(r.plurality_scores, { 1: 4, 2: 1, 3: 3, 4: 2 })
  assert.equal(r.two_round.winner, 3)
  assert.deepEqual(r.two_round.second, { 1: 4, 3: 5 })
  assert.equal(r.irv.winner, 3)
  assert.deepEqual(r.irv.rounds.map((x) => x.eliminated), [2, 4, undefined])
  assert.equal(r.condorcet_winner, 2)
  for (const key of ['copeland', 'minimax', 'borda_symmetric', 'borda_truncated', 'schulze_winners', 'ranked_pairs', 'smith'])
    assert.deepEqual(r[key], [2], key)
  assert.deepEqual(r.borda_truncated_scores, { 1: 13, 2: 20, 3: 17, 4: 9 })
  assert.deepEqual(r.borda_symmetric_scores, { 1: -3, 2: 10, 3: 5, 4: -12 })
  assert.deepEqual(r.copeland_scores, { 1: -2, 2: 3, 3: 1, 4: -2 })
  assert.deepEqual(r.minimax_scores, { 1: 2, 2: 0, 3: 2, 4: 6 })
  assert.deepEqual(r.approval_scores, { 1: 6, 2: 10, 3: 9, 4: 5 })
  assert.deepEqual(r.stv.elected_order, [1, 3])
  const three = counted([chair, '--method', 'stv', '--seats', '3']).stv
  assert.equal(three.quota, 3)
  assert.deepEqual(three.stages.map((x) => x.action), ['first', 'surplus 1', 'exclude 2'])
  assert.deepEqual(three.stages[1].tally, { 1: 300000, 2: 200000, 3: 300000, 4: 200000 })
  assert.deepEqual(three.elected, [1, 3, 4])
})

test('majorities in a circle: the other example there', () => {
  const r = counted([join(root, 'tests/data/ranked/circle.soc')])
  assert.equal(r.condorcet_winner, null)
  assert.deepEqual(r.smith, [1, 2, 3])
  assert.deepEqual(r.ranked_pairs, [1])
  assert.equal(r.schulze_strengths[0][2], 4)
  assert.equal(r.schulze_strengths[2][0], 2)
  assert.deepEqual(r.schulze_ranking, [1, 2, 3])
})

test('what does not apply is left out, or refused where it was asked for', () => {
  const r = counted([ranks])
  assert.equal(r.irv, undefined)
  assert.equal(r.irv_overvotes_exhaust.winner, 2)
  assert.equal(r.borda_truncated, undefined)
  assert.equal(r.stv, undefined)
  assert.equal(counted([chair]).stv, undefined)
  assert.deepEqual(Object.keys(counted([chair, '--method', 'smith'])), ['file', 'title', 'n_alternatives', 'n_voters', 'n_unique', 'smith'])
  assert.equal(counted([chair, '--method=smith', '--method', 'irv', '--method=smith']).irv.winner, 3)
  for (const args of [[ranks, '--method', 'borda_truncated'], [ranks, '--method=stv', '--seats=2'], [chair, '--method', 'stv']])
    assert.equal(run(['tally', 'ranked', ...args, '--json']).code, 2, args.join(' '))
})

test('usage is status 2, with nothing on stdout and a usage line', () => {
  const bad = [[], [chair, chair], [chair, '--method'], [chair, '--method', 'dictator'], [chair, '--seats', '0'], [chair, '--seats', '4'],
    [chair, '--seats', 'two'], [chair, '--seats', '2', '--seats', '2'], [chair, '--louder'], [chair, '--seats', '99999999999999999999']]
  for (const args of bad) {
    const r = run(['tally', 'ranked', ...args, '--json'])
    assert.equal(r.code, 2, args.join(' '))
    assert.equal(r.out, '')
    assert.match(r.err, /usage: yuanchang tally ranked/)
  }
  for (const args of [['tally'], ['tally', 'lots', chair]])
    assert.equal(run(args).code, 2)
})

test('what cannot be read is status 1', () => {
  for (const path of [join(folder, 'none.soc'), folder]) {
    const r = run(['tally', 'ranked', path, '--json'])
    assert.equal(r.code, 1, path)
    assert.equal(r.out, '')
    assert.match(r.err, /^yuanchang: cannot (open|read) /)
  }
})

test('a full disk is said, not passed over', { skip: process.platform !== 'linux' }, () => {
  const full = openSync('/dev/full', 'w')
  try {
    execFileSync(program, ['tally', 'ranked', chair, '--json'], { stdio: ['ignore', full, 'pipe'] })
    assert.fail('no failure')
  } catch (e) {
    assert.equal(e.status, 1)
    assert.match(String(e.stderr), /cannot write/)
  } finally {
    closeSync(full)
  }
})

test('a file that is not right is status 3 and says FILE:LINE: reason', () => {
  const bad = [
    ['a.soc', head('soc', 2, 1, 1) + '1: 1,3\n', 6], ['b.soc', head('soc', 2, 1, 1) + '1: 1,1\n', 6],
    ['c.soc', head('soc', 2, 2, 1) + '1: 1,2\n', 4], ['d.soc', head('soc', 2, 1, 2) + '1: 1,2\n', 5],
    ['e.toc', head('toc', 2, 1, 1) + '1: {1,2\n', 6], ['f.soc', head('soc', 2, 1, 1), 5], ['g.soc', '', 1],
    ['h.soc', head('sox', 2, 1, 1) + '1: 1,2\n', 2], ['i.soc', head('soc', 2, 1, 1) + '1: 1,2\n2: {2,1}\n', 7],
    ['j.soc', Buffer.concat([Buffer.from(head('soc', 2, 1, 1)), Buffer.from([0x31, 0xff, 10])]), 6],
    ['k.soc', head('soc', 2, 1, 1) + '1: 1,' + '2'.repeat(1100000) + '\n', 6],
  ]
  for (const [name, text, line] of bad) {
    const path = file(name, text)
    const r = run(['tally', 'ranked', path, '--json'])
    assert.equal(r.code, 3, name + r.err)
    assert.equal(r.out, '')
    assert.ok(r.err.startsWith(`${path}:${line}: `), r.err)
    assert.equal(r.err.trim().split('\n').length, 1)
  }
})

test('CRLF, a byte order mark and a missing last newline are fine', () => {
  const text = readFileSync(chair, 'utf8')
  const path = file('windows.soi', '\ufeff' + text.trimEnd().replaceAll('\n', '\r\n'))
  assert.deepEqual({ ...counted([path]), file: '' }, { ...counted([chair]), file: '' })
})

test('people read a table', () => {
  const r = run(['tally', 'ranked', chair, '--seats', '2'])
  assert.equal(r.code, 0)
  assert.match(r.out, /Condorcet winner +2 何秀英/)
  assert.match(r.out, /instant runoff, round by round/)
  assert.match(r.out, /elected in this order: 1 田大山, 3 彭木匠/)
})

test('500 alternatives and 40,000 ballots: the same bytes on one core and on all', () => {
  const d = dice(7)
  const m = 500
  const lines = []
  for (let i = 0; i < 400; i++) {
    const order = [...Array(m).keys()].map((x) => [d(1 << 30), x + 1]).sort((a, b) => a[0] - b[0]).map((x) => x[1])
    lines.push(`100: ${order.slice(0, 100 + d(400)).join(',')}`)
  }
  const path = file('many.soi', head('soi', m, 40000, 400) + lines.join('\n') + '\n')
  const all = run(['tally', 'ranked', path, '--seats', '200', '--json'])
  assert.equal(all.code, 0, all.err)
  const one = execFileSync('taskset', ['-c', '0', program, 'tally', 'ranked', path, '--seats', '200', '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 })
  assert.ok(all.out === one)
  const r = JSON.parse(one)
  assert.equal(r.stv.elected.length, 200)
  assert.equal(r.schulze_ranking.length, m)
})

test('elections of PrefLib come out as others counted them', { skip }, () => {
  const expected = JSON.parse(readFileSync(join(real, 'expected.json')))
  let values = 0
  for (const [name, want] of Object.entries(expected)) {
    const got = counted([join(real, name), ...(want.stv ? ['--seats', String(want.stv.seats)] : [])])
    for (const [key, value] of Object.entries(want)) {
      assert.deepEqual(got[key], value, `${name} ${key}`)
      values++
    }
  }
  assert.ok(values > 300)
})

const nobody = (name, ...ballots) => file(name, head('toi', 3, ballots.length, ballots.length) + ballots.map((b) => `1: ${b}\n`).join(''))

test('nobody wins an election in which nobody voted for anyone, by any method', () => {
  const path = file('silent.soi', head('soi', 2, 3, 1) + '3: \n')
  const r = counted([path, '--seats', '1'])
  assert.deepEqual(r.on_no_ballot, [1, 2])
  for (const key of ['plurality', 'approval', 'borda_truncated', 'borda_symmetric', 'weak_condorcet', 'copeland', 'minimax', 'schulze_winners',
    'schulze_wv_winners', 'ranked_pairs', 'smith'])
    assert.deepEqual(r[key], [], key)
  assert.deepEqual([r.irv.winner, r.two_round.winner, r.condorcet_winner, r.condorcet_loser, r.stv.elected], [null, null, null, null, []])
  const people = run(['tally', 'ranked', path, '--seats', '1'])
  assert.equal(people.code, 0)
  assert.match(people.out, /nobody voted for anyone, so nobody wins/)
  assert.match(people.out, /instant runoff +nobody/)
  assert.doesNotMatch(people.out, /wins: \d/)
})

test('ballots that count for nobody elect nobody', () => {
  const r = counted([nobody('overvotes.toi', '{1,2,3}')])
  assert.deepEqual(r.plurality, [])
  assert.equal(r.two_round.winner, null)
  assert.equal(r.irv_overvotes_exhaust.winner, null)
  assert.deepEqual(r.approval, [1, 2, 3])
  assert.equal(r.on_no_ballot, undefined)
})

test('who is on no ballot is told, and where a seat goes to them it is told there', () => {
  const path = file('seats.soi', head('soi', 3, 2, 1) + '2: 1\n')
  assert.deepEqual(counted([path]).on_no_ballot, [2, 3])
  assert.match(run(['tally', 'ranked', path, '--method', 'stv', '--seats', '2']).out, /elected in this order: 1 , 2 +\(on no ballot\)/)
})

test('two names that read alike are refused at the second', () => {
  const names = (a, b) => file('alike.soi', `${head('soi', 2, 1, 1)}# ALTERNATIVE NAME 1: ${a}\n# ALTERNATIVE NAME 2: ${b}\n1: 1\n`)
  for (const [a, b] of [['王1', '王１'], ['李芳', '李\u200b芳'], ['caf\u00e9', 'cafe\u0301'], ['金', '\uf90a']]) {
    const r = run(['tally', 'ranked', names(a, b), '--json'])
    assert.equal(r.code, 3, a)
    assert.match(r.err, /alike\.soi:7: the name differs from an earlier one only in/)
  }
  assert.equal(counted([names('王伟', '王伟')]).n_voters, 1) // two people of one name have two numbers
})

test('fifteen hundred alternatives are counted, whatever ties', () => {
  const m = 1500
  const path = file('long.soc', head('soc', m, 1, 1) + '1: ' + Array.from({ length: m }, (_, i) => i + 1).join(',') + '\n')
  const r = counted([path, '--method', 'ranked_pairs', '--method', 'irv', '--method', 'stv', '--seats', '700'])
  assert.deepEqual(r.ranked_pairs, [1])
  assert.equal(r.irv.winner, 1)
  assert.equal(r.stv.elected.length, 700)
})

test('every method and rule has its place in the manual and in the contract', () => {
  const manual = readFileSync(join(root, 'man/yuanchang-tally.1'), 'utf8').replaceAll('\\-', '-')
  const contract = readFileSync(join(root, 'docs/tally-cli.md'), 'utf8')
  for (const [command, option] of [['ranked', '--method'], ['committee', '--rule']]) {
    const listed = run(['tally', command, chair, option, 'none', '--seats', '1']).err.match(/there are:([a-z_ -]+)/)[1]
    for (const key of listed.trim().split(' ')) {
      assert.match(manual, new RegExp(`(^|[^a-z_])${key}([^a-z_]|$)`, 'm'), key)
      assert.ok(contract.includes(`\`${key}\``), key)
    }
  }
})
