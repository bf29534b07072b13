-- （888）, '888, No.888, 八八八 and 上湾村二组888户 are one house of 二组, and a blank that nobody sees (U+2800) tells no two people
-- apart (docs/decisions/0026): the keys that are kept are folded again. Where two that stand turn out to be one the younger
-- is marked, as in 0020, and `yuanchang check` names both.
DROP INDEX household_key_one;
DROP INDEX person_name_one;

{run house_keys}
{run person_keys}

CREATE INDEX household_by_key ON household (county, place, label_key);
UPDATE household SET twin = id WHERE to_date = 0 AND twin = 0 AND EXISTS
    (SELECT 1 FROM household AS o WHERE o.county = household.county AND o.place = household.place
     AND o.label_key = household.label_key AND o.to_date = 0 AND o.id < household.id);
UPDATE person SET twin = id WHERE to_date = 0 AND twin = 0 AND EXISTS
    (SELECT 1 FROM person AS o WHERE o.county = person.county AND o.household = person.household
     AND o.name_key = person.name_key AND o.born = person.born AND o.to_date = 0 AND o.id < person.id);
DROP INDEX household_by_key;
CREATE UNIQUE INDEX household_key_one ON household (county, place, label_key, twin) WHERE to_date = 0;
CREATE UNIQUE INDEX person_name_one ON person (county, household, name_key, born, twin) WHERE to_date = 0;
