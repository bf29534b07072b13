-- need (诉求): what residents need, suggest, offer or complain about.

-- The steps that a need may take: the rows of need_moves[] in src/plan/need.c (a test compares them). A reference
-- table: small, written here only. The foreign key of need(was, state) makes any other step impossible to store.
CREATE TABLE need_move (
    from_state {int} NOT NULL,
    to_state   {int} NOT NULL,
    CONSTRAINT need_move_key PRIMARY KEY (from_state, to_state)
) {strict};
INSERT INTO need_move (from_state, to_state) VALUES
    (0, 1), (0, 7), (1, 7),                  -- raised: taken, withdrawn; taken: withdrawn
    (1, 2), (1, 3), (1, 5), (1, 6),          -- taken: pooled, doing, unable, elsewhere
    (2, 3), (2, 5), (3, 2), (3, 4), (3, 5),  -- pooled: doing, unable; doing: pooled, solved, unable
    (1, 8), (2, 8), (3, 8), (8, 1),          -- handed to the city, and given back
    (4, 3), (4, 9),                          -- solved: found undone, closed
    (5, 9), (5, 1), (6, 9), (6, 1);          -- unable, elsewhere: accepted, objected to

CREATE TABLE need (
    county        TEXT  NOT NULL,
    id            {int} NOT NULL,
    place         TEXT  NOT NULL CHECK (length(place) IN (12, 15, 18)),
    at_place      TEXT  NOT NULL CHECK (length(at_place) IN (4, 6, 9, 12, 15, 18)),
    kind          {int} NOT NULL CHECK (kind BETWEEN 0 AND 3),
    category      {int} NOT NULL CHECK (category BETWEEN 0 AND 11),
    size          {int} NOT NULL DEFAULT 0 CHECK (size BETWEEN 0 AND 4),
    was           {int},
    state         {int} NOT NULL CHECK (state BETWEEN 0 AND 9),
    closing       {int} NOT NULL DEFAULT 0 CHECK (closing BETWEEN 0 AND 3),
    door          {int} NOT NULL DEFAULT 0 CHECK (door BETWEEN 0 AND 9),
    title         TEXT  NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    body          TEXT  NOT NULL CHECK (length(body) <= 2000),
    target        TEXT  NOT NULL CHECK (length(target) <= 40),
    target_place  TEXT  NOT NULL,
    since         {int} NOT NULL,                -- a date: first voiced, perhaps long before it was raised
    hide_author   {int} NOT NULL CHECK (hide_author IN (0, 1)),
    household     {int} NOT NULL,                -- the author's; lives in the county of `place`
    person        {int} NOT NULL,
    account       {int} NOT NULL,                -- who entered it
    channel       {int} NOT NULL,
    consent       TEXT  NOT NULL,
    raised_at     {int} NOT NULL,
    happened_at   {int} NOT NULL,
    changed_at    {int} NOT NULL,                -- its last step
    taken_at      {int} NOT NULL DEFAULT 0,
    take_due      {int} NOT NULL,
    first_due     {int} NOT NULL DEFAULT 0,      -- as promised when it was taken in; never changed after
    due           {int} NOT NULL,
    received_at   {int} NOT NULL DEFAULT 0,
    up_due        {int} NOT NULL DEFAULT 0,      -- a big one: by when it has to go up
    up_at         {int} NOT NULL DEFAULT 0,
    solved_at     {int} NOT NULL DEFAULT 0,      -- when the answer that ends it was given
    closed_at     {int} NOT NULL DEFAULT 0,
    told_at       {int} NOT NULL DEFAULT 0,      -- when the author's house knew of that answer
    owner         {int} NOT NULL DEFAULT 0,
    owner_title   TEXT  NOT NULL DEFAULT '',
    is_overdue    {int} NOT NULL DEFAULT 0 CHECK (is_overdue IN (0, 1)),
    is_extended   {int} NOT NULL DEFAULT 0 CHECK (is_extended IN (0, 1)),
    is_urgent     {int} NOT NULL DEFAULT 0 CHECK (is_urgent IN (0, 1)),
    is_stale      {int} NOT NULL DEFAULT 0 CHECK (is_stale IN (0, 1)),
    is_objected   {int} NOT NULL DEFAULT 0 CHECK (is_objected IN (0, 1)),
    round         {int} NOT NULL DEFAULT 0 CHECK (round >= 0),
    reopened      {int} NOT NULL DEFAULT 0 CHECK (reopened >= 0),
    returned      {int} NOT NULL DEFAULT 0 CHECK (returned >= 0),
    voices        {int} NOT NULL CHECK (voices >= 0),
    households    {int} NOT NULL CHECK (households >= voices),
    grp           {int},
    lead          {int},                         -- grouped under this need in lists; empty for the one that leads
    onward_county TEXT  NOT NULL DEFAULT '',
    onward_id     {int} NOT NULL DEFAULT 0,
    from_county   TEXT  NOT NULL DEFAULT '',
    from_id       {int} NOT NULL DEFAULT 0,
    version       {int} NOT NULL DEFAULT 1,
    CONSTRAINT need_key PRIMARY KEY (county, id),
    CONSTRAINT need_step FOREIGN KEY (was, state) REFERENCES need_move (from_state, to_state),
    CONSTRAINT need_birth CHECK (was IS NOT NULL OR state = 0 OR (state = 1 AND from_id <> 0)),
    CONSTRAINT need_desk CHECK (substr(place, 1, length(at_place)) = at_place),
    CONSTRAINT need_target CHECK ((kind = 3) = (target_place <> '')),
    CONSTRAINT need_hidden_from_target CHECK (kind <> 3 OR length(at_place) < length(target_place)),
    CONSTRAINT need_closed CHECK ((state = 9) = (closing <> 0)),
    CONSTRAINT need_handed CHECK ((state = 8) = (onward_id <> 0)),
    CONSTRAINT need_led CHECK (lead IS NULL OR grp IS NOT NULL)
) {strict};

