-- A house that stopped its card itself asks for another (docs/decisions/0061): since when, on the card that it stopped; 0: no, or one came
-- to it since.
ALTER TABLE card ADD COLUMN asked_at {int} NOT NULL DEFAULT 0;
CREATE INDEX card_asked ON card (county, household) WHERE asked_at <> 0;
