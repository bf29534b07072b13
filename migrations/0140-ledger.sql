-- ledger (账): who holds money, the purses it is held for, and balanced entries that are only ever added. Enduring: all but
-- ledger_balance and ledger_stock, which `yuanchang rebuild` makes again from what was posted.

-- In whose legal name accounts are kept: collective, committee, owners, cooperative. `closed`: the last closed month, 202607.
-- Every entry passes by this row, so that a month is closed and numbers are given one after the other.
CREATE TABLE ledger_holder (
    county  TEXT  NOT NULL,
    id      {int} NOT NULL,
    place   TEXT  NOT NULL,
    kind    {int} NOT NULL CHECK (kind BETWEEN 0 AND 3),
    name    TEXT  NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    closed  {int} NOT NULL DEFAULT 0 CHECK (closed = 0 OR closed % 100 BETWEEN 1 AND 12),
    entries {int} NOT NULL DEFAULT 0 CHECK (entries >= 0),
    CONSTRAINT ledger_holder_key PRIMARY KEY (county, id)
) {strict};
CREATE INDEX ledger_holder_place ON ledger_holder (county, place, kind, name);

-- `kind`: collective, village committee, council fund, owners of a stairwell, points, cooperative. `unit`: 0 fen, 1 points.
CREATE TABLE ledger_purse (
    county TEXT  NOT NULL,
    id     {int} NOT NULL,
    holder {int} NOT NULL,
    place  TEXT  NOT NULL,
    kind   {int} NOT NULL CHECK (kind BETWEEN 0 AND 5),
    unit   {int} NOT NULL CHECK (unit IN (0, 1)),
    name   TEXT  NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    CONSTRAINT ledger_purse_key PRIMARY KEY (county, id),
    CONSTRAINT ledger_purse_holder FOREIGN KEY (county, holder) REFERENCES ledger_holder (county, id),
    CONSTRAINT ledger_purse_held UNIQUE (county, id, holder),
    CONSTRAINT ledger_purse_unit UNIQUE (county, id, unit),
    CONSTRAINT ledger_purse_points CHECK ((kind = 4) = (unit = 1))
) {strict};
CREATE INDEX ledger_purse_of_holder ON ledger_purse (county, holder, place, kind, name);
CREATE INDEX ledger_purse_place ON ledger_purse (county, place, id);

-- What is posted to. `kind`: 0 bank, 1 cash, 2 phone (where money lies), 3 transit, 4 asset, 5 liability, 6 equity, 7 income,
-- 8 expense. `side`: 1: what is in it never falls below zero, 2: what is owed by it never does, 0: either. `titled`: the name in
-- which a bank or a phone service keeps it, which is the holder's.
CREATE TABLE ledger_account (
    county TEXT  NOT NULL,
    id     {int} NOT NULL,
    holder {int} NOT NULL,
    kind   {int} NOT NULL CHECK (kind BETWEEN 0 AND 8),
    unit   {int} NOT NULL CHECK (unit IN (0, 1)),
    side   {int} NOT NULL CHECK (side BETWEEN 0 AND 2),
    name   TEXT  NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    titled TEXT  NOT NULL,
    CONSTRAINT ledger_account_key PRIMARY KEY (county, id),
    CONSTRAINT ledger_account_holder FOREIGN KEY (county, holder) REFERENCES ledger_holder (county, id),
    CONSTRAINT ledger_account_once UNIQUE (county, holder, kind, unit, name),
    CONSTRAINT ledger_account_unit UNIQUE (county, id, unit),
    CONSTRAINT ledger_account_money CHECK (kind > 2 OR (unit = 0 AND side = 1)),
    CONSTRAINT ledger_account_titled CHECK ((kind IN (0, 2)) = (titled <> ''))
) {strict};

