-- help (代办): a house agrees that somebody enters things for it: by handing its card over, by an answer on its own phone, or on a
-- signed paper whose picture is kept. It is a row of the house's county; whoever helps names it in each form.
CREATE TABLE help (
    county         TEXT  NOT NULL, -- of the house
    id             {int} NOT NULL,
    household      {int} NOT NULL,
    home           TEXT  NOT NULL, -- the house's place
    person         {int} NOT NULL, -- for whom of the house; 0: not said
    account_county TEXT  NOT NULL, -- of who helps
    account        {int} NOT NULL,
    called         TEXT  NOT NULL CHECK (length(called) <= 60), -- who helps, as the house reads it
    way            {int} NOT NULL CHECK (way BETWEEN 0 AND 2), -- card, message, paper
    state          {int} NOT NULL CHECK (state BETWEEN 0 AND 3), -- asked, given, refused, ended
    asked_at       {int} NOT NULL,
    until          {int} NOT NULL CHECK (until > asked_at),
    closed_at      {int} NOT NULL DEFAULT 0,
    CONSTRAINT help_key PRIMARY KEY (county, id),
    CONSTRAINT help_household FOREIGN KEY (county, household) REFERENCES household (county, id),
    CONSTRAINT help_closed CHECK ((state >= 2) = (closed_at > 0))
) {strict};
CREATE UNIQUE INDEX help_once ON help (county, account_county, account, household) WHERE state <= 1;
CREATE INDEX help_of_house ON help (county, household, id);
DROP TABLE acting;
