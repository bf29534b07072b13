-- tell: its queries.

-- name: tell_add exec
INSERT INTO tell (county, id, noun, record, place, home, message, words, person, acting, after, message_id)
VALUES ($county, $id, $noun, $record, $place, $home, $message, $words, $person, $acting, $after, $message_id)

-- name: tell_get one hot
SELECT noun, record, place, home, message, words, acting, after, message_id FROM tell WHERE county = $1 AND id = $2

-- name: tell_on exec
UPDATE tell SET after = $3 WHERE county = $1 AND id = $2

-- name: tell_drop exec
DELETE FROM tell WHERE county = $1 AND id = $2

-- name: tell_erase exec
UPDATE tell SET words = '' WHERE county = $1 AND person = $2
