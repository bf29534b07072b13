-- draft: a form that somebody put aside (先存着), as it was typed, with its pictures (file rows). One a person and form, thirty days.
CREATE TABLE draft (
    county        TEXT  NOT NULL,                 -- of the account
    id            {int} NOT NULL,
    account       {int} NOT NULL,
    person_county TEXT  NOT NULL DEFAULT '',
    person        {int} NOT NULL DEFAULT 0,       -- who typed it; 0: an official's account that is tied to nobody
    form          TEXT  NOT NULL,                 -- "place/need"
    path          TEXT  NOT NULL CHECK (length(path) <= 300), -- where it is sent to
    title         TEXT  NOT NULL CHECK (length(title) <= 60),
    typed         TEXT  NOT NULL CHECK (length(typed) <= 32768), -- a=b&c=d
    at            {int} NOT NULL,
    until         {int} NOT NULL,
    CONSTRAINT draft_key PRIMARY KEY (county, id),
    CONSTRAINT draft_days CHECK (until > at)
) {strict};
CREATE UNIQUE INDEX draft_once ON draft (county, account, person, form);
CREATE INDEX draft_until ON draft (until);
CREATE INDEX draft_of_person ON draft (person_county, person) WHERE person <> 0;