-- A line of an entry: above 0 the account gets, below 0 it gives. Lines stand one behind the other, those that get first, each
-- with what the entry comes to before and after it; so only its last one comes to zero, and nothing can follow that. An entry
-- names a line that comes to zero: one that does not balance cannot be written, whoever writes it.
CREATE TABLE ledger_posting (
    county  TEXT  NOT NULL,
    entry   {int} NOT NULL,
    nth     {int} NOT NULL CHECK (nth BETWEEN 1 AND 50),
    purse   {int} NOT NULL,
    unit    {int} NOT NULL,
    account {int} NOT NULL,
    amount  {int} NOT NULL CHECK (amount <> 0),
    prev    {int},
    sum_before {int} NOT NULL CHECK (sum_before >= 0),
    sum_after  {int} NOT NULL CHECK (sum_after >= 0),
    month   {int} NOT NULL,
    drive   {int} NOT NULL DEFAULT 0,
    project {int} NOT NULL DEFAULT 0,
    part    {int} NOT NULL DEFAULT 0,
    CONSTRAINT ledger_posting_key PRIMARY KEY (county, entry, nth),
    CONSTRAINT ledger_posting_end UNIQUE (county, entry, nth, sum_after, purse),
    CONSTRAINT ledger_posting_chain FOREIGN KEY (county, entry, prev, sum_before, purse)
        REFERENCES ledger_posting (county, entry, nth, sum_after, purse),
    CONSTRAINT ledger_posting_first CHECK (COALESCE(prev, 0) = nth - 1 AND (nth = 1) = (sum_before = 0)),
    CONSTRAINT ledger_posting_sum CHECK (sum_before + amount = sum_after),
    CONSTRAINT ledger_posting_purse FOREIGN KEY (county, purse, unit) REFERENCES ledger_purse (county, id, unit),
    CONSTRAINT ledger_posting_account FOREIGN KEY (county, account, unit) REFERENCES ledger_account (county, id, unit)
) {strict};
CREATE INDEX ledger_posting_account ON ledger_posting (county, account, month);
CREATE INDEX ledger_posting_purse ON ledger_posting (county, purse, entry);
{append_only ledger_posting}

-- `kind`: 0 receipt, 1 payment, 2 transfer: each numbered by holder and year without a gap. A void one (a form that was spoiled)
-- has a number and no line. `noun`, `subject`: the record whose act it is. `cause`, `cause_id`: what decided it, or nothing. `mate`: the
-- other half between two purses. `hash`: of all that stands in it but its words; it stands in the log too. `person`: whose
-- money it was or became, told to nobody; it and the words go when that person asks.
CREATE TABLE ledger_entry (
    county   TEXT   NOT NULL,
    id       {int}  NOT NULL,
    holder   {int}  NOT NULL,
    purse    {int},
    n        {int},
    rest     {int}  NOT NULL DEFAULT 0 CHECK (rest = 0),
    year     {int}  NOT NULL,
    kind     {int}  NOT NULL CHECK (kind BETWEEN 0 AND 2),
    number   {int}  NOT NULL CHECK (number >= 1),
    day      {int}  NOT NULL,
    at       {int}  NOT NULL,
    total    {int}  NOT NULL CHECK (total >= 0),
    noun     TEXT   NOT NULL,
    subject  {int}  NOT NULL,
    cause    TEXT   NOT NULL,
    cause_id {int}  NOT NULL,
    reverses {int}  NOT NULL DEFAULT 0,
    mate     {int}  NOT NULL DEFAULT 0,
    event    {int}  NOT NULL,
    hash     {blob} NOT NULL CHECK (length(hash) = 32),
    words    TEXT   NOT NULL,
    person_county TEXT NOT NULL,
    person   {int}  NOT NULL,
    CONSTRAINT ledger_entry_key PRIMARY KEY (county, id),
    CONSTRAINT ledger_entry_number UNIQUE (county, holder, year, kind, number),
    CONSTRAINT ledger_entry_holder FOREIGN KEY (county, holder) REFERENCES ledger_holder (county, id),
    CONSTRAINT ledger_entry_purse FOREIGN KEY (county, purse, holder) REFERENCES ledger_purse (county, id, holder),
    CONSTRAINT ledger_entry_balanced FOREIGN KEY (county, id, n, rest, purse)
        REFERENCES ledger_posting (county, entry, nth, sum_after, purse),
    CONSTRAINT ledger_entry_void CHECK ((n IS NULL) = (purse IS NULL) AND (n IS NULL) = (total = 0)),
    CONSTRAINT ledger_entry_year CHECK (year = day / 10000)
) {strict};
CREATE UNIQUE INDEX ledger_entry_reversed ON ledger_entry (county, reverses) WHERE reverses <> 0;
CREATE INDEX ledger_entry_purse ON ledger_entry (county, purse, id);
CREATE INDEX ledger_entry_subject ON ledger_entry (county, subject);
CREATE INDEX ledger_entry_person ON ledger_entry (person_county, person, county, id) WHERE person <> 0;
{append_only ledger_entry words,person_county,person}

CREATE TABLE ledger_number (
    county TEXT  NOT NULL,
    holder {int} NOT NULL,
    year   {int} NOT NULL,
    kind   {int} NOT NULL,
    last   {int} NOT NULL CHECK (last >= 0),
    CONSTRAINT ledger_number_key PRIMARY KEY (county, holder, year, kind)
) {strict};

