-- Groups of duplicates act as one (docs/decisions/0042).

-- What was closed opens again where a house that voiced it says in time that it is not done.
INSERT INTO need_move (from_state, to_state) VALUES (9, 3);
INSERT INTO rule (name, place, from_day, value, unit, source, confidence) VALUES
    ('need.undone.days', '', 20210101, 15, 'days', '结了以后别家还能说没办好的日子，由地方定', 'L');

-- An act on all of a group that is still to be done to some: beyond what one body holds. A row is gone when all have it; `after` is
-- the last that has.
CREATE TABLE need_together (
    county         TEXT  NOT NULL,
    id             {int} NOT NULL,                -- of the message in each box: no house has it twice
    need           {int} NOT NULL,                -- the one that was acted on; its group is asked anew
    act            {int} NOT NULL CHECK (act BETWEEN 0 AND 4),
    size           {int} NOT NULL,                -- of a sorting
    door           {int} NOT NULL,
    words          TEXT  NOT NULL,                -- of an office
    title          TEXT  NOT NULL,                -- what that office is called
    account        {int} NOT NULL,                -- who acts, as it is allowed then
    account_county TEXT  NOT NULL,
    after          {int} NOT NULL,
    CONSTRAINT need_together_key PRIMARY KEY (county, id),
    CONSTRAINT need_together_of FOREIGN KEY (county, need) REFERENCES need (county, id)
) {strict};

-- Whom another leads has no clock of its own.
DELETE FROM job WHERE kind = 'need.overdue' AND EXISTS
    (SELECT 1 FROM need n WHERE n.county = job.county AND n.id = job.subject AND n.lead IS NOT NULL);
