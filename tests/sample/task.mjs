// task: the one that sample/meeting.mjs agreed on.
export const pages = ({ sample }) => ({ village: [`/task/${sample.task}`] })

export const lies = { task: 'task WHERE UNDER' }
export const rows = { '/place/{place}/desk': 'lines' }
