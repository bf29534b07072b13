-- What a page reads in some order lies in that order: nothing is sorted for it, and no other index is taken for the order's sake.
-- Roles of one account, of every request that is signed in: SQLite went through all roles of the county by their places instead.
DROP INDEX role_by_account;
CREATE INDEX role_by_account ON role (county, account, place, from_date, id);
-- What leads to a record and away from it; of what a hundred meetings named, the last ones.
CREATE INDEX link_by_time ON link (county, noun, id, way, at, to_id);
-- What houses said: those with words first.
CREATE INDEX house_part_said ON house_part (county, noun, record, (words = ''), at, household) WHERE left_at = 0;
DROP INDEX job_due;
CREATE INDEX job_due ON job (due, kind, subject);
