// `yuanchang draw` against node's own SHA-256 and a list from which names are really struck out; the printed sheet is read
// back and computed again, its lunar dates are compared with ICU's.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dice, root, run } from '../support/house.mjs'

let dir
before(() => { dir = mkdtempSync(join(tmpdir(), 'yuanchang-draw.')) })
after(() => rmSync(dir, { recursive: true }))

const draw = (...args) => run(['draw', ...args])
const file = (name, text) => { const path = join(dir, name); writeFileSync(path, text); return path }
const sha256 = (text) => createHash('sha256').update(text).digest('hex')

// Every ticket of a draw, made the slow way.
function tickets(seed, of, take) {
  const struck = [], made = []
  for (let t = 1; struck.length < take; t++) {
    const hex = sha256(`${seed}:${t}`).slice(0, 8), x = parseInt(hex, 16), left = of - struck.length
    const limit = 2 ** 32 - 2 ** 32 % left, isVoid = x >= limit
    let drawn = x % left + 1
    for (const s of [...struck].sort((a, b) => a - b)) if (s <= drawn) drawn++ // those before it, from the top
    if (!isVoid) struck.push(drawn)
    made.push({ t, hex, x, left, limit, rest: x % left, isVoid, drawn })
  }
  return made
}
const drawn = (seed, of, take) => tickets(seed, of, take).filter((t) => !t.isVoid).map((t) => t.drawn)

const width = (line) => [...line].reduce((n, c) => n + (/[\u2e80-\uffdf]/u.test(c) ? 2 : 1), 0)

// Reads the table of a sheet back, and computes each of its rows again from what stands in it.
function checkSheet(text, seed, of, take, names) {
  const rows = [], struck = []
  for (const page of text.split('\f')) {
    const lines = page.split('\n')
    assert.equal(lines.length - 1, 60)
    assert.doesNotMatch(page, /(抽中的|Drawn).*\n\n第/)
    for (const line of lines) {
      assert.ok(width(line) <= 78, `${width(line)} columns: ${line}`)
      const cells = line.trim().split(/ +/)
      if (/^\d+$/.test(cells[0]) && /^[0-9a-f]{8}$/.test(cells[1]) && cells.length >= 8) rows.push(cells)
    }
  }
  const made = tickets(seed, of, take)
  assert.equal(rows.length, made.length)
  rows.forEach(([t, hex, x, left, limit, rest, place, number, ...name], i) => {
    const want = made[i]
    assert.deepEqual([t, hex, x, left, limit].map(String), [want.t, want.hex, want.x, want.left, want.limit].map(String))
    assert.equal(hex, sha256(`${seed}:${t}`).slice(0, 8))
    if (want.isVoid) return assert.ok(rest === '-' && place === '-' && /^(作废|void)$/.test(number))
    assert.deepEqual([rest, place, number], [want.rest, want.rest + 1, want.drawn].map(String))
    if (of <= 1000) { // count down the list with a pencil
      let at = 0
      for (let n = 0; n < Number(place);) if (!struck.includes(++at)) n++
      assert.equal(at, Number(number))
    }
    const at = Number(number)
    struck.push(at)
    if (names) assert.ok(names[at - 1].startsWith(name.join(' ').replace(/…$/, '')))
  })
  assert.deepEqual(struck, drawn(seed, of, take))
  for (const n of struck) assert.match(text.replaceAll('\f', '\n'), new RegExp(`^[ \\d]*\\b${n}\\b[ \\d]*$`, 'm')) // the result, below the table
}

test('the example of docs/engines.md comes out', () => {
  assert.deepEqual(draw('--seed', '20260712', '--of', '94', '--take', '3'), { code: 0, out: '80\n60\n32\n', err: '' })
  const page = readFileSync(join(root, 'docs/engines.md'), 'utf8')
  for (const t of tickets('20260712', 94, 3)) assert.ok(page.includes(`\`${t.hex}\` = ${t.x.toLocaleString('en')}`), t.hex)
})

