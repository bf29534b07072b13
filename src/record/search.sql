-- search: which terms a record's text has. See search.h.

-- ---- finding (search_found): for the query of a noun, that ends with its own condition of leap.id in brackets and LIMIT $most ----

-- part: search_leap open
AND t.county = $county AND t.noun = $noun AND t.term = $term_5 AND t.subject <=
(SELECT MAX(t.subject) FROM term t WHERE t.county = $county AND t.noun = $noun AND t.term = $term_4 AND t.subject <=
(SELECT MAX(t.subject) FROM term t WHERE t.county = $county AND t.noun = $noun AND t.term = $term_3 AND t.subject <=
(SELECT MAX(t.subject) FROM term t WHERE t.county = $county AND t.noun = $noun AND t.term = $term_2 AND t.subject <=
(SELECT MAX(t.subject) FROM term t WHERE t.county = $county AND t.noun = $noun AND t.term = $term_1 AND t.subject <=

-- part: search_leaps open
FROM leap WHERE leap.id IS NOT NULL AND leap.n < $steps
)
SELECT leap.n, leap.bound, leap.id FROM leap
WHERE leap.id IS NULL OR leap.n = $steps OR leap.id = leap.bound AND EXISTS

-- part: search_five open
-- Records that have all of five terms, the newest first, from $from down. Each step leaps in one list after the other to the
-- next record that may have them all; what stands where it leapt from does. After $steps steps the last row says how far it
-- came; id NULL: to the end. Rows come in the order of the steps, and no more of these are made than are taken.
WITH RECURSIVE leap (n, bound, id) AS (
    SELECT CAST(1 AS BIGINT), CAST($from AS BIGINT), (SELECT MAX(t.subject) FROM term t WHERE TRUE {search_leap}
        CAST($from AS BIGINT))))))
    UNION ALL
    SELECT leap.n + 1, CASE WHEN leap.id = leap.bound THEN leap.id - 1 ELSE leap.id END,
        (SELECT MAX(t.subject) FROM term t WHERE TRUE {search_leap}
        CASE WHEN leap.id = leap.bound THEN leap.id - 1 ELSE leap.id END)))))
    {search_leaps}

-- part: search_leap_two open
AND t.county = $county AND t.noun = $noun AND t.term = $term_2 AND t.subject <=
(SELECT MAX(t.subject) FROM term t WHERE t.county = $county AND t.noun = $noun AND t.term = $term_1 AND t.subject <=

-- part: search_two open
-- The same of two terms, which is what most look for: a word of two characters, in a place.
WITH RECURSIVE leap (n, bound, id) AS (
    SELECT CAST(1 AS BIGINT), CAST($from AS BIGINT), (SELECT MAX(t.subject) FROM term t WHERE TRUE {search_leap_two}
        CAST($from AS BIGINT)))
    UNION ALL
    SELECT leap.n + 1, CASE WHEN leap.id = leap.bound THEN leap.id - 1 ELSE leap.id END,
        (SELECT MAX(t.subject) FROM term t WHERE TRUE {search_leap_two}
        CASE WHEN leap.id = leap.bound THEN leap.id - 1 ELSE leap.id END))
    {search_leaps}

-- part: search_has open
-- Beside another order: has the row of that `id` all of four terms (SEARCH_HAS)? Empty: nothing is looked for.
AND ($term_1 = '' OR EXISTS (SELECT 1 FROM term t WHERE t.county = $county AND t.noun = $noun AND t.term = $term_1 AND t.subject = id)
AND EXISTS (SELECT 1 FROM term t WHERE t.county = $county AND t.noun = $noun AND t.term = $term_2 AND t.subject = id)
AND EXISTS (SELECT 1 FROM term t WHERE t.county = $county AND t.noun = $noun AND t.term = $term_3 AND t.subject = id)
AND EXISTS (SELECT 1 FROM term t WHERE t.county = $county AND t.noun = $noun AND t.term = $term_4 AND t.subject = id))

-- ---- what a record has ----

-- name: term_list_get one hot
SELECT terms FROM term_list WHERE county = $1 AND noun = $2 AND subject = $3;

-- name: term_list_put exec hot
INSERT INTO term_list (county, noun, subject, terms) VALUES ($1, $2, $3, $4)
ON CONFLICT (county, noun, subject) DO UPDATE SET terms = excluded.terms;

-- name: term_add exec hot
-- All of $4, divided by spaces, of a record that has none of them.
INSERT INTO term (county, noun, subject, term) SELECT $1, $2, $3, w.word FROM {words $4};

-- name: term_fill exec
-- Sixty-four rows of one county and noun, none of which is there.
INSERT INTO term (county, noun, term, subject) VALUES {rows 64 ($county, $noun, $row.term, $row.subject)};

-- name: term_fill_one exec
INSERT INTO term (county, noun, term, subject) VALUES ($1, $2, $3, $4);

-- name: term_list_fill exec
-- Eight records of one county and noun, none of which is there.
INSERT INTO term_list (county, noun, subject, terms) VALUES {rows 8 ($county, $noun, $row.subject, $row.terms)};

-- name: term_has int hot
-- As the lists of nouns ask.
SELECT COUNT(*) AS n FROM term WHERE county = $1 AND noun = $2 AND term = $3 AND subject = $4;

-- name: term_some many hot
-- cut: counts no further than a hundred: what is typed by sound is ranked by it, and told nobody
-- Of some terms, divided by spaces, those that any record has; and how many have it, as far as a hundred.
SELECT w.word, (SELECT COUNT(*) FROM (SELECT 1 AS one FROM term AS t WHERE t.county = $county AND t.noun = $noun AND t.term = w.word
    LIMIT 100) AS few) AS n
FROM {words $words}
WHERE EXISTS (SELECT 1 FROM term AS t WHERE t.county = $county AND t.noun = $noun AND t.term = w.word) LIMIT $most;

-- name: term_drop exec hot
DELETE FROM term WHERE county = $1 AND noun = $2 AND subject = $3 AND term = $4;

-- Of a rebuild, which reads what stands county by county in the order of its key.

-- name: term_standing each
SELECT term, subject FROM term WHERE county = $1 AND noun = $2 AND subject > $3 AND subject <= $4 ORDER BY term, subject;

-- name: term_list_standing each
SELECT subject, terms FROM term_list WHERE county = $1 AND noun = $2 AND subject > $3 AND subject <= $4 ORDER BY subject;

-- name: term_list_drop exec
DELETE FROM term_list WHERE county = $1 AND noun = $2 AND subject = $3;

-- name: term_drop_between change all
-- Counties in which no record is.
DELETE FROM term WHERE county > $1 AND county < $2 AND noun = $3;

-- name: term_list_drop_between change all
DELETE FROM term_list WHERE county > $1 AND county < $2 AND noun = $3;

-- name: term_shard many all
-- The next county and noun that have any.
SELECT county, noun FROM term WHERE (county, noun) > ($1, $2) ORDER BY county, noun LIMIT 1;

-- name: term_list_shard many all
SELECT county, noun FROM term_list WHERE (county, noun) > ($1, $2) ORDER BY county, noun LIMIT 1;

-- name: term_drop_shard change
DELETE FROM term WHERE county = $1 AND noun = $2;

-- name: term_list_drop_shard change
DELETE FROM term_list WHERE county = $1 AND noun = $2;

-- name: term_list_count int all
SELECT COUNT(*) AS n FROM term_list WHERE noun = $1;

-- name: term_drop_noun exec all
DELETE FROM term WHERE noun = $1;

-- name: term_list_drop_noun exec all
DELETE FROM term_list WHERE noun = $1;
