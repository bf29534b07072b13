// check-circles finds files that use each other in a circle, however long, and by data as by calls; and nothing where there is none.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { root } from '../support/house.mjs'

const folder = mkdtempSync(join(tmpdir(), 'yuanchang-circles-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function checked(files) {
  const objects = mkdtempSync(join(folder, 'obj-'))
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.c`), text)
    const r = spawnSync('gcc', ['-c', '-o', join(objects, `${name}.o`), join(folder, `${name}.c`)], { encoding: 'utf8' })
    assert.equal(r.status, 0, r.stderr)
  }
  return spawnSync(join(root, 'tools/check-circles'), [objects], { encoding: 'utf8' })
}

const low = 'int low(void) { return 1; }'

test('one row of files is no circle', () => {
  const r = checked({ low, high: 'int low(void); int high(void) { return low(); }' })
  assert.deepEqual([r.status, r.stdout], [0, ''], r.stderr)
})

test('three that call on one another are named, with what closes the circle', () => {
  const r = checked({ low, a: 'int b(void), low(void); int a(void) { return b() + low(); }', b: 'int c(void); int b(void) { return c(); }',
    c: 'int a(void); int c(void) { return a(); }' })
  assert.equal(r.status, 1)
  assert.match(r.stdout, /^files that use each other in a circle: a b c$/m)
  assert.match(r.stdout, /^ +c uses a: a$/m)
})

test('a table that points to who reads it is a circle too', () => {
  const r = checked({ table: 'int act(void); int (*const acts[])(void) = { act };', act: 'extern int (*const acts[])(void); int act(void) { return acts[0] != 0; }' })
  assert.equal(r.status, 1)
  assert.match(r.stdout, /^ +table uses act: act$/m)
})

test('where nothing was built it does not say that all is well', () => {
  assert.notEqual(spawnSync(join(root, 'tools/check-circles'), [join(folder, 'none')], { encoding: 'utf8' }).status, 0)
})