test('any draw is what node makes of it', () => {
  const d = dice(20260712)
  for (let round = 0; round < 60; round++) {
    const of = 1 + d(2000), take = d(Math.min(of, 40) + 1), seed = `第 ${d(1000000)} 期 '$(x)'`
    const r = draw(`--seed=${seed}`, '--of', of, '--take', take, '--json')
    assert.equal(r.code, 0)
    assert.deepEqual(JSON.parse(r.out), { seed, of, take, drawn: drawn(seed, of, take) })
  }
})

test('a draw of more begins with the draw of fewer', () => {
  const all = draw('--seed', 's', '--of', '30', '--take', '30').out
  for (let k = 0; k < 30; k++) assert.ok(all.startsWith(draw('--seed', 's', '--of', '30', '--take', String(k)).out))
})

test('names stand beside their numbers', () => {
  const names = Array.from({ length: 94 }, (_, i) => `${i % 3 ? '张' : '欧阳'}${i + 1}`), text = names.join('\n') + '\n'
  const path = file('names', text), r = draw('--seed', '20260712', '--names', path, '--take', '3')
  assert.deepEqual(r, { code: 0, out: `80\t${names[79]}\n60\t${names[59]}\n32\t${names[31]}\n`, err: '' })
  const j = JSON.parse(draw('--seed', '20260712', '--names', path, '--of', '94', '--take', '3', '--json').out)
  assert.deepEqual(j.names, [names[79], names[59], names[31]])
  assert.equal(j.names_sha256, sha256(text))
})

test('the five per cent call-back is a share, rounded up', () => {
  for (const [of, take] of [[0, 0], [1, 1], [20, 1], [21, 2], [94, 5], [412, 21]])
    assert.equal(JSON.parse(draw('--seed', 's', '--of', of, '--share', '1/20', '--json').out).take, take)
})

test('a sheet can be computed again from what stands on it', () => {
  for (const [seed, of, take] of [['20260712', 94, 3], ['a', 1, 1], ['一', 3, 0], ["it's", 500, 120], ['a', 1000000000, 12]]) {
    for (const lang of ['zh', 'en']) {
      const r = draw('--seed', seed, '--of', of, '--take', take, '--sheet', '--lang', lang)
      assert.equal(r.code, 0)
      assert.equal(r.err, '')
      checkSheet(r.out, seed, of, take)
    }
  }
  const names = Array.from({ length: 300 }, (_, i) => `${'长'.repeat(1 + i % 40)}${i}`), path = file('long', names.join('\n'))
  checkSheet(draw('--seed', 's', '--names', path, '--take', '150', '--sheet').out, 's', 300, 150, names)
})

test('a sheet says by its hash which list was drawn from, and of no list says none', () => {
  const list = '李建国\n王芳\n赵一\n'
  for (const [text, lang] of [[list, 'zh'], [list, 'en'], [list.trimEnd(), 'zh'], [list.replace('一', '二'), 'zh']]) {
    const sheet = draw('--seed', 's', '--names', file('of-sheet', text), '--take', '1', '--sheet', '--lang', lang).out
    assert.deepEqual(sheet.match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g), [sha256(`${text.trimEnd()}\n`)], sheet) // of every name and LF
  }
  assert.doesNotMatch(draw('--seed', 's', '--of', '3', '--take', '1', '--sheet').out, /[0-9a-f]{64}/)
})

test('the command on the sheet gives the digits on the sheet', () => {
  for (const seed of ['20260712', "it's $HOME `date` \\n %s \"x\""]) {
    const text = draw('--seed', seed, '--of', '94', '--take', '5', '--sheet').out
    const lines = text.split('\n').filter((l) => l.startsWith('    S=') || l.startsWith('    for '))
    const digits = execFileSync('sh', ['-c', lines.join('\n')], { encoding: 'utf8' }).trim().split('\n')
    assert.deepEqual(digits, tickets(seed, 94, 5).map((t) => t.hex))
  }
})

