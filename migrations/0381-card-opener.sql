-- Who opened a card at the door, and, of whoever came in while it was open, that it was: one who opens a card and learns its code is in as
-- the house, and does not judge by it what they did themselves (docs/decisions/0061). 0: nobody, the operator, or not known.
ALTER TABLE card ADD COLUMN opened_by {int} NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN opened_by {int} NOT NULL DEFAULT 0;
