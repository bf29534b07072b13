// service: the program under what ops/yuanchang.service hides from it. Its lines are read from that file and made again as
// mounts (unshare), as far as mounts can: what the program opens must still be there, and nothing it promises may get lost.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, test } from 'node:test'

const real = process.env.YC_PROGRAM ?? new URL('../../out/yuanchang', import.meta.url).pathname
const unit = readFileSync(new URL('../../ops/yuanchang.service', import.meta.url), 'utf8')
const says = (name) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? null

/// What systemd.exec(5) says of each line, as shell commands in a mount namespace of one's own.
function mounts() {
  const proc = [says('ProcSubset') === 'pid' && 'subset=pid', says('ProtectProc') && `hidepid=${says('ProtectProc')}`].filter(Boolean)
  const all = [`mount -t proc ${proc.length ? `-o ${proc.join()}` : ''} proc /proc`]
  if (says('ProtectKernelTunables') === 'yes')
    for (const path of ['/proc/sys', '/sys']) all.push(`if [ -d ${path} ]; then mount --bind ${path} ${path} && mount -o remount,bind,ro ${path}; fi`)
  if (says('PrivateDevices') === 'yes') {
    all.push('mount -t tmpfs tmpfs /dev')
    for (const [name, minor] of [['null', 3], ['zero', 5], ['full', 7], ['random', 8], ['urandom', 9]])
      all.push(`mknod -m 666 /dev/${name} c 1 ${minor}`)
    all.push('ln -s /proc/self/fd /dev/fd')
  }
  if (says('ProtectHome') === 'yes') for (const path of ['/root', '/home', '/run/user']) all.push(`if [ -d ${path} ]; then mount -t tmpfs -o mode=0 tmpfs ${path}; fi`)
  if (says('ProtectSystem') === 'strict') for (const path of ['/usr', '/etc', '/var']) all.push(`mount --bind ${path} ${path} && mount -o remount,bind,ro ${path}`)
  return all
}

const dir = mkdtempSync(join(tmpdir(), 'yuanchang-service-'))
const wrapper = join(dir, 'yuanchang')
const rights = ['NoNewPrivileges', 'CapabilityBoundingSet'].every((name) => says(name) !== null) ? 'setpriv --no-new-privs --bounding-set=-all --inh-caps=-all' : ''
writeFileSync(wrapper, `#!/bin/sh
exec unshare --mount --propagation private sh -ec '${mounts().join('\n')}
exec ${rights} "$0" "$@"' ${real} "$@"
`)
chmodSync(wrapper, 0o755)
utimesSync(wrapper, statSync(real).atime, statSync(real).mtime) // as old as the program: its demonstration is this one's
process.env.YC_PROGRAM = wrapper
const { house, printedCard, root, sleep } = await import('../support/house.mjs')

const able = spawnSync(wrapper, ['version'], { encoding: 'utf8' })
const skip = able.status === 0 ? false : `mounts of one's own are not allowed here: ${able.stderr.trim()}`
const DAY = 86400_000
let h

afterEach(() => h?.done())
after(() => rmSync(dir, { recursive: true, force: true }))

test('a picture, a table and its own memory are at hand', { skip, timeout: 120_000 }, async () => {
  h = await house({ demo: true })
  const resident = h.client(), official = h.client(), form = new FormData()
  await resident.card(printedCard(h))
  for (const [k, v] of Object.entries({ once: 'of-the-unit', title: '村口的路灯不亮', category: 'road', anyway: '1' })) form.append(k, v)
  form.append('photos', new Blob([readFileSync(join(root, 'demo/photos/field.jpg'))]), 'p')
  const raised = await resident.post('/place/420325102212/need', undefined, { form })
  assert.equal(raised.status, 201, raised.text)
  assert.equal((await resident.get(raised.data.href)).data.photos.length, 1)
  await official.login('shangwan')
  const table = await official.get('/place/420325102212/work/export?as=xlsx', { headers: { accept: '*/*' } })
  assert.equal(table.status, 200, table.text)
  assert.match((await h.client().get('/metrics', { headers: { accept: '*/*' } })).text, /^yuanchang_resident_bytes [1-9]/m)
})

test('it knows in which boot it runs: a clock that jumped while nobody ran is not believed at the next start', { skip, timeout: 120_000 }, async () => {
  h = await house({ serve: false })
  const file = join(h.dir, 'clocks')
  const clocks = (wall, boot) => writeFileSync(file, `${wall} ${boot} 0`.padEnd(60))
  h.settings.YUANCHANG_CLOCK = `@${file}`
  clocks(0, 0)
  h.mustCli('clock', '--confirm') // the house was made by the tests' clock, and goes by its newest event
  const known = () => h.sql("SELECT value FROM setting WHERE name = 'clock.known'")[0]
  await h.start()
  while (!known()) await sleep(50) // written in the server's first second
  await h.stop()
  assert.notEqual(known().split(' ')[3], '0', 'the boot is unknown')
  clocks(5 * DAY, 0)
  assert.equal(h.cli('clock').code, 1, 'five days ahead are believed at once')
  clocks(60 * DAY, 60 * DAY)
  assert.equal(h.cli('clock').code, 0, 'stopped for months, and not believed')
})
