-- counter: figures of places, and the outbox that carries them above the county. See counter.h.

-- name: counter_move exec hot
INSERT INTO counter (county, place, kind, part, above, value) VALUES ($county, $place, $kind, $part, $above, $value)
ON CONFLICT (county, place, kind, part) DO UPDATE SET value = counter.value + excluded.value;

-- name: counter_move_six exec hot
-- Six different ones at once.
INSERT INTO counter (county, place, kind, part, above, value) VALUES
    {rows 6 ($row.county, $row.place, $row.kind, $row.part, $row.above, $row.value)}
ON CONFLICT (county, place, kind, part) DO UPDATE SET value = counter.value + excluded.value;

-- name: counter_fill exec
-- Of a table in which none of them is: twelve of one place.
INSERT INTO counter (county, place, above, kind, part, value) VALUES
    {rows 12 ($county, $place, $above, $row.kind, $row.part, $row.value)};

-- Of the kinds from one name up to before another; one row more than may be (counter.c), so that what is cut is found.

-- name: counter_of_place many hot
-- cut: COUNTERS_MOST and one, which fails loudly (counter.many)
SELECT place, kind, part, value FROM counter WHERE county = $1 AND place = $2 AND kind >= $3 AND kind < $4
ORDER BY kind, part LIMIT 20001;

-- name: counter_of_kinds many hot
-- cut: COUNTERS_MOST and one, which fails loudly (counter.many)
SELECT place, kind, part, value FROM counter
WHERE county = $1 AND place = $2 AND kind >= $3 AND kind < $4 AND part = 0 ORDER BY kind LIMIT 20001;

-- name: counter_of_parts many hot
-- cut: COUNTERS_MOST and one, which fails loudly (counter.many)
-- The totals of all kinds, and of those from one name up to before another every part.
SELECT place, kind, part, value FROM counter WHERE county = $1 AND place = $2 AND (part = 0 OR (kind >= $3 AND kind < $4))
ORDER BY kind, part LIMIT 20001;

-- name: counter_of_children many hot
-- cut: COUNTERS_MOST and one, which fails loudly (counter.many)
SELECT place, kind, part, value FROM counter WHERE county = $1 AND above = $2 AND part = 0 AND kind >= $3 AND kind < $4
ORDER BY kind, place LIMIT 20001;

-- name: counter_of_kinds_around many hot
-- cut: COUNTERS_MOST and one, which fails loudly (counter.many)
SELECT place, kind, part, value FROM counter
WHERE county = $1 AND place = $2 AND kind >= $3 AND kind < $4 AND part = 0
UNION ALL SELECT place, kind, part, value FROM counter
WHERE county = $1 AND above = $2 AND part = 0 AND kind >= $3 AND kind < $4 LIMIT 20001;

-- name: seen_add many hot
-- A row where it was not seen before.
INSERT INTO seen (county, place, kind, part, thing) VALUES ($county, $place, $kind, $part, $thing)
ON CONFLICT (county, place, kind, part, thing) DO NOTHING RETURNING part;

-- name: seen_fill exec
-- Forty at once, of one county and kind.
INSERT INTO seen (county, place, kind, part, thing) VALUES
    {rows 40 ($county, $row.place, $kind, $row.part, $row.thing)}
ON CONFLICT (county, place, kind, part, thing) DO NOTHING;

-- name: seen_counted each all
-- A range of one kind: were it said to be one, SQLite would leave it out of the key's order and sort them all in memory.
SELECT place, part, count(*) AS n FROM seen WHERE kind >= $1 AND kind <= $1 GROUP BY county, place, kind, part
ORDER BY county, place, kind, part;

-- name: outbox_add exec hot
INSERT INTO outbox (county, id, place, kind, part, delta, at) VALUES ($county, $id, $place, $kind, $part, $delta, $at);

-- name: outbox_add_five exec hot
INSERT INTO outbox (county, id, place, kind, part, delta, at) VALUES
    {rows 5 ($row.county, $row.id, $row.place, $row.kind, $row.part, $row.delta, $row.at)};

-- name: outbox_counties many all
-- whole: a row a county, of which the country has some three thousand
SELECT DISTINCT county FROM outbox ORDER BY county LIMIT 5000;

-- name: outbox_take many
-- whole: in portions, until none is left
DELETE FROM outbox WHERE county = $1 AND id IN (SELECT o.id FROM outbox AS o WHERE o.county = $1 ORDER BY o.id LIMIT 1000)
RETURNING place, kind, part, delta;

-- name: outbox_oldest int all
-- When the oldest delta below a place was put in; 0: none waits.
SELECT COALESCE(MIN(at), 0) AS at FROM outbox WHERE county >= $1 AND county < $2;

-- name: counter_standing each
SELECT place, kind, part, value FROM counter WHERE county = $1 ORDER BY place, kind, part;

-- name: counter_count int all
SELECT COUNT(*) AS n FROM counter;

-- name: counter_drop exec
DELETE FROM counter WHERE county = $1 AND place = $2 AND kind = $3 AND part = $4;

-- name: counter_clear_shard exec
DELETE FROM counter WHERE county = $1;

-- name: counter_clear exec all
DELETE FROM counter;

-- name: seen_clear exec all
DELETE FROM seen;

-- name: outbox_clear exec all
DELETE FROM outbox;

-- name: counter_walk each all
SELECT county, place, kind, part, value FROM counter WHERE value <> 0 ORDER BY county, place, kind, part;

-- name: counter_of_shard each all
SELECT place, kind, part, value FROM counter WHERE county = $1 AND value <> 0 ORDER BY place, kind, part;

-- name: counter_shards many all
-- whole: a row a county and a place above counties: some 3,400
SELECT DISTINCT county FROM counter ORDER BY county LIMIT 20000;

-- name: seen_walk each all
SELECT county, place, kind, part, thing FROM seen ORDER BY county, place, kind, part, thing;

-- name: outbox_walk each all
SELECT place, kind, part, delta FROM outbox ORDER BY county, id;

-- name: seen_lines each all
SELECT county || ' ' || place || ' ' || kind || ' ' || CAST(part AS TEXT) || ' ' || CAST(thing AS TEXT) AS line
FROM seen ORDER BY county, place, kind, part, thing;
