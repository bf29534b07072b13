-- person (人) and the dated rolls (名册)

-- part: person_row
p.id, p.household, p.name, p.sex, p.born, p.phone_shown, p.id_shown, p.is_head, p.is_away, p.to_date, p.erased,
p.version, h.place, h.label

-- name: person_one one hot
SELECT {person_row} FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.county = $1 AND p.id = $2;

-- name: person_of_house many hot
SELECT {person_row} FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.county = $1 AND p.household = $2 AND p.to_date = 0 ORDER BY p.is_head DESC, p.id LIMIT 1000;

-- name: person_named many
SELECT id, name, name_key, born, sex, is_head, is_away, phone_hash, phone_shown, id_hash, id_shown FROM person
WHERE county = $1 AND household = $2 AND to_date = 0 ORDER BY id LIMIT 1000;

-- name: person_insert exec
INSERT INTO person (county, id, household, name, sex, born, phone_sealed, phone_hash, phone_shown,
                    id_sealed, id_hash, id_shown, is_head, is_away, from_date, account, at, name_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- name: person_update change
UPDATE person SET household = $4, name = $5, sex = $6, born = $7, is_head = $8, is_away = $9, version = version + 1,
    name_key = $10, twin = CASE WHEN household = $4 AND name_key = $10 AND born = $7 THEN twin ELSE 0 END
WHERE county = $1 AND id = $2 AND version = $3 AND to_date = 0;

-- name: person_head_drop exec
UPDATE person SET is_head = 0, version = version + 1
WHERE county = $1 AND household = $2 AND is_head = 1 AND to_date = 0 AND id <> $3;

-- name: person_phone_set exec
UPDATE person SET phone_sealed = $3, phone_hash = $4, phone_shown = $5 WHERE county = $1 AND id = $2;

-- name: person_id_set exec
UPDATE person SET id_sealed = $3, id_hash = $4, id_shown = $5 WHERE county = $1 AND id = $2;

-- name: person_end change
UPDATE person SET to_date = $3, is_head = 0, version = version + 1
WHERE county = $1 AND id = $2 AND to_date = 0 AND from_date <= $3;

-- name: person_forget change
UPDATE person SET name = '', name_key = '', sex = 0, born = 0, phone_sealed = NULL, phone_hash = NULL, phone_shown = '',
    id_sealed = NULL, id_hash = NULL, id_shown = '', is_head = 0, erased = 1, version = version + 1,
    to_date = CASE WHEN to_date = 0 THEN $3 ELSE to_date END
WHERE county = $1 AND id = $2 AND erased = 0;

-- name: person_numbers one
SELECT phone_sealed, phone_hash, id_sealed, id_hash FROM person WHERE county = $1 AND id = $2;

-- name: person_phone_users int
SELECT COUNT(*) AS n FROM person WHERE county = $1 AND phone_hash = $2 AND to_date = 0;

-- name: person_with_phone many
SELECT p.id, h.place FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.county = $1 AND p.phone_hash = $2 AND p.to_date = 0 ORDER BY p.is_head DESC, p.id LIMIT 20;

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
SELECT p.county, p.id, h.place FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.to_date = 0 AND h.to_date <> 0 ORDER BY p.county, p.id;

-- name: person_phone_astray each all
-- A standing person's phone that belongs to another house.
SELECT p.county, p.id, h.place FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
LEFT JOIN phone_owner AS o ON o.hash = p.phone_hash
WHERE p.to_date = 0 AND p.phone_hash IS NOT NULL
AND (o.hash IS NULL OR o.county <> p.county OR o.household <> p.household) ORDER BY p.county, p.id;

-- name: person_id_astray each all
SELECT p.county, p.id, h.place FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
LEFT JOIN id_owner AS o ON o.hash = p.id_hash
WHERE p.to_date = 0 AND p.id_hash IS NOT NULL
AND (o.hash IS NULL OR o.county <> p.county OR o.person <> p.id) ORDER BY p.county, p.id;

-- name: person_alike each all
-- By house, to find two of one name who may be one person.
SELECT p.county, p.household, h.place, p.id, p.name, p.name_key, p.born, p.id_hash
FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.to_date = 0 ORDER BY p.county, p.household, p.id;

-- name: person_came_astray each
-- Who a roster of before migration 0020 brought into that house, when it stood already and its group had been taken
-- into another ($3: since when), and whom nobody has looked at since.
SELECT p.id, h.place FROM person AS p JOIN household AS h ON h.county = p.county AND h.id = p.household
WHERE p.county = $1 AND p.household = $2 AND p.to_date = 0 AND p.at > h.at AND p.at > $3
AND EXISTS (SELECT 1 FROM event AS e WHERE e.county = p.county AND e.log = substr(h.place, 1, 12)
            AND e.kind = 'roster.imported' AND e.at = p.at AND replace(e.parts, 'unread', '') = e.parts)
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
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: roll_end change
UPDATE roll SET to_date = $5
WHERE county = $1 AND person_county = $2 AND person = $3 AND kind = $4 AND to_date = 0 AND from_date <= $5;

-- name: roll_end_all change
UPDATE roll SET to_date = $4 WHERE county = $1 AND person_county = $2 AND person = $3 AND to_date = 0;

-- name: roll_of_person many
SELECT id, kind, place, share, from_date, to_date FROM roll
WHERE county = $1 AND person_county = $2 AND person = $3 ORDER BY kind, from_date, id LIMIT 100;

-- name: roll_counted int
SELECT COUNT(*) AS n FROM roll
WHERE county = $1 AND kind = $2 AND place >= $3 AND place < $4 AND from_date <= $5 AND (to_date = 0 OR to_date > $5);

-- name: roll_counted_wide int all
SELECT COUNT(*) AS n FROM roll
WHERE kind = $1 AND place >= $2 AND place < $3 AND from_date <= $4 AND (to_date = 0 OR to_date > $4);

-- name: roll_of_nobody each all
SELECT r.county, r.id FROM roll AS r WHERE NOT EXISTS
    (SELECT 1 FROM person AS p WHERE p.county = r.person_county AND p.id = r.person) ORDER BY r.county, r.id;

-- name: person_sealed each all
SELECT county, id, phone_sealed, phone_hash, phone_shown, id_sealed, id_hash, id_shown FROM person
WHERE phone_sealed IS NOT NULL OR id_sealed IS NOT NULL ORDER BY county, id;
