-- account (账号), role (角色), card (户卡)

-- part: account_row
a.id, a.name, a.title, a.is_household, a.household, a.place, a.ended_at, a.version, a.person_county, a.person

-- name: account_one one hot
SELECT {account_row} FROM account AS a WHERE a.county = $1 AND a.id = $2;

-- name: account_hold exec
SELECT id FROM account WHERE county = $1 AND id = $2 {for_update}

-- part: actor_row
a.id, a.name, a.title, a.is_household, a.household, a.ended_at, h.place AS home, h.to_date AS house_to,
k.id AS card, k.issued_by, k.issued_at,
(SELECT MIN(o.place) FROM role AS o WHERE o.county = k.county AND o.account = k.issued_by) AS issued_low,
(SELECT MAX(o.place) FROM role AS o WHERE o.county = k.county AND o.account = k.issued_by) AS issued_high,
r.role, r.place AS held_at, r.from_date, r.to_date, a.person_county AS tied_county, a.person AS tied

-- part: actor_joins
LEFT JOIN household AS h ON h.county = a.county AND h.id = a.household AND a.is_household = 1
LEFT JOIN role AS r ON r.county = a.county AND r.account = a.id AND a.is_household = 0 AND (r.to_date = 0 OR r.to_date > $3)

-- name: actor_of_account many hot
-- whole: roles_apart_in() refuses a role more than ROLES_MOST
-- All that says who an account is on the day $3; a row for each role that it has or will have: those that ended take no room.
SELECT {actor_row} FROM account AS a {actor_joins}
LEFT JOIN card AS k ON k.county = h.county AND k.household = h.id AND k.revoked_at = 0 AND k.stands_at <> 0
WHERE a.county = $1 AND a.id = $2 ORDER BY r.place, r.from_date, r.id LIMIT 100;

-- name: actor_of_token many hot
-- whole: as above
-- The same of the account that came in with a token, by the card with which it did: that may have been replaced since.
SELECT {actor_row}, s.person, s.started_at, s.expires_at, s.opened_by,
(SELECT MIN(o.place) FROM role AS o WHERE o.county = s.county AND o.account = s.opened_by) AS opened_low,
(SELECT MAX(o.place) FROM role AS o WHERE o.county = s.county AND o.account = s.opened_by) AS opened_high
FROM session AS s JOIN account AS a ON a.county = s.county AND a.id = s.account {actor_joins}
LEFT JOIN card AS k ON k.county = s.county AND k.id = s.card
WHERE s.county = $1 AND s.token_hash = $2 ORDER BY r.place, r.from_date, r.id LIMIT 100;

-- name: account_login one
SELECT password, ended_at FROM account WHERE county = $1 AND id = $2;

-- part: account_of_place
AND a.is_household = 0 AND a.id IN (SELECT m.id FROM account AS m WHERE m.county = $county AND m.place = $place AND m.is_household = 0
             UNION SELECT r.account FROM role AS r WHERE r.county = $county AND r.place = $place)

-- name: account_count_in_place one
SELECT COUNT(*) AS n, COUNT(*) AS looked FROM
(SELECT a.id FROM account AS a WHERE a.county = $county {account_of_place} LIMIT $looked) AS looked_at;

-- name: account_in_place many
-- Accounts made in a place or holding a role there, behind one of them (of that name).
SELECT {account_row} FROM account AS a WHERE a.county = $county AND (a.ended_at, a.name) > ($ended_at, $name) {account_of_place}
ORDER BY a.ended_at, a.name LIMIT $most;

-- name: account_insert exec
INSERT INTO account (county, id, name, title, password, is_household, household, place, made_by, at)
VALUES ($county, $id, $name, $title, $password, $is_household, $household, $place, $made_by, $at);

-- name: account_tie change
UPDATE account SET person_county = $3, person = $4, version = version + 1
WHERE county = $1 AND id = $2 AND person = 0 AND ended_at = 0 AND is_household = 0;

-- name: account_untie exec all
-- What it is called is what somebody called them; it lets nobody in any more.
UPDATE account SET person_county = '', person = 0, title = '——', name = $nameless, version = version + 1
WHERE county = $county AND id = $id;

