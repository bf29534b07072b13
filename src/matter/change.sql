-- change: the table of all steps. See 0113-task.sql.

-- name: move_list each all
SELECT noun, from_state, to_state FROM move

-- name: move_add exec all
INSERT INTO move (noun, from_state, to_state) VALUES ($1, $2, $3) ON CONFLICT (noun, from_state, to_state) DO NOTHING

-- name: change_gone many hot
-- From which places a record went on under another code.
SELECT parts FROM event WHERE county = $1 AND subject = $2 AND kind = $3 ORDER BY seq LIMIT 20
