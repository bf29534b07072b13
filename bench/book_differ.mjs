// Generated journals, asked of the programs and of us: node bench/book_differ.mjs [CASES [SEED [DIALECT..]]]
// A table of who said what; the journals on which we gave another answer than the program itself are printed. Exit 1 if
// there is one. Refusing what a program takes is allowed, and counted. tools/setup bench installs the programs.
import { compare, done, missing, programs } from '../tests/support/peers.mjs'
import { journalOf } from '../tests/support/book_cases.mjs'

const [cases = '1000', seed = '1', ...dialects] = process.argv.slice(2)
const most = 8
let wrong = 0
for (const dialect of dialects.length ? dialects : Object.keys(programs)) {
  const off = missing(programs[dialect])
  if (off) { console.log(`${dialect}: ${off}, skipped`); continue }
  const counts = { same: 0, refused: 0, wrong: 0 }, why = new Map()
  let sound = 0
  for (let i = 0; i < Number(cases); i++) {
    const text = journalOf(Number(seed) + i, dialect), { verdict, we, they } = await compare(text, dialect)
    counts[verdict]++
    sound += verdict === 'same' && !!we.sums
    if (verdict === 'refused') { const k = we.why.split('\n')[0].replace(/^.*?:\d+: /, '').replace(/:.*/, ''); why.set(k, (why.get(k) ?? 0) + 1) }
    if (verdict === 'wrong' && counts.wrong <= most) {
      console.log(`--- ${dialect}, seed ${Number(seed) + i}\n${text}\nwe:   ${we.why ?? we.sums.join(', ')}\nthey: ${they.why ?? they.sums.join(', ')}\n`)
    }
  }
  wrong += counts.wrong
  console.log(`${dialect}: ${cases} journals, same ${counts.same} (${sound} of them sound), refused only here ${counts.refused}, wrong ${counts.wrong}`)
  for (const [k, n] of [...why].sort((a, b) => b[1] - a[1]).slice(0, 12)) console.log(`    ${String(n).padStart(5)}  ${k}`)
}
done()
process.exit(wrong ? 1 : 0)
