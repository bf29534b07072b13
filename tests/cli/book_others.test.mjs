// What users of hledger, ledger and beancount reported of their programs, asked of `yuanchang book`: the answer is theirs, or a
// refusal that says why. Then generated journals, and each answer held against the program's own (skipped where it is not
// installed; bench/book_differ.mjs asks thousands).
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../support/house.mjs'
import { compare, done, missing, ours, programs } from '../support/peers.mjs'
import { journalOf } from '../support/book_cases.mjs'

const dir = mkdtempSync(join(tmpdir(), 'yuanchang-book.'))
test.after(() => { done(); rmSync(dir, { recursive: true, force: true }) })

const holds = (dialect, text, ...want) => {
  const { sums, why } = ours(text, dialect)
  assert.deepEqual(sums, want.map((l) => l.replace(/ {2}/g, '\t')).sort(), why)
}
const refuses = (dialect, text, line, what) => {
  const { why } = ours(text, dialect)
  assert.ok(why, text)
  assert.match(why, new RegExp(`:${line}: ${what}`))
}

test('half a yuan of cement is not rounded away where only whole yuan stand elsewhere', () => {
  const text = `2026-06-01 开办
  资产:现金   50000 元
  收入:捐赠

2026-07-01 买水泥
  物资:水泥   3 吨 @ 450.50 元
  资产:现金
`
  holds('hledger', text, '资产:现金  元  48648.5', '收入:捐赠  元  -50000', '物资:水泥  吨  3')
  const file = join(dir, 'cement')
  writeFileSync(file, text)
  assert.match(run(['book', 'export', file, '--to', 'hledger']).out, /@@ 1351\.5 "元"\n.*-1351\.5 "元"/)
})

test('two screws at 0.0002 yuan are not free', () => {
  holds('hledger', 'D 10.00 元\n2026-02-01 买螺丝\n    物资:螺丝    2 颗 @ 0.0002 元\n    资产:现金\n', '资产:现金  元  -0.0004', '物资:螺丝  颗  2')
  holds('hledger', 'commodity 10.00 元\n2026-02-01 x\n    a    2 颗 @ 0.0002 元\n    b\n', 'b  元  -0.0004', 'a  颗  2')
})

test('a quotient cut short costs what was paid for it, unless that is nothing', () => {
  const paid = (price, sum) => `2026-01-01 x\n  a  10 X @ ${price} C\n  b  ${sum} C\n`
  holds('hledger', paid('3.3333', '-33.33'), 'a  X  10', 'b  C  -33.33')
  refuses('hledger', paid('3.3333', '-33.34'), 1, 'the entry does not balance: off by -0.007 C')
  refuses('hledger', paid('0.0004', '0.00'), 1, 'the entry does not balance: off by 0.004 C')
  refuses('beancount', '2026-01-01 open Assets:A\n2026-01-02 * "x"\n  Assets:A  10 XX @ 3.3333 CC\n  Assets:A  -33 CC\n', 2, 'the entry does not balance')
})

test('= 0 without a commodity is two things to two programs and refused', () => {
  const open = '2026-01-01 open\n    Assets:Bank       100.00 元\n    Equity:Open\n\n2026-01-02 x\n'
  for (const dialect of ['ledger', 'hledger']) {
    refuses(dialect, `${open}    Assets:Bank       = 0\n    Assets:New\n`, 6, 'an amount without its commodity is read in two ways')
    refuses(dialect, `${open}    Assets:Bank       1.00 元 = 0\n    Assets:New\n`, 6, dialect === 'ledger' ? 'ledger asserts' : 'an amount without')
    holds(dialect, '2026-01-01 x\n  a  5\n  b\n\n2026-01-02 x\n  a  = 0\n  b\n')
  }
})

test("ledger's D says how amounts look, hledger's what those without a commodity are of", () => {
  const text = 'D 1,000.00 元\n\n2026-01-01 open\n    Assets:Bank       100.00\n    Equity:Open\n'
  holds('ledger', text, 'Assets:Bank    100', 'Equity:Open    -100')
  holds('hledger', text, 'Assets:Bank  元  100', 'Equity:Open  元  -100')
})

