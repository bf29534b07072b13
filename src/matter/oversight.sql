-- oversight: its queries. States: 0 open, 1 answered, 2 settled, 3 dropped; kinds: 0 question, 1 urge, 2 call.

-- part: oversight_row
county, id, place, at_place, named_place, state, kind, of_noun, of_id, account, account_county, office, household, found, words, again,
answer, due, first_due, stands_at, rounds, is_late, asked_at, answered_at, changed_at, version

-- name: oversight_get one hot
SELECT {oversight_row} FROM oversight WHERE county = $1 AND id = $2

-- name: oversight_add exec
INSERT INTO oversight (county, id, place, at_place, named_place, state, kind, of_noun, of_id, account, account_county, office,
                       household, found, words, due, first_due, stands_at, asked_at, changed_at)
VALUES ($county, $id, $place, $at_place, $named_place, $state, $kind, $of_noun, $of_id, $account, $account_county, $office,
        $household, $found, $words, $due, $due, $due, $at, $at)

-- name: oversight_store change
UPDATE oversight SET was = CASE WHEN state = $state THEN was ELSE state END, state = $state, at_place = $at_place, again = $again,
                     answer = $answer, due = $due, stands_at = $stands_at,
                     rounds = $rounds, is_late = $is_late, answered_at = $answered_at, changed_at = $changed_at,
                     version = version + 1
WHERE county = $county AND id = $id AND version = $version AND state = $from

-- name: oversight_of many hot
-- whole: LINKS_MOST, more are refused (oversight.many)
SELECT {oversight_row} FROM oversight WHERE county = $1 AND of_noun = $2 AND of_id = $3 ORDER BY id LIMIT 100

-- name: oversight_of_count int
SELECT count(*) AS n FROM oversight WHERE county = $1 AND of_noun = $2 AND of_id = $3

-- name: oversight_urged many hot
-- whole: OVERSIGHT_URGES_MOST, more are refused
-- Which of a county's records of a noun are urged on: few at a time, so they are asked for before it is known which a page shows.
SELECT of_id FROM oversight WHERE county = $1 AND of_noun = $2 AND kind = 1 AND state <= 1 ORDER BY of_id DESC LIMIT 1000

-- name: oversight_urges int
-- All of them: no more are taken in than that reads.
SELECT COUNT(*) AS n FROM oversight WHERE county = $1 AND of_noun = $2 AND kind = 1 AND state <= 1

-- name: oversight_urges_of int
-- Of one matter by one account, as long as it stands.
SELECT COUNT(*) AS n FROM oversight WHERE county = $county AND of_noun = $noun AND of_id = $of AND kind = 1 AND state <= 1
AND account = $account AND account_county = $account_county

-- name: oversight_urges_lately int
-- By one account since then, whatever became of them.
SELECT COUNT(*) AS n FROM oversight WHERE county = $county AND kind = 1 AND account = $account AND account_county = $account_county
AND asked_at > $since

-- name: oversight_follow exec
-- The matter lies at another desk now: that one answers.
UPDATE oversight SET at_place = $4 WHERE county = $1 AND of_noun = $2 AND of_id = $3 AND state <= 1

-- ---- who may not ----

-- part: oversight_by_them
-- The account, or another of the same person.
AND e.account <> 0 AND e.channel <> $helping AND (e.account = $account OR EXISTS (SELECT 1 FROM account AS a WHERE a.id = e.account
AND a.county IN ($county, substr($county, 1, 4), substr($county, 1, 2)) AND a.person = $person AND a.person_county = $person_county
AND a.person <> 0))

-- name: oversight_dealt int hot
-- Did they take a step with it at a desk ($helping: the channel of helpers)?
SELECT count(*) AS n FROM event AS e WHERE e.county = $county AND e.subject = $subject {oversight_by_them}

-- name: oversight_has_answered int hot
-- Or answer what was asked about it?
SELECT count(*) AS n FROM oversight AS o JOIN event AS e ON e.county = o.county AND e.subject = o.id
WHERE o.county = $county AND o.of_noun = $noun AND o.of_id = $of AND e.kind = 'oversight.answered' {oversight_by_them}

-- name: oversight_is_theirs int hot
-- Does the house take part in it, or the one of that person?
SELECT count(*) AS n FROM house_part AS p WHERE p.county = $county AND p.noun = $noun AND p.record = $of AND p.left_at = 0
AND (p.household = $household OR p.household = (SELECT h.household FROM person AS h WHERE h.county = $person_county AND h.id = $person))

-- name: oversight_same_person int
-- Are the two accounts one person's?
SELECT count(*) AS n FROM account AS a WHERE a.county = $county AND a.id = $account
AND a.person = $person AND a.person_county = $person_county AND a.person <> 0

-- ---- lists ----

-- part: oversight_shown
AND state = $state AND place || '' >= $from AND place || '' < $end AND is_late + 0 >= $late AND NOT (changed_at + 0 < $since)
AND (named_place = '' OR (named_place > $read_above AND named_place < $read_end))

-- part: oversight_rising
{oversight_shown} AND (stands_at, id) > ($after_at, $after_id) ORDER BY stands_at, id LIMIT $most

-- part: oversight_falling
{oversight_shown} AND (stands_at, id) < ($after_at, $after_id) ORDER BY stands_at DESC, id DESC LIMIT $most

