-- poll (表决): a vote of those on a frozen roll.
-- `turn` grows with every ballot, mark and sheet: who counts stores the result only where it is still what it was.
CREATE TABLE poll (
    county         TEXT  NOT NULL,
    id             {int} NOT NULL,
    place          TEXT  NOT NULL CHECK (length(place) IN (6, 9, 12, 15, 18)),
    noun           TEXT  NOT NULL,
    noun_id        {int} NOT NULL,
    title          TEXT  NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    life           TEXT  NOT NULL DEFAULT 'poll' CHECK (life = 'poll'),
    was            {int},
    state          {int} NOT NULL CHECK (state BETWEEN 0 AND 4),
    matter         {int} NOT NULL,
    body           {int} NOT NULL,
    binding        {int} NOT NULL CHECK (binding BETWEEN 0 AND 4),
    publicity_days {int} NOT NULL CHECK (publicity_days BETWEEN 0 AND 365),
    method         {int} NOT NULL CHECK (method BETWEEN 0 AND 4),
    finds          {int} NOT NULL CHECK (finds BETWEEN 0 AND 7),
    options        {int} NOT NULL CHECK (options BETWEEN 1 AND 100),
    most           {int} NOT NULL CHECK (most BETWEEN 1 AND options),
    seats          {int} NOT NULL CHECK (seats BETWEEN 1 AND options),
    money          {int} NOT NULL CHECK (money >= 0),
    rule           TEXT  NOT NULL CHECK (length(rule) <= 1000),
    roll           {int} NOT NULL,
    unit           {int} NOT NULL CHECK (unit BETWEEN 0 AND 4),
    channels       {int} NOT NULL CHECK (channels BETWEEN 1 AND 31),
    asks_presence  {int} NOT NULL CHECK (asks_presence IN (0, 1)),
    may_change     {int} NOT NULL CHECK (may_change IN (0, 1)),
    opened_at      {int} NOT NULL DEFAULT 0,
    closes_at      {int} NOT NULL DEFAULT 0,
    shut_at        {int} NOT NULL DEFAULT 0,
    changed_at     {int} NOT NULL,
    turn           {int} NOT NULL DEFAULT 0,
    version        {int} NOT NULL DEFAULT 1,
    account        {int} NOT NULL,
    CONSTRAINT poll_key PRIMARY KEY (county, id),
    CONSTRAINT poll_roll FOREIGN KEY (county, roll) REFERENCES frozen_roll (county, id),
    CONSTRAINT poll_step FOREIGN KEY (life, was, state) REFERENCES move (noun, from_state, to_state),
    CONSTRAINT poll_birth CHECK (was IS NOT NULL OR state = 0),
    CONSTRAINT poll_opened CHECK (state IN (0, 4) OR opened_at > 0),
    CONSTRAINT poll_was_shut CHECK (state NOT IN (2, 3) OR shut_at > 0)
) {strict};
CREATE INDEX poll_of_noun ON poll (county, noun, noun_id);

-- As put up with the notice: written with the poll and never changed.
CREATE TABLE poll_option (
    county TEXT  NOT NULL,
    poll   {int} NOT NULL,
    number {int} NOT NULL CHECK (number BETWEEN 1 AND 100),
    words  TEXT  NOT NULL CHECK (length(words) BETWEEN 1 AND 500),
    cost   {int} NOT NULL CHECK (cost >= 0),
    CONSTRAINT poll_option_key PRIMARY KEY (county, poll, number),
    CONSTRAINT poll_option_of FOREIGN KEY (county, poll) REFERENCES poll (county, id)
) {strict};
{append_only poll_option}

-- Who stands in it (0 candidate), brought it (1) or counts (2): none of them helps anybody else to vote.
CREATE TABLE poll_party (
    county        TEXT  NOT NULL,
    poll          {int} NOT NULL,
    part          {int} NOT NULL CHECK (part BETWEEN 0 AND 2),
    person_county TEXT  NOT NULL,
    person        {int} NOT NULL CHECK (person <> 0),
    CONSTRAINT poll_party_key PRIMARY KEY (county, poll, part, person_county, person),
    CONSTRAINT poll_party_of FOREIGN KEY (county, poll) REFERENCES poll (county, id)
) {strict};

