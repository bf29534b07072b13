// What a query is given by name: what does not fit does not compile, and querygen refuses what could not be read at the call.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../support/house.mjs'

const dir = mkdtempSync(join(tmpdir(), 'yuanchang-query-'))
after(() => rmSync(dir, { recursive: true, force: true }))

// querygen's outcome for one .sql file, and with it others that come behind.
function generated(sql, others = {}) {
  const path = join(dir, 'try.sql')
  writeFileSync(path, sql)
  for (const [name, text] of Object.entries(others)) writeFileSync(join(dir, name), text)
  const r = spawnSync(join(root, 'out/tools/querygen'), [dir, 'try.sql', ...Object.keys(others)], { cwd: dir, encoding: 'utf8' })
  return { ok: r.status === 0, says: r.stderr, header: r.status === 0 ? readFileSync(`${path}.h`, 'utf8') : '',
    table: r.status === 0 ? readFileSync(`${path}.c`, 'utf8') : '' }
}

const trial = '-- name: trial_put exec\nUPDATE trial SET body = $body, title = $title WHERE county = $county AND id = $id AND title <> $title;\n'

// What the compiler says of a call; '' where it takes it.
function compiled(call, cc = process.env.CC ?? 'cc') {
  const code = `#include "${dir}/try.sql.h"\nErr trial(Db *w, Ref r, Str title);\nErr trial(Db *w, Ref r, Str title)\n{\n    return db_exec(w, ${call});\n}\n`
  const [command, ...own] = cc.split(' ') // as make takes it
  const r = spawnSync(command, [...own, '-std=gnu17', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror', '-fsyntax-only', '-Isrc', '-Iout', '-Iout/gen', '-x', 'c', '-'],
    { cwd: root, input: code, encoding: 'utf8' })
  return r.status === 0 ? '' : r.stderr
}

test('a call by name compiles when every name is there once, in any order', () => {
  assert.ok(generated(trial).ok)
  for (const call of ['QUERY(trial_put, KEY(r), .title = ARG(title), .body = ARG("text"))',
    'QUERY(trial_put, .body = NONE, .title = ARG(title), .id = ARG(7), .county = ARG(r.county))']) {
    assert.equal(compiled(call), '')
  }
})

test('a misspelled name does not compile, nor one too few, nor one twice', () => {
  assert.match(compiled('QUERY(trial_put, KEY(r), .titel = ARG(title), .body = NONE)'), /titel/)
  assert.match(compiled('QUERY(trial_put, KEY(r), .title = ARG(title))'), /an argument is left out.* of query trial_put/)
  assert.match(compiled('QUERY(trial_put, KEY(r), .title = ARG(title), .body = NONE, .body = NONE)'), /given twice|initializ/)
  assert.match(compiled('QUERY(trial_put, KEY(r), .title = title, .body = NONE)'), /title|Str/)
  assert.match(compiled('QUERY(trial_putt, KEY(r), .title = ARG(title), .body = NONE)'), /trial_putt/)
})

test('a parameter may stand several times and is one', () => {
  const { header, table } = generated(trial)
  assert.match(header, /struct \{ Value body, county, id, title; \} by; Value v\[4\]/)
  assert.match(table, /body = \?1, title = \?4 WHERE county = \?2 AND id = \?3 AND title <> \?4/)
  assert.match(table, /body = \$1, title = \$4 WHERE county = \$2 AND id = \$3 AND title <> \$4/)
})

test('rows repeat what they hold, and share the rest', () => {
  const { header, table } = generated('-- name: trial_fill exec\nINSERT INTO trial (county, id, at) VALUES\n    {rows 3 ($county,\n    $row.id, $row.at)};\n')
  assert.match(header, /struct \{ Value county; struct \{ Value at, id; \} row\[3\]; \} by; Value v\[7\]/)
  assert.match(table, /VALUES \(\?1, \?3, \?2\), \(\?1, \?5, \?4\), \(\?1, \?7, \?6\)"/)
})

test('five numbered parameters are refused, four are not', () => {
  const numbered = (n) => `-- name: trial_get one\nSELECT a FROM t WHERE ${Array.from({ length: n }, (_, i) => `c${i} = $${i + 1}`).join(' AND ')};\n`
  assert.ok(generated(numbered(4)).ok)
  assert.match(generated(numbered(5)).says, /try\.sql:1: trial_get: 5 parameters: name them/)
})

test('what could be misread is refused', () => {
  for (const [sql, says] of [['SELECT a FROM t WHERE b = $b AND c = $1', /numbered parameters beside named ones/],
    ['SELECT a FROM t WHERE b = $ AND c = 1', /parameter/],
    ['SELECT a FROM t WHERE b IN ({rows $row.b})', /\{rows N/],
    ['SELECT a FROM t WHERE b = $row.b', /parameter/]]) {
    assert.match(generated(`-- name: trial_get one\n${sql};\n`).says, says)
  }
})

test('an open part is for the queries of every file, another only for its own', () => {
  const query = '-- name: trial_list many\nSELECT id FROM trial WHERE county = $1 {walk} LIMIT 20;\n'
  const { table } = generated(query, { 'walk.sql': '-- part: walk open\nAND id < $2 ORDER BY id\n' })
  assert.match(table, /county = \?1 AND id < \?2 ORDER BY id LIMIT 20"/)
  assert.match(generated(query, { 'walk.sql': '-- part: walk\nAND id < $2 ORDER BY id\n' }).says, /no part or token \{walk\}/)
})
