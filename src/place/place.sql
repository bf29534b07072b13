-- place (地方). Its tables are reference tables (docs: one copy a machine), so its queries may go without a county.
-- shared: place place_alias place_word

-- part: place_row
code, kind, name, from_date, to_date, successor, version, predecessor

-- name: place_one one hot all
SELECT {place_row} FROM place WHERE code = $1 LIMIT 1;

-- name: place_some many hot all
-- Twenty at once; fewer repeat the last.
SELECT {place_row} FROM place WHERE code IN ({rows 20 $row.code}) LIMIT 20;

-- name: place_child_list many hot all
SELECT {place_row} FROM place WHERE parent = $1 AND code > $2 AND to_date = 0 ORDER BY code LIMIT $3;

-- name: place_child_count one hot all
SELECT COUNT(*) AS n, COUNT(*) AS looked FROM (SELECT 1 AS one FROM place WHERE parent = $1 AND to_date = 0 LIMIT $2) AS looked_at;

-- name: place_last_child one all
SELECT COALESCE(MAX(code), '') AS code FROM place WHERE parent = $1;

-- name: place_found many hot all
-- Endings that begin with what was typed: whole names first, then the shorter name.
SELECT p.code, p.kind, p.name, p.from_date, p.to_date, p.successor, p.version, p.predecessor
FROM place_word AS w JOIN place AS p ON p.county = w.county AND p.code = w.code
WHERE w.word >= $word_from AND w.word < $word_end AND w.code >= $code_from AND w.code < $code_end AND p.to_date = 0
ORDER BY CASE WHEN w.skipped = 0 THEN 0 ELSE 1 END, length(w.word), p.code LIMIT $most;

-- name: place_spelled many hot all
-- The same of letters, in the order of the index: what is spelled so to the end comes first.
SELECT p.code, p.kind, p.name, p.from_date, p.to_date, p.successor, p.version, p.predecessor
FROM place_word AS w JOIN place AS p ON p.county = w.county AND p.code = w.code
WHERE w.word >= $word_from AND w.word < $word_end AND w.code >= $code_from AND w.code < $code_end AND p.to_date = 0
ORDER BY w.word, w.code LIMIT $most;

-- name: place_called many hot all
-- Places below $code_from that are called by one of some words, the longest word first, the highest place first.
SELECT p.code, x.word FROM {words $words} JOIN place_word AS x ON x.word = w.word AND x.code > $code_from AND x.code < $code_end
JOIN place AS p ON p.county = x.county AND p.code = x.code
WHERE x.skipped = 0 AND p.to_date = 0
ORDER BY length(x.word) DESC, length(p.code), p.code LIMIT $most;

-- name: place_insert exec
INSERT INTO place (county, code, parent, kind, name, from_date, predecessor, name_key, twin)
VALUES ($county, $code, $parent, $kind, $name, $from_date, $predecessor, $name_key, CASE WHEN EXISTS
    (SELECT 1 FROM place AS o WHERE o.parent = $parent AND o.name_key = $name_key AND o.to_date = 0) THEN CAST($twin AS BIGINT) ELSE 0 END);

-- name: place_rename change
UPDATE place SET name = $name, name_key = $name_key, version = version + 1, twin = CASE WHEN EXISTS
    (SELECT 1 FROM place AS o WHERE o.parent = place.parent AND o.name_key = $name_key AND o.to_date = 0
     AND o.code <> place.code) THEN CAST($twin AS BIGINT) ELSE 0 END
WHERE county = $county AND code = $code AND version = $version AND to_date = 0;

-- name: place_parent one all
SELECT parent FROM place WHERE code = $1 LIMIT 1;

-- name: place_named_beside many all
-- What stands below a place and may be called so: by its own name, and all other names there.
-- whole: free_of_key() refuses where there are more than PLACE_NAMES_MOST
SELECT code, name, name AS said, 0 AS is_other FROM place WHERE parent = $parent AND to_date = 0 AND name_key = $key
UNION ALL
SELECT p.code, p.name, a.alias, 1 FROM place AS p JOIN place_alias AS a ON a.county = p.county AND a.code = p.code
WHERE p.parent = $parent AND p.to_date = 0 AND a.taken_in = 0
ORDER BY 4, 1 LIMIT 8001;

-- name: place_said_beside many all
-- All that is said there, for an import.
-- whole: beside_read() refuses where there are more than PLACE_NAMES_MOST
SELECT p.code, p.name AS said FROM place AS p WHERE p.parent = $1 AND p.to_date = 0
UNION ALL
SELECT p.code, a.alias FROM place AS p JOIN place_alias AS a ON a.county = p.county AND a.code = p.code
WHERE p.parent = $1 AND p.to_date = 0 AND a.taken_in = 0
ORDER BY 1, 2 LIMIT 8001;

-- name: place_twins_settle exec all
-- Marks of doubles that have none any more.
UPDATE place SET twin = 0 WHERE parent = $1 AND twin <> 0 AND to_date = 0 AND NOT EXISTS
    (SELECT 1 FROM place AS o WHERE o.parent = place.parent AND o.name_key = place.name_key AND o.to_date = 0
     AND o.code <> place.code);

-- name: place_twins_of_all many all
-- whole: settle_body() walks on until none is left
SELECT DISTINCT parent FROM place WHERE twin <> 0 AND to_date = 0 AND parent > $1 ORDER BY parent LIMIT 500;

