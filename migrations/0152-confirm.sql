-- confirm: agreement by several to one version of something. A slot is one of those who must agree; its agreement stands while it
-- names the version that is asked about now.
CREATE TABLE confirm (
    county        TEXT   NOT NULL, -- of who must agree
    id            {int}  NOT NULL,
    kind          TEXT   NOT NULL, -- ConfirmKind.name
    about_county  TEXT   NOT NULL,
    about         {int}  NOT NULL,
    place         TEXT   NOT NULL, -- of what it is about
    version       {blob} NOT NULL, -- SHA-256 of what is agreed to
    state         {int}  NOT NULL CHECK (state BETWEEN 0 AND 5), -- open, agreed, fixed, refused, over, dropped
    author        {int}  NOT NULL, -- account that asked; 0: the operator at the machine, or the clock
    author_county TEXT   NOT NULL,
    author_person {int}  NOT NULL, -- 0: not known
    author_house  {int}  NOT NULL,
    asked_at      {int}  NOT NULL,
    until         {int}  NOT NULL CHECK (until = 0 OR until > asked_at),
    closed_at     {int}  NOT NULL DEFAULT 0,
    turn          {int}  NOT NULL DEFAULT 1,
    CONSTRAINT confirm_key PRIMARY KEY (county, id),
    CONSTRAINT confirm_closed CHECK ((state = 0) = (closed_at = 0))
) {strict};
CREATE INDEX confirm_open ON confirm (kind, place) WHERE state = 0;
CREATE INDEX confirm_about ON confirm (county, kind, about);

CREATE TABLE confirm_slot (
    county        TEXT   NOT NULL,
    confirm       {int}  NOT NULL,
    slot          {int}  NOT NULL CHECK (slot >= 0),
    by_what       {int}  NOT NULL CHECK (by_what BETWEEN 0 AND 3), -- office, person, house, body
    verb          TEXT   NOT NULL, -- of an office: the verb that it holds at `place` or above
    place         TEXT   NOT NULL,
    who_county    TEXT   NOT NULL, -- of a person, house, body
    who           {int}  NOT NULL,
    version       {blob},          -- agreed to; NULL: not agreed, or taken back
    way           {int}  NOT NULL DEFAULT 0 CHECK (way BETWEEN 0 AND 2), -- phone, card, paper
    account       {int}  NOT NULL DEFAULT 0, -- by whom; 0: by card or paper
    person_county TEXT   NOT NULL DEFAULT '',
    person        {int}  NOT NULL DEFAULT 0,
    house         {int}  NOT NULL DEFAULT 0,
    at            {int}  NOT NULL DEFAULT 0,
    CONSTRAINT confirm_slot_key PRIMARY KEY (county, confirm, slot),
    CONSTRAINT confirm_slot_of FOREIGN KEY (county, confirm) REFERENCES confirm (county, id)
) {strict};
CREATE INDEX confirm_slot_person ON confirm_slot (person_county, person) WHERE person <> 0;
