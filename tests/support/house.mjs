// house: a 院场 of a test's own: a data folder, the program on it, and clients that talk to it.
//
//   const h = await house({ demo: true })      // or { engine: 'postgres' }
//   const c = h.client(); await c.card(code); await c.post('/place/...', {...})
//   await h.kill(); await h.start(); h.cli('check'); await h.done()
//
// With YC_PROXY=nginx clients talk to an nginx with the shipped ops/nginx.conf before it (h.origin, https; certificates and
// NODE_EXTRA_CA_CERTS as ./test sets them); h.direct is the program itself, for who must say bytes to it.
import { execFile, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
export const program = process.env.YC_PROGRAM ?? join(root, 'out/yuanchang')
export const demoPassword = 'yuanchang-2026'

/// When the tests live: on a Thursday forenoon, or where YC_NOW says (tests/days.mjs). The demonstration is played at that
/// time; a minute later the file of tests begins, and its clock and that of every program it starts run on from there.
export const played = process.env.YC_NOW ?? '2026-07-16T10:00:00+08:00'
const shift = Date.parse(played) + 60_000 - Date.now()
process.env.YUANCHANG_CLOCK = `${shift < 0 ? '-' : '+'}${Math.abs(shift)}`
/// ms since 1970, by that clock.
export const clock = () => Date.now() + shift
/// The day in China, n days from now: 2026-07-16.
export const day = (n = 0) => new Date(clock() + 8 * 3600_000 + n * 86400_000).toISOString().slice(0, 10)

/// Runs a command of the program; never throws for an exit code.
export function run(args, env = {}) {
  const r = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 1 << 28 })
  return { code: r.status, out: r.stdout, err: r.stderr }
}

/// The same, and this process goes on meanwhile.
export function runBeside(args, env = {}) {
  return new Promise((resolve) => execFile(program, args, { env: { ...process.env, ...env }, maxBuffer: 1 << 28 },
    (e, out, err) => resolve({ code: e ? e.code : 0, out, err })))
}

export function must(r, what) {
  if (r.code !== 0) throw new Error(`${what}: exit ${r.code}\n${r.out}\n${r.err}`)
  return r
}

/// make()s what is not made yet, alone: files of tests run two at a time, and each may need it first.
async function makeOnce(lock, isMade, make) {
  const isLeft = () => { // by a process that has ended
    try { process.kill(Number(readFileSync(lock, 'utf8')) || process.pid, 0); return false } catch (e) { return e.code === 'ESRCH' }
  }
  while (!isMade()) {
    try { writeFileSync(lock, String(process.pid), { flag: 'wx' }) } catch (e) {
      if (e.code !== 'EEXIST') throw e
      if (isLeft()) rmSync(lock, { force: true })
      else await sleep(100)
      continue
    }
    try { if (!isMade()) await make() } finally { rmSync(lock, { force: true }) }
  }
}

/// The demonstration as it is when played at that time, once a build, and copied for whoever asks: a folder in `keep`, or in
/// YC_KEEP.
export async function demoFolder(pg = null, at = played, keep = process.env.YC_KEEP ?? join(root, 'out/test'), env = {}) {
  const kept = join(keep, pg ? 'demo-postgres' : 'demo')
  const whose = join(kept, 'made-for'), made = `${pg?.url} ${at}`
  const isMade = () => existsSync(whose) && readFileSync(whose, 'utf8') === made && statSync(whose).mtimeMs > statSync(program).mtimeMs
  mkdirSync(keep, { recursive: true })
  await makeOnce(`${kept}.making`, isMade, async () => {
    const making = `${kept}.${process.pid}`
    const settings = { YUANCHANG_DATA: making, YUANCHANG_DATABASE: pg?.url ?? '', YUANCHANG_CLOCK: at, ...env }
    rmSync(making, { recursive: true, force: true })
    pg?.create()
    must(await runBeside(['init', '--no-admin'], settings), 'init')
    must(await runBeside(['demo'], settings), 'demo')
    writeFileSync(join(making, 'made-for'), made)
    rmSync(kept, { recursive: true, force: true })
    renameSync(making, kept)
  })
  return kept
}