-- What an account of a purse got and gave so far: as a whole (tag 0), for a drive (1), a project (2), a unit of one (3).
CREATE TABLE ledger_balance (
    county  TEXT  NOT NULL,
    purse   {int} NOT NULL,
    tag     {int} NOT NULL CHECK (tag BETWEEN 0 AND 3),
    tagged  {int} NOT NULL,
    account {int} NOT NULL,
    side    {int} NOT NULL,
    got     {int} NOT NULL CHECK (got >= 0),
    gave    {int} NOT NULL CHECK (gave >= 0),
    CONSTRAINT ledger_balance_key PRIMARY KEY (county, purse, tag, tagged, account),
    CONSTRAINT ledger_balance_side CHECK (side = 0 OR (side = 1 AND got >= gave) OR (side = 2 AND gave >= got))
) {strict};
CREATE INDEX ledger_balance_account ON ledger_balance (county, account, tag, purse);
CREATE INDEX ledger_balance_tag ON ledger_balance (county, tagged, tag) WHERE tag > 0;

-- A closed month of a holder, and how many entries it had when it was closed.
CREATE TABLE ledger_period (
    county  TEXT  NOT NULL,
    holder  {int} NOT NULL,
    month   {int} NOT NULL,
    at      {int} NOT NULL,
    account {int} NOT NULL,
    person  {int} NOT NULL,
    entries {int} NOT NULL,
    event   {int} NOT NULL,
    CONSTRAINT ledger_period_key PRIMARY KEY (county, holder, month),
    CONSTRAINT ledger_period_holder FOREIGN KEY (county, holder) REFERENCES ledger_holder (county, id)
) {strict};
{append_only ledger_period person}

-- What the statement of the bank, the phone service or the counted cash said at the end of a closed month, account by account.
CREATE TABLE ledger_reading (
    county  TEXT  NOT NULL,
    holder  {int} NOT NULL,
    month   {int} NOT NULL,
    account {int} NOT NULL,
    amount  {int} NOT NULL,
    CONSTRAINT ledger_reading_key PRIMARY KEY (county, holder, month, account),
    CONSTRAINT ledger_reading_period FOREIGN KEY (county, holder, month) REFERENCES ledger_period (county, holder, month)
) {strict};
{append_only ledger_reading}

-- What is no money, beside it: goods, labour, land. `amount`: in 0.001 of `measure`, in above 0, out below. `value` in fen, with who set it,
-- on what basis, when; 0: none. It stands in no column of fen, so that no sum can take both.
CREATE TABLE ledger_thing (
    county   TEXT  NOT NULL,
    id       {int} NOT NULL,
    purse    {int} NOT NULL,
    what     {int} NOT NULL CHECK (what BETWEEN 0 AND 2),
    item     TEXT  NOT NULL CHECK (length(item) BETWEEN 1 AND 60),
    measure  TEXT  NOT NULL CHECK (length(measure) BETWEEN 1 AND 20),
    amount   {int} NOT NULL CHECK (amount <> 0),
    day      {int} NOT NULL,
    at       {int} NOT NULL,
    noun     TEXT  NOT NULL,
    subject  {int} NOT NULL,
    reverses {int} NOT NULL DEFAULT 0,
    value_fen {int} NOT NULL DEFAULT 0 CHECK (value_fen >= 0),
    value_by {int} NOT NULL DEFAULT 0,
    value_on {int} NOT NULL DEFAULT 0,
    value_basis TEXT NOT NULL DEFAULT '',
    drive    {int} NOT NULL DEFAULT 0,
    project  {int} NOT NULL DEFAULT 0,
    part     {int} NOT NULL DEFAULT 0,
    event    {int} NOT NULL,
    CONSTRAINT ledger_thing_key PRIMARY KEY (county, id),
    CONSTRAINT ledger_thing_purse FOREIGN KEY (county, purse) REFERENCES ledger_purse (county, id),
    CONSTRAINT ledger_thing_value CHECK (value_fen = 0 OR (value_by <> 0 AND value_on > 0 AND value_basis <> ''))
) {strict};
CREATE UNIQUE INDEX ledger_thing_reversed ON ledger_thing (county, reverses) WHERE reverses <> 0;
CREATE INDEX ledger_thing_purse ON ledger_thing (county, purse, id);
{append_only ledger_thing value_by}

CREATE TABLE ledger_stock (
    county  TEXT  NOT NULL,
    purse   {int} NOT NULL,
    what    {int} NOT NULL,
    item    TEXT  NOT NULL,
    measure TEXT  NOT NULL,
    came    {int} NOT NULL CHECK (came >= 0),
    went    {int} NOT NULL CHECK (went >= 0 AND went <= came),
    CONSTRAINT ledger_stock_key PRIMARY KEY (county, purse, what, item, measure)
) {strict};
