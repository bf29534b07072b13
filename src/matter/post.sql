-- post: its queries. States: 0 held, 1 ended.

-- part: post_row
county, id, place, state, title, kind, person, account, role, from_date, until_date, source, given_by, given_county, warned_for,
ended_on, changed_at, version

-- name: post_get one hot
SELECT {post_row} FROM post WHERE county = $1 AND id = $2

-- name: post_add exec
INSERT INTO post (county, id, place, title, kind, person, account, role, from_date, until_date, source, given_by, given_county,
                  changed_at)
VALUES ($county, $id, $place, $title, $kind, $person, $account, $role, $from_date, $until_date, $source, $given_by, $given_county,
        $at)

-- name: post_store change
UPDATE post SET was = CASE WHEN state = $state THEN was ELSE state END, state = $state, title = $title, kind = $kind,
                account = $account, role = $role, from_date = $from_date, until_date = $until_date, source = $source,
                warned_for = $warned_for, ended_on = $ended_on, changed_at = $changed_at, version = version + 1
WHERE county = $county AND id = $id AND version = $version AND state = $from

-- By kind, which puts a body's chair before its members, then as they came. Each level has an index of its own; a group's are cut out of
-- their village's.

-- name: post_list_county many hot
SELECT {post_row} FROM post WHERE county = $county AND place || '' >= $from AND place || '' < $end AND state = $state
AND (kind, id) > ($after_kind, $after_id) ORDER BY kind, id LIMIT $most

-- name: post_list_town many hot
SELECT {post_row} FROM post WHERE county = $county AND substr(place, 1, 9) = $from AND place || '' < $end AND state = $state
AND (kind, id) > ($after_kind, $after_id) ORDER BY kind, id LIMIT $most

-- name: post_list_village many hot
SELECT {post_row} FROM post WHERE county = $county AND substr(place, 1, 12) = substr($from, 1, 12) AND place || '' >= $from
AND place || '' < $end AND state = $state AND (kind, id) > ($after_kind, $after_id) ORDER BY kind, id LIMIT $most

-- name: post_carry_list many
SELECT {post_row} FROM post WHERE county = $1 AND place >= $2 AND place < $3 AND state = 0 AND id > $4 ORDER BY id LIMIT 200

-- name: post_carry exec
UPDATE post SET place = $3, version = version + 1 WHERE county = $1 AND id = $2

-- name: post_each each all
SELECT {post_row} FROM post

-- name: post_of_person many
SELECT {post_row} FROM post WHERE county = $1 AND person = $2 AND id > $3 ORDER BY id LIMIT 100

-- name: post_forget exec
--- What names them in the name of the body goes as well.
UPDATE post SET title = CASE WHEN $name = '' THEN title ELSE replace(title, $name, '——') END, person = 0, source = ''
WHERE county = $county AND id = $id

-- name: post_check_role each
--- One that ended, and the role that came with it stands.
SELECT p.county, p.id FROM post AS p JOIN role AS r ON r.county = p.county AND r.id = p.role AND r.account = p.account
WHERE p.state = 1 AND p.role <> 0 AND (r.to_date = 0 OR (r.to_date > p.ended_on AND r.to_date > r.from_date))

-- name: post_check_gone each
SELECT p.county, p.id FROM post AS p JOIN person AS h ON h.county = p.county AND h.id = p.person
WHERE p.state = 0 AND h.to_date <> 0 ORDER BY p.county, p.id

-- name: post_check_apart each
--- A post that is held, and each role of that person in that village.
SELECT p.county, p.id, p.kind, r.role FROM post AS p JOIN account AS a ON a.county = p.county AND a.person = p.person AND a.person_county = p.county
JOIN role AS r ON r.county = a.county AND r.account = a.id AND substr(r.place, 1, 12) = substr(p.place, 1, 12)
WHERE p.state = 0 AND p.person <> 0 AND (r.to_date = 0 OR r.to_date > p.from_date)
AND (p.until_date = 0 OR p.until_date >= r.from_date) ORDER BY p.county, p.id

-- name: post_check_pair each
--- Two that one person holds on one day in one village, with an account or without.
SELECT p.county, p.id, p.kind, o.kind AS other FROM post AS p
JOIN post AS o ON o.county = p.county AND o.person = p.person AND o.id > p.id AND substr(o.place, 1, 12) = substr(p.place, 1, 12)
WHERE p.state = 0 AND o.state = 0 AND p.person <> 0 AND (p.until_date = 0 OR p.until_date >= o.from_date)
AND (o.until_date = 0 OR o.until_date >= p.from_date) ORDER BY p.county, p.id

-- name: post_check_job each
--- One whose last day is written and that nothing will end.
SELECT p.county, p.id FROM post AS p WHERE p.state = 0 AND p.until_date <> 0
AND NOT EXISTS (SELECT 1 FROM job AS j WHERE j.kind = 'post.over' AND j.county = p.county AND j.subject = p.id)

-- name: post_trail each all
SELECT m.county, m.id, e.id AS event, e.at, e.parts, m.state, m.changed_at, 0 AS began
FROM post AS m LEFT JOIN event AS e ON e.county = m.county AND e.subject = m.id ORDER BY m.county, m.id, e.seq
