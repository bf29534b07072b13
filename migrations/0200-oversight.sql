-- oversight (监督): that somebody who supervises asked about a matter, urged it on, or called back a house of it; part of its story
-- (link PART_OF). What it is called is what the matter is called now, so no title stands here.
CREATE TABLE oversight (
    county         TEXT  NOT NULL,
    id             {int} NOT NULL,
    place          TEXT  NOT NULL CHECK (length(place) IN (6, 9, 12, 15, 18)),     -- the matter's
    at_place       TEXT  NOT NULL CHECK (length(at_place) IN (4, 6, 9, 12, 15, 18)), -- the desk that answers: where the matter lies
    named_place    TEXT  NOT NULL DEFAULT '',      -- where somebody sits who must not learn of it; '': everybody may
    life           TEXT  NOT NULL DEFAULT 'oversight' CHECK (life = 'oversight'),
    was            {int},
    state          {int} NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
    kind           {int} NOT NULL CHECK (kind BETWEEN 0 AND 2),
    of_noun        TEXT  NOT NULL,
    of_id          {int} NOT NULL,
    account        {int} NOT NULL,                 -- who asked,
    account_county TEXT  NOT NULL,
    office         TEXT  NOT NULL,                 -- as that office was called then
    household      {int} NOT NULL DEFAULT 0,       -- of a call: who was asked,
    found          {int} NOT NULL DEFAULT 0 CHECK (found BETWEEN 0 AND 3),   -- and what it says; 0: not reached
    words          TEXT  NOT NULL CHECK (length(words) <= 500),
    again          TEXT  NOT NULL DEFAULT '' CHECK (length(again) <= 500),   -- why it was asked again
    answer         TEXT  NOT NULL DEFAULT '' CHECK (length(answer) <= 1000), -- the newest
    due            {int} NOT NULL,                 -- of a call that asks nothing: when it was made
    first_due      {int} NOT NULL,
    stands_at      {int} NOT NULL,                 -- its order in lists: open by its day, else since when it stands so
    rounds         {int} NOT NULL DEFAULT 1,
    is_late        {int} NOT NULL DEFAULT 0 CHECK (is_late IN (0, 1)),
    asked_at       {int} NOT NULL,
    answered_at    {int} NOT NULL DEFAULT 0,
    changed_at     {int} NOT NULL,
    version        {int} NOT NULL DEFAULT 1,
    CONSTRAINT oversight_key PRIMARY KEY (county, id),
    CONSTRAINT oversight_step FOREIGN KEY (life, was, state) REFERENCES move (noun, from_state, to_state),
    CONSTRAINT oversight_birth CHECK (was IS NOT NULL OR state = 0 OR (kind = 2 AND state = 2 AND found IN (0, 3))),
    CONSTRAINT oversight_desk CHECK (substr(place, 1, length(at_place)) = at_place),
    CONSTRAINT oversight_call CHECK ((kind = 2) = (household <> 0) AND (kind = 2 OR found = 0)),
    CONSTRAINT oversight_late CHECK (is_late = 0 OR state = 0)
) {strict};
CREATE INDEX oversight_of ON oversight (county, of_noun, of_id, id);
CREATE INDEX oversight_urged ON oversight (county, of_noun, of_id) WHERE kind = 1 AND state <= 1;
CREATE INDEX oversight_called ON oversight (county, household) WHERE kind = 2;
CREATE INDEX oversight_of_county ON oversight (county, state, stands_at, id);
CREATE INDEX oversight_of_town ON oversight (county, substr(place, 1, 9), state, stands_at, id);
CREATE INDEX oversight_of_village ON oversight (county, substr(place, 1, 12), state, stands_at, id);
-- What waits for an office's answer: few in a county at a time.
CREATE INDEX oversight_of_desk ON oversight (county, is_late, due, id) WHERE state = 0;

INSERT INTO rule (name, place, from_date, value, unit, source, confidence) VALUES
    ('oversight.answer.workdays', '', 20210101, 5,  'workdays', '监督的人问了、催了以后多少天内答复，由地方定', 'L'),
    ('oversight.call.days',       '', 20210101, 60, 'days',     '办完多少天内该有人回访，由地方定', 'L');

-- Needs that were said to be done, in the order in which they were: who is to be called back.
CREATE INDEX need_done_of_county ON need (county, changed_at, id) WHERE state IN (4, 9) AND lead IS NULL;
CREATE INDEX need_done_of_town ON need (county, substr(place, 1, 9), changed_at, id) WHERE state IN (4, 9) AND lead IS NULL;
CREATE INDEX need_done_of_village ON need (county, substr(place, 1, 12), changed_at, id) WHERE state IN (4, 9) AND lead IS NULL;
