-- person (人) and the dated rolls (名册)

-- part: person_row
p.id, p.household, p.name, p.sex, p.born, p.phone_shown, p.id_shown, p.is_head, p.is_away, p.to_date, p.erased,
p.version, h.place, h.label

-- name: person_one one hot
SELECT {person_row} FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.county = $1 AND p.id = $2;

-- name: person_hold exec
SELECT id FROM person WHERE county = $1 AND id = $2 {for_update}

-- name: person_of_house many hot
-- By pages, as person_named: a house may be a dormitory (集体户), and what ends somewhere says so to nobody.
SELECT {person_row} FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.county = $1 AND p.household = $2 AND p.to_date = 0 AND p.id > $3 ORDER BY p.id LIMIT $4;

-- name: person_named many
SELECT id, name, name_key, born, sex, is_head, is_away, phone_hash, phone_shown, id_hash, id_shown FROM person
WHERE county = $1 AND household = $2 AND to_date = 0 AND id > $3 ORDER BY id LIMIT $4;

-- name: person_insert exec
INSERT INTO person (county, id, household, name, sex, born, phone_sealed, phone_hash, phone_shown,
                    id_sealed, id_hash, id_shown, is_head, is_away, from_date, account, at, name_key,
                    phone_waits, id_waits, waits_at, waits_since)
VALUES ($county, $id, $household, $name, $sex, $born, $phone_sealed, $phone_hash, $phone_shown, $id_sealed, $id_hash,
    $id_shown, $is_head, $is_away, $from_date, $account, $at, $name_key, $phone_waits, $id_waits, $waits_at, $waits_since);

-- name: person_update change
UPDATE person SET household = $household, name = $name, sex = $sex, born = $born, is_head = $is_head, is_away = $is_away,
    name_key = $name_key, version = version + 1,
    twin = CASE WHEN household = $household AND name_key = $name_key AND born = $born THEN twin ELSE 0 END
WHERE county = $county AND id = $id AND version = $version AND to_date = 0;

-- name: person_head_drop exec
UPDATE person SET is_head = 0, version = version + 1
WHERE county = $county AND household = $household AND is_head = 1 AND to_date = 0 AND id <> $except;

-- name: person_phone_set exec
UPDATE person SET phone_sealed = $sealed, phone_hash = $hash, phone_shown = $shown, phone_waits = $waits
WHERE county = $county AND id = $id;

-- name: person_id_set exec
UPDATE person SET id_sealed = $sealed, id_hash = $hash, id_shown = $shown, id_waits = $waits
WHERE county = $county AND id = $id;

-- name: person_waits_set exec
-- Of two numbers of which one begins to wait after the other: both wait for the office over all of them.
UPDATE person SET waits_at = CASE WHEN phone_waits + id_waits = 0 THEN '' WHEN $at = '' THEN waits_at ELSE $at END,
    waits_since = CASE WHEN phone_waits + id_waits = 0 THEN 0 WHEN waits_since = 0 THEN $now ELSE waits_since END
WHERE county = $county AND id = $id;

-- name: person_waits_one one
SELECT waits_at, phone_waits, id_waits, phone_hash, id_hash, household, name FROM person
WHERE county = $1 AND id = $2 AND to_date = 0 AND waits_at <> '';

-- name: person_waits_list many hot
SELECT id, waits_since FROM person WHERE county = $county AND waits_at <> '' AND waits_at >= $from AND waits_at < $end
AND to_date = 0 AND waits_since >= $since AND (waits_since, id) > ($after_at, $after_id) ORDER BY waits_since, id LIMIT $most;

-- name: person_waits_count int hot
SELECT COUNT(*) AS n FROM person WHERE county = $county AND waits_at <> '' AND waits_at >= $from AND waits_at < $end AND to_date = 0;

-- name: person_waits_end exec
UPDATE person SET phone_waits = 0, id_waits = 0, waits_at = '', waits_since = 0, version = version + 1 WHERE county = $1 AND id = $2;

-- name: person_phone_clear exec
UPDATE person SET phone_sealed = NULL, phone_hash = NULL, phone_shown = '' WHERE county = $1 AND id = $2;

-- name: person_id_clear exec
UPDATE person SET id_sealed = NULL, id_hash = NULL, id_shown = '', version = version + 1 WHERE county = $1 AND id = $2;

-- name: person_waits_carry exec
UPDATE person SET waits_at = $to WHERE county = $county AND waits_at = $from;

-- name: person_phone_free change
-- Its house has it no more: it is another's.
UPDATE person SET phone_sealed = NULL, phone_hash = NULL, phone_shown = '', version = version + 1
WHERE county = $county AND household = $household AND phone_hash = $hash AND phone_waits = 0 AND to_date = 0;

