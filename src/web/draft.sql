-- draft: forms that were put aside. See draft.h.

-- part: draft_row
county, id, account, person, form, path, title, typed, at, until

-- name: draft_one one
SELECT {draft_row} FROM draft WHERE county = $1 AND id = $2;

-- name: draft_of_form one
SELECT id, at, until FROM draft WHERE county = $1 AND account = $2 AND person = $3 AND form = $4;

-- name: draft_put exec
INSERT INTO draft (county, id, account, person_county, person, form, path, title, typed, at, until)
VALUES ($county, $id, $account, $person_county, $person, $form, $path, $title, $typed, $at, $until)
ON CONFLICT (county, account, person, form) DO UPDATE SET path = excluded.path, title = excluded.title, typed = excluded.typed,
    at = excluded.at, until = excluded.until;

-- name: draft_list many
-- whole: DRAFTS_MOST, more are refused
SELECT {draft_row} FROM draft WHERE county = $county AND account = $account AND person = $person AND until > $now
ORDER BY at DESC, id DESC LIMIT 50;

-- name: draft_count int
SELECT COUNT(*) AS n FROM draft WHERE county = $1 AND account = $2 AND person = $3;

-- name: draft_drop exec
DELETE FROM draft WHERE county = $1 AND id = $2;

-- name: draft_old many all
-- whole: in portions, until none is left
SELECT county, id FROM draft WHERE until <= $1 ORDER BY until LIMIT 200;

-- name: draft_of_person many all
-- whole: in portions, until none is left
SELECT county, id FROM draft WHERE person_county = $1 AND person = $2 ORDER BY county, id LIMIT 200;

-- name: draft_check_file each all
--- A picture of a draft that is there no more.
SELECT f.county, f.subject FROM file AS f WHERE f.noun = 'draft'
AND NOT EXISTS (SELECT 1 FROM draft AS d WHERE d.county = f.county AND d.id = f.subject);
