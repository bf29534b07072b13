-- A house reads which devices are in by its card (docs/decisions/0061): what a device looked like when it came in, by what its browser
-- said of itself. 0: not known, as of all that came in before this migration, and of whoever enters by a name and password.
ALTER TABLE session ADD COLUMN device {int} NOT NULL DEFAULT 0 CHECK (device BETWEEN 0 AND 3); -- phone, tablet, computer
DROP INDEX session_by_account;
CREATE INDEX session_by_account ON session (account, county, started_at, token_hash);
