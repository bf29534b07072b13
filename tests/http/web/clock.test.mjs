// clock: a server whose wall clock jumps, while it runs and at a start. Both clocks of the machine are moved by a file
// (--clock @FILE); nothing sleeps but until the server's next second.
import assert from 'node:assert/strict'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { house, sleep } from '../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const DAY = 86400_000, HOUR = 3600_000
let h, file, admin, password

// How far the wall clock, and the clock since boot, is from the machine's, ms, and how often it was booted since. In one
// piece: a reader sees all or none.
const clocks = (wall, boot = 0, boots = 0) => {
  closeSync(openSync(file, 'a'))
  const f = openSync(file, 'r+')
  writeSync(f, `${wall} ${boot} ${boots}`.padEnd(60), 0)
  closeSync(f)
}
// Asked of the program itself: nginx lets nobody there.
const figure = async (name) => Number(new RegExp(`^yuanchang_${name} (-?\\d+)`, 'm').exec(await (await fetch(`${h.direct}/metrics`)).text())[1])
const until = async (what, ask) => {
  for (let i = 0; i < 200; i++) {
    if (await ask()) return
    await sleep(100)
  }
  assert.fail(`in vain: ${what}`)
}
// The server has looked at its clocks since: a job that is due now was run (and, having no handler, tried again later).
let jobs = 0
const tick = async () => {
  const subject = ++jobs
  h.sql(`INSERT INTO job (county, kind, subject, place, arg, due, tries) VALUES ('', 'test.tick', ${subject}, '', 0, 0, 0)`)
  await until('a tick', () => h.sql(`SELECT tries FROM job WHERE kind = 'test.tick' AND subject = ${subject}`)[0] !== '0')
}
const newest = () => Number(h.sql('SELECT MAX(at) FROM event')[0])
let names = 0
const write = async () => {
  const r = await admin.post('/place/420325/alias', { name: `房陵${String.fromCodePoint(0x4e00 + ++names)}` })
  assert.ok(r.status < 300, r.text)
}

const begin = async () => {
  h = await house({ engine, serve: false, env: { YUANCHANG_CLOCK: '' } }) // by the machine's clock: what follows moves that
  file = join(h.dir, 'clocks')
  clocks(0)
  h.settings.YUANCHANG_CLOCK = `@${file}`
  password = h.mustCli('account', 'add', 'admin', '--place', '42', '--role', 'admin').match(/\S{4}-\S{4}-\S{4}-\S{4}/)[0]
  await h.start()
  admin = h.client()
  await admin.login('admin', password)
}
before(begin)
after(() => h?.done())

test('a house that never wrote its time down holds a first start and each command against its newest event', async () => {
  await write() // an event of today
  await h.stop()
  const forget = () => h.sql("DELETE FROM setting WHERE name IN ('clock.known', 'clock.confirmed')")
  const isOfToday = () => assert.ok(newest() < Date.now() + HOUR, new Date(newest()).toISOString())
  forget()
  clocks(60 * DAY)
  const command = h.cli('account', 'add', 'neverserved', '--place', '42', '--role', 'admin')
  assert.equal(command.code, 0)
  assert.match(command.err, /the wall clock is not believed/)
  isOfToday()
  forget()
  await h.start()
  assert.equal(await figure('clock_held'), 1)
  await admin.login('admin', password)
  await write()
  isOfToday()
  await h.stop()
  clocks(0)
  await h.start()
  assert.equal(await figure('clock_held'), 0) // the right clock is not behind of anything
  await h.stop()
  forget() // who really stood still says so, before anything is written
  clocks(400 * DAY, 0, 1)
  assert.equal(h.cli('clock').code, 1)
  assert.match(h.mustCli('clock', '--confirm'), /is believed/)
  await h.start()
  assert.equal(await figure('clock_held'), 0)
  await h.done()
  jobs = 0
  await begin()
})

