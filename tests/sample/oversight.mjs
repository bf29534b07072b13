// oversight: a question, one that was answered, and a call that is a question.
import { doing, step } from './need.mjs'
import { made, nameOf, once, village } from '../support/world.mjs'

/// Asked about that need by who supervises: its address.
export async function ask(c, need, what = 'question', json = {}) {
  return made(await c.post(`${need}/${what}`, { text: '三天了怎么还没人去看', once: once(), ...json }), what).href
}

export async function make(w) {
  const { who } = w, open = await doing(who.resident, who.village), ended = await doing(who.resident, who.village)
  await step(who.village, ended, 'solve', { text: '换了灯泡，亮了' })
  const one = await ask(who.supervisor, open), answered = await ask(who.supervisor, open)
  const { version } = (await who.village.get(answered)).data.oversight
  made(await who.village.post(`${answered}/answer`, { version, text: '明天去' }), 'an answer')
  w.asked = { open, ended, answered, call: await ask(who.supervisor, ended, 'call', { found: 'undone', text: '晚上还是黑的' }) }
  return { oversight: nameOf(one) }
}

export const pages = ({ sample, asked }) => ({
  supervisor: [asked.open, asked.ended, `/oversight/${sample.oversight}`, asked.answered, `/place/${village}/oversight`, `/place/${village}/oversight/call`],
  village: [`/oversight/${sample.oversight}`],
})

export const lies = { oversight: "oversight WHERE UNDER AND named_place = ''" }
export const untyped = ['/oversight/{oversight}/settle']