-- name: place_named_every each all
SELECT code, parent, name, name_key, twin FROM place WHERE to_date = 0 ORDER BY code;

-- name: place_key_page many all
-- For migration 0180.
SELECT county, code, name FROM place WHERE code > $1 ORDER BY code LIMIT 500;

-- name: place_key_put exec
UPDATE place SET name_key = $3 WHERE county = $1 AND code = $2;

-- name: place_end change
UPDATE place SET to_date = $on, successor = $successor, version = version + 1
WHERE county = $county AND code = $code AND version = $version AND to_date = 0 AND from_date <= $on;

-- name: place_below many all
-- What stands below a place, for a move; a town has some hundred groups.
SELECT {place_row} FROM place WHERE code > $1 AND code < $2 AND to_date = 0 ORDER BY code LIMIT $3;

-- name: place_alias_insert exec
-- A name of what was taken in is told apart from then on, even where it was another name before.
INSERT INTO place_alias (county, code, alias, at, taken_in) VALUES ($county, $code, $alias, $at, $taken_in)
ON CONFLICT (county, code, alias) DO UPDATE SET taken_in = excluded.taken_in, at = excluded.at
WHERE place_alias.taken_in < excluded.taken_in;

-- name: place_alias_drop change
DELETE FROM place_alias WHERE county = $1 AND code = $2 AND alias = $3 AND taken_in = 0;

-- name: place_alias_list many
-- A place keeps a name of each that was ever taken into it.
-- whole: place_borne() refuses more than PLACE_BORNE_MOST
SELECT alias, taken_in FROM place_alias WHERE county = $1 AND code = $2 ORDER BY at, alias LIMIT 1001;

-- name: place_house_called int
-- Is a house of the village told by that key?
SELECT COUNT(*) AS n FROM household WHERE county = $1 AND place >= $2 AND place < $3 AND label_key = $4 AND to_date = 0;

-- name: place_named_under many
-- A village and all that stands below it, for names that decide where something is written.
-- whole: place_names_load() refuses where there are more than 4,000
SELECT {place_row} FROM place WHERE county = $1 AND code >= $2 AND code < $3 AND to_date = 0 ORDER BY code LIMIT 4001;

-- name: place_alias_under many
-- whole: as above
SELECT code, alias, taken_in, at FROM place_alias WHERE county = $1 AND code >= $2 AND code < $3
ORDER BY code, at, alias LIMIT 4001;

-- name: place_word_insert exec
-- Two names of a place may have a word: it counts as early in a name as the one that has it earliest, whichever came first.
INSERT INTO place_word (county, code, word, skipped) VALUES ($1, $2, $3, $4)
ON CONFLICT (county, code, word) DO UPDATE SET skipped = excluded.skipped WHERE excluded.skipped < place_word.skipped;

-- name: place_word_drop exec
DELETE FROM place_word WHERE county = $1 AND code = $2;

-- name: place_word_clear exec all
DELETE FROM place_word WHERE skipped >= 0;

-- name: place_every each all
SELECT {place_row}, county, parent FROM place ORDER BY code;

-- name: place_alias_every each all
SELECT a.county, a.code, a.alias, a.taken_in, p.to_date FROM place_alias AS a
JOIN place AS p ON p.county = a.county AND p.code = a.code ORDER BY a.county, a.code;

-- name: place_without_parent each all
SELECT p.code FROM place AS p
WHERE p.parent <> '' AND NOT EXISTS (SELECT 1 FROM place AS q WHERE q.code = p.parent) ORDER BY p.code;

-- name: place_astray each all
-- A successor that does not exist, or that ended before the place it follows.
SELECT p.code FROM place AS p LEFT JOIN place AS q ON q.code = p.successor
WHERE p.successor <> '' AND (q.code IS NULL OR (q.to_date <> 0 AND q.to_date < p.to_date)) ORDER BY p.code;

-- name: place_profile_version one
SELECT version FROM place_profile WHERE county = $1 AND code = $2;

-- name: place_profile_first change
INSERT INTO place_profile (county, code, version) VALUES ($1, $2, 1) ON CONFLICT (county, code) DO NOTHING;

-- name: place_profile_next change
UPDATE place_profile SET version = version + 1 WHERE county = $1 AND code = $2 AND version = $3;

-- name: place_fact_list many
-- whole: a row of each of facts[]
SELECT fact, number, words, as_of, said_by FROM place_fact WHERE county = $1 AND code = $2 ORDER BY fact LIMIT 40;

-- name: place_fact_put exec
INSERT INTO place_fact (county, code, fact, number, words, as_of, said_by, account, at)
VALUES ($county, $code, $fact, $number, $words, $as_of, $said_by, $account, $at)
ON CONFLICT (county, code, fact) DO UPDATE SET number = excluded.number, words = excluded.words,
    as_of = excluded.as_of, said_by = excluded.said_by, account = excluded.account, at = excluded.at;

-- name: place_fact_drop exec
DELETE FROM place_fact WHERE county = $1 AND code = $2 AND fact = $3;

-- name: place_word_lines each all
SELECT county || ' ' || code || ' ' || word || ' ' || CAST(skipped AS TEXT) AS line
FROM place_word ORDER BY county, code, word;
