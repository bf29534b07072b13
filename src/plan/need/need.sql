-- need: its queries. Enums are the numbers of need.h: states 0 raised, 1 taken, 2 pooled, 3 doing (open) .. 4 solved,
-- 5 unable, 6 elsewhere, 7 withdrawn, 8 handed, 9 closed; kind 3 is a complaint.

-- What a list shows of a need (need_card_put), and what says whether the actor may see it at all.

-- part: need_d_is_withdrawn open
-- Of a need d that another noun joins: it says nothing of itself any more. need_table.c holds the number.
d.state = 7

-- part: need_card
county, id, place, at_place, kind, category, size, state, closing, title, target_place, household, owner_title, raised_at,
changed_at, due, is_overdue, is_urgent, households, lead, hide_author, version, was, helped_households, closed_helped, worded_at

-- part: need_row
{need_card}, door, body, target, since, happened_at, taken_at, take_due, first_due,
received_at, up_due, up_at, solved_at, closed_at, told_at, owner, is_extended, is_stale, is_objected, round, reopened,
returned, voices, helped, grp, onward_county, onward_id, from_county, from_id, is_unsaid

-- ---- one need ----

-- name: need_get one hot
SELECT {need_row} FROM need WHERE county = $1 AND id = $2

-- name: need_hold exec
SELECT id FROM need WHERE county = $1 AND id = $2 {for_update}

-- name: need_add exec
-- The row as raise_fill() of need.c has it.
INSERT INTO need (county, id, place, at_place, kind, category, title, body, target, target_place, since, hide_author,
                  household, person, account, channel, consent, raised_at, happened_at, changed_at, take_due, due,
                  state, voices, households, helped, helped_households)
VALUES ($county, $id, $place, $at_place, $kind, $category, $title, $body, $target, $target_place, $since, $hide_author,
        $household, $person, $account, $channel, $consent, $raised_at, $happened_at, $raised_at, $take_due, $take_due,
        0, 1, 1, $helped, $helped)

-- name: need_store change
-- The one way a need changes, apart from its voices: the whole of what a rule may set, guarded by the version it read.
-- A change of state records the step it took, and the foreign key refuses a step that need_moves[] does not know. Voices
-- change no version, so a withdrawal asks for them here.
UPDATE need SET was = CASE WHEN state = $state THEN was ELSE state END, state = $state, at_place = $at_place,
                category = $category, size = $size, closing = $closing, door = $door, title = $title, body = $body,
                hide_author = $hide_author, worded_at = $worded_at, changed_at = $changed_at, taken_at = $taken_at, first_due = $first_due,
                due = $due, received_at = $received_at, up_due = $up_due, up_at = $up_at, solved_at = $solved_at,
                closed_at = $closed_at, told_at = $told_at, owner = $owner, owner_title = $owner_title,
                is_overdue = $is_overdue, is_extended = $is_extended, is_urgent = $is_urgent, is_stale = $is_stale,
                is_objected = $is_objected, round = $round, reopened = $reopened, returned = $returned,
                onward_county = $onward_county, onward_id = $onward_id, closed_helped = $closed_helped, version = version + 1
WHERE county = $county AND id = $id AND version = $version AND state = $from AND ($state <> 7 OR voices = 1)

-- name: need_hand exec
-- It goes on at the city as a new row; the voices go with it, so that those who voiced it judge there.
INSERT INTO need (county, id, place, at_place, kind, category, size, title, body, target, target_place, since,
                  hide_author, household, person, account, channel, consent, raised_at, happened_at, changed_at,
                  taken_at, take_due, first_due, due, is_urgent, is_overdue, is_objected, returned, reopened, voices,
                  households, helped, helped_households, worded_at, is_unsaid,
                  state, from_county, from_id)
SELECT $to_county, $to_id, place, $to_county, kind, category, size, title, body, target, target_place, since,
       hide_author, household, person, account, channel, consent, raised_at, happened_at, $now,
       taken_at, take_due, first_due, $due, is_urgent, is_overdue, is_objected, returned, reopened, voices, voices,
       helped, helped, worded_at, is_unsaid, 1, county, id
FROM need WHERE county = $county AND id = $id

-- name: need_voices_recount exec
UPDATE need SET
    voices = (SELECT count(*) FROM house_part v WHERE v.county = need.county AND v.noun = 'need' AND v.record = need.id AND v.left_at = 0),
    households = (SELECT count(*) FROM house_part v WHERE v.county = need.county AND v.noun = 'need' AND v.record = need.id AND v.left_at = 0),
    helped = (SELECT count(*) FROM house_part v WHERE v.county = need.county AND v.noun = 'need' AND v.record = need.id AND v.left_at = 0
        AND v.consent <> ''),
    helped_households = (SELECT count(*) FROM house_part v WHERE v.county = need.county AND v.noun = 'need' AND v.record = need.id
        AND v.left_at = 0 AND v.consent <> '')
WHERE county = $1 AND id = $2

-- name: need_carry_list many
-- whole: read in portions behind $4, until there are none
-- What is not at its end at a place whose code ends, and below it: the next of them, until there are none.
SELECT {need_row} FROM need WHERE county = $1 AND place >= $2 AND place < $3 AND state <= 4 AND id > $4
ORDER BY id LIMIT 200

-- name: need_carry exec
UPDATE need SET place = $place, at_place = $at_place, target_place = $target_place, version = version + 1
WHERE county = $county AND id = $id

