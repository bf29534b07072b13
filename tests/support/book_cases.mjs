// Small journals in each dialect, as nobody would write them on purpose: generated from a seed, about half of them sound. What
// they are made of is what people and the programs' own tests complained about.
import { dice } from './house.mjs'

export function roller(seed) {
  const d = dice(seed)
  const below = (n) => d(n)
  const pick = (...from) => from[below(from.length)]
  return { below, pick, chance: (percent) => below(100) < percent }
}

const day = ({ below, pick }) => `2026-0${1 + below(3)}-0${1 + below(4)}`
const many = (n, of) => Array.from({ length: n }, (_, i) => of(i))

/// 12, 12.5, 0.0002, 1,234.50, .5
function number(roll, odd) {
  const { below, pick, chance } = roll
  const whole = String(pick(0, 1, 2, 3, 5, 10, below(30), below(2000)))
  const fraction = many(pick(0, 0, 0, 1, 2, 2, 3, 4), () => below(10)).join('')
  if (odd && chance(3)) return pick('1,000', '1,000.00', '1.000,00', '1,50', '0,001', '1,000001', '1 000', '.5', ',5', '5.', '1,000,000', '1.000.000', '1e3')
  return fraction ? `${whole}.${fraction}` : whole
}

function plainAmount(roll, commodities, odd = true) {
  const { pick, chance } = roll
  const n = number(roll, odd), c = pick(...commodities), sign = pick('', '', '', '-', '-', odd && chance(10) ? pick('+', '- ') : '')
  if (c === '') return sign + n
  return pick(`${sign}${n} ${c}`, `${sign}${n} ${c}`, `${sign}${n}${c}`, odd && chance(30) ? pick(`${c}${sign}${n}`, `${sign}${c}${n}`, `${c} ${sign}${n}`) : `${sign}${n} ${c}`)
}

/// Entries of hledger and ledger.
function plainEntry(roll, { dialect, commodities, accounts }) {
  const { below, pick, chance } = roll
  const amount = (odd) => plainAmount(roll, commodities, odd)
  const price = () => plainAmount(roll, commodities, false).replace('-', chance(97) ? '' : '-')
  const lines = [`${day(roll)}${chance(5) ? '=2026-03-09' : ''} ${pick('', '* ', '! ')}${chance(5) ? '(1) ' : ''}x${chance(5) ? '  ; c' : ''}`]
  if (chance(6)) lines.push(`  ; ${pick('UUID: 1', 'UUID: 2', 'date:2026-01-02', '[2026-01-02]', 'a: b', '[12]')}`)
  const comment = () => chance(6) ? `  ; ${pick('c', '记[12]号', '[2026-02-01]', '[=1/2]', 'date:2026-01-02', 'x:y', '[1.5]', '[x]')}` : ''
  const gap = () => chance(2) ? pick('\t', ' ', '　　', ' 　', '\t ') : '  '
  const n = chance(4) ? 1 : pick(2, 2, 2, 3, 3, 4)
  const left = chance(85) ? below(n) : -1
  for (let i = 0; i < n; i++) {
    const side = chance(4) ? pick(['(', ')'], ['[', ']']) : ['', '']
    let line = `  ${chance(4) ? '* ' : ''}${side[0]}${pick(...accounts)}${side[1]}`
    const claim = () => `${pick('=', '=', '=', dialect === 'hledger' || chance(10) ? pick('==', '=*', '==*') : '=')} ${chance(12) ? pick('0', '1') : chance(40) ? pick('0', '1', '2', '-1', '5') + ' ' + pick(...commodities) : amount(false)}`
    if (i !== left) {
      line += gap() + amount()
      if (chance(20)) line += ` ${pick('@', '@', '@@')} ${price()}`
      if (chance(8)) line += ' ' + claim()
    } else if (chance(20)) line += gap() + claim()
    lines.push(line + comment())
    if (chance(2)) lines.push(pick('    ; c', '    ; [2026-01-05]', '', '; c', 'P 2026-01-01 X 1 元', '    '))
  }
  return lines.join('\n')
}

