-- role_asked: roles that wait for a second person. See role_asked.h.

-- name: role_asked_add exec
INSERT INTO role_asked (county, id, account, role, place, from_date, to_date, asked_by, asked_county, asked_called, at, is_open)
VALUES ($county, $id, $account, $role, $place, $from_date, $to_date, $asked_by, $asked_county, $asked_called, $at, 1);

-- name: role_asked_one one
SELECT account, role, place, from_date, to_date, asked_by, asked_county, asked_called, at FROM role_asked
WHERE county = $1 AND id = $2;

-- name: role_asked_of_account many
-- whole: not_asked_yet() refuses one more than ROLES_MOST
SELECT id FROM role_asked WHERE county = $1 AND account = $2 AND is_open = 1 ORDER BY id LIMIT 100;

-- name: role_asked_carry_list many
SELECT id, account, place FROM role_asked WHERE county = $county AND place >= $from AND place < $end AND is_open = 1
AND id > $after ORDER BY id LIMIT 200;

-- name: role_asked_carry exec
UPDATE role_asked SET place = $to WHERE county = $county AND id = $id;

-- name: role_asked_close exec
UPDATE role_asked SET is_open = 0 WHERE county = $1 AND id = $2;

-- name: role_holders many
-- whole: read in portions, each behind an account
-- Who holds a role at exactly that place on a day.
SELECT r.account, r.role FROM role AS r JOIN account AS a ON a.county = r.county AND a.id = r.account
WHERE r.county = $1 AND r.place = $2 AND r.from_date <= $3 AND (r.to_date = 0 OR r.to_date > $3) AND a.ended_at = 0
AND r.account > $4 ORDER BY r.account, r.role LIMIT 200;

-- name: role_asked_astray each all
-- Open, and the question about it is not, or the other way round.
SELECT q.county, q.id FROM role_asked AS q JOIN confirm AS c ON c.county = q.county AND c.id = q.id
WHERE (q.is_open = 1) <> (c.state = 0) ORDER BY q.county, q.id;
