-- houses: its queries. See houses.h.

-- name: house_part_add change
INSERT INTO house_part (county, noun, record, household, place, person, account, channel, consent, by_consent, noted, words, at)
VALUES ($county, $noun, $record, $household, $place, $person, $account, $channel, $consent, $by_consent, $noted, $words, $at)
ON CONFLICT (county, noun, record, household) DO NOTHING

-- name: house_part_again change
-- Other words, or back again, which it then said itself. In a house's name ($consent: by which) only what was said in its name; and what a house took back itself
-- ($itself 0: somebody else acts) comes back by itself alone.
UPDATE house_part SET words = CASE WHEN $words = '' THEN words ELSE $words END, left_at = 0, left_itself = 0,
    consent = CASE WHEN ($itself = 1 OR $noted = 1) AND left_at > 0 THEN '' ELSE consent END,
    noted = CASE WHEN $itself = 1 THEN 0 WHEN left_at > 0 THEN $noted ELSE noted END,
    by_consent = CASE WHEN $itself = 1 THEN 0 WHEN left_at > 0 THEN $by_consent ELSE by_consent END,
    changes = CASE WHEN left_at = 0 THEN changes WHEN changed_on = $on THEN changes + 1 ELSE 1 END,
    changed_on = CASE WHEN left_at = 0 THEN changed_on ELSE $on END
WHERE county = $county AND noun = $noun AND record = $record AND household = $household AND ($consent = '' OR consent <> '')
AND left_itself <= $itself

-- name: house_part_leave change
UPDATE house_part SET left_at = $at, left_itself = $itself, changes = CASE WHEN changed_on = $on THEN changes + 1 ELSE 1 END, changed_on = $on
WHERE county = $county AND noun = $noun AND record = $record
AND household = $household AND left_at = 0 AND ($consent = '' OR consent <> '')

-- name: house_part_copy exec
-- Who joined or left there has joined or left here.
INSERT INTO house_part (county, noun, record, household, place, person, account, channel, consent, by_consent, noted, words, at, left_at, left_itself)
SELECT $to_county, noun, $to_record, household, place, person, account, channel, consent, by_consent, noted, words, at, left_at, left_itself
FROM house_part
WHERE county = $county AND noun = $noun AND record = $record
ON CONFLICT (county, noun, record, household) DO UPDATE SET words = excluded.words, left_at = excluded.left_at, left_itself = excluded.left_itself,
    consent = excluded.consent, by_consent = excluded.by_consent, noted = excluded.noted

-- name: house_part_get one hot
SELECT left_at, consent, changes FROM house_part WHERE county = $1 AND noun = $2 AND record = $3 AND household = $4

-- name: house_part_shown int hot
-- For a reader: who acts for a house by a consent sees what was said in its name, never what it said itself.
SELECT count(*) AS n FROM house_part WHERE county = $county AND noun = $noun AND record = $record
AND household = $household AND left_at = 0 AND ($consent = '' OR consent <> '')

-- name: house_part_which many hot
SELECT household, consent, noted FROM house_part WHERE county = $county AND noun = $noun AND record = $record AND left_at = 0
AND household IN ({rows 20 $row.household}) LIMIT 20

-- name: house_part_in many hot
-- Which records of a page. $consent as in house_part_shown.
-- cut: nowhere; behind a thousand a card asks for a voice that is counted already, which changes nothing
SELECT record FROM house_part WHERE county = $county AND household = $household AND noun = $noun AND record >= $first
AND record <= $last AND left_at = 0 AND ($consent = '' OR consent <> '') ORDER BY record LIMIT 1000

-- name: house_part_count one hot
-- All, and of these those for which a helper said so, and those that an office noted.
SELECT count(*) AS n, count(CASE WHEN consent <> '' THEN 1 END) AS helped, count(CASE WHEN noted = 1 THEN 1 END) AS noted FROM house_part WHERE county = $1 AND noun = $2 AND record = $3 AND left_at = 0

-- name: house_part_next many hot
SELECT household FROM house_part WHERE county = $county AND noun = $noun AND record = $record AND left_at = 0
AND household > $after ORDER BY household LIMIT $most

-- name: house_part_list many hot
SELECT household, place, words, at, consent FROM house_part WHERE county = $county AND noun = $noun AND record = $record
AND left_at = 0 AND household > $after ORDER BY household LIMIT $most

-- name: house_part_said many hot
-- cut: more_reasons of the page of a need
SELECT household, place, words, at, consent FROM house_part WHERE county = $1 AND noun = $2 AND record = $3 AND left_at = 0
ORDER BY (words = ''), at, household LIMIT 201

-- name: house_part_unsay exec
-- It was never its word: neither itself nor in its name did it leave, and it may come back as one that never was there.
UPDATE house_part SET left_at = $at, left_itself = 0
WHERE county = $county AND noun = $noun AND record = $record AND household = $household AND left_at = 0

-- name: house_part_by many hot
-- whole: read in portions, each of which leaves, until there are none
-- What stands by a consent, in the county of the house and above it.
SELECT county, noun, record, household, place FROM house_part WHERE county IN ($county, $above) AND by_consent = $consent
AND by_consent <> 0 AND left_at = 0 ORDER BY county, noun, record, household LIMIT 10

-- name: house_part_unseen int hot
-- Of those that a helper entered, by a signed paper that nobody has looked at (way 2 of entry/help.h).
SELECT count(*) AS n FROM house_part AS p JOIN help AS h ON h.county = substr(p.place, 1, 6) AND h.id = p.by_consent
WHERE p.county = $1 AND p.noun = $2 AND p.record = $3 AND p.consent <> '' AND p.left_at = 0 AND h.way = 2 AND h.reviewed_at = 0

-- name: house_part_erase exec
UPDATE house_part SET words = '' WHERE county = $1 AND person = $2

-- name: house_part_check each
SELECT p.county, p.record, p.noun FROM house_part AS p WHERE NOT EXISTS (SELECT 1 FROM household AS h
    WHERE h.county = substr(p.place, 1, 6) AND h.id = p.household)
