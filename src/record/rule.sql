-- rule: dated numbers. The table is small and kept whole on every machine, so it has no county. See rule.h.
-- shared: rule

-- part: rule_row
name, place, value, unit, from_day, to_day, source, confidence

-- name: rule_find many hot
-- The rows of a name in force on a day, the one nearest to the place first; $3 to $9 are the places from province down.
SELECT {rule_row} FROM rule
WHERE name = $1 AND from_day <= $2 AND (to_day = 0 OR to_day >= $2)
  AND place IN ('', $3, $4, $5, $6, $7, $8, $9)
ORDER BY length(place) DESC, from_day DESC LIMIT 1;

-- name: rule_all many
SELECT {rule_row} FROM rule
WHERE from_day <= $1 AND (to_day = 0 OR to_day >= $1) AND place IN ('', $2, $3, $4, $5, $6, $7, $8)
ORDER BY name, length(place) DESC, from_day DESC LIMIT 2000;

-- name: rule_after many
-- What begins after a day; $2 to $8 are the places from province down.
SELECT {rule_row} FROM rule
WHERE from_day > $1 AND place IN ('', $2, $3, $4, $5, $6, $7, $8)
ORDER BY from_day, name, length(place) DESC LIMIT 200;

-- name: rule_later int
-- How many rows of the place begin on that day or after it.
SELECT COUNT(*) AS n FROM rule WHERE name = $1 AND place = $2 AND from_day >= $3;

-- name: rule_close exec
UPDATE rule SET to_day = $4 WHERE name = $1 AND place = $2 AND from_day < $3 AND (to_day = 0 OR to_day >= $3);

-- name: rule_add exec
INSERT INTO rule (name, place, value, unit, from_day, to_day, source, confidence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: rule_overlap many all
SELECT a.name, a.place, a.from_day FROM rule AS a JOIN rule AS b ON b.name = a.name AND b.place = a.place
WHERE b.from_day > a.from_day AND (a.to_day = 0 OR a.to_day >= b.from_day) ORDER BY a.name, a.place LIMIT 100;
