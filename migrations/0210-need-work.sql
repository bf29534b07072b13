-- The workbench shows what a place ever had, of any state: complaints, what was withdrawn and what another leads as well, which the
-- public's lists leave out. The newest first, and looked through no further than list.h says. `id > 0` is true of all: by it these
-- two stand for who says it, and are not taken for the public's lists, whose own indexes have less in them.
CREATE INDEX need_town_age ON need (county, substr(place, 1, 9), id) WHERE id > 0;
CREATE INDEX need_village_age ON need (county, substr(place, 1, 12), id) WHERE id > 0;
