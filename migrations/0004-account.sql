-- account (账号), role (角色), household card (户卡), and whom a helper acts for (代办).
CREATE TABLE account (
    county       TEXT  NOT NULL,
    id           {int} NOT NULL,
    name         TEXT  NOT NULL CHECK (length(name) <= 30),
    title        TEXT  NOT NULL CHECK (length(title) <= 40),
    password     TEXT  NOT NULL,
    is_household {int} NOT NULL CHECK (is_household IN (0, 1)),
    household    {int} NOT NULL DEFAULT 0,
    place        TEXT  NOT NULL,
    ended_at     {int} NOT NULL DEFAULT 0,
    version      {int} NOT NULL DEFAULT 1,
    made_by      {int} NOT NULL,
    at           {int} NOT NULL,
    CONSTRAINT account_key PRIMARY KEY (county, id),
    CONSTRAINT account_kind CHECK (is_household = 0 AND name <> '' OR is_household = 1 AND household <> 0 AND name = '')
) {strict};
CREATE UNIQUE INDEX account_household ON account (county, household) WHERE is_household = 1;
CREATE INDEX account_by_place ON account (county, place);

-- Names are unique everywhere: one types a name, not a county.
CREATE TABLE login_name (
    name    TEXT  NOT NULL,
    county  TEXT  NOT NULL,
    account {int} NOT NULL,
    CONSTRAINT login_name_key PRIMARY KEY (name)
) {strict};

CREATE TABLE role (
    county    TEXT  NOT NULL,
    id        {int} NOT NULL,
    account   {int} NOT NULL,
    role      {int} NOT NULL CHECK (role >= 0),
    place     TEXT  NOT NULL,
    from_date {int} NOT NULL,
    to_date   {int} NOT NULL DEFAULT 0,
    given_by  {int} NOT NULL,
    at        {int} NOT NULL,
    CONSTRAINT role_key PRIMARY KEY (county, id),
    CONSTRAINT role_account FOREIGN KEY (county, account) REFERENCES account (county, id),
    CONSTRAINT role_dates CHECK (to_date = 0 OR to_date >= from_date)
) {strict};
CREATE INDEX role_by_account ON role (county, account);
CREATE INDEX role_by_place ON role (county, place);
CREATE UNIQUE INDEX role_once ON role (county, account, role, place, from_date);

-- A card is a random code of 130 bits; only its hash is kept. At most one of a household stands.
CREATE TABLE card (
    county     TEXT   NOT NULL,
    id         {int}  NOT NULL,
    household  {int}  NOT NULL,
    account    {int}  NOT NULL,
    hash       {blob} NOT NULL,
    issued_by  {int}  NOT NULL,
    issued_at  {int}  NOT NULL,
    revoked_at {int}  NOT NULL DEFAULT 0,
    CONSTRAINT card_key PRIMARY KEY (county, id),
    CONSTRAINT card_household FOREIGN KEY (county, household) REFERENCES household (county, id)
) {strict};
CREATE UNIQUE INDEX card_standing ON card (county, household) WHERE revoked_at = 0;
CREATE TABLE card_code (
    hash   {blob} NOT NULL,
    county TEXT   NOT NULL,
    card   {int}  NOT NULL,
    CONSTRAINT card_code_key PRIMARY KEY (hash)
) {strict};

-- For whom a helper's account acts now, and how that resident agreed. One at a time; begun and ended leave events.
CREATE TABLE acting (
    county           TEXT  NOT NULL,
    account          {int} NOT NULL,
    household_county TEXT  NOT NULL,
    household        {int} NOT NULL,
    person           {int} NOT NULL,
    home             TEXT  NOT NULL,
    consent          TEXT  NOT NULL CHECK (length(consent) BETWEEN 1 AND 120),
    until            {int} NOT NULL,
    CONSTRAINT acting_key PRIMARY KEY (county, account)
) {strict};