test('the tickets are in the JSON of a sheet, void ones too', () => {
  const j = JSON.parse(draw('--seed', 'a', '--of', '1000000000', '--take', '12', '--sheet', '--json').out)
  assert.equal(j.tickets.filter((t) => t.void).length, 2)
  for (const t of j.tickets) {
    assert.equal(t.hash, sha256(`a:${t.ticket}`))
    assert.equal(t.x, parseInt(t.hash.slice(0, 8), 16))
    assert.equal(t.limit, 2 ** 32 - 2 ** 32 % t.left)
    assert.equal(t.void, t.x >= t.limit)
    if (!t.void) assert.equal(t.place, t.x % t.left + 1)
  }
  assert.deepEqual(j.tickets.filter((t) => !t.void).map((t) => t.drawn), j.drawn)
})

test('a published result is verified, and a changed one is not', () => {
  const of94 = ['--seed', '20260712', '--of', '94']
  for (const list of ['80,60,32', '80 60 32', '80, 60, 32'])
    assert.deepEqual(draw(...of94, '--verify', list), { code: 0, out: 'the seed gives exactly these 3\n', err: '' })
  assert.equal(JSON.parse(draw(...of94, '--verify', '80,60,32', '--json').out).verified, true)
  for (const list of ['80,60,33', '60,80,32', '80,60,32,1']) {
    const r = draw(...of94, '--verify', list)
    assert.equal(r.code, 1)
    assert.equal(r.out, '')
    assert.match(r.err, /^yuanchang: the seed does not give this: number \d/)
  }
})

test('the day is printed as the calendar on the wall has it', () => {
  const icu = new Intl.DateTimeFormat('zh-u-ca-chinese', { month: 'long', day: 'numeric', timeZone: 'UTC' })
  const tens = ['初', '十', '廿'], ones = '一二三四五六七八九十'
  const name = (d) => ({ 10: '初十', 20: '二十', 30: '三十' })[d] ?? tens[Math.floor(d / 10)] + ones[d % 10 - 1]
  for (let i = 0; i < 120; i++) { // every 61 days over twenty years, leap months of 2017, 2020, 2023 and 2025 among them
    const day = new Date(Date.UTC(2016, 0, 5 + i * 61)), iso = day.toISOString().slice(0, 10)
    if (iso === '2018-11-07') continue // the new moon came two minutes after midnight: ICU 78 has it a day too early
    const parts = Object.fromEntries(icu.formatToParts(day).map((p) => [p.type, p.value]))
    const month = parts.month.replace('十一月', '冬月').replace('十二月', '腊月')
    const text = draw('--seed', 's', '--of', '1', '--take', '0', '--sheet', '--on', iso).out
    assert.ok(text.includes(`${iso}（农历`), iso)
    assert.ok(text.includes(`年${month}${name(Number.parseInt(parts.day))}`), `${iso}: ${month}${parts.day}`)
  }
  const eve = draw('--seed', 's', '--of', '1', '--take', '0', '--sheet', '--on', '2026-02-16').out
  assert.ok(eve.includes('日期          2026-02-16（农历乙巳蛇年腊月廿九，除夕）'))
  assert.ok(!draw('--seed', 's', '--of', '1', '--take', '0', '--sheet').out.split('\n').some((l) => l.startsWith('日期')))
})