test('a hundred metres of pipe never become hours', () => {
  const file = join(dir, 'pipe')
  writeFileSync(file, '2026-01-01 买管\n  物资:水管   100 m\n  资产:未付  -100 m\n')
  const r = run(['book', 'export', file, '--to', 'ledger'])
  assert.equal(r.code, 3)
  assert.equal(r.out, '')
  assert.match(r.err, /ledger counts h, m and s in seconds/)
  for (const amount of ['100 m', '8 h', '90s', '60 "m" @ 2 元', '5 元 @ 1 h']) refuses('ledger', `2026-01-01 x\n  a  ${amount}\n  b\n`, 2, 'ledger counts h, m and s in seconds')
  refuses('ledger', 'D 1.0 m\n2026-01-01 x\n  a  100\n  b\n', 1, 'ledger counts h, m and s in seconds')
  holds('hledger', '2026-01-01 x\n  a  100 m\n  b\n', 'a  m  100', 'b  m  -100')
})

test('an entry whose UUID was there is no second entry to ledger', () => {
  const entry = '2026-01-15 买米\n    ; UUID: a-1\n    支出:米   50.00 元\n    资产:现金\n\n'
  refuses('ledger', entry + entry, 7, 'this UUID was there')
  holds('ledger', entry + entry.replace('a-1', 'a-2'), '支出:米  元  100', '资产:现金  元  -100')
  holds('hledger', entry + entry, '支出:米  元  100', '资产:现金  元  -100')
})

const bank = '2026-01-01 open Assets:Bank CNY\n2026-01-01 open Equity:Open\n'
const gift = (day, amount) => `${day} * "x"\n  Assets:Bank  ${amount}\n  Equity:Open\n`
test("beancount's accounts take the currencies that they were opened for, until they are closed", () => {
  holds('beancount', bank + gift('2026-03-01', '10 CNY') + '2026-03-01 close Assets:Bank\n', 'Assets:Bank  CNY  10', 'Equity:Open  CNY  -10')
  refuses('beancount', `${bank}2026-03-01 close Assets:Bank\n${gift('2026-04-01', '10 CNY')}`, 5, 'the account is closed on that day')
  refuses('beancount', bank + gift('2026-04-01', '10 USD'), 4, 'the account was opened for other commodities: USD')
  refuses('beancount', `${bank}2026-04-01 * "x"\n  Equity:Open  -5 WORK\n  Assets:Bank\n`, 5, 'the account was opened for other commodities: WORK')
  refuses('beancount', `${bank}2026-04-01 balance Assets:Bank  0 USD\n`, 3, 'the account was opened for other')
  refuses('beancount', '2026-02-30 open Assets:Bad\n', 1, 'not a day of the calendar')
  refuses('beancount', `${bank}2026-01-01 close Assets:Bank\n`, 3, 'the account is not open')
  refuses('beancount', `${bank}2026-01-02 close Assets:Bank\n2026-01-03 close Assets:Bank\n`, 4, 'the account is closed twice')
  refuses('beancount', `${bank}2026-01-02 close Assets:Other\n`, 3, 'the account is not open')
})

test('each use of an account that is closed, not open or of another currency is named', () => {
  const file = join(dir, 'all-faults'), lines = (r) => [...r.err.matchAll(/all-faults:(\d+): ([^:\n]*)/g)].map((m) => `${m[1]} ${m[2]}`)
  writeFileSync(file, `${bank}2026-03-01 close Assets:Bank\n${gift('2026-04-01', '10 CNY')}${gift('2026-04-02', '10 USD')}2026-04-03 note Assets:None "x"\n`)
  const r = run(['book', 'check', file, '--from', 'beancount'])
  assert.equal(r.code, 3)
  assert.deepEqual(lines(r), ['5 the account is closed on that day', '8 the account is closed on that day', '8 the account was opened for other commodities',
    '10 the account is not open on that day'])
})

