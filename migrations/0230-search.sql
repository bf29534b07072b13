-- What is looked for is folded further (docs/decisions/0057): traditional characters, variants, numbers; and places are found by their
-- spelling. Terms and words are made again after every migration. Of a house's words some are of its label, which whoever lists
-- houses may find it by, others of names, which only who sees names may.
ALTER TABLE household_word ADD COLUMN of_name {int} NOT NULL DEFAULT 0;
