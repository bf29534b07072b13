// help: a house that was asked, and a paper that nobody has looked at.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../support/house.mjs'
import { made, nameOf, village } from '../support/world.mjs'

/// A house is asked whether the helper may act for it.
export async function ask(helper, household, person, place = village) {
  return made(await helper.post(`/place/${place}/help`, { household, person, consent: 'message' }), 'a consent').href
}

/// A paper that a house signed and nobody has looked at: the consent's address.
export async function sign(helper, household, place = village) {
  const form = new FormData(), { persons } = (await helper.get(`/place/${place}/help?household=${household}`)).data
  for (const [k, v] of Object.entries({ household, person: persons[0].id, consent: 'paper' })) form.set(k, v)
  form.set('paper', new Blob([readFileSync(join(root, 'demo/photos/lamp.jpg'))], { type: 'image/jpeg' }), 'a.jpg')
  return made(await helper.fetch(`/place/${place}/help`, { method: 'POST', form }), 'a signed paper').href
}

export async function make(w) {
  const { sample, who } = w
  w.signed = await sign(who.helper, (await who.neighbour.get('/session')).data.household)
  return { help: nameOf(await ask(who.helper, sample.household, sample.person)) }
}

export const pages = ({ sample, signed }) => ({
  resident: [`/help/${sample.help}`, `/owncard/${sample.household}`], helper: [`/place/${village}/help?household=${sample.household}`], town: [signed],
})
export const untyped = ['/help/{help}/answer']
export const rows = { '/place/{place}/help': 'households' }
