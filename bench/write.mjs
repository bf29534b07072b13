// write: the clients of bench/write.sh. Plain sockets kept open, because on two cores a heavier client would be measured
// instead of the server.
//   node write.mjs enter URL CARDS.tsv SESSIONS.json    a session for each card (place, address), printed once
//   node write.mjs raise URL SESSIONS.json NEEDS CLIENTS  raises that many; prints needs a second
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

const [what, url, ...rest] = process.argv.slice(2);
const { hostname, port } = new URL(url);

async function enter(cards, out) {
    const sessions = [];
    for (const line of readFileSync(cards, 'utf8').trim().split('\n')) {
        const [place, address] = line.split('\t'), path = new URL(address).pathname;
        const json = { accept: 'application/json', 'content-type': 'application/json' };
        const card = await (await fetch(url + path, { headers: json })).json();
        const person = card.must_choose ? { person: card.persons[0].id } : {};
        const entered = await fetch(url + path, { method: 'POST', headers: json, body: JSON.stringify(person) });
        if (!entered.ok) throw new Error(`${path}: ${entered.status} ${await entered.text()}`);
        const cookie = (entered.headers.getSetCookie?.() ?? entered.headers.get('set-cookie').split(/, (?=[^;,=\s]+=)/)).map(c => c.split(';')[0]).join('; ');
        const { csrf } = await (await fetch(`${url}/session`, { headers: { ...json, cookie } })).json();
        sessions.push({ place, cookie, csrf });
    }
    writeFileSync(out, JSON.stringify(sessions));
}

function request({ place, cookie, csrf }, n, run) {
    const body = JSON.stringify({ title: `第${n}件事，路边的石头${run}`, kind: 'demand', category: 'road', once: `bench-${run}-${n}` });
    return `POST /place/${place}/need HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\nX-CSRF-Token: ${csrf}\r\n` +
        `Accept: application/json\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

// One client: a request, its whole answer, the next. Resolves when the queue is empty.
function client(take) {
    return new Promise((resolve, reject) => {
        const socket = connect(port, hostname);
        let got = '';
        const next = () => {
            const text = take();
            if (text === null) { socket.end(); resolve(); } else socket.write(text);
        };
        socket.setNoDelay(true);
        socket.on('connect', next);
        socket.on('error', reject);
        socket.on('data', bytes => {
            got += bytes.toString('latin1');
            const end = got.indexOf('\r\n\r\n');
            if (end < 0) return;
            const length = Number(/content-length: (\d+)/i.exec(got)?.[1] ?? 0);
            if (got.length < end + 4 + length) return;
            if (!got.startsWith('HTTP/1.1 201')) { reject(new Error(got)); return; }
            got = '';
            next();
        });
    });
}

async function raise(file, needs, clients) {
    const sessions = JSON.parse(readFileSync(file, 'utf8')), run = process.pid;
    let n = 0;
    const take = () => n === needs ? null : request(sessions[n % sessions.length], n++, run);
    const begun = process.hrtime.bigint();
    await Promise.all(Array.from({ length: clients }, () => client(take)));
    console.log((needs / (Number(process.hrtime.bigint() - begun) / 1e9)).toFixed(1));
}

if (what === 'enter') await enter(...rest);
else await raise(rest[0], Number(rest[1]), Number(rest[2]));
