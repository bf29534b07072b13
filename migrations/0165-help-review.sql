-- A paper that a house signed is looked at by somebody who supervises: it is right, or it is doubted, and why.
ALTER TABLE help ADD COLUMN reviewed_at {int} NOT NULL DEFAULT 0;
ALTER TABLE help ADD COLUMN is_doubted {int} NOT NULL DEFAULT 0 CHECK (is_doubted IN (0, 1));
ALTER TABLE help ADD COLUMN doubt TEXT NOT NULL DEFAULT '' CHECK (length(doubt) <= 300);
CREATE INDEX help_unseen ON help (county, asked_at, id, home) WHERE way = 2 AND reviewed_at = 0;
