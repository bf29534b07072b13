-- Several tellings of one act have one message: a house that is a party to more than one of its matters hears once.
ALTER TABLE tell ADD COLUMN message_id {int} NOT NULL DEFAULT 0;
