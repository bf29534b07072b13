-- Failed tries at passwords are counted in memory (web/door.h).
DROP TABLE attempt;
