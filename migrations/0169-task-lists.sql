-- Lists of what is to be done walk an index in their order, at every level; those that are late stand apart in it.
DROP INDEX task_of_place;
CREATE INDEX task_of_county ON task (county, is_overdue, due, id) WHERE state = 0;
CREATE INDEX task_of_town ON task (county, substr(at_place, 1, 9), is_overdue, due, id) WHERE state = 0;
CREATE INDEX task_of_village ON task (county, substr(at_place, 1, 12), is_overdue, due, id) WHERE state = 0;
CREATE INDEX task_of_group ON task (county, substr(at_place, 1, 15), is_overdue, due, id) WHERE state = 0;
