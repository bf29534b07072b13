// rule: where those who rule set them.
import { city } from '../support/world.mjs'

export const pages = () => ({ admin: [`/place/${city}/rules`, `/place/${city}/rules?rule=need.take.workdays`] })
