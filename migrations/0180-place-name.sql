-- What a place is told by beside its sisters: its name by the key that rosters read by (engine/text/house_key.h), unique among
-- those that stand below one place (docs/decisions/0048). Doubles of before are not merged: the younger is marked with its own
-- code, and `yuanchang check` names it.
ALTER TABLE place ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE place ADD COLUMN twin {int} NOT NULL DEFAULT 0;

{run place_keys}

CREATE INDEX place_by_name ON place (parent, name_key, code);
UPDATE place SET twin = CAST(code AS {int}) WHERE to_date = 0 AND EXISTS
    (SELECT 1 FROM place AS o WHERE o.parent = place.parent AND o.name_key = place.name_key AND o.to_date = 0
     AND o.code < place.code);
DROP INDEX place_by_name;
CREATE UNIQUE INDEX place_name_one ON place (parent, name_key, twin) WHERE to_date = 0;
