#!/usr/bin/env node
// A second verifier, written from RFC 9162 alone and sharing nothing with the program: it trusts the head line that was
// printed on paper (or, with a key, its signature) and nothing else.
//   node verify.mjs PROOF.json 'yc1 420325102212 57 ab12.. 1795500000000' [PUBLIC_KEY_HEX]
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [file, held, key] = process.argv.slice(2);
const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leaf = text => sha(Buffer.from([0]), Buffer.from(text, 'utf8'));
const node = (left, right) => sha(Buffer.from([1]), left, right);
const hex = text => /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : refuse(`not a hash: ${text}`);
const refuse = why => { console.error(`refused: ${why}`); process.exit(1); };
const split = n => { let k = 1; while (k * 2 < n) k *= 2; return k; };
const take = path => path.length > 0 ? hex(path.pop()) : refuse('the path is too short');
const head = line => { const [v, log, size, root, at] = line.split(' '); return { v, log, size: +size, root: hex(root), at, line }; };

// The root of `size` leaves, from one of them and its path (2.1.3.2, read from the top down).
function rootFrom(hash, index, size, path) {
    if (size === 1) return hash;
    const k = split(size), sibling = take(path);
    return index < k ? node(rootFrom(hash, index, k, path), sibling) : node(sibling, rootFrom(hash, index - k, size - k, path));
}
// The roots of the first m and of all n leaves (2.1.4.2); `old` where the first m are known to be whole.
function rootsFrom(m, n, old, path) {
    if (m === n) { const h = old ?? take(path); return [h, h]; }
    const k = split(n), sibling = take(path);
    if (m <= k) { const [a, b] = rootsFrom(m, k, old, path); return [a, node(b, sibling)]; }
    return rootsFrom(m - k, n - k, undefined, path).map(h => node(sibling, h));
}
function signed(line, signature) {
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(key ?? '', 'hex')]); // RFC 8410
    return !key || verify(null, Buffer.from(line), createPublicKey({ key: spki, format: 'der', type: 'spki' }), Buffer.from(signature, 'hex'));
}
function check(p) {
    const path = [...p.path], lines = p.proof === 'growth' ? [p.from_head, p.to_head] : [p.head];
    if (!lines.includes(held)) refuse('it leads to another head than the one held');
    if (p.proof === 'growth') {
        const [from, to] = lines.map(head), [a, b] = rootsFrom(from.size, to.size, from.root, path);
        if (held !== p.to_head && !key) refuse('the later head is neither held nor signed with a known key');
        if (from.log !== to.log || !(from.size <= to.size) || !a.equals(from.root) || !b.equals(to.root)) refuse('the past was rewritten');
        if (!signed(lines[0], p.from_signature) || !signed(lines[1], p.to_signature)) refuse('not signed with this key');
    } else {
        const h = head(p.head), [v, log, seq] = (p.leaf ?? '').split(' '), index = p.leaf ? +seq - 1 : p.index;
        if (p.leaf && (v !== h.v || log !== h.log) || !(index >= 0 && index < h.size)) refuse('the line is of another log or place');
        if (!rootFrom(p.leaf ? leaf(p.leaf) : hex(p.leaf_hash), index, h.size, path).equals(h.root)) refuse('the line is not in the log');
        for (const t of p.texts ?? []) // SHA-256(salt || text)
            if (!` ${p.leaf} `.includes(` ${t.name}#=${createHash('sha256').update(Buffer.from(t.salt, 'hex')).update(t.text).digest('hex')} `)) refuse('words are not those of the line');
        if (!signed(p.head, p.signature)) refuse('not signed with this key');
    }
    if (path.length > 0) refuse('the path is too long');
}
const proof = JSON.parse(readFileSync(file, 'utf8')), proofs = proof.proofs ?? [proof];
if (proofs.length === 0) refuse('nothing is proved');
proofs.forEach(check);
console.log(`holds: ${proofs.length} under ${held}`);
