-- What few needs have, once more with what sets it apart as a column: a list that goes on behind (due, id) names every column before
-- these, and SQLite takes the index of which most are named, also where its statistics are of long ago.
DROP INDEX need_county_late;
DROP INDEX need_town_late;
DROP INDEX need_complaints;
CREATE INDEX need_county_late ON need (county, is_overdue, is_urgent DESC, due, id) WHERE state < 4 AND is_overdue = 1;
CREATE INDEX need_town_late ON need (county, substr(at_place, 1, 9), is_overdue, is_urgent DESC, due, id)
    WHERE state < 4 AND is_overdue = 1;
CREATE INDEX need_complaints ON need (county, kind, is_urgent DESC, due, id) WHERE state < 4 AND kind = 3;
