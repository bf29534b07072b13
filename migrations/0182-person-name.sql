-- 买买提·艾力, 买买提 艾力 and 买买提艾力 are one person, and so are 李芳 and 李芳。 (docs/decisions/0048): the keys that are kept are
-- folded again. Where two that stand in a house turn out to be one the younger is marked, as in 0020, and `yuanchang check`
-- names both.
DROP INDEX person_name_one;

{run person_keys}

UPDATE person SET twin = id WHERE to_date = 0 AND twin = 0 AND EXISTS
    (SELECT 1 FROM person AS o WHERE o.county = person.county AND o.household = person.household
     AND o.name_key = person.name_key AND o.born = person.born AND o.to_date = 0 AND o.id < person.id);
CREATE UNIQUE INDEX person_name_one ON person (county, household, name_key, born, twin) WHERE to_date = 0;