/// An entry whose amounts add up, perhaps but for a little: what is rounded, and who notices.
function closeEntry(roll, { commodities, accounts }) {
  const { below, pick, chance } = roll
  const a = pick(...commodities), b = pick(...[...commodities, 'EUR'].filter((c) => c !== a))
  const fixed = (v, d) => { const s = String(Math.abs(v)).padStart(d + 1, '0'); return (v < 0 ? '-' : '') + (d ? `${s.slice(0, -d)}.${s.slice(-d)}` : s) }
  const n = 1 + below(12), p = 1 + below(50000), d = pick(0, 1, 2, 3, 4), e = pick(0, 1, 2, 2, 3)
  const total = Math.round(n * p * 10 ** (e - d)) + pick(0, 0, 0, 0, 0, 0, 1, -1)
  const lines = [`${day(roll)} x`, `  ${pick(...accounts)}  ${n} ${a} @ ${fixed(p, d)} ${b}`.trimEnd()]
  if (chance(20)) lines.push(`  ${pick(...accounts)}  ${pick(1, 2)} ${a} @ ${fixed(1 + below(900), d)} ${b}`)
  lines.push(chance(40) ? `  ${pick(...accounts)}` : `  ${pick(...accounts)}  ${fixed(-total, e)} ${b}`)
  if (chance(15)) lines.push(`  ${pick(...accounts)}  ${fixed(below(100), e)} ${b}`)
  return lines.join('\n')
}

/// A total price beside what was paid: beancount divides the one and weighs it again, with or without decimals to forgive it.
function totalEntry(roll, { commodities, accounts }) {
  const { below, pick, chance } = roll
  const a = pick(...commodities), b = pick(...[...commodities, 'EUR'].filter((c) => c !== a)), minus = chance(30)
  const total = chance(80) ? 1 + below(60) : 1 + below(2_000_000_000), zeros = () => pick('', '', '', '.0', '.00')
  const lines = [`${day(roll)} x`, `  ${pick(...accounts)}  ${minus ? '-' : ''}${1 + below(30)}${pick('', '', '', '.3')} ${a} @@ ${total}${zeros()} ${b}`]
  lines.push(`  ${pick(...accounts)}${chance(30) ? '' : `  ${minus ? '' : '-'}${total}${zeros()} ${b}`}`)
  return lines.join('\n')
}

const symbols = ['', 'C', 'D', '元', '"斤 1"', '$']

function plain(roll, dialect) {
  const { below, pick, chance } = roll
  const commodities = chance(50) ? [pick('元', 'C', '')] : chance(6) ? ['h', 'm', 's', '元'] : chance(8) ? ['x/y', 'a&b', 'a|b', 'and', 'C'] : many(3, () => pick(...symbols))
  const shape = { dialect, commodities, accounts: pick(['a', 'b'], ['a', 'b', 'a:b'], ['资产:银行', '资产', 'b c']) }
  const heads = [['D 1,000.00 元', 4], ['commodity 1,000.00 元', dialect === 'hledger' ? 5 : 0], ['commodity 元\n  format 1,000.00 元', 5], ['commodity 1.000,00 C', 1], ['decimal-mark .', 2], ['decimal-mark ,', 1],
    ['account a', 2], ['Y 2025', 2], ['P 2026-01-01 元 2 C', 3], ['comment\nx\n  y  5\nend comment', 2], ['tag t', 1], ['payee p', 1],
    ['~ monthly\n  a  5\n  b', 1], ['N C', 1], ['; c', 3], ['# c', 2], ['* c', 2], ['comment x\n y\nend comment', 1], ['test x\n y\nend test', 1],
    ['apply account z', 1], ['alias a=b', 1], ['bucket b', 1], ['= a\n  b  5', 1], ['year 2026', 1]]
  const text = heads.filter(([, percent]) => chance(percent)).map(([h]) => h)
  for (let n = pick(1, 1, 2, 2, 3, 5); n > 0; n--) {
    text.push(chance(35) ? closeEntry(roll, shape) : plainEntry(roll, shape))
    if (chance(3)) text.push(pick('D 1.0 C', 'P 2026-01-01 元 2 C\n  a  5 元', 'tag t\n  a  5', 'payee p\n  a  5', 'comment\nend comment\n  a  5', 'Y 2026'))
  }
  return text.join('\n\n') + '\n'
}

function beanEntry(roll, accounts, currencies) {
  const { below, pick, chance } = roll
  const amount = (odd) => `${pick('', '', '-', '-', odd && chance(5) ? pick('+', '- ') : '')}${number(roll, odd)} ${pick(...currencies)}`
  const lines = [`${day(roll)} ${pick('*', '*', '!', 'txn', chance(5) ? pick('P', '#', '') : '*')} ${pick('"x"', '"p" "x"', '""', chance(5) ? pick('', '"a" "b" "c"', '"x" | "y"', '"x', '"x" #t ^l', '"x" #t?', '"x" #') : '"x"')}`]
  const n = chance(4) ? 1 : pick(2, 2, 2, 3, 3)
  const left = chance(85) ? below(n) : -1
  const meta = (indent) => { if (chance(4)) lines.push(indent + pick('key: "v"', 'key:', 'key: 5', 'key: 2026-01-01', 'key: 2026-02-30', 'key: USD', 'key: x', 'k: "v"', 'key: #t', 'key: TRUE', 'key: 5 USD', 'Key: 5', 'key: Assets:A', 'key: "a" "b"', 'key: ^l', '; c', '#t', '')) }
  meta('  ')
  for (let i = 0; i < n; i++) {
    let line = `  ${chance(4) ? '! ' : ''}${pick(...accounts)}`
    if (i !== left) line += `  ${amount(true)}` + (chance(20) ? ` ${pick('@', '@', '@@')} ${amount(false).replace('-', chance(95) ? '' : '-')}` : '')
    lines.push(line + (chance(4) ? ' ; c' : ''))
    meta('    ')
    if (chance(3)) lines.push(pick('; c', '', '  ', '* h', '# h', '#h', '  ; c'))
  }
  return lines.join('\n')
}

