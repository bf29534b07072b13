-- What weighs how much in the story of a record (record/event.h): 0 one of many, such as a voice; 1 a step; 2 an office's answer.
-- Voices came by the hundred and the answer among them was cut out with them. It is derived from the kind, and may be again: the
-- guard of the table is for the columns that are hashed.
ALTER TABLE event ADD COLUMN weight {int} NOT NULL DEFAULT 1;
UPDATE event SET weight = 0 WHERE kind IN ('need.joined', 'need.left', 'meeting.came', 'meeting.struck', 'poll.proxy', 'poll.cast',
    'poll.keyed', 'attachment.added');
UPDATE event SET weight = 2 WHERE kind IN ('need.sorted', 'need.pooled', 'need.extended', 'need.answered', 'need.handed',
    'need.returned', 'need.solved', 'need.unable', 'need.elsewhere', 'need.told');
CREATE UNIQUE INDEX event_weight ON event (county, subject, weight, seq, log);
