-- inbox: messages to households and accounts. See inbox.h.

-- name: inbox_add exec hot
-- Nobody has a message twice: several tellings of one act have one number.
INSERT INTO inbox (county, owner, id, owner_kind, message, a, b, noun, about_county, about, about_place, at)
VALUES ($county, $owner, $id, $owner_kind, $message, $a, $b, $noun, $about_county, $about, $about_place, $at)
ON CONFLICT (county, owner, id) DO NOTHING;

-- name: inbox_unsay exec
-- Of two kinds about one record what was not read yet.
DELETE FROM inbox WHERE county = $county AND owner = $owner AND read_at = 0 AND noun = $noun AND about_county = $about_county
AND about = $about AND message IN ($key, $other);

-- name: inbox_page many hot
SELECT id, at, read_at, message, a, b, noun, about_county, about, about_place FROM inbox
WHERE county = $1 AND owner = $2 AND id < $3 ORDER BY id DESC LIMIT $4;

-- name: inbox_count one hot
SELECT COUNT(*) AS n, COUNT(*) AS looked FROM (SELECT 1 AS one FROM inbox WHERE county = $1 AND owner = $2 LIMIT $3) AS looked_at;

-- name: inbox_count_unread int hot
-- Of two boxes in one county; the same twice is one.
SELECT COUNT(*) AS n FROM inbox WHERE county = $1 AND owner IN ($2, $3) AND read_at = 0;

-- name: inbox_one one hot
SELECT id, at, read_at, message, a, b, noun, about_county, about, about_place FROM inbox WHERE county = $1 AND owner = $2 AND id = $3;

-- name: inbox_mark_one exec hot
UPDATE inbox SET read_at = $4 WHERE county = $1 AND owner = $2 AND id = $3 AND read_at = 0;

-- name: inbox_mark exec hot
UPDATE inbox SET read_at = $4 WHERE county = $1 AND owner = $2 AND id <= $3 AND read_at = 0;
