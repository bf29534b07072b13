-- counter: figures of places, and the outbox that carries them above the county. See counter.h.

-- name: counter_move exec hot
INSERT INTO counter (county, place, kind, part, above, value) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (county, place, kind, part) DO UPDATE SET value = counter.value + excluded.value;

-- name: counter_move_six exec hot
-- Six different ones at once.
INSERT INTO counter (county, place, kind, part, above, value) VALUES
    ($1, $2, $3, $4, $5, $6), ($7, $8, $9, $10, $11, $12), ($13, $14, $15, $16, $17, $18),
    ($19, $20, $21, $22, $23, $24), ($25, $26, $27, $28, $29, $30), ($31, $32, $33, $34, $35, $36)
ON CONFLICT (county, place, kind, part) DO UPDATE SET value = counter.value + excluded.value;

-- name: counter_of_place many hot
SELECT place, kind, part, value FROM counter WHERE county = $1 AND place = $2 ORDER BY kind, part LIMIT 20000;

-- name: counter_of_kinds many hot
SELECT place, kind, part, value FROM counter
WHERE county = $1 AND place = $2 AND kind >= $3 AND kind < $4 AND part = 0 ORDER BY kind LIMIT 200;

-- name: counter_of_children many hot
SELECT place, kind, part, value FROM counter WHERE county = $1 AND above = $2 AND part = 0
ORDER BY place, kind LIMIT 20000;

-- name: counter_of_kinds_around many hot
SELECT place, kind, part, value FROM counter
WHERE county = $1 AND place = $2 AND kind >= $3 AND kind < $4 AND part = 0
UNION ALL SELECT place, kind, part, value FROM counter
WHERE county = $1 AND above = $2 AND part = 0 AND kind >= $3 AND kind < $4 LIMIT 20000;

-- name: seen_add many hot
-- A row where it was not seen before.
INSERT INTO seen (county, place, kind, part, thing) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (county, place, kind, part, thing) DO NOTHING RETURNING part;

-- name: seen_fill exec
-- Ten at once, of one county and kind.
INSERT INTO seen (county, place, kind, part, thing) VALUES
    ($1, $3, $2, $4, $5), ($1, $6, $2, $7, $8), ($1, $9, $2, $10, $11), ($1, $12, $2, $13, $14), ($1, $15, $2, $16, $17),
    ($1, $18, $2, $19, $20), ($1, $21, $2, $22, $23), ($1, $24, $2, $25, $26), ($1, $27, $2, $28, $29), ($1, $30, $2, $31, $32)
ON CONFLICT (county, place, kind, part, thing) DO NOTHING;

-- name: seen_counted each all
SELECT place, part, count(*) AS n FROM seen WHERE kind = $1 GROUP BY county, place, kind, part
ORDER BY county, place, kind, part;

-- name: outbox_add exec hot
INSERT INTO outbox (county, id, place, kind, part, delta, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: outbox_add_five exec hot
INSERT INTO outbox (county, id, place, kind, part, delta, at) VALUES
    ($1, $2, $3, $4, $5, $6, $7), ($8, $9, $10, $11, $12, $13, $14), ($15, $16, $17, $18, $19, $20, $21),
    ($22, $23, $24, $25, $26, $27, $28), ($29, $30, $31, $32, $33, $34, $35);

-- name: outbox_counties many all
SELECT DISTINCT county FROM outbox ORDER BY county LIMIT 5000;

-- name: outbox_take many
DELETE FROM outbox WHERE county = $1 AND id IN (SELECT o.id FROM outbox AS o WHERE o.county = $1 ORDER BY o.id LIMIT 1000)
RETURNING place, kind, part, delta;

-- name: outbox_oldest int all
-- When the oldest delta below a place was put in; 0: none waits.
SELECT COALESCE(MIN(at), 0) AS at FROM outbox WHERE county >= $1 AND county < $2;

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
SELECT DISTINCT county FROM counter ORDER BY county LIMIT 20000;

-- name: seen_walk each all
SELECT county, place, kind, part, thing FROM seen ORDER BY county, place, kind, part, thing;

-- name: outbox_walk each all
SELECT place, kind, part, delta FROM outbox ORDER BY county, id;

-- name: seen_lines each all
SELECT county || ' ' || place || ' ' || kind || ' ' || CAST(part AS TEXT) || ' ' || CAST(thing AS TEXT) AS line
FROM seen ORDER BY county, place, kind, part, thing;
