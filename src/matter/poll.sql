-- poll: its queries.

-- part: poll_row
county, id, place, noun, noun_id, title, state, matter, body, binding, publicity_days, method, finds, options, most, seats, money, rule,
roll, unit, channels, asks_presence, may_change, opened_at, closes_at, shut_at, changed_at, turn, version

-- name: poll_get one hot
SELECT {poll_row} FROM poll WHERE county = $1 AND id = $2

-- name: poll_touch change hot
UPDATE poll SET turn = turn + 1 WHERE county = $1 AND id = $2

-- name: poll_add exec
INSERT INTO poll (county, id, place, noun, noun_id, title, state, matter, body, binding, publicity_days, method, finds, options, most,
    seats, money, rule, roll, unit, channels, asks_presence, may_change, closes_at, changed_at, account)
VALUES ($county, $id, $place, $noun, $noun_id, $title, 0, $matter, $body, $binding, $publicity_days, $method, $finds, $options, $most, $seats, $money, $rule, $roll, $unit, $channels, $asks_presence, $may_change, $closes_at, $changed_at, $account)

-- name: poll_store change hot
UPDATE poll SET was = $was, state = $state, opened_at = $opened_at, shut_at = $shut_at, changed_at = $changed_at, version = version + 1
WHERE county = $county AND id = $id AND version = $version

-- name: poll_carry exec
UPDATE poll SET place = $4 || substr(place, length($2) + 1) WHERE county = $1 AND place >= $2 AND place < $3

-- name: poll_option_add exec
INSERT INTO poll_option (county, poll, number, words, cost) VALUES ($county, $poll, $number, $words, $cost)

-- name: poll_option_list many hot
-- whole: SLIP_OPTIONS_MOST, more are refused
SELECT words, cost FROM poll_option WHERE county = $1 AND poll = $2 ORDER BY number LIMIT 100

-- ---- parties ----

-- name: poll_party_add exec
INSERT INTO poll_party (county, poll, part, person_county, person) VALUES ($county, $poll, $part, $person_county, $person)
ON CONFLICT (county, poll, part, person_county, person) DO NOTHING

-- name: poll_party_is int hot
SELECT COUNT(*) AS n FROM poll_party WHERE county = $county AND poll = $poll AND part = $part AND person_county = $person_county AND person = $person

-- name: poll_party_of one hot
-- All there are, and whether this person is one.
SELECT COUNT(*) AS n, COUNT(CASE WHEN person_county = $3 AND person = $4 THEN 1 END) AS mine
FROM poll_party WHERE county = $1 AND poll = $2

-- ---- proxies ----

-- name: poll_proxy_add exec
INSERT INTO poll_proxy (county, poll, unit_county, unit, taker_county, taker, has_vote, is_candidate, is_at_home, account, at)
VALUES ($county, $poll, $unit_county, $unit, $taker_county, $taker, $has_vote, $is_candidate, $is_at_home, $account, $at)

-- name: poll_proxy_get one hot
SELECT taker_county, taker FROM poll_proxy WHERE county = $1 AND poll = $2 AND unit_county = $3 AND unit = $4

-- name: poll_proxy_beside many hot
-- whole: proxy_judge() refuses where there are BESIDE_MOST
-- Those that a new one of $giver to $taker is judged beside: given or taken by either.
SELECT unit, taker, has_vote, is_candidate, is_at_home, at FROM poll_proxy WHERE county = $county AND poll = $poll AND taker = $taker
UNION SELECT unit, taker, has_vote, is_candidate, is_at_home, at FROM poll_proxy WHERE county = $county AND poll = $poll AND taker = $giver
UNION SELECT unit, taker, has_vote, is_candidate, is_at_home, at FROM poll_proxy WHERE county = $county AND poll = $poll AND unit_county = $giver_county AND unit = $giver
UNION SELECT unit, taker, has_vote, is_candidate, is_at_home, at FROM poll_proxy WHERE county = $county AND poll = $poll AND unit_county = $taker_county AND unit = $taker
ORDER BY at, unit LIMIT 100

-- name: poll_proxy_lapse exec hot
-- Who came votes for themselves, if nobody has voted for them yet.
DELETE FROM poll_proxy WHERE county = $1 AND poll = $2 AND unit_county = $3 AND unit = $4 AND NOT EXISTS (SELECT 1 FROM poll_ballot AS b
    WHERE b.county = $1 AND b.poll = $2 AND b.unit_county = $3 AND b.unit = $4 AND b.means = 1 AND b.state = 0)

