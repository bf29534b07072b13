-- event: appended with every change, never changed. See event.h; heads are in loghead.sql.

-- part: event_row
county, log, seq, id, kind, subject, account, person, channel, at, happened_at, parts, leaf

-- name: event_bump one hot
-- Takes the log's next $4 numbers and locks it until the transaction ends. The first event of a log makes its row.
INSERT INTO loghead (county, log, size, frontier, root, at) VALUES ($1, $2, $4, $3, $3, 0)
ON CONFLICT (county, log) DO UPDATE SET size = loghead.size + excluded.size
RETURNING size, frontier;

-- name: event_add exec hot
INSERT INTO event (county, log, seq, id, kind, subject, account, person, channel, at, happened_at, parts, leaf, weight)
VALUES ($county, $log, $seq, $id, $kind, $subject, $account, $person, $channel, $at, $happened_at, $parts, $leaf, $weight);

-- name: event_add_four exec hot
INSERT INTO event (county, log, seq, id, kind, subject, account, person, channel, at, happened_at, parts, leaf, weight) VALUES
    {rows 4 ($row.county, $row.log, $row.seq, $row.id, $row.kind, $row.subject, $row.account, $row.person, $row.channel,
    $row.at, $row.happened_at, $row.parts, $row.leaf, $row.weight)};

-- name: event_text_add exec hot
INSERT INTO event_text (county, log, seq, name, text, salt, commitment, kept)
VALUES ($county, $log, $seq, $name, $text, $salt, $commitment, $kept);

-- name: event_text_add_eight exec hot
INSERT INTO event_text (county, log, seq, name, text, salt, commitment, kept) VALUES
    {rows 8 ($row.county, $row.log, $row.seq, $row.name, $row.text, $row.salt, $row.commitment, $row.kept)};

-- name: event_head exec hot
UPDATE loghead SET frontier = $frontier, root = $root, at = $at WHERE county = $county AND log = $log;

-- name: event_of_subject many hot
SELECT {event_row} FROM event WHERE county = $1 AND subject = $2 ORDER BY seq, log LIMIT $3;

-- name: event_of_weight_last many hot
-- The newest of that weight after $after, latest first.
SELECT {event_row} FROM event WHERE county = $county AND subject = $subject AND weight = $weight AND seq > $after
ORDER BY seq DESC, log DESC LIMIT $most;

-- name: event_of_weight_between int hot
SELECT count(*) AS n FROM event WHERE county = $county AND subject = $subject AND weight = $weight AND seq > $after AND seq < $before;

-- name: event_answers int hot
SELECT count(*) AS n FROM event WHERE county = $1 AND subject = $2 AND weight = 2;

-- name: event_texts_of_subject many hot
-- whole: of EVENT_SOME events, none of which has more than nine texts
-- CROSS JOIN: from the subject's few events to their texts. SQLite, knowing no sizes, would walk the county's texts; and without
-- the + 0 it would take the bounds of e.seq for bounds of t.seq, and walk the log's texts from the first to the last of them.
SELECT t.log, t.seq, t.name, t.text, t.commitment, t.kept
FROM event AS e CROSS JOIN event_text AS t
WHERE e.county = $1 AND e.subject = $2 AND e.seq >= $3 AND e.seq <= $4
AND t.county = e.county AND t.log = e.log AND t.seq = e.seq + 0
ORDER BY e.seq, e.log, t.name LIMIT 4000;

-- name: event_salts_of_subject many
-- whole: a timeline has 4 texts an event at most, of 4 * EVENT_SOME events
SELECT t.log, t.seq, t.name, t.salt
FROM event AS e CROSS JOIN event_text AS t
WHERE e.county = $1 AND e.subject = $2 AND e.seq >= $3 AND e.seq <= $4
AND t.county = e.county AND t.log = e.log AND t.seq = e.seq + 0
ORDER BY e.seq, e.log, t.name LIMIT 4000;

