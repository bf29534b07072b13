-- sheet (表): each printed sheet, with the rows in the order in which they stand on the paper; and what was keyed in from it. Who keys
-- it anew, where two must agree, adds a keying; nothing that was keyed in is changed.
CREATE TABLE sheet (
    county   TEXT   NOT NULL,
    id       {int}  NOT NULL,
    code     TEXT   NOT NULL CHECK (length(code) = 26),
    place    TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    noun     TEXT   NOT NULL,
    subject  {int}  NOT NULL,
    version  {blob} NOT NULL CHECK (length(version) = 32),
    n_rows   {int}  NOT NULL CHECK (n_rows BETWEEN 1 AND 500),
    turns    {int}  NOT NULL CHECK (turns IN (1, 2)),
    state    {int}  NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
    keyings  {int}  NOT NULL DEFAULT 0 CHECK (keyings BETWEEN 0 AND 20),
    at       {int}  NOT NULL,
    account  {int}  NOT NULL,
    CONSTRAINT sheet_key PRIMARY KEY (county, id)
) {strict};
CREATE UNIQUE INDEX sheet_code ON sheet (county, code);
CREATE INDEX sheet_subject ON sheet (county, noun, subject, kind, id);

CREATE TABLE sheet_row (
    county TEXT  NOT NULL,
    sheet  {int} NOT NULL,
    nth    {int} NOT NULL CHECK (nth BETWEEN 1 AND 500),
    noun   TEXT  NOT NULL,
    row_county TEXT NOT NULL,
    row_id {int} NOT NULL,
    CONSTRAINT sheet_row_key PRIMARY KEY (county, sheet, nth),
    CONSTRAINT sheet_row_once UNIQUE (county, sheet, noun, row_county, row_id),
    CONSTRAINT sheet_row_of FOREIGN KEY (county, sheet) REFERENCES sheet (county, id)
) {strict};
{append_only sheet_row}

-- The nth keying of a sheet. `hash`: of all its values.
CREATE TABLE sheet_keying (
    county  TEXT   NOT NULL,
    sheet   {int}  NOT NULL,
    nth     {int}  NOT NULL CHECK (nth BETWEEN 1 AND 20),
    person_county TEXT NOT NULL,
    person  {int}  NOT NULL,
    account {int}  NOT NULL,
    at      {int}  NOT NULL,
    is_older {int} NOT NULL CHECK (is_older IN (0, 1)),
    hash    {blob} NOT NULL CHECK (length(hash) = 32),
    CONSTRAINT sheet_keying_key PRIMARY KEY (county, sheet, nth),
    CONSTRAINT sheet_keying_of FOREIGN KEY (county, sheet) REFERENCES sheet (county, id)
) {strict};
{append_only sheet_keying}

CREATE TABLE sheet_value (
    county TEXT  NOT NULL,
    sheet  {int} NOT NULL,
    nth    {int} NOT NULL,
    line   {int} NOT NULL CHECK (line BETWEEN 1 AND 500),
    value  {int} NOT NULL,
    words  TEXT  NOT NULL CHECK (length(words) <= 200),
    CONSTRAINT sheet_value_key PRIMARY KEY (county, sheet, nth, line),
    CONSTRAINT sheet_value_of FOREIGN KEY (county, sheet, nth) REFERENCES sheet_keying (county, sheet, nth),
    CONSTRAINT sheet_value_row FOREIGN KEY (county, sheet, line) REFERENCES sheet_row (county, sheet, nth)
) {strict};
{append_only sheet_value words}
