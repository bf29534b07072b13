-- Lists that walk no more than they show, however many needs a county has and without the planner knowing how many.

-- Filtered by category and state: a list is merged from the cells it asks for, each in its order (src/plan/need_cell.c).
CREATE INDEX need_county_cell_voices ON need (county, category, state, households DESC, id)
    WHERE kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_county_cell_newest ON need (county, category, state, id DESC)
    WHERE kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_town_cell_voices ON need (county, substr(place, 1, 9), category, state, households DESC, id)
    WHERE kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_town_cell_newest ON need (county, substr(place, 1, 9), category, state, id DESC)
    WHERE kind <> 3 AND state <> 7 AND lead IS NULL;

-- Desks in the order in which they are shown: one official's own, a township's, a village's; and the few complaints.
DROP INDEX need_of_owner;
DROP INDEX need_on_desk;
CREATE INDEX need_own_queue ON need (county, owner, is_urgent DESC, due, id) WHERE state < 4;
CREATE INDEX need_town_queue ON need (county, substr(at_place, 1, 9), is_urgent DESC, due, id) WHERE state < 4;
CREATE INDEX need_village_queue ON need (county, substr(at_place, 1, 12), is_urgent DESC, due, id) WHERE state < 4;
CREATE INDEX need_complaints ON need (county, is_urgent DESC, due, id) WHERE state < 4 AND kind = 3;
