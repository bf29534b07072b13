-- Of a complaint the houses that took part count from the level that may read it, as its other figures do. Figures are derived: they are
-- made again after a migration. Those of the village and below go now, so that none shows a complaint until then.
DELETE FROM counter WHERE kind = 'need.households' AND length(place) > 9;