-- name: event_texts_of_weight many hot
-- whole: of EVENT_SOME events, none of which has more than nine texts
-- The same of one weight: what lies between them is not read.
SELECT t.log, t.seq, t.name, t.text, t.commitment, t.kept
FROM event AS e CROSS JOIN event_text AS t
WHERE e.county = $county AND e.subject = $subject AND e.weight = $weight AND e.seq >= $from AND e.seq <= $upto
AND t.county = e.county AND t.log = e.log AND t.seq = e.seq + 0
ORDER BY e.seq, e.log, t.name LIMIT 4000;

-- name: event_get one hot
SELECT {event_row} FROM event WHERE county = $1 AND log = $2 AND seq = $3;

-- name: event_dealt int hot
-- Did the account, or another of that person, take a step at a desk, not for a house ($helping: the channel of helpers)?
SELECT COUNT(*) AS n FROM event AS e WHERE e.county = $county AND e.subject = $subject AND e.channel <> $helping AND e.account <> 0
AND (e.account = $account OR EXISTS (SELECT 1 FROM account AS a WHERE a.id = e.account
    AND a.county IN ($county, substr($county, 1, 4), substr($county, 1, 2)) AND a.person = $person
    AND a.person_county = $person_county AND a.person <> 0));

-- name: event_dealt_before int hot
-- The same of a record that was there before $before; the account is one of $home or above.
SELECT COUNT(*) AS n FROM event AS e WHERE e.county = $county AND e.subject = $subject AND e.account <> 0 AND e.channel <> $helping
AND (e.account = $account OR EXISTS (SELECT 1 FROM account AS a JOIN account AS b ON b.person = a.person
    AND b.person_county = a.person_county WHERE a.id = e.account
    AND a.county IN ($county, substr($county, 1, 4), substr($county, 1, 2)) AND a.person <> 0
    AND b.id = $account AND b.county IN ($home, substr($home, 1, 4), substr($home, 1, 2))))
AND EXISTS (SELECT 1 FROM event AS f WHERE f.county = $county AND f.subject = $subject AND f.at < $before);

-- name: event_erase_by_person change hot
UPDATE event_text SET text = NULL, salt = NULL
WHERE county = $1 AND text IS NOT NULL AND kept = 0
  AND (log, seq) IN (SELECT e.log, e.seq FROM event AS e WHERE e.county = $1 AND e.person = $2 AND e.person <> 0);

-- name: event_erase_by_subject change hot
UPDATE event_text SET text = NULL, salt = NULL
WHERE county = $1 AND text IS NOT NULL AND kept = 0
  AND (log, seq) IN (SELECT e.log, e.seq FROM event AS e WHERE e.county = $1 AND e.subject = $2);

-- name: event_some_after one hot
-- How far the next $4 events after $2 reach, before $3, and how many they are.
SELECT COALESCE(MAX(e.id), 0) AS id, COUNT(*) AS n FROM
(SELECT id FROM event WHERE county = $1 AND id > $2 AND id < $3 ORDER BY id LIMIT $4) AS e;

-- name: event_changed many hot
-- Of the events after $after up to $upto those at which a record stands that changed (list.c): its last up to $settled, else its
-- first after that; counted are events of a noun since $first, in the logs that are asked about: one that went on elsewhere has
-- newer ones there.
SELECT e.id, e.subject FROM event AS e
WHERE e.county = $county AND e.id > $after AND e.id <= $upto AND e.kind >= $kind AND e.kind < $kind_end
AND e.log >= $log AND e.log < $log_end
AND NOT EXISTS (SELECT 1 FROM event AS o WHERE o.county = $county AND o.subject = e.subject AND o.kind >= $kind
    AND o.kind < $kind_end AND o.log >= $log AND o.log < $log_end AND CASE WHEN e.id <= $settled THEN o.id > e.id AND o.id <= $settled
                                    ELSE o.id > $first AND o.id < e.id END ORDER BY o.seq DESC LIMIT 1)
ORDER BY e.id LIMIT $most;
