// place: another name of a group, and the pages where a place is kept.
import { group, made, village } from '../support/world.mjs'

export async function make({ who }) {
  made(await who.admin.post(`/place/${group}/alias`, { name: '老屋场' }), 'an alias')
  return { place: village, log: village }
}

export const pages = () => ({ village: [`/place/${village}/profile`], admin: [`/place/${village}/manage`, `/place/${group}/manage`] })
export const untyped = ['/place/{place}/alias/drop']
export const rows = { '/place/{place}': 'children' }
