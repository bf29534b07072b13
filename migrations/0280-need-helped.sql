-- What a helper said for a house (代办) is counted apart: voices of a need, and of its group the houses that said nothing there
-- themselves. In a round a house may say itself what a helper had said for it: its own word goes before.
ALTER TABLE need ADD COLUMN helped {int} NOT NULL DEFAULT 0 CHECK (helped >= 0);
ALTER TABLE need ADD COLUMN helped_households {int} NOT NULL DEFAULT 0 CHECK (helped_households >= 0);
ALTER TABLE need ADD COLUMN closed_helped {int} NOT NULL DEFAULT 0 CHECK (closed_helped IN (0, 1)); -- by words of helpers alone
ALTER TABLE need_group ADD COLUMN helped {int} NOT NULL DEFAULT 0 CHECK (helped >= 0);
ALTER TABLE need_group_voice ADD COLUMN helped {int} NOT NULL DEFAULT 0 CHECK (helped IN (0, 1));
CREATE INDEX house_part_helped ON house_part (county, noun, record) WHERE consent <> '' AND left_at = 0;

UPDATE need SET helped = (SELECT count(*) FROM house_part AS v WHERE v.county = need.county AND v.noun = 'need' AND v.record = need.id
    AND v.left_at = 0 AND v.consent <> '')
WHERE EXISTS (SELECT 1 FROM house_part AS v WHERE v.county = need.county AND v.noun = 'need' AND v.record = need.id AND v.left_at = 0
    AND v.consent <> '');
UPDATE need_group_voice SET helped = 1 WHERE NOT EXISTS (SELECT 1 FROM need AS n JOIN house_part AS v
    ON v.county = n.county AND v.noun = 'need' AND v.record = n.id WHERE n.county = need_group_voice.county
    AND n.grp = need_group_voice.grp AND v.household = need_group_voice.household AND v.left_at = 0 AND v.consent = '');
UPDATE need_group SET helped = (SELECT count(*) FROM need_group_voice AS g WHERE g.county = need_group.county AND g.grp = need_group.id
    AND g.helped = 1);
UPDATE need SET helped_households = CASE WHEN grp IS NULL THEN helped ELSE
    (SELECT g.helped FROM need_group AS g WHERE g.county = need.county AND g.id = need.grp) END WHERE helped > 0 OR grp IS NOT NULL;
UPDATE need SET closed_helped = 1 WHERE state = 9 AND closing = 1 AND EXISTS (SELECT 1 FROM need_judge AS j WHERE j.county = need.county
    AND j.need = need.id AND j.household = need.household AND j.round = need.round AND j.channel = 2);
UPDATE need SET closed_helped = 1 WHERE state = 9 AND closing = 2 AND NOT EXISTS (SELECT 1 FROM need_judge AS j
    WHERE j.county = need.county AND j.need = need.id AND j.round = need.round AND j.done = 1 AND j.channel <> 2);
{sqlite}
CREATE TABLE need_judge_new (
    county    TEXT    NOT NULL,
    need      INTEGER NOT NULL,
    round     INTEGER NOT NULL CHECK (round > 0),
    household INTEGER NOT NULL,
    helped    INTEGER NOT NULL CHECK (helped IN (0, 1)),
    place     TEXT    NOT NULL,
    done      INTEGER NOT NULL CHECK (done IN (0, 1)),
    reason    TEXT    NOT NULL CHECK (length(reason) <= 200),
    person    INTEGER NOT NULL,
    account   INTEGER NOT NULL,
    channel   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    noun      TEXT    NOT NULL DEFAULT 'need' CHECK (noun = 'need'),
    CONSTRAINT need_judge_key PRIMARY KEY (county, need, household, round, helped),
    CONSTRAINT need_judge_voice FOREIGN KEY (county, noun, need, household) REFERENCES house_part (county, noun, record, household)
) STRICT;
INSERT INTO need_judge_new (county, need, round, household, helped, place, done, reason, person, account, channel, at)
SELECT county, need, round, household, CASE WHEN channel = 2 THEN 1 ELSE 0 END, place, done, reason, person, account, channel, at
FROM need_judge;
DROP TABLE need_judge;
ALTER TABLE need_judge_new RENAME TO need_judge;
{append_only need_judge reason}
{postgres}
ALTER TABLE need_judge ADD COLUMN helped {int} NOT NULL GENERATED ALWAYS AS (CASE WHEN channel = 2 THEN 1 ELSE 0 END) STORED
    CHECK (helped IN (0, 1));
ALTER TABLE need_judge ALTER COLUMN helped DROP EXPRESSION;
ALTER TABLE need_judge DROP CONSTRAINT need_judge_key;
ALTER TABLE need_judge ADD CONSTRAINT need_judge_key PRIMARY KEY (county, need, household, round, helped);
{both}