-- name: login_name_drop exec all
DELETE FROM login_name WHERE county = $1 AND account = $2;

-- name: accounts_of_person many all
-- In whatever county.
SELECT {account_row}, a.county FROM account AS a WHERE a.person_county = $1 AND a.person = $2 AND a.person <> 0
AND a.id > $3 ORDER BY a.id LIMIT 100;

-- name: account_turn exec
-- An account and all others of its person.
UPDATE account SET version = version + 1
WHERE county = $1 AND (id = $2 OR (person <> 0 AND person = $4 AND person_county = $3));

-- name: account_of_household one
SELECT id FROM account WHERE county = $1 AND household = $2 AND is_household = 1;

-- name: account_password change
-- Each role that is given puts the version up: $version, of who sets it for another and looked at what that one holds; or 0.
UPDATE account SET password = $password, version = version + 1 WHERE county = $county AND id = $id AND ended_at = 0
AND ($version = 0 OR version = $version);

-- name: account_close change
UPDATE account SET ended_at = $3, password = '', version = version + 1 WHERE county = $1 AND id = $2 AND ended_at = 0;

-- name: account_sessions_end exec
-- Who is signed in goes with what let them in (a card, a password, the account), in the same transaction.
DELETE FROM session WHERE county = $1 AND account = $2;

-- name: person_sessions_end exec
DELETE FROM session WHERE county = $1 AND person = $2 AND person <> 0;

-- name: login_name_take change all
INSERT INTO login_name (name, county, account) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING;

-- name: login_name_one one hot all
SELECT county, account FROM login_name WHERE name = $1;

-- name: role_of_account many
-- What stands first, then what ended last.
-- cut: what stands is whole (ROLES_MOST); the page of the account says where what ended is not
SELECT id, role, place, from_date, to_date FROM role WHERE county = $1 AND account = $2
ORDER BY (to_date <> 0), to_date DESC, place, from_date, id LIMIT 200;

-- name: account_same int
-- Is the account one of that person's?
SELECT COUNT(*) AS n FROM account AS a WHERE a.id = $account AND a.county IN ($county, substr($county, 1, 4), substr($county, 1, 2))
AND a.person <> 0 AND a.person = $person AND a.person_county = $person_county;

-- name: account_key_of int
-- Which account set its password last; 0: the operator.
SELECT account FROM event WHERE county = $1 AND subject = $2 AND kind IN ('account.added', 'account.password')
ORDER BY seq DESC LIMIT 1

-- name: role_of_person many
-- Of an account and all others of its person, from a day on.
-- whole: roles_apart_in() refuses a role more than ROLES_MOST
SELECT r.id, r.role, r.place, r.from_date, r.to_date FROM role AS r JOIN account AS a ON a.county = r.county AND a.id = r.account
WHERE r.county = $county AND (a.id = $account OR (a.person <> 0 AND a.person = $person AND a.person_county = $person_county))
AND (r.to_date = 0 OR r.to_date > $day) ORDER BY r.place, r.id LIMIT 101;

-- name: role_insert exec
-- One that ended on the day it began goes on.
INSERT INTO role (county, id, account, role, place, from_date, to_date, given_by, at)
VALUES ($county, $id, $account, $role, $place, $from_date, $to_date, $given_by, $at)
ON CONFLICT (county, account, role, place, from_date) DO UPDATE SET id = excluded.id, to_date = excluded.to_date, given_by = excluded.given_by;

-- name: role_carry_list many
SELECT id, account, role, place, from_date, to_date FROM role WHERE county = $county AND place >= $from AND place < $end
AND (to_date = 0 OR to_date > $day) AND id > $after ORDER BY id LIMIT 200;

-- name: role_carry exec
UPDATE role SET place = $to WHERE county = $county AND id = $id;

-- name: account_carry exec
-- Where they were made: who manages them is who manages that place.
UPDATE account SET place = $to || substr(place, $tail), version = version + 1
WHERE county = $county AND place >= $from AND place < $end AND ended_at = 0;

