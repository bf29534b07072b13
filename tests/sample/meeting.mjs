// meeting: one of today with a picture, one that was held, and a task that was agreed on.
import { day } from '../support/house.mjs'
import { first, made, nameOf, number, once, sendPicture, village } from '../support/world.mjs'

/// Of today; what happens at a meeting may happen at once.
export async function call(c, place, json = {}) {
  const body = { title: `院场会${number()}`, day: day(), time: '23:59', spot: '老樟树下', topic: '今年的桥', once: once(), ...json }
  return made(await c.post(`/place/${place}/meeting`, body), 'a meeting').href
}

/// What was agreed there: the task's address.
export async function agree(c, meeting, json = {}) {
  made(await c.post(`${meeting}/agree`, { tasks: [{ title: `换灯泡${number()}`, owner_title: '村委会', due: day(9), ...json }] }), 'a task')
  return (await c.get(meeting)).data.tasks.at(-1).href
}

export async function make(w) {
  const { sample, who } = w, meeting = await call(who.village, village, { need: [sample.need] })
  await sendPicture(who.village, `${meeting}/photo`, {}, 'a picture of a meeting')
  await who.village.post(`${meeting}/sheets`)
  const sheet = first((await who.village.get(`${meeting}/sheets`)).data.sheets, 'sheet of a meeting').href.split('/').pop()
  w.held = first((await who.village.get(`/place/${village}/meeting?state=held`)).data.meetings, 'meeting that was held').href
  return { sheet, meeting: nameOf(meeting), task: nameOf(await agree(who.village, meeting)) }
}

export const pages = ({ sample, held }) => ({
  resident: [`/meeting/${sample.meeting}`],
  village: [`/place/${village}/meeting/new`, `/meeting/${sample.meeting}`, `/meeting/${sample.meeting}/roll`,
    `/meeting/${sample.meeting}/sheets`, `/sheet/${sample.sheet}`, held, `${held}/roll`],
})

export const lies = { meeting: 'meeting WHERE UNDER', sheet: 'sheet WHERE UNDER' }
export const untyped = ['/meeting/{meeting}/come']
export const rows = { '/meeting/{meeting}/roll': 'households' }
