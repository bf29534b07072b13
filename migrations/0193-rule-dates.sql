-- The days from and until which something holds are called alike in every table.
ALTER TABLE rule RENAME COLUMN from_day TO from_date;
ALTER TABLE rule RENAME COLUMN to_day TO to_date;
