-- sheet: its queries. See sheet.h.

-- name: sheet_add exec
INSERT INTO sheet (county, id, code, place, kind, noun, subject, version, n_rows, turns, at, account)
VALUES ($county, $id, $code, $place, $kind, $noun, $subject, $version, $n_rows, $turns, $at, $account)

-- name: sheet_row_add exec
INSERT INTO sheet_row (county, sheet, nth, noun, row_county, row_id) VALUES ($county, $sheet, $nth, $noun, $row_county, $row_id)

-- part: sheet_columns
id, code, place, kind, noun, subject, version, turns, state, keyings, at

-- name: sheet_get one hot
SELECT {sheet_columns} FROM sheet WHERE county = $1 AND id = $2

-- name: sheet_find one hot
SELECT {sheet_columns} FROM sheet WHERE county = $1 AND code = $2

-- name: sheet_list_of many hot
-- whole: SHEETS_MOST, more are refused
-- The newest first; no record has more (sheet_print_in).
SELECT {sheet_columns}, n_rows FROM sheet WHERE county = $county AND noun = $noun AND subject = $subject AND kind = $kind ORDER BY id DESC LIMIT 101

-- name: sheet_rows many hot
-- whole: SHEET_ROWS, more are refused
SELECT noun, row_county, row_id FROM sheet_row WHERE county = $1 AND sheet = $2 ORDER BY nth LIMIT 500

-- name: sheet_keyings many hot
-- whole: SHEET_KEYINGS, then none is taken any more
SELECT nth, person_county, person, hash FROM sheet_keying WHERE county = $1 AND sheet = $2 ORDER BY nth LIMIT 20

-- name: sheet_pass change
-- Whoever keys in passes here: two at once are one after the other, and the second knows of the first.
UPDATE sheet SET state = $3, keyings = keyings + 1 WHERE county = $1 AND id = $2 AND keyings = $4 AND state < 3

-- name: sheet_keying_add exec
INSERT INTO sheet_keying (county, sheet, nth, person_county, person, account, at, is_older, hash) VALUES ($county, $sheet, $nth, $person_county, $person, $account, $at, $is_older, $hash)

-- name: sheet_value_add exec
INSERT INTO sheet_value (county, sheet, nth, line, value, words) VALUES ($county, $sheet, $nth, $line, $value, $words)

-- name: sheet_values many hot
-- whole: SHEET_ROWS lines of a sheet
SELECT value, words FROM sheet_value WHERE county = $1 AND sheet = $2 AND nth = $3 ORDER BY line LIMIT 500

-- name: sheet_carry exec
UPDATE sheet SET place = $to || substr(place, $rest) WHERE county = $county AND place >= $from AND place < $end

-- name: sheet_forget exec all
-- What a pen wrote in the line of that person.
UPDATE sheet_value SET words = '' WHERE words <> '' AND EXISTS (SELECT 1 FROM sheet_row AS r WHERE r.county = sheet_value.county
    AND r.sheet = sheet_value.sheet AND r.nth = sheet_value.line AND r.noun = 'person' AND r.row_county = $1 AND r.row_id = $2)

-- name: sheet_check_rows each all
SELECT s.county, s.id FROM sheet AS s WHERE s.n_rows <> (SELECT COUNT(*) FROM sheet_row AS r WHERE r.county = s.county AND r.sheet = s.id)
    OR s.keyings <> (SELECT COUNT(*) FROM sheet_keying AS k WHERE k.county = s.county AND k.sheet = s.id)

-- name: sheet_check_values each all
SELECT k.county, k.sheet FROM sheet_keying AS k JOIN sheet AS s ON s.county = k.county AND s.id = k.sheet
WHERE s.n_rows <> (SELECT COUNT(*) FROM sheet_value AS v WHERE v.county = k.county AND v.sheet = k.sheet AND v.nth = k.nth)

-- name: sheet_check_two each all
-- What is agreed by two was keyed in alike by two persons, and nobody else.
SELECT s.county, s.id FROM sheet AS s WHERE s.turns = 2 AND s.state = 3 AND NOT EXISTS (SELECT 1 FROM sheet_keying AS a
    JOIN sheet_keying AS b ON b.county = a.county AND b.sheet = a.sheet AND b.nth > a.nth AND b.hash = a.hash
        AND (b.person <> a.person OR b.person_county <> a.person_county)
    WHERE a.county = s.county AND a.sheet = s.id AND b.nth = s.keyings)