-- name: need_of_person many
-- The next of them, until there are none.
SELECT id FROM need WHERE county = $1 AND person = $2 AND id > $3 ORDER BY id LIMIT 200

-- name: need_worded_by many
-- whole: read in portions behind $3, until none is left
-- Needs of which the person's words were a part: raised, corrected, voiced or judged; also where the log has none of them any more.
-- The next of them, until there are none.
SELECT DISTINCT e.subject FROM event e JOIN event_text t ON t.county = e.county AND t.log = e.log AND t.seq = e.seq
WHERE e.county = $1 AND e.person = $2 AND e.person <> 0 AND e.subject > $3 AND e.kind >= 'need.' AND e.kind < 'need/'
AND t.name <> 'salt' AND t.kept = 0 ORDER BY e.subject LIMIT 200

-- name: need_erase exec
-- Its author is forgotten: their words go; what a need is called stays where others made it theirs.
UPDATE need SET title = CASE WHEN voices > 1 THEN title ELSE '——' END, body = '', target = '', version = version + 1
WHERE county = $1 AND id = $2

-- name: need_inbox_erase exec
-- In messages about the author's need, of one county's boxes: what it is called now, and none of the author's words.
UPDATE inbox SET a = $title,
    b = CASE WHEN message IN ('inbox.need.undone', 'inbox.need.objected', 'inbox.need.closed') THEN '' ELSE b END
WHERE county = $county AND noun = 'need' AND about_county = $about_county AND about = $about

-- name: need_inbox_judge_erase exec
-- What the person said of results, as others were told.
UPDATE inbox SET b = '' WHERE county = $1 AND noun = 'need' AND about_county = $2 AND b <> ''
AND EXISTS (SELECT 1 FROM need_judge j WHERE j.county = $2 AND j.need = inbox.about AND j.person = $3 AND j.at = inbox.at)

-- name: need_judge_erase exec
UPDATE need_judge SET reason = '' WHERE county = $1 AND person = $2

-- ---- voices ----

-- name: need_voice_count change
-- One more only while it is open: asked here, where the row is locked, because a withdrawal may just be under way.
UPDATE need SET voices = voices + $delta, households = households + $delta, helped = helped + $helped,
    helped_households = helped_households + $helped
WHERE county = $county AND id = $id AND ($delta < 0 OR state < 4)

-- name: need_unsaid exec
-- Its author was named by a paper that is not theirs ($3: 1); or says it as well by now.
UPDATE need SET is_unsaid = $3 WHERE county = $1 AND id = $2 AND is_unsaid <> $3

-- name: need_spoken_for one hot
-- Of a group: the need by which a house may judge what became of the matter. The one in hand, if it has a voice there; else one
-- that was put to judgement, what it has not judged yet first. $consent as in house_part_shown.
SELECT n.id FROM house_part v JOIN need n ON n.county = v.county AND n.id = v.record
WHERE v.county = $county AND v.noun = 'need' AND v.household = $household AND v.left_at = 0 AND ($consent = '' OR v.consent <> '')
AND n.grp = $grp AND n.state IN (4, 9) AND n.round > 0
ORDER BY (n.id <> $need), EXISTS (SELECT 1 FROM need_judge j WHERE j.county = n.county AND j.need = n.id
    AND j.household = v.household AND j.round = n.round), n.state, n.id LIMIT 1

-- ---- verdicts ----

-- name: need_judged int
-- How often the house has judged it, in whatever round.
SELECT count(*) AS n FROM need_judge WHERE county = $1 AND need = $2 AND household = $3

-- name: need_judge_add exec
INSERT INTO need_judge (county, need, round, household, helped, place, done, reason, person, account, channel, at)
VALUES ($county, $need, $round, $household, $helped, $place, $done, $reason, $person, $account, $channel, $at)

-- name: need_judge_of many
-- What this household said this round, itself and through a helper: its own word first.
SELECT done + 1 AS said, helped FROM need_judge WHERE county = $1 AND need = $2 AND household = $3 AND round = $4 ORDER BY helped LIMIT 2

-- part: need_judge_word
-- The word of a house in a round: its own, else what was said for it.
AND NOT EXISTS (SELECT 1 FROM need_judge AS o WHERE o.county = j.county AND o.need = j.need AND o.household = j.household
AND o.round = j.round AND o.helped < j.helped)

-- part: need_judge_hand
-- The step was taken at a desk ($helping: the channel of helpers) by whoever said j for a house, by whatever account.
AND e.channel <> $helping AND e.account <> 0 AND (e.account = j.account OR EXISTS (SELECT 1 FROM account AS a JOIN account AS b
    ON b.person = a.person AND b.person_county = a.person_county WHERE a.id = e.account AND b.id = j.account AND a.person <> 0))

-- part: need_judge_apart
-- A helper's word is no agreement where the same person took a step at a desk in the matter: there, in one of its group, or in the row
-- that it came from.
AND NOT (j.helped = 1 AND (EXISTS (SELECT 1 FROM need AS n JOIN need AS g ON g.county = n.county AND (g.id = n.id OR g.grp = n.grp)
    JOIN event AS e ON e.county = g.county AND e.subject = g.id WHERE n.county = j.county AND n.id = j.need {need_judge_hand})
OR EXISTS (SELECT 1 FROM need AS n JOIN event AS e ON e.county = n.from_county AND e.subject = n.from_id
    WHERE n.county = j.county AND n.id = j.need {need_judge_hand})))

