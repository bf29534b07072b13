-- How a house is called as it stands, name of a group and all, by the key that rosters read by: a text that reads as the number
-- of one house and is what another is called is asked about (docs/decisions/0048). And 810号附1, 810附1号 and 810之1 are 810-1:
-- the keys that are kept are folded again. Where two houses that stand turn out to be one the younger is marked, as in 0020.
ALTER TABLE household ADD COLUMN called TEXT NOT NULL DEFAULT '';
DROP INDEX household_key_one;

{run house_keys}
{run house_called}

CREATE INDEX household_called ON household (county, called, place) WHERE to_date = 0;
CREATE INDEX household_by_key ON household (county, place, label_key);
UPDATE household SET twin = id WHERE to_date = 0 AND twin = 0 AND EXISTS
    (SELECT 1 FROM household AS o WHERE o.county = household.county AND o.place = household.place
     AND o.label_key = household.label_key AND o.to_date = 0 AND o.id < household.id);
DROP INDEX household_by_key;
CREATE UNIQUE INDEX household_key_one ON household (county, place, label_key, twin) WHERE to_date = 0;
