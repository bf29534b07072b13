-- payment: its queries. See payment.h.

-- name: payment_add exec
INSERT INTO payment (county, id, place, title, changed_at, purse, money, heading, amount, drive, project, part, payee, payee_county, payee_person)
VALUES ($county, $id, $place, $title, $changed_at, $purse, $money, $heading, $amount, $drive, $project, $part, $payee, $payee_county, $payee_person)

-- name: payment_get one hot
SELECT place, title, state, version, changed_at, purse, money, heading, amount, drive, project, part, payee, payee_county, payee_person,
    round, needs, approvals, entry FROM payment WHERE county = $1 AND id = $2

-- name: payment_store change
UPDATE payment SET was = CASE WHEN state <> $state THEN state ELSE was END, state = $state, changed_at = $changed_at, round = $round, needs = $needs, approvals = $approvals, entry = $entry, version = version + 1,
    title = $title, purse = $purse, money = $money, heading = $heading, amount = $amount, drive = $drive, project = $project, part = $part, payee = $payee,
    payee_county = $payee_county, payee_person = $payee_person, place = $place
WHERE county = $county AND id = $id AND version = $version

-- name: payment_hand_add exec
INSERT INTO payment_hand (county, payment, round, person_county, person, part, account, at) VALUES ($county, $payment, $round, $person_county, $person, $part, $account, $at)

-- name: payment_hand_part one hot
SELECT part FROM payment_hand WHERE county = $county AND payment = $payment AND round = $round AND person_county = $person_county AND person = $person

-- name: payment_hand_carry exec
-- Into the next round ($3): who wrote it so far has written it.
INSERT INTO payment_hand (county, payment, round, person_county, person, part, account, at)
SELECT county, payment, round + 1, person_county, person, part, account, at FROM payment_hand
WHERE county = $1 AND payment = $2 AND round + 1 = $3 AND part = 0

-- name: payment_carry exec
UPDATE payment SET place = $to || substr(place, $rest) WHERE county = $county AND place >= $from AND place < $end

-- name: payment_forget exec all
UPDATE payment SET payee = '', payee_county = '', payee_person = 0 WHERE payee_county = $1 AND payee_person = $2 AND payee_person <> 0

-- name: payment_check_entry each all
-- What is paid stands in the ledger with its amount, and is reversed there where it says so.
SELECT p.county, p.id FROM payment AS p LEFT JOIN ledger_entry AS e ON e.county = p.county AND e.id = p.entry
LEFT JOIN ledger_entry AS r ON r.county = p.county AND r.reverses = p.entry AND r.reverses <> 0
WHERE p.state IN (3, 5) AND (e.id IS NULL OR e.noun <> 'payment' OR e.subject <> p.id OR e.total <> p.amount OR e.purse <> p.purse
    OR (p.state = 5) <> (r.id IS NOT NULL))

-- name: payment_check_twice each all
SELECT e.county, e.subject FROM ledger_entry AS e WHERE e.noun = 'payment' AND e.reverses = 0
    AND NOT EXISTS (SELECT 1 FROM payment AS p WHERE p.county = e.county AND p.id = e.subject AND p.entry = e.id)

-- name: payment_check_hands each all
-- In its round as many approved as it counts, one wrote it, and one paid what is paid.
SELECT p.county, p.id FROM payment AS p WHERE
    p.approvals <> (SELECT COUNT(*) FROM payment_hand AS h WHERE h.county = p.county AND h.payment = p.id AND h.round = p.round AND h.part = 1)
    OR (p.state IN (3, 5)) <> EXISTS (SELECT 1 FROM payment_hand AS h WHERE h.county = p.county AND h.payment = p.id AND h.round = p.round
        AND h.part = 2)
    OR NOT EXISTS (SELECT 1 FROM payment_hand AS h WHERE h.county = p.county AND h.payment = p.id AND h.round = p.round AND h.part = 0)

-- name: payment_trail each all
SELECT m.county, m.id, e.id AS event, e.at, e.parts, m.state, m.changed_at, 0 AS began
FROM payment AS m LEFT JOIN event AS e ON e.county = m.county AND e.subject = m.id ORDER BY m.county, m.id, e.seq