-- name: need_judge_agreed many
-- Houses that agree in a round, each once; of those that only a helper said it for, `helped` is 1. $household 0: all.
SELECT j.household, j.helped FROM need_judge AS j WHERE j.county = $county AND j.need = $need AND j.round = $round AND j.done = 1
AND (j.household = $household OR $household = 0) {need_judge_word} {need_judge_apart} ORDER BY j.helped, j.household LIMIT 1

-- name: need_judge_unanswered int
-- Houses whose last word was "not done", in whatever round.
SELECT count(*) AS n FROM need_judge j WHERE j.county = $1 AND j.need = $2 AND j.done = 0
AND NOT EXISTS (SELECT 1 FROM need_judge k WHERE k.county = $1 AND k.need = $2 AND k.household = j.household
                AND (k.round > j.round OR (k.round = j.round AND k.helped < j.helped)))

-- ---- groups ----

-- name: need_group_hiding int
-- How many of a group have an author who hides.
SELECT count(*) AS n FROM need WHERE county = $1 AND grp = $2 AND hide_author = 1

-- name: need_group_dealt int
-- Steps of the account, or of another of that person, at a desk in any of a group: event_dealt of all of them.
SELECT COUNT(*) AS n FROM need AS m CROSS JOIN event AS e WHERE m.county = $county AND m.grp = $grp AND e.county = m.county AND e.subject = m.id
AND e.channel <> $helping AND e.account <> 0 AND (e.account = $account OR EXISTS (SELECT 1 FROM account AS a WHERE a.id = e.account
    AND a.county IN ($county, substr($county, 1, 4), substr($county, 1, 2)) AND a.person = $person
    AND a.person_county = $person_county AND a.person <> 0))

-- name: need_group_add exec
INSERT INTO need_group (county, id, title, lead, households, account, at)
VALUES ($county, $id, $title, $lead, 0, $account, $at)

-- name: need_group_get one
SELECT id, title, lead, households, helped FROM need_group WHERE county = $1 AND id = $2

-- name: need_group_put change
-- Who has one on the screen is asked about the group before an act on it: a version more.
UPDATE need SET grp = $3, version = version + 1 WHERE county = $1 AND id = $2

-- name: need_group_merge change
UPDATE need SET grp = $3, version = version + 1 WHERE county = $1 AND grp = $2

-- name: need_group_forget exec
UPDATE need SET grp = NULL, lead = NULL, households = voices, helped_households = helped, version = version + 1 WHERE county = $1 AND id = $2

-- name: need_clock_back exec
UPDATE need SET due = $3 WHERE county = $1 AND id = $2

-- name: need_group_voices_drop exec
DELETE FROM need_group_voice WHERE county = $1 AND grp = $2

-- name: need_group_drop exec
DELETE FROM need_group WHERE county = $1 AND id = $2

-- name: need_group_voices_fill exec
INSERT INTO need_group_voice (county, grp, household, helped)
SELECT v.county, n.grp, v.household, MIN(CASE WHEN v.consent = '' THEN 0 ELSE 1 END) AS helped
FROM need n JOIN house_part v ON v.county = n.county AND v.noun = 'need' AND v.record = n.id
WHERE n.county = $1 AND n.grp = $2 AND v.left_at = 0 GROUP BY v.county, n.grp, v.household
ON CONFLICT (county, grp, household) DO NOTHING

-- name: need_group_voice_add change
INSERT INTO need_group_voice (county, grp, household) VALUES ($1, $2, $3)
ON CONFLICT (county, grp, household) DO NOTHING

-- name: need_group_voice_helped exec
-- It is a helped one as long as it said nothing itself on any need of the group.
UPDATE need_group_voice SET helped = CASE WHEN EXISTS (SELECT 1 FROM need n JOIN house_part v
    ON v.county = n.county AND v.noun = 'need' AND v.record = n.id
    WHERE n.county = $1 AND n.grp = $2 AND v.household = $3 AND v.left_at = 0 AND v.consent = '') THEN 0 ELSE 1 END
WHERE county = $1 AND grp = $2 AND household = $3

-- name: need_group_voice_drop change
-- Only when the household has no voice on another need of the group.
DELETE FROM need_group_voice WHERE county = $1 AND grp = $2 AND household = $3
AND NOT EXISTS (SELECT 1 FROM need n JOIN house_part v ON v.county = n.county AND v.noun = 'need' AND v.record = n.id
                WHERE n.county = $1 AND n.grp = $2 AND v.household = $3 AND v.left_at = 0)

-- name: need_counted_in many hot
-- Of these records those of groups in which the house is counted.
-- cut: nowhere; behind a thousand a card asks for a voice that is counted already, which changes nothing
SELECT n.id FROM need_group_voice v JOIN need n ON n.county = v.county AND n.grp = v.grp
WHERE v.county = $county AND v.household = $household AND n.id >= $first AND n.id <= $last LIMIT 1000

-- name: need_group_count exec
UPDATE need_group SET lead = $3,
    households = (SELECT count(*) FROM need_group_voice g WHERE g.county = need_group.county AND g.grp = need_group.id),
    helped = (SELECT count(*) FROM need_group_voice g WHERE g.county = need_group.county AND g.grp = need_group.id AND g.helped = 1)
WHERE county = $1 AND id = $2

-- name: need_group_share exec
-- Every need of the group stands with the households of all.
UPDATE need SET households = (SELECT g.households FROM need_group g WHERE g.county = need.county AND g.id = need.grp),
                helped_households = (SELECT g.helped FROM need_group g WHERE g.county = need.county AND g.id = need.grp),
                lead = CASE WHEN id = $3 THEN NULL ELSE $3 END
