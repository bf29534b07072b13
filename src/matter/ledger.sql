-- ledger: its queries. See ledger.h.

-- ---- who holds what ----

-- name: ledger_holder_add exec
INSERT INTO ledger_holder (county, id, place, kind, name) VALUES ($county, $id, $place, $kind, $name)

-- name: ledger_holder_alike int hot
SELECT id FROM ledger_holder WHERE county = $1 AND place = $2 AND kind = $3 AND name = $4 LIMIT 1

-- part: ledger_holder_row
id, place, kind, name, closed

-- name: ledger_holder_get one hot
SELECT {ledger_holder_row} FROM ledger_holder WHERE county = $1 AND id = $2

-- name: ledger_purse_add exec
INSERT INTO ledger_purse (county, id, holder, place, kind, unit, name) VALUES ($county, $id, $holder, $place, $kind, $unit, $name)

-- part: ledger_purse_row
id, holder, place, kind, unit, name

-- name: ledger_purse_get one hot
SELECT {ledger_purse_row} FROM ledger_purse WHERE county = $1 AND id = $2

-- name: ledger_purse_list many hot
-- whole: ledger_purse_add() refuses one more than LEDGER_PURSES
SELECT {ledger_purse_row} FROM ledger_purse WHERE county = $1 AND holder = $2 ORDER BY place, kind, name LIMIT 101

-- name: ledger_account_add exec
INSERT INTO ledger_account (county, id, holder, kind, unit, side, name, titled) VALUES ($county, $id, $holder, $kind, $unit, $side, $name, $titled)

-- name: ledger_transit_add exec
INSERT INTO ledger_account (county, id, holder, kind, unit, side, name, titled) VALUES ($county, $id, $holder, 3, $unit, 0, $name, '')
ON CONFLICT (county, holder, kind, unit, name) DO NOTHING

-- part: ledger_account_row
id, holder, kind, unit, side, name, titled

-- name: ledger_account_list many hot
-- whole: ledger_account_add() refuses one more than LEDGER_ACCOUNTS
SELECT {ledger_account_row} FROM ledger_account WHERE county = $1 AND holder = $2 ORDER BY kind, unit, name LIMIT 501

-- name: ledger_account_get one hot
SELECT {ledger_account_row} FROM ledger_account WHERE county = $1 AND id = $2

-- name: ledger_transit int hot
SELECT id FROM ledger_account WHERE county = $1 AND holder = $2 AND kind = 3 AND unit = $3 ORDER BY name LIMIT 1

-- ---- posting ----

-- name: ledger_pass change
-- Every entry of a holder passes here: who closes a month meanwhile, or posts, waits. $3: the month of the entry.
UPDATE ledger_holder SET entries = entries + 1 WHERE county = $1 AND id = $2 AND closed < $3

-- name: ledger_number_begin exec
INSERT INTO ledger_number (county, holder, year, kind, last) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (county, holder, year, kind) DO NOTHING

-- name: ledger_number_next int
UPDATE ledger_number SET last = last + 1 WHERE county = $1 AND holder = $2 AND year = $3 AND kind = $4 RETURNING last

-- name: ledger_posting_add exec
INSERT INTO ledger_posting (county, entry, nth, purse, unit, account, amount, prev, sum_before, sum_after, month, drive, project, part)
VALUES ($county, $entry, $nth, $purse, $unit, $account, $amount, $prev, $sum_before, $sum_after, $month, $drive, $project, $part)

-- name: ledger_entry_add exec
INSERT INTO ledger_entry (county, id, holder, purse, n, year, kind, number, day, at, total, noun, subject, cause, cause_id, reverses,
    mate, event, hash, words, person_county, person)
VALUES ($county, $id, $holder, $purse, $n, $year, $kind, $number, $day, $at, $total, $noun, $subject, $cause, $cause_id, $reverses, $mate, $event, $hash, $words, $person_county, $person)

-- name: ledger_balance_begin exec
INSERT INTO ledger_balance (county, purse, tag, tagged, account, side, got, gave) VALUES ($county, $purse, $tag, $tagged, $account, $side, 0, 0)
ON CONFLICT (county, purse, tag, tagged, account) DO NOTHING

-- name: ledger_balance_add change
-- Only where the sums stay within 64 bits, and where what is not to fall below zero does not.
UPDATE ledger_balance SET got = got + $got, gave = gave + $gave
WHERE county = $county AND purse = $purse AND tag = $tag AND tagged = $tagged AND account = $account
AND got <= 9223372036854775807 - $got AND gave <= 9223372036854775807 - $gave
AND (side = 0 OR (side = 1 AND got - gave >= $gave - $got) OR (side = 2 AND gave - got >= $got - $gave))

