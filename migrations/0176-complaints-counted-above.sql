-- Complaints are counted from above whom they name, and no longer in the group and the village that they came from. Figures are derived:
-- they are made again after a migration. Those of complaints go now, so that no board shows them until then.
DELETE FROM counter WHERE kind = 'need.kind.complaint' AND length(place) > 9;