-- ---- ballots ----

-- name: poll_ballot_add change hot
INSERT INTO poll_ballot (county, poll, unit_county, unit, state, means, weight, slip, salt, commitment, code, voter, account, channel,
    event, cast_at)
VALUES ($county, $poll, $unit_county, $unit, $state, $means, $weight, $slip, $salt, $commitment, $code, $voter, $account, $channel, $event, $cast_at)
ON CONFLICT (county, poll, unit_county, unit) DO NOTHING

-- name: poll_ballot_change change hot
-- Of the version that was on the voter's screen; its code stays.
UPDATE poll_ballot SET state = $state, means = $means, slip = $slip, salt = $salt, commitment = $commitment, voter = $voter, account = $account, channel = $channel,
    event = $event, cast_at = $cast_at, version = version + 1
WHERE county = $county AND poll = $poll AND unit_county = $unit_county AND unit = $unit AND version = $version AND state <> 2

-- name: poll_ballot_void exec hot
UPDATE poll_ballot SET state = 2, version = version + 1
WHERE county = $1 AND poll = $2 AND unit_county = $3 AND unit = $4 AND state <> 2

-- name: poll_ballot_of one hot
SELECT state, means, slip, code, salt, commitment, version, cast_at FROM poll_ballot
WHERE county = $1 AND poll = $2 AND unit_county = $3 AND unit = $4

-- name: poll_ballot_page many hot
SELECT code, means, weight, slip FROM poll_ballot WHERE county = $1 AND poll = $2 AND code > $3 AND state = 0 ORDER BY code LIMIT 1000

-- name: poll_ballot_named many hot
SELECT unit_county, unit, state, slip FROM poll_ballot
WHERE county = $1 AND poll = $2 AND (unit_county, unit) > ($3, $4) ORDER BY unit_county, unit LIMIT 200

-- name: poll_beside one
SELECT COUNT(*) AS n, COUNT(CASE WHEN slip = 'yes' THEN 1 END) AS yes FROM poll_ballot WHERE county = $1 AND poll = $2 AND state = 1

-- name: poll_there_alone one
-- There, and without a ballot that counts.
SELECT COUNT(*) AS n, CAST(COALESCE(SUM(f.weight), 0) AS BIGINT) AS weight FROM frozen_mark AS m
JOIN frozen_row AS f ON f.county = m.county AND f.roll = m.roll AND f.unit_county = m.unit_county AND f.unit = m.unit
WHERE m.county = $1 AND m.roll = $2 AND m.for_id = $3 AND m.mark = 1 AND NOT EXISTS (SELECT 1 FROM poll_ballot AS b
    WHERE b.county = m.county AND b.poll = $3 AND b.unit_county = m.unit_county AND b.unit = m.unit AND b.state = 0)

-- ---- keyed in ----

-- name: poll_key_put exec hot
INSERT INTO poll_keyed (county, poll, unit_county, number, person_county, person, words, account, at)
VALUES ($county, $poll, $unit_county, $number, $person_county, $person, $words, $account, $at)
ON CONFLICT (county, poll, unit_county, number, person_county, person)
DO UPDATE SET words = excluded.words, account = excluded.account, at = excluded.at

-- name: poll_key_others one hot
-- What others than this person keyed of it: how many, and how many the same.
SELECT COUNT(*) AS n, COUNT(CASE WHEN words = $words THEN 1 END) AS same FROM poll_keyed
WHERE county = $county AND poll = $poll AND unit_county = $unit_county AND number = $number AND NOT (person_county = $person_county AND person = $person)

-- name: poll_sheet_add change hot
INSERT INTO poll_sheet (county, poll, number, words, at) VALUES ($county, $poll, $number, $words, $at) ON CONFLICT (county, poll, number) DO NOTHING

-- name: poll_sheet_has int hot
SELECT COUNT(*) AS n FROM poll_sheet WHERE county = $1 AND poll = $2 AND number = $3

-- name: poll_sheet_list many hot
-- whole: POLL_SHEETS_MOST
SELECT number, words FROM poll_sheet WHERE county = $1 AND poll = $2 ORDER BY number LIMIT 200

-- name: poll_sheet_states many
-- whole: POLL_SHEETS_MOST
SELECT k.number, COUNT(*) AS n, COUNT(s.number) AS stands FROM poll_keyed AS k
LEFT JOIN poll_sheet AS s ON s.county = k.county AND s.poll = k.poll AND s.number = k.number
WHERE k.county = $1 AND k.poll = $2 AND k.unit_county = '' GROUP BY k.number ORDER BY k.number LIMIT 200

