-- meeting (院场会): neighbours talk in the courtyard. What is on its agenda is frozen and numbered when it is called; who came stands
-- in house_part, what was agreed in task.
CREATE TABLE meeting (
    county     TEXT  NOT NULL,
    id         {int} NOT NULL,
    place      TEXT  NOT NULL CHECK (length(place) IN (12, 15, 18)),
    life       TEXT  NOT NULL DEFAULT 'meeting' CHECK (life = 'meeting'),
    was        {int},
    state      {int} NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
    title      TEXT  NOT NULL CHECK (length(title) BETWEEN 2 AND 40),
    spot       TEXT  NOT NULL CHECK (length(spot) <= 40),
    starts_at  {int} NOT NULL,
    host       {int} NOT NULL,                 -- the account that called it
    host_title TEXT  NOT NULL,
    minutes    TEXT  NOT NULL DEFAULT '' CHECK (length(minutes) <= 4000),
    called_at  {int} NOT NULL,
    changed_at {int} NOT NULL,
    version    {int} NOT NULL DEFAULT 1,
    CONSTRAINT meeting_key PRIMARY KEY (county, id),
    CONSTRAINT meeting_step FOREIGN KEY (life, was, state) REFERENCES move (noun, from_state, to_state),
    CONSTRAINT meeting_birth CHECK (was IS NOT NULL OR state = 0),
    CONSTRAINT meeting_minutes CHECK ((state = 1) = (minutes <> ''))
) {strict};
CREATE INDEX meeting_of_village ON meeting (county, substr(place, 1, 12), starts_at DESC, id DESC);

CREATE TABLE meeting_item (
    county  TEXT  NOT NULL,
    meeting {int} NOT NULL,
    n       {int} NOT NULL CHECK (n BETWEEN 1 AND 20),
    need    {int} NOT NULL,                    -- 0: a topic that is no need
    title   TEXT  NOT NULL,                    -- as it was called then
    houses  {int} NOT NULL,                    -- that voiced it then: why it stands where it stands
    CONSTRAINT meeting_item_key PRIMARY KEY (county, meeting, n),
    CONSTRAINT meeting_item_of FOREIGN KEY (county, meeting) REFERENCES meeting (county, id)
) {strict};
CREATE INDEX meeting_of_need ON meeting_item (county, need) WHERE need <> 0;