-- name: oversight_rising_county many hot
SELECT {oversight_row} FROM oversight WHERE county = $county {oversight_rising}

-- name: oversight_rising_town many hot
SELECT {oversight_row} FROM oversight WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9) {oversight_rising}

-- name: oversight_rising_village many hot
SELECT {oversight_row} FROM oversight WHERE county = $county AND substr(place, 1, 12) = substr($from, 1, 12) {oversight_rising}

-- name: oversight_falling_county many hot
SELECT {oversight_row} FROM oversight WHERE county = $county {oversight_falling}

-- name: oversight_falling_town many hot
SELECT {oversight_row} FROM oversight WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9) {oversight_falling}

-- name: oversight_falling_village many hot
SELECT {oversight_row} FROM oversight WHERE county = $county AND substr(place, 1, 12) = substr($from, 1, 12) {oversight_falling}

-- name: oversight_count_county one hot
SELECT count(*) AS n, count(*) AS looked FROM (SELECT 1 AS one FROM oversight WHERE county = $county {oversight_shown} LIMIT $most) AS looked_at

-- name: oversight_count_town one hot
SELECT count(*) AS n, count(*) AS looked FROM (SELECT 1 AS one FROM oversight WHERE county = $county
AND substr(place, 1, 9) = substr($from, 1, 9) {oversight_shown} LIMIT $most) AS looked_at

-- name: oversight_count_village one hot
SELECT count(*) AS n, count(*) AS looked FROM (SELECT 1 AS one FROM oversight WHERE county = $county
AND substr(place, 1, 12) = substr($from, 1, 12) {oversight_shown} LIMIT $most) AS looked_at

-- ---- what waits for a desk ----

-- name: oversight_desk many hot
-- Late ones, or those that are not.
SELECT {oversight_row} FROM oversight WHERE county = $county AND state = 0 AND is_late = $late AND at_place || '' >= $from
AND at_place || '' < $end AND NOT (changed_at + 0 < $since)
AND (named_place = '' OR (named_place > $read_above AND named_place < $read_end))
AND (due, id) > ($after_due, $after_id) ORDER BY due, id LIMIT $most

-- name: oversight_desk_count one hot
SELECT count(*) AS n, coalesce(sum(is_late), 0) AS late FROM oversight WHERE county = $county AND state = 0 AND at_place || '' >= $from
AND at_place || '' < $end AND (named_place = '' OR (named_place > $read_above AND named_place < $read_end))

-- ---- kept right ----

-- name: oversight_carry exec
UPDATE oversight SET place = $3, at_place = substr($3, 1, length(at_place)), version = version + 1 WHERE county = $1 AND id = $2

-- name: oversight_carry_named exec
UPDATE oversight SET named_place = $to || substr(named_place, $tail)
WHERE county = $county AND named_place >= $from AND named_place < $end AND state <= 1

-- name: oversight_carry_list many
SELECT {oversight_row} FROM oversight WHERE county = $1 AND place >= $2 AND place < $3 AND state <= 1 AND id > $4 ORDER BY id LIMIT 200

-- name: oversight_each each all
SELECT {oversight_row} FROM oversight

-- name: oversight_of_person many
-- Calls of the house of somebody forgotten, wherever they lie: the next of them, until there are none.
SELECT o.id, o.place FROM oversight AS o WHERE o.county = $county AND o.kind = 2 AND o.id > $after AND o.household IN
    (SELECT p.household FROM person AS p WHERE p.county = $home AND p.id = $person) ORDER BY o.id LIMIT 200

-- name: oversight_forget exec
UPDATE oversight SET words = '', again = '', answer = '', version = version + 1 WHERE county = $1 AND id = $2

-- name: oversight_check_place each
SELECT o.county, o.of_id, o.of_noun FROM oversight AS o WHERE o.state <= 1
AND NOT EXISTS (SELECT 1 FROM place AS p WHERE p.county = substr(o.place, 1, 6) AND p.code = o.place)

-- name: oversight_check_link each
SELECT o.county, o.of_id, o.of_noun FROM oversight AS o WHERE NOT EXISTS (SELECT 1 FROM link AS l
    WHERE l.county = o.county AND l.noun = 'oversight' AND l.id = o.id AND l.way = 0 AND l.kind = 1 AND l.to_noun = o.of_noun
    AND l.to_id = o.of_id)

-- name: oversight_check_job each
--- One that waits for an answer, whose day nothing will notice.
SELECT o.county, o.id FROM oversight AS o WHERE o.state = 0 AND o.is_late = 0
AND NOT EXISTS (SELECT 1 FROM job AS j WHERE j.kind = 'oversight.due' AND j.county = o.county AND j.subject = o.id)

-- name: oversight_check_house each
SELECT o.county, o.id FROM oversight AS o WHERE o.kind = 2 AND NOT EXISTS (SELECT 1 FROM house_part AS p
    WHERE p.county = o.county AND p.noun = o.of_noun AND p.record = o.of_id AND p.household = o.household)

-- name: oversight_trail each all
SELECT m.county, m.id, e.id AS event, e.at, e.parts, m.state, m.changed_at,
       CASE WHEN m.kind = 2 AND m.found IN (0, 3) THEN 2 ELSE 0 END AS began
FROM oversight AS m LEFT JOIN event AS e ON e.county = m.county AND e.subject = m.id ORDER BY m.county, m.id, e.seq
