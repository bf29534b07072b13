-- household (户)

-- part: household_row
h.id, h.place, h.label, h.version, h.to_date,
(SELECT p.name FROM person AS p WHERE p.county = h.county AND p.household = h.id AND p.to_date = 0
 ORDER BY p.is_head DESC, p.id LIMIT 1) AS head,
(SELECT COUNT(*) FROM person AS p WHERE p.county = h.county AND p.household = h.id AND p.to_date = 0) AS persons,
(SELECT COUNT(*) FROM card AS k WHERE k.county = h.county AND k.household = h.id AND k.revoked_at = 0 AND k.stands_at <> 0) AS cards,
(SELECT COUNT(*) FROM card AS k WHERE k.county = h.county AND k.household = h.id AND k.revoked_at = 0 AND k.stands_at = 0) AS waiting,
(SELECT COUNT(*) FROM card AS k WHERE k.county = h.county AND k.household = h.id AND k.asked_at <> 0) AS asked

-- name: household_one one hot
SELECT {household_row} FROM household AS h WHERE h.county = $1 AND h.id = $2;

-- name: household_hold exec
SELECT id FROM household WHERE county = $1 AND id = $2 {for_update}

-- name: household_labels many hot
SELECT id, label FROM household WHERE county = $county AND id IN ({rows 20 $row.household}) LIMIT 20;

-- name: household_in_place many hot
SELECT {household_row} FROM household AS h
WHERE h.county = $county AND (h.place, h.id) > ($from, $after) AND h.place < $end AND h.to_date = 0
ORDER BY h.place, h.id LIMIT $most;

-- part: household_wants
-- Those that stopped their card and have none printed since.
AND a.asked_at <> 0 AND h.place >= $place AND h.place < $end AND h.to_date = 0 AND NOT EXISTS
    (SELECT 1 FROM card AS k WHERE k.county = h.county AND k.household = h.id AND k.revoked_at = 0)

-- name: household_wanting many
-- Who waits longest first.
SELECT {household_row}
FROM card AS a JOIN household AS h ON h.county = a.county AND h.id = a.household
WHERE a.county = $county {household_wants} ORDER BY a.asked_at, a.id LIMIT $most;

-- name: household_wanting_desk many
SELECT h.id, h.place, h.label, a.asked_at
FROM card AS a JOIN household AS h ON h.county = a.county AND h.id = a.household
WHERE a.county = $county {household_wants}
AND a.asked_at >= $since AND (a.asked_at, h.id) > ($after_at, $after_id) ORDER BY a.asked_at, h.id LIMIT $most;

-- name: household_wanting_count int
SELECT COUNT(*) AS n
FROM card AS a JOIN household AS h ON h.county = a.county AND h.id = a.household
WHERE a.county = $county {household_wants};

-- part: household_worded
-- A name's words are all its endings; of a family only the whole name, whatever writing its first character has.
AND EXISTS (SELECT 1 FROM household_word AS w WHERE w.county = h.county AND w.household = h.id AND w.of_name <= $names
AND (w.word >= $begins AND w.word < $begins_end OR w.word >= $number AND w.word < $number_digit
OR w.word >= $number_sign AND w.word < $number_end OR w.word >= $group AND w.word < $group_end)
UNION ALL SELECT 1 FROM person AS p JOIN household_word AS w ON w.county = p.county AND w.household = p.household AND w.of_name = 1
AND substr(w.word, 2) = substr(p.name_key, 2) WHERE p.county = h.county AND p.household = h.id AND p.to_date = 0
AND w.word >= $family AND w.word < $family_end)

-- name: household_by_word many hot
SELECT {household_row} FROM household AS h
WHERE h.county = $county AND (h.place, h.id) > ($from, $after) AND h.place < $end AND h.to_date = 0 {household_worded}
ORDER BY h.place, h.id LIMIT $most;

-- name: household_count_by_word one hot
SELECT COALESCE(SUM(CASE WHEN TRUE {household_worded} THEN 1 ELSE 0 END), 0) AS n, COUNT(*) AS looked
FROM (SELECT h.county, h.id FROM household AS h
WHERE h.county = $county AND h.place >= $place AND h.place < $end AND h.to_date = 0 LIMIT $looked) AS h;

-- name: household_counted int
SELECT COUNT(*) AS n FROM household AS h
WHERE h.county = $1 AND h.place >= $2 AND h.place < $3 AND h.to_date = 0;

-- name: household_by_label one
SELECT id FROM household WHERE county = $1 AND place = $2 AND label = $3 AND to_date = 0;

-- name: household_by_key many
-- A house by the two keys that a text may mean (people/house_said.h), or that there is one.
SELECT id, label, label_key FROM household
WHERE county = $county AND place = $place AND label_key IN ($bare, $full) AND to_date = 0 ORDER BY id LIMIT 1;

-- name: household_meant many
-- The houses that a text may mean (people/house_said.h): in the place by the two keys, and what is called so as it stands
-- there or anywhere in the village, those of the place first.
-- cut: of two somebody is asked, however many there are
SELECT id, place, label, label_key, called, 0 AS is_far FROM household
WHERE county = $county AND place = $place AND label_key IN ($bare, $full) AND to_date = 0
UNION
SELECT id, place, label, label_key, called, CASE WHEN place = $place THEN 0 ELSE 1 END FROM household
WHERE county = $county AND called IN ($full, $built) AND place >= $village AND place < $end AND to_date = 0
ORDER BY 6, 1 LIMIT 40;

