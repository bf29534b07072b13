// draft: a form that was put aside.
import assert from 'node:assert/strict'
import { once, village } from '../support/world.mjs'

/// A form that was put aside, as a browser sends it.
export async function putAside(c, place = village, title = '水渠的闸门') {
  const form = new FormData()
  for (const [k, v] of Object.entries({ _csrf: c.csrf, title, once: once(), _draft: 'keep' })) form.append(k, v)
  const r = await c.fetch(`/place/${place}/need`, { method: 'POST', form, headers: { accept: 'text/html' } })
  assert.equal(r.status, 303, r.text)
  return (await c.get('/me')).data.drafts[0].id
}

export const make = async ({ who }) => ({ draft: await putAside(who.resident) })
