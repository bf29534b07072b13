// `yuanchang book`: sound journals, every refusal with its line and exit status, JSON, and files that mean harm.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../support/house.mjs'

const dir = mkdtempSync(join(tmpdir(), 'yuanchang-book.'))
test.after(() => rmSync(dir, { recursive: true, force: true }))
let count = 0
const file = (text) => {
  const path = join(dir, `${++count}.journal`)
  writeFileSync(path, text)
  return path
}
const check = (text, ...more) => {
  const path = file(text)
  return { path, ...run(['book', 'check', path, ...more]) }
}

const village = `; 青山村
account 资产:银行
    ; type:A
account 收入:捐赠  ; type:R
account 支出:修路  ; type:X
commodity 1,000.00 元  ; yc-kind: money
commodity 1000.0 工  ; yc-kind: labour

2026-07-01 * (凭1) 捐款
    资产:银行    50,000.00 元 = 50,000.00 元
    收入:捐赠
2026-07-12 * (凭2) 水泥
    支出:修路    12,345.67 元
    资产:银行
2026-07-13 出工
    支出:修路    12.5 工
    收入:捐赠
`

test('a sound journal is told with its counts and balances', () => {
  const r = check(village)
  assert.equal(r.code, 0, r.err)
  assert.equal(r.err, '')
  assert.match(r.out, /is sound: 3 entries, 6 postings, 6 accounts, 2026-07-01 to 2026-07-13/)
  assert.match(r.out, /1 assertions hold, 3 amounts inferred/)
  assert.match(r.out, /^ +37654\.33 元 {2}资产:银行$/m)
  assert.match(r.out, /^ +12\.5 工 {2}支出:修路$/m)
  assert.match(r.out, /^ +0\.00 元/m)
  const balance = run(['book', 'balance', r.path])
  assert.equal(balance.code, 0)
  assert.ok(r.out.endsWith(balance.out))
})

test('--json is one object with counts and the trial balance of every commodity', () => {
  const r = JSON.parse(check(village, '--json').out)
  assert.equal(r.entries, 3)
  assert.equal(r.postings, 6)
  assert.equal(r.accounts, 6)
  assert.equal(r.assertions, 1)
  assert.equal(r.inferred, 3)
  assert.deepEqual([r.first, r.last, r.closed], ['2026-07-01', '2026-07-13', null])
  assert.deepEqual(r.commodities, [
    { name: '元', kind: 'money', decimals: 2, debit: '62345.67', credit: '62345.67', difference: '0.00' },
    { name: '工', kind: 'labour', decimals: 1, debit: '12.5', credit: '12.5', difference: '0.0' }])
  assert.deepEqual(r.balances.find((b) => b.account === '资产' && b.commodity === '元'),
    { account: '资产', commodity: '元', debit: '0.00', credit: '0.00', own: '0.00', all: '37654.33' })
  assert.equal(JSON.parse(check('', '--json').out).first, null)
})

const E = '2026-01-02 x\n'
const refused = [
  [2, 'a thousand or one?', `${E}  a  1,000 C\n  b\n`],
  [1, 'the entry does not balance: off by 0.05 元', `${E}  a  5.00 元\n  b  -4.95 元\n`],
  [5, 'the account does not hold what is asserted: a has 10 C, asserted is 9 C', `${E}  a  5 C\n  b\n${E.replace('x', 'y')}  a  5 C = 9 C\n  b\n`],
  [1, 'the entry exchanges two commodities without a price', `${E}  a  5 C\n  b  -3 D\n`],
  [3, 'two amounts are left out', `${E}  a\n  b\n`],
  [1, 'not a day of the calendar', '2026-02-30 x\n'],
  [1, 'a date without a year', '2/3 x\n'],
  [2, 'lots and their notes', `${E}  a  5 C {1 D}\n`],
  [1, 'another file is not opened', 'include other.journal\n'],
  [1, 'rules that add postings', '= a\n  b  5\n'],
  [1, 'not a line of a journal', 'hello\n'],
  [1, 'an indented line', '  a  5\n'],
  [2, 'more digits than', `${E}  a  9223372036854775808 C\n`],
  [1, 'the line is not UTF-8', Buffer.from([0xff, 0x0a])],
  [1, 'the line holds a NUL byte', 'a\0b\n'],
  [1, 'the line is longer', 'x'.repeat(1100000)],
]

test('what is wrong is refused with its line, status 3, and nothing on stdout', () => {
  for (const [line, what, text] of refused) {
    for (const args of [[], ['--json']]) {
      const r = check(text, ...args)
      assert.equal(r.code, 3, what)
      assert.equal(r.out, '')
      assert.ok(r.err.startsWith(`${r.path}:${line}: ${what}`), r.err)
    }
    assert.equal(run(['book', 'balance', file(text)]).code, 3)
    assert.equal(run(['book', 'export', file(text), '--to', 'ledger']).code, 3)
  }
})

