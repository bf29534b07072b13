-- All of a group is given to somebody as well (docs/decisions/0052): an act more, and to whom.
CREATE TABLE need_together_was AS
    SELECT county, id, need, act, size, door, words, title, account, account_county, after FROM need_together;
DROP TABLE need_together;
CREATE TABLE need_together (
    county         TEXT  NOT NULL,
    id             {int} NOT NULL,                -- of the message in each box: no house has it twice
    need           {int} NOT NULL,                -- the one that was acted on; its group is asked anew
    act            {int} NOT NULL CHECK (act BETWEEN 0 AND 5),
    size           {int} NOT NULL,                -- of a sorting
    door           {int} NOT NULL,
    words          TEXT  NOT NULL,                -- of an office; what the one is called to whom it is given
    title          TEXT  NOT NULL,                -- what that office is called
    account        {int} NOT NULL,                -- who acts, as it is allowed then
    account_county TEXT  NOT NULL,
    after          {int} NOT NULL,
    owner          {int} NOT NULL DEFAULT 0,      -- to whom it is given
    CONSTRAINT need_together_key PRIMARY KEY (county, id),
    CONSTRAINT need_together_of FOREIGN KEY (county, need) REFERENCES need (county, id)
) {strict};
INSERT INTO need_together (county, id, need, act, size, door, words, title, account, account_county, after)
SELECT county, id, need, act, size, door, words, title, account, account_county, after FROM need_together_was;
DROP TABLE need_together_was;
