// person: the house whose card was printed, and who lives there.
import { first, village } from '../support/world.mjs'

export async function make({ who }) {
  const { household } = (await who.resident.get('/session')).data
  return { household, person: first((await who.village.get(`/household/${household}`)).data.persons, 'person').id }
}

export const pages = ({ sample }) => ({
  village: [`/place/${village}/person/new`, `/place/${village}/roster`, `/household/${sample.household}`, `/person/${sample.person}`],
  county: [`/person/${sample.person}`],
})

export const lies = {
  household: 'household WHERE UNDER', person: '(SELECT person.county, person.id, place FROM person JOIN household h ON h.county = person.county AND h.id = household) AS lives WHERE UNDER',
}
export const untyped = ['/owncard/{household}/out', '/place/{place}/cards/handed']
export const rows = { '/place/{place}/people': 'households', '/place/{place}/cards': 'households' }