test("beancount's tags are popped, its keys stand once, its options are known", () => {
  refuses('beancount', 'pushtag #road\n', 1, 'this was pushed and never popped')
  refuses('beancount', 'poptag #road\n', 1, 'this was not pushed before')
  holds('beancount', 'pushtag #road\npoptag #road\n')
  refuses('beancount', `${bank}  key: "a"\n  key: "b"\n`, 4, 'this key was there')
  refuses('beancount', `${bank}  key: what\n`, 3, 'not a value of beancount')
  refuses('beancount', 'option "titel" "x"\n', 1, 'this option is not read here')
  refuses('beancount', `${bank}2026-01-02 price CNY\n`, 3, 'not an amount')
  refuses('beancount', '2026-01-01 commodity CNY\n2026-01-02 commodity CNY\n', 2, 'the currency is declared twice')
})

test('a line at the margin ends an entry of beancount, and no posting below it is lost', () => {
  for (const line of ['; c', '* heading', '']) {
    refuses('beancount', `${bank}${gift('2026-04-01', '10 CNY')}${line}\n  Equity:Open  3 CNY\n  Equity:Open  -3 CNY\n`, 7, 'an indented line that belongs to no entry')
  }
  refuses('hledger', '2026-01-01 x\n  a  5\n  b\nP 2026-01-01 X 5 C\n  c  3\n  d  -3\n', 5, 'an indented line that belongs to no entry')
})

test('beancount rounds what is left out to the coarsest amount beside it, so that has to be written', () => {
  refuses('beancount', `${bank}2026-04-01 * "x"\n  Equity:Open  0.1 CNY\n  Equity:Open  0.01 CNY\n  Assets:Bank\n`, 6, 'beancount rounds what is left out')
})

const total = (n, paid, beside, head = '') => `${head}2026-01-01 open Assets:A\n2026-01-01 open Equity:B\n2026-01-02 * "x"\n  Assets:A  ${n} CNY @@ ${paid} USD\n  Equity:B${beside ? `  ${beside} USD` : ''}\n`

test('a total that beancount misses when it divides it is refused, unless an amount beside it has decimals', () => {
  for (const [n, paid, beside] of [['3', '1', '-1'], ['-3', '10', '10'], ['3', '1.00', '-1'], ['3', '1', '']]) refuses('beancount', total(n, paid, beside), 4, 'beancount divides the total')
  holds('beancount', total('3', '1', '-1.0'), 'Assets:A  CNY  3', 'Equity:B  USD  -1')
  holds('beancount', total('3', '2', '-2'), 'Assets:A  CNY  3', 'Equity:B  USD  -2') // misses by less than its last digit
  holds('beancount', total('4', '22', ''), 'Assets:A  CNY  4', 'Equity:B  USD  -22')
})

test('of 80 whole totals beancount gives no other answer, nor of the largest ones that are exported', { skip: missing(programs.beancount) }, async () => {
  const said = { same: 0, refused: 0 }
  const ask = async (text) => {
    const { verdict, we, they } = await compare(text, 'beancount')
    assert.notEqual(verdict, 'wrong', `${text}\nwe: ${we.why ?? we.sums}\nthey: ${they.why ?? they.sums}`)
    said[verdict]++
    return verdict === 'same' && !!we.sums
  }
  for (const n of [3, 6, 7, 9, 11, 13, 21, 27]) for (const paid of [1, 2, 5, 10, 22, 49, 100, 999, 10007, 1234567]) await ask(total(String(n), String(paid), `-${paid}`))
  assert.deepEqual(said, { same: 80, refused: 0 })
  writeFileSync(join(dir, 'large'), '2026-01-02 x\n  Assets:A  3 XX @@ 999999999999999999 YY\n  Equity:B  -999999999999999999 YY\n')
  const { out, code } = run(['book', 'export', join(dir, 'large'), '--from', 'hledger', '--to', 'beancount'])
  assert.equal(code, 0)
  assert.ok(await ask(out), out)
})

