-- rule: dated numbers. The table is small and kept whole on every machine, so it has no county. See rule.h.
-- shared: rule

-- part: rule_row
name, place, value, unit, from_day, to_day, source, confidence

-- name: rule_find many hot
-- The rows of a name in force on a day, the one nearest to the place first; the rows are the places from province down.
SELECT {rule_row} FROM rule
WHERE name = $name AND from_day <= $day AND (to_day = 0 OR to_day >= $day)
  AND place IN ('', {rows 7 $row.place})
ORDER BY length(place) DESC, from_day DESC LIMIT 1;

-- name: rule_all many
SELECT {rule_row} FROM rule
WHERE from_day <= $day AND (to_day = 0 OR to_day >= $day) AND place IN ('', {rows 7 $row.place})
ORDER BY name, length(place) DESC, from_day DESC LIMIT 2000;

-- name: rule_after many
-- What begins after a day.
SELECT {rule_row} FROM rule
WHERE from_day > $day AND place IN ('', {rows 7 $row.place})
ORDER BY from_day, name, length(place) DESC LIMIT 201;

-- name: rule_carry exec
-- A place under another code has the rules that it had; the old code keeps them for what lies there.
INSERT INTO rule (name, place, value, unit, from_day, to_day, source, confidence)
SELECT o.name, $to || substr(o.place, $tail), o.value, o.unit, o.from_day, o.to_day, o.source, o.confidence
FROM rule AS o WHERE o.place >= $from AND o.place < $end ON CONFLICT (name, place, from_day) DO NOTHING;

-- name: rule_later int
-- How many rows of the place begin on that day or after it.
SELECT COUNT(*) AS n FROM rule WHERE name = $1 AND place = $2 AND from_day >= $3;

-- name: rule_close exec
UPDATE rule SET to_day = $to_day WHERE name = $name AND place = $place AND from_day < $day
AND (to_day = 0 OR to_day >= $day);

-- name: rule_add exec
INSERT INTO rule (name, place, value, unit, from_day, to_day, source, confidence)
VALUES ($name, $place, $value, $unit, $from_day, $to_day, $source, $confidence);

-- name: rule_overlap many all
SELECT a.name, a.place, a.from_day FROM rule AS a JOIN rule AS b ON b.name = a.name AND b.place = a.place
WHERE b.from_day > a.from_day AND (a.to_day = 0 OR a.to_day >= b.from_day) ORDER BY a.name, a.place LIMIT 100;
