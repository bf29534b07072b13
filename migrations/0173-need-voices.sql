-- Voices on needs stand with all else that houses take part in (house_part); each row goes along as it is. A verdict still
-- refers to the voice it is of.
INSERT INTO house_part (county, noun, record, household, place, person, account, channel, consent, words, at, left_at)
SELECT county, 'need', need, household, place, person, account, channel, consent, reason, at, left_at FROM need_voice;
{sqlite}
CREATE TABLE need_judge_new (
    county    TEXT    NOT NULL,
    need      INTEGER NOT NULL,
    round     INTEGER NOT NULL CHECK (round > 0),
    household INTEGER NOT NULL,
    place     TEXT    NOT NULL,
    done      INTEGER NOT NULL CHECK (done IN (0, 1)),
    reason    TEXT    NOT NULL CHECK (length(reason) <= 200),
    person    INTEGER NOT NULL,
    account   INTEGER NOT NULL,
    channel   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    noun      TEXT    NOT NULL DEFAULT 'need' CHECK (noun = 'need'),
    CONSTRAINT need_judge_key PRIMARY KEY (county, need, household, round),
    CONSTRAINT need_judge_voice FOREIGN KEY (county, noun, need, household) REFERENCES house_part (county, noun, record, household)
) STRICT;
INSERT INTO need_judge_new (county, need, round, household, place, done, reason, person, account, channel, at)
SELECT county, need, round, household, place, done, reason, person, account, channel, at FROM need_judge;
DROP TABLE need_judge;
ALTER TABLE need_judge_new RENAME TO need_judge;
{append_only need_judge reason}
{postgres}
ALTER TABLE need_judge DROP CONSTRAINT need_judge_voice;
ALTER TABLE need_judge ADD COLUMN noun TEXT NOT NULL DEFAULT 'need' CHECK (noun = 'need');
ALTER TABLE need_judge ADD CONSTRAINT need_judge_voice
    FOREIGN KEY (county, noun, need, household) REFERENCES house_part (county, noun, record, household);
{both}
DROP TABLE need_voice;
