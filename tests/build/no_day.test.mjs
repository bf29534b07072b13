// What counts files alone (votes, draws, journals) knows no day: neither the engines nor the commands around them ask a clock or look at
// when they were called. Their tests are therefore the same on every day, and tests/days.mjs may leave them out.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../support/house.mjs'
import { knowsNoDay } from '../days_apart.mjs'

const clocks = /\b(?:clock_\w+|clock|time|ftime|gettimeofday|timespec_get|localtime(?:_r)?|gmtime(?:_r)?|mktime|strftime|ctx_done_at|workcal_\w+|rule_value)$/
const below = (folder) => readdirSync(join(root, folder)).flatMap((f) => statSync(join(root, folder, f)).isDirectory() ? below(join(folder, f)) : [join(folder, f)])
const commands = below('src/cli').filter((f) => /\/(?:cmd_(?:book|tally|draw)|draw_sheet|reading|json)\w*\.c$/.test(f))
const files = [...below('src/engine').filter((f) => f.endsWith('.c')), ...commands]

test('neither engines nor the commands of files alone ask what time it is', () => {
  assert.ok(files.length > 100 && commands.length >= 9, `${files.length} ${commands.length}`)
  for (const file of files) {
    const r = spawnSync('nm', ['-u', join(root, 'out/obj', file.replace(/^src\//, '').replace(/c$/, 'o'))], { encoding: 'utf8' })
    assert.equal(r.status, 0, r.stderr)
    assert.deepEqual(r.stdout.split('\n').filter((l) => clocks.test(l.trim().replace(/^U /, ''))), [], file)
    assert.doesNotMatch(readFileSync(join(root, file), 'utf8'), /(?:->|\.)now\b/, `${file} looks at when it was called`)
  }
})

test('the tests that days leaves out call no other command', () => {
  const left = readdirSync(join(root, 'tests/cli')).filter((f) => knowsNoDay(f))
  let calls = 0
  assert.ok(left.length >= 9)
  for (const f of left) {
    const called = [...readFileSync(join(root, 'tests/cli', f), 'utf8').matchAll(/\b(?:run|yuanchang|mustCli|cli|must)\(\[?\s*'([\w-]+)'/g)].map((m) => m[1])
    calls += called.length
    assert.deepEqual(called.filter((x) => !['book', 'tally', 'draw', 'help', 'version'].includes(x)), [], f)
    assert.doesNotMatch(readFileSync(join(root, 'tests/cli', f), 'utf8'), /\bhouse\(|YUANCHANG_DATA/, `${f} stands on a database`)
  }
  assert.ok(calls > 50, `${calls} calls were seen`)
})