WHERE county = $1 AND grp = $2

-- name: need_group_rows many
-- whole: MEMBERS_MOST and one, which is refused (need.group.full)
-- The first one leads: an open one, and of these one that is late, else one that waits for judgement, none that was withdrawn (no list
-- has it), the most voices, then the oldest.
SELECT {need_row} FROM need WHERE county = $1 AND grp = $2
ORDER BY (state > 3), (state <> 4), (state = 7), CASE WHEN state < 4 THEN is_overdue ELSE 0 END DESC, voices DESC, id LIMIT 201

-- name: need_group_hold exec
-- All of a group: who holds one of them, and read its group afterwards, knows which group that is.
SELECT id FROM need WHERE county = $1 AND grp = $2 ORDER BY id {for_update}

-- name: need_group_open many
-- The others of a group that somebody still has to do something about, behind $4.
SELECT {need_row} FROM need WHERE county = $1 AND grp = $2 AND id <> $3 AND id > $4 AND state < 4 ORDER BY id LIMIT 200

-- name: need_together_add exec
INSERT INTO need_together (county, id, need, act, size, door, words, title, account, account_county, after, owner)
VALUES ($county, $id, $need, $act, $size, $door, $words, $title, $account, $account_county, $after, $owner)

-- name: need_together_get one
SELECT need, act, size, door, words, title, account, account_county, after, owner FROM need_together WHERE county = $1 AND id = $2

-- name: need_together_on exec
UPDATE need_together SET after = $3 WHERE county = $1 AND id = $2

-- name: need_together_drop exec
DELETE FROM need_together WHERE county = $1 AND id = $2

-- name: need_group_members many hot
-- whole: MEMBERS_MOST, more are refused (need.group.full)
SELECT {need_card} FROM need WHERE county = $1 AND grp = $2 ORDER BY (lead IS NOT NULL), voices DESC, id LIMIT 200

-- ---- lists of the public: by voices and newest, of a county, a township, a village (with what lies below) ----
-- Each goes on behind a row. By voices that is read in two: _tied has what has as many voices and is younger, the other what has
-- fewer; in one condition no index would find the place.

-- The + 0 and || '' keep the planner from the cells' indexes, which look narrower and have another order; as one condition, and not
-- as eight, they let SQLite believe that there are rows left whose order is worth an index.

-- part: need_public
AND kind <> 3 AND state <> 7 AND lead IS NULL AND NOT (place || '' < $from OR place || '' >= $end
OR state + 0 < $state_low OR state + 0 > $state_high OR category + 0 < $category_low OR category + 0 > $category_high
OR kind + 0 < $kind_low OR kind + 0 > $kind_high)

-- part: need_voices
{need_public} AND households < $bound ORDER BY households DESC, id LIMIT $most

-- part: need_tied
{need_public} AND households = $bound AND id > $tie ORDER BY id LIMIT $most

-- part: need_newest
{need_public} AND id < $bound ORDER BY id DESC LIMIT $most

-- name: need_list_county_voices many hot
SELECT {need_card} FROM need WHERE county = $county {need_voices}

-- name: need_list_county_tied many hot
SELECT {need_card} FROM need WHERE county = $county {need_tied}

-- name: need_list_county_newest many hot
SELECT {need_card} FROM need WHERE county = $county {need_newest}

-- name: need_list_town_voices many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9) {need_voices}

-- name: need_list_town_tied many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9) {need_tied}

-- name: need_list_town_newest many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9) {need_newest}

-- name: need_list_village_voices many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(place, 1, 12) = substr($from, 1, 12) {need_voices}

-- name: need_list_village_tied many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(place, 1, 12) = substr($from, 1, 12) {need_tied}

-- name: need_list_village_newest many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(place, 1, 12) = substr($from, 1, 12) {need_newest}

-- How many a filter leaves, where no counter knows: those are gone through that an index of the filter has together, and not too many.

-- part: need_counted
SELECT COALESCE(SUM(CASE WHEN place >= $from AND place < $end AND state >= $state_low AND state <= $state_high
    AND category >= $category_low AND category <= $category_high AND kind >= $kind_low AND kind <= $kind_high THEN 1 ELSE 0 END), 0) AS n,
    COUNT(*) AS looked

-- part: need_of_list
AND kind <> 3 AND state <> 7 AND lead IS NULL LIMIT $looked) AS looked_at