test('all entries with a fault are told, by line, up to a hundred', () => {
  const r = check(`${E}  a  5\n  b  -4\n\n`.repeat(120))
  assert.equal(r.code, 3)
  const lines = r.err.trim().split('\n')
  assert.equal(lines.length, 101)
  assert.match(lines[1], /:5: the entry does not balance: off by 1$/)
  assert.match(lines[100], /and 20 more$/)
})

test('what is no file is status 1, what is no command status 2', () => {
  const r = run(['book', 'check', join(dir, 'nothing')])
  assert.equal(r.code, 1)
  assert.match(r.err, /^yuanchang: cannot open /)
  assert.equal(run(['book', 'check', dir]).code, 1)
  const path = file(village)
  for (const args of [['check'], ['check', path, path], ['check', path, '--loud'], ['export', path], ['export', path, '--to', 'qif'],
    ['export', path, '--to', 'ledger', '--to', 'hledger'], ['check', path, '--from', 'csv'], ['close', path]]) {
    const bad = run(['book', ...args])
    assert.equal(bad.code, 2, args.join(' '))
    assert.match(bad.err, /usage/)
    assert.equal(bad.out, '')
  }
})

test('each dialect is written and read again, word for word', () => {
  const path = file(village)
  const plain = run(['book', 'export', path, '--to', 'hledger']).out
  for (const dialect of ['hledger', 'ledger', 'beancount']) {
    const there = run(['book', 'export', path, '--to', dialect])
    assert.equal(there.code, 0, there.err)
    const back = run(['book', 'export', file(there.out), '--from', dialect, '--to', 'hledger'])
    assert.equal(back.out, plain, dialect)
  }
  assert.match(run(['book', 'export', path, '--to', 'beancount']).out, /open Assets:X资产:X银行\n {2}yc-name: "资产:银行"\n {2}yc-type: "A"\n/)
  const r = run(['book', 'export', file(`${E}  z  5\n  y\n`), '--to', 'beancount'])
  assert.equal(r.code, 3)
  assert.equal(r.out, '')
  assert.match(r.err, /beancount asks what an account is/)
})

test('files that mean harm end in a refusal or a sum, soon', () => {
  const deep = Array.from({ length: 20 }, (_, i) => i).join(':')
  const many = (n, of) => Array.from({ length: n }, (_, i) => of(i)).join('')
  for (const [code, text] of [
    [3, `${E}  ${deep}  5\n  b\n`],
    [0, E + many(20000, (i) => `  a${i}  ${i} "c${i}"\n`) + '  b\n'],
    [0, E + '  b\n' + many(20000, (i) => `  a${i}  ${i} "c${i}"\n`)],
    [0, E + many(20000, (i) => `  a${i}  ${i} "c${i}" @ 0.${i + 1} D\n`) + '  b\n'],
    [0, E + many(10000, (i) => `  a${i}  1 "c" @ 0.123 "d${i}"\n  b  -0.12 "d${i}"\n`)],
    [0, many(20000, (i) => `${E}  a  1 C == ${i + 1} C\n  b\n`)],
    [0, many(20000, (i) => `${E}  a${i}:b:c:d:e  0 C =* 0 C\n  b\n`)],
    [0, E + '  ; n\n'.repeat(20000) + '  a  5\n  b\n'],
    [3, E + '  a  ' + '9'.repeat(900000) + '\n'],
    [3, E + '  a  5 "' + 'x'.repeat(900000) + '"\n'],
    [3, E + '  ' + 'x'.repeat(900000) + '\n'],
    [0, '\n'.repeat(500000)],
    [3, '9223372036854775807 x\n'],
    [0, '\ufeff' + E.replace('\n', '\r\n') + '  a  5\r\n  b\r\n'],
  ]) {
    const r = check(text)
    assert.equal(r.code, code, r.err.slice(0, 300) + text.slice(0, 100))
  }
})

test('two accounts or commodities that nobody can tell apart are refused at the second', () => {
  const other = (account, commodity = '元') => `${E}  资产:现金  5 元\n  收入\n${E}  ${account}  5 ${commodity}\n  收入\n`
  for (const [text, line] of [[other('资产:现\u200b金'), 5], [other('资产:现\u202e金'), 5], [other('资\u2060产:银行'), 5], [other('资产:\u73fe\ufe00金'), 0],
    [other('资产:现金', '"元\u200b"'), 5], [other('资产:现金', '"\u202e元"'), 5]]) {
    const r = check(text)
    assert.equal(r.code, line ? 3 : 0, JSON.stringify(text))
    if (!line) continue
    assert.ok(r.err.startsWith(`${r.path}:${line}: `), r.err)
    assert.match(r.err, /differs from an earlier one only in width, spacing, composition or characters that nobody sees/)
    assert.equal(r.out, '')
  }
  assert.equal(check(other('资产:银行', '工')).code, 0)
})
