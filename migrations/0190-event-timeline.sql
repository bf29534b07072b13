-- A record's steps are read in the order of this index as it stands: without the log in it each step was sorted apart, in a table made
-- and thrown away for it.
DROP INDEX event_timeline;
CREATE UNIQUE INDEX event_timeline ON event (county, subject, seq, log);
