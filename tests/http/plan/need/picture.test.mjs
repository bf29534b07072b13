// picture: colours stay what they were, whatever a camera or a program calls them; a crowd waits its turn.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { house, printedCard, root } from '../../../support/house.mjs'

const engine = process.env.YC_ENGINE ?? 'sqlite'
const village = '/place/420325102212'
let h, resident, dir, n = 0

before(async () => {
  h = await house({ engine, demo: true })
  resident = h.client()
  await resident.card(printedCard(h))
  dir = join(h.dir, 'pictures')
  mkdirSync(dir)
})
after(() => h?.leave())

const vips = (...args) => {
  const r = spawnSync('vips', args, { encoding: 'utf8' })
  assert.equal(r.status, 0, `vips ${args.join(' ')}: ${r.stderr}`)
}
const path = (ending) => join(dir, `${++n}.${ending}`)

const swatches = [[200, 40, 60], [120, 160, 90], [0, 0, 254], [255, 255, 255], [90, 60, 30], [0, 0, 0], [250, 220, 40], [30, 120, 200]]
const BLOCK = 80
/// Blocks of these colours in a row, as a plain PPM with so many bits.
function ppm(colours, bits = 8) {
  const file = path('ppm'), size = bits / 8
  const bytes = Buffer.alloc(colours.length * BLOCK * BLOCK * 3 * size)
  for (let y = 0, at = 0; y < BLOCK; y++) for (const c of colours) for (let x = 0; x < BLOCK; x++) for (const v of c) {
    if (size === 1) bytes[at] = v
    else bytes.writeUInt16BE(v * 257, at)
    at += size
  }
  writeFileSync(file, Buffer.concat([Buffer.from(`P6\n${colours.length * BLOCK} ${BLOCK}\n${bits === 8 ? 255 : 65535}\n`), bytes]))
  return file
}
const made = (operation, input, ending, ...more) => {
  const out = path(ending.replace(/^[^.]*\./, ''))
  vips(operation, input, out, ...more)
  return out.replace(/\[.*$/, '')
}

/// What is shown of a picture: [r, g, b] in the middle of each block of a row, which lies so far down.
function blocks(jpeg, count, down = 0.5) {
  const file = path('jpg'), plain = path('ppm')
  writeFileSync(file, jpeg)
  vips('copy', file, plain)
  const bytes = readFileSync(plain), head = /^P6\s(?:#.*\n)?(\d+) (\d+)\s255\s/.exec(bytes.subarray(0, 200).toString('latin1'))
  const [width, height] = [Number(head[1]), Number(head[2])], from = bytes.length - width * height * 3
  return Array.from({ length: count }, (_, i) => {
    const at = from + (Math.floor(height * down) * width + Math.floor((i + 0.5) * width / count)) * 3
    return [...bytes.subarray(at, at + 3)]
  })
}

async function upload(files, who = resident) {
  const form = new FormData()
  for (const [k, v] of Object.entries({ title: `墙上的颜色 ${++n}`, category: 'road', once: `picture-test-${n}`, anyway: '1' })) form.set(k, v)
  for (const f of files) form.append('photos', new Blob([readFileSync(f)]), 'p')
  return who.fetch(`${village}/need`, { method: 'POST', form })
}
async function shown(file) {
  const r = await upload([file])
  assert.equal(r.status, 201, r.text)
  const page = (await resident.get(r.data.href)).text
  const address = /\/photo\/[0-9a-f]{64}/.exec(page)[0]
  const cookie = [...resident.cookies].map(([k, v]) => `${k}=${v}`).join('; ')
  const bytes = async (query) => Buffer.from(await (await fetch(h.origin + address + query, { headers: { cookie } })).arrayBuffer())
  return [await bytes(''), await bytes('/small')]
}
function alike(got, wanted, most, what) {
  const far = got.map((c, i) => Math.max(...c.map((v, k) => Math.abs(v - wanted[i][k]))))
  assert.ok(Math.max(...far) <= most, `${what}: ${JSON.stringify(got)} for ${JSON.stringify(wanted)}`)
}
async function keeps(file, wanted, most, what) {
  for (const jpeg of await shown(file)) alike(blocks(jpeg, wanted.length), wanted, most, what)
}

test('a picture that says nothing of its colours keeps them', () => keeps(made('copy', ppm(swatches), 'png'), swatches, 4, 'png'))
test('so does a phone’s JPEG', () => keeps(made('copy', ppm(swatches), 'jpg[Q=95,no-subsample]'), swatches, 6, 'jpeg'))
test('a picture with the profile of a wide screen comes as the same colours', async () => {
  const wide = made('icc_transform', made('copy', ppm(swatches), 'png'), 'png', 'p3', '--input-profile', 'srgb')
  await keeps(wide, swatches, 6, 'display p3')
})
test('so does one with a profile as cameras write it (Adobe RGB)', async () => {
  const profile = path('icc')
  writeFileSync(profile, adobeRgb())
  const wide = made('icc_transform', made('copy', ppm(swatches), 'png'), 'png', profile, '--input-profile', 'srgb')
  await keeps(wide, swatches, 6, 'adobe rgb')
})
test('a printer’s four inks come as colours, with and without a profile', async () => {
  const soft = [[180, 80, 90], [120, 160, 90], [255, 255, 255], [90, 60, 30], [200, 180, 90]] // inks reach these
  const inks = made('icc_transform', made('copy', ppm(soft), 'png'), 'jpg[Q=95]', 'cmyk', '--input-profile', 'srgb')
  await keeps(inks, soft, 14, 'cmyk')
  await keeps(made('jpegsave', inks, 'jpg', '--strip', '--Q', '95'), soft, 14, 'cmyk without its profile')
})
// Shrunk while it is decoded (record/studio_vips.c): as it is when it is decoded whole.
test('a large photo keeps its colours, also by its profile and of inks, and is as large as may be', async () => {
  const large = (file, ending = 'jpg[Q=95,no-subsample]') => made('zoom', file, ending, '9', '9')
  const side = (jpeg) => {
    const file = path('jpg')
    writeFileSync(file, jpeg)
    return Number(/(\d+)x\d+ uchar/.exec(spawnSync('vipsheader', [file], { encoding: 'utf8' }).stdout)[1])
  }
  const plain = large(made('copy', ppm(swatches), 'png'))
  await keeps(plain, swatches, 6, 'large')
  assert.deepEqual((await shown(plain)).map(side), [1600, 320])
  assert.deepEqual((await shown(made('crop', plain, 'jpg[Q=95]', '0', '0', '3199', '300'))).map(side), [1600, 320])
  assert.deepEqual((await shown(made('crop', plain, 'jpg[Q=95]', '0', '0', '1599', '300'))).map(side), [1599, 320])
  const profile = path('icc')
  writeFileSync(profile, adobeRgb())
  await keeps(large(made('icc_transform', made('copy', ppm(swatches), 'png'), 'png', profile, '--input-profile', 'srgb')), swatches, 8, 'large Adobe RGB')
  const soft = [[190, 80, 90], [120, 160, 90], [255, 255, 255], [90, 60, 30]]
  await keeps(large(made('icc_transform', made('copy', ppm(soft), 'png'), 'jpg[Q=95]', 'cmyk', '--input-profile', 'srgb')), soft, 14, 'large inks')
})
test('grey stays grey', async () => {
  const greys = [0, 60, 128, 200, 255].map((v) => [v, v, v])
  await keeps(made('colourspace', made('copy', ppm(greys), 'png'), 'png', 'b-w'), greys, 4, 'grey')
  await keeps(made('colourspace', made('copy', ppm(greys, 16), 'png'), 'png', 'grey16'), greys, 4, 'grey, 16 bits')
})
test('sixteen bits come down to eight', () => keeps(made('copy', ppm(swatches, 16), 'png'), swatches, 4, '16 bits'))
test('what is transparent is white, and what is half so is half', async () => {
  const colours = made('copy', ppm([[0, 0, 0], [0, 0, 0], [200, 40, 60], [0, 0, 0]]), 'png')
  const alpha = made('extract_band', ppm([[0, 0, 0], [255, 0, 0], [255, 0, 0], [128, 0, 0]]), 'png', '0')
  const both = path('png')
  vips('bandjoin', `${colours} ${alpha}`, both)
  await keeps(both, [[255, 255, 255], [0, 0, 0], [200, 40, 60], [127, 127, 127]], 6, 'alpha')
})

/// A PNG with chunks of our own: colour type and bits as the standard says them, a row of samples a block.
function png(type, bits, blocks, more = []) {
  const per = bits / 8, n = blocks[0].length, head = Buffer.alloc(13), width = blocks.length * BLOCK
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(BLOCK, 4)
  head[8] = bits
  head[9] = type
  const row = Buffer.alloc(1 + width * n * per)
  blocks.forEach((block, i) => {
    for (let x = 0; x < BLOCK; x++) block.forEach((v, k) => {
      const at = 1 + ((i * BLOCK + x) * n + k) * per
      if (per === 1) row[at] = v
      else row.writeUInt16BE(v * 257, at)
    })
  })
  const rows = Buffer.concat(Array.from({ length: BLOCK }, () => row))
  const file = path('png')
  writeFileSync(file, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), ...more, chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]))
  return file
}
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]), n = Buffer.alloc(4), check = Buffer.alloc(4)
  let c = 0xffffffff
  for (const v of body) {
    c ^= v
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1
  }
  n.writeUInt32BE(data.length)
  check.writeUInt32BE((c ^ 0xffffffff) >>> 0)
  return Buffer.concat([n, body, check])
}
const white = [255, 255, 255], grey = [127, 127, 127], red = [200, 40, 60], black = [0, 0, 0]
test('a palette keeps its colours, and its transparent one is white', () => keeps(png(3, 8, [[0], [1], [2]],
  [chunk('PLTE', Buffer.from([...black, ...red, 30, 120, 200])), chunk('tRNS', Buffer.from([0]))]), [white, red, [30, 120, 200]], 5, 'palette'))
