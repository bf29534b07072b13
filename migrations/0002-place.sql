-- place (地方): the division tree with its history, and what lies below the village.
-- Small and rarely written: a reference table where the database is spread over many machines.
CREATE TABLE place (
    county      TEXT  NOT NULL,
    code        TEXT  NOT NULL CHECK (length(code) IN (2, 4, 6, 9, 12, 15, 18)),
    parent      TEXT  NOT NULL,
    kind        {int} NOT NULL CHECK (kind BETWEEN 0 AND 9),
    name        TEXT  NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
    from_date   {int} NOT NULL,
    to_date     {int} NOT NULL DEFAULT 0,
    predecessor TEXT  NOT NULL DEFAULT '',
    successor   TEXT  NOT NULL DEFAULT '',
    version     {int} NOT NULL DEFAULT 1,
    CONSTRAINT place_key PRIMARY KEY (county, code),
    CONSTRAINT place_dates CHECK (to_date = 0 OR to_date >= from_date),
    CONSTRAINT place_goes_on CHECK (successor = '' OR to_date <> 0)
) {strict};
CREATE INDEX place_by_code ON place (code);
CREATE INDEX place_by_parent ON place (parent, code);

-- Other names that people use for a place: 场院村, 大坝街办, and what it was called before.
CREATE TABLE place_alias (
    county TEXT  NOT NULL,
    code   TEXT  NOT NULL,
    alias  TEXT  NOT NULL CHECK (length(alias) BETWEEN 1 AND 40),
    at     {int} NOT NULL,
    CONSTRAINT place_alias_key PRIMARY KEY (county, code, alias)
) {strict};

-- Every ending of every name and alias, so that "contains" is a range: derived, `yuanchang rebuild` makes it again.
-- `skipped` says how many characters stand before the ending; 0: the name itself.
CREATE TABLE place_word (
    county  TEXT  NOT NULL,
    code    TEXT  NOT NULL,
    word    TEXT  NOT NULL,
    skipped {int} NOT NULL,
    CONSTRAINT place_word_key PRIMARY KEY (county, code, word)
) {strict};
CREATE INDEX place_word_by_word ON place_word (word, code);

-- The profile of a place (村情): typed facts, each with its day and who said so.
CREATE TABLE place_profile (
    county  TEXT  NOT NULL,
    code    TEXT  NOT NULL,
    version {int} NOT NULL,
    CONSTRAINT place_profile_key PRIMARY KEY (county, code)
) {strict};
CREATE TABLE place_fact (
    county  TEXT  NOT NULL,
    code    TEXT  NOT NULL,
    fact    TEXT  NOT NULL,
    number  {int} NOT NULL,
    words   TEXT  NOT NULL CHECK (length(words) <= 2000),
    as_of   {int} NOT NULL,
    said_by TEXT  NOT NULL CHECK (length(said_by) <= 40),
    account {int} NOT NULL,
    at      {int} NOT NULL,
    CONSTRAINT place_fact_key PRIMARY KEY (county, code, fact)
) {strict};
