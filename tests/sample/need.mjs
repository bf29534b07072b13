// need: one with a picture, and one at each step that has forms of its own.
import { first, group, made, nameOf, number, once, sendPicture, village } from '../support/world.mjs'

/// The need's address.
export async function raise(c, place, json = {}) {
  const body = { title: `门前的路灯不亮了${number()}`, category: 'light', once: once(), anyway: true, ...json }
  return made(await c.post(`/place/${place}/need`, body), 'a need').href
}

export async function step(c, href, what, json = {}) {
  const { version } = (await c.get(href)).data.need
  return made(await c.post(`${href}/${what}`, { version, ...json }), what).href
}

/// Taken in, sorted and given to somebody.
export async function doing(author, desk, place = village, json = {}) {
  const href = await raise(author, place, json)
  await step(desk, href, 'take')
  await step(desk, href, 'sort', { size: 'small' })
  await step(desk, href, 'assign')
  return href
}

const raiseWithPhoto = (c, place) => sendPicture(c, `/place/${place}/need`, { title: '桥头的灯坏了', category: 'light', once: once(), anyway: '1' }, 'a need with a picture')

async function stages(who) {
  const [open, solved, unable, up] = [await doing(who.resident, who.village), await doing(who.resident, who.village),
    await doing(who.resident, who.village), await doing(who.resident, who.village)]
  await step(who.village, solved, 'solve', { text: '换了灯泡，亮了' })
  await step(who.village, unable, 'unable', { why: '要等电站来人' })
  const closed = first((await who.village.get(`/place/${village}/need?show=closed`)).data.needs, 'closed need').href
  return { open, solved, unable, closed, handed: await step(who.village, up, 'hand', { why: '村里没有梯车' }), theirs: await raise(who.neighbour, village) }
}

export async function make(w) {
  const need = await raiseWithPhoto(w.who.resident, group), { photos } = (await w.who.resident.get(need)).data
  w.needs = await stages(w.who)
  return { need: nameOf(need), hash: nameOf(first(photos, 'picture').href) }
}

export const pages = ({ needs }) => ({
  resident: [`/place/${village}/need/new`, `${needs.open}/edit`, needs.solved, needs.unable, needs.theirs],
  village: [needs.open, needs.theirs, needs.closed, `/place/${village}/work`, `/place/${village}/desk?what=need`], town: [needs.handed],
})

export const lies = { need: 'need WHERE UNDER AND kind <> 3' }
export const untyped = ['/need/{need}/take', '/need/{need}/withdraw']
export const rows = { '/place/{place}/work': 'needs' }