/// A database of that name on the tests' PostgreSQL (tests/pg.sh, YC_TEST_PG).
function database(name) {
  const server = process.env.YC_TEST_PG
  const say = (sql) => {
    const r = spawnSync('psql', ['-qAt', server, '-c', sql], { encoding: 'utf8' })
    if (r.status !== 0) throw new Error(`${sql}: ${r.stderr ?? r.error}`)
  }
  const drop = () => say(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  return {
    url: String(server).replace(/\/\/([^/]*)\/[^?]*/, `//$1/${name}`),
    create(template = 'template0') {
      drop()
      say(`CREATE DATABASE ${name} TEMPLATE ${template}${template === 'template0' ? " LC_COLLATE 'C'" : ''}`)
    },
    drop,
  }
}
let databases = 0
export function postgresDatabase(template) {
  const pg = database(`yc_${process.pid}_${++databases}`)
  pg.create(template)
  return pg
}

/// What a test that failed left running neither keeps the file of tests from ending nor outlives it.
const running = new Set()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))
function letGo(child) {
  running.add(child)
  child.on('exit', () => running.delete(child))
  for (const held of [child, child.stdout, child.stderr]) held?.unref()
}

// ---- nginx before it ----

export const isProxied = process.env.YC_PROXY === 'nginx'
const freePort = () => new Promise((resolve) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => resolve(port)) })
})