test('transparency of sixteen bits is the same', () =>
  keeps(png(6, 16, [[0, 0, 0, 0], [...red, 255], [0, 0, 0, 128]]), [white, red, grey], 5, 'rgba, 16 bits'))
test('and that of grey', async () => {
  for (const bits of [8, 16]) await keeps(png(4, bits, [[0, 0], [60, 255], [0, 128]]), [white, [60, 60, 60], grey], 5, `grey and alpha, ${bits} bits`)
})
test('and that of WebP', async () => {
  await keeps(made('copy', png(6, 8, [[0, 0, 0, 0], [...red, 255], [0, 0, 0, 128]]), 'webp[lossless]'), [white, red, grey], 5, 'webp')
})
test('an iPhone’s HEIC keeps its colours', () =>
  keeps(made('copy', made('copy', ppm(swatches), 'png'), 'heic[Q=95]'), swatches, 12, 'heic'))

/// A JPEG with a part put in after its first marker.
function jpegWith(input, marker, bytes) {
  const jpeg = readFileSync(input), file = path('jpg'), n = Buffer.alloc(2)
  n.writeUInt16BE(bytes.length + 2)
  writeFileSync(file, Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, marker]), n, bytes, jpeg.subarray(2)]))
  return file
}
test('a profile that is none is passed over', () => keeps(jpegWith(made('copy', ppm(swatches), 'jpg[Q=95,no-subsample]'), 0xe2,
  Buffer.from(`ICC_PROFILE\0\x01\x01${'no profile '.repeat(30)}`, 'latin1')), swatches, 6, 'a broken profile'))

