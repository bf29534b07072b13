// tools/check-bodies is told of small trees, sound and spoiled: it finds whatever a body comes to, over calls, tables, macros, hooks and
// callbacks, and says the whole way.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../support/house.mjs'

const work = mkdtempSync(join(tmpdir(), 'yuanchang-bodies-'))
after(() => rmSync(work, { recursive: true, force: true }))

/// What every tree has: a database, an act that is a pair, and a body that does it rightly.
const house = {
  'db/db.h': `typedef struct Db Db;
    typedef struct Row { i64 n; } Row;
    typedef Err WriteBody(Db *w, void *arg);
    typedef Err RowFn(void *arg, Row row);
    Err db_write(Ctx *c, WriteBody *body, void *arg);
    Err db_wait(Ctx *c, const char *for_what);
    Err db_each(Db *db, RowFn *fn, void *arg);
    Ctx *db_ctx(Db *db);`,
  'need/need.c': `#include "need/need.h"
static Err solve_body(Db *w, void *arg)
{
    return row_change(w, arg);
}

Err need_solve(Ctx *c, Ref need)
{
    return db_write(c, solve_body, &need);
}

Err need_solve_in(Db *w, By *by, Ref need)
{
    return by_run(w, by, solve_body, &need);
}
`,
  'meeting/meeting.c': `#include "need/need.h"
static Err end_body(Db *w, void *arg)
{
    return need_solve_in(w, arg, (Ref){ 0 });
}

Err meeting_end(Ctx *c, Ref meeting)
{
    i64 id = id_new(c->now);
    return db_write(c, end_body, &id);
}
`,
}

let trees = 0
function check(files) {
  const tree = join(work, String(++trees))
  for (const [path, text] of Object.entries({ ...house, ...files })) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), text)
  }
  const r = spawnSync(join(root, 'tools/check-bodies'), [tree], { encoding: 'utf8' })
  assert.equal(r.stderr, '')
  assert.ok(r.status === 0 || r.stdout, 'who fails says why')
  return r.stdout.replaceAll(tree + '/', '').split('\n').filter(Boolean)
}
const spoiled = (text) => check({ 'meeting/meeting.c': text })

test('an act of a pair inside of a body is no finding', () => {
  assert.deepEqual(check({}), [])
})

test('an act that a body comes to by two calls is found, with the way', () => {
  const found = check({
    'meeting/meeting.c': `static Err needs_close(Ctx *c, Ref need)
{
    return meeting_closes(c, need);
}

static Err end_body(Db *w, void *arg)
{
    return needs_close(db_ctx(w), *(Ref *)arg);
}
`,
    'meeting/closes.c': `Err meeting_closes(Ctx *c, Ref need)
{
    return need_solve(c, need);
}
`,
  })
  assert.deepEqual(found, ['inside of a body it begins a write: end_body (meeting/meeting.c:8) > needs_close (meeting/meeting.c:3) > ' +
    'meeting_closes (meeting/closes.c:3) > need_solve (need/need.c:9) > db_write'])
})

test('an act that stands in a table is found, by whatever pointer it is called', () => {
  const body = `static Err end_body(Db *w, void *arg)
{
    for (int i = 0; i < 2; i++)
        TRY(steps[i].run(db_ctx(w), *(Ref *)arg));
    return OK;
}
`
  const named = `typedef struct Step { const char *name; Err (*run)(Ctx *c, Ref need); } Step;
static const Step steps[] = { { .name = "solve", .run = need_solve } };
${body}`
  const way = 'inside of a body it begins a write: end_body (meeting/meeting.c:6) > by ->run: need_solve (need/need.c:9) > db_write'
  assert.deepEqual(spoiled(named), [way])
  assert.deepEqual(spoiled(named.replace('.name = "solve", .run = need_solve', '"solve", need_solve')), [way])
  assert.deepEqual(spoiled(named.replace('Err (*run)(Ctx *c, Ref need);', 'Act *run;').replace('typedef', 'typedef Err Act(Ctx *c, Ref need); typedef')), [way])
})

