// The journals of other programs' own tests, asked of the programs and of us. Where a suite lies is said by
//
//     HLEDGER_SUITE=~/src/hledger LEDGER_SUITE=~/src/ledger/test BEANCOUNT_SUITE=~/src/beancount node bench/book_suites.mjs
//
// (folders of their sources; nothing of them is kept here). Every journal in them is read by the program that it was written
// for and by `yuanchang book`: same (both refuse it, or both hold the same balances), refused (only here, with the reason: out of
// scope, docs/engines.md), wrong. Journals on which we give another answer are printed. Exit 1 if there is one.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { compare, done, missing, programs } from '../tests/support/peers.mjs'

function* files(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    const it = statSync(path, { throwIfNoEntry: false }) // a link may lead nowhere
    if (it?.isDirectory()) yield* files(path)
    else if (it) yield path
  }
}

/// The input blocks of a file of shelltestrunner: `<<<` .. `>>>`, or `<` .. `$ command`.
function shelltests(text) {
  const found = []
  let block = null, end = null
  for (const line of text.split('\n')) {
    if (block && end.test(line)) {
      found.push(block.join('\n') + '\n')
      block = null
    }
    if (block) block.push(line)
    else if (/^<<<\s*$/.test(line)) [block, end] = [[], /^>>>/]
    else if (/^<\s*$/.test(line)) [block, end] = [[], /^(\$|>)/]
  }
  return found
}

/// The texts of the tests' functions, without the margin that they have there.
function docstrings(text) {
  const found = []
  for (const [, body] of text.matchAll(/"""\\?\n([^]*?)"""/g)) {
    const lines = body.split('\n'), margin = Math.min(...lines.filter((l) => l.trim()).map((l) => l.match(/^ */)[0].length))
    if (/^\s*\d{4}-\d\d-\d\d/m.test(body)) found.push(lines.map((l) => l.slice(margin)).join('\n'))
  }
  return found
}

const journalsOf = {
  hledger: (path, text) => /\.test$/.test(path) ? shelltests(text) : /\.(journal|hledger|j)$/.test(path) ? [text] : [],
  ledger: (path, text) => /\.(test|dat|ledger)$/.test(path) ? [text] : [],
  beancount: (path, text) => /_test\.py$/.test(path) ? docstrings(text) : /\.(beancount|bean)$/.test(path) ? [text] : [],
}

let wrong = 0
for (const [dialect, name] of Object.entries(programs)) {
  const folder = process.env[`${dialect.toUpperCase()}_SUITE`], off = missing(name)
  if (!folder || !existsSync(folder) || off) {
    console.log(`${dialect}: ${off || `${dialect.toUpperCase()}_SUITE names no folder`}, skipped`)
    continue
  }
  const counts = { same: 0, refused: 0, wrong: 0 }, why = new Map()
  let sound = 0
  for (const path of files(folder)) {
    for (const [i, text] of journalsOf[dialect](path, readFileSync(path, 'utf8')).entries()) {
      const { verdict, we, they } = await compare(text, dialect), where = `${relative(folder, path)} ${i + 1}`
      counts[verdict]++
      sound += verdict === 'same' && !!we.sums
      if (verdict === 'refused') {
        const reason = we.why.split('\n')[0].replace(/^.*?:\d+: /, '').replace(/:.*/, '')
        why.set(reason, [...(why.get(reason) ?? []), where])
      }
      if (verdict === 'wrong') {
        console.log(`--- ${dialect}, ${where}\n${text.slice(0, 2000)}\nwe:   ${we.why ?? we.sums.join('\n      ')}\nthey: ${they.why ?? they.sums.join('\n      ')}\n`)
      }
    }
  }
  wrong += counts.wrong
  console.log(`${dialect}: same ${counts.same} (${sound} of them sound), refused only here ${counts.refused}, wrong ${counts.wrong}`)
  for (const [reason, where] of [...why].sort((a, b) => b[1].length - a[1].length)) console.log(`    ${String(where.length).padStart(5)}  ${reason}  (${where[0]})`)
}
done()
process.exit(wrong ? 1 : 0)
