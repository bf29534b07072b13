-- Of what stands below a place a page asks for some kinds: they lie together whatever else other nouns count there. With the place
-- before the kind, all that is counted below was walked and passed over.
DROP INDEX counter_children;
CREATE INDEX counter_children ON counter (county, above, kind, place) WHERE part = 0;
