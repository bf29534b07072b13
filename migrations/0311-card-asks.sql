-- What a device that is new is asked, and who opened a card at the door (docs/decisions/0061). Cards of before were in use: they count as
-- opened, and a device that comes new is asked all the same.
ALTER TABLE card ADD COLUMN opened_at {int} NOT NULL DEFAULT 0;  -- first; 0: nobody showed yet that it is in its house's hands
ALTER TABLE card ADD COLUMN open_until {int} NOT NULL DEFAULT 0; -- till then a new device is not asked
ALTER TABLE card ADD COLUMN tries {int} NOT NULL DEFAULT 0;      -- since the last right answer
ALTER TABLE card ADD COLUMN tried_at {int} NOT NULL DEFAULT 0;
UPDATE card SET opened_at = issued_at;
