-- change: the table of all steps. See 0113-task.sql.

-- name: move_list each all
SELECT noun, from_state, to_state FROM move

-- name: move_add exec all
INSERT INTO move (noun, from_state, to_state) VALUES ($1, $2, $3) ON CONFLICT (noun, from_state, to_state) DO NOTHING
