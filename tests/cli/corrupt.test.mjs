// corrupt: one row of each kind is spoiled behind the program's back, and `yuanchang check` ends with 1 and names the
// invariant that is broken; with the row as it was, it finds nothing. SQLite, because there a file can be spoiled.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { house } from '../support/house.mjs'

const village = '420325102212'
let h, db, kept, triggers

before(async () => {
  h = await house({ demo: true, serve: false })
  db = join(h.data, 'yuanchang.db')
  kept = join(h.dir, 'kept.db')
  assert.equal(h.cli('check').code, 0)
  h.sql('PRAGMA wal_checkpoint(TRUNCATE)')
  copyFileSync(db, kept)
  triggers = h.sql(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
  assert.ok(triggers.length > 4, 'append-only tables are guarded')
})
after(() => h?.done())

function findings() {
  const r = h.cli('check', '--json')
  assert.ok([0, 1].includes(r.code), `${r.code} ${r.err}`)
  const { findings: list, count } = JSON.parse(r.out)
  assert.equal(count, list.length)
  assert.equal(r.code, count ? 1 : 0)
  return list
}

/// Past triggers, foreign keys and CHECKs: what a broken disk, or a careless hand, does. Each statement must find a row, and
/// leave it other than it was: else there was nothing to spoil, and what `check` says afterwards proves nothing.
function spoil(...statements) {
  const past = `PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; ${triggers.map((t) => `DROP TRIGGER IF EXISTS ${t};`).join(' ')}`
  for (const sql of statements) {
    const r = spawnSync('sqlite3', ['-bail', db], { encoding: 'utf8', input: `${past}\n.sha3sum\n${sql};\nSELECT changes();\n.sha3sum\n` })
    assert.deepEqual([r.status, r.stderr], [0, ''], sql)
    const [before, rows, after] = r.stdout.trim().split('\n')
    assert.ok(Number(rows) > 0, `no row to spoil: ${sql}`)
    assert.ok(/^[0-9a-f]{56,}$/.test(before) && before !== after, `a row became what it was: ${sql}`)
  }
}
function restore() {
  for (const end of ['-wal', '-shm']) rmSync(db + end, { force: true })
  copyFileSync(kept, db)
}

/// What is spoiled, and the rule that must be named.
const one = (table, where = 'true') => `rowid = (SELECT min(rowid) FROM ${table} WHERE ${where})`
const need = one('need', `state = 3 AND kind = 0`)
const cases = {
  // figures
  'a counter': [`UPDATE counter SET value = value + 1 WHERE place = '${village}' AND kind = 'need.raised' AND part = 0`, /^counter: a figure/],
  'a counter that is missing': [`DELETE FROM counter WHERE place = '${village}' AND kind = 'need.voices' AND part = 0`, /^counter: a figure/],
  'a counter of nothing': [`INSERT INTO counter VALUES ('420325', '${village}', 'need.ghost', 0, '420325102', 3)`, /^counter: a figure/],
  'a counter above the county': [`UPDATE counter SET value = value - 1 WHERE place = '4203' AND kind = 'need.voices' AND part = 0`, /^counter: a figure/],
  'a delta on its way that nobody made': [`INSERT INTO outbox VALUES ('420325', 5, '420325', 'need.raised', 0, 1, 1)`, /^counter: a figure/],
  'a thing seen that is missing': [`DELETE FROM seen WHERE (county, place, kind, part, thing) IN (SELECT county, place, kind, part, thing FROM seen LIMIT 1)`, /^counter: what was counted once/],
  'a thing seen that nobody saw': [`INSERT INTO seen VALUES ('420325', '${village}', 'need.households', 0, 77)`, /^counter: what was counted once/],
  // words that are looked up
  'a search term that is missing': [`DELETE FROM term WHERE (county, noun, term, subject) IN (SELECT county, noun, term, subject FROM term LIMIT 1)`, /^search: terms/],
  'a search term of nothing': [`INSERT INTO term (county, noun, term, subject) VALUES ('420325', 'need', '鬼话', 77)`, /^search: terms/],
  'a search term where no record is': [`INSERT INTO term (county, noun, term, subject) VALUES ('419999', 'need', '路', 1)`, /^search: terms/],
  'a search term of a noun that makes none': [`INSERT INTO term (county, noun, term, subject) VALUES ('420325', 'ghost', '路', 1)`, /^search: terms/],
  'a search term of a noun that is not looked for': [`INSERT INTO term (county, noun, term, subject) VALUES ('420325', 'task', '路', 1)`, /^search: terms/],
  'a list of terms that is wrong': [`UPDATE term_list SET terms = terms || ' 鬼' WHERE ${one('term_list')}`, /^search: lists of terms/],
  'a list of terms that is missing': [`DELETE FROM term_list WHERE ${one('term_list')}`, /^search: lists of terms/],
  'a list of terms of nothing': [`INSERT INTO term_list (county, noun, subject, terms) VALUES ('420325', 'need', 77, '鬼')`, /^search: lists of terms/],
  'a word of a place that is missing': [`DELETE FROM place_word WHERE ${one('place_word')}`, /^place\.word/],
  'a word of a household that is missing': [`DELETE FROM household_word WHERE ${one('household_word')}`, /^household\.word/],
  // needs
  'a voice count': [`UPDATE need SET voices = voices + 1, households = households + 1 WHERE ${need}`, /^need\.voices/],
  'a group\'s household count': [`UPDATE need_group SET households = households + 1 WHERE ${one('need_group')}`, /^need\.group/],
  'a household of a group that is missing': [`DELETE FROM need_group_voice WHERE ${one('need_group_voice')}`, /^need\.group\.voice/],
  'a need that stands with another number than its group': [`UPDATE need SET households = households + 1 WHERE ${one('need', 'grp IS NOT NULL')}`, /^need\.households/],
  'a state without event': [`UPDATE need SET was = 3, state = 4, solved_at = changed_at WHERE ${need}`, /^need\.state/],
  'a state and a time without event': [`UPDATE need SET was = 3, state = 4, changed_at = changed_at + 1 WHERE ${need}`, /^need\.event/],
  'a step that there is not': [`UPDATE need SET was = 0, state = 9, closing = 1 WHERE ${need}`, /^need\.step/],
  'an author without voice': [`UPDATE house_part SET left_at = at WHERE ${one('house_part', `noun = 'need' AND household = (SELECT household FROM need AS n WHERE n.id = record)`)}`, /^need\.author/],
  'a row at the city that is missing': [`UPDATE need SET onward_id = 77 WHERE ${one('need', 'onward_id <> 0')}`, /^need\.onward/],
  'a title that nobody wrote': [`UPDATE need SET title = '别的什么事情' WHERE ${need}`, /^need\.title/],
  'a step of the table that the rules do not have': [`INSERT INTO need_move VALUES (9, 0)`, /^need\.moves/],
  // the log
  'an event\'s parts': [`UPDATE event SET parts = replace(parts, 'from=0', 'from=1') WHERE ${one('event', `kind = 'need.taken'`)}`, /^log: an event is what its leaf says/],
  'who acted in an event': [`UPDATE event SET account = account + 1 WHERE ${one('event', 'account <> 0')}`, /^log: an event is what its leaf says/],
  'an event\'s leaf': [`UPDATE event SET leaf = zeroblob(32) WHERE ${one('event', `log = '${village}'`)}`, /^log: an event is what its leaf says/],
  'parts and leaf of an event alike': [`UPDATE event SET leaf = (SELECT leaf FROM event WHERE log = '${village}' AND seq = 1), seq = seq WHERE log = '${village}' AND seq = 2`, /^log: the head is the root/],
  'an event in the middle that is missing': [`DELETE FROM event WHERE log = '${village}' AND seq = 7`, /^log: events are numbered without a gap/],
  'the newest event that is missing': [`DELETE FROM event WHERE log = '${village}' AND seq = (SELECT max(seq) FROM event WHERE log = '${village}')`, /^log: the head counts all events/],
  'a head\'s root': [`UPDATE loghead SET root = zeroblob(32) WHERE log = '${village}'`, /^log: the head is the root/],
  'a head\'s frontier': [`UPDATE loghead SET frontier = zeroblob(length(frontier)) WHERE log = '${village}'`, /^log: the head is the root/],
  'a head\'s size': [`UPDATE loghead SET size = size + 1 WHERE log = '${village}'`, /^log: the head counts all events/],
  'a head\'s time': [`UPDATE loghead SET at = at + 1 WHERE log = '${village}'`, /^log: the head has the time/],
  'a head that is missing': [`DELETE FROM loghead WHERE log = '${village}'`, /^log: every log has a head/],
  'a head of no log': [`INSERT INTO loghead VALUES ('420325', '420325999999', 1, x'00', zeroblob(32), 1)`, /^log: a head has events/],
  'an event\'s text': [`UPDATE event_text SET text = text || '。' WHERE ${one('event_text', 'text IS NOT NULL')}`, /^event: a text fits its commitment/],
  'an event\'s salt': [`UPDATE event_text SET salt = zeroblob(16) WHERE ${one('event_text', 'text IS NOT NULL')}`, /^event: a text fits its commitment/],
  'a commitment': [`UPDATE event_text SET commitment = zeroblob(32) WHERE ${one('event_text')}`, /^event: a commitment is part of its event/],
  'a text that is missing': [`DELETE FROM event_text WHERE ${one('event_text')}`, /^event: every commitment has its row/],
  'a text of no event': [`INSERT INTO event_text (county, log, seq, name, text, salt, commitment) VALUES ('420325', '${village}', 99999, 'text', 'x', zeroblob(16), zeroblob(32))`, /^event: a text belongs to an event/],
  // rows that point at nothing
  'a voice on nothing': [`UPDATE house_part SET record = 77 WHERE ${one('house_part', `noun = 'need'`)}`, /^need\.voice/],
  'a person of no household': [`UPDATE person SET household = 77 WHERE ${one('person')}`, /^key: /],
  'a role of no account': [`UPDATE role SET account = 77 WHERE ${one('role')}`, /^key: /],
  'a card of no household': [`UPDATE card SET household = 77 WHERE ${one('card')}`, /^key: /],
  'a group led by nothing': [`UPDATE need_group SET lead = 77 WHERE ${one('need_group')}`, /^key: /],
  'a need of no household': [`UPDATE need SET household = 77 WHERE ${need}`, /^need\.household/],
  'a voice of no household': [`UPDATE house_part SET household = 77 WHERE ${one('house_part', `noun = 'need' AND household <> (SELECT household FROM need AS n WHERE n.id = record)`)}`, /^houses: /],
  'a need at no place': [`UPDATE need SET place = '420325102299' WHERE ${one('need', 'length(at_place) <= 9')}`, /^need\.place/],
  'a household at no place': [`UPDATE household SET place = '420325102299001' WHERE ${one('household')}`, /^household\.place/],
  'an account of no household': [`UPDATE account SET household = 77 WHERE ${one('account', 'is_household = 1')}`, /^account\.household/],
  'a name of no account': [`UPDATE login_name SET account = 77 WHERE ${one('login_name')}`, /^account\.name/],
  'a card without code': [`DELETE FROM card_code WHERE ${one('card_code')}`, /^card\.code/],
  'a roll of nobody': [`UPDATE roll SET person = 77 WHERE ${one('roll')}`, /^roll\.person/],
  // persons and accounts
  'a place without the one above': [`DELETE FROM place WHERE code = '420325102'`, /^place\.parent/],
  'a place under another key': [`UPDATE place SET county = '420324' WHERE code = '${village}'`, /^place\.key/],
  'a successor that is missing': [`UPDATE place SET successor = '420325102299', to_date = 20260101 WHERE code = '420325102213'`, /^place\.successor/],
  'a person in a household that has ended': [`UPDATE household SET to_date = from_date WHERE ${one('household')}`, /^person\.household/],
  'a role of an account that has ended': [`UPDATE account SET ended_at = 1 WHERE name = 'shangwan'`, /^role\.account/],
  // keys of requests, rules
  'a key that made nothing': [`INSERT INTO once VALUES ('420325', 7, 'need.raise', 'spoiled-key', zeroblob(32), 0, 1)`, /^once: a key names what it made/],
  'two values of a rule on one day': [`INSERT INTO rule SELECT name, place, from_date + 1, 0, value, unit, source, confidence FROM rule WHERE to_date = 0 LIMIT 1`, /^rule: one value a day/],
  // pictures
  'a picture that cannot be found': [`DELETE FROM file_use WHERE ${one('file_use')}`, /^file: a picture is found by its hash/],
  'a picture of no record': [`UPDATE file SET subject = 77 WHERE ${one('file')}`, /^file: a picture is found by its hash/],
}

for (const [what, [sql, rule]] of Object.entries(cases))
  test(`check names ${what}`, () => {
    try {
      spoil(sql)
      const list = findings()
      assert.ok(list.some((f) => rule.test(f.rule)), `${JSON.stringify(list.slice(0, 8))}`)
    } finally {
      restore()
    }
  })

test('check names a picture that is not there, and one with other bytes, small, large and original', () => {
  for (const folder of ['files', 'originals']) {
    const names = readdirSync(join(h.data, folder), { recursive: true }).filter((f) => /\//.test(f))
    assert.ok(names.length > 0, folder)
    const path = join(h.data, folder, names[0])
    const bytes = readFileSync(path)
    rmSync(path)
    assert.ok(findings().some((f) => f.rule === 'file: a picture that a record shows is stored'), `${path} is gone`)
    writeFileSync(path, Buffer.concat([bytes, Buffer.from([0])]))
    assert.ok(findings().some((f) => f.rule === 'file: a picture is what its name says'), `${path} is another`)
    writeFileSync(path, bytes)
  }
})

test('numbers sealed by another hand are named', () => {
  const file = join(h.dir, 'phones.csv')
  writeFileSync(file, '组,户,姓名,性别,电话\n二组,二组95户,王加封,男,13912345678\n二组,二组96户,李加封,男,13912345679\n')
  h.mustCli('person', 'import', file, '--place', village)
  const sealed = (name) => h.sql(`SELECT hex(phone_sealed) FROM person WHERE name = '${name}'`)[0]
  const a = sealed('王加封'), b = sealed('李加封')
  assert.deepEqual(findings(), [])
  spoil(`UPDATE person SET phone_sealed = x'${b}' WHERE name = '王加封'`)
  assert.ok(findings().some((f) => /^person\.phone/.test(f.rule)), 'another\'s number')
  spoil(`UPDATE person SET phone_sealed = x'${a}' WHERE name = '王加封'`, `DELETE FROM phone_owner WHERE hash = (SELECT phone_hash FROM person WHERE name = '王加封')`)
  assert.ok(findings().some((f) => /^person\.phone/.test(f.rule)), 'nobody\'s number')
  restore()
})

test('a spoiler that finds no row, or leaves it as it was, is a failure of its own', () => {
  assert.throws(() => spoil(`UPDATE need SET title = 'x' WHERE id = 77`), /no row to spoil/)
  assert.throws(() => spoil(`UPDATE need SET title = title WHERE ${need}`), /a row became what it was/)
  assert.throws(() => spoil(`UPDATE need SET title = title || '。' WHERE ${need}`, `DELETE FROM need WHERE id = 77`), /no row to spoil/)
  restore()
})

test('with everything as it was, check finds nothing', () => {
  assert.deepEqual(findings(), [])
})
