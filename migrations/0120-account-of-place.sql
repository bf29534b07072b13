-- The accounts of a place without those of its houses, which are many more.
CREATE INDEX account_of_place ON account (county, place) WHERE is_household = 0;
