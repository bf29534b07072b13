-- help (代办): which house agreed to whose help. See help.h.

-- part: help_row
county, id, household, home, person, account_county, account, called, way, state, asked_at, until,
reviewed_at, is_doubted, doubt, ended_by_house

-- part: help_same
-- To that account, or to another of the same person.
AND (account = $account OR EXISTS (SELECT 1 FROM account AS a WHERE a.county = help.account_county
    AND a.county IN ($county, substr($county, 1, 4), substr($county, 1, 2)) AND a.id = help.account AND a.person <> 0
    AND a.person = $person AND a.person_county = $person_county))

-- name: help_add exec
INSERT INTO help (county, id, household, home, person, account_county, account, called, way, state, asked_at, until)
VALUES ($county, $id, $household, $home, $person, $account_county, $account, $called, $way, $state, $asked_at, $until);

-- name: help_one one hot
SELECT {help_row} FROM help WHERE county = $1 AND id = $2;

-- name: help_stands int hot
SELECT COUNT(*) AS n FROM help WHERE county = $1 AND id = $2 AND state = 1 AND until > $3;

-- name: help_day_add one hot
INSERT INTO help_day (county, who, day, acts) VALUES ($county, $who, $day, 1)
ON CONFLICT (county, who, day) DO UPDATE SET acts = help_day.acts + 1 RETURNING acts;

-- name: help_day_drop exec
-- Of days that are over nothing is asked any more.
DELETE FROM help_day WHERE county = $county AND who = $who AND day < $day;

-- name: help_answer change
-- A question that still stands, by a house that says yes (1) or no (2).
UPDATE help SET state = $state, until = $until, closed_at = $closed_at WHERE county = $county AND id = $id
AND state = 0 AND way = 1 AND until > $now;

-- name: help_close change
-- A house ends what the helper ended first, or the clock, as well: it is asked no more for a while.
UPDATE help SET state = 3, closed_at = $3, ended_by_house = $4 WHERE county = $1 AND id = $2 AND (state <= 1 OR (state = 3 AND ended_by_house < $4));

-- name: help_close_of exec all
-- All that an account was given, wherever: somebody else holds its password now.
UPDATE help SET state = 3, closed_at = $3 WHERE account_county = $1 AND account = $2 AND state <= 1;

-- name: help_taken_back int
-- Consents to that person that the house itself ended since then, or that were found not to be its own.
SELECT COUNT(*) AS n FROM help WHERE county = $county AND household = $household AND closed_at > $since
AND (ended_by_house = 1 OR is_doubted = 1) {help_same};

-- name: help_card_gone exec
-- With the card goes what was agreed by it.
UPDATE help SET state = 3, closed_at = $3 WHERE county = $1 AND household = $2 AND way = 0 AND state <= 1;

-- name: help_close_before exec
-- One that was asked or given before, to the same from the same.
UPDATE help SET state = 3, closed_at = $closed_at
WHERE county = $county AND account_county = $account_county AND account = $account AND household = $household
AND state <= 1;

-- name: help_held_lately int
-- Consents of the house to that person that stood since then, or that were given by the card of $issued_at.
SELECT COUNT(*) AS n FROM help WHERE county = $county AND household = $household AND ((way = 0 AND asked_at >= $issued_at)
OR (state = 1 AND until > $since) OR (state = 3 AND closed_at > $since AND (way <> 1 OR until <> asked_at + $stands_for))) {help_same};

-- name: help_asked_lately int
-- Questions to the house by that person since then that it refused or that nobody answered ($stands_for: how long
-- a question stands).
SELECT COUNT(*) AS n FROM help WHERE county = $county AND household = $household AND way = 1 AND asked_at > $since
AND (state = 2 OR until = asked_at + $stands_for) {help_same};

-- name: help_papers_lately int
SELECT COUNT(*) AS n FROM help WHERE county = $county AND way = 2 AND asked_at > $since {help_same};

-- name: help_paper_of_others int
-- The same picture as another house's paper.
SELECT COUNT(*) AS n FROM file AS f JOIN help AS p ON p.county = f.county AND p.id = f.subject
WHERE f.hash = $2 AND f.noun = 'help' AND f.county = $1 AND p.household <> $3;

-- name: help_paper_doubted int
-- A picture that was found once to be no house's word.
SELECT COUNT(*) AS n FROM file AS f JOIN help AS p ON p.county = f.county AND p.id = f.subject
WHERE f.hash = $2 AND f.noun = 'help' AND f.county = $1 AND p.is_doubted = 1;

-- name: help_of_account many hot
-- cut: /place/:place/help and /me say that the newest 50 are listed
SELECT {help_row} FROM help WHERE county = $county AND account_county = $account_county AND account = $account
AND state <= 1 AND until > $now ORDER BY id DESC LIMIT 51;

-- name: help_of_household many hot
-- cut: /me says that the newest 50 are listed
SELECT {help_row} FROM help WHERE county = $1 AND household = $2 AND state <= 1 AND until > $3 ORDER BY id DESC LIMIT 51;

-- part: help_unseen
AND home >= $from AND home < $end AND way = 2 AND reviewed_at = 0

-- name: help_desk_list many hot
-- Papers that nobody looked at, in the order they came.
SELECT {help_row} FROM help WHERE county = $county {help_unseen} AND asked_at >= $since AND (asked_at, id) > ($after_at, $after_id) ORDER BY asked_at, id LIMIT $most;

-- name: help_desk_count int hot
SELECT COUNT(*) AS n FROM help WHERE county = $county {help_unseen};

-- name: help_review change
-- Once: of two who look at the same time the second is told.
UPDATE help SET reviewed_at = $at, is_doubted = $is_doubted, doubt = $doubt
WHERE county = $county AND id = $id AND way = 2 AND reviewed_at = 0;

-- name: help_carry exec
UPDATE help SET home = $to || substr(home, $tail) WHERE county = $county AND home >= $from AND home < $end
AND (state <= 1 OR (way = 2 AND reviewed_at = 0));

-- name: help_forget exec
UPDATE help SET person = 0, doubt = '', state = CASE WHEN state <= 1 THEN 3 ELSE state END,
    closed_at = CASE WHEN state <= 1 THEN $3 ELSE closed_at END WHERE county = $1 AND person = $2;

-- name: help_check_home each all
SELECT p.county, p.id FROM help AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.state <= 1 AND h.to_date = 0 AND h.place <> p.home;
