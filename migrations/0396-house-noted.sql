-- Which houses an office noted (who came to a meeting), that did not say so themselves: counted apart, and no longer once they do.
ALTER TABLE house_part ADD COLUMN noted {int} NOT NULL DEFAULT 0 CHECK (noted IN (0, 1));
UPDATE house_part SET noted = 1 WHERE noun = 'meeting' AND consent = ''
AND NOT EXISTS (SELECT 1 FROM account AS a WHERE a.county = substr(house_part.place, 1, 6) AND a.id = house_part.account AND a.is_household = 1);
