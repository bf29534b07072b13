// tally opinion: every expected value of real Polis conversations, the worked example of the docs, and every refusal.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { root, run } from '../support/house.mjs'
import { shared } from '../support/shared.mjs'

const ours = join(root, 'tests/data/opinion')
const { path: real, skip: absent } = shared('opinion')
const dir = mkdtempSync(join(tmpdir(), 'opinion-'))
after(() => rmSync(dir, { recursive: true, force: true }))

function file(name, text) {
  const path = join(dir, name)
  writeFileSync(path, text)
  return path
}

function tally(...args) {
  const r = run(['tally', 'opinion', ...args])
  assert.equal(r.code, 0, r.err)
  assert.equal(r.err, '')
  return JSON.parse(r.out)
}

// ---- comparing ----

const near = (a, b, { abs = 0, rel = 0 }) => Math.abs(a - b) <= Math.max(abs, rel * Math.abs(b))

function close(actual, expected, tolerance, what) {
  if (Array.isArray(expected)) {
    assert.equal(actual.length, expected.length, what)
    expected.forEach((e, i) => close(actual[i], e, tolerance, `${what}[${i}]`))
  } else if (expected !== null && typeof expected === 'object') {
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), what)
    for (const k in expected) close(actual[k], expected[k], tolerance, `${what}.${k}`)
  } else if (typeof expected === 'number') {
    assert.ok(near(actual, expected, tolerance), `${what}: ${actual}, expected ${expected}`)
  } else {
    assert.equal(actual, expected, what)
  }
}

/// Turned so that the dot product with the expected one is not negative.
function turned(v, expected) {
  const dot = v.reduce((s, x, i) => s + x * expected[i], 0)
  return dot < 0 ? v.map((x) => -x) : v
}

const column = (rows, k) => rows.map((r) => r[k])

function adjustedRand(a, b) {
  const pairs = (n) => n * (n - 1) / 2
  const count = (keys) => keys.reduce((m, k) => m.set(k, (m.get(k) ?? 0) + 1), new Map())
  const sum = (m) => [...m.values()].reduce((s, n) => s + pairs(n), 0)
  const both = sum(count(a.map((x, i) => `${x},${b[i]}`))), inA = sum(count(a)), inB = sum(count(b))
  const chance = inA * inB / pairs(a.length), most = (inA + inB) / 2
  return most === chance ? 1 : (both - chance) / (most - chance)
}

test('the adjusted Rand index is 1 for the same groups under other names', () => {
  assert.equal(adjustedRand([0, 0, 1, 1], [5, 5, 2, 2]), 1)
  assert.ok(Math.abs(adjustedRand([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]) - 0.24242424) < 1e-6)
})

// ---- real conversations ----

function groupsCsv(name, e) {
  const rows = Object.entries(e.published.groups).map(([p, g]) => `${p},${g}`)
  return file(`${name}-groups.csv`, `participant,group\n${rows.join('\n')}\n`)
}

function compareMap(out, e) {
  for (const k of ['n_unique_votes', 'n_participants', 'n_comments', 'participants', 'comments', 'mod_out', 'counts', 'in_conv'])
    assert.deepEqual(out[k], e[k], k)
  close(out.pca.center, e.pca.center, { abs: 1e-9 }, 'center')
  for (const k of ['comp1', 'comp2']) close(turned(out.pca[k], e.pca[k]), e.pca[k], { abs: 1e-5 }, k)
  close(out.pca.explained_variance, e.pca.explained_variance, { rel: 1e-5 }, 'explained_variance')
  for (const k of [0, 1])
    close(turned(column(out.participant_xy, k), column(e.participant_xy, k)), column(e.participant_xy, k), { abs: 1e-4 }, `xy ${k}`)
  close(out.comment_extremity, e.comment_extremity, { abs: 1e-4 }, 'comment_extremity')
}

