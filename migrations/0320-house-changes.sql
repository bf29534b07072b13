-- How often a house left or came back on that day: bounded, so that nobody fills a matter's log by going in and out.
ALTER TABLE house_part ADD COLUMN changed_on {int} NOT NULL DEFAULT 0;
ALTER TABLE house_part ADD COLUMN changes    {int} NOT NULL DEFAULT 0;
