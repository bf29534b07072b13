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

-- name: counter_fill exec
-- Of a table in which none of them is: twelve of one place.
INSERT INTO counter (county, place, above, kind, part, value) VALUES
    ($1, $2, $3, $4, $5, $6), ($1, $2, $3, $7, $8, $9), ($1, $2, $3, $10, $11, $12), ($1, $2, $3, $13, $14, $15),
    ($1, $2, $3, $16, $17, $18), ($1, $2, $3, $19, $20, $21), ($1, $2, $3, $22, $23, $24), ($1, $2, $3, $25, $26, $27),
    ($1, $2, $3, $28, $29, $30), ($1, $2, $3, $31, $32, $33), ($1, $2, $3, $34, $35, $36), ($1, $2, $3, $37, $38, $39);

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
-- Forty at once, of one county and kind.
INSERT INTO seen (county, place, kind, part, thing) VALUES
    ($1, $3, $2, $4, $5), ($1, $6, $2, $7, $8), ($1, $9, $2, $10, $11), ($1, $12, $2, $13, $14),
    ($1, $15, $2, $16, $17), ($1, $18, $2, $19, $20), ($1, $21, $2, $22, $23), ($1, $24, $2, $25, $26),
    ($1, $27, $2, $28, $29), ($1, $30, $2, $31, $32), ($1, $33, $2, $34, $35), ($1, $36, $2, $37, $38),
    ($1, $39, $2, $40, $41), ($1, $42, $2, $43, $44), ($1, $45, $2, $46, $47), ($1, $48, $2, $49, $50),
    ($1, $51, $2, $52, $53), ($1, $54, $2, $55, $56), ($1, $57, $2, $58, $59), ($1, $60, $2, $61, $62),
    ($1, $63, $2, $64, $65), ($1, $66, $2, $67, $68), ($1, $69, $2, $70, $71), ($1, $72, $2, $73, $74),
    ($1, $75, $2, $76, $77), ($1, $78, $2, $79, $80), ($1, $81, $2, $82, $83), ($1, $84, $2, $85, $86),
    ($1, $87, $2, $88, $89), ($1, $90, $2, $91, $92), ($1, $93, $2, $94, $95), ($1, $96, $2, $97, $98),
    ($1, $99, $2, $100, $101), ($1, $102, $2, $103, $104), ($1, $105, $2, $106, $107), ($1, $108, $2, $109, $110),
    ($1, $111, $2, $112, $113), ($1, $114, $2, $115, $116), ($1, $117, $2, $118, $119), ($1, $120, $2, $121, $122)
ON CONFLICT (county, place, kind, part, thing) DO NOTHING;

-- name: seen_counted each all
-- A range of one kind: were it said to be one, SQLite would leave it out of the key's order and sort them all in memory.
SELECT place, part, count(*) AS n FROM seen WHERE kind >= $1 AND kind <= $1 GROUP BY county, place, kind, part
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