-- name: ledger_balance_get one hot
SELECT got, gave FROM ledger_balance WHERE county = $county AND purse = $purse AND tag = $tag AND tagged = $tagged AND account = $account

-- ---- months ----

-- name: ledger_money many hot
-- whole: of LEDGER_ACCOUNTS at most
-- Where money lies.
SELECT id FROM ledger_account WHERE county = $1 AND holder = $2 AND kind <= 2 ORDER BY id LIMIT 501

-- name: ledger_whole many hot
-- whole: a row a purse, LEDGER_PURSES at most
-- Purse by purse, for one of them stays within 64 bits and all together may not.
SELECT got - gave AS amount FROM ledger_balance WHERE county = $1 AND account = $2 AND tag = 0 ORDER BY purse LIMIT 100

-- name: ledger_after many hot
-- whole: a row a purse, LEDGER_PURSES at most
SELECT CAST(SUM(amount) AS BIGINT) AS amount FROM ledger_posting WHERE county = $1 AND account = $2 AND month > $3
GROUP BY purse ORDER BY purse LIMIT 100

-- name: ledger_month_close change
UPDATE ledger_holder SET closed = $3 WHERE county = $1 AND id = $2 AND closed < $3

-- name: ledger_period_add exec
INSERT INTO ledger_period (county, holder, month, at, account, person, entries, event) SELECT county, id, $month, $at, $account, $person, entries, $event
FROM ledger_holder WHERE county = $county AND id = $holder

-- name: ledger_reading_add exec
INSERT INTO ledger_reading (county, holder, month, account, amount) VALUES ($county, $holder, $month, $account, $amount)

-- ---- reading ----

-- part: ledger_entry_row
id, holder, purse, n, year, kind, number, day, at, total, noun, subject, cause, cause_id, reverses, mate, event, hash, words

-- name: ledger_entry_get one hot
SELECT {ledger_entry_row} FROM ledger_entry WHERE county = $1 AND id = $2

-- name: ledger_entry_lines many hot
-- whole: ledger_post() refuses more than LEDGER_LINES
SELECT account, amount, drive, project, part FROM ledger_posting WHERE county = $1 AND entry = $2 ORDER BY nth LIMIT 50

-- name: ledger_entry_list many hot
SELECT {ledger_entry_row} FROM ledger_entry WHERE county = $1 AND purse = $2 AND id > $3 ORDER BY id LIMIT 101

-- name: ledger_is_reversed int hot
SELECT id FROM ledger_entry WHERE county = $1 AND reverses = $2

-- ---- what is no money ----

-- name: ledger_thing_add exec
INSERT INTO ledger_thing (county, id, purse, what, item, measure, amount, day, at, noun, subject, reverses, value_fen, value_by, value_on,
    value_basis, drive, project, part, event)
VALUES ($county, $id, $purse, $what, $item, $measure, $amount, $day, $at, $noun, $subject, $reverses, $value_fen, $value_by, $value_on, $value_basis, $drive, $project, $part, $event)

-- name: ledger_thing_get one hot
SELECT purse, what, item, measure, amount, day, reverses, value_fen, value_by, value_on, value_basis, drive, project, part
FROM ledger_thing WHERE county = $1 AND id = $2

-- name: ledger_stock_begin exec
INSERT INTO ledger_stock (county, purse, what, item, measure, came, went) VALUES ($county, $purse, $what, $item, $measure, 0, 0)
ON CONFLICT (county, purse, what, item, measure) DO NOTHING

-- name: ledger_stock_add change
UPDATE ledger_stock SET came = came + $came, went = went + $went
WHERE county = $county AND purse = $purse AND what = $what AND item = $item AND measure = $measure
AND came <= 9223372036854775807 - $came AND went <= 9223372036854775807 - $went AND came - went >= $went - $came

-- name: ledger_stock_get one hot
SELECT came, went FROM ledger_stock WHERE county = $county AND purse = $purse AND what = $what AND item = $item AND measure = $measure

-- name: ledger_recount_walk each
SELECT e.id AS id, e.day AS day, e.year AS year, e.kind AS kind, e.number AS number, e.reverses AS reverses, e.words AS words,
    p.account AS account, p.amount AS amount, p.drive AS drive, p.project AS project, p.part AS part
FROM ledger_posting AS p JOIN ledger_entry AS e ON e.county = p.county AND e.id = p.entry
WHERE p.county = $1 AND p.purse = $2 ORDER BY p.entry, p.nth

-- name: ledger_thing_walk each
SELECT id, what, item, measure, amount, day, reverses FROM ledger_thing WHERE county = $1 AND purse = $2 ORDER BY id

-- ---- check ----

-- part: ledger_check_row
e.county, e.id, e.holder, e.purse, e.n, e.year, e.kind, e.number, e.day, e.at, e.total, e.noun, e.subject, e.cause, e.cause_id,
e.reverses, e.mate, e.event, e.hash

