-- link: its queries. `way` 0: stands with the one that points, 1: with the one pointed to, 2: with the root of the story.

-- name: link_add exec
INSERT INTO link (county, noun, id, way, kind, to_county, to_noun, to_id, root_county, root_noun, root_id, at)
VALUES ($county, $noun, $id, $way, $kind, $to_county, $to_noun, $to_id, $root_county, $root_noun, $root_id, $at)
ON CONFLICT (county, noun, id, way, kind, to_county, to_noun, to_id) DO NOTHING

-- name: link_drop exec
DELETE FROM link WHERE county = $county AND noun = $noun AND id = $id AND way = $way AND kind = 2
AND to_county = $to_county AND to_noun = $to_noun AND to_id = $to_id

-- name: link_root_of one hot
-- Of what it first came from or was made a part of.
SELECT root_county, root_noun, root_id, kind, to_county, to_noun, to_id FROM link WHERE county = $1 AND noun = $2 AND id = $3 AND way = 0 AND kind < 2
ORDER BY at, to_id LIMIT 1

-- name: link_count int
SELECT count(*) AS n FROM link WHERE county = $1 AND noun = $2 AND id = $3 AND way = $4

-- name: link_to many hot
-- whole: LINKS_MOST, more are refused
SELECT kind, to_county, to_noun, to_id FROM link WHERE county = $1 AND noun = $2 AND id = $3 AND way = 0
ORDER BY at, to_id LIMIT 100

-- name: link_back many hot
-- cut: Links.more; is_linked_cut of every page of a matter
SELECT kind, to_county, to_noun, to_id FROM link WHERE county = $1 AND noun = $2 AND id = $3 AND way = 1
ORDER BY at DESC, to_id DESC LIMIT 101

-- name: link_parts many hot
-- whole: LINKS_MOST, more are refused
SELECT to_county, to_noun, to_id FROM link WHERE county = $1 AND noun = $2 AND id = $3 AND way = 2
ORDER BY at, to_id LIMIT 100

-- name: link_check_ends each
SELECT l.county, l.id, l.noun FROM link AS l WHERE l.way < 2 AND NOT EXISTS (SELECT 1 FROM link AS k
    WHERE k.county = l.to_county AND k.noun = l.to_noun AND k.id = l.to_id AND k.way = 1 - l.way AND k.kind = l.kind
    AND k.to_county = l.county AND k.to_noun = l.noun AND k.to_id = l.id)
