-- file: which pictures belong to which record. See file.h.

-- name: file_add exec hot
INSERT INTO file (county, noun, subject, role, hash, original, width, height, bytes, id, at)
VALUES ($county, $noun, $subject, $role, $hash, $original, $width, $height, $bytes, $id, $at)
ON CONFLICT (county, noun, subject, role, hash) DO NOTHING;

-- name: file_use_add exec hot
INSERT INTO file_use (hash, county, noun, subject, place, original)
VALUES ($hash, $county, $noun, $subject, $place, $original)
ON CONFLICT (hash, county, noun, subject) DO NOTHING;

-- name: file_of many hot
SELECT hash, width, height, role, at FROM file WHERE county = $1 AND noun = $2 AND subject = $3 ORDER BY id LIMIT 200;

-- name: file_uses many all hot
SELECT county, noun, subject, place FROM file_use WHERE hash = $1 ORDER BY county, noun, subject LIMIT 50;

-- name: file_is_shown int all hot
SELECT COUNT(*) AS n FROM file_use WHERE hash = $1;

-- name: file_is_original int all hot
SELECT COUNT(*) AS n FROM file_use WHERE original = $1;

-- name: file_walk each all
SELECT county, noun, subject, hash, original FROM file ORDER BY county, noun, subject, role, hash;

-- name: file_unknown int all
-- Pictures of records that could not be found by their hash.
SELECT COUNT(*) AS n FROM file AS f WHERE NOT EXISTS (SELECT 1 FROM file_use AS u
    WHERE u.hash = f.hash AND u.county = f.county AND u.noun = f.noun AND u.subject = f.subject);
