-- roll: its queries. The dated rolls that it is filled from are people's (people/person.sql).

-- name: frozen_add exec
INSERT INTO frozen_roll (county, id, place, noun, noun_id, unit, source, on_day, account, at)
VALUES ($county, $id, $place, $noun, $noun_id, $unit, $source, $on_day, $account, $at)

-- name: frozen_get one hot
SELECT county, id, place, noun, noun_id, unit, source, on_day, state, members, weight, unclear, after_county, after_id, hash,
    frozen_at, version
FROM frozen_roll WHERE county = $1 AND id = $2

-- name: frozen_row_add exec hot
INSERT INTO frozen_row (county, roll, unit_county, unit, weight, speaker) VALUES ($county, $roll, $unit_county, $unit, $weight, $speaker)

-- name: frozen_row_add_eight exec hot
INSERT INTO frozen_row (county, roll, unit_county, unit, weight, speaker) VALUES
    {rows 8 ($row.county, $row.roll, $row.unit_county, $row.unit, $row.weight, $row.speaker)}

-- name: frozen_grow change hot
-- The cursor is of who fills it; who gives rows leaves it where it is.
UPDATE frozen_roll SET members = members + $members, weight = weight + $weight, after_county = $after_county, after_id = $after_id, version = version + 1
WHERE county = $county AND id = $id AND state = 0 AND after_county = $from_county AND after_id = $from_id AND members + $members <= 200000

-- name: frozen_freeze change
UPDATE frozen_roll SET state = 1, hash = $hash, frozen_at = $frozen_at, unclear = $unclear, version = version + 1
WHERE county = $county AND id = $id AND state = 0 AND version = $version

-- name: frozen_find one hot
SELECT unit_county, unit, weight, speaker FROM frozen_row WHERE county = $1 AND roll = $2 AND unit_county = $3 AND unit = $4

-- name: frozen_page many hot
SELECT unit_county, unit, weight, speaker FROM frozen_row
WHERE county = $county AND roll = $roll AND (unit_county, unit) > ($after_county, $after_id) ORDER BY unit_county, unit LIMIT $most

-- ---- what it is filled from ----

-- name: frozen_from_roll many
-- Of age on the day ($born: born by then), or of whatever age ($born: 0). Who is given already stands already.
SELECT r.person_county, r.person, CAST(SUM(r.share) AS BIGINT) AS share
FROM roll AS r JOIN person AS p ON p.county = r.person_county AND p.id = r.person
WHERE r.county = $county AND r.kind = $kind AND r.place >= $from AND r.place < $end
AND r.from_date <= $on AND (r.to_date = 0 OR r.to_date > $on) AND (p.to_date = 0 OR p.to_date > $on)
AND ($born = 0 OR (p.born > 0 AND p.born <= $born)) AND (r.person_county, r.person) > ($after_county, $after_id)
AND NOT EXISTS (SELECT 1 FROM frozen_row AS f WHERE f.county = $county AND f.roll = $roll AND f.unit_county = r.person_county
    AND f.unit = r.person)
GROUP BY r.person_county, r.person ORDER BY r.person_county, r.person LIMIT 500

-- name: frozen_unclear int
SELECT COUNT(DISTINCT p.id) AS n
FROM roll AS r JOIN person AS p ON p.county = r.person_county AND p.id = r.person
WHERE r.county = $county AND r.kind = $kind AND r.place >= $from AND r.place < $end
AND r.from_date <= $on AND (r.to_date = 0 OR r.to_date > $on) AND (p.to_date = 0 OR p.to_date > $on) AND p.born = 0
AND NOT EXISTS (SELECT 1 FROM frozen_row AS f WHERE f.county = $county AND f.roll = $roll AND f.unit_county = r.person_county
    AND f.unit = r.person)