-- The lists of a county, a township and a village, in both orders. Group and estate walk their village's.
CREATE INDEX need_county_voices ON need (county, households DESC, id) WHERE kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_town_voices ON need (county, substr(place, 1, 9), households DESC, id)
    WHERE kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_village_voices ON need (county, substr(place, 1, 12), households DESC, id)
    WHERE kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_county_newest ON need (county, id DESC) WHERE kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_town_newest ON need (county, substr(place, 1, 9), id DESC)
    WHERE kind <> 3 AND state <> 7 AND lead IS NULL;
CREATE INDEX need_village_newest ON need (county, substr(place, 1, 12), id DESC)
    WHERE kind <> 3 AND state <> 7 AND lead IS NULL;
-- Desks: the whole county by urgency, one desk with those below it, one official's own.
CREATE INDEX need_queue ON need (county, is_urgent DESC, due, id) WHERE state < 4;
CREATE INDEX need_on_desk ON need (county, at_place, due) WHERE state < 4;
CREATE INDEX need_of_owner ON need (county, owner, due) WHERE state < 4;
CREATE INDEX need_of_household ON need (county, household, id);
CREATE INDEX need_of_group ON need (county, grp) WHERE grp IS NOT NULL;

-- 我也要: one voice a household, its reason may change. The author's house is the first. Taken back it stays as a row
-- with the time it left: that the house took part remains true, and is counted.
CREATE TABLE need_voice (
    county    TEXT  NOT NULL,
    need      {int} NOT NULL,
    household {int} NOT NULL,
    place     TEXT  NOT NULL,                    -- where it spoke, by the code of that day
    person    {int} NOT NULL,
    account   {int} NOT NULL,
    channel   {int} NOT NULL,
    consent   TEXT  NOT NULL,
    reason    TEXT  NOT NULL CHECK (length(reason) <= 200),
    at        {int} NOT NULL,
    left_at   {int} NOT NULL DEFAULT 0,
    CONSTRAINT need_voice_key PRIMARY KEY (county, need, household),
    CONSTRAINT need_voice_of FOREIGN KEY (county, need) REFERENCES need (county, id)
) {strict};
CREATE INDEX need_voice_of_household ON need_voice (county, household, need);

-- What a house said of a result, once a round.
CREATE TABLE need_judge (
    county    TEXT  NOT NULL,
    need      {int} NOT NULL,
    round     {int} NOT NULL CHECK (round > 0),
    household {int} NOT NULL,
    place     TEXT  NOT NULL,
    done      {int} NOT NULL CHECK (done IN (0, 1)),
    reason    TEXT  NOT NULL CHECK (length(reason) <= 200),
    person    {int} NOT NULL,
    account   {int} NOT NULL,
    channel   {int} NOT NULL,
    at        {int} NOT NULL,
    CONSTRAINT need_judge_key PRIMARY KEY (county, need, household, round),
    CONSTRAINT need_judge_voice FOREIGN KEY (county, need, household) REFERENCES need_voice (county, need, household)
) {strict};
{append_only need_judge reason}

-- Duplicates put together by staff; each need keeps its author and voices, the group counts each household once.
CREATE TABLE need_group (
    county     TEXT  NOT NULL,
    id         {int} NOT NULL,
    title      TEXT  NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    lead       {int} NOT NULL,
    households {int} NOT NULL CHECK (households >= 0),
    account    {int} NOT NULL,
    at         {int} NOT NULL,
    CONSTRAINT need_group_key PRIMARY KEY (county, id),
    CONSTRAINT need_group_lead FOREIGN KEY (county, lead) REFERENCES need (county, id)
) {strict};
CREATE TABLE need_group_voice (
    county    TEXT  NOT NULL,
    grp       {int} NOT NULL,
    household {int} NOT NULL,
    CONSTRAINT need_group_voice_key PRIMARY KEY (county, grp, household),
    CONSTRAINT need_group_voice_of FOREIGN KEY (county, grp) REFERENCES need_group (county, id)
) {strict};

-- By when a big one has to go up; what else has a limit stands with the rules in 0001-record.sql.
INSERT INTO rule (name, place, from_day, value, unit, source, confidence) VALUES
    ('need.big.workdays', '', 20210101, 5, 'workdays', '四个百分之百：大事不出镇，上交时限由地方定', 'L');
