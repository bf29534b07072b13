// The programs whose journals `yuanchang book` reads, asked about one text each: is it sound, and what do its accounts hold.
// An answer is { sums } or { why }: sums are lines "account TAB commodity TAB fraction", exact, without what is zero.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { program } from './house.mjs'

const env = { ...process.env, LC_ALL: 'C.UTF-8', HOME: '/nonexistent', LEDGER_FILE: '', LEDGER_INIT: '' }
const dir = mkdtempSync(join(tmpdir(), 'yuanchang-peers.'))
process.on('exit', () => rmSync(dir, { recursive: true, force: true }))

export const missing = (name) => spawnSync(name, ['--version']).error ? `${name} is not installed` : false
export const programs = { hledger: 'hledger', ledger: 'ledger', beancount: 'bean-check' }

/// Exact sums of decimal numbers.
class Sums {
  of = new Map()
  add(account, commodity, text) {
    const [whole, rest = ''] = text.split('.')
    const key = `${account}\t${commodity}`, v = BigInt(whole + rest.padEnd(40, '0'))
    this.of.set(key, (this.of.get(key) ?? 0n) + v)
  }
  list() {
    const decimal = (v) => {
      const s = String(v < 0n ? -v : v).padStart(41, '0')
      return (v < 0n ? '-' : '') + `${s.slice(0, -40)}.${s.slice(-40)}`.replace(/\.?0+$/, '')
    }
    return [...this.of].filter(([, v]) => v !== 0n).map(([k, v]) => `${k}\t${decimal(v)}`).sort()
  }
}

const tool = (name, args, input) => {
  const r = spawnSync(name, args, { input, encoding: 'utf8', maxBuffer: 1 << 28, env, timeout: 30000, cwd: dir })
  return { code: r.status, out: r.stdout ?? '', err: r.stderr ?? '' }
}

export function ours(text, dialect) {
  const file = join(dir, 'ours')
  writeFileSync(file, text)
  const r = tool(program, ['book', 'balance', file, '--from', dialect, '--json'])
  if (r.code !== 0) return { why: r.err || `status ${r.code}`, crashed: r.code !== 3 }
  const sums = new Sums()
  for (const b of JSON.parse(r.out).balances) sums.add(b.account, b.commodity, b.own)
  return { sums: sums.list() }
}

/// 1.25e3 as 1250
function whole(text) {
  const [, sign, front, behind = '', power = '0'] = text.match(/^(-?)(\d+)(?:\.(\d+))?(?:e(\d+))?$/)
  return sign + front + behind.padEnd(Number(power), '0')
}

function hledger(text) {
  const r = tool('hledger', ['-f', '-', 'balance', '--flat', '-N', '-O', 'json'], text)
  if (r.code !== 0) return { why: r.err }
  const sums = new Sums()
  for (const [, account, , amounts] of JSON.parse(r.out.replace(/"decimalMantissa":\s*([-+.e\d]+)/g, '"decimalMantissa":"$1"'))[0]) {
    for (const a of amounts) {
      const { decimalMantissa, decimalPlaces: n } = a.aquantity, m = whole(decimalMantissa)
      const digits = m.replace('-', '').padStart(n + 1, '0')
      sums.add(account, a.acommodity, (m[0] === '-' ? '-' : '') + (n ? `${digits.slice(0, -n)}.${digits.slice(-n)}` : digits))
    }
  }
  return { sums: sums.list() }
}

function ledger(text) {
  const r = tool('ledger', ['-f', '-', '--args-only', 'register', '--base', '--unround', '--format',
    '%(account)\t%(quantity(amount))\t%(commodity(amount))\n'], text)
  if (r.code !== 0) return { why: r.err }
  const sums = new Sums()
  for (const line of r.out.split('\n').filter((l) => l.includes('\t'))) {
    const [account, amount, commodity] = line.split('\t')
    sums.add(account.replace(/^[([](.*)[)\]]$/, '$1'), commodity.replace(/^"(.*)"$/, '$1'), amount)
  }
  return { sums: sums.list() }
}

// One process for all texts: starting Python takes longer than reading a journal. A total price is divided there to 28 digits
// and multiplied again: what is left out beside it is compared to 20 decimals.
const reader = `
import sys, json, decimal
from beancount import loader
from beancount.core import data
wide, unit = decimal.Context(prec=60), decimal.Decimal('1e-20')
for line in sys.stdin:
    try:
        entries, errors, options = loader.load_string(json.loads(line), dedent=False)
    except Exception as e:
        print(json.dumps({'errors': ['it fell: %r' % e], 'rows': []}), flush=True)
        continue
    rows = [[p.account, p.units.currency, format(p.units.number.quantize(unit, context=wide), 'f')] for e in entries if isinstance(e, data.Transaction) for p in e.postings
            ] if not errors else []
    print(json.dumps({'errors': [str(e.message) for e in errors], 'rows': rows}), flush=True)
`
let python, answers
async function beancount(text) {
  if (!python) {
    python = spawn('/usr/bin/python3', ['-c', reader], { env, cwd: dir, stdio: ['pipe', 'pipe', 'ignore'] })
    answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]()
  }
  python.stdin.write(JSON.stringify(text) + '\n')
  const { errors, rows } = JSON.parse((await answers.next()).value)
  if (errors.length) return { why: errors.join('; ') }
  const sums = new Sums()
  for (const [account, currency, amount] of rows) sums.add(account, currency, amount)
  return { sums: sums.list() }
}

/// Ends what answers for beancount; without it a program that asked does not end.
export const done = () => python?.stdin.end()

export const theirs = async (text, dialect) => ({ hledger, ledger, beancount })[dialect](text)

/// 'same' (both refuse, or both hold the same), 'refused' (only we refuse), 'wrong', and what both said.
/// (The last line is ended: hledger falls over spaces at the very end of a file.)
export async function compare(journal, dialect) {
  const text = journal.replace(/[^\n]$/, '$&\n')
  const we = ours(text, dialect), they = await theirs(text, dialect)
  const verdict = we.crashed ? 'wrong' : we.why ? (they.why ? 'same' : 'refused')
    : they.why || we.sums.join('\n') !== they.sums.join('\n') ? 'wrong' : 'same'
  return { verdict, we, they }
}
