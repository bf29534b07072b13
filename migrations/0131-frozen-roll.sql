-- roll (名册 as frozen): who counts, on a day, for one vote or one denominator. Rows are only added while it is being filled; the
-- hash is over all of them. `after_county`, `after_id`: how far the filling has come. `unclear`: left out, because nobody knows
-- whether they are of age.
CREATE TABLE frozen_roll (
    county       TEXT  NOT NULL,
    id           {int} NOT NULL,
    place        TEXT  NOT NULL CHECK (length(place) IN (6, 9, 12, 15, 18)),
    noun         TEXT  NOT NULL,
    noun_id      {int} NOT NULL,
    unit         {int} NOT NULL CHECK (unit BETWEEN 0 AND 4),
    source       {int} NOT NULL CHECK (source BETWEEN 0 AND 5),
    on_day       {int} NOT NULL,
    state        {int} NOT NULL DEFAULT 0 CHECK (state IN (0, 1)),
    members      {int} NOT NULL DEFAULT 0 CHECK (members BETWEEN 0 AND 200000),
    weight       {int} NOT NULL DEFAULT 0 CHECK (weight >= 0),
    unclear      {int} NOT NULL DEFAULT 0 CHECK (unclear >= 0),
    after_county TEXT  NOT NULL DEFAULT '',
    after_id     {int} NOT NULL DEFAULT 0,
    hash         {blob} CHECK (length(hash) = 32),
    frozen_at    {int} NOT NULL DEFAULT 0,
    version      {int} NOT NULL DEFAULT 1,
    account      {int} NOT NULL,
    at           {int} NOT NULL,
    CONSTRAINT frozen_roll_key PRIMARY KEY (county, id),
    CONSTRAINT frozen_roll_whole CHECK ((state = 1) = (hash IS NOT NULL) AND (state = 1) = (frozen_at <> 0))
) {strict};
CREATE INDEX frozen_roll_of_noun ON frozen_roll (county, noun, noun_id);

-- `speaker`: for a household, the person who stands for it; of the unit's county. Weight in 0.01 m2 for owners, else 1.
CREATE TABLE frozen_row (
    county      TEXT  NOT NULL,
    roll        {int} NOT NULL,
    unit_county TEXT  NOT NULL,
    unit        {int} NOT NULL,
    weight      {int} NOT NULL CHECK (weight >= 1),
    speaker     {int} NOT NULL DEFAULT 0,
    CONSTRAINT frozen_row_key PRIMARY KEY (county, roll, unit_county, unit),
    CONSTRAINT frozen_row_of FOREIGN KEY (county, roll) REFERENCES frozen_roll (county, id)
) {strict};
{append_only frozen_row}

-- Marks on a roll, for one vote or sitting (`for_id`): 1 there, 2 counted on paper, which is not taken back.
CREATE TABLE frozen_mark (
    county      TEXT  NOT NULL,
    roll        {int} NOT NULL,
    for_id      {int} NOT NULL,
    unit_county TEXT  NOT NULL,
    unit        {int} NOT NULL,
    mark        {int} NOT NULL CHECK (mark IN (1, 2)),
    account     {int} NOT NULL,
    at          {int} NOT NULL,
    CONSTRAINT frozen_mark_key PRIMARY KEY (county, roll, for_id, unit_county, unit),
    CONSTRAINT frozen_mark_of FOREIGN KEY (county, roll, unit_county, unit)
        REFERENCES frozen_row (county, roll, unit_county, unit)
) {strict};