function compareGroups(groups, e) {
  assert.equal(groups.k, e.k)
  assert.equal(groups.n_base_clusters, e.n_base_clusters)
  assert.equal(groups.labels.length, e.labels.length)
  assert.ok(adjustedRand(groups.labels, e.labels) >= 0.98)
  close(groups.silhouette, e.silhouette, { abs: 1e-3 }, 'silhouette')
  close(groups.inertia, e.inertia, { rel: 1e-3 }, 'inertia')
  assert.deepEqual(Object.keys(groups.by_k), Object.keys(e.by_k))
  for (const k in e.by_k) close(groups.by_k[k].inertia, e.by_k[k].inertia, { rel: 1e-3 }, `inertia at ${k}`)
  assert.deepEqual(groups.sizes, e.sizes)
  for (const k in e.by_k) assert.deepEqual(groups.by_k[k].sizes, e.by_k[k].sizes)
}

function compareTold(out, e) {
  assert.deepEqual(out.stats_fields, e.stats_fields)
  close(out.stats, e.stats_published_groups, { rel: 1e-6, abs: 1e-11 }, 'stats')
  close(out.representative, e.representative_published_groups, { rel: 1e-6, abs: 1e-11 }, 'representative')
  close(out.consensus, e.consensus, { rel: 1e-6 }, 'consensus')
  close(out.group_informed_consensus, e.group_informed_consensus, { rel: 1e-6 }, 'group_informed_consensus')
  close(out.comment_priority, e.comment_priority, { rel: 1e-3 }, 'comment_priority')
}

for (const name of ['london.youth.policing', 'brexit-consensus', 'scoop-hivemind.biodiversity', 'vtaiwan.uberx']) {
  const is_ours = existsSync(join(ours, name))
  const at = join(is_ours ? ours : real ?? '', name), skip = is_ours ? false : absent
  test(`${name} comes out as expected`, { skip }, () => {
    const e = JSON.parse(readFileSync(join(at, 'expected.json'), 'utf8'))
    const args = [join(at, 'votes.csv'), '--comments', join(at, 'comments.csv'), '--json']
    const out = tally(...args, '--groups', groupsCsv(name, e)), computed = tally(...args)
    assert.equal(out.file, 'votes.csv')
    assert.equal(out.n_vote_rows, e.n_vote_rows)
    compareMap(out, e)
    compareGroups(out.groups, e.groups_R1)
    compareTold(out, e)
    assert.deepEqual(computed.groups, out.groups)
    assert.deepEqual(Object.keys(computed.stats), computed.groups.sizes.map((_, i) => String(i)))
    assert.deepEqual(computed.consensus, out.consensus)
  })
}

const london = join(ours, 'london.youth.policing')

/// The same last votes as a participants-votes.csv.
function matrixOf(votes) {
  const rows = readFileSync(votes, 'utf8').trim().split('\n').slice(1).map((l) => l.split(',')).map((f) => [Number(f[0]), f[2], f[3], f[4]])
  const last = new Map(), participants = new Set(), comments = new Set()
  for (const [at, c, p, v] of rows) {
    participants.add(p)
    comments.add(c)
    if (!(last.get(`${p},${c}`)?.at > at)) last.set(`${p},${c}`, { at, v })
  }
  const columns = [...comments].reverse()
  const lines = [...participants].map((p) => [p, ...columns.map((c) => last.get(`${p},${c}`)?.v ?? '')].join(',') + ',9')
  return `participant,${columns.map((c) => `"${c}"`).join(',')},n-votes\r\n${lines.join('\r\n')}`
}

test('participants-votes.csv gives the same bytes, but for the number of rows', () => {
  const a = tally(join(london, 'votes.csv'), '--json'), b = tally(file('votes-of-matrix.csv', matrixOf(join(london, 'votes.csv'))), '--json')
  assert.equal(b.n_vote_rows, null)
  assert.deepEqual({ ...b, file: a.file, n_vote_rows: a.n_vote_rows }, a)
})

test('without comments nothing is moderated and nothing is meta', () => {
  const votes = join(london, 'votes.csv'), marked = file('c.csv', 'is-meta,comment-id,moderated,more\n' +
    tally(votes, '--json').comments.map((c) => `${c === 4 ? 'true' : 'false'},${c},${c === 5 ? -1 : c % 2},`).join('\n'))
  const plain = tally(votes, '--json'), out = tally('--comments', marked, votes, '--json')
  assert.deepEqual(plain.mod_out, [])
  assert.ok(plain.comment_priority.every((x) => x < 49))
  assert.deepEqual(out.mod_out, [5])
  assert.equal(out.comment_priority[1], 49)
  assert.equal(out.pca.center[2], 0)
  assert.equal(out.pca.comp1[2], 0)
})

