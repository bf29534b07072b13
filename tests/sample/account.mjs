// account: one of an official, a role that waits for a second person, a card.
import { printedCard } from '../support/house.mjs'
import { county, first, made, nameOf, number, village } from '../support/world.mjs'

/// A role that waits for a second person.
export async function propose(admin, place = county, name = `houzhe${number()}`) {
  made(await admin.post(`/place/${place}/accounts`, { name, title: '小张', password: 'long-enough-7', role: 'county' }), 'a role')
  return (await admin.get(`/place/${place}/accounts`)).data.asked[0].id
}

export const make = async ({ h, who }) => ({
  account: first((await who.admin.get(`/place/${village}/accounts`)).data.accounts, 'account').id, role: await propose(who.admin),
  code: nameOf(printedCard(h)),
})

export const pages = ({ h, sample }) => ({
  nobody: ['/login', printedCard(h)], resident: ['/me'], village: ['/me', `/place/${village}/cards`], city: [`/role/${sample.role}`],
  admin: [`/place/${village}/accounts`, `/account/${sample.account}`],
})

export const lies = { account: 'account WHERE UNDER AND is_household = 0' }
export const untyped = ['/account/{account}/role/end', '/account/{account}/person', '/role/{role}/agree', '/me/read']
export const rows = { '/place/{place}/accounts': 'accounts', '/me': 'messages' }
