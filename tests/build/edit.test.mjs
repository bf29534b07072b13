// The build after an edit, in a copy of the tree and of what is built: what was changed is in the program, what was
// taken away is not, and no more is compiled than has to be.
import { test, before, after } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../support/house.mjs'

const tree = mkdtempSync(join(tmpdir(), 'yuanchang-build-'))
const built = ['out/obj', 'out/gen', 'out/tools', 'out/libyuanchang.a', 'out/yuanchang']
const at = (path) => join(tree, path)

function make(...args) {
  const r = spawnSync('make', ['-j2', ...args], { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28 })
  assert.equal(r.status, 0, r.stdout + r.stderr)
  return r.stdout
}
const compiled = (said) => said.split('\n').filter((line) => line.startsWith('  cc ')).length
const holds = (mark) => readFileSync(at('out/yuanchang')).includes(mark)
const query = (mark) => `\n-- name: build_mark int\nSELECT '${mark}' AS mark;\n`

before(() => {
  const sources = spawnSync('git', ['ls-files', '-co', '--exclude-standard', 'Makefile', 'src', 'assets', 'migrations', 'i18n', 'demo', 'tools'], { cwd: root, encoding: 'utf8' })
  for (const path of [...sources.stdout.split('\n').filter(Boolean), ...built]) {
    cpSync(join(root, path), at(path), { recursive: true, preserveTimestamps: true })
  }
})
after(() => rmSync(tree, { recursive: true, force: true }))

test('what is built is not built again', () => {
  assert.equal(compiled(make()), 0)
})

test('an edited query is in the program, every time', () => {
  const path = at('src/db/setting.sql'), text = readFileSync(path, 'utf8')
  for (let round = 1; round <= 6; round++) {
    const mark = `edited-query-${round}`
    writeFileSync(path, text.replace('-- name: setting_get', `-- part: build_mark\nAND name <> '${mark}'\n\n-- name: setting_get`)
      .replace(/(-- name: setting_get[^\n]*\n[^;]*);/, '$1 {build_mark};'))
    const said = make()
    assert.ok(holds(mark), `round ${round}: an old table was linked\n${said}`)
    assert.ok(compiled(said) <= 1, said)
  }
})

// By the sources themselves: who includes it, directly or by a header.
const includes = (path, header, seen = new Set()) => {
  if (seen.has(path) || !existsSync(at(`src/${path}`))) return false
  seen.add(path)
  return [...readFileSync(at(`src/${path}`), 'utf8').matchAll(/^#include "([^"]+)"/gm)]
    .some(([, name]) => name === header || includes(name, header, seen))
}
const sources = () => readdirSync(at('src'), { recursive: true }).filter((path) => path.endsWith('.c'))

test('a query more compiles who asks its file, and nobody else', () => {
  const path = at('src/record/job.sql'), text = readFileSync(path, 'utf8')
  const tables = () => readdirSync(at('out/obj/gen'), { recursive: true }).filter((name) => name.endsWith('.o'))
    .map((name) => `${name} ${statSync(at(`out/obj/gen/${name}`)).mtimeMs}`)
  const old = new Set(tables())
  appendFileSync(path, query('one-more'))
  const made = [...make().matchAll(/^ {2}cc +src\/(\S+)/gm)].map(([, name]) => name)
  const asking = sources().filter((name) => includes(name, 'record/job.sql.h'))
  assert.ok(asking.includes('record/job.c'))
  assert.deepEqual(made.sort(), asking.sort())
  assert.deepEqual(tables().filter((name) => !old.has(name)).map((name) => name.split(' ')[0]).sort(),
    ['queries.o', 'record/job.sql.o'])
  assert.ok(holds('one-more'))

  writeFileSync(path, text)
  make()
  assert.ok(!holds('one-more'))
  assert.doesNotMatch(readFileSync(at('out/gen/record/job.sql.h'), 'utf8'), /build_mark/)
})

test('queries go with their file', () => {
  writeFileSync(at('src/record/mark.sql'), query('gone-soon'))
  make()
  assert.ok(holds('gone-soon'))
  assert.ok(existsSync(at('out/gen/record/mark.sql.h')))
  rmSync(at('src/record/mark.sql'))
  make()
  assert.ok(!holds('gone-soon'))
  assert.ok(!existsSync(at('out/gen/record/mark.sql.h')), 'somebody may still include it')
})

test('two migrations of one number are refused', () => {
  const path = at('migrations/0101-twin.sql')
  writeFileSync(path, 'CREATE TABLE twin (a {int} NOT NULL);\n')
  const r = spawnSync('make', ['out/gen/embedded.c'], { cwd: tree, encoding: 'utf8' })
  assert.notEqual(r.status, 0)
  assert.match(r.stderr, /two migrations of one number: migrations\/0101-help\.sql migrations\/0101-twin\.sql/)
  rmSync(path)
  make('out/gen/embedded.c')
})

test('a file that is taken away leaves the program', () => {
  const path = at('migrations/9999-mark.sql')
  writeFileSync(path, 'CREATE TABLE mark (a {int} NOT NULL);\n')
  make('out/gen/embedded.c')
  assert.ok(readFileSync(at('out/gen/embedded.c'), 'utf8').includes('9999-mark'))
  rmSync(path)
  make('out/gen/embedded.c')
  assert.ok(!readFileSync(at('out/gen/embedded.c'), 'utf8').includes('9999-mark'))

  rmSync(at('src/base/parallel.c'))
  const said = make('-n')
  assert.match(said, /ar rcs/)
  assert.doesNotMatch(said, /parallel\.o/)
})