test('an act that a hook of another row does is found', () => {
  const found = check({
    'record/noun.h': 'typedef struct Noun { const char *name; Err (*heard)(Db *w, const struct Noun *noun); } Noun;\n',
    'meeting/meeting.c': `static Err end_body(Db *w, void *arg)
{
    const Noun *n = noun_find(arg);
    return n->heard != NULL ? n->heard(w, n) : OK;
}
`,
    'need/need_page.c': `static Err solved(Db *db, const Noun *noun)
{
    return need_solve(db_ctx(db), (Ref){ 0 });
}
const Noun need_noun = { .name = "need", .heard = solved };
`,
  })
  assert.deepEqual(found, ['inside of a body it begins a write: end_body (meeting/meeting.c:4) > by ->heard: solved (need/need_page.c:3) > ' +
    'need_solve (need/need.c:9) > db_write'])
})

test('an act in a macro is found', () => {
  const found = spoiled(`#define SOLVE(w, need) \\
    need_solve(db_ctx(w), need)
static Err end_body(Db *w, void *arg)
{
    return SOLVE(w, *(Ref *)arg);
}
`)
  assert.deepEqual(found, ['inside of a body it begins a write: end_body (meeting/meeting.c:5) > SOLVE (meeting/meeting.c:2) > ' +
    'need_solve (need/need.c:9) > db_write'])
})

test('an act in a callback is found, also one that was put into a struct before', () => {
  const callback = `static Err each_one(void *arg, Row row)
{
    return need_solve(arg, (Ref){ row.n });
}
`
  const end = 'each_one (meeting/meeting.c:3) > need_solve (need/need.c:9) > db_write'
  assert.deepEqual(spoiled(`${callback}static Err end_body(Db *w, void *arg)
{
    return db_each(w, each_one, db_ctx(w));
}
`), [`inside of a body it begins a write: end_body (meeting/meeting.c:7) > ${end}`])
  assert.deepEqual(spoiled(`${callback}typedef struct End { RowFn *fn; Row row; } End;
static Err end_body(Db *w, void *arg)
{
    const End *e = arg;
    return e->fn(db_ctx(w), e->row);
}

Err meeting_end(Ctx *c, RowFn *fn)
{
    End e = { .fn = fn };
    return db_write(c, end_body, &e);
}

Err meeting_end_all(Ctx *c)
{
    return meeting_end(c, each_one);
}
`), [`inside of a body it begins a write: end_body (meeting/meeting.c:9) > by ->fn: ${end}`])
})

test('a body is known by how it is used, not by its name', () => {
  const found = spoiled(`static Err what(Db *db, void *p)
{
    return db_wait(db_ctx(db), "a gate");
}

Err meeting_end(Ctx *c)
{
    return db_write(c, what, NULL);
}
`)
  assert.deepEqual(found, ['inside of a body it waits or sends: what (meeting/meeting.c:3) > db_wait'])
})

test('what a second run would draw otherwise is found, unless the line says why not', () => {
  const text = `static i64 name(Ctx *c)
{
    return id_new(c->now);
}

static Err end_body(Db *w, void *arg)
{
    Ending *e = arg;
    random_bytes(e->salt, sizeof e->salt);
    e->at = clock_now();
    e->id = name(db_ctx(w));
    return OK;
}
`
  const says = 'inside of a body it draws anew: end_body (meeting/meeting.c:'
  assert.deepEqual(spoiled(text).sort(), [`${says}10) > clock_now`, `${says}11) > name (meeting/meeting.c:3) > id_new`, `${says}9) > random_bytes`])
  const excused = text.replace('e->salt);', 'e->salt); /* anew: a secret that goes with its run */')
    .replace('    e->at', '    /* anew: for the log alone */\n    e->at').replace('c->now);', 'c->now); /* anew: nobody keeps it */')
  assert.deepEqual(spoiled(excused), [])
  assert.equal(spoiled(text.replace('e->salt);', 'e->salt); /* anew:*/')).length, 3, 'a reason has words')
  assert.equal(spoiled(text.replace('e->salt);', 'e->salt); /* anew: a secret */')).length, 2, 'and is of its line')
})

test('a call by a pointer that is nowhere declared is said, since it may lead anywhere', () => {
  const found = spoiled(`static Err end_body(Db *w, void *arg)
{
    return ends_of(arg)->end(w);
}
`)
  assert.deepEqual(found, ['meeting/meeting.c:3: end_body calls by ->end, and no such pointer is declared'])
})

test('what is never gone inside of a body is excused where it would begin, with a reason', () => {
  const text = `static Err end_body(Db *w, void *arg)
{
    return arg == NULL ? OK : need_solve(arg, (Ref){ 0 }); /* body: arg is NULL there */
}
`
  assert.deepEqual(spoiled(text), [])
  assert.equal(spoiled(text.replace(/ \/\*.*\*\//, '')).length, 1)
})
