-- Lists that are filtered by what few needs have: without an index of its own each walked everything that has it not.

-- Of one kind, in both orders; most are demands (0), which the plain lists find. A plain list can never take these.
CREATE INDEX need_county_kind_voices ON need (county, kind, households DESC, id)
    WHERE kind <> 0 AND kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_county_kind_newest ON need (county, kind, id DESC)
    WHERE kind <> 0 AND kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_town_kind_voices ON need (county, substr(place, 1, 9), kind, households DESC, id)
    WHERE kind <> 0 AND kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_town_kind_newest ON need (county, substr(place, 1, 9), kind, id DESC)
    WHERE kind <> 0 AND kind <> 3 AND state <> 7 AND lead IS NULL;

-- On a desk: what is late, what is big, and in a township what nobody deals with. Only those few are in the index.
CREATE INDEX need_county_late ON need (county, is_urgent DESC, due, id) WHERE state < 4 AND is_overdue = 1;
CREATE INDEX need_county_big ON need (county, is_urgent DESC, due, id) WHERE state < 4 AND size = 2;
CREATE INDEX need_town_late ON need (county, substr(at_place, 1, 9), is_urgent DESC, due, id)
    WHERE state < 4 AND is_overdue = 1;
CREATE INDEX need_town_big ON need (county, substr(at_place, 1, 9), is_urgent DESC, due, id) WHERE state < 4 AND size = 2;
CREATE INDEX need_town_free ON need (county, substr(at_place, 1, 9), is_urgent DESC, due, id) WHERE state < 4 AND owner = 0;