-- name: role_suspend exec
UPDATE role SET to_date = CASE WHEN from_date > $4 THEN from_date ELSE $4 END WHERE county = $1 AND account = $2 AND id = $3;

-- name: role_of_gone each all
-- Held by an account whose person is on the roll no longer.
SELECT r.county, r.account, r.to_date FROM role AS r JOIN account AS a ON a.county = r.county AND a.id = r.account
JOIN person AS p ON p.county = a.person_county AND p.id = a.person
WHERE a.person <> 0 AND p.to_date <> 0 AND (r.to_date = 0 OR r.to_date > p.to_date) ORDER BY r.county, r.id;

-- name: role_pairs each all
-- Two roles of one account, or one person, in one village, held at once.
SELECT r.county, r.id, r.place, r.role, s.role AS other FROM role AS r JOIN account AS a ON a.county = r.county AND a.id = r.account
JOIN account AS b ON b.county = a.county AND (b.id = a.id OR (a.person <> 0 AND b.person = a.person AND b.person_county = a.person_county))
JOIN role AS s ON s.county = b.county AND s.account = b.id AND s.id > r.id AND substr(s.place, 1, 12) = substr(r.place, 1, 12)
WHERE (r.to_date = 0 OR r.to_date > s.from_date) AND (s.to_date = 0 OR s.to_date > r.from_date) ORDER BY r.county, r.id;

-- name: account_of_person int
-- The first of theirs; 0: none.
SELECT COALESCE(MIN(id), 0) AS n FROM account WHERE county = $1 AND person = $3 AND person_county = $2 AND is_household = 0
AND ended_at = 0;

-- name: role_one one
SELECT id, role, place, from_date, to_date FROM role WHERE county = $1 AND account = $2 AND id = $3;

-- name: role_end change
UPDATE role SET to_date = $4 WHERE county = $1 AND account = $2 AND id = $3 AND (to_date = 0 OR to_date > $4)
AND from_date <= $4;

-- name: role_end_all change
UPDATE role SET to_date = CASE WHEN from_date > $3 THEN from_date ELSE $3 END
WHERE county = $1 AND account = $2 AND (to_date = 0 OR to_date > $3);

-- name: card_insert exec
INSERT INTO card (county, id, household, account, hash, issued_by, issued_at)
VALUES ($county, $id, $household, $account, $hash, $issued_by, $issued_at);

-- name: card_code_keep exec all
INSERT INTO card_code (hash, county, card) VALUES ($1, $2, $3);

-- name: card_code_one one hot all
SELECT county, card FROM card_code WHERE hash = $1;

-- name: card_one one hot
SELECT k.household, k.account, k.revoked_at, k.stands_at, k.issued_by, k.opened_at, k.open_until, k.opened_by, h.place, h.label, h.to_date FROM card AS k
JOIN household AS h ON h.county = k.county AND h.id = k.household WHERE k.county = $1 AND k.id = $2;

-- name: role_astray each all
-- Held by an account that has ended.
SELECT r.county, r.account FROM role AS r JOIN account AS a ON a.county = r.county AND a.id = r.account
WHERE a.ended_at <> 0 AND r.to_date = 0 ORDER BY r.county, r.id;

-- name: card_astray each all
-- A card of a household that has ended.
SELECT k.county, k.household FROM card AS k JOIN household AS h ON h.county = k.county AND h.id = k.household
WHERE k.revoked_at = 0 AND h.to_date <> 0 ORDER BY k.county, k.id;

-- name: session_astray each all
-- In by a card of another account's.
SELECT s.county, s.account FROM session AS s JOIN card AS k ON k.county = s.county AND k.id = s.card
WHERE k.account <> s.account ORDER BY s.county, s.account;

-- name: account_homeless each all
-- A household's account without that household.
SELECT a.county, a.id FROM account AS a WHERE a.is_household = 1 AND NOT EXISTS
    (SELECT 1 FROM household AS h WHERE h.county = a.county AND h.id = a.household) ORDER BY a.county, a.id;

-- name: account_nameless each all
-- Its name, which one types in, leads elsewhere.
SELECT a.county, a.id FROM account AS a WHERE a.is_household = 0 AND a.ended_at = 0 AND NOT EXISTS
    (SELECT 1 FROM login_name AS n WHERE n.name = a.name AND n.county = a.county AND n.account = a.id)