-- name: need_count_county one hot
{need_counted} FROM (SELECT place, state, category, kind FROM need WHERE county = $county {need_of_list}

-- name: need_count_county_cell one hot
{need_counted} FROM (SELECT place, state, category, kind FROM need WHERE county = $county AND category = $category_low
AND state >= $state_low AND state <= $state_high {need_of_list}

-- name: need_count_county_kind one hot
{need_counted} FROM (SELECT place, state, category, kind FROM need WHERE county = $county AND kind <> 0 AND kind = $kind_low {need_of_list}

-- name: need_count_town one hot
{need_counted} FROM (SELECT place, state, category, kind FROM need WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9)
{need_of_list}

-- name: need_count_town_cell one hot
{need_counted} FROM (SELECT place, state, category, kind FROM need WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9)
AND category = $category_low AND state >= $state_low AND state <= $state_high {need_of_list}

-- name: need_count_town_kind one hot
{need_counted} FROM (SELECT place, state, category, kind FROM need WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9)
AND kind <> 0 AND kind = $kind_low {need_of_list}

-- name: need_count_village one hot
{need_counted} FROM (SELECT place, state, category, kind FROM need WHERE county = $county AND substr(place, 1, 12) = substr($from, 1, 12)
{need_of_list}

-- Of one kind: rare ones lie together.

-- name: need_list_county_kind_voices many hot
SELECT {need_card} FROM need WHERE county = $county AND kind <> 0 AND kind = $kind_low {need_voices}

-- name: need_list_county_kind_tied many hot
SELECT {need_card} FROM need WHERE county = $county AND kind <> 0 AND kind = $kind_low {need_tied}

-- name: need_list_county_kind_newest many hot
SELECT {need_card} FROM need WHERE county = $county AND kind <> 0 AND kind = $kind_low {need_newest}

-- name: need_list_town_kind_voices many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9)
AND kind <> 0 AND kind = $kind_low {need_voices}

-- name: need_list_town_kind_tied many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9)
AND kind <> 0 AND kind = $kind_low {need_tied}

-- name: need_list_town_kind_newest many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(place, 1, 9) = substr($from, 1, 9)
AND kind <> 0 AND kind = $kind_low {need_newest}

-- A cell is what one category and one state have. A list that is filtered by them is merged from its cells, each in the
-- order of its index (need_cell.c).

-- part: need_cell
AND kind <> 3 AND state <> 7 AND lead IS NULL AND category = $category AND state = $state AND kind + 0 >= $kind_low
AND kind + 0 <= $kind_high

-- part: need_cell_voices
{need_cell} AND households < $bound ORDER BY households DESC, id LIMIT $most

-- part: need_cell_tied
{need_cell} AND households = $bound AND id > $tie ORDER BY id LIMIT $most

-- part: need_cell_newest
{need_cell} AND id < $bound ORDER BY id DESC LIMIT $most

-- name: need_cell_county_voices many hot
SELECT id, households FROM need WHERE county = $county AND substr($under, 1, 6) = county {need_cell_voices}

-- name: need_cell_county_tied many hot
SELECT id, households FROM need WHERE county = $county AND substr($under, 1, 6) = county {need_cell_tied}

-- name: need_cell_county_newest many hot
SELECT id, 0 AS households FROM need WHERE county = $county AND substr($under, 1, 6) = county {need_cell_newest}

-- name: need_cell_town_voices many hot
SELECT id, households FROM need WHERE county = $county AND substr(place, 1, 9) = $under {need_cell_voices}

-- name: need_cell_town_tied many hot
SELECT id, households FROM need WHERE county = $county AND substr(place, 1, 9) = $under {need_cell_tied}

-- name: need_cell_town_newest many hot
SELECT id, 0 AS households FROM need WHERE county = $county AND substr(place, 1, 9) = $under {need_cell_newest}

-- name: need_cards many hot
-- One page; fewer repeat the last.
SELECT {need_card} FROM need WHERE county = $county AND id IN ({rows 20 $row.id}) ORDER BY id LIMIT 20

-- part: need_sought
AND kind <> 3 AND state <> 7 AND lead IS NULL AND state >= $state_low AND state <= $state_high AND category >= $category_low
AND category <= $category_high AND kind >= $kind_low AND kind <= $kind_high

-- name: need_found many hot
{search_five} (SELECT 1 FROM need WHERE need.county = $county AND need.id = leap.id {need_sought}) LIMIT $most

-- name: need_found_two many hot
{search_two} (SELECT 1 FROM need WHERE need.county = $county AND need.id = leap.id {need_sought}) LIMIT $most

-- name: need_list_mine many hot
-- What a house said, complaints too, and what it joined: its voice is on each. The newest first.
SELECT record FROM house_part WHERE county = $1 AND household = $2 AND noun = 'need' AND record < $3 AND left_at = 0
ORDER BY record DESC LIMIT $4

-- name: need_count_mine many hot
-- The same, to be counted as far as the house may see them.
SELECT {need_card} FROM need WHERE county = $1 AND id IN
    (SELECT v.record FROM house_part AS v WHERE v.county = $1 AND v.household = $2 AND v.noun = 'need' AND v.left_at = 0) LIMIT $3

-- name: need_list_open many
-- whole: read in portions behind $3, until there are no more
-- What alike ones are looked for among: the open needs of a village, behind $3.
SELECT {need_card} FROM need WHERE county = $1 AND substr(place, 1, 12) = $2
AND kind <> 3 AND state <> 7 AND lead IS NULL AND state < 4 AND id > $3
ORDER BY id LIMIT 500

-- For the sheet of a village: what was raised before a time and is open still, what moved between two times and is not, and
-- how many either is in all.

-- part: need_on_sheet
FROM need WHERE county = $county AND substr(place, 1, 12) = $under
AND kind <> 3 AND state <> 7 AND lead IS NULL AND place >= $from AND place < $end

-- name: need_sheet_open many
SELECT {need_card} {need_on_sheet} AND state < 4 AND raised_at < $before ORDER BY households DESC, id LIMIT $most

-- name: need_sheet_ended many
SELECT {need_card} {need_on_sheet} AND state >= 4 AND changed_at >= $since AND changed_at < $before
ORDER BY households DESC, id LIMIT $most

-- name: need_sheet_count one
SELECT COALESCE(SUM(CASE WHEN state < 4 AND raised_at < $before THEN 1 ELSE 0 END), 0) AS n_open,
    COALESCE(SUM(CASE WHEN state >= 4 AND changed_at >= $since AND changed_at < $before THEN 1 ELSE 0 END), 0) AS n_ended
{need_on_sheet}

-- ---- the workbench ----

-- part: need_desk
-- One of a group stands for all of it: the others have no clock of their own.
AND state < 4 AND (kind <> 3 OR (target_place > $read_above AND target_place < $read_end)) AND kind >= $kind_low
AND is_overdue >= $overdue AND size >= $size_low AND size <= $size_high AND is_urgent = $urgent AND (due, id) > ($after_due, $after_id) AND at_place || '' < $end
AND NOT (owner + 0 < $owner_low OR owner + 0 > $owner_high OR lead IS NOT NULL OR is_overdue + 0 > $overdue_high OR changed_at + 0 < $since)
ORDER BY due, id LIMIT $most

-- part: need_desk_wide
AND at_place || '' >= $from {need_desk}

-- What is urgent comes first, the rest in a read of its own, so that each goes on behind (due, id). Each walks an index of its own
-- that has its order. The || '' and + 0 keep the planner from the others, which look narrower than they are.

-- name: need_queue_county many hot
SELECT {need_card} FROM need WHERE county = $county {need_desk_wide}

-- name: need_queue_town many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(at_place, 1, 9) = $from {need_desk}

-- name: need_queue_village many hot
-- A group's and an estate's are cut out of their village's.
SELECT {need_card} FROM need WHERE county = $county AND substr(at_place, 1, 12) = substr($from, 1, 12) {need_desk_wide}

-- name: need_queue_owner many hot
-- What one official deals with; in a county, what nobody does.
SELECT {need_card} FROM need WHERE county = $county AND owner = $owner_low {need_desk_wide}

-- The same of what is late, what is big, and in a township what nobody deals with: few, each in an index of its own.

-- name: need_queue_county_late many hot
SELECT {need_card} FROM need WHERE county = $county AND is_overdue = 1 {need_desk_wide}

-- name: need_queue_county_big many hot
SELECT {need_card} FROM need WHERE county = $county AND size = 2 {need_desk_wide}

-- name: need_queue_town_late many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(at_place, 1, 9) = $from AND is_overdue = 1 {need_desk}

-- name: need_queue_town_big many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(at_place, 1, 9) = $from AND size = 2 {need_desk}

-- name: need_queue_town_free many hot
SELECT {need_card} FROM need WHERE county = $county AND substr(at_place, 1, 9) = $from AND owner = 0 {need_desk}

-- name: need_queue_complaints many hot
SELECT {need_card} FROM need WHERE county = $county AND kind = 3 {need_desk_wide}

-- name: need_queue_above one hot
-- What lies at a city, where rows are few: in all, late, and waiting for judgement.
SELECT COALESCE(SUM(CASE WHEN state < 4 AND lead IS NULL THEN 1 ELSE 0 END), 0) AS open,
    COALESCE(SUM(CASE WHEN state < 4 AND lead IS NULL AND is_overdue = 1 THEN 1 ELSE 0 END), 0) AS overdue,
    COALESCE(SUM(CASE WHEN state = 4 THEN 1 ELSE 0 END), 0) AS to_judge
FROM need WHERE county = $1 AND state <= 4 AND (kind <> 3 OR (target_place > $2 AND target_place < $3))

-- ---- the workbench, filtered ----
-- What one filters and sorts by has no index of its own for each combination: a list is looked through in an order that has one, no
-- further than LIST_COUNTED rows at once, and need_look.c takes out of these what passes.

-- part: need_look
id, is_urgent, due, households, owner, is_overdue, size, kind, state

-- part: need_passes
AND place >= $of AND place < $of_end AND state >= $state_low AND state <= $state_high AND category >= $category_low
AND category <= $category_high AND kind >= $kind_low AND kind <= $kind_high AND size >= $size_low AND size <= $size_high
AND owner >= $owner_low AND owner <= $owner_high AND is_overdue >= $overdue AND raised_at >= $raised_from
AND raised_at < $raised_before {search_has}

-- part: need_passes_open
-- One of a group stands for all of it, as on the desk.
{need_passes} AND lead IS NULL AND at_place >= $from AND at_place < $end

-- part: need_passes_any
{need_passes} AND place >= $from AND place < $end

-- part: need_look_read
AND (kind <> 3 OR (target_place > $read_above AND target_place < $read_end))

-- part: need_look_open
{need_look_read} AND state < 4 AND is_urgent = $urgent AND (due, id) > ($after_due, $after_id) ORDER BY due, id LIMIT $looked

-- part: need_look_any
{need_look_read} AND id > 0 AND id < $before ORDER BY id DESC LIMIT $looked

-- name: need_look_county many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county
{need_look_open}

-- name: need_look_town many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND substr(at_place, 1, 9) = $from
{need_look_open}

-- name: need_look_village many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND substr(at_place, 1, 12) = substr($from, 1, 12)
{need_look_open}

-- name: need_look_owner many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND owner = $owner_low
{need_look_open}

-- name: need_look_county_late many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND is_overdue = 1
{need_look_open}

-- name: need_look_town_late many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND substr(at_place, 1, 9) = $from AND is_overdue = 1
{need_look_open}

-- name: need_look_county_big many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND size = 2
{need_look_open}

-- name: need_look_town_big many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND substr(at_place, 1, 9) = $from AND size = 2
{need_look_open}

-- name: need_look_town_free many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND substr(at_place, 1, 9) = $from AND owner = 0
{need_look_open}

-- name: need_look_complaints many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_open} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND kind = 3
{need_look_open}

-- Of any state, the newest first.

-- name: need_look_any_county many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_any} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county
{need_look_any}

