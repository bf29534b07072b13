-- decision: its queries.

-- part: decision_card
county, id, place, year, number, title, matter, body, poll, rule, list_hash, publicity_days, amends, period, state,
passed_at, in_force_at, ended_at, changed_at, version

-- part: decision_row
{decision_card}, body_text

-- name: decision_get one hot
SELECT {decision_row} FROM decision WHERE county = $1 AND id = $2

-- name: decision_lock one hot
SELECT {decision_row} FROM decision WHERE county = $1 AND id = $2 {for_update}

-- name: decision_of_poll one hot
SELECT {decision_row} FROM decision WHERE county = $1 AND poll = $2

-- name: decision_of_period one hot
SELECT id, place FROM decision WHERE county = $1 AND id = (SELECT p.noun_id FROM period AS p JOIN objection AS o
    ON o.county = p.county AND o.period = p.id WHERE o.county = $1 AND o.id = $2 AND p.noun = 'decision')

-- name: decision_list many hot
SELECT {decision_card}, '' AS body_text FROM decision WHERE county = $county AND place = $place AND id < $before_id
ORDER BY id DESC LIMIT $most

-- name: decision_number_take int
INSERT INTO decision_series (county, series, year, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (county, series, year) DO UPDATE SET last = decision_series.last + 1 RETURNING last

-- name: decision_add change
INSERT INTO decision (county, id, place, series, year, number, title, body_text, matter, body, poll, rule, list_hash, publicity_days,
    amends, state, passed_at, changed_at, account)
VALUES ($county, $id, $place, $place, $year, $number, $title, $body_text, $matter, $body, $poll, $rule, $list_hash, $publicity_days, $amends, 0, $passed_at, $passed_at, $account)

-- name: decision_store change
UPDATE decision SET was = $was, state = $state, period = $period, in_force_at = $in_force_at, ended_at = $ended_at, changed_at = $changed_at, version = version + 1
WHERE county = $county AND id = $id AND version = $version

-- name: decision_carry exec
UPDATE decision SET place = $4 || substr(place, length($2) + 1) WHERE county = $1 AND place >= $2 AND place < $3

-- name: decision_check_gaps each all
SELECT s.county, s.last FROM decision_series AS s
WHERE s.last <> (SELECT COUNT(*) FROM decision AS d WHERE d.county = s.county AND d.series = s.series AND d.year = s.year)
OR s.last <> (SELECT COALESCE(MAX(d.number), 0) FROM decision AS d WHERE d.county = s.county AND d.series = s.series AND d.year = s.year)

-- name: decision_check_polls each all
-- Passed, by a poll of a body that decides.
SELECT d.county, d.id FROM decision AS d WHERE NOT EXISTS (SELECT 1 FROM poll AS p JOIN poll_result AS r
    ON r.county = p.county AND r.poll = p.id WHERE p.county = d.county AND p.id = d.poll AND p.state = 3 AND p.binding = 1
    AND r.outcome = 3 AND r.list_hash = d.list_hash)

-- name: decision_check_periods each all
SELECT d.county, d.id FROM decision AS d JOIN period AS p ON p.county = d.county AND p.id = d.period
WHERE (d.state = 2 AND p.state <> 1) OR (p.state = 2 AND d.state <> 3) OR p.noun <> 'decision' OR p.noun_id <> d.id

-- name: decision_trail each all
SELECT m.county, m.id, e.id AS event, e.at, e.parts, m.state, m.changed_at, 0 AS began
FROM decision AS m LEFT JOIN event AS e ON e.county = m.county AND e.subject = m.id ORDER BY m.county, m.id, e.seq
