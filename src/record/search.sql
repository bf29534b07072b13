-- search: which terms a record's text has. Lists join `term` themselves. See search.h.

-- name: term_of_subject many hot
SELECT term FROM term WHERE county = $1 AND noun = $2 AND subject = $3 ORDER BY term LIMIT 2000;

-- name: term_add exec hot
-- Sixteen at once; a shorter list repeats its last.
INSERT INTO term (county, noun, subject, term) VALUES
    ($1, $2, $3, $4), ($1, $2, $3, $5), ($1, $2, $3, $6), ($1, $2, $3, $7),
    ($1, $2, $3, $8), ($1, $2, $3, $9), ($1, $2, $3, $10), ($1, $2, $3, $11),
    ($1, $2, $3, $12), ($1, $2, $3, $13), ($1, $2, $3, $14), ($1, $2, $3, $15),
    ($1, $2, $3, $16), ($1, $2, $3, $17), ($1, $2, $3, $18), ($1, $2, $3, $19)
ON CONFLICT (county, noun, term, subject) DO NOTHING;

-- name: term_drop exec hot
DELETE FROM term WHERE county = $1 AND noun = $2 AND subject = $3 AND term = $4;

-- name: term_drop_all exec hot
DELETE FROM term WHERE county = $1 AND noun = $2 AND subject = $3;

-- name: term_clear exec all
DELETE FROM term;
