// operate: where the operator looks.
import { city } from '../support/world.mjs'

export const pages = () => ({ admin: [`/place/${city}/operate`] })
export const rows = { '/log/{log}': 'entries' }
