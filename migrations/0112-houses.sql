-- houses (参与): which households took part in a matter, whatever noun it is of: who came to a meeting, and so on. One row a
-- house; taken back it stays with the time it left: that the house took part remains true, and is counted.
CREATE TABLE house_part (
    county    TEXT  NOT NULL,
    noun      TEXT  NOT NULL,
    record    {int} NOT NULL,
    household {int} NOT NULL,
    place     TEXT  NOT NULL,                    -- where it lives, by the code of that day
    person    {int} NOT NULL,                    -- who spoke for it; 0: not said
    account   {int} NOT NULL,                    -- who entered it
    channel   {int} NOT NULL,
    consent   TEXT  NOT NULL,                    -- by which somebody else entered it in its name; empty: itself, or an office
    words     TEXT  NOT NULL CHECK (length(words) <= 200),
    at        {int} NOT NULL,
    left_at   {int} NOT NULL DEFAULT 0,
    CONSTRAINT house_part_key PRIMARY KEY (county, noun, record, household)
) {strict};
CREATE INDEX house_part_of ON house_part (county, household, noun, record);
CREATE INDEX house_part_by ON house_part (county, person) WHERE person <> 0;