-- name: person_end change
UPDATE person SET to_date = $3, is_head = 0, version = version + 1
WHERE county = $1 AND id = $2 AND to_date = 0 AND from_date <= $3;

-- name: person_messages_forget exec all
UPDATE inbox SET a = replace(a, $name, '——'), b = replace(b, $name, '——')
WHERE (county = $county OR county = $above) AND substr(about_place, 1, 12) = $village
AND NOT (a = replace(a, $name, '') AND b = replace(b, $name, ''));

-- name: person_told_facts_forget exec
-- Who is named as having told what a village says of itself.
UPDATE place_fact SET said_by = replace(said_by, $name, '——')
WHERE county = $county AND substr(code, 1, 12) = $village AND replace(said_by, $name, '') <> said_by;

-- name: person_told_texts_forget exec
UPDATE event_text SET text = NULL, salt = NULL
WHERE county = $county AND log = $village AND name = 'said_by' AND kept = 0 AND replace(text, $name, '') <> text;

-- name: person_forget change
UPDATE person SET name = '', name_key = '', sex = 0, born = 0, phone_sealed = NULL, phone_hash = NULL, phone_shown = '',
    id_sealed = NULL, id_hash = NULL, id_shown = '', is_head = 0, erased = 1, version = version + 1,
    phone_waits = 0, id_waits = 0, waits_at = '', waits_since = 0,
    to_date = CASE WHEN to_date = 0 THEN $3 ELSE to_date END
WHERE county = $1 AND id = $2 AND erased = 0;

-- name: person_numbers one
SELECT phone_sealed, phone_hash, id_sealed, id_hash, phone_waits, id_waits FROM person WHERE county = $1 AND id = $2;

-- name: person_phone_users int
SELECT COUNT(*) AS n FROM person WHERE county = $1 AND phone_hash = $2 AND phone_waits = 0 AND to_date = 0;

-- name: person_with_phone many
-- whole: the first of them is who is meant
SELECT p.id, h.place FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.county = $1 AND p.phone_hash = $2 AND p.phone_waits = 0 AND p.to_date = 0 ORDER BY p.is_head DESC, p.id LIMIT 20;

-- name: phone_owner_take exec all
INSERT INTO phone_owner (hash, county, household) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING;

-- name: phone_owner_one one all
SELECT county, household FROM phone_owner WHERE hash = $1;

-- name: phone_owner_move exec all
UPDATE phone_owner SET household = $3 WHERE hash = $1 AND county = $2;

-- name: phone_owner_drop exec all
DELETE FROM phone_owner WHERE hash = $1;

-- name: id_owner_take change all
INSERT INTO id_owner (hash, county, person) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING;

-- name: id_owner_one one all
SELECT county, person FROM id_owner WHERE hash = $1;

-- name: id_owner_drop exec all
DELETE FROM id_owner WHERE hash = $1;

-- name: person_every each all
SELECT p.county, p.id, p.household, p.name, h.place FROM person AS p
JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.to_date = 0 ORDER BY p.county, p.id;

-- name: person_astray each all
-- Stands in a household that has ended.
SELECT p.county, p.id FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.to_date = 0 AND h.to_date <> 0 ORDER BY p.county, p.id;

-- name: person_phone_astray each all
-- A standing person's phone that belongs to another house.
SELECT p.county, p.id FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
LEFT JOIN phone_owner AS o ON o.hash = p.phone_hash
WHERE p.to_date = 0 AND p.phone_hash IS NOT NULL AND p.phone_waits = 0
AND (o.hash IS NULL OR o.county <> p.county OR o.household <> p.household) ORDER BY p.county, p.id;

-- name: person_id_astray each all
SELECT p.county, p.id FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
LEFT JOIN id_owner AS o ON o.hash = p.id_hash
WHERE p.to_date = 0 AND p.id_hash IS NOT NULL AND p.id_waits = 0
AND (o.hash IS NULL OR o.county <> p.county OR o.person <> p.id) ORDER BY p.county, p.id;

-- name: person_alike each all
-- By house, to find two of one name who may be one person.
SELECT p.county, p.household, h.place, p.id, p.name, p.name_key, p.born, p.id_hash
FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.to_date = 0 ORDER BY p.county, p.household, p.id;

-- name: person_came_astray each
-- Who a roster of before migration 0020 brought into that house, when it stood already and its group had been taken
-- into another ($3: since when), and whom nobody has looked at since.
SELECT p.county, p.id FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.county = $1 AND p.household = $2 AND p.to_date = 0 AND p.at > h.at AND p.at > $3
AND EXISTS (SELECT 1 FROM event AS e WHERE e.county = p.county AND e.log = substr(h.place, 1, 12)
            AND e.kind = 'roster.imported' AND e.at = p.at AND replace(e.parts, 'unread', '') = e.parts)
AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.county = p.county AND e.subject = p.id AND e.kind = 'person.edited')
ORDER BY p.id;

-- name: person_came_unasked each
-- Who a roster of before names were asked about twice (docs/decisions/0048) brought into a house that stood, after its place
-- had got another name, while the other house stood too; and whom nobody has looked at since.
SELECT p.id FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
JOIN household AS o ON o.county = h.county AND o.id = $other
WHERE p.county = $county AND p.household = $household AND p.to_date = 0 AND p.at > h.at AND p.at > o.at
AND EXISTS (SELECT 1 FROM event AS e WHERE e.county = p.county AND e.subject = $renamed AND e.kind = 'place.renamed' AND e.at < p.at)
AND EXISTS (SELECT 1 FROM event AS e WHERE e.county = p.county AND e.log = substr(h.place, 1, 12)
            AND e.kind = 'roster.imported' AND e.at = p.at AND replace(e.parts, 'noted=', '') = e.parts)
AND NOT EXISTS (SELECT 1 FROM event AS e WHERE e.county = p.county AND e.subject = p.id AND e.kind = 'person.edited')
ORDER BY p.id;

-- name: household_came_astray int
-- Was that house made by such a roster?
SELECT COUNT(*) AS n FROM household AS h WHERE h.county = $1 AND h.id = $2 AND h.at > $3
AND EXISTS (SELECT 1 FROM event AS e WHERE e.county = h.county AND e.log = substr(h.place, 1, 12)
            AND e.kind = 'roster.imported' AND e.at = h.at AND replace(e.parts, 'unread', '') = e.parts);

-- name: person_key_page many all
-- For migration 0020.
SELECT county, id, household, name, to_date FROM person WHERE (county, id) > ($1, $2) ORDER BY county, id LIMIT 500;

-- name: person_key_put exec
UPDATE person SET name_key = $3 WHERE county = $1 AND id = $2;

-- name: roll_insert exec
INSERT INTO roll (county, id, place, kind, person_county, person, share, from_date, account, at)
VALUES ($county, $id, $place, $kind, $person_county, $person, $share, $from_date, $account, $at);

-- name: roll_end change
UPDATE roll SET to_date = $on
WHERE county = $county AND person_county = $person_county AND person = $person AND kind = $kind AND to_date = 0
AND from_date <= $on;

-- name: roll_end_all change
UPDATE roll SET to_date = $on WHERE county = $county AND person_county = $person_county AND person = $person
AND to_date = 0;

-- name: roll_of_person many
-- What stands first, then what ended last.
-- cut: the page of the person says that older ones are left out
SELECT id, kind, place, share, from_date, to_date FROM roll
WHERE county = $1 AND person_county = $2 AND person = $3 ORDER BY (to_date <> 0), to_date DESC, kind, id LIMIT 100;

-- name: roll_standing many
-- whole: a row of each kind of roll
-- One of each kind.
SELECT kind, place, share FROM roll WHERE county = $1 AND person_county = $2 AND person = $3 AND to_date = 0
ORDER BY kind LIMIT 20;

-- name: roll_counted int
SELECT COUNT(*) AS n FROM roll
WHERE county = $county AND kind = $kind AND place >= $place AND place < $end AND from_date <= $on
AND (to_date = 0 OR to_date > $on);

-- name: roll_counted_wide int all
SELECT COUNT(*) AS n FROM roll
WHERE kind = $kind AND place >= $place AND place < $end AND from_date <= $on AND (to_date = 0 OR to_date > $on);

-- name: roll_of_nobody each all
SELECT r.person_county, r.person FROM roll AS r WHERE NOT EXISTS
    (SELECT 1 FROM person AS p WHERE p.county = r.person_county AND p.id = r.person) ORDER BY r.county, r.id;

-- name: person_waits_astray each all
-- Something of somebody who stands waits, or nothing does, and the desk says otherwise.
SELECT county, id FROM person WHERE to_date = 0 AND ((phone_waits + id_waits > 0) <> (waits_at <> '')
    OR (phone_waits = 1 AND phone_hash IS NULL) OR (id_waits = 1 AND id_hash IS NULL)) ORDER BY county, id;

-- name: person_sealed each all
SELECT county, id, phone_sealed, phone_hash, phone_shown, id_sealed, id_hash, id_shown FROM person
WHERE phone_sealed IS NOT NULL OR id_sealed IS NOT NULL ORDER BY county, id;
