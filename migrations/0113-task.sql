-- move: the steps that each life in the house knows (Life.moves), filled by the program when it opens the database and only ever
-- added to. A table names its life in a constant column and refers here, so that a step that no life has cannot be stored.
CREATE TABLE move (
    noun       TEXT  NOT NULL,
    from_state {int} NOT NULL,
    to_state   {int} NOT NULL,
    CONSTRAINT move_key PRIMARY KEY (noun, from_state, to_state)
) {strict};

-- task (约定的事): something that somebody promised to do by a day, out of whatever matter (link PART_OF).
CREATE TABLE task (
    county      TEXT  NOT NULL,
    id          {int} NOT NULL,
    place       TEXT  NOT NULL CHECK (length(place) IN (12, 15, 18)),
    at_place    TEXT  NOT NULL CHECK (length(at_place) IN (6, 9, 12, 15, 18)),  -- the desk that answers for it
    life        TEXT  NOT NULL DEFAULT 'task' CHECK (life = 'task'),
    was         {int},
    state       {int} NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
    title       TEXT  NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    of_noun     TEXT  NOT NULL,                    -- the matter it came out of
    of_id       {int} NOT NULL,
    account     {int} NOT NULL,                    -- who owns it: an official,
    household   {int} NOT NULL,                    -- or a house,
    owner_title TEXT  NOT NULL,                    -- in the words of those who agreed
    due         {int} NOT NULL,
    first_due   {int} NOT NULL,                    -- as it was promised; never changed
    is_overdue  {int} NOT NULL DEFAULT 0 CHECK (is_overdue IN (0, 1)),
    is_extended {int} NOT NULL DEFAULT 0 CHECK (is_extended IN (0, 1)),
    received_at {int} NOT NULL DEFAULT 0,          -- by the desk that it rose to
    made_at     {int} NOT NULL,
    changed_at  {int} NOT NULL,
    version     {int} NOT NULL DEFAULT 1,
    CONSTRAINT task_key PRIMARY KEY (county, id),
    CONSTRAINT task_step FOREIGN KEY (life, was, state) REFERENCES move (noun, from_state, to_state),
    CONSTRAINT task_birth CHECK (was IS NOT NULL OR state = 0),
    CONSTRAINT task_desk CHECK (substr(place, 1, length(at_place)) = at_place),
    CONSTRAINT task_owner CHECK (account = 0 OR household = 0),
    CONSTRAINT task_due CHECK (due >= first_due)
) {strict};
CREATE INDEX task_of ON task (county, of_noun, of_id, due);
CREATE INDEX task_of_place ON task (county, at_place, due, id) WHERE state = 0;
CREATE INDEX task_of_account ON task (county, account, due) WHERE state = 0 AND account <> 0;
CREATE INDEX task_of_household ON task (county, household, due) WHERE state = 0 AND household <> 0;

INSERT INTO rule (name, place, from_day, value, unit, source, confidence) VALUES
    ('task.rise.workdays',   '', 20210101, 5,  'workdays', '约定到期没办，上一级接着办的期限，由地方定', 'L'),
    ('task.extend.workdays', '', 20210101, 10, 'workdays', '约定延期一次，须说明理由，由地方定', 'L');
