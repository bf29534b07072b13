// db copy: from SQLite to PostgreSQL and back to SQLite: equal rows, equal heads, and twenty pages equal byte by byte.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { clock, house, postgresDatabase, run } from '../support/house.mjs'

const village = '420325102212'
const still = ['--clock', new Date(clock() + 8 * 3600_000).toISOString().slice(0, 19) + '+08:00']
let h, pg
after(async () => {
  await h?.done()
  pg?.drop()
})

async function pages(settings) {
  Object.assign(h.settings, settings)
  await h.start(still)
  const list = (await h.client().get(`/place/${village}/need`)).data.needs.map((n) => n.href)
  const paths = ['/', `/place/${village}`, '/place/420325', '/place/4203', `/place/${village}/need`, '/place/420381005212/need',
    '/place/420381002016/need', `/place/${village}/need?q=${encodeURIComponent('路灯')}`, `/place/${village}/board`, '/place/420325102/board',
    '/place/420325/board', '/place/4203/board', `/log/${village}`, `/place/${village}/sheet`, `/place/${village}/profile`, ...list.slice(0, 5)]
  assert.equal(paths.length, 20)
  const all = []
  for (const p of paths) {
    const r = await h.client().fetch(p, { headers: { accept: 'text/html' } })
    assert.equal(r.status, 200, p)
    all.push([p, r.text.replace(/(name="once" value=")[^"]*/g, '$1')]) // a form's key is another each time
  }
  await h.stop()
  return all
}

function heads(database) {
  const env = { ...h.settings, YUANCHANG_DATABASE: database }
  return [village, '420325102', '420325', '4203', '420381005212', '420325111207', '420381002016']
    .map((log) => run(['log', 'head', log], env).out.split('\n')[0])
}

test('everything is the same on the other engine, and back', { skip: !process.env.YC_TEST_PG && 'YC_TEST_PG is not set', timeout: 300_000 }, async () => {
  h = await house({ demo: true, serve: false })
  h.direct = 'http://127.0.0.1:' + (20000 + (process.pid % 20000)) // the same in QR codes before and after
  pg = postgresDatabase()
  const first = join(h.data, 'yuanchang.db'), back = join(h.data, 'back.db')
  const before = await pages({ YUANCHANG_DATABASE: '' })
  h.mustCli('db', 'copy', '--from', first, '--to', pg.url)
  assert.deepEqual(heads(pg.url), heads(first))
  assert.equal(h.cli('db', 'copy', '--from', first, '--to', pg.url).code !== 0, true, 'only into an empty database')
  const there = await pages({ YUANCHANG_DATABASE: pg.url })
  for (const [i, [path, text]] of before.entries()) assert.equal(there[i][1], text, path)
  assert.equal(h.cli('check').code, 0)
  h.mustCli('db', 'copy', '--from', pg.url, '--to', back)
  assert.deepEqual(heads(back), heads(first))
  h.settings.YUANCHANG_DATABASE = back
  assert.equal(h.cli('check').code, 0)
})