-- name: ledger_check_walk each all
-- Every entry with its lines, one behind the other, and what the log says of it.
SELECT {ledger_check_row}, v.parts AS parts, p.nth AS nth, p.account AS account, p.amount AS amount, p.drive AS drive,
    p.project AS project, p.part AS part, p.sum_after AS sum_after, p.month AS month
FROM ledger_entry AS e LEFT JOIN ledger_posting AS p ON p.county = e.county AND p.entry = e.id
LEFT JOIN event AS v ON v.county = e.county AND v.id = e.event
ORDER BY e.county, e.id, p.nth

-- name: ledger_check_sums each all
-- Every line under all that it is counted for, in the order of the balances.
SELECT county, purse, 0 AS tag, 0 AS tagged, account, amount FROM ledger_posting
UNION ALL SELECT county, purse, 1, drive, account, amount FROM ledger_posting WHERE drive <> 0
UNION ALL SELECT county, purse, 2, project, account, amount FROM ledger_posting WHERE project <> 0
UNION ALL SELECT county, purse, 3, part, account, amount FROM ledger_posting WHERE part <> 0
ORDER BY 1, 2, 3, 4, 5

-- name: ledger_check_kept int all
SELECT COUNT(*) AS n FROM ledger_balance

-- name: ledger_check_alone each all
SELECT p.county, p.entry FROM ledger_posting AS p WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS e
    WHERE e.county = p.county AND e.id = p.entry)

-- name: ledger_check_numbers each all
SELECT e.county, e.holder FROM ledger_entry AS e GROUP BY e.county, e.holder, e.year, e.kind
HAVING COUNT(*) <> MAX(e.number) OR MIN(e.number) <> 1 OR MAX(e.number) <> COALESCE((SELECT k.last FROM ledger_number AS k
    WHERE k.county = e.county AND k.holder = e.holder AND k.year = e.year AND k.kind = e.kind), 0)

-- name: ledger_check_number_of_none each all
SELECT k.county, k.holder FROM ledger_number AS k WHERE k.last > 0 AND NOT EXISTS (SELECT 1 FROM ledger_entry AS e
    WHERE e.county = k.county AND e.holder = k.holder AND e.year = k.year AND e.kind = k.kind)

-- name: ledger_check_reversal each all
-- One that reverses another has its lines with the other sign, of the same purse; is not reversed; and is not the earlier one.
SELECT e.county, e.id FROM ledger_entry AS e LEFT JOIN ledger_entry AS r ON r.county = e.county AND r.id = e.reverses
WHERE e.reverses <> 0 AND (r.id IS NULL OR r.reverses <> 0 OR r.purse <> e.purse OR r.n <> e.n OR r.total <> e.total OR r.day > e.day
    OR EXISTS (SELECT 1 FROM ledger_posting AS p WHERE p.county = e.county AND p.entry = e.id AND
        (SELECT COUNT(*) FROM ledger_posting AS q WHERE q.county = e.county AND q.entry = e.id AND q.account = p.account
            AND q.amount = p.amount AND q.drive = p.drive AND q.project = p.project AND q.part = p.part) <>
        (SELECT COUNT(*) FROM ledger_posting AS q WHERE q.county = r.county AND q.entry = r.id AND q.account = p.account
            AND q.amount = - p.amount AND q.drive = p.drive AND q.project = p.project AND q.part = p.part)))

-- name: ledger_check_transit each all
-- What one purse gave to transit the other took, both halves name each other and what decided it; and nothing else posts there.
SELECT p.county, p.entry FROM ledger_posting AS p JOIN ledger_account AS a ON a.county = p.county AND a.id = p.account AND a.kind = 3
JOIN ledger_entry AS e ON e.county = p.county AND e.id = p.entry
WHERE e.mate = 0 OR (e.cause = '' AND e.reverses = 0) OR NOT EXISTS (SELECT 1 FROM ledger_entry AS m
    JOIN ledger_posting AS q ON q.county = m.county AND q.entry = m.id
    JOIN ledger_account AS b ON b.county = q.county AND b.id = q.account AND b.kind = 3
    WHERE m.county = e.county AND m.id = e.mate AND m.mate = e.id AND m.purse <> e.purse AND q.amount = - p.amount AND q.unit = p.unit)

-- name: ledger_check_closed each all
-- Nothing was dated into a month after it was closed.
SELECT e.county, e.id FROM ledger_entry AS e JOIN ledger_period AS k ON k.county = e.county AND k.holder = e.holder
WHERE k.month >= e.day / 100 AND e.at > k.at

