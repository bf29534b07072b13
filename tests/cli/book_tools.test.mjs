// What is exported, as the programs themselves read it: hledger, ledger and beancount take it and hold the same balances; and
// `book check` says of good and bad journals what `hledger check` says. Skipped where they are not installed (tools/setup bench).
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dice, run } from '../support/house.mjs'

const dir = mkdtempSync(join(tmpdir(), 'yuanchang-book.'))
test.after(() => rmSync(dir, { recursive: true, force: true }))

function tool(name, ...args) {
  const r = spawnSync(name, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  return { code: r.status, out: r.stdout, err: r.stderr }
}
const missing = (name) => spawnSync(name, ['--version']).error ? `${name} is not installed` : false
const must = (r) => { assert.equal(r.code, 0, r.err + r.out); return r.out }

const fractions = (seed) => { const d = dice(seed); return () => d(1 << 24) / (1 << 24) }
const pick = (roll, from) => from[Math.floor(roll() * from.length)]
const percent = (s) => s.replace(/[%;:,[\]()*!=]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0'))

/// A journal of names and words that could be misread, in hledger's dialect with everything coded.
function chanceJournal(roll, { aside, beancount }) {
  const parts = ['资产', '银行 一', 'a', 'B c', 'x-y', 'é', '5', 'a.b', '工(专)', 'a=b', 'a|b', "o'n", '𠀀', 'ab', 'A']
  const roots = beancount ? ['资产', '负债', 'income', 'Expenses', '权益'] : ['资产', '负债', 'income', 'Expenses', '权益', 'z 1', '5', 'é']
  const names = ['元', '工', 'CNY', 'YC1', '斤 米', '5', '-', 'a b', 'TRUE', 'a@b', '=', 'x,y', '€', 'USD', "a'b", 'EUR-2', '1000.']
  const pieces = [';', '%', '%41', '(', ')', '*', '!', ':', '::', '[', ']', '[2026-01-01]', 'date:', 'date:x', 'yc-', ' ', '  ', '中', '。',
    '|', '"', '\\', '\\n', '=', '@@', '{}', ',', 'a', 'b:c', 'b: c', ':a:', '#', '~', "'", '🙂', '1,000.00', '-', '.', 'and', '^x', '$', '`']
  const words = (most) => { let s = ''; for (let n = Math.floor(roll() * most); n > 0; n--) s += pick(roll, pieces); return s.trim() }
  const accounts = new Set(), text = []
  while (accounts.size < 8) accounts.add([pick(roll, roots), ...Array.from({ length: Math.floor(roll() * 3) }, () => pick(roll, parts))].join(':'))
  const commodities = [...new Set(Array.from({ length: 5 }, () => pick(roll, names)))].map((name) => [name, Math.floor(roll() * 5)])
  for (const [name, d] of commodities) text.push(`commodity 1000.${'0'.repeat(d)} "${name}"`)
  const amount = (n, d) => { const s = String(Math.abs(n)).padStart(d + 1, '0'); return (n < 0 ? '-' : '') + (d ? `${s.slice(0, -d)}.${s.slice(-d)}` : s) }
  for (let i = 0; i < 150; i++) {
    text.push(`2026-0${1 + Math.floor(roll() * 9)}-1${Math.floor(roll() * 9)}${pick(roll, ['', '', '=2026-10-01'])} ${pick(roll, ['', '* ', '! '])}`)
    text.push(`  ; yc-text: ${percent(words(6))}`, `  ; yc-ref: ${percent(words(4))}`)
    for (let n = Math.floor(roll() * 3); n > 0; n--) text.push(`  ; yc-note: ${percent(words(6))}`)
    for (let n = 1 + Math.floor(roll() * 2); n > 0; n--) {
      const [c, d] = pick(roll, commodities), [e, f] = pick(roll, commodities), v = Math.floor(roll() * 2e6) - 1e6, cost = Math.floor(roll() * 1e5)
      const [open, close] = aside ? pick(roll, [['', ''], ['', ''], ['(', ')'], ['[', ']']]) : ['', '']
      const row = (s) => `  ${pick(roll, ['', '', '* ', '! '])}${open}${pick(roll, [...accounts])}${close}  ${s}`
      if (c !== e && v && roll() < 0.3) {
        text.push(row(`${amount(v, d)} "${c}" @@ ${amount(cost, f)} "${e}"`), row(`${amount(v < 0 ? cost : -cost, f)} "${e}"`))
      } else text.push(row(`${amount(v, d)} "${c}"`), row(`${amount(-v, d)} "${c}"`))
      if (roll() < 0.5) text.push(`    ; yc-note: ${percent(words(6))}`)
    }
    text.push('')
  }
  return text.join('\n')
}

/// "account TAB commodity" -> amount in 1e-6, summed exactly.
class Sums {
  of = new Map()
  add(account, commodity, amount) {
    if (amount.trim() === '') return
    const [whole, rest = ''] = amount.trim().split('.')
    const key = `${account}\t${commodity}`, v = BigInt(whole + rest.padEnd(6, '0'))
    this.of.set(key, (this.of.get(key) ?? 0n) + v)
  }
  list() { return [...this.of].filter(([, v]) => v !== 0n).map(([k, v]) => `${k}\t${v}`).sort() }
}

function ours(file, ...from) {
  const sums = new Sums()
  for (const b of JSON.parse(must(run(['book', 'balance', file, '--json', ...from]))).balances) sums.add(b.account, b.commodity, b.own)
  return sums.list()
}

const unquoted = (s) => s.replace(/^"(.*)"$/, '$1')

function hledgers(file) {
  const sums = new Sums()
  for (const line of must(tool('hledger', '-f', file, 'balance', '--flat', '-N', '-O', 'csv', '--layout=bare')).trim().split('\n').slice(1)) {
    const [account, commodity, amount] = line.slice(1, -1).split('","').map((s) => s.replaceAll('""', '"'))
    sums.add(account, commodity, amount)
  }
  return sums.list()
}

function ledgers(file) {
  const sums = new Sums()
  for (const line of must(tool('ledger', '-f', file, 'register', '--format', '%(account)\t%(quantity(amount))\t%(commodity(amount))\n')).trim().split('\n')) {
    const [account, amount, commodity] = line.split('\t')
    sums.add(account.replace(/^[([](.*)[)\]]$/, '$1'), unquoted(commodity), amount)
  }
  return sums.list()
}

function beancounts(file) {
  const sums = new Sums(), name = {}
  for (const m of readFileSync(file, 'utf8').matchAll(/^\S+ (?:open|commodity) (\S+)\n(?: {2}yc-name: "(.*)"\n)?/gm)) name[m[1]] = m[2] ?? m[1]
  must(tool('bean-check', file))
  for (const line of must(tool('bean-query', '-f', 'csv', file, 'select account, str(number), currency')).trim().split('\n').slice(1)) {
    const [account, amount, currency] = line.split(',').map((s) => s.trim())
    sums.add(name[account], name[currency], amount.replace(/^Decimal\('(.*)'\)$/, '$1'))
  }
  return sums.list()
}

const programs = { hledger: ['hledger', hledgers, 6], ledger: ['ledger', ledgers, 6], beancount: ['bean-check', beancounts, 2] }
for (const [dialect, [name, balances, rounds]] of Object.entries(programs)) {
  test(`${dialect} reads what is exported and holds the same balances`, { skip: missing(name) }, () => {
    for (let seed = 1; seed <= rounds; seed++) {
      const source = join(dir, `${seed}.journal`), file = join(dir, `${seed}.${dialect}`)
      writeFileSync(source, chanceJournal(fractions(seed), { aside: dialect !== 'beancount', beancount: dialect === 'beancount' }))
      writeFileSync(file, must(run(['book', 'export', source, '--to', dialect])))
      const want = ours(source)
      assert.ok(want.length > 5)
      assert.deepEqual(ours(file, '--from', dialect), want, `seed ${seed}`)
      assert.deepEqual(balances(file), want, `seed ${seed}`)
    }
  })
}

const E = '2026-01-02 x\n'
const good = ['', `${E}  a  5\n  b\n`, `${E}  a  5 C\n  b  -5 C\n`, `${E}  a  1,000.00 C\n  b  -1000 C\n`, `${E}  a  5 C\n  b  -3 D\n  c\n`,
  `${E}  a  5 X @ 2 C\n  b  -10 C\n`, `${E}  a  10 X @ 3.3333 C\n  b  -33.33 C\n`, `${E}  a  5 X @@ 3 C\n  b  -3 C\n`, `${E}  (a)  5\n`,
  `${E}  [a]  5\n  [b]  -5\n`, `${E}  a  5 = 5\n  b\n`, `${E}  a  = 5\n  b\n`, `${E}  a  5 C == 5 C\n  b\n`, `${E}  a:b  1\n  a  5 =* 6\n  c\n`,
  `2026-01-03 x\n  a  2 C = 7 C\n  b\n\n${E}  a  5 C = 5 C\n  b\n`, `comment\nfoo\nend comment\n# x\n; y\n* z\n${E}  a  5 ; t:v\n  ; more\n  b\n`,
  `account a  ; type:A\ncommodity 1,000.00 C\npayee x\ntag t\nD 1,000.00 C\nP 2026-01-01 X 5 C\ndecimal-mark .\n${E}  a  5\n  b\n`,
  `Y2026\n1/2=1/3 * (c) x\n  ! a  5\n  b\n`, `~ monthly\n  a  5\n  b\n\n${E}  a  5\n  b\n`, `${E}  a  0 C\n`, E]
const bad = [`${E}  a  5\n  b  -4\n`, `${E}  a  5\n`, `${E}  a\n  b\n`, `${E}  a  5 C\n  b  -4 C\n  c  1 D\n`, `${E}  a  5 = 4\n  b\n`,
  `${E}  a  1 D\n  a  5 C == 5 C\n  b\n`, `${E}  a:b  1\n  a  5 =* 5\n  c\n`, `${E}  a  10 X @ 3.3333 C\n  b  -33.34 C\n`, `2026-02-30 x\n`,
  `${E}  a  5 ; date:x\n  b\n`, `  a  5\n`, `foo\n`, `${E}  [a]  5\n  b  1\n  c\n`, `2026-01-02 (c\n`, `${E}  a  5 C D\n  b\n`, `${E}  a  --5\n  b\n`,
  `decimal-mark x\n`, `include nothing.journal\n`, `${E}  a  = 5\n  b  -4\n`]
// What hledger lets pass and is refused here: a price found by itself, two readings of one number, days of postings.
const stricter = [`${E}  a  5 C\n  b  -3 D\n`, `${E}  a  1,000 C\n  b\n`, `${E}  a  5 ; date:2026-01-03\n  b\n`, `${E}  a  5 {2 C}\n  b  -5\n`]

test('check says what hledger says of good and bad journals', { skip: missing('hledger') }, () => {
  const file = join(dir, 'case.journal')
  const verdicts = (text) => {
    writeFileSync(file, text)
    return [run(['book', 'check', file]).code, tool('hledger', '-f', file, 'check').code]
  }
  for (const text of good) assert.deepEqual(verdicts(text), [0, 0], text)
  for (const text of bad) assert.deepEqual(verdicts(text), [3, 1], text)
  for (const text of stricter) assert.deepEqual(verdicts(text), [3, 0], text)
})