-- name: poll_keyed_open int
-- Sheets and slips that nobody else has typed alike.
SELECT COUNT(*) AS n FROM (SELECT k.unit_county, k.number FROM poll_keyed AS k
    WHERE k.county = $1 AND k.poll = $2
    AND NOT EXISTS (SELECT 1 FROM poll_sheet AS s WHERE k.unit_county = '' AND s.county = k.county AND s.poll = k.poll AND s.number = k.number)
    AND NOT EXISTS (SELECT 1 FROM poll_keyed AS o WHERE o.county = k.county AND o.poll = k.poll AND o.unit_county = k.unit_county
        AND o.number = k.number AND o.words = k.words AND (o.person_county <> k.person_county OR o.person <> k.person))
    GROUP BY k.unit_county, k.number) AS waiting

-- ---- the result ----

-- name: poll_result_add exec
INSERT INTO poll_result (county, poll, outcome, chosen, tied, figures, votes, list_hash, counted_at)
VALUES ($county, $poll, $outcome, $chosen, $tied, $figures, $votes, $list_hash, $counted_at)

-- name: poll_result_get one hot
SELECT outcome, chosen, tied, figures, votes, list_hash, counted_at FROM poll_result WHERE county = $1 AND poll = $2

-- ---- what must hold ----

-- name: poll_check_ballots each all
SELECT b.county, b.poll, b.slip, b.salt, b.commitment, e.id AS made, t.text FROM poll_ballot AS b
LEFT JOIN event AS e ON e.county = b.county AND e.id = b.event
LEFT JOIN event_text AS t ON t.county = e.county AND t.log = e.log AND t.seq = e.seq AND t.name = 'ballot'
ORDER BY b.county, b.poll, b.unit_county, b.unit

-- name: poll_check_results each all
SELECT county, poll, list_hash FROM poll_result ORDER BY county, poll

-- name: poll_check_counted each all
SELECT p.county, p.id FROM poll AS p
WHERE (p.state = 3) <> EXISTS (SELECT 1 FROM poll_result AS r WHERE r.county = p.county AND r.poll = p.id)

-- name: poll_check_rolls each all
SELECT b.county, b.poll FROM poll_ballot AS b JOIN poll AS p ON p.county = b.county AND p.id = b.poll
WHERE NOT EXISTS (SELECT 1 FROM frozen_row AS f WHERE f.county = p.county AND f.roll = p.roll AND f.unit_county = b.unit_county
    AND f.unit = b.unit AND f.weight = b.weight)

-- name: poll_check_paper each all
SELECT b.county, b.poll FROM poll_ballot AS b JOIN poll AS p ON p.county = b.county AND p.id = b.poll
JOIN frozen_mark AS m ON m.county = p.county AND m.roll = p.roll AND m.for_id = p.id AND m.unit_county = b.unit_county AND m.unit = b.unit
WHERE m.mark = 2 AND b.state <> 2

-- name: poll_check_proxies each all
-- A ballot by proxy without one.
SELECT b.county, b.poll FROM poll_ballot AS b WHERE b.means = 1 AND NOT EXISTS (SELECT 1 FROM poll_proxy AS p
    WHERE p.county = b.county AND p.poll = b.poll AND p.unit_county = b.unit_county AND p.unit = b.unit)

-- name: poll_check_late each all
SELECT b.county, b.poll FROM poll_ballot AS b JOIN poll AS p ON p.county = b.county AND p.id = b.poll
WHERE b.channel IN (0, 2) AND (b.cast_at < p.opened_at OR (p.closes_at > 0 AND b.cast_at >= p.closes_at))

-- name: poll_check_sheets each all
-- What two typed alike, and no sheet that nobody typed.
SELECT s.county, s.poll FROM poll_sheet AS s WHERE (SELECT COUNT(*) FROM poll_keyed AS k WHERE k.county = s.county AND k.poll = s.poll
    AND k.unit_county = '' AND k.number = s.number AND k.words = s.words) < 2

-- name: poll_trail each all
SELECT m.county, m.id, e.id AS event, e.at, e.parts, m.state, m.changed_at, 0 AS began
FROM poll AS m LEFT JOIN event AS e ON e.county = m.county AND e.subject = m.id ORDER BY m.county, m.id, e.seq
