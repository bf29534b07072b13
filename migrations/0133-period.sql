-- period (公示): a text that is put up for some days, by version and hash; and what was objected to it.
CREATE TABLE period (
    county       TEXT   NOT NULL,
    id           {int}  NOT NULL,
    place        TEXT   NOT NULL CHECK (length(place) IN (6, 9, 12, 15, 18)),
    noun         TEXT   NOT NULL,
    noun_id      {int}  NOT NULL,
    title        TEXT   NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    text_version {int}  NOT NULL CHECK (text_version >= 1),
    text_hash    {blob} NOT NULL CHECK (length(text_hash) = 32),
    life         TEXT  NOT NULL DEFAULT 'period' CHECK (life = 'period'),
    was          {int},
    state        {int}  NOT NULL CHECK (state BETWEEN 0 AND 2),
    days         {int}  NOT NULL CHECK (days BETWEEN 1 AND 365),
    up_at        {int}  NOT NULL,
    ends_at      {int}  NOT NULL,
    ended_at     {int}  NOT NULL DEFAULT 0,
    objections   {int}  NOT NULL DEFAULT 0 CHECK (objections >= 0),
    unanswered   {int}  NOT NULL DEFAULT 0 CHECK (unanswered BETWEEN 0 AND objections),
    changed_at   {int}  NOT NULL,
    version      {int}  NOT NULL DEFAULT 1,
    account      {int}  NOT NULL,
    CONSTRAINT period_key PRIMARY KEY (county, id),
    CONSTRAINT period_step FOREIGN KEY (life, was, state) REFERENCES move (noun, from_state, to_state),
    CONSTRAINT period_birth CHECK (was IS NOT NULL OR state = 0),
    CONSTRAINT period_times CHECK (ends_at > up_at AND (state = 0) = (ended_at = 0))
) {strict};
-- One text of a record is up once at a time.
CREATE UNIQUE INDEX period_up ON period (county, noun, noun_id) WHERE state = 0;
CREATE INDEX period_of_noun ON period (county, noun, noun_id, id);

-- state 0 waits for its answer, 1 answered, 2 upheld. The words are somebody's, and go with that person.
CREATE TABLE objection (
    county      TEXT  NOT NULL,
    id          {int} NOT NULL,
    period      {int} NOT NULL,
    household   {int} NOT NULL,
    person      {int} NOT NULL,
    account     {int} NOT NULL,
    channel     {int} NOT NULL,
    to_procedure {int} NOT NULL CHECK (to_procedure IN (0, 1)),
    words       TEXT  NOT NULL CHECK (length(words) <= 1000),
    state       {int} NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
    answer      TEXT  NOT NULL DEFAULT '' CHECK (length(answer) <= 1000),
    at          {int} NOT NULL,
    answered_at {int} NOT NULL DEFAULT 0,
    CONSTRAINT objection_key PRIMARY KEY (county, id),
    CONSTRAINT objection_of FOREIGN KEY (county, period) REFERENCES period (county, id),
    CONSTRAINT objection_upheld CHECK (state <> 2 OR to_procedure = 1),
    CONSTRAINT objection_answered CHECK ((state = 0) = (answered_at = 0))
) {strict};
CREATE INDEX objection_of_period ON objection (county, period, id);
CREATE INDEX objection_of_person ON objection (county, person) WHERE person <> 0;

-- What village and residents' committees publish stays up for fifteen days at least. A place may have it up longer.
INSERT INTO rule (name, place, from_day, value, unit, source, confidence) VALUES
    ('period.village.days',   '', 20260101, 15, 'days', '村民委员会组织法（2025）第三十五条：公布的时间不少于十五日', 'V'),
    ('period.community.days', '', 20260101, 15, 'days', '城市居民委员会组织法（2025）第三十四条：公布的时间不少于十五日', 'V');
