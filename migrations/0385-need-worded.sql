-- When a need's title, body and category were last written anew: a voice is for the words that were read. 0: as they were raised.
ALTER TABLE need ADD COLUMN worded_at {int} NOT NULL DEFAULT 0;
UPDATE need SET worded_at = COALESCE((SELECT max(e.at) FROM event AS e WHERE e.county = need.county AND e.subject = need.id
    AND e.kind = 'need.corrected'), raised_at);
