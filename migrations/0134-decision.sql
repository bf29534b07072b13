-- decision (决议): what a lawful body's vote made, by number.
-- `series`: the place under whose name it was numbered, which stays when the place goes on under another code.
CREATE TABLE decision (
    county      TEXT   NOT NULL,
    id          {int}  NOT NULL,
    place       TEXT   NOT NULL CHECK (length(place) IN (6, 9, 12, 15, 18)),
    series      TEXT   NOT NULL,
    year        {int}  NOT NULL CHECK (year BETWEEN 2020 AND 2999),
    number      {int}  NOT NULL CHECK (number >= 1),
    title       TEXT   NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    body_text   TEXT   NOT NULL CHECK (length(body_text) BETWEEN 2 AND 20000),
    matter      {int}  NOT NULL,
    body        {int}  NOT NULL,
    poll        {int}  NOT NULL,
    rule        TEXT   NOT NULL,
    list_hash   {blob} NOT NULL CHECK (length(list_hash) = 32),
    publicity_days {int} NOT NULL,
    amends      {int}  NOT NULL DEFAULT 0,
    period      {int}  NOT NULL DEFAULT 0,
    life        TEXT  NOT NULL DEFAULT 'decision' CHECK (life = 'decision'),
    was         {int},
    state       {int}  NOT NULL CHECK (state BETWEEN 0 AND 4),
    passed_at   {int}  NOT NULL,
    in_force_at {int}  NOT NULL DEFAULT 0,
    ended_at    {int}  NOT NULL DEFAULT 0,
    changed_at  {int}  NOT NULL,
    version     {int}  NOT NULL DEFAULT 1,
    account     {int}  NOT NULL,
    CONSTRAINT decision_key PRIMARY KEY (county, id),
    CONSTRAINT decision_poll FOREIGN KEY (county, poll) REFERENCES poll (county, id),
    CONSTRAINT decision_step FOREIGN KEY (life, was, state) REFERENCES move (noun, from_state, to_state),
    CONSTRAINT decision_birth CHECK (was IS NOT NULL OR state = 0),
    CONSTRAINT decision_shown CHECK (state IN (0, 3) OR period <> 0),
    CONSTRAINT decision_force CHECK (state NOT IN (2, 4) OR in_force_at > 0),
    CONSTRAINT decision_over CHECK ((state IN (3, 4)) = (ended_at > 0))
) {strict};
CREATE UNIQUE INDEX decision_number_one ON decision (county, series, year, number);
CREATE UNIQUE INDEX decision_poll_one ON decision (county, poll);
CREATE INDEX decision_of_place ON decision (county, place, id);

-- The last number given, in the transaction of the decision itself: none is left out.
CREATE TABLE decision_series (
    county TEXT  NOT NULL,
    series TEXT  NOT NULL,
    year   {int} NOT NULL,
    last   {int} NOT NULL CHECK (last >= 1),
    CONSTRAINT decision_series_key PRIMARY KEY (county, series, year)
) {strict};
