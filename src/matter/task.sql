-- task: its queries. States: 0 open, 1 done, 2 dropped.

-- part: task_row
county, id, place, at_place, state, title, of_noun, of_id, account, household, owner_title, due, first_due, is_overdue,
is_extended, received_at, made_at, changed_at, version

-- name: task_get one hot
SELECT {task_row} FROM task WHERE county = $1 AND id = $2

-- name: task_add exec
INSERT INTO task (county, id, place, at_place, title, of_noun, of_id, account, household, owner_title, due, first_due,
                  made_at, changed_at)
VALUES ($county, $id, $place, $place, $title, $of_noun, $of_id, $account, $household, $owner_title, $due, $due,
        $made_at, $made_at)

-- name: task_store change
UPDATE task SET was = CASE WHEN state = $state THEN was ELSE state END, state = $state, at_place = $at_place, due = $due,
                is_overdue = $is_overdue, is_extended = $is_extended, received_at = $received_at,
                changed_at = $changed_at, version = version + 1
WHERE county = $county AND id = $id AND version = $version AND state = $from

-- name: task_of many hot
-- whole: LINKS_MOST, more are refused (task.many)
SELECT {task_row} FROM task WHERE county = $1 AND of_noun = $2 AND of_id = $3 ORDER BY due LIMIT 100

-- name: task_of_count int
SELECT count(*) AS n FROM task WHERE county = $1 AND of_noun = $2 AND of_id = $3

-- part: task_open
-- Those that are late, or those that are not, each in the order of an index: after a day and id.
AND state = 0 AND is_overdue = $late AND NOT (changed_at + 0 < $since) AND at_place || '' >= $place
AND (due, id) > ($after_due, $after_id) ORDER BY due, id LIMIT $most

-- name: task_list_county many hot
SELECT {task_row} FROM task WHERE county = $county {task_open}

-- name: task_list_town many hot
SELECT {task_row} FROM task WHERE county = $county AND substr(at_place, 1, 9) = substr($place, 1, 9) {task_open}

-- name: task_list_village many hot
SELECT {task_row} FROM task WHERE county = $county AND substr(at_place, 1, 12) = substr($place, 1, 12) {task_open}

-- name: task_list_group many hot
-- Of a unit, too: what lies there.
SELECT {task_row} FROM task WHERE county = $county AND substr(at_place, 1, 15) = substr($place, 1, 15)
AND substr(at_place, 1, length($place)) = $place {task_open}

-- name: task_carry exec
-- Its desk is the one of that level over the place.
UPDATE task SET place = $3, at_place = substr($3, 1, length(at_place)), version = version + 1 WHERE county = $1 AND id = $2

-- name: task_carry_list many
SELECT {task_row} FROM task WHERE county = $1 AND place >= $2 AND place < $3 AND state = 0 AND id > $4 ORDER BY id LIMIT 200

-- name: task_each each all
SELECT {task_row} FROM task

-- name: task_check_place each
--- A task is shown where it came out of.
SELECT t.county, t.of_id, t.of_noun FROM task AS t WHERE t.state = 0
AND NOT EXISTS (SELECT 1 FROM place AS p WHERE p.county = t.county AND p.code = t.place)

-- name: task_check_link each
SELECT t.county, t.of_id, t.of_noun FROM task AS t WHERE NOT EXISTS (SELECT 1 FROM link AS l
    WHERE l.county = t.county AND l.noun = 'task' AND l.id = t.id AND l.way = 0 AND l.kind = 1 AND l.to_noun = t.of_noun
    AND l.to_id = t.of_id)

-- name: task_named many
-- whole: read in portions behind $after, until none is left
-- How others called the owner: the house of somebody forgotten, or them by name where it was agreed in the village, who may own nothing
-- here, or what others own.
SELECT t.id, t.place, t.is_theirs FROM (SELECT id, place, owner_title, CASE WHEN household <> 0 AND household IN
    (SELECT p.household FROM person AS p WHERE p.county = $county AND p.id = $person) THEN 1 ELSE 0 END AS is_theirs
    FROM task WHERE county = $county AND id > $after) AS t
WHERE (t.is_theirs = 1 AND t.owner_title <> '——') OR (substr(t.place, 1, 12) = $village AND replace(t.owner_title, $name, '') <> t.owner_title)
ORDER BY t.id LIMIT 200

-- name: task_name_erase exec
UPDATE task SET owner_title = CASE WHEN $is_theirs = 1 THEN '——' ELSE replace(owner_title, $name, '——') END, version = version + 1
WHERE county = $county AND id = $id

-- name: task_made_erase exec
-- The same in the message that told the house.
UPDATE inbox SET b = '——' WHERE county = $1 AND noun = 'task' AND message = 'inbox.task.made' AND owner_kind = 'household'
AND owner IN (SELECT p.household FROM person AS p WHERE p.county = $1 AND p.id = $2)

-- name: task_done_erase exec
-- What the person said when it was done, as others were told.
UPDATE inbox SET b = '' WHERE county = $1 AND noun = 'task' AND message = 'inbox.task.done' AND EXISTS (SELECT 1 FROM event AS e
    WHERE e.county = inbox.about_county AND e.subject = inbox.about AND e.person = $2 AND e.at = inbox.at)

-- name: task_trail each all
SELECT m.county, m.id, e.id AS event, e.at, e.parts, m.state, m.changed_at, 0 AS began
FROM task AS m LEFT JOIN event AS e ON e.county = m.county AND e.subject = m.id ORDER BY m.county, m.id, e.seq
