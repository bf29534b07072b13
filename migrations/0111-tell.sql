-- tell (告知): what the houses of a matter are still to be told, beyond the first few that heard of it in the act itself. A row is
-- gone when all have heard; `after` is the last that did.
CREATE TABLE tell (
    county  TEXT  NOT NULL,
    id      {int} NOT NULL,                -- of the message in each box: nobody has it twice
    noun    TEXT  NOT NULL,
    record  {int} NOT NULL,
    place   TEXT  NOT NULL,
    home    TEXT  NOT NULL,                -- the county of the houses
    message TEXT  NOT NULL,
    words   TEXT  NOT NULL,
    person  {int} NOT NULL,                -- whose words they are
    acting  {int} NOT NULL,                -- the house that acted, which knows
    after   {int} NOT NULL,
    CONSTRAINT tell_key PRIMARY KEY (county, id)
) {strict};
CREATE INDEX tell_by_person ON tell (county, person) WHERE person <> 0;
