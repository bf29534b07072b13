// post: one that somebody holds in the demonstration.
import { first, village } from '../support/world.mjs'

export const make = async ({ who }) => ({ post: first((await who.nobody.get(`/place/${village}/post`)).data.posts, 'post').id })

export const pages = ({ sample }) => ({ village: [`/post/${sample.post}`, `/place/${village}/post/new?household=${sample.household}`] })

export const lies = { post: 'post WHERE UNDER' }
export const untyped = ['/post/{post}/arm']
export const rows = { '/place/{place}/post/new': 'households' }
