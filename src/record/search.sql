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
-- Of an empty table: thirty-two records of one term.
INSERT INTO term (county, noun, term, subject) VALUES
    ($1, $2, $3, $4), ($1, $2, $3, $5), ($1, $2, $3, $6), ($1, $2, $3, $7), ($1, $2, $3, $8), ($1, $2, $3, $9), ($1, $2, $3, $10), ($1, $2, $3, $11),
    ($1, $2, $3, $12), ($1, $2, $3, $13), ($1, $2, $3, $14), ($1, $2, $3, $15), ($1, $2, $3, $16), ($1, $2, $3, $17), ($1, $2, $3, $18), ($1, $2, $3, $19),
    ($1, $2, $3, $20), ($1, $2, $3, $21), ($1, $2, $3, $22), ($1, $2, $3, $23), ($1, $2, $3, $24), ($1, $2, $3, $25), ($1, $2, $3, $26), ($1, $2, $3, $27),
    ($1, $2, $3, $28), ($1, $2, $3, $29), ($1, $2, $3, $30), ($1, $2, $3, $31), ($1, $2, $3, $32), ($1, $2, $3, $33), ($1, $2, $3, $34), ($1, $2, $3, $35);

-- name: term_fill_one exec
INSERT INTO term (county, noun, term, subject) VALUES ($1, $2, $3, $4);

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
