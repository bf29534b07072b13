-- When a house came in by its card with an answer of its own: nobody opens that card at the door any more (docs/decisions/0061). Of cards
-- of before it is not known.
ALTER TABLE card ADD COLUMN answered_at {int} NOT NULL DEFAULT 0; -- last; 0: never
