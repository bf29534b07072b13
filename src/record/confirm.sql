-- confirm: agreement by several. See confirm.h.

-- name: confirm_add exec
INSERT INTO confirm (county, id, kind, about_county, about, place, version, state, author, author_county, author_person, author_house,
    asked_at, until)
VALUES ($county, $id, $kind, $about_county, $about, $place, $version, 0, $author, $author_county, $author_person, $author_house,
    $asked_at, $until);

-- name: confirm_slot_add exec
INSERT INTO confirm_slot (county, confirm, slot, by_what, verb, place, who_county, who) VALUES ($county, $confirm, $slot, $by_what, $verb, $place, $who_county, $who);

-- name: confirm_one one
SELECT kind, about_county, about, place, version, state, author, author_county, author_person, author_house, asked_at, until
FROM confirm WHERE county = $1 AND id = $2;

-- name: confirm_slots many
-- whole: CONFIRM_SLOTS
SELECT by_what, verb, place, who_county, who, version, way, account, person_county, person, house, at
FROM confirm_slot WHERE county = $1 AND confirm = $2 ORDER BY slot LIMIT 64;

-- name: confirm_turn change
-- Whoever says something about it takes its turn: of two at once the second sees what the first said.
UPDATE confirm SET turn = turn + 1 WHERE county = $1 AND id = $2;

-- name: confirm_say exec
UPDATE confirm_slot SET version = $version, way = $way, account = $account, person_county = $person_county, person = $person,
    house = $house, at = $at
WHERE county = $county AND confirm = $confirm AND slot = $slot;

-- name: confirm_unsay exec
UPDATE confirm_slot SET version = NULL, way = 0, account = 0, person_county = '', person = 0, house = 0, at = 0
WHERE county = $1 AND confirm = $2 AND slot = $3;

-- name: confirm_close change
UPDATE confirm SET state = $state, closed_at = $closed_at WHERE county = $county AND id = $id AND state = $was;

-- name: confirm_version change
UPDATE confirm SET version = $3, state = 0, closed_at = 0 WHERE county = $1 AND id = $2 AND state <= 1;

-- name: confirm_waiting many all
-- cut: ConfirmRefs.more; /place/:place/accounts says that the oldest 100 are listed
-- Open ones of a kind about what lies at a place or below.
SELECT county, id FROM confirm WHERE kind = $1 AND place >= $2 AND place < $3 AND state = 0 ORDER BY place, id LIMIT 101;

-- name: confirm_desk_list many all
-- The same in the order of a desk: by the day on which it is over. It walks the open ones of the kind, few at any time, in their order.
SELECT county, id FROM confirm WHERE kind = $kind AND place || '' >= $from AND place || '' < $end AND state = 0
AND (until = 0 OR until > $now) AND asked_at >= $since AND (until, id) > ($after_until, $after_id) ORDER BY until, id LIMIT $most;

-- name: confirm_desk_count int all
SELECT COUNT(*) AS n FROM confirm WHERE kind = $kind AND place >= $from AND place < $end AND state = 0 AND (until = 0 OR until > $now);

-- name: confirm_of many
-- cut: ConfirmRefs.more
SELECT county, id FROM confirm WHERE county = $1 AND kind = $2 AND about = $3 AND state = 0 ORDER BY id LIMIT 101;

-- name: confirm_check_slots each all
-- Agreed by all, and a slot has not, or has to another version.
SELECT c.place, c.id FROM confirm AS c WHERE c.state IN (1, 2) AND EXISTS (SELECT 1 FROM confirm_slot AS s
    WHERE s.county = c.county AND s.confirm = c.id AND (s.version IS NULL OR s.version <> c.version));

-- name: confirm_check_twice each all
-- One person in two slots.
SELECT s.county, s.confirm FROM confirm_slot AS s JOIN confirm_slot AS t ON t.county = s.county AND t.confirm = s.confirm
    AND t.slot > s.slot AND t.version = s.version AND t.person = s.person AND t.person_county = s.person_county
WHERE s.person <> 0 ORDER BY s.county, s.confirm;

-- name: confirm_check_author each all
SELECT c.place, c.id FROM confirm AS c JOIN confirm_slot AS s ON s.county = c.county AND s.confirm = c.id
WHERE s.version IS NOT NULL AND (s.account <> 0 AND s.account = c.author AND (s.person = 0 OR c.author_person = 0)
    OR s.person <> 0 AND s.person = c.author_person AND s.person_county = c.author_county);

-- name: confirm_carry exec
UPDATE confirm SET place = $to || substr(place, $tail) WHERE county = $county AND place >= $from AND place < $end AND state = 0;

-- name: confirm_slot_carry exec
UPDATE confirm_slot SET place = $to || substr(place, $tail) WHERE county = $county AND place >= $from AND place < $end
AND EXISTS (SELECT 1 FROM confirm AS c WHERE c.county = confirm_slot.county AND c.id = confirm_slot.confirm AND c.state = 0);

-- name: confirm_forget exec all
-- The number of a person who is erased says nothing any more; that somebody agreed stays.
UPDATE confirm_slot SET person = 0, person_county = '' WHERE person_county = $1 AND person = $2;
