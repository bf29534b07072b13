// The command line as an operator uses it: usage, exit codes, JSON, import, backup, proofs.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { house, program, root, run } from '../support/house.mjs'

let h
before(async () => { h = await house({ demo: true, serve: false }) })
after(() => h.done())

const village = '420325102212'

test('help lists every command, and help of one shows its usage', () => {
  const all = run(['help'])
  assert.equal(all.code, 0)
  for (const name of ['serve', 'init', 'migrate', 'demo', 'place import', 'person import', 'account add', 'card', 'rebuild',
    'check', 'log head', 'log prove', 'log verify', 'backup', 'restore', 'db copy', 'config', 'version'])
    assert.ok(all.out.includes(`  ${name} `), name)
  assert.match(run(['help', 'log', 'prove']).out, /log prove LOG SEQ/)
  assert.match(all.out, /--port/)
})

test('more workers than the system has room for are refused in words', () => {
  const r = spawnSync('sh', ['-c', 'ulimit -v 500000; exec "$0" serve --port 0 --workers 256', program], { encoding: 'utf8', env: { ...process.env, ...h.settings }, timeout: 60000 })
  assert.equal(r.signal, null, r.stderr)
  assert.equal(r.status, 6)
  assert.match(r.stderr, /no more threads/)
})

test('what it does not know is a usage error', () => {
  for (const args of [['dance'], ['check', '--louder'], ['log', 'prove'], ['log'], ['check', 'more'], ['person', 'import', 'x.csv']]) {
    const r = run(args, h.settings)
    assert.equal(r.code, 2, args.join(' '))
    assert.match(r.err, /usage:|no command|missing/)
    assert.equal(r.out, '')
  }
})

test('a setting that is out of bounds is named', () => {
  const r = run(['check', '--port', '99999'], h.settings)
  assert.equal(r.code, 2)
  assert.match(r.err, /port/)
  assert.equal(run(['check'], { ...h.settings, YUANCHANG_WORKERS: 'many' }).code, 2)
})

test('the example of the settings is what the operator finds in ops/', () => {
  assert.equal(run(['config']).out, readFileSync(join(root, 'ops/yuanchang.conf'), 'utf8'))
})

test('demonstration and moved clock are for this machine alone', () => {
  for (const more of [['--demo'], ['--clock', '+1d']]) {
    const r = run(['serve', '--address', '0.0.0.0', ...more], { ...h.settings, YUANCHANG_CLOCK: '' })
    assert.equal(r.code, 2)
    assert.match(r.err, /this machine/)
  }
  assert.equal(h.cli('check', '--clock', 'yesterday').code, 2)
})

test('init again changes nothing, and a folder without keys is no house', () => {
  const key = readFileSync(join(h.data, 'keys/log.key'))
  assert.equal(h.cli('init', '--no-admin').code, 0)
  assert.deepEqual(readFileSync(join(h.data, 'keys/log.key')), key)
  const r = run(['check'], { YUANCHANG_DATA: join(h.dir, 'nowhere') })
  assert.equal(r.code, 4)
  assert.match(r.err, /init/)
  assert.ok(!existsSync(join(h.dir, 'nowhere')))
})

test('the demonstration is played once, and keeps every invariant', () => {
  assert.equal(h.cli('demo').code, 5)
  assert.deepEqual(JSON.parse(h.cli('check', '--json').out), { findings: [], count: 0 })
})

test('from December on check warns of a year whose holidays are not entered, and finds nothing for it', () => {
  const at = (day) => h.cli('check', '--json', '--clock', `${day}T12:00:00+08:00`)
  const sound = { findings: [], count: 0 } // what the notice of a coming year says cannot be known here: only the years are
  for (const [day, year] of [['2028-11-30', 2028], ['2031-12-01', 2031], ['2031-03-01', 2031]]) {
    const r = at(day)
    assert.equal(r.code, 0, r.err)
    assert.deepEqual(JSON.parse(r.out), sound)
    assert.match(r.err, new RegExp(`^yuanchang: warning: the notice of holidays for ${year} is not entered`))
  }
  assert.doesNotMatch(at('2026-11-30').err, /notice/)
  assert.match(at('2026-12-01').err, /for 2027 is not entered/)
})