-- name: need_look_any_town many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_any} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND substr(place, 1, 9) = $from
{need_look_any}

-- name: need_look_any_village many hot
SELECT {need_look}, CASE WHEN TRUE {need_passes_any} THEN 1 ELSE 0 END AS passes FROM need WHERE county = $county AND substr(place, 1, 12) = substr($from, 1, 12)
{need_look_any}

-- ---- tables out ----

-- name: need_told many hot
-- What a card does not have, of one page; fewer repeat the last. What houses said of the result that stands.
SELECT id, body, solved_at, closed_at,
    (SELECT count(*) FROM need_judge j WHERE j.county = $county AND j.need = need.id AND j.round = need.round AND j.done = 1
        {need_judge_word}) AS done,
    (SELECT count(*) FROM need_judge j WHERE j.county = $county AND j.need = need.id AND j.round = need.round AND j.done = 1
        AND j.helped = 1 {need_judge_word}) AS done_helped,
    (SELECT count(*) FROM need_judge j WHERE j.county = $county AND j.need = need.id AND j.round = need.round AND j.done = 0
        {need_judge_word}) AS undone,
    (SELECT count(*) FROM need_judge j WHERE j.county = $county AND j.need = need.id AND j.round = need.round AND j.done = 0
        AND j.helped = 1 {need_judge_word}) AS undone_helped
