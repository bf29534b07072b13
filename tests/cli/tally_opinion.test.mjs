// tally opinion: every expected value of real Polis conversations, the worked example of the docs, and every refusal.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { root, run } from '../support/house.mjs'

const ours = join(root, 'tests/data/opinion')
const shared = join(process.env.YC_SHARED ?? join(root, '../shared'), 'data/opinion')
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
  const at = existsSync(join(ours, name)) ? join(ours, name) : join(shared, name)
  const skip = existsSync(at) ? false : `${at} is not there (YC_SHARED)`
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

test('the same bytes on any number of threads, and for people without --json', () => {
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
  for (const k of ['groups', 'stats', 'representative', 'group_informed_consensus', 'comment_priority']) assert.equal(out[k], null, k)
  assert.deepEqual(out.participant_xy, [[0, 0], [0, 0]])
  assert.deepEqual(out.pca, { center: [1], comp1: [0], comp2: [0], explained_variance: [0] })
  const given = tally(join(dir, 'one.csv'), '--groups', file('g.csv', 'participant,group\n3,-2\n'), '--json')
  assert.equal(given.groups, null)
  assert.deepEqual(Object.keys(given.stats), ['-2'])
  assert.equal(run(['tally', 'opinion', join(dir, 'one.csv')]).code, 0)
})
