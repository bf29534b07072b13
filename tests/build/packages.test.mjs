// Packages: tools/setup names what the program is linked with, so that a container without a compiler runs it.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { program, root } from '../support/house.mjs'

const lines = (command, ...args) => {
  const r = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  assert.equal(r.status, 0, `${command} ${args.join(' ')}: ${r.stderr}`)
  return r.stdout.split('\n').filter(Boolean)
}
/// The package that a file belongs to; the links of a merged /usr are known by either name.
function owner(path) {
  for (const name of [path, realpathSync(path), realpathSync(path).replace(/^\/usr/, '')]) {
    const r = spawnSync('dpkg-query', ['-S', name], { encoding: 'utf8' })
    if (r.status === 0) return r.stdout.split(':')[0]
  }
  return null
}

test('every library that the program asks for is in the list', () => {
  const needed = lines('readelf', '-d', program).map((l) => /NEEDED.*\[(.+)\]/.exec(l)?.[1]).filter(Boolean)
  const path = new Map(lines('ldd', program).map((l) => l.trim().split(' => ')).filter((x) => x[1]).map(([name, at]) => [name, at.split(' ')[0]]))
  const listed = new Set(lines('tools/setup', '--list', 'libs'))
  assert.ok(needed.length > 5, needed.join(' '))
  assert.deepEqual(needed.filter((name) => !['libc6', ...listed].includes(owner(path.get(name)))), [])
})