test('derived tables made again are the same', () => {
  const before = tables()
  assert.equal(h.cli('rebuild').code, 0)
  assert.deepEqual(differences(tables(), before), [])
  assert.equal(h.cli('check').code, 0)
})
function tables() { // a figure of nothing may stand as a row or not
  return ['counter WHERE value <> 0', 'seen', 'term', 'term_list', 'place_word', 'household_word'].flatMap((t) =>
    h.sql(`SELECT * FROM ${t} ORDER BY 1,2,3`).map((row) => `${t} ${row}`))
}
function differences(now, then) {
  const a = new Set(now), b = new Set(then)
  return [...now.filter((x) => !b.has(x)).map((x) => `+ ${x}`), ...then.filter((x) => !a.has(x)).map((x) => `- ${x}`)].slice(0, 40)
}

test('an account is made, found, and ended; its password is printed once', () => {
  const made = JSON.parse(h.mustCli('account', 'add', 'xiaowang', '--place', village, '--role', 'village', '--json'))
  assert.equal(made.name, 'xiaowang')
  assert.match(made.password, /^\w{4}(-\w{4}){3}$/)
  assert.equal(h.cli('account', 'add', 'xiaowang', '--place', village, '--role', 'village').code, 2)
  const list = JSON.parse(h.mustCli('account', 'list', village, '--json'))
  assert.match(list.find((a) => a.name === 'xiaowang').roles, /village@420325102212/)
  assert.equal(h.cli('account', 'role', 'xiaowang', '--place', village, '--role', 'wizard').code, 2)
  assert.equal(h.cli('account', 'role', 'xiaowang', '--place', '420325102', '--role', 'village').code, 2)
  assert.equal(h.cli('account', 'role', 'xiaowang', '--place', village, '--role', 'supervisor').code, 2) // watches the village
  assert.equal(h.cli('account', 'role', 'xiaowang', '--place', village, '--role', 'mediator').code, 0)
  assert.equal(h.cli('account', 'role', 'xiaowang', '--place', village, '--role', 'mediator', '--end').code, 0)
  assert.equal(h.cli('account', 'end', 'xiaowang').code, 0)
  assert.equal(h.cli('account', 'end', 'nobodyhere').code, 4)
})

test('a roster with a bad row changes nothing and names the row', () => {
  const file = join(h.dir, 'roster.csv')
  const households = () => h.sql(`SELECT count(*) FROM household`)
  const before = households()
  writeFileSync(file, '组,户,姓名,性别,电话\n二组,二组90户,王长根,男,19900000001\n二组,二组91户,李,男,123\n')
  const bad = h.cli('person', 'import', file, '--place', village)
  assert.equal(bad.code, 2)
  assert.match(bad.out, /line 3/)
  assert.deepEqual(households(), before)
  writeFileSync(file, '组,户,姓名,性别\n二组,二组90户,王长根,男\n二组,二组91户,李先明,男\n')
  assert.equal(h.cli('person', 'import', file, '--place', village, '--dry-run').code, 0)
  assert.deepEqual(households(), before)
  const good = JSON.parse(h.mustCli('person', 'import', file, '--place', village, '--json'))
  assert.equal(good.households, 2)
  assert.equal(JSON.parse(h.mustCli('person', 'import', file, '--place', village, '--json')).households, 0)
})

test('a card is printed for a household, and for none that is not there', () => {
  assert.match(h.mustCli('card', village, '一组3户'), /^http:\/\/\S+\/card\/[0-9a-z]{26,}\n$/)
  assert.equal(h.cli('card', village, '九组3户').code, 4)
})