-- name: ledger_check_period each all
SELECT h.county, h.id FROM ledger_holder AS h WHERE h.closed <> COALESCE((SELECT MAX(k.month) FROM ledger_period AS k
    WHERE k.county = h.county AND k.holder = h.id), 0)
    OR h.entries <> (SELECT COUNT(*) FROM ledger_entry AS e WHERE e.county = h.county AND e.holder = h.id)

-- name: ledger_check_account each all
-- A line is posted to an account of its purse's holder, and to no private one.
SELECT p.county, p.entry FROM ledger_posting AS p JOIN ledger_purse AS s ON s.county = p.county AND s.id = p.purse
JOIN ledger_account AS a ON a.county = p.county AND a.id = p.account WHERE a.holder <> s.holder OR a.unit <> s.unit

-- name: ledger_check_private each all
SELECT a.county, a.id FROM ledger_account AS a JOIN ledger_holder AS h ON h.county = a.county AND h.id = a.holder
WHERE a.kind IN (0, 2) AND a.titled <> h.name

-- name: ledger_check_below each all
SELECT b.county, b.account FROM ledger_balance AS b LEFT JOIN ledger_account AS a ON a.county = b.county AND a.id = b.account
WHERE b.tag = 0 AND (a.id IS NULL OR b.side <> a.side OR (a.side = 1 AND b.got < b.gave) OR (a.side = 2 AND b.gave < b.got))

-- name: ledger_check_thing each all
SELECT t.county, t.id FROM ledger_thing AS t LEFT JOIN event AS v ON v.county = t.county AND v.id = t.event
LEFT JOIN ledger_thing AS r ON r.county = t.county AND r.id = t.reverses
WHERE v.id IS NULL OR substr(v.parts, 1, length('amount=' || t.amount || ' value=' || t.value_fen || ' ')) <>
    'amount=' || t.amount || ' value=' || t.value_fen || ' '
    OR (t.reverses <> 0 AND (r.id IS NULL OR r.reverses <> 0 OR r.amount <> - t.amount OR r.item <> t.item
        OR r.measure <> t.measure OR r.purse <> t.purse))

-- ---- made again ----

-- name: ledger_balance_clear exec
DELETE FROM ledger_balance

-- name: ledger_balance_fill exec
INSERT INTO ledger_balance (county, purse, tag, tagged, account, side, got, gave)
SELECT p.county, p.purse, p.tag, p.tagged, p.account, MAX(CASE WHEN p.tag = 0 THEN a.side ELSE 0 END),
    CAST(SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END) AS BIGINT), CAST(- SUM(CASE WHEN p.amount < 0 THEN p.amount ELSE 0 END) AS BIGINT)
FROM (SELECT county, purse, 0 AS tag, 0 AS tagged, account, amount FROM ledger_posting
    UNION ALL SELECT county, purse, 1, drive, account, amount FROM ledger_posting WHERE drive <> 0
    UNION ALL SELECT county, purse, 2, project, account, amount FROM ledger_posting WHERE project <> 0
    UNION ALL SELECT county, purse, 3, part, account, amount FROM ledger_posting WHERE part <> 0) AS p
JOIN ledger_account AS a ON a.county = p.county AND a.id = p.account
GROUP BY p.county, p.purse, p.tag, p.tagged, p.account

-- name: ledger_balance_lines each all
SELECT county || ' ' || purse || ' ' || tag || ' ' || tagged || ' ' || account || ' ' || side || ' ' || got || ' ' || gave AS line
FROM ledger_balance ORDER BY county, purse, tag, tagged, account

-- name: ledger_stock_clear exec
DELETE FROM ledger_stock

-- name: ledger_stock_fill exec
INSERT INTO ledger_stock (county, purse, what, item, measure, came, went)
SELECT county, purse, what, item, measure, CAST(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END) AS BIGINT),
    CAST(- SUM(CASE WHEN amount < 0 THEN amount ELSE 0 END) AS BIGINT)
FROM ledger_thing GROUP BY county, purse, what, item, measure

-- name: ledger_stock_lines each all
SELECT county || ' ' || purse || ' ' || what || ' ' || item || ' ' || measure || ' ' || came || ' ' || went AS line
FROM ledger_stock ORDER BY county, purse, what, item, measure

-- ---- places and persons ----

-- name: ledger_holder_carry exec
UPDATE ledger_holder SET place = $to || substr(place, $rest) WHERE county = $county AND place >= $from AND place < $end

-- name: ledger_purse_carry exec
UPDATE ledger_purse SET place = $to || substr(place, $rest) WHERE county = $county AND place >= $from AND place < $end

-- name: ledger_of_person many all hot
-- whole: in portions, until none is left
SELECT county, id FROM ledger_entry WHERE person_county = $1 AND person = $2 AND person <> 0 ORDER BY county, id LIMIT 200

-- name: ledger_forget exec
UPDATE ledger_entry SET words = '', person_county = '', person = 0 WHERE county = $1 AND id = $2
