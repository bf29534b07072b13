#!/usr/bin/env node
// days: the demonstration, `check` and the tests of the command line on other days than today.
//
//   node tests/days.mjs                  demonstration, check and shape on 120 days in a row and on the difficult ones
//   node tests/days.mjs --sample         on ten of them, with the tests that stand on rows which only some days once had, and on
//                                        two with the tests of the command line that stand on a database
//   node tests/days.mjs --cli=7 ..       also all tests of tests/cli on every seventh; with --database those alone that stand on one
//   node tests/days.mjs 2027-02-06T00:05 these only
//
// The hour of the day and the zone of the process change from day to day, which must change nothing. On each day the
// demonstration has the shape that it has on the first one (tests/support/shape.mjs). One line a case, as ./test counts them.
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { knowsNoDay } from './days_apart.mjs'
import { differences, shape } from './support/shape.mjs'
import { demoFolder, must, root, runBeside } from './support/house.mjs'

const hours = ['10:00', '00:05', '23:55', '07:00', '16:30'], zones = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles']
const row = (from, n) => Array.from({ length: n }, (_, i) => new Date(Date.parse(from) + i * 86400_000).toISOString().slice(0, 10))

// From a week in which the story once had another shape each day, over the New Year and the Spring Festival to spring.
const inARow = row('2026-11-20', 120)
const difficult = [
  ...row('2026-02-13', 12),                                          // nine days off, and two Saturdays that are worked
  '2026-05-05', '2026-09-20', ...row('2026-09-30', 11),              // 劳动节, a worked Sunday, 国庆节 and its worked Saturday
  '2027-03-31', '2027-04-30', '2027-05-31', '2027-06-30', '2027-12-31', // the calendar of 2027 is not published yet
  '2028-01-01', '2028-01-31', '2028-02-28', '2028-02-29', '2028-03-01', '2028-07-15', '2028-12-31',
]
const sample = ['2026-11-24T10:00', '2026-11-29T00:05', '2026-11-30T23:55', '2026-02-23T16:30', '2026-10-07T23:55', '2026-10-10T07:00',
  '2026-12-31T23:55', '2027-01-01T00:05', '2027-02-08T10:00', '2028-02-29T00:05']
const withCli = ['2026-12-31T23:55', '2028-02-29T00:05']
// Those of files alone (journals, ballots, lists) know no day, which tests/build/no_day.test.mjs holds, and take much of the time: the
// long run tries them too, unless it is told not to.
const onDatabase = readdirSync(join(root, 'tests/cli')).filter((f) => !knowsNoDay(f)).map((f) => `tests/cli/${f}`)
const onceRed = ['--test-name-pattern', 'a need that goes on nowhere|a row at the city that is missing', 'tests/cli/check.test.mjs', 'tests/cli/corrupt.test.mjs']

const words = process.argv.slice(2)
const isSample = words.includes('--sample'), ofDatabase = words.includes('--database'), every = Number(words.find((w) => w.startsWith('--cli='))?.slice('--cli='.length) ?? 0)
const named = words.filter((w) => !w.startsWith('--'))
const withHour = (day, i) => day.includes('T') ? day : `${day}T${hours[i % hours.length]}`
const moments = (named.length ? named : isSample ? sample : [...inARow, ...difficult]).map(withHour)
const work = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'yuanchang-days-')) // nothing here need outlive the machine
let failed = 0, first

function say(moment, what, wrong) {
  console.log(`case ${wrong ? 'failed' : 'ok'} ${moment} ${what}`)
  if (!wrong) return
  failed++
  console.log(wrong.split('\n').map((line) => `    ${line}`).join('\n'))
}

const tried = (f) => f().then(() => '', (e) => e.message)
function sqlite(folder) {
  return (text) => must(spawned('sqlite3', [join(folder, 'yuanchang.db'), text]), 'sqlite3').out.split('\n').filter(Boolean)
}
function spawned(name, args) {
  const r = spawnSync(name, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  return { code: r.status, out: r.stdout, err: r.stderr }
}

/// `least`: so many must have run, so that a name that is gone is no success.
function tests(args, env, least) {
  return new Promise((resolve, reject) => execFile('node', ['--test', '--test-reporter=tap', ...args], { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1 << 28 },
    (e, out) => {
      const count = (what) => Number(new RegExp(`^# ${what} (\\d+)`, 'm').exec(out)?.[1] ?? 0)
      if (!e && count('pass') >= least) resolve()
      else reject(new Error([...out.matchAll(/^not ok(?:.*\n){1,16}|^# (?:pass|fail) .*/gm)].map((m) => m[0].trimEnd()).join('\n') || String(e)))
    }))
}

async function tryDay(moment, i) {
  const at = `${moment}:00+08:00`, keep = join(work, moment), TZ = zones[i % zones.length]
  const env = { YC_NOW: at, YC_KEEP: keep, TZ }
  say(moment, 'demonstration, check and shape', await tried(async () => {
    const folder = await demoFolder(null, at, keep, { TZ })
    must(await runBeside(['check'], { YUANCHANG_DATA: folder, YUANCHANG_CLOCK: at, TZ }), 'check')
    const here = shape(sqlite(folder))
    first ??= here
    if (here.join('\n') !== first.join('\n')) throw new Error(`another shape than on ${moments[0]}:\n${differences(first, here).join('\n')}`)
  }))
  if (isSample) say(moment, 'what goes on at the city', await tried(() => tests(onceRed, env, 2)))
  if (isSample && withCli.includes(moment)) say(moment, 'the command line, on a database', await tried(() => tests(onDatabase, env, 60)))
  if (every && i % every === 0) say(moment, 'the command line', await tried(() => tests(ofDatabase ? onDatabase : ['tests/cli'], env, ofDatabase ? 60 : 100)))
  rmSync(keep, { recursive: true, force: true })
}

let next = 0
async function lane() {
  while (next < moments.length) {
    const i = next++
    await tryDay(moments[i], i)
  }
}

try {
  await tryDay(moments[next], next++) // the one that the others are held against
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, lane))
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.exitCode = failed ? 1 : 0