test('a balance of beancount may be off by what stands behind ~', () => {
  const text = (slack) => `2026-01-01 open Assets:Bank\n2026-01-01 open Equity:Open\n${gift('2026-01-02', '200.02 CNY')}2026-01-03 balance Assets:Bank  200.00 ~ ${slack} CNY\n`
  holds('beancount', text('0.05'), 'Assets:Bank  CNY  200.02', 'Equity:Open  CNY  -200.02')
  refuses('beancount', text('0.01'), 6, 'the account does not hold what is asserted')
  refuses('beancount', '2026-01-01 open Assets:Bank\n2026-01-02 * "first line\nsecond line"\n', 2, 'a text in quotes that does not end on its line')
})

test('[12] is a number of a voucher, [1/2] a day', () => {
  const text = (what) => `2026-01-01 开办\n  资产:银行  10 元  ; 记${what}号凭证\n  收入:捐赠\n`
  holds('hledger', text('[12]'), '收入:捐赠  元  -10', '资产:银行  元  10')
  for (const what of ['[1/2]', '[2026-01-02]', '[=2026.1.2]']) refuses('hledger', text(what), 2, 'a posting with a day of its own')
  refuses('ledger', text('[12]'), 2, 'a posting with a day of its own') // which ledger takes for a day that is none
})

test('full-width spaces go before an amount for hledger, and are named where they do not', () => {
  const text = '2026-01-01 开\n  资产:银行　　100元\n  收入:捐赠\n'
  holds('hledger', text, '收入:捐赠  元  -100', '资产:银行  元  100')
  refuses('ledger', text, 2, 'a full-width space in the name of an account')
  refuses('hledger', text.replace('　　', '　'), 2, 'a full-width space in the name of an account')
})

test('what was left out stands where it stands, also of a second commodity, when an assertion asks', () => {
  refuses('hledger', '2026-07-05 x\n    a\n    a   -1 元 = 0 工\n    b   5 工\n', 3, 'the account does not hold what is asserted: a has -5 工')
  holds('hledger', '2026-07-05 x\n    a\n    a   -1 元 = -5 工\n    b   5 工\n', 'a  工  -5', 'b  工  5')
  refuses('ledger', '2026-07-05 x\n    a\n    a   3 元 = 3 元\n', 3, 'ledger cannot ask for a balance below an amount that is left out')
  refuses('ledger', '2026-07-05 x\n    a\n    a   -1 元 = 0 工\n    b   5 工\n', 3, 'ledger asserts of the commodity that the amount has')
})

test('a quote alone behind a number is refused', () => {
  for (const text of ['  a  5 "', '  a  5 ""', '  a  "', '  a  5 C = 5 "']) refuses('hledger', `2026-01-01 x\n${text}\n  b\n`, 2, 'the quote of a commodity is not closed')
})

test('ledger asks for a balance where it stands in the file, hledger on its day', () => {
  const text = '2026-01-02 x\n    a  5 元 = 5 元\n    b\n2026-01-01 y\n    a  5 元 = 10 元\n    b\n'
  holds('ledger', text, 'a  元  10', 'b  元  -10')
  refuses('hledger', text, 2, 'the account does not hold what is asserted')
})

test('ledger reads a comma by what stands above it, so a decimal one is refused', () => {
  for (const number of ['1,50', '0,001', '1,000001', '1.000,00']) refuses('ledger', `2026-01-01 x\n  a  ${number} C\n  b\n`, 2, '')
  holds('ledger', '2026-01-01 x\n  a  1,000.50 C\n  b\n', 'a  C  1000.5', 'b  C  -1000.5')
})

for (const [dialect, name] of Object.entries(programs)) {
  test(`of 150 generated journals ${dialect} gives no other answer`, { skip: missing(name) }, async () => {
    let sound = 0
    for (let seed = 1; seed <= 150; seed++) {
      const text = journalOf(seed, dialect), { verdict, we, they } = await compare(text, dialect)
      assert.notEqual(verdict, 'wrong', `${text}\nwe: ${we.why ?? we.sums}\nthey: ${they.why ?? they.sums}`)
      sound += verdict === 'same' && !!we.sums
    }
    assert.ok(sound > 10, 'some are sound')
  })
}
