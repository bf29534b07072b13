-- A card that is printed again waits beside the one before, until it came to the house (docs/decisions/0061). What was printed before this
-- migration stands.
ALTER TABLE card ADD COLUMN stands_at {int} NOT NULL DEFAULT 0; -- since when it is the house's; 0: it waits
ALTER TABLE card ADD COLUMN handed_by {int} NOT NULL DEFAULT 0; -- whose word that was, an account's; 0: it was entered with
UPDATE card SET stands_at = issued_at;
DROP INDEX card_standing;
CREATE UNIQUE INDEX card_standing ON card (county, household) WHERE revoked_at = 0 AND stands_at <> 0;
CREATE UNIQUE INDEX card_waiting ON card (county, household) WHERE revoked_at = 0 AND stands_at = 0;

-- By which card a device came in: it may be one that was replaced since.
ALTER TABLE session ADD COLUMN card {int} NOT NULL DEFAULT 0;
UPDATE session SET card = COALESCE((SELECT k.id FROM card AS k WHERE k.county = session.county AND k.account = session.account
    AND k.revoked_at = 0), 0);
