-- By which consent (entry/help.h) a house's part was entered in its name: when its paper is found not to be the house's word, what was said
-- by it is taken out again. 0: itself, an office, or before this. And a need whose author was named by such a paper says so.
ALTER TABLE house_part ADD COLUMN by_consent {int} NOT NULL DEFAULT 0;
CREATE INDEX house_part_by_consent ON house_part (county, by_consent) WHERE by_consent <> 0;
ALTER TABLE need ADD COLUMN is_unsaid {int} NOT NULL DEFAULT 0 CHECK (is_unsaid IN (0, 1));
