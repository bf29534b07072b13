-- search: which terms a record's text has. Lists join `term` themselves. See search.h.

-- name: term_list_get one hot
SELECT terms FROM term_list WHERE county = $1 AND noun = $2 AND subject = $3;

-- name: term_list_put exec hot
INSERT INTO term_list (county, noun, subject, terms) VALUES ($1, $2, $3, $4)
ON CONFLICT (county, noun, subject) DO UPDATE SET terms = excluded.terms;

-- name: term_add exec hot
-- All of $4, divided by spaces, of a record that has none of them.
INSERT INTO term (county, noun, subject, term) SELECT $1, $2, $3, w.word FROM {words $4};

-- name: term_fill exec
-- Of an empty table: sixty-four rows of one county and noun.
INSERT INTO term (county, noun, term, subject) VALUES {rows 64 ($county, $noun, $row.term, $row.subject)};

-- name: term_fill_one exec
INSERT INTO term (county, noun, term, subject) VALUES ($1, $2, $3, $4);

-- name: term_list_fill exec
-- Of an empty table: eight records of one noun.
INSERT INTO term_list (county, noun, subject, terms) VALUES {rows 8 ($county, $noun, $row.subject, $row.terms)};

-- name: term_has int hot
-- As the lists of nouns ask.
SELECT COUNT(*) AS n FROM term WHERE county = $1 AND noun = $2 AND term = $3 AND subject = $4;

-- name: term_drop exec hot
DELETE FROM term WHERE county = $1 AND noun = $2 AND subject = $3 AND term = $4;

-- name: term_clear exec all
DELETE FROM term;

-- name: term_list_clear exec all
DELETE FROM term_list;

-- name: term_lines each all
SELECT county || ' ' || noun || ' ' || CAST(subject AS TEXT) || ' ' || term AS line
FROM term ORDER BY county, noun, term, subject;

-- name: term_list_lines each all
SELECT county || ' ' || noun || ' ' || CAST(subject AS TEXT) || ' ' || terms AS line
FROM term_list ORDER BY county, noun, subject;
