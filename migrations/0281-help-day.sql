-- help: how many acts somebody entered for houses on one day, by whatever account: counted where they are written, so that no two
-- processes let more through.
CREATE TABLE help_day (
    county TEXT  NOT NULL, -- of the houses
    who    {int} NOT NULL, -- the person behind the helper's account; the account where nobody is known
    day    {int} NOT NULL, -- of China: 20260712
    acts   {int} NOT NULL CHECK (acts > 0),
    CONSTRAINT help_day_key PRIMARY KEY (county, who, day)
) {strict};

INSERT INTO rule (name, place, from_date, value, unit, source, confidence) VALUES
    ('help.day.most', '', 20210101, 40, 'times', '一个人一天最多替人家办几件，由地方定', 'L');