-- name: household_called_so many
-- What is called so in a village, other than one house.
-- whole: check_group_name() walks on until none is left
SELECT id FROM household
WHERE county = $county AND called = $called AND place >= $village AND place < $end AND to_date = 0 AND id <> $self AND id > $after
ORDER BY id LIMIT 10;

-- name: household_of_key many
SELECT id FROM household WHERE county = $county AND place = $place AND label_key = $key AND to_date = 0 AND id > $after ORDER BY id LIMIT 10;

-- name: household_called_put exec
UPDATE household SET called = $3 WHERE county = $1 AND id = $2;

-- name: household_directly_at many
-- whole: read in portions behind $3, until none is left
SELECT id, label, label_key, twin FROM household WHERE county = $1 AND place = $2 AND to_date = 0 AND id > $3
ORDER BY id LIMIT 500;

-- name: household_label_in many
-- A label anywhere in a village: two at most, to know whether it is the only one.
SELECT id, place FROM household WHERE county = $1 AND place >= $2 AND place < $3 AND label = $4 AND to_date = 0
ORDER BY place LIMIT 2;

-- name: household_insert exec
INSERT INTO household (county, id, place, label, label_key, called, from_date, account, at)
VALUES ($county, $id, $place, $label, $label_key, $called, $from_date, $account, $at);

-- name: household_end change
UPDATE household SET to_date = $3, version = version + 1
WHERE county = $1 AND id = $2 AND to_date = 0
AND NOT EXISTS (SELECT 1 FROM person AS p WHERE p.county = $1 AND p.household = $2 AND p.to_date = 0);

-- name: household_relabel change
UPDATE household SET label = $label, twin = CASE WHEN label_key = $label_key THEN twin ELSE 0 END, label_key = $label_key,
    called = $called, version = version + 1
WHERE county = $county AND id = $id AND version = $version AND to_date = 0;

-- name: household_called exec
-- Another label and key, where the place is taken into another.
UPDATE household SET label = $label, label_key = $label_key, called = $called, version = version + 1
WHERE county = $county AND id = $id;

-- name: household_carry change
-- A place got another code: those who live there go along.
UPDATE household SET place = $to || substr(place, $tail), version = version + 1
WHERE county = $county AND place >= $from AND place < $end AND to_date = 0;

-- name: household_roll_carry exec
UPDATE roll SET place = $to || substr(place, $tail)
WHERE county = $county AND place >= $from AND place < $end AND to_date = 0;

-- name: household_account_carry exec
UPDATE account SET place = $to || substr(place, $tail)
WHERE county = $county AND place >= $from AND place < $end AND is_household = 1;

-- What let a house in, its card and who is signed in by it: entry ends it too, and a house that ends.

-- name: card_revoke change
-- What stands and what waits.
UPDATE card SET revoked_at = $3 WHERE county = $1 AND household = $2 AND revoked_at = 0;

-- name: household_sessions_end exec
DELETE FROM session WHERE county = $1
AND account IN (SELECT a.id FROM account AS a WHERE a.county = $1 AND a.household = $2 AND a.is_household = 1);

-- name: household_place_counts many
-- Where how many live, for counters when a place moves; asked again behind its last row.
-- whole: counters_move() walks on until none is left
SELECT h.place, COUNT(*) AS households,
(SELECT COUNT(*) FROM person AS p JOIN household AS g ON g.county = p.county AND g.id = p.household
 WHERE p.county = $1 AND g.county = $1 AND g.place = h.place AND g.to_date = 0 AND p.to_date = 0) AS persons
FROM household AS h WHERE h.county = $1 AND h.place >= $2 AND h.place < $3 AND h.to_date = 0 AND h.place > $4
GROUP BY h.place ORDER BY h.place LIMIT 100;

-- name: household_word_put exec
-- What is a word of the label and of a name is one of the label, which is put first.
INSERT INTO household_word (county, household, word, of_name) VALUES ($1, $2, $3, $4)
ON CONFLICT (county, household, word) DO NOTHING;

-- name: household_word_drop exec
DELETE FROM household_word WHERE county = $1 AND household = $2;

-- name: household_word_clear exec all
DELETE FROM household_word WHERE household <> 0;

-- name: household_every each all
SELECT county, id, place, label FROM household WHERE to_date = 0 ORDER BY county, id;

-- name: household_word_lines each all
SELECT county || ' ' || CAST(household AS TEXT) || ' ' || word || ' ' || CAST(of_name AS TEXT) AS line
FROM household_word ORDER BY county, household, word;

-- name: household_standing each all
-- By place, for what is asked of a village's houses together.
SELECT county, id, place, label, label_key, called, twin, at FROM household WHERE to_date = 0 ORDER BY county, place, id;

-- name: household_twin each all
-- Two houses of one number in one place, from before that was refused.
SELECT h.county, h.id, o.id AS other FROM household AS h JOIN household AS o
ON o.county = h.county AND o.place = h.place AND o.label_key = h.label_key AND o.to_date = 0 AND o.id < h.id
WHERE h.twin <> 0 AND h.to_date = 0 ORDER BY h.place, h.id, o.id;

-- name: household_key_page many all
-- For migrations 0020 and 0027: those whose key is to be made, with those that ended.
SELECT county, id, place, label, label_key FROM household WHERE (county, place, id) > ($1, $2, $3)
ORDER BY county, place, id LIMIT 500;

-- name: household_key_put exec
UPDATE household SET label_key = $3 WHERE county = $1 AND id = $2;

-- name: household_nowhere each all
-- Stands in a place that is not there.
SELECT h.county, h.id FROM household AS h WHERE NOT EXISTS
    (SELECT 1 FROM place AS p WHERE p.county = h.county AND p.code = h.place) ORDER BY h.county, h.id;
