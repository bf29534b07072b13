-- A phone or ID number that is registered where whoever typed it may not look: the person comes in, the number stays whose it was and
-- waits for the office over both (docs/decisions/0060). Meanwhile nobody is found by it.
ALTER TABLE person ADD COLUMN phone_waits {int} NOT NULL DEFAULT 0 CHECK (phone_waits IN (0, 1));
ALTER TABLE person ADD COLUMN id_waits {int} NOT NULL DEFAULT 0 CHECK (id_waits IN (0, 1));
ALTER TABLE person ADD COLUMN waits_at TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN waits_since {int} NOT NULL DEFAULT 0;
CREATE INDEX person_waits ON person (county, waits_since, id) WHERE waits_at <> '';