FROM need WHERE county = $county AND id IN ({rows 20 $row.id}) ORDER BY id LIMIT 20

-- name: need_answered_last many hot
-- The last that an office said of one, its result aside; CROSS JOIN and + 0 as in event_texts_of_subject.
SELECT t.text FROM event AS e CROSS JOIN event_text AS t WHERE e.county = $1 AND e.subject = $2
AND e.kind IN ('need.answered', 'need.pooled', 'need.extended', 'need.unable', 'need.elsewhere')
AND t.county = e.county AND t.log = e.log AND t.seq = e.seq + 0 AND t.name = 'text' AND t.text IS NOT NULL
ORDER BY e.seq DESC, e.log DESC LIMIT 1

-- name: need_solved_last many hot
SELECT t.text FROM event AS e CROSS JOIN event_text AS t WHERE e.county = $1 AND e.subject = $2 AND e.kind = 'need.solved'
AND t.county = e.county AND t.log = e.log AND t.seq = e.seq + 0 AND t.name = 'text' AND t.text IS NOT NULL
ORDER BY e.seq DESC, e.log DESC LIMIT 1

-- name: need_ended_last many hot
-- What ended it last: its words, in whose name, and since when pictures are of this end: those of an earlier one, that was found not
-- done, are not. What has no words any more is the last all the same.
SELECT e.at, t.text, b.text AS title, (SELECT coalesce(max(u.at), 0) FROM event AS u WHERE u.county = e.county AND u.subject = e.subject
    AND u.kind IN ('need.undone', 'need.reopened', 'need.objected')) AS since
FROM event AS e
LEFT JOIN event_text AS t ON t.county = e.county AND t.log = e.log AND t.seq = e.seq + 0 AND t.name = 'text'
LEFT JOIN event_text AS b ON b.county = e.county AND b.log = e.log AND b.seq = e.seq + 0 AND b.name = 'title'
WHERE e.county = $county AND e.subject = $subject AND e.kind IN ('need.solved', 'need.unable', 'need.elsewhere')
ORDER BY e.seq DESC, e.log DESC LIMIT 1

-- ---- recounts: need_check, need_rebuild ----
-- CROSS JOIN: SQLite then walks from left to right, in an order that an index has, and sorts no whole table in memory.

-- name: need_count int all
SELECT COUNT(*) AS n FROM need

-- name: need_each each all
SELECT {need_row} FROM need ORDER BY county, id

-- name: need_took_part each all
-- Every house that raised, joined or judged, and when; what was copied to the city comes twice and counts once.
SELECT t.place, t.household, t.at, COALESCE(n.target_place, '') AS target_place, t.county, t.noun, t.record
FROM (SELECT place, household, at, county, noun, record FROM house_part WHERE noun = 'need'
UNION ALL
SELECT place, household, at, county, noun, need FROM need_judge) AS t
LEFT JOIN need AS n ON n.county = t.county AND n.id = t.record ORDER BY t.county, t.noun, t.record

-- name: need_check_voices each all
SELECT n.county, n.id, n.voices AS kept, count(v.record) AS counted FROM need n
LEFT JOIN house_part v ON v.county = n.county AND v.noun = 'need' AND v.record = n.id AND v.left_at = 0
GROUP BY n.county, n.id, n.voices HAVING n.voices <> count(v.record)

-- name: need_check_helped each all
SELECT n.county, n.id, n.helped AS kept, count(v.record) AS counted FROM need n
LEFT JOIN house_part v ON v.county = n.county AND v.noun = 'need' AND v.record = n.id AND v.left_at = 0 AND v.consent <> ''
GROUP BY n.county, n.id, n.helped HAVING n.helped <> count(v.record)

