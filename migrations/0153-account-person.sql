-- The person behind an official's account, so that separations compare persons; and roles that wait for a second one.
ALTER TABLE account ADD COLUMN person_county TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN person {int} NOT NULL DEFAULT 0; -- 0: not known
CREATE INDEX account_of_person ON account (county, person) WHERE person <> 0;

-- A role that was proposed and stands nowhere yet. Its id is that of the question about it (confirm).
CREATE TABLE role_asked (
    county       TEXT  NOT NULL,
    id           {int} NOT NULL,
    account      {int} NOT NULL,
    role         {int} NOT NULL CHECK (role >= 0),
    place        TEXT  NOT NULL,
    from_date    {int} NOT NULL,
    to_date      {int} NOT NULL,
    asked_by     {int} NOT NULL,
    asked_county TEXT  NOT NULL, -- where who asked reads messages
    asked_called TEXT  NOT NULL, -- role and place of who asked, as it was then
    at           {int} NOT NULL,
    is_open      {int} NOT NULL CHECK (is_open IN (0, 1)),
    CONSTRAINT role_asked_key PRIMARY KEY (county, id),
    CONSTRAINT role_asked_account FOREIGN KEY (county, account) REFERENCES account (county, id),
    CONSTRAINT role_asked_confirm FOREIGN KEY (county, id) REFERENCES confirm (county, id)
) {strict};
CREATE UNIQUE INDEX role_asked_once ON role_asked (county, account, role, place) WHERE is_open = 1;
