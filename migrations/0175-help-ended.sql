-- What a house ended itself nobody begins again on its behalf.
ALTER TABLE help ADD COLUMN ended_by_house {int} NOT NULL DEFAULT 0 CHECK (ended_by_house IN (0, 1));