-- name: need_check_group_helped each all
-- Noted as one that said it itself, or as a helped one, and is not.
SELECT x.county, COALESCE((SELECT MIN(m.id) FROM need m WHERE m.county = x.county AND m.grp = x.grp), x.grp) AS need
FROM need_group_voice x WHERE x.helped = CASE WHEN EXISTS (SELECT 1 FROM need n JOIN house_part v
    ON v.county = n.county AND v.noun = 'need' AND v.record = n.id
    WHERE n.county = x.county AND n.grp = x.grp AND v.household = x.household AND v.left_at = 0 AND v.consent = '') THEN 1 ELSE 0 END

-- name: need_check_author each all
SELECT n.county, n.id FROM need n WHERE NOT EXISTS
(SELECT 1 FROM house_part v WHERE v.county = n.county AND v.noun = 'need' AND v.record = n.id AND v.household = n.household AND v.left_at = 0)
AND n.is_unsaid = 0

-- name: need_check_step each all
SELECT n.county, n.id, n.was, n.state FROM need n WHERE n.was IS NOT NULL AND NOT EXISTS
(SELECT 1 FROM need_move m WHERE m.from_state = n.was AND m.to_state = n.state)

-- name: need_check_group each all
--- Named by its first need: a group has no page of its own.
SELECT g.county, MIN(n.id) AS need, g.households AS kept, count(DISTINCT v.household) AS counted FROM need_group g
CROSS JOIN need n CROSS JOIN house_part v
WHERE n.county = g.county AND n.grp = g.id AND v.county = n.county AND v.noun = 'need' AND v.record = n.id AND v.left_at = 0
GROUP BY g.county, g.id, g.households HAVING g.households <> count(DISTINCT v.household)

-- name: need_check_share each all
SELECT n.county, n.id FROM need n LEFT JOIN need_group g ON g.county = n.county AND g.id = n.grp
WHERE n.households <> COALESCE(g.households, n.voices) OR n.helped_households <> COALESCE(g.helped, n.helped)

-- name: need_check_led each all
-- Whom another leads waits for it: that one is of its group, leads itself, and is open while any of the group is.
SELECT n.county, n.id FROM need n WHERE n.lead IS NOT NULL AND NOT EXISTS
(SELECT 1 FROM need l WHERE l.county = n.county AND l.id = n.lead AND l.grp = n.grp AND l.lead IS NULL
 AND (l.state < 4 OR n.state > 3))

-- name: need_check_onward each all
SELECT n.county, n.id FROM need n WHERE n.onward_id <> 0 AND NOT EXISTS
(SELECT 1 FROM need o WHERE o.county = n.onward_county AND o.id = n.onward_id)

-- name: need_check_moves many all
-- whole: the rows of need_moves[]
SELECT from_state, to_state FROM need_move ORDER BY from_state, to_state LIMIT 200

-- name: need_check_group_voice each all
-- A house of a group that has no voice on any of its needs, or one that has and is not noted.
SELECT x.county, COALESCE((SELECT MIN(m.id) FROM need m WHERE m.county = x.county AND m.grp = x.grp), x.grp) AS need
FROM need_group_voice x WHERE NOT EXISTS
(SELECT 1 FROM need n JOIN house_part v ON v.county = n.county AND v.noun = 'need' AND v.record = n.id
 WHERE n.county = x.county AND n.grp = x.grp AND v.household = x.household AND v.left_at = 0)
UNION
SELECT n.county, n.id FROM need n JOIN house_part v ON v.county = n.county AND v.noun = 'need' AND v.record = n.id AND v.left_at = 0
WHERE n.grp IS NOT NULL AND NOT EXISTS
(SELECT 1 FROM need_group_voice x WHERE x.county = n.county AND x.grp = n.grp AND x.household = v.household)

-- name: need_check_household each all
-- Of a house that is not there; a row at the city is of the county it came from.
SELECT n.county, n.id FROM need n WHERE n.from_id = 0 AND NOT EXISTS
(SELECT 1 FROM household h WHERE h.county = n.county AND h.id = n.household)

-- name: need_check_voicing each all
SELECT v.county, v.record FROM house_part v WHERE v.noun = 'need'
AND NOT EXISTS (SELECT 1 FROM need n WHERE n.county = v.county AND n.id = v.record)

-- name: need_check_place each all
SELECT n.county, n.id FROM need n WHERE NOT EXISTS (SELECT 1 FROM place p WHERE p.code = n.place)
OR NOT EXISTS (SELECT 1 FROM place p WHERE p.code = n.at_place)

-- name: need_trail each all
-- What came up to the city was raised below.
SELECT n.county, n.id, e.id AS event, e.at, e.parts, n.state, n.changed_at, CASE WHEN n.from_id <> 0 THEN 1 ELSE 0 END AS began
FROM need AS n LEFT JOIN event AS e ON e.county = n.county AND e.subject = n.id ORDER BY n.county, n.id, e.seq

-- name: need_check_title each all
-- A title that was written last and is not the one that stands; one that was erased says nothing.
SELECT n.county, n.id FROM event_text t CROSS JOIN event e CROSS JOIN need n
WHERE t.name = 'title' AND e.county = t.county AND e.log = t.log AND e.seq = t.seq
AND e.kind IN ('need.raised', 'need.corrected') AND n.county = e.county AND n.id = e.subject AND t.text <> n.title
AND NOT EXISTS (SELECT 1 FROM event o CROSS JOIN event_text w
WHERE o.county = e.county AND o.subject = e.subject AND o.id > e.id AND o.kind IN ('need.raised', 'need.corrected')
AND w.county = o.county AND w.log = o.log AND w.seq = o.seq AND w.name = 'title')
