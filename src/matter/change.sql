-- change: the table of all steps. See 0113-task.sql.

-- name: move_list each all
SELECT noun, from_state, to_state FROM move

-- name: move_add exec all
INSERT INTO move (noun, from_state, to_state) VALUES ($1, $2, $3) ON CONFLICT (noun, from_state, to_state) DO NOTHING

-- name: change_last_by int hot
--- Was the last of that kind of event theirs, by that account or another of the same person?
SELECT COUNT(*) AS n FROM event AS e WHERE e.county = $county AND e.subject = $subject AND e.kind = $kind
AND NOT EXISTS (SELECT 1 FROM event AS l WHERE l.county = $county AND l.subject = $subject AND l.kind = $kind AND l.id > e.id)
AND e.account <> 0 AND (e.account = $account OR EXISTS (SELECT 1 FROM account AS a WHERE a.id = e.account
AND a.county IN ($county, substr($county, 1, 4), substr($county, 1, 2)) AND a.person = $person AND a.person_county = $person_county
AND a.person <> 0))

-- name: change_gone many hot
-- From which places a record went on under another code. Asked again behind its last row.
SELECT seq, log, parts FROM event
WHERE county = $county AND subject = $subject AND kind = $kind AND (seq, log) > ($after, $after_log) ORDER BY seq, log LIMIT 20