test('a proof holds against the printed head and fails when a byte is changed', () => {
  const [line] = h.mustCli('log', 'head', village).split('\n')
  assert.match(line, /^yc1 420325102212 \d+ [0-9a-f]{64} /)
  const proof = h.mustCli('log', 'prove', village, '5')
  const file = join(h.dir, 'proof.json')
  writeFileSync(file, proof)
  assert.equal(run(['log', 'verify', file, '--head', line]).code, 0)
  const alone = run(['log', 'verify', file, '--head', line.split(' ')[3]])
  assert.notEqual(alone.code, 0, 'a root alone proves nothing')
  const flip = (c) => (c === 'a' ? 'b' : 'a')
  const at = line.indexOf(line.split(' ')[3]) + 7
  assert.notEqual(run(['log', 'verify', file, '--head', line.slice(0, at) + flip(line[at]) + line.slice(at + 1)]).code, 0)
  writeFileSync(file, proof.replace('person.added', 'person.adder'))
  assert.notEqual(run(['log', 'verify', file, '--head', line]).code, 0)
  writeFileSync(file, proof)
  assert.equal(run(['log', 'verify', file, '--head', line, '--key', JSON.parse(proof).public_key]).code, 0)
  assert.notEqual(run(['log', 'verify', file, '--head', line, '--key', '00'.repeat(32)]).code, 0)
  assert.equal(h.cli('log', 'prove', village, '999999').code, 4)
  const grown = JSON.parse(h.mustCli('log', 'growth', village, '10', '40'))
  writeFileSync(file, JSON.stringify(grown))
  assert.equal(run(['log', 'verify', file, '--head', grown.to_head]).code, 0)
  assert.notEqual(run(['log', 'verify', file, '--head', grown.from_head]).code, 0, 'anybody can make a later head')
  assert.equal(run(['log', 'verify', file, '--head', grown.from_head, '--key', grown.public_key]).code, 0)
  writeFileSync(file, JSON.stringify({ ...grown, from: 11 }))
  assert.notEqual(run(['log', 'verify', file, '--head', grown.to_head]).code, 0)
})

test('a backup is restored elsewhere with the keys kept apart, and nothing is missing', () => {
  const to = join(h.dir, 'backup')
  h.mustCli('backup', to)
  assert.ok(!existsSync(join(to, 'keys')))
  assert.equal(h.cli('backup', to).code, 5)
  const data = join(h.dir, 'restored')
  assert.equal(run(['restore', to], { YUANCHANG_DATA: data }).code, 0)
  assert.equal(run(['check'], { YUANCHANG_DATA: data }).code, 4, 'without keys it is no house')
  cpSync(join(h.data, 'keys'), join(data, 'keys'), { recursive: true })
  assert.equal(run(['check'], { YUANCHANG_DATA: data }).code, 0)
  assert.equal(run(['restore', to], { YUANCHANG_DATA: data }).code, 5)
  const head = (d) => run(['log', 'head', village], { YUANCHANG_DATA: d }).out
  assert.equal(head(data), head(h.data))
})

test('every command line that docs/operate.md prints can be run as it stands', () => {
  const settings = run(['help']).out.split('\nsettings')[1]
  const lines = readFileSync(join(root, 'docs/operate.md'), 'utf8').split('\n').filter((l) => /^ {4}\S/.test(l))
  const printed = lines.map((l) => /(?:^ {4}|&& )(sudo -u yuanchang )?yuanchang ([a-z].*)/.exec(l)).filter(Boolean)
  assert.ok(printed.length >= 8)
  for (const [line, sudo, rest] of printed) {
    const words = rest.replace(/ *&&.*| +#.*/, '').split(' ')
    const help = [2, 1].map((n) => run(['help', ...words.slice(0, n)])).find((r) => r.code === 0)
    assert.ok(help, line)
    for (const flag of words.filter((w) => w.startsWith('--')))
      assert.ok(flag === '--config' || help.out.includes(`${flag} `) || settings.includes(`${flag} `), `${flag}: ${line}`)
    if (words[0] !== 'log') assert.ok(sudo && rest.includes(' --config /etc/yuanchang.conf'), `a shell knows no settings: ${line}`)
  }
})

test('the manual page names every command, and is installed', () => {
  const page = readFileSync(join(root, 'ops/yuanchang.1'), 'utf8').replaceAll('\\-', '-')
  const names = [...run(['help']).out.split('\nsettings')[0].matchAll(/^ {2}([a-z]+(?: [a-z]+)?) /gm)].map((m) => m[1])
  assert.ok(names.length > 30)
  for (const name of names) for (const word of name.split(' ')) assert.match(page, new RegExp(`^\\.B .*\\b${word}\\b`, 'm'), name)
  assert.match(readFileSync(join(root, 'Makefile'), 'utf8'), /install .*ops\/yuanchang\.1.*share\/man\/man1/)
})
