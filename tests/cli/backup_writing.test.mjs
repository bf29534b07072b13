// backup_writing: a backup taken while people write. What is restored is a whole house of one moment: every record that was
// acknowledged before the backup began is in it, with its pictures; its logs are the beginnings of the logs that went on.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { house, printedCard, program, root, run } from '../support/house.mjs'

const village = '420325102212'
let h
after(() => h?.done())

const photos = join(root, 'demo/photos')
const jpeg = readFileSync(join(photos, readdirSync(photos).find((f) => f.endsWith('.jpg'))))
/// The same picture with a remark in it: other bytes each time.
function picture(n) {
  const remark = Buffer.from(`picture ${n}`)
  const size = Buffer.alloc(2)
  size.writeUInt16BE(remark.length + 2)
  return new Blob([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe]), size, remark, jpeg.subarray(2)], { type: 'image/jpeg' })
}

async function raise(client, n) {
  const form = new FormData()
  for (const [k, v] of Object.entries({ title: `备份时说的第${n}件`, category: 'road', once: `backup-test-${n}`, anyway: '1' })) form.set(k, v)
  if (n % 4 === 0) form.set('photos', picture(n), 'x.jpg')
  const r = await client.fetch(`/place/${village}/need`, { method: 'POST', form })
  assert.equal(r.status, 201, `${r.text}\n${h.log.slice(-2000)}`)
  return r.data.href.split('/').pop()
}

/// A command that runs beside the writers.
const beside = (args, env) => new Promise((resolve) => {
  const child = spawn(program, args, { env: { ...process.env, ...env } })
  let err = ''
  child.stderr.on('data', (d) => { err += d })
  child.on('exit', (code) => resolve({ code, err }))
})

test('a backup taken while people write is whole', async () => {
  h = await house({ demo: true })
  const client = h.client()
  await client.card(printedCard(h))
  const acknowledged = []
  let n = 0, writing = true
  for (; n < 12;) acknowledged.push(await raise(client, n++))
  const writer = (async () => {
    while (writing && n < 55) acknowledged.push(await raise(client, n++)) // sixty an hour for one house
  })()
  const before = [...acknowledged]
  const to = join(h.dir, 'backup')
  const made = await beside(['backup', to], h.settings)
  assert.equal(made.code, 0, made.err)
  writing = false
  await writer
  assert.ok(acknowledged.length > before.length, 'somebody wrote meanwhile')
  assert.ok(!existsSync(join(to, 'keys')), 'keys are kept apart')

  const data = join(h.dir, 'restored'), there = { YUANCHANG_DATA: data }
  assert.equal(run(['restore', to], there).code, 0)
  cpSync(join(h.data, 'keys'), join(data, 'keys'), { recursive: true })
  const check = run(['check'], there)
  assert.equal(check.code, 0, check.out + check.err)

  const head = run(['log', 'head', village], there).out.split('\n')[0]
  const size = head.split(' ')[2]
  const growth = JSON.parse(h.mustCli('log', 'growth', village, size, h.mustCli('log', 'head', village).split(' ')[2]))
  assert.equal(growth.from_head.split(' ')[3], head.split(' ')[3], 'the restored log is the beginning of the log that went on')
  const proof = join(h.dir, 'growth.json')
  writeFileSync(proof, JSON.stringify(growth))
  assert.equal(run(['log', 'verify', proof, '--head', head, '--key', growth.public_key]).code, 0)

  await h.stop()
  const old = h.settings.YUANCHANG_DATA
  h.settings.YUANCHANG_DATA = data
  await h.start()
  const reader = h.client()
  let pictures = 0
  for (const id of before) {
    const r = await reader.get(`/need/${id}`)
    assert.equal(r.status, 200, `${id} was acknowledged before the backup began`)
    for (const p of r.data.photos) {
      pictures++
      for (const path of [p.href, p.small]) assert.equal((await reader.get(path)).status, 200, path)
    }
  }
  assert.equal(pictures, 3)
  await h.stop()
  h.settings.YUANCHANG_DATA = old
  const live = h.cli('check')
  assert.equal(live.code, 0, live.out + live.err)
})

test('a broken backup is not taken for one', () => {
  const to = join(h.dir, 'backup'), data = join(h.dir, 'restored-again')
  const broken = join(h.dir, 'broken')
  cpSync(to, broken, { recursive: true })
  const name = readdirSync(broken).find((f) => f.endsWith('.db'))
  assert.ok(name)
  const bytes = readFileSync(join(broken, name))
  writeFileSync(join(broken, name), bytes.subarray(0, bytes.length / 2))
  const r = run(['restore', broken], { YUANCHANG_DATA: data })
  assert.notEqual(r.code, 0, 'half a database')
  rmSync(join(broken, name))
  assert.notEqual(run(['restore', broken], { YUANCHANG_DATA: data }).code, 0, 'no database')
  assert.ok(!existsSync(join(data, 'yuanchang.db')), 'nothing was put in place')
})