test('the same bytes each time, and a table for people without --json', () => {
  const args = ['tally', 'opinion', join(london, 'votes.csv')]
  assert.equal(run([...args, '--json']).out, run([...args, '--json']).out)
  const r = run([...args, '--comments', join(london, 'comments.csv')])
  assert.equal(r.code, 0)
  assert.match(r.out, /26 participants, 36 comments/)
  assert.match(r.out, /Group 1: 10 participants\n {2}agree +10 of 10 +4 {2}I am between 20 and 25/)
  assert.match(r.out, /To ask next/)
})

test('who says the same thing stands in one place: no groups', () => {
  const out = tally(file('one.csv', 'vote,voter-id,comment-id,timestamp\n1,5,7,1\n1,3,7,1\n'), '--json')
  for (const k of ['groups', 'stats_fields', 'stats', 'representative', 'group_informed_consensus', 'comment_priority']) assert.equal(out[k], null, k)
  assert.deepEqual(out.participant_xy, [[0, 0], [0, 0]])
  assert.deepEqual(out.pca, { center: [1], comp1: [0], comp2: [0], explained_variance: [0] })
  const given = tally(join(dir, 'one.csv'), '--groups', file('g.csv', 'participant,group\n3,-2\n'), '--json')
  assert.equal(given.groups, null)
  assert.deepEqual(Object.keys(given.stats), ['-2'])
  assert.equal(run(['tally', 'opinion', join(dir, 'one.csv')]).code, 0)
})

// ---- the worked example ----

test('ten voters of a village: what the docs tell of them', () => {
  const votes = join(ours, 'village_votes.csv'), comments = join(ours, 'village_comments.csv')
  const out = tally(votes, '--comments', comments, '--json')
  assert.equal(out.n_vote_rows, out.n_unique_votes + 1) // voter 4 thought again
  assert.deepEqual(out.groups.sizes, [6, 4])
  assert.deepEqual(out.groups.labels, [0, 0, 0, 1, 0, 1, 0, 1, 0, 1])
  assert.deepEqual(out.representative[0].map((e) => [e.tid, e.repful_for]), [[1, 'agree'], [3, 'agree'], [4, 'agree'], [2, 'disagree']])
  assert.deepEqual(out.consensus.agree.map((e) => e.tid), [6, 5, 7])
  assert.equal(out.comment_priority.indexOf(Math.max(...out.comment_priority)), 6) // the one that few were asked about
  const told = run(['tally', 'opinion', votes, '--comments', comments]).out
  for (const name of ['docs/methods.md', 'docs/methods.zh-CN.md']) {
    const page = existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : ''
    if (page.includes('village_votes.csv')) for (const line of told.split('\n')) assert.ok(page.includes(line), `${name} lacks: ${line}`)
  }
})

// ---- refused, usage, unreadable ----

