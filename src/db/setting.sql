-- setting: small values that are kept by name, for a county or (empty county) for the whole installation.

-- name: setting_get one hot
SELECT value FROM setting WHERE county = $1 AND name = $2;

-- name: setting_put exec
INSERT INTO setting (county, name, value) VALUES ($1, $2, $3)
ON CONFLICT (county, name) DO UPDATE SET value = excluded.value;

-- name: setting_add change
-- Only where there is none yet.
INSERT INTO setting (county, name, value) VALUES ($1, $2, $3)
ON CONFLICT (county, name) DO NOTHING;

-- name: setting_list many
-- whole: the names are the program's own, some ten
SELECT name, value FROM setting WHERE county = $1 ORDER BY name LIMIT 1000;