test('sixty days ahead for a while: no deadline passes, nobody is signed out, no event is dated there', async () => {
  h.sql(`INSERT INTO job (county, kind, subject, place, arg, due, tries) VALUES ('', 'test.deadline', 1, '', 0, ${Date.now() + 15 * DAY}, 0)`)
  const page = { headers: { accept: 'text/html' } }
  assert.doesNotMatch((await admin.get('/me', page)).text, /action="\/clock"/)
  clocks(60 * DAY)
  await tick()
  await write()
  assert.equal(h.sql("SELECT tries FROM job WHERE kind = 'test.deadline'")[0], '0')
  assert.ok(newest() < Date.now() + HOUR, new Date(newest()).toISOString())
  assert.equal((await admin.get('/session')).data.signed_in, true)
  assert.equal(await figure('clock_held'), 1)
  assert.ok(Math.abs(await figure('clock_ahead_seconds') - 60 * 86400) < 60)
  assert.match(h.log, /the wall clock is not believed/)
  assert.match((await admin.get('/me', page)).text, /action="\/clock"/) // the banner
  assert.doesNotMatch((await h.client().get('/place/420325', page)).text, /action="\/clock"/) // not a visitor's
  const check = h.cli('check')
  assert.equal(check.code, 1)
  assert.match(check.out, /the wall clock does not agree/)
  assert.equal(h.cli('clock').code, 1)
  clocks(0)
  await tick()
  await write()
  assert.equal(await figure('clock_held'), 0)
  assert.equal((await admin.get('/session')).data.signed_in, true)
  assert.equal(h.cli('check').code, 0)
})

test('a command goes by the time of the service, and so does a start while the clock is wrong', async () => {
  await tick()
  clocks(5 * DAY) // a machine that was off for so long would be believed
  const command = h.cli('account', 'add', 'bycommand', '--place', '42', '--role', 'admin')
  assert.equal(command.code, 0)
  assert.match(command.err, /the wall clock is not believed/)
  assert.ok(newest() < Date.now() + HOUR, new Date(newest()).toISOString())
  await tick()
  await h.kill()
  await h.start()
  await write()
  assert.equal(await figure('clock_held'), 1)
  assert.ok(newest() < Date.now() + HOUR, new Date(newest()).toISOString())
  assert.equal((await admin.get('/session')).data.signed_in, true)
  clocks(0)
  await tick()
  await h.stop()
  clocks(90 * DAY, 90 * DAY) // the program was stopped, its machine was not
  await h.start()
  assert.equal(await figure('clock_held'), 0)
  await h.stop()
  clocks(0)
  h.cli('clock', '--confirm')
  await h.start()
  await admin.login('admin', password)
})

test('a machine without a battery is believed when the network sets its clock', async () => {
  await h.stop()
  clocks(-20000 * DAY, 0, 1)
  await h.start()
  assert.equal(await figure('clock_held'), 1)
  await write() // the session is of before the start and has not ended
  clocks(15 * HOUR, 0, 1)
  await until('it is believed', async () => await figure('clock_held') === 0)
  clocks(0)
  await tick()
  h.mustCli('clock', '--confirm')
  await until('the server hears it', async () => await figure('clock_held') === 0)
})

test('back in time by two months: events go on from where they were', async () => {
  const before = newest()
  clocks(-60 * DAY)
  await tick()
  await write()
  assert.ok(newest() >= before)
  clocks(0)
  await tick()
})

test('who runs the service presses that the clock is right, and nobody else may', async () => {
  clocks(2 * HOUR)
  await tick()
  assert.equal(await figure('clock_held'), 1)
  assert.equal((await h.client().post('/clock')).status, 401)
  assert.equal((await admin.post('/clock')).status, 200)
  assert.equal(await figure('clock_held'), 0)
  await write()
  assert.ok(newest() > Date.now() + HOUR)
})

test('the command says it to a server that runs', async () => {
  clocks(0)
  await tick()
  assert.equal(await figure('clock_held'), 1)
  assert.match(h.mustCli('clock', '--confirm'), /is believed/)
  await until('the server hears it', async () => await figure('clock_held') === 0)
})

test('a clock that stands is believed after as long as it is ahead', async () => {
  clocks(3 * HOUR)
  await tick()
  await tick()
  assert.equal(await figure('clock_held'), 1)
  clocks(6 * HOUR + 60_000, 3 * HOUR + 60_000) // three hours later
  await until('it is believed', async () => await figure('clock_held') === 0)
  h.mustCli('clock')
})

test('a start after two months asks first, and knows whose session had ended meanwhile', async () => {
  clocks(0, 0)
  await h.stop()
  h.mustCli('clock', '--confirm')
  await h.start()
  await admin.login('admin', password)
  await tick()
  await h.stop()
  clocks(60 * DAY, 0, 1)
  await h.start()
  assert.equal(await figure('clock_held'), 1)
  assert.equal((await admin.get('/session')).data.signed_in, false)
  const late = h.client()
  await late.login('admin', password)
  assert.equal((await late.get('/session')).data.signed_in, true)
  assert.equal((await late.post('/clock')).status, 200)
  assert.equal(await figure('clock_held'), 0)
})
