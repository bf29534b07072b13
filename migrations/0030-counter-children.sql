-- Of what stands below a place only totals are asked for: the index that finds them holds no months and no days, which are
-- most of the counters.
DROP INDEX counter_children;
CREATE INDEX counter_children ON counter (county, above, place, kind) WHERE part = 0;