// TIFF 6.0, tag 274: which corner the first row and column are. What is shown, read from above left, of four blocks so named.
const turns = { 1: 'abcd', 2: 'badc', 3: 'dcba', 4: 'cdab', 5: 'acbd', 6: 'cadb', 7: 'dbca', 8: 'bdac' }
test('a camera’s note turns the picture, and is gone with its place', async () => {
  const named = { a: red, b: [30, 120, 200], c: [120, 160, 90], d: white }
  const half = (colours) => made('copy', ppm(colours), 'png')
  const one = path('jpg')
  vips('join', half([named.a, named.b]), half([named.c, named.d]), `${one}[Q=95,no-subsample]`, 'vertical')
  const large = made('zoom', one, 'jpg[Q=95,no-subsample]', '25', '25') // shrunk while it is decoded
  for (const [turn, order] of Object.entries(turns)) for (const both of [one, large]) {
    const note = Buffer.from('Exif\0\0MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x0e\0\x02\0\0\0\x08\0\0\0\x26\0\0\0\0N32E110\0', 'latin1')
    note[25] = Number(turn)
    for (const jpeg of await shown(jpegWith(both, 0xe1, note))) {
      alike([...blocks(jpeg, 2, 0.25), ...blocks(jpeg, 2, 0.75)], [...order].map((k) => named[k]), 8, `orientation ${turn}`)
      for (const word of ['Exif', 'N32E110', 'ICC_PROFILE']) assert.equal(jpeg.includes(word), false, word)
    }
  }
})

