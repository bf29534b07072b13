-- What a house took back itself only it brings back; what an office struck out it may note again.
ALTER TABLE house_part ADD COLUMN left_itself {int} NOT NULL DEFAULT 0 CHECK (left_itself IN (0, 1));
