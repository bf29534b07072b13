// raw: bytes to a server exactly as written, for what no HTTP client would send.
import { connect } from 'node:net'

/// Opens a connection. send(bytes); end: resolves with all that came once the other side closed, or after `ms` without.
export function raw(origin, { ms = 10000 } = {}) {
  const { hostname, port } = new URL(origin)
  const socket = connect({ host: hostname, port: Number(port) })
  let text = ''
  const waiting = []
  socket.setEncoding('utf8')
  socket.on('data', (d) => {
    text += d
    for (const w of [...waiting]) if (w.test(text)) { waiting.splice(waiting.indexOf(w), 1); w.resolve(text) }
  })
  socket.on('error', () => {})
  const end = new Promise((resolve) => {
    const timer = setTimeout(() => { socket.destroy(); resolve({ text, closed: false }) }, ms)
    socket.on('close', () => { clearTimeout(timer); resolve({ text, closed: true }) })
  })
  return {
    socket, end,
    send: (bytes) => { if (!socket.destroyed) socket.write(Buffer.from(bytes, 'latin1')) },
    /// Resolves when what came satisfies the pattern.
    until: (pattern) => new Promise((resolve, reject) => {
      const test = (t) => pattern.test(t)
      if (test(text)) return resolve(text)
      waiting.push({ test, resolve })
      end.then(() => reject(new Error(`closed before ${pattern}: ${text.slice(0, 300)}`)))
    }),
    get text() { return text },
    close: () => socket.destroy(),
  }
}

/// Sends the bytes, then a second request that must never be answered, and says how the first was.
export async function rawOnce(origin, bytes, options) {
  const r = raw(origin, options)
  r.send(bytes)
  const e = await r.end
  const m = /^HTTP\/1\.1 (\d+)/.exec(e.text)
  return { status: m ? Number(m[1]) : 0, ...e }
}
