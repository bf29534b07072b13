-- record_check: walks over everything, for `yuanchang check`.

-- name: check_events each all
-- Texts are counted where the event commits to some; a text that none commits to is found by check_texts.
SELECT county, log, seq, id, kind, subject, account, person, channel, at, happened_at, parts, leaf,
CASE WHEN replace(parts, '#=', '') <> parts THEN
(SELECT COUNT(*) FROM event_text AS t WHERE t.county = event.county AND t.log = event.log AND t.seq = event.seq) ELSE 0 END AS texts
FROM event ORDER BY county, log, seq;

-- name: check_head one
SELECT size, frontier, root, at FROM loghead WHERE county = $1 AND log = $2;

-- name: check_heads_alone many all
-- cut: each is a finding of `yuanchang check`, which fails at the first
SELECT county, log FROM loghead AS h WHERE NOT EXISTS
    (SELECT 1 FROM event AS e WHERE e.county = h.county AND e.log = h.log) ORDER BY county, log LIMIT 100;

-- name: check_texts each all
SELECT e.log, e.seq, e.parts, t.name, t.text, t.salt, t.commitment
FROM event AS e JOIN event_text AS t ON t.county = e.county AND t.log = e.log AND t.seq = e.seq
ORDER BY t.county, t.log, t.seq, t.name;

-- name: check_lost_texts int all
SELECT COUNT(*) AS n FROM event_text AS t WHERE NOT EXISTS
    (SELECT 1 FROM event AS e WHERE e.county = t.county AND e.log = t.log AND e.seq = t.seq);