-- name: frozen_from_households many
-- whole: read in portions behind $after_id, until there are none
SELECT h.county, h.id, COALESCE(MAX(p.id), 0) AS speaker
FROM household AS h LEFT JOIN person AS p
    ON p.county = h.county AND p.household = h.id AND p.is_head = 1 AND p.to_date = 0
WHERE h.county = $county AND h.place >= $from AND h.place < $end AND h.from_date <= $on AND (h.to_date = 0 OR h.to_date > $on)
AND h.id > $after_id
AND NOT EXISTS (SELECT 1 FROM frozen_row AS f WHERE f.county = $county AND f.roll = $roll AND f.unit_county = h.county AND f.unit = h.id)
GROUP BY h.county, h.id ORDER BY h.county, h.id LIMIT 500

-- ---- marks ----

-- name: frozen_mark_put change hot
-- Paper is marked once, and is not turned back into "there".
INSERT INTO frozen_mark (county, roll, for_id, unit_county, unit, mark, account, at)
SELECT f.county, f.roll, $for_id, f.unit_county, f.unit, $mark, $account, $at FROM frozen_row AS f
JOIN frozen_roll AS l ON l.county = f.county AND l.id = f.roll AND l.state = 1
WHERE f.county = $county AND f.roll = $roll AND f.unit_county = $unit_county AND f.unit = $unit
ON CONFLICT (county, roll, for_id, unit_county, unit) DO UPDATE SET mark = excluded.mark, account = excluded.account, at = excluded.at
WHERE frozen_mark.mark = 1

-- name: frozen_mark_drop change hot
DELETE FROM frozen_mark WHERE county = $county AND roll = $roll AND for_id = $for_id AND unit_county = $unit_county AND unit = $unit AND mark = 1

-- name: frozen_mark_get int hot
SELECT mark FROM frozen_mark WHERE county = $county AND roll = $roll AND for_id = $for_id AND unit_county = $unit_county AND unit = $unit

-- name: frozen_mark_sums one hot
SELECT
    COUNT(CASE WHEN m.mark = 1 THEN 1 END) AS there,
    CAST(COALESCE(SUM(CASE WHEN m.mark = 1 THEN f.weight END), 0) AS BIGINT) AS there_weight,
    COUNT(CASE WHEN m.mark = 2 THEN 1 END) AS paper,
    CAST(COALESCE(SUM(CASE WHEN m.mark = 2 THEN f.weight END), 0) AS BIGINT) AS paper_weight
FROM frozen_mark AS m
JOIN frozen_row AS f ON f.county = m.county AND f.roll = m.roll AND f.unit_county = m.unit_county AND f.unit = m.unit
WHERE m.county = $1 AND m.roll = $2 AND m.for_id = $3

-- name: frozen_mark_page many hot
SELECT unit_county, unit FROM frozen_mark
WHERE county = $county AND roll = $roll AND for_id = $for_id AND (unit_county, unit) > ($after_county, $after_id) ORDER BY unit_county, unit LIMIT 500

-- ---- going along, and what must hold ----

-- name: frozen_carry exec
UPDATE frozen_roll SET place = $4 || substr(place, length($2) + 1) WHERE county = $1 AND place >= $2 AND place < $3

-- name: frozen_check_rolls each all
SELECT county, id, place, unit, members, weight, hash FROM frozen_roll WHERE state = 1 ORDER BY county, id

-- name: frozen_check_sums each all
SELECT l.county, l.id FROM frozen_roll AS l
WHERE l.members <> (SELECT COUNT(*) FROM frozen_row AS f WHERE f.county = l.county AND f.roll = l.id)
OR l.weight <> (SELECT COALESCE(SUM(f.weight), 0) FROM frozen_row AS f WHERE f.county = l.county AND f.roll = l.id)

-- name: frozen_check_marks each all
SELECT m.county, m.roll FROM frozen_mark AS m
JOIN frozen_roll AS l ON l.county = m.county AND l.id = m.roll WHERE l.state = 0
