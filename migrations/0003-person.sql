-- household (户) and person (人), with the six dated rolls (名册).
CREATE TABLE household (
    county    TEXT  NOT NULL,
    id        {int} NOT NULL,
    place     TEXT  NOT NULL CHECK (length(place) >= 12),
    label     TEXT  NOT NULL CHECK (length(label) BETWEEN 1 AND 30),
    from_date {int} NOT NULL,
    to_date   {int} NOT NULL DEFAULT 0,
    version   {int} NOT NULL DEFAULT 1,
    account   {int} NOT NULL,
    at        {int} NOT NULL,
    CONSTRAINT household_key PRIMARY KEY (county, id),
    CONSTRAINT household_dates CHECK (to_date = 0 OR to_date >= from_date)
) {strict};
-- A label is unique among the households that stand in its place.
CREATE UNIQUE INDEX household_label ON household (county, place, label) WHERE to_date = 0;
CREATE INDEX household_by_place ON household (county, place, id);

-- Numbers are sealed (record/secret.h); *_shown is the masked form that lists show.
CREATE TABLE person (
    county        TEXT   NOT NULL,
    id            {int}  NOT NULL,
    household     {int}  NOT NULL,
    name          TEXT   NOT NULL CHECK (length(name) <= 30),
    sex           {int}  NOT NULL CHECK (sex IN (0, 1, 2)),
    born          {int}  NOT NULL,
    phone_sealed  {blob},
    phone_hash    {blob},
    phone_shown   TEXT   NOT NULL DEFAULT '',
    id_sealed     {blob},
    id_hash       {blob},
    id_shown      TEXT   NOT NULL DEFAULT '',
    is_head       {int}  NOT NULL CHECK (is_head IN (0, 1)),
    is_away       {int}  NOT NULL CHECK (is_away IN (0, 1)),
    from_date     {int}  NOT NULL,
    to_date       {int}  NOT NULL DEFAULT 0,
    erased        {int}  NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    version       {int}  NOT NULL DEFAULT 1,
    account       {int}  NOT NULL,
    at            {int}  NOT NULL,
    CONSTRAINT person_key PRIMARY KEY (county, id),
    CONSTRAINT person_household FOREIGN KEY (county, household) REFERENCES household (county, id),
    CONSTRAINT person_named CHECK (erased = 1 OR length(name) >= 1),
    CONSTRAINT person_forgotten CHECK (erased = 0 OR (phone_sealed IS NULL AND id_sealed IS NULL AND name = '')),
    CONSTRAINT person_dates CHECK (to_date = 0 OR to_date >= from_date)
) {strict};
CREATE INDEX person_by_household ON person (county, household);
CREATE UNIQUE INDEX person_head ON person (county, household) WHERE is_head = 1 AND to_date = 0;
CREATE INDEX person_by_phone ON person (county, phone_hash);

-- What must be unique across counties has a table of its own, keyed by it. A phone may serve a whole house.
CREATE TABLE phone_owner (
    hash      {blob} NOT NULL,
    county    TEXT   NOT NULL,
    household {int}  NOT NULL,
    CONSTRAINT phone_owner_key PRIMARY KEY (hash)
) {strict};
CREATE TABLE id_owner (
    hash   {blob} NOT NULL,
    county TEXT   NOT NULL,
    person {int}  NOT NULL,
    CONSTRAINT id_owner_key PRIMARY KEY (hash)
) {strict};

-- Who counts for what, from when to when. A row is never edited but for the day it ends. `county` and `place` are of the
-- roll, `person_county` of the person, who may live elsewhere (an owner of a flat in the city).
CREATE TABLE roll (
    county        TEXT  NOT NULL,
    id            {int} NOT NULL,
    place         TEXT  NOT NULL,
    kind          {int} NOT NULL CHECK (kind BETWEEN 0 AND 5),
    person_county TEXT  NOT NULL,
    person        {int} NOT NULL,
    share         {int} NOT NULL CHECK (share >= 0),
    from_date     {int} NOT NULL,
    to_date       {int} NOT NULL DEFAULT 0,
    account       {int} NOT NULL,
    at            {int} NOT NULL,
    CONSTRAINT roll_key PRIMARY KEY (county, id),
    CONSTRAINT roll_dates CHECK (to_date = 0 OR to_date >= from_date),
    CONSTRAINT roll_share CHECK (share = 0 OR kind = 4)
) {strict};
CREATE UNIQUE INDEX roll_standing ON roll (county, person_county, person, kind, place) WHERE to_date = 0;
CREATE INDEX roll_by_place ON roll (county, kind, place);
CREATE INDEX roll_by_person ON roll (county, person_county, person);

-- Every ending of labels and names, so that "contains" is a range: derived.
CREATE TABLE household_word (
    county    TEXT  NOT NULL,
    household {int} NOT NULL,
    word      TEXT  NOT NULL,
    CONSTRAINT household_word_key PRIMARY KEY (county, household, word)
) {strict};
CREATE INDEX household_word_by_word ON household_word (county, word);