/// Nothing else is wrong with these.
function beanTotals(roll) {
  const { pick, chance } = roll, accounts = ['Assets:A', 'Income:C']
  const text = accounts.map((a) => `2025-01-01 open ${a}`)
  if (chance(20)) text.push('option "inferred_tolerance_default" "*:0.00000005"')
  for (let n = pick(1, 1, 2); n > 0; n--) text.push(totalEntry(roll, { commodities: ['USD', 'CNY'], accounts }).replace(' x', ' * "x"'))
  return text.join('\n') + '\n'
}

function bean(roll) {
  if (roll.chance(10)) return beanTotals(roll)
  const { below, pick, chance } = roll
  const accounts = ['Assets:A', 'Assets:A:B', 'Income:C', ...(chance(5) ? [pick('Assets:a', 'Assets:现金', 'Assets:A-b', 'Foo:A', 'Assets', 'Assets:A_b', 'Equity:1')] : [])]
  const currencies = chance(50) ? ['USD'] : chance(5) ? ['USD', pick('A/B', 'US-', 'USD.X', "AB'C", 'TRUE', 'usd', 'A1234567890123456789012345')] : ['USD', 'CNY', 'EUR']
  const text = []
  const declare = (a) => text.push(`${pick('2025-01-01', '2025-01-01', '2025-01-01', '2025-01-01', '2026-01-03', chance(10) ? pick('2025-02-30', '1850-01-01', '1650-01-01', '2025-13-01') : '2025-12-31')} open ${a}${pick('', '', '', '', ' USD', ' USD,CNY', ' USD, EUR "STRICT"', ' "NONE"', chance(5) ? pick(' USD,', ' USD EUR', ' "FOO"', ' usd') : '')}`)
  accounts.forEach((a) => chance(98) && declare(a))
  const lines = () => pick(
    `${day(roll)} close ${pick(...accounts)}`, `${day(roll)} balance ${pick(...accounts)}  ${pick('0', '1', '0.00', number(roll))} ${pick(...currencies)}`,
    `${day(roll)} balance ${pick(...accounts)}  ${number(roll)} ~ ${pick('5', '0.05', '2000', '-1')} ${pick(...currencies)}`,
    `${day(roll)} note ${pick(...accounts)} "n"`, `${day(roll)} price ${pick(...currencies)} ${number(roll)} EUR`, `${day(roll)} event "a" "b"`, `${day(roll)} query "a" "b"`,
    `${day(roll)} custom "a" ${pick('"x"', '5', 'TRUE', 'Assets:A', '5 USD', '2026-01-01', '')}`, `${day(roll)} commodity ${pick(...currencies)}`, 'pushtag #t', 'poptag #t', 'pushmeta place: "x"', 'popmeta place:',
    'option "title" "x"', 'option "titel" "x"', 'option "operating_currency" "USD"', '* h', '# h', '; c', '2026-02-30 note Assets:A "n"', `${day(roll)} event "a"`, `${day(roll)} note Assets:A`,
    `${day(roll)} pad Assets:A Income:C`, '2026-13-01 commodity GBP', '2026/01/02 * "x"', '2026.01.02 * "x"', '2150-01-01 * "x"', 'hello')
  for (let n = pick(1, 1, 2, 2, 3, 5); n > 0; n--) {
    if (chance(25)) text.push(lines())
    text.push(chance(35) ? closeEntry(roll, { commodities: currencies, accounts }).replace(' x', ' * "x"') : beanEntry(roll, accounts, currencies))
    if (chance(10)) text.push(lines())
  }
  return text.join(pick('\n', '\n\n')) + '\n'
}

/// Every 20th is spoilt by one change of its text.
export function journalOf(seed, dialect) {
  const roll = roller(seed), text = dialect === 'beancount' ? bean(roll) : plain(roll, dialect)
  if (!roll.chance(5)) return text
  const at = roll.below(text.length), take = roll.below(3)
  return text.slice(0, at) + roll.pick('', '', ' ', '\n', '0', '-', ';', '=', '@', '(', '"', ',', '.', ':', '  ', '\t') + text.slice(at + take)
}
