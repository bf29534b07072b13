// world: what makers of samples stand on (tests/sample/NOUN.mjs): where, who, and how one sends a picture. What comes of them is
// records.mjs.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { printedCard, root } from './house.mjs'

export const village = '420325102212', group = `${village}001`, town = '420325102', county = '420325', city = '4203'
export const logins = { helper: 'daiban', group_leader: 'zuzhang', council: 'lishi', village: 'shangwan', supervisor: 'jiandu',
  town: 'hualongyan', county: 'fangxian', city: 'shiyan', province: 'hubei', admin: 'guanli' }
let n = 0
export const number = () => ++n
export const once = () => `sample-${process.pid}-${++n}`
export const nameOf = (href) => href.split('/').pop()

export const made = (r, what) => {
  assert.ok(r.status < 300, `${what}: ${r.status} ${r.text}`)
  return r.data
}

/// A client with the card of that house of the village.
export async function cardOf(h, label, place = village) {
  const c = h.client()
  await c.card(/(\/card\/\S+)/.exec(h.mustCli('card', place, label))[1])
  return c
}

/// Signed in: nobody, the house whose card was printed, its neighbour, and every role.
export async function everybody(h, names = Object.keys(logins)) {
  const who = { nobody: h.client(), resident: h.client() }
  await who.resident.card(printedCard(h))
  who.neighbour = await cardOf(h, '二组1户')
  for (const name of names) await (who[name] = h.client()).login(logins[name])
  return who
}

/// With a picture, as a form sends it.
export async function sendPicture(c, path, json, what) {
  const parts = new FormData()
  for (const [k, v] of Object.entries(json)) parts.append(k, v)
  parts.append('photos', new Blob([readFileSync(join(root, 'demo/photos/lamp.jpg'))], { type: 'image/jpeg' }), 'lamp.jpg')
  return made(await c.fetch(path, { method: 'POST', form: parts }), what).href
}

export const first = (list, what) => {
  assert.ok(list?.length, `no ${what} in the demonstration`)
  return list[0]
}
