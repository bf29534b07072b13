-- meeting: its queries. States: 0 called, 1 held, 2 off.

-- part: meeting_card
county, id, place, state, title, spot, starts_at, host, host_title, called_at, changed_at, version

-- part: meeting_row
{meeting_card}, minutes

-- name: meeting_get one hot
SELECT {meeting_row} FROM meeting WHERE county = $1 AND id = $2

-- name: meeting_hold exec
SELECT id FROM meeting WHERE county = $1 AND id = $2 {for_update}

-- name: meeting_add exec
INSERT INTO meeting (county, id, place, title, spot, starts_at, host, host_title, called_at, changed_at)
VALUES ($county, $id, $place, $title, $spot, $starts_at, $host, $host_title, $called_at, $called_at)

-- name: meeting_item_add exec
INSERT INTO meeting_item (county, meeting, n, need, title, houses) VALUES ($county, $meeting, $n, $need, $title, $houses)

-- name: meeting_items many hot
-- whole: MEETING_ITEMS, more are refused
SELECT i.n, i.need, CASE WHEN {need_d_is_withdrawn} THEN '' ELSE i.title END AS title, i.houses FROM meeting_item AS i
LEFT JOIN need AS d ON d.county = i.county AND d.id = i.need WHERE i.county = $1 AND i.meeting = $2 ORDER BY i.n LIMIT 20

-- name: meeting_item_erase exec
UPDATE meeting_item SET title = (SELECT n.title FROM need AS n WHERE n.county = meeting_item.county AND n.id = meeting_item.need)
WHERE county = $1 AND need IN (SELECT id FROM need WHERE county = $1 AND person = $2)

-- name: meeting_store change
UPDATE meeting SET was = CASE WHEN state = $state THEN was ELSE state END, state = $state, minutes = $minutes, changed_at = $changed_at,
                   version = version + 1 WHERE county = $county AND id = $id AND version = $version AND state = $from

-- name: meeting_list many hot
-- A village's are walked in their order; of one of its groups those of the others are left out.
SELECT {meeting_card}, '' AS minutes FROM meeting WHERE county = $county AND substr(place, 1, 12) = $village AND place >= $from AND place < $end
AND state >= $state_low AND state <= $state_high AND (starts_at, id) < ($before_start, $before_id) ORDER BY starts_at DESC, id DESC LIMIT $most

-- name: meeting_houses many
-- All houses of a place, by number: who is told that it is called.
SELECT id FROM household WHERE county = $county AND place >= $place AND place < $end AND to_date = 0
AND id > $after ORDER BY id LIMIT $most

-- name: meeting_carry_list many
SELECT {meeting_row} FROM meeting WHERE county = $1 AND place >= $2 AND place < $3 AND state = 0
AND id > $4 ORDER BY id LIMIT 200

-- name: meeting_carry exec
UPDATE meeting SET place = $3, version = version + 1 WHERE county = $1 AND id = $2

-- name: meeting_each each all
SELECT {meeting_row} FROM meeting

-- name: meeting_check_came each
SELECT p.county, p.record FROM house_part AS p WHERE p.noun = 'meeting'
AND NOT EXISTS (SELECT 1 FROM meeting AS m WHERE m.county = p.county AND m.id = p.record)

-- name: meeting_check_item each
SELECT i.county, i.meeting FROM meeting_item AS i WHERE i.need <> 0 AND NOT EXISTS (SELECT 1 FROM link AS l
    WHERE l.county = i.county AND l.noun = 'meeting' AND l.id = i.meeting AND l.way = 0 AND l.to_noun = 'need'
    AND l.to_id = i.need)

-- name: meeting_trail each all
SELECT m.county, m.id, e.id AS event, e.at, e.parts, m.state, m.changed_at, 0 AS began
FROM meeting AS m LEFT JOIN event AS e ON e.county = m.county AND e.subject = m.id ORDER BY m.county, m.id, e.seq
