// raisers: signs households in by their cards and writes the requests by which each raises a need, as load -f sends them: in
// place of eight @ comes a running number, so that no two are alike.
//   node raisers.mjs URL CARDS.tsv REQUESTS      a line of CARDS.tsv: place, address of the card
import { readFileSync, writeFileSync } from 'node:fs'

const [url, cards, out] = process.argv.slice(2)
const json = { accept: 'application/json', 'content-type': 'application/json' }

/** Signed in: what a request has to say for itself. */
async function entered(path) {
  const card = await (await fetch(url + path, { headers: json })).json()
  const person = card.must_choose ? { person: card.persons[0].id } : {}
  const answer = await fetch(url + path, { method: 'POST', headers: json, body: JSON.stringify(person) })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  const lines = answer.headers.getSetCookie?.() ?? answer.headers.get('set-cookie').split(/, (?=[^;,=\s]+=)/)
  const cookie = lines.map((line) => line.split(';')[0]).join('; ')
  const { csrf } = await (await fetch(`${url}/session`, { headers: { ...json, cookie } })).json()
  return { cookie, csrf }
}

const requests = []
for (const line of readFileSync(cards, 'utf8').trim().split('\n')) {
  const [place, address] = line.split('\t'), { cookie, csrf } = await entered(new URL(address).pathname)
  const body = JSON.stringify({ title: '第@@@@@@@@件事，路边的石头', kind: 'demand', category: 'road', once: 'bench-@@@@@@@@' })
  const text = `POST /place/${place}/need HTTP/1.1\r\nHost: ${new URL(url).host}\r\nCookie: ${cookie}\r\nX-CSRF-Token: ${csrf}\r\n` +
    `Accept: application/json\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  requests.push(`${Buffer.byteLength(text)}\n${text}`)
}
writeFileSync(out, requests.join(''))