test('sixty-four pictures at once wait their turn, and nobody is refused', { timeout: 300_000 }, async () => {
  const houses = await neighbours(8), file = join(root, 'demo/photos/field.jpg')
  const all = await Promise.all(Array.from({ length: 64 }, (_, i) => upload([file], houses[i % 8])))
  assert.deepEqual([...new Set(all.map((r) => r.status))], [201])
})

test('who is one too many is told so and when to come again, and the queue goes on', { timeout: 300_000 }, async () => {
  const houses = await neighbours(8), file = join(root, 'demo/photos/field.jpg'), studio = studioOf(h.child.pid)
  process.kill(studio, 'SIGSTOP') // now nothing ends: two are at it, sixty-four of one address may wait
  let refused = 0, enough
  const full = new Promise((resolve) => { enough = resolve })
  const sent = Array.from({ length: 86 }, async (_, i) => {
    const r = await upload([file], houses[i % 8])
    if (r.status === 201) return
    assert.equal(r.status, 503)
    assert.ok(Number(r.headers.get('retry-after')) > 0)
    if (++refused === 20) enough()
  })
  await Promise.race([full, Promise.all(sent)])
  process.kill(studio, 'SIGCONT')
  await Promise.all(sent)
  assert.equal(refused, 20)
  assert.equal((await upload([file], houses[0])).status, 201)
})

test('the child that lives on is replaced when it is killed', async () => {
  await keeps(made('copy', ppm(swatches), 'png'), swatches, 4, 'before')
  const studio = studioOf(h.child.pid)
  process.kill(studio, 'SIGKILL')
  await keeps(made('copy', ppm(swatches), 'png'), swatches, 4, 'after')
  assert.notEqual(studioOf(h.child.pid), studio)
})

/// The child of that process, as the kernel tells it.
function studioOf(pid) {
  const r = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
  const all = r.stdout.split('\n').filter(Boolean)
  assert.equal(all.length, 1, r.stdout)
  return Number(all[0])
}

/// Households that have not said anything yet.
let known = 0
function neighbours(n) {
  return Promise.all(Array.from({ length: n }, async () => {
    const i = known++
    const at = new URL(h.mustCli('card', '420325102212', `${'一二三'[i % 3]}组${Math.floor(i / 3) + 1}户`).trim()).pathname
    const c = h.client()
    const page = (await c.get(at)).data
    await c.signIn(at, page.must_choose ? { person: page.persons[0].id } : {})
    return c
  }))
}

/// Adobe RGB (1998) as a version 2 display profile: its three primaries adapted to D50, gamma 563/256.
function adobeRgb() {
  const xyz = (...v) => {
    const b = Buffer.alloc(20)
    b.write('XYZ ')
    v.forEach((x, i) => b.writeInt32BE(Math.round(x * 65536), 8 + 4 * i))
    return b
  }
  const text = (t) => {
    const b = Buffer.alloc(Math.ceil((90 + 1 + t.length + 12) / 4) * 4)
    b.write('desc')
    b.writeUInt32BE(t.length + 1, 8)
    b.write(t, 12)
    return b
  }
  const copyright = Buffer.from('text\0\0\0\0none\0\0\0\0')
  const curve = Buffer.from([...Buffer.from('curv'), 0, 0, 0, 0, 0, 0, 0, 1, 2, 0x33, 0, 0])
  const tags = [['desc', text('Adobe RGB (1998)')], ['cprt', copyright], ['wtpt', xyz(0.95045, 1, 1.08905)], ['rXYZ', xyz(0.60974, 0.31111, 0.01947)],
    ['gXYZ', xyz(0.20528, 0.62567, 0.06087)], ['bXYZ', xyz(0.14919, 0.06322, 0.74457)], ['rTRC', curve], ['gTRC', curve], ['bTRC', curve]]
  const head = Buffer.alloc(128), table = Buffer.alloc(4 + 12 * tags.length)
  table.writeUInt32BE(tags.length, 0)
  let at = head.length + table.length
  tags.forEach(([name, b], i) => {
    table.write(name, 4 + 12 * i)
    table.writeUInt32BE(at, 8 + 12 * i)
    table.writeUInt32BE(b.length, 12 + 12 * i)
    at += b.length
  })
  head.writeUInt32BE(at, 0)
  head.writeUInt32BE(0x02100000, 8)
  head.write('mntrRGB XYZ ', 12)
  head.write('acsp', 36)
  head.writeInt32BE(63190, 68)
  head.writeInt32BE(65536, 72)
  head.writeInt32BE(54061, 76)
  return Buffer.concat([head, table, ...tags.map(([, b]) => b)])
}
