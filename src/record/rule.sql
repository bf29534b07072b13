-- rule: dated numbers. The table is small and kept whole on every machine, so it has no county. See rule.h.
-- shared: rule

-- part: rule_row
name, place, value, unit, from_date, to_date, source, confidence

-- name: rule_find many hot
-- The rows of a name in force on a day, the one nearest to the place first; the rows are the places from province down.
SELECT {rule_row} FROM rule
WHERE name = $name AND from_date <= $day AND (to_date = 0 OR to_date >= $day)
  AND place IN ('', {rows 7 $row.place})
ORDER BY length(place) DESC, from_date DESC LIMIT 1;

-- name: rule_apart int
-- How many rows in force on a day below a place say another value.
SELECT COUNT(*) AS n FROM rule
WHERE name = $name AND place > $place AND place < $end AND from_date <= $day AND (to_date = 0 OR to_date >= $day) AND value <> $value;

-- name: rule_all many
-- whole: rule_list() refuses where there are more than RULES_MOST: a name has a row in force at each of eight places
SELECT {rule_row} FROM rule
WHERE from_date <= $day AND (to_date = 0 OR to_date >= $day) AND place IN ('', {rows 7 $row.place})
ORDER BY name, length(place) DESC, from_date DESC LIMIT 2001;

-- name: rule_after many
-- cut: rule_coming() says whether there are more, and the page does
-- What begins after a day.
SELECT {rule_row} FROM rule
WHERE from_date > $day AND place IN ('', {rows 7 $row.place})
ORDER BY from_date, name, length(place) DESC LIMIT 201;

-- name: rule_carry exec
-- A place under another code has the rules that it had; the old code keeps them for what lies there.
INSERT INTO rule (name, place, value, unit, from_date, to_date, source, confidence)
SELECT o.name, $to || substr(o.place, $tail), o.value, o.unit, o.from_date, o.to_date, o.source, o.confidence
FROM rule AS o WHERE o.place >= $from AND o.place < $end ON CONFLICT (name, place, from_date) DO NOTHING;

-- name: rule_later int
-- How many rows of the place begin on that day or after it.
SELECT COUNT(*) AS n FROM rule WHERE name = $1 AND place = $2 AND from_date >= $3;

-- name: rule_close exec
UPDATE rule SET to_date = $to_date WHERE name = $name AND place = $place AND from_date < $day
AND (to_date = 0 OR to_date >= $day);

-- name: rule_add exec
INSERT INTO rule (name, place, value, unit, from_date, to_date, source, confidence)
VALUES ($name, $place, $value, $unit, $from_date, $to_date, $source, $confidence);

-- name: rule_overlap many all
-- cut: each is a finding of `yuanchang check`, which fails at the first
SELECT a.name, a.place, a.from_date FROM rule AS a JOIN rule AS b ON b.name = a.name AND b.place = a.place
WHERE b.from_date > a.from_date AND (a.to_date = 0 OR a.to_date >= b.from_date) ORDER BY a.name, a.place LIMIT 100;
