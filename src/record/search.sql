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
INSERT INTO term (county, noun, term, subject) VALUES
    ($1, $2, $3, $4), ($1, $2, $5, $6), ($1, $2, $7, $8), ($1, $2, $9, $10), ($1, $2, $11, $12), ($1, $2, $13, $14),
    ($1, $2, $15, $16), ($1, $2, $17, $18), ($1, $2, $19, $20), ($1, $2, $21, $22), ($1, $2, $23, $24), ($1, $2, $25, $26),
    ($1, $2, $27, $28), ($1, $2, $29, $30), ($1, $2, $31, $32), ($1, $2, $33, $34), ($1, $2, $35, $36), ($1, $2, $37, $38),
    ($1, $2, $39, $40), ($1, $2, $41, $42), ($1, $2, $43, $44), ($1, $2, $45, $46), ($1, $2, $47, $48), ($1, $2, $49, $50),
    ($1, $2, $51, $52), ($1, $2, $53, $54), ($1, $2, $55, $56), ($1, $2, $57, $58), ($1, $2, $59, $60), ($1, $2, $61, $62),
    ($1, $2, $63, $64), ($1, $2, $65, $66), ($1, $2, $67, $68), ($1, $2, $69, $70), ($1, $2, $71, $72), ($1, $2, $73, $74),
    ($1, $2, $75, $76), ($1, $2, $77, $78), ($1, $2, $79, $80), ($1, $2, $81, $82), ($1, $2, $83, $84), ($1, $2, $85, $86),
    ($1, $2, $87, $88), ($1, $2, $89, $90), ($1, $2, $91, $92), ($1, $2, $93, $94), ($1, $2, $95, $96), ($1, $2, $97, $98),
    ($1, $2, $99, $100), ($1, $2, $101, $102), ($1, $2, $103, $104), ($1, $2, $105, $106), ($1, $2, $107, $108), ($1, $2, $109, $110),
    ($1, $2, $111, $112), ($1, $2, $113, $114), ($1, $2, $115, $116), ($1, $2, $117, $118), ($1, $2, $119, $120), ($1, $2, $121, $122),
    ($1, $2, $123, $124), ($1, $2, $125, $126), ($1, $2, $127, $128), ($1, $2, $129, $130);

-- name: term_fill_one exec
INSERT INTO term (county, noun, term, subject) VALUES ($1, $2, $3, $4);

-- name: term_list_fill exec
-- Of an empty table: eight records of one noun.
INSERT INTO term_list (county, noun, subject, terms) VALUES
    ($1, $2, $3, $4), ($1, $2, $5, $6), ($1, $2, $7, $8), ($1, $2, $9, $10),
    ($1, $2, $11, $12), ($1, $2, $13, $14), ($1, $2, $15, $16), ($1, $2, $17, $18);

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