-- A unit that is away lets a person vote for it, in writing; as it stood then, for the next one to be judged beside it.
CREATE TABLE poll_proxy (
    county       TEXT  NOT NULL,
    poll         {int} NOT NULL,
    unit_county  TEXT  NOT NULL,
    unit         {int} NOT NULL,
    taker_county TEXT  NOT NULL,
    taker        {int} NOT NULL CHECK (taker <> 0),
    has_vote     {int} NOT NULL CHECK (has_vote IN (0, 1)),
    is_candidate {int} NOT NULL CHECK (is_candidate IN (0, 1)),
    is_at_home   {int} NOT NULL CHECK (is_at_home IN (0, 1)),
    account      {int} NOT NULL,
    at           {int} NOT NULL,
    CONSTRAINT poll_proxy_key PRIMARY KEY (county, poll, unit_county, unit),
    CONSTRAINT poll_proxy_of FOREIGN KEY (county, poll) REFERENCES poll (county, id)
) {strict};
CREATE INDEX poll_proxy_taker ON poll_proxy (county, poll, taker);

-- One ballot a unit of the roll. state 0 counts, 1 answered beside it (参考意见), 2 void: the unit was counted on paper.
-- `commitment` is SHA-256(salt, slip), and stands in the event `event` that the ballot made.
CREATE TABLE poll_ballot (
    county      TEXT   NOT NULL,
    poll        {int}  NOT NULL,
    unit_county TEXT   NOT NULL,
    unit        {int}  NOT NULL,
    state       {int}  NOT NULL CHECK (state BETWEEN 0 AND 2),
    means       {int}  NOT NULL CHECK (means BETWEEN 0 AND 3),
    weight      {int}  NOT NULL CHECK (weight >= 1),
    slip        TEXT   NOT NULL CHECK (length(slip) BETWEEN 1 AND 300),
    salt        {blob} NOT NULL CHECK (length(salt) = 16),
    commitment  {blob} NOT NULL CHECK (length(commitment) = 32),
    code        TEXT   NOT NULL CHECK (length(code) BETWEEN 8 AND 16),
    voter       {int}  NOT NULL,
    account     {int}  NOT NULL,
    channel     {int}  NOT NULL,
    event       {int}  NOT NULL,
    cast_at     {int}  NOT NULL,
    version     {int}  NOT NULL DEFAULT 1,
    CONSTRAINT poll_ballot_key PRIMARY KEY (county, poll, unit_county, unit),
    CONSTRAINT poll_ballot_of FOREIGN KEY (county, poll) REFERENCES poll (county, id)
) {strict};
CREATE UNIQUE INDEX poll_ballot_code ON poll_ballot (county, poll, code);

-- What two keyed in, each by themselves: a sheet of the tellers (unit_county ''), or the slip of a unit.
CREATE TABLE poll_keyed (
    county        TEXT  NOT NULL,
    poll          {int} NOT NULL,
    unit_county   TEXT  NOT NULL,
    number        {int} NOT NULL CHECK (number >= 1),
    person_county TEXT  NOT NULL,
    person        {int} NOT NULL CHECK (person <> 0),
    words         TEXT  NOT NULL CHECK (length(words) BETWEEN 1 AND 2000),
    account       {int} NOT NULL,
    at            {int} NOT NULL,
    CONSTRAINT poll_keyed_key PRIMARY KEY (county, poll, unit_county, number, person_county, person),
    CONSTRAINT poll_keyed_of FOREIGN KEY (county, poll) REFERENCES poll (county, id)
) {strict};

-- Sheets that two agree on.
CREATE TABLE poll_sheet (
    county TEXT  NOT NULL,
    poll   {int} NOT NULL,
    number {int} NOT NULL CHECK (number BETWEEN 1 AND 200),
    words  TEXT  NOT NULL,
    at     {int} NOT NULL,
    CONSTRAINT poll_sheet_key PRIMARY KEY (county, poll, number),
    CONSTRAINT poll_sheet_of FOREIGN KEY (county, poll) REFERENCES poll (county, id)
) {strict};

-- Written once: what came out, and the hash of the list that is published.
CREATE TABLE poll_result (
    county     TEXT   NOT NULL,
    poll       {int}  NOT NULL,
    outcome    {int}  NOT NULL CHECK (outcome BETWEEN 0 AND 4),
    chosen     TEXT   NOT NULL,
    tied       TEXT   NOT NULL,
    figures    TEXT   NOT NULL,
    votes      TEXT   NOT NULL,
    list_hash  {blob} NOT NULL CHECK (length(list_hash) = 32),
    counted_at {int}  NOT NULL,
    CONSTRAINT poll_result_key PRIMARY KEY (county, poll),
    CONSTRAINT poll_result_of FOREIGN KEY (county, poll) REFERENCES poll (county, id)
) {strict};
{append_only poll_result}