/// nginx on two ports of its own before the program at `direct`. Resolves when it takes connections.
async function proxy(tls, direct) {
  const dir = mkdtempSync('/tmp/yuanchang-nginx-') // not TMPDIR: that may be a disk that is to be full
  const script = join(root, 'tests/nginx.sh'), certs = dirname(process.env.NODE_EXTRA_CA_CERTS), plain = await freePort()
  const made = spawnSync(script, ['conf', dir, certs, String(tls), String(plain), new URL(direct).port], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(made.stderr)
  const child = spawn('nginx', ['-p', dir, '-c', join(dir, 'nginx.conf')], { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  while (!existsSync(join(dir, 'nginx.pid')) && child.exitCode === null) await sleep(10) // written when it listens
  if (child.exitCode !== null) throw new Error(`nginx: ${readFileSync(join(dir, 'error.log'), 'utf8')}`)
  letGo(child)
  return { dir, plain: `http://127.0.0.1:${plain}`, async stop() { child.ref(); child.kill('SIGTERM'); await ended; rmSync(dir, { recursive: true, force: true }) } }
}

export async function house({ engine = 'sqlite', demo = false, args = [], serve = true, env = {} } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'yuanchang-'))
  const data = join(dir, 'data')
  const folder = demo ? await demoFolder(engine === 'postgres' ? database('yc_demo') : null) : null
  const pg = engine === 'postgres' ? postgresDatabase(demo ? 'yc_demo' : undefined) : null
  const tls = isProxied ? await freePort() : 0
  const before = isProxied ? { YUANCHANG_ORIGIN: `https://127.0.0.1:${tls}`, YUANCHANG_PROXY: '127.0.0.1' } : {}
  const settings = { YUANCHANG_DATA: data, YUANCHANG_PORT: '0', ...before, ...(pg ? { YUANCHANG_DATABASE: pg.url } : {}), ...env }
  if (folder) cpSync(folder, data, { recursive: true })
  else must(run(['init', '--no-admin'], settings), 'init')
  const h = {
    dir, data, settings, engine, origin: null, direct: null, proxy: null, child: null, log: '',
    cli: (...a) => run(a, settings),
    mustCli: (...a) => must(run(a, settings), a.join(' ')).out,
    client: () => new Client(() => h.origin, {}, h),
    /// As the proxy would pass on one who comes from there; needs { args: ['--proxy', '127.0.0.1'] }.
    clientAt: (address) => new Client(() => h.direct, { 'x-forwarded-for': address }, h),
    /// The last four digits of a phone of that house, as a device that is new is asked for them.
    tailOf: (label, place) => h.sql(`SELECT p.phone_shown FROM person AS p JOIN household AS o ON o.county = p.county AND o.id = p.household
      WHERE o.label = '${label}' AND o.place LIKE '${place}%' AND p.to_date = 0 AND p.phone_shown <> '' LIMIT 1`)[0]?.slice(-4),
    /// Looks at the stored rows, past the program; a list of lines.
    sql: (text) => {
      const r = pg ? spawnSync('psql', ['-qAt', '-F', '|', pg.url, '-c', text], { encoding: 'utf8' })
        : spawnSync('sqlite3', [join(data, 'yuanchang.db'), text], { encoding: 'utf8' })
      if (r.status !== 0) throw new Error(r.stderr)
      return r.stdout.split('\n').filter(Boolean)
    },
    /// Starts (again), at the port of before if there was one.
    async start(more = []) {
      const port = h.direct ? new URL(h.direct).port : '0'
      h.child = spawn(program, ['serve', ...(demo ? ['--demo'] : []), ...args, ...more], { env: { ...process.env, ...settings, YUANCHANG_PORT: port } })
      h.ended = new Promise((resolve) => h.child.on('exit', (code, signal) => resolve({ code, signal })))
      h.child.stderr.on('data', (d) => { h.log = (h.log + d).slice(-200000) })
      let out = ''
      h.direct = await new Promise((resolve, reject) => {
        h.child.stdout.on('data', (d) => {
          out += d
          const m = /listening on (\S+)/.exec(out)
          if (m) resolve(m[1])
        })
        h.ended.then((e) => reject(new Error(`serve ended: ${JSON.stringify(e)}\n${h.log}`)))
      })
      h.printed = out
      letGo(h.child)
      if (isProxied) h.proxy ??= await proxy(tls, h.direct)
      h.origin = isProxied ? `https://127.0.0.1:${tls}` : h.direct
    },
    async stop(signal = 'SIGTERM') {
      if (!h.child) return null
      h.child.ref()
      h.child.kill(signal)
      const e = await h.ended
      h.child = null
      return e
    },
    kill: () => h.stop('SIGKILL'),
    // After a file of tests: whatever they left must pass every invariant.
    async leave() {
      await h.stop()
      must(h.cli('check'), 'check')
      await h.done()
    },
    async done() {
      await h.stop()
      await h.proxy?.stop()
      pg?.drop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  if (serve) await h.start()
  return h
}

/// Debian's node 18 has no getSetCookie(): the lines come joined by commas there, and dates hold commas too.
export const setCookies = (r) => r.headers.getSetCookie?.() ?? (r.headers.get('set-cookie') ?? '').split(/, (?=[^;,=\s]+=)/).filter(Boolean)

/// A browser's worth of HTTP: cookies and the token, no more.
export class Client {
  constructor(origin, headers = {}, house = null) {
    this.where = origin
    this.house = house
    this.headers = headers
    this.cookies = new Map()
    this.csrf = null
  }
  async fetch(path, { method = 'GET', json, form, headers = {}, signal } = {}) {
    const h = { accept: 'application/json', ...this.headers, ...headers }
    if (this.cookies.size) h.cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ')
    if (method === 'POST' && this.csrf) h['x-csrf-token'] = this.csrf
    let body
    if (json !== undefined) {
      h['content-type'] = 'application/json'
      body = JSON.stringify(json)
    } else if (form) body = form
    const r = await fetch(this.where() + path, { method, headers: h, body, redirect: 'manual', signal })
    for (const line of setCookies(r)) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const text = await r.text()
    let data = null
    if ((r.headers.get('content-type') ?? '').includes('json')) data = JSON.parse(text)
    return { status: r.status, headers: r.headers, text, data }
  }
  get(path, more) { return this.fetch(path, more) }
  post(path, json, more) { return this.fetch(path, { method: 'POST', json, ...more }) }
  async token() {
    this.csrf = (await this.get('/session')).data.csrf ?? null
    return this.csrf
  }
  async signIn(path, json) {
    const r = await this.post(path, json)
    if (r.status >= 400) throw new Error(`${path}: ${r.status} ${r.text}`)
    await this.token()
    return r
  }
  /// Household card: its path as printed (/card/CODE).
  /// Where several share it, the first of the house.
  async card(path) {
    const page = new URL(path, 'http://x').pathname
    const { data } = await this.get(page)
    const who = data.must_choose ? { person: data.persons[0].id } : {}
    return this.signIn(page, data.asks_tail ? { ...who, tail: this.house.tailOf(data.label, data.place.code) } : who)
  }
  login(name, password = demoPassword) { return this.signIn('/login', { name, password }) }
}

/// The addresses that `serve --demo` printed: { card: '/card/...' }.
export function printedCard(h) {
  return new URL(/(http\S+\/card\/\S+)/.exec(h.printed)[1]).pathname
}

export const sleep = (ms) => new Promise((r) => setTimeout(r, ms))
/// A small fixed sequence of numbers, so that a run can be repeated: SEED=n.
export function dice(seed = Number(process.env.SEED ?? 1)) {
  let s = (seed * 2654435761) >>> 0
  return (n) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return Math.floor((s / 4294967296) * n)
  }
}
export const readText = (path) => readFileSync(path, 'utf8')