ORDER BY a.county, a.id;

-- name: card_printer_told many
-- The printer of the card of that time, as the house was told.
SELECT t.text FROM event AS e CROSS JOIN event_text AS t
WHERE e.county = $1 AND e.subject = $2 AND e.kind = 'household.card_issued' AND e.at = $3 AND t.county = e.county AND t.log = e.log
AND t.seq = e.seq AND t.name = 'printer' ORDER BY e.seq DESC LIMIT 1;

-- name: card_of_house many
-- The one that stands and the one that waits, that one last.
SELECT id, issued_at, issued_by, stands_at FROM card WHERE county = $1 AND household = $2 AND revoked_at = 0
ORDER BY issued_at, id LIMIT 2;

-- name: card_waiting_end exec
-- What was printed and never came to the house: another takes its place.
UPDATE card SET revoked_at = $3 WHERE county = $1 AND household = $2 AND revoked_at = 0 AND stands_at = 0;

-- name: card_others_end change
-- What stands beside that card.
UPDATE card SET revoked_at = $4 WHERE county = $1 AND household = $2 AND id <> $3 AND revoked_at = 0 AND stands_at <> 0;

-- name: card_ask exec
-- The house stopped it and asks for another.
UPDATE card SET asked_at = $now WHERE county = $county AND id = $card;

-- name: card_asked_end exec
-- One came to it.
UPDATE card SET asked_at = 0 WHERE county = $1 AND household = $2 AND asked_at <> 0;

-- name: card_newest one
-- Of a house the one that waits, or else the one that stands.
SELECT id, issued_by, issued_at, answered_at, tries, opened_by, open_until FROM card WHERE county = $1 AND household = $2 AND revoked_at = 0 ORDER BY stands_at, id DESC LIMIT 1;

-- name: card_try change
-- A try counts as wrong from the moment it is let through. After every five it rests, and after twenty it is asked no more.
UPDATE card SET tries = tries + 1, tried_at = $now WHERE county = $county AND id = $card AND revoked_at = 0 AND tries < $most
AND (tries = 0 OR tries % $at_once <> 0 OR tried_at <= $rested);

-- name: card_tries one
SELECT tries, tried_at FROM card WHERE county = $1 AND id = $2;

-- name: card_answered change
-- Its house answered.
UPDATE card SET tries = 0, opened_at = CASE WHEN opened_at = 0 THEN $now ELSE opened_at END, answered_at = $now
WHERE county = $county AND id = $card AND revoked_at = 0;

-- name: card_open change
-- By the word of an account, 0 the operator. Not while it is open by another's: who opened it is remembered with whoever comes in by it.
UPDATE card SET tries = 0, opened_at = CASE WHEN opened_at = 0 THEN $now ELSE opened_at END, open_until = $until, opened_by = $by
WHERE county = $county AND id = $card AND revoked_at = 0 AND (open_until <= $now OR opened_by = $by);

-- name: card_phones many
-- As they are shown: with the last four digits.
-- whole: HOUSE_PERSONS_MOST
SELECT phone_shown FROM person WHERE county = $1 AND household = $2 AND to_date = 0 AND phone_hash IS NOT NULL LIMIT 5000;

-- name: card_stand change
-- Also of one that stands already, so that nobody takes it back meanwhile.
UPDATE card SET handed_by = CASE WHEN stands_at = 0 THEN $by ELSE handed_by END, stands_at = CASE WHEN stands_at = 0 THEN $now ELSE stands_at END
WHERE county = $county AND id = $card AND revoked_at = 0;

-- name: card_hold exec
SELECT id FROM card WHERE county = $1 AND household = $2 AND revoked_at = 0 {for_update}

-- name: card_codeless each all
-- A card that no code opens.
SELECT k.county, k.household FROM card AS k WHERE k.revoked_at = 0 AND NOT EXISTS
    (SELECT 1 FROM card_code AS c WHERE c.hash = k.hash AND c.county = k.county AND c.card = k.id)
ORDER BY k.county, k.id;
