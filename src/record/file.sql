-- file: which pictures belong to which record. See file.h.

-- name: file_add exec hot
INSERT INTO file (county, noun, subject, role, hash, original, width, height, bytes, id, at, kind, is_kept, masks, owner_county, owner)
VALUES ($county, $noun, $subject, $role, $hash, $original, $width, $height, $bytes, $id, $at, $kind, $is_kept, $masks, $owner_county, $owner)
ON CONFLICT (county, noun, subject, role, hash) DO NOTHING;

-- name: file_use_add exec hot
INSERT INTO file_use (hash, county, noun, subject, place, original, kind, is_kept, owner_county, owner)
VALUES ($hash, $county, $noun, $subject, $place, $original, $kind, $is_kept, $owner_county, $owner)
ON CONFLICT (hash, county, noun, subject) DO NOTHING;

-- name: file_add_same exec
INSERT INTO file (county, noun, subject, role, hash, original, width, height, bytes, id, at, kind, is_kept, masks, owner_county, owner)
SELECT $to_county, noun, $to_subject, role, hash, original, width, height, bytes, id, at, kind, is_kept, masks, owner_county, owner
FROM file WHERE county = $county AND noun = $noun AND subject = $subject AND role = $role AND at >= $since
ON CONFLICT (county, noun, subject, role, hash) DO NOTHING;

-- name: file_use_add_same exec
INSERT INTO file_use (hash, county, noun, subject, place, original, kind, is_kept, owner_county, owner)
SELECT hash, $to_county, noun, $to_subject, $place, original, kind, is_kept, owner_county, owner
FROM file WHERE county = $county AND noun = $noun AND subject = $subject AND role = $role AND at >= $since
ON CONFLICT (hash, county, noun, subject) DO NOTHING;

-- name: file_of many hot
-- whole: ATTACHMENTS_MOST pictures, and of each a masked copy
SELECT hash, width, height, role, at, kind, is_kept, masks, owner_county, owner FROM file
WHERE county = $1 AND noun = $2 AND subject = $3 ORDER BY id LIMIT 200;

-- name: file_count int hot
SELECT COUNT(*) AS n FROM file WHERE county = $1 AND noun = $2 AND subject = $3 AND masks IS NULL;

-- name: file_uses many all hot
SELECT county, noun, subject, place, kind, is_kept, owner_county, owner FROM file_use
WHERE hash = $1 AND (county, noun, subject) > ($2, $3, $4) ORDER BY county, noun, subject LIMIT 50;

-- name: file_one one hot
SELECT role, kind, owner_county, owner FROM file WHERE county = $1 AND noun = $2 AND subject = $3 AND hash = $4 ORDER BY role LIMIT 1;

-- name: file_keep exec
UPDATE file SET is_kept = 1 WHERE county = $1 AND noun = $2 AND subject = $3 AND hash = $4;

-- name: file_use_keep exec
UPDATE file_use SET is_kept = 1 WHERE county = $1 AND noun = $2 AND subject = $3 AND hash = $4;

-- name: file_untie exec
DELETE FROM file WHERE county = $1 AND noun = $2 AND subject = $3 AND (hash = $4 OR masks = $4);

-- name: file_use_sweep exec
-- What a record does not show any more.
DELETE FROM file_use WHERE county = $1 AND noun = $2 AND subject = $3 AND NOT EXISTS (SELECT 1 FROM file AS f
    WHERE f.county = file_use.county AND f.noun = file_use.noun AND f.subject = file_use.subject AND f.hash = file_use.hash);

-- name: file_of_person many all hot
-- whole: in portions, until none is left
SELECT county, noun, subject, hash, original, at FROM file WHERE owner_county = $1 AND owner = $2 AND owner <> 0
ORDER BY county, noun, subject, hash LIMIT 200;

-- name: file_gone_add exec all
-- Bytes that are to go; of one that was tied several times, the last time.
INSERT INTO file_gone (hash, original, at) VALUES ($hash, $original, $at)
ON CONFLICT (hash) DO UPDATE SET at = CASE WHEN excluded.at > file_gone.at THEN excluded.at ELSE file_gone.at END;

-- name: file_gone_list many all
-- whole: in portions, until none is left
SELECT hash, original, at FROM file_gone ORDER BY hash LIMIT 100;

-- name: file_gone_drop exec all
DELETE FROM file_gone WHERE hash = $1;

-- name: file_is_shown int all hot
SELECT COUNT(*) AS n FROM file_use WHERE hash = $1;

-- name: file_is_original int all hot
SELECT COUNT(*) AS n FROM file_use WHERE original = $1;

-- name: file_walk each all
SELECT county, noun, subject, hash, original, kind FROM file ORDER BY county, noun, subject, role, hash;

-- name: file_unknown int all
-- Pictures of records that could not be found by their hash.
SELECT COUNT(*) AS n FROM file AS f WHERE NOT EXISTS (SELECT 1 FROM file_use AS u
    WHERE u.hash = f.hash AND u.county = f.county AND u.noun = f.noun AND u.subject = f.subject);

-- name: file_check_masked each all
-- What has a masked copy is kept, and a masked copy is not; both as the picture is found by its hash.
SELECT f.county, f.subject, f.noun FROM file AS f JOIN file_use AS u ON u.hash = f.hash AND u.county = f.county AND u.noun = f.noun
    AND u.subject = f.subject
WHERE f.is_kept > u.is_kept OR f.kind <> u.kind OR (f.masks IS NULL AND f.is_kept = 0 AND EXISTS (SELECT 1 FROM file AS m
    WHERE m.county = f.county AND m.noun = f.noun AND m.subject = f.subject AND m.masks = f.hash));
