// The noun of docs/add-a-noun.md is taken out of that page and built in a copy of the tree: its tests pass, its page and its
// tile are there, everybody may what its table says; and nothing else in the tree had to change.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { played, root } from '../support/house.mjs'

const tree = mkdtempSync(join(tmpdir(), 'yuanchang-tool-'))
const at = (path) => join(tree, path)

/// The files of the page: a heading names them in backquotes, the blocks under it follow in that order.
function filesOf(page) {
  const files = []
  for (const part of page.split('\n### ').slice(1)) {
    const names = [...part.split('\n')[0].matchAll(/`([^`]+)`/g)].map((m) => m[1])
    const blocks = [...part.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map((m) => m[1])
    if (/^\d/.test(part) && names.length) files.push(...names.map((name, i) => ({ name, text: blocks[i], first: names[0] })))
  }
  return files.map((f) => ({ ...f, path: f.name.includes('/') && !f.name.startsWith('slot/') ? f.name : join(dirname(f.first), f.name) }))
}

function run(command, args, env = {}) {
  const r = spawnSync(command, args, { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...env } })
  return { code: r.status, out: r.stdout + r.stderr }
}
const made = (...targets) => {
  const r = run('make', ['-s', '-j2', ...targets])
  assert.equal(r.code, 0, r.out.slice(-3000))
}

before(() => {
  const kept = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).stdout.split('\n').filter(Boolean)
  for (const path of [...kept, 'out/obj', 'out/gen', 'out/tools', 'out/libyuanchang.a', 'out/libsupport.a'])
    cpSync(join(root, path), at(path), { recursive: true, preserveTimestamps: true })
  spawnSync('git', ['init', '-q', tree]) // tools/check-docs asks git which files there are
})
after(() => rmSync(tree, { recursive: true, force: true }))

test('the noun of the page is built, and its tests pass', { timeout: 600_000 }, () => {
  const files = filesOf(readFileSync(at('docs/add-a-noun.md'), 'utf8'))
  const house = files.find((f) => f.path === 'src/house/house.c')
  const own = files.filter((f) => f !== house && !f.path.startsWith('docs/'))
  assert.ok(own.length >= 10, files.map((f) => f.path).join(' '))
  const lines = own.reduce((n, f) => n + f.text.split('\n').length - 1, 0)
  assert.ok(lines < 600, `${lines} lines of a noun with story, proof, pictures, telling, figures and tests`)
  for (const f of own) {
    const path = at(f.path.replace('NNNN', '0999'))
    assert.ok(f.text, `${f.path} has no block`)
    assert.ok(!existsSync(path), `${f.path} is not its own`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, f.text)
  }
  assert.equal(house.text.split('\n').length - 1, 1, 'one line outside its own files')
  const table = readFileSync(at('src/house/house.c'), 'utf8')
  writeFileSync(at('src/house/house.c'), table.replace(/(?= +SHOWN\(board\))/, house.text))

  made('out/yuanchang', 'out/tests/share/tool/tool_test', 'out/tests/web/templates_all_test', 'out/tests/house/access_table_test', 'out/tests/record/noun_test')
  for (const t of ['share/tool/tool_test', 'web/templates_all_test', 'house/access_table_test', 'record/noun_test']) {
    const r = run(`out/tests/${t}`, [])
    assert.equal(r.code, 0, `${t}\n${r.out}`)
    assert.match(r.out, /\[  PASSED  \] [1-9]/)
  }
  const checks = readdirSync(at('tools')).filter((n) => n.startsWith('check-'))
  assert.ok(checks.length >= 11, checks.join(' '))
  for (const check of checks) {
    const r = run(`tools/${check}`, [])
    assert.equal(r.code, 0, `${check}\n${r.out}`)
  }
})

test('its own test over the wire passes, and every route, form and column of it is tried with the others', { timeout: 600_000 }, () => {
  for (const suite of ['share/tool/tool', 'web/every_route', 'web/forms', 'web/offline', 'leak/forgotten']) {
    const r = run('node', ['--test', '--test-reporter=tap', `tests/http/${suite}.test.mjs`], { YC_ENGINE: 'sqlite', NODE_TEST_CONTEXT: undefined })
    assert.equal(r.code, 0, r.out.slice(-3000))
    assert.match(r.out, /^# pass [1-9]/m)
  }
})

test('its page and its tile are there', { timeout: 120_000 }, async () => {
  const data = at('data-of-test')
  const env = { YUANCHANG_CLOCK: played }
  for (const command of [['init', '--no-admin'], ['demo']]) {
    const r = run('out/yuanchang', [...command, '--data', data], env)
    assert.equal(r.code, 0, r.out)
  }
  const server = spawn(at('out/yuanchang'), ['serve', '--data', data, '--port', '0', '--log', 'error'], { env: { ...process.env, ...env } })
  try {
    const origin = await new Promise((resolve, reject) => {
      let said = ''
      server.stdout.on('data', (d) => { said += d; const m = /listening on (\S+)/.exec(said); if (m) resolve(m[1]) })
      server.on('exit', () => reject(new Error(said)))
    })
    const place = await (await fetch(`${origin}/place/420325102212`)).text()
    assert.match(place, /<a class="tile" href="\/place\/420325102212\/tool">/)
    const page = await (await fetch(`${origin}/place/420325102212/tool`)).text()
    assert.match(page, /公用的东西/)
    assert.deepEqual((await (await fetch(`${origin}/place/420325102212/tool.json`)).json()).tools, [])
  } finally {
    server.kill()
  }
})
