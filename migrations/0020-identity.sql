-- What a person or a house is told by: one key for every writing (place/house_key.h, base/fold.h). Where two rows that
-- stand turn out to be one, nothing is merged: the younger is marked as a twin, and `yuanchang check` names both.
ALTER TABLE household ADD COLUMN label_key TEXT NOT NULL DEFAULT '';
ALTER TABLE household ADD COLUMN twin {int} NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN twin {int} NOT NULL DEFAULT 0;

-- Names of what was taken into a place, apart from its own other names: numbers under them are other houses.
ALTER TABLE place_alias ADD COLUMN taken_in {int} NOT NULL DEFAULT 0;
UPDATE place_alias SET taken_in = 1 WHERE EXISTS (
    WITH RECURSIVE came (code, direct) AS (
        SELECT q.code, CASE WHEN q.code = p.predecessor THEN 1 ELSE 0 END
        FROM place AS q JOIN place AS p ON p.code = q.successor
        WHERE q.successor = place_alias.code AND q.code <> place_alias.code
        UNION
        SELECT q.code, CASE WHEN came.direct = 1 AND q.code = p.predecessor THEN 1 ELSE 0 END
        FROM place AS q JOIN came ON q.successor = came.code JOIN place AS p ON p.code = came.code
    )
    SELECT 1 FROM came JOIN place AS q ON q.code = came.code
    WHERE came.direct = 0 AND (q.name = place_alias.alias OR EXISTS
        (SELECT 1 FROM place_alias AS o WHERE o.county = q.county AND o.code = q.code AND o.alias = place_alias.alias)));

{run identity_keys}

CREATE INDEX household_by_key ON household (county, place, label_key);
UPDATE household SET twin = id WHERE to_date = 0 AND EXISTS
    (SELECT 1 FROM household AS o WHERE o.county = household.county AND o.place = household.place
     AND o.label_key = household.label_key AND o.to_date = 0 AND o.id < household.id);
UPDATE person SET twin = id WHERE to_date = 0 AND EXISTS
    (SELECT 1 FROM person AS o WHERE o.county = person.county AND o.household = person.household
     AND o.name_key = person.name_key AND o.born = person.born AND o.to_date = 0 AND o.id < person.id);
DROP INDEX household_by_key;
CREATE UNIQUE INDEX household_key_one ON household (county, place, label_key, twin) WHERE to_date = 0;
CREATE UNIQUE INDEX person_name_one ON person (county, household, name_key, born, twin) WHERE to_date = 0;
