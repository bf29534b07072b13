-- post (职务): who holds which post of which body, since when, until when, and where that is written. It carries a role for as long,
-- where its holder has an account. It is corrected and ended, never deleted.
CREATE TABLE post (
    county      TEXT  NOT NULL,
    id          {int} NOT NULL,
    place       TEXT  NOT NULL CHECK (length(place) IN (6, 9, 12, 15, 18)),
    life        TEXT  NOT NULL DEFAULT 'post' CHECK (life = 'post'),
    was         {int},
    state       {int} NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 1),
    title       TEXT  NOT NULL CHECK (length(title) BETWEEN 2 AND 40),   -- the body: 一组理事会
    kind        {int} NOT NULL CHECK (kind BETWEEN 0 AND 9),
    person      {int} NOT NULL,                        -- 0: erased
    account     {int} NOT NULL DEFAULT 0,              -- of that person, 0: none when it was given
    role        {int} NOT NULL DEFAULT 0,              -- given with it, or asked for; 0: none
    from_date   {int} NOT NULL CHECK (from_date > 0),
    until_date  {int} NOT NULL DEFAULT 0,              -- its last day; 0: open
    source      TEXT  NOT NULL CHECK (length(source) <= 200),
    given_by    {int} NOT NULL,                        -- account that wrote it down
    given_county TEXT NOT NULL,
    warned_for  {int} NOT NULL DEFAULT 0,              -- which last day they were warned of
    ended_on    {int} NOT NULL DEFAULT 0,              -- the first day without it
    changed_at  {int} NOT NULL,
    version     {int} NOT NULL DEFAULT 1,
    CONSTRAINT post_key PRIMARY KEY (county, id),
    CONSTRAINT post_step FOREIGN KEY (life, was, state) REFERENCES move (noun, from_state, to_state),
    CONSTRAINT post_birth CHECK (was IS NOT NULL OR state = 0),
    CONSTRAINT post_days CHECK (until_date = 0 OR until_date >= from_date),
    CONSTRAINT post_ended CHECK ((state = 1) = (ended_on > 0))
) {strict};
-- Nobody holds one post twice.
CREATE UNIQUE INDEX post_once ON post (county, person, kind, place) WHERE state = 0 AND person <> 0;
CREATE INDEX post_of_county ON post (county, state, kind, id);
CREATE INDEX post_of_town ON post (county, substr(place, 1, 9), state, kind, id);
CREATE INDEX post_of_village ON post (county, substr(place, 1, 12), state, kind, id);

INSERT INTO rule (name, place, from_day, value, unit, source, confidence) VALUES
    ('post.warn.days', '', 20210101, 30, 'days', '任期到期前提醒本人和任命人的天数，由地方定', 'L');