const head = 'timestamp,comment-id,voter-id,vote\n'
const refusals = [
  // what, votes.csv, comments.csv, groups.csv, the file named, line, words
  ['a vote that is none', `${head}1,1,1,1\n1,1,2,2\n`, null, null, 'votes', 3, /vote is not -1, 0 or 1: 2/],
  ['an empty vote', `${head}1,1,1,\n`, null, null, 'votes', 2, /vote is not/],
  ['another cell of a matrix', 'participant,1,2\n1,1,\n2,,7\n', null, null, 'votes', 3, /vote is not -1, 0, 1 or empty: 7/],
  ['an id below 0', `${head}1,1,-1,1\n`, null, null, 'votes', 2, /voter-id is not a whole number from 0: -1/],
  ['an id with a point', `${head}1,1.0,1,1\n`, null, null, 'votes', 2, /comment-id is not/],
  ['an id that does not fit', `${head}1,1,9223372036854775808,1\n`, null, null, 'votes', 2, /voter-id is not/],
  ['a time that is none', `${head}now,1,1,1\n`, null, null, 'votes', 2, /timestamp is not/],
  ['no votes', head, null, null, 'votes', 1, /no votes/],
  ['an empty file', '', null, null, 'votes', 1, /empty/],
  ['a missing column', 'timestamp,comment-id,vote\n1,1,1\n', null, null, 'votes', 1, /missing: voter-id/],
  ['a column twice', 'timestamp,vote,comment-id,voter-id,vote\n1,1,1,1,1\n', null, null, 'votes', 1, /twice: vote/],
  ['a short row', `${head}1,1,1,1\n\n1,1\n`, null, null, 'votes', 4, /number of fields/],
  ['an open quote', `${head}1,1,1,1\n"1,1,1,1\n1,1,2,1\n`, null, null, 'votes', 3, /quote/],
  ['bytes that are not UTF-8', Buffer.from(`${head}1,1,1,1\n1,1,1,\xff\n`, 'latin1'), null, null, 'votes', 3, /UTF-8/],
  ['a NUL byte', `${head}1,1,1,1\n1,1,1,\0\n`, null, null, 'votes', 3, /NUL/],
  ['a line over 1 MB', `${head}1,1,1,1\n${'1'.repeat(1000001)}\n`, null, null, 'votes', 3, /1 MB/],
  ['a record after one that spans lines', `x,${head}"a\nb",1,1,1,1\n,1,1,1,9\n`, null, null, 'votes', 4, /vote is not/],
  ['a comment that comments.csv lacks', `${head}1,1,1,1\n1,2,1,1\n`, 'comment-id,moderated\n1,1\n', null, 'votes', 3, /lacks: 2/],
  ['a column that comments.csv lacks', 'participant,1,2\n1,1,1\n', 'comment-id,moderated\n1,1\n', null, 'votes', 1, /lacks: 2/],
  ['a comment twice', `${head}1,1,1,1\n`, 'comment-id,moderated,comment-body\n1,1,"a\nb"\n2,1,\n1,0,\n', null, 'comments', 5, /twice: 1/],
  ['another moderation', `${head}1,1,1,1\n`, 'comment-id,moderated\n1,2\n', null, 'comments', 2, /moderated is not/],
  ['comments without a column', `${head}1,1,1,1\n`, 'comment-id,body\n1,\n', null, 'comments', 1, /missing: moderated/],
  ['a participant twice', `${head}1,1,1,1\n`, null, 'participant,group\n1,0\n1,0\n', 'groups', 3, /twice: 1/],
  ['a participant twice in a matrix', 'participant,1\n1,1\n1,1\n', null, null, 'votes', 3, /twice: 1/],
  ['an unknown participant', `${head}1,1,1,1\n`, null, 'participant,group\n2,0\n', 'groups', 2, /without a vote: 2/],
  ['a group that is none', `${head}1,1,1,1\n`, null, 'participant,group\n1,a\n', 'groups', 2, /group is not/],
]

for (const [what, votes, comments, groups, named, line, words] of refusals) {
  test(`${what} is refused with its line`, () => {
    const paths = { votes: file('v.csv', votes) }
    const args = ['tally', 'opinion', paths.votes, '--json']
    if (comments) args.push('--comments', (paths.comments = file('c.csv', comments)))
    if (groups) args.push(`--groups=${(paths.groups = file('g.csv', groups))}`)
    const r = run(args)
    assert.equal(r.code, 3, r.err)
    assert.equal(r.out, '')
    assert.ok(r.err.startsWith(`${paths[named]}:${line}: `), r.err)
    assert.match(r.err, words)
  })
}

test('usage and files that cannot be read', () => {
  const votes = join(london, 'votes.csv')
  for (const args of [[], [votes, votes], [votes, '--group', 'x'], [votes, '--comments', 'a', '--comments', 'b']]) {
    const r = run(['tally', 'opinion', ...args])
    assert.equal(r.code, 2, args.join(' '))
    assert.equal(r.out, '')
    assert.match(r.err, /usage: yuanchang tally opinion VOTES\.csv/)
  }
  for (const args of [[join(dir, 'nowhere.csv')], [dir], [votes, '--comments', join(dir, 'nowhere.csv')], [votes, '--groups', dir]]) {
    const r = run(['tally', 'opinion', ...args])
    assert.equal(r.code, 1, args.join(' '))
    assert.equal(r.out, '')
    assert.match(r.err, /^yuanchang: cannot (open|read) /)
  }
})
