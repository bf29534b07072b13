// yuanchang tally pb: the JSON contract on made-up village projects, every refusal's status, and, where they are at hand,
// real elections of Pabulib with the outcomes that two other programs agree on.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dice, program, root, run } from '../support/house.mjs'
import { shared } from '../support/shared.mjs'

const folder = mkdtempSync(join(tmpdir(), 'tally-pb-'))
after(() => rmSync(folder, { recursive: true }))
const village = (name) => join(root, `tests/data/pb/village-${name}.pb`)
const { path: real, skip } = shared('pb')

function file(name, text) {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function counted(args) {
  const r = run(['tally', 'pb', ...args, '--json'])
  assert.equal(r.code, 0, r.err)
  assert.equal(r.err, '')
  assert.ok(r.out.endsWith('}\n'))
  return JSON.parse(r.out)
}
const rules = (...keys) => keys.flatMap((k) => ['--rule', k])

test('ten households, five projects: the worked example of docs/methods.md', () => {
  const all = ['greedy_card', 'greedy_cost', 'mes_card', 'mes_cost', 'mes_card_greedy', 'mes_cost_greedy', 'mes_card_add1', 'mes_cost_add1',
    'mes_card_add1f', 'mes_cost_add1f', 'mes_card_add1_greedy', 'seq_phragmen', 'city_greedy_skip', 'city_greedy_noskip']
  const r = counted([village('projects'), ...rules(...all)])
  assert.equal(r.file, 'village-projects.pb')
  assert.equal(r.n_votes, 10)
  const bought = Object.fromEntries(Object.entries(r.rules).map(([k, v]) => [k, v.selected.map((id) => id[0]).join('')]))
  assert.deepEqual(bought, { greedy_card: 'edbc', greedy_cost: 'ab', mes_card: 'edb', mes_cost: 'ac', mes_card_greedy: 'edbc',
    mes_cost_greedy: 'ac', mes_card_add1: 'edbc', mes_cost_add1: 'ac', mes_card_add1f: 'edbc', mes_cost_add1f: 'ac',
    mes_card_add1_greedy: 'edbc', seq_phragmen: 'ebdc', city_greedy_skip: 'ab', city_greedy_noskip: 'ab' })
  assert.equal(r.rules.mes_cost.cost, '90000')
  assert.deepEqual(r.rules.mes_card_add1, { selected: ['e-bins', 'd-lamps', 'b-pavilion', 'c-canteen'], cost: '92000', ties_broken: 0, runs: 1751 })
  assert.equal(r.rules.mes_cost_add1f.runs, 1501)
  assert.equal(r.rules.seq_phragmen.ties_broken, 1)
  const table = run(['tally', 'pb', village('projects'), ...rules('mes_card', 'seq_phragmen')]).out
  assert.match(table, /1 +e-bins +3 +12000 +4000\.0000 +垃圾分类亭\n +2 +d-lamps +4 +20000 +5000\.0000 .*\n +3 +b-pavilion +5 +30000 +6666\.6667 /)
  assert.match(table, /6000\.0000 +村口凉亭 +\[equal: b-pavilion d-lamps\]\n.* 9000\.0000 .*\n.* 11750\.0000 +老年食堂/)
  assert.match(table, /spent 62000, left 38000; ties met: 0/)
})

test('points, decimals and quoted names', () => {
  const r = counted([village('points')])
  assert.deepEqual(Object.keys(r.rules), ['greedy_card', 'mes_card', 'mes_card_greedy', 'greedy_cost', 'mes_cost', 'mes_cost_greedy',
    'greedy_points', 'mes_points', 'mes_points_greedy', 'city_greedy_skip', 'city_greedy_noskip'])
  assert.deepEqual(r.rules.mes_points.selected, ['pavilion', 'lamps'])
  assert.equal(r.rules.mes_points.cost, '100001/2')
  assert.equal(r.rules.greedy_points.cost, '380003/4')
  assert.deepEqual(r.rules.city_greedy_skip.selected, ['pavilion', 'lamps', 'stage'])
  const table = run(['tally', 'pb', village('points')]).out
  assert.match(table, /凉亭; 带长凳\n/)
  assert.match(table, /spent 95000\.75, left 4999\.25/)
})

test('ids are compared as bytes, and the last of a ranking gives its voter nothing', () => {
  const r = counted([village('ranking')])
  assert.deepEqual(r.rules.mes_card.selected, ['10', '9'])
  assert.equal(r.rules.mes_card.ties_broken, 1)
  assert.deepEqual(r.rules.mes_borda.selected, ['9'])
  assert.equal(r.rules.city_greedy_skip, undefined)
  assert.equal(r.rules.seq_phragmen, undefined)
})

test('without --rule all that apply, and what takes long only when it is asked for', () => {
  const keys = Object.keys(counted([village('projects')]).rules)
  assert.equal(keys.length, 9)
  assert.ok(!keys.some((k) => k.includes('add1')))
  assert.deepEqual(Object.keys(counted([village('projects'), '--rule=mes_cost', '--rule', 'greedy_card', '--rule', 'mes_cost']).rules), ['mes_cost', 'greedy_card'])
})

test('usage is status 2, with nothing on stdout and a usage line', () => {
  const bad = [[], [village('points'), village('points')], [village('points'), '--rule'], [village('points'), '--rule', 'mes'],
    [village('points'), '--rule', 'mes_card_add2'], [village('projects'), '--rule', 'greedy_points'], [village('projects'), '--rule', 'mes_borda'],
    [village('ranking'), '--rule', 'city_greedy_skip'], [village('points'), '--rule', 'seq_phragmen'], [village('points'), '--seats', '3'],
    [village('points'), '--rule', ''], [join(folder, 'none.pb'), '--rule', 'dictator']]
  for (const args of bad) {
    const r = run(['tally', 'pb', ...args, '--json'])
    assert.equal(r.code, 2, args.join(' '))
    assert.equal(r.out, '')
    assert.match(r.err, /usage: yuanchang tally pb/)
  }
})

test('what cannot be read is status 1', () => {
  for (const path of [join(folder, 'none.pb'), folder]) {
    const r = run(['tally', 'pb', path, '--json'])
    assert.equal(r.code, 1, path)
    assert.equal(r.out, '')
    assert.match(r.err, /^yuanchang: cannot (open|read) /)
  }
})

test('a search without end is given up: status 1, and the rule is named', () => {
  const path = join(folder, 'endless.pb')
  writeFileSync(path, 'META\nkey;value\nnum_votes;2\nbudget;1000000000000\nvote_type;approval\nPROJECTS\nproject_id;cost\n' +
    '1;999999999998\n2;2\nVOTES\nvoter_id;vote\n0;1,2\n1;2\n')
  const r = run(['tally', 'pb', path, '--rule', 'mes_card_add1', '--json'])
  assert.equal(r.code, 1)
  assert.equal(r.out, '')
  assert.match(r.err, /^yuanchang: mes_card_add1: no end after 1000000 runs/)
})

test('where thousands tie in every round the others are counted, and what is given up is said', () => {
  const path = join(folder, 'alike.pb'), ids = [...Array(3000).keys()]
  writeFileSync(path, 'META\nkey;value\nnum_votes;1\nbudget;30000\nvote_type;approval\nPROJECTS\nproject_id;cost\n' +
    ids.map((i) => `${i};10\n`).join('') + `VOTES\nvoter_id;vote\n0;${ids.join(',')}\n`)
  const r = run(['tally', 'pb', path, '--json'])
  assert.equal(r.code, 0)
  assert.match(r.err, /warning: mes_cost is left out/)
  const { rules } = JSON.parse(r.out)
  assert.equal(rules.greedy_cost.selected.length, 3000)
  assert.equal(rules.mes_cost, undefined)
  const asked = run(['tally', 'pb', path, '--rule', 'mes_cost', '--json'])
  assert.equal(asked.code, 1)
  assert.equal(asked.out, '')
})

test('a file that is not right is status 3 and says FILE:LINE: reason', () => {
  const good = readFileSync(village('projects'), 'utf8')
  const lines = good.split('\n')
  const at = (start) => lines.findIndex((l) => l.startsWith(start)) + 1
  const changed = (start, line) => good.replace(lines[at(start) - 1], line)
  const bad = [
    [changed('budget', 'budget;-5'), at('budget')], [changed('vote_type', 'vote_type;shouting'), at('vote_type')],
    [changed('a-road', 'a-road;0;6;x'), at('a-road')], [changed('b-pav', 'a-road;1;6;x'), at('b-pav')],
    [changed('c-cant', 'c-canteen;one;6;x'), at('c-cant')], [changed('d-lamps', 'd-lamps;1;6'), at('d-lamps')],
    [changed('5;a', '5;a-road,nothing'), at('5;a')], [changed('6;a', '6;a-road,a-road'), at('6;a')],
    [changed('voter_id', 'voter_id;votes'), at('voter_id')], [changed('VOTES', 'PROJECTS'), at('VOTES')],
    [changed('4;a', '"4;a'), at('4;a')], [changed('PROJECTS', 'META'), at('PROJECTS')],
    [good.replace('\n10;', '\n10\0;'), at('10;')], [good + '11;' + 'a'.repeat(1100000) + '\n', lines.length],
    [good.slice(0, good.indexOf('\n1;') + 1), at('VOTES')], ['', 1],
    [Buffer.concat([Buffer.from(good), Buffer.from([0x31, 0x3b, 0xff, 10])]), lines.length],
  ]
  bad.forEach(([text, line], i) => {
    const path = file(`bad-${i}.pb`, text)
    for (const more of [['--json'], []]) {
      const r = run(['tally', 'pb', path, ...more])
      assert.equal(r.code, 3, i + r.err)
      assert.equal(r.out, '')
      assert.ok(r.err.startsWith(`${path}:${line}: `), r.err)
      assert.equal(r.err.trim().split('\n').length, 1)
    }
  })
})

test('a number of votes that differs is a warning', () => {
  const path = file('warned.pb', readFileSync(village('projects'), 'utf8').replace('num_votes;10', 'num_votes;12'))
  const r = run(['tally', 'pb', path, '--json'])
  assert.equal(r.code, 0)
  assert.equal(r.err, `${path}:7: warning: num_votes: 12, but 10 follow\n`)
  assert.deepEqual(JSON.parse(r.out).rules, counted([village('projects')]).rules)
})

test('CRLF, a byte order mark and a missing last newline are fine', () => {
  const path = file('windows.pb', '\ufeff' + readFileSync(village('projects'), 'utf8').trimEnd().replaceAll('\n', '\r\n'))
  assert.deepEqual(counted([path]).rules, counted([village('projects')]).rules)
})

test('the order of ballots and of projects does not matter', () => {
  const text = readFileSync(village('projects'), 'utf8').trimEnd().split('\n')
  const p = text.indexOf('PROJECTS') + 2, v = text.indexOf('VOTES')
  const turned = [...text.slice(0, p), ...text.slice(p, v).reverse(), ...text.slice(v, v + 2), ...text.slice(v + 2).reverse()]
  const keys = rules('mes_card_add1f', 'seq_phragmen', 'greedy_cost', 'mes_cost')
  assert.deepEqual(counted([file('turned.pb', turned.join('\n')), ...keys]).rules, counted([village('projects'), ...keys]).rules)
})

test('some hundred runs: the same bytes on one core and on all', () => {
  const d = dice(11)
  const projects = [...Array(25).keys()].map((i) => `p${i};${1000 + d(30000)}`)
  const votes = [...Array(400).keys()].map((i) => `${i};${[...Array(25).keys()].filter(() => d(4) === 0).map((p) => `p${p}`).join(',')}`)
  const path = file('many.pb', `META\nkey;value\nbudget;150000\nvote_type;approval\nPROJECTS\nproject_id;cost\n${projects.join('\n')}\nVOTES\nvoter_id;vote\n${votes.join('\n')}\n`)
  const args = ['tally', 'pb', path, ...rules('mes_cost_add1f', 'mes_card_add1f', 'mes_card_add1'), '--json']
  const all = run(args)
  assert.equal(all.code, 0, all.err)
  const one = execFileSync('taskset', ['-c', '0', program, ...args], { encoding: 'utf8' })
  assert.ok(all.out === one)
  assert.ok(JSON.parse(one).rules.mes_card_add1f.runs > 100)
})

test('elections of Pabulib come out as others counted them', { skip }, () => {
  const expected = JSON.parse(readFileSync(join(real, 'expected.json')))
  let values = 0
  for (const [name, want] of Object.entries(expected)) {
    const got = counted([join(real, name), ...rules(...Object.keys(want.rules))])
    assert.equal(got.n_votes, want.n_votes)
    for (const [key, rule] of Object.entries(want.rules)) {
      for (const what of ['selected', 'cost', 'ties_broken', 'runs']) {
        if (rule[what] === undefined)
          continue
        assert.deepEqual(got.rules[key][what], rule[what], `${name} ${key} ${what}`)
        values++
      }
    }
    if (want.rules_equal_to_official)
      for (const key of want.rules_equal_to_official)
        assert.deepEqual([...got.rules[key].selected].sort(), [...want.official_selected].sort(), `${name} ${key} official`)
  }
  assert.ok(values > 600)
})

const three = (votes, meta = 'approval', head = 'voter_id;vote') => `META\nkey;value\nbudget;100\nvote_type;${meta}\n` +
  `PROJECTS\nproject_id;cost;name\na;40;路灯\nb;30;水渠\nz;20;没人要的\nVOTES\n${head}\n${votes.join('\n')}\n`

test('a project that nobody chose is told wherever it is bought', () => {
  const path = file('nobody.pb', three(['1;a,b', '2;a', '3;b']))
  const r = counted([path])
  assert.deepEqual(r.chosen_by_nobody, ['z'])
  assert.ok(r.rules.greedy_card.selected.includes('z')) // as the rule's page says: what is left may buy it
  assert.ok(!r.rules.mes_cost.selected.includes('z'))
  const people = run(['tally', 'pb', path]).out.split('\n').filter((line) => line.includes('没人要的'))
  assert.equal(people.length, Object.values(r.rules).filter((x) => x.selected.includes('z')).length)
  for (const line of people)
    assert.match(line, /\[chosen by nobody\]/)
  const zero = file('points0.pb', three(['1;a,z;3,0', '2;z;0'], 'scoring', 'voter_id;vote;points')), given = counted([zero])
  assert.deepEqual([given.chosen_by_nobody, given.given_no_points], [['b'], ['z']])
  const bought = run(['tally', 'pb', zero, '--rule', 'mes_cost']).out.split('\n').filter((l) => / z {2}/.test(l))
  assert.equal(bought.length, 1)
  assert.match(bought[0], / z +2 .*\[every vote gives 0 points\]/, 'a line that tells two votes does not say that nobody chose it')
  assert.equal(counted([file('all.pb', three(['1;a,b,z']))]).chosen_by_nobody, undefined)
})

test('a voter twice, points below 0 and ids that read alike are refused at their line', () => {
  const bad = [[three(['1;a', '2;b', '2;b']), 14, /the voter is there twice: 2/], [three(['1;a', '１;b']), 13, /differs from an earlier one only/],
    [three(['1;a', '1\u200b;b']), 13, /differs from an earlier one only/], [three([';a']), 12, /no voter_id/],
    [three(['1;a;-1'], 'scoring', 'voter_id;vote;points'), 12, /points are negative: -1/],
    [three(['1;a']).replace('z;20', 'ａ;20'), 9, /differs from an earlier one only/],
    [three(['1;a']).replace('没人要的', '路\u2060灯'), 9, /differs from an earlier one only/]]
  for (const [text, line, reason] of bad) {
    const path = file('twice.pb', text)
    const r = run(['tally', 'pb', path, '--json'])
    assert.equal(r.code, 3, r.err)
    assert.ok(r.err.startsWith(`${path}:${line}: `), r.err)
    assert.match(r.err, reason)
    assert.equal(r.out, '')
  }
})

test('a ballot beyond its own rule is refused at its line, and one at the bound is counted', () => {
  const p = 'voter_id;vote;points'
  const bad = [[three(['1;a,b;5,5', '2;a;1000'], 'cumulative\nmax_sum_points;10', p), /points are more than max_sum_points: 1000/, 14],
    [three(['1;a;1'], 'cumulative\nmin_sum_points;2', p), /fewer than min_sum_points: 1/],
    [three(['1;a,b;1,7'], 'scoring\nmax_points;6.5', p), /more points than max_points: 1,7/],
    [three(['1;a,b;1,0'], 'scoring\nmin_points;1', p), /fewer points than min_points: 1,0/],
    [three(['1;a,b'], 'choose-1'), /more projects than it may have: a,b/, 12],
    [three(['1;a,b'], 'approval\nmax_length;1'), /more projects than it may have: a,b/],
    [three(['1;a,b'], 'ordinal\nmax_length;1'), /more projects than it may have: a,b/],
    [three(['1;a'], 'approval\nmin_length;2'), /fewer projects than min_length: a/],
    [three(['1;a,b'], 'approval\nmax_sum_cost;69,99'), /cost more than max_sum_cost: a,b/],
    [three(['1;b'], 'approval\nmin_sum_cost;31'), /cost less than min_sum_cost: b/],
    [three(['1;a'], 'approval\nmax_length;many'), /a bound of ballots is not a number: many/, 5],
    [three(['1;a'], 'approval\nmax_length;1\nmax_length;2'), /a key of META is there twice: 2/, 6],
    [three(['1;a;1'], 'scoring\ndefault_score;1', p), /only a default_score of 0 is counted: 1/, 5]]
  for (const [text, reason, line = 13] of bad) {
    const path = file('beyond.pb', text), r = run(['tally', 'pb', path, '--json'])
    assert.equal(r.code, 3, reason + r.err)
    assert.ok(r.err.startsWith(`${path}:${line}: `), r.err)
    assert.match(r.err, reason)
    assert.equal(r.out, '')
  }
  const good = [three(['1;a,b;5,5', '2;a;10', '3;;'], 'cumulative\nmax_sum_points;10\nmin_sum_points;10\nmax_length;2\nmin_length;1', p),
    three(['1;a', '2;'], 'choose-1'), three(['1;a,b', '2;'], 'approval\nmax_sum_cost;70\nmin_sum_cost;70'),
    three(['1;a,b;0,6.5'], 'scoring\nmin_points;0\nmax_points;6.5\ndefault_score;0', p)]
  for (const text of good) counted([file('within.pb', text)])
})

test('voters 2 and 02 are one', () => {
  for (const [a, b] of [['2', '02'], ['002', '2'], ['2', '０２'], ['02', '２']]) {
    const path = file('zeros.pb', three([`${a};a`, `${b};b`])), r = run(['tally', 'pb', path, '--json'])
    assert.equal(r.code, 3, `${a} ${b}`)
    assert.ok(r.err.startsWith(`${path}:13: the voter is there twice`) || r.err.includes('differs from an earlier one only'), r.err)
  }
  assert.equal(counted([file('tens.pb', three(['2;a', '20;b', '0;a', '200;a']))]).n_votes, 4)
})
