-- How needs ended is counted as need.outcome_*, beside what is listed: the page of a list reads both in one walk. Counters are made
-- again after a migration.
DELETE FROM counter WHERE kind >= 'need.closed_' AND kind < 'need.closed`';
