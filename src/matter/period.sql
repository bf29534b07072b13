-- period: its queries.

-- part: period_row
county, id, place, noun, noun_id, title, text_version, text_hash, state, days, up_at, ends_at, ended_at, objections, unanswered,
changed_at, version

-- name: period_get one hot
SELECT {period_row} FROM period WHERE county = $1 AND id = $2

-- name: period_newest one hot
SELECT {period_row} FROM period WHERE county = $1 AND noun = $2 AND noun_id = $3 ORDER BY id DESC LIMIT 1

-- name: period_add exec
INSERT INTO period (county, id, place, noun, noun_id, title, text_version, text_hash, state, days, up_at, ends_at, changed_at, account)
VALUES ($county, $id, $place, $noun, $noun_id, $title, $text_version, $text_hash, 0, $days, $up_at, $ends_at, $changed_at, $account)

-- name: period_store change
-- An objection and its answer leave the state as it is.
UPDATE period SET was = CASE WHEN state = $state THEN was ELSE state END, state = $state, ended_at = $ended_at, objections = $objections, unanswered = $unanswered,
    changed_at = $changed_at, version = version + 1
WHERE county = $county AND id = $id AND version = $version

-- name: period_carry exec
UPDATE period SET place = $4 || substr(place, length($2) + 1) WHERE county = $1 AND place >= $2 AND place < $3

-- name: objection_add exec
INSERT INTO objection (county, id, period, household, person, account, channel, to_procedure, words, at)
VALUES ($county, $id, $period, $household, $person, $account, $channel, $to_procedure, $words, $at)

-- name: objection_get one hot
SELECT county, id, household, person, to_procedure, words, answer, state, at, answered_at, period FROM objection
WHERE county = $1 AND id = $2

-- name: objection_list many hot
SELECT county, id, household, person, to_procedure, words, answer, state, at, answered_at FROM objection
WHERE county = $1 AND period = $2 AND id > $3 ORDER BY id LIMIT 100

-- name: objection_answer change
UPDATE objection SET state = $state, answer = $answer, answered_at = $answered_at WHERE county = $county AND id = $id AND state = 0

-- name: objection_forget exec
UPDATE objection SET words = '' WHERE county = $1 AND person = $2 AND person <> 0

-- name: period_check_sums each all
SELECT p.county, p.id FROM period AS p
WHERE p.objections <> (SELECT COUNT(*) FROM objection AS o WHERE o.county = p.county AND o.period = p.id)
OR p.unanswered <> (SELECT COUNT(*) FROM objection AS o WHERE o.county = p.county AND o.period = p.id AND o.state = 0)

-- name: period_check_annulled each all
SELECT p.county, p.id FROM period AS p
WHERE (p.state = 2) <> EXISTS (SELECT 1 FROM objection AS o WHERE o.county = p.county AND o.period = p.id AND o.state = 2)

-- name: period_check_days each all
-- Fifteen days at least of a village or community and what lies in it.
SELECT county, id FROM period WHERE days < 15 AND length(place) >= 12

-- name: period_trail each all
SELECT m.county, m.id, e.id AS event, e.at, e.parts, m.state, m.changed_at, 0 AS began
FROM period AS m LEFT JOIN event AS e ON e.county = m.county AND e.subject = m.id ORDER BY m.county, m.id, e.seq