test('what it cannot do is a usage error with a usage line', () => {
  const list = file('two', 'a\nb\n')
  for (const args of [
    [], ['--seed', 's'], ['--seed', 's', '--of', '5'], ['--of', '5', '--take', '1'], ['--seed', 's', '--take', '1'],
    ['--seed', '', '--of', '5', '--take', '1'], ['--seed', 'a\nb', '--of', '5', '--take', '1'],
    ['--seed', 'x'.repeat(1001), '--of', '5', '--take', '1'], ['--seed', 's', '--seed', 't', '--of', '5', '--take', '1'],
    ['--seed', 's', '--of', '5', '--take', '6'], ['--seed', 's', '--of', '-1', '--take', '0'],
    ['--seed', 's', '--of', 'five', '--take', '1'], ['--seed', 's', '--of', '5', '--take', '1.5'],
    ['--seed', 's', '--of', '1000000001', '--take', '1'], ['--seed', 's', '--of', '5', '--of', '5', '--take', '1'],
    ['--seed', 's', '--of', '5', '--take', '1', '--share', '1/5'], ['--seed', 's', '--of', '5', '--share', '6/5'],
    ['--seed', 's', '--of', '5', '--share', '1/0'], ['--seed', 's', '--of', '5', '--share', '0.05'],
    ['--seed', 's', '--of', '5', '--share', '1/2/3'], ['--seed', 's', '--of', '5', '--share', '-1/5'],
    ['--seed', 's', '--of', '1000000000', '--share', '1/20'], ['--seed', 's', '--of', '5', '--verify', ''],
    ['--seed', 's', '--of', '5', '--verify', '1,x'], ['--seed', 's', '--of', '5', '--verify', '0'],
    ['--seed', 's', '--of', '5', '--verify', '1,2', '--take', '1'], ['--seed', 's', '--of', '1', '--verify', '1,1'],
    ['--seed', 's', '--of', '5', '--take', '1', '--on', '2026-07-12'], ['--seed', 's', '--of', '5', '--take', '1', 'more'],
    ['--seed', 's', '--of', '5', '--take', '1', '--sheet', '--on', '2026-02-30'],
    ['--seed', 's', '--of', '5', '--take', '1', '--sheet', '--lang', 'fr'],
    ['--seed', 's', '--of', '5', '--take', '1', '--lang', 'en'], ['--seed', 's', '--of', '5', '--take', '1', '--loud'],
    ['--seed', 's', '--of', '20000', '--take', '10001', '--sheet'], ['--seed', 's', '--names', list, '--of', '3', '--take', '1'],
    ['--seed', 's', '--of', '5', '--sheet', '--verify', '1'], ['--seed', 's', '--of', '5', '--take', '1', '--names'],
  ]) {
    const r = draw(...args)
    assert.equal(r.code, 2, JSON.stringify(args))
    assert.equal(r.out, '', JSON.stringify(args))
    assert.match(r.err, /usage: yuanchang draw/, JSON.stringify(args))
  }
})

test('a list that is not one is refused with its line', () => {
  for (const [name, bytes, line, reason] of [
    ['empty', '', 1, 'there are no names'], ['blank', 'a\n\nb\n', 2, 'an empty line would shift the numbers'],
    ['double', '李建国\n王芳\n李建国\n', 3, 'a name stands on the list already: 李建国'],
    ['unseen', 'x\nx\u2800\n', 2, 'the name differs from an earlier one only in width, spacing, composition or characters that nobody sees: x\u2800'],
    ['latin', Buffer.from([0x61, 0x0a, 0xe9, 0x0a]), 2, 'the line is not UTF-8'],
    ['nul', 'a\nb\0\n', 2, 'the line holds a NUL byte'], ['tab', 'a\tb\n', 1, 'a name holds a tab or another control character: a?b'],
    ['long', 'x'.repeat(201), 1, `a name is longer than 200 bytes: ${'x'.repeat(60)}`],
  ]) {
    const path = file(name, bytes)
    assert.deepEqual(draw('--seed', 's', '--names', path, '--take', '1'), { code: 3, out: '', err: `${path}:${line}: ${reason}\n` })
  }
  const r = draw('--seed', 's', '--names', join(dir, 'nowhere'), '--take', '1')
  assert.equal(r.code, 1)
  assert.match(r.err, /^yuanchang: cannot open /)
  assert.equal(r.out, '')
})
