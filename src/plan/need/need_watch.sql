-- need_watch: needs that were said to be done (states 4 solved, 9 closed), for who calls back. Of a group the one that leads it.

-- part: need_to_call
AND n.state IN (4, 9) AND n.lead IS NULL AND n.place || '' >= $from AND n.place || '' < $end
AND (n.kind <> 3 OR (n.target_place > $read_above AND n.target_place < $read_end))
AND (n.changed_at, n.id) > ($after_at, $after_id)
AND NOT EXISTS (SELECT 1 FROM oversight AS o WHERE o.county = n.county AND o.of_noun = 'need' AND o.of_id = n.id AND o.kind = 2
    AND o.found > 0 AND o.asked_at >= n.changed_at)

-- name: need_to_call_county many hot
SELECT n.county, n.id, n.place, n.title, n.changed_at FROM need AS n WHERE n.county = $county {need_to_call}
ORDER BY n.changed_at, n.id LIMIT $most

-- name: need_to_call_town many hot
SELECT n.county, n.id, n.place, n.title, n.changed_at FROM need AS n WHERE n.county = $county
AND substr(n.place, 1, 9) = substr($from, 1, 9) {need_to_call} ORDER BY n.changed_at, n.id LIMIT $most

-- name: need_to_call_village many hot
SELECT n.county, n.id, n.place, n.title, n.changed_at FROM need AS n WHERE n.county = $county
AND substr(n.place, 1, 12) = substr($from, 1, 12) {need_to_call} ORDER BY n.changed_at, n.id LIMIT $most

-- name: need_called_count_county one hot
SELECT count(*) AS n, count(*) AS looked FROM (SELECT 1 AS one FROM need AS n WHERE n.county = $county {need_to_call} LIMIT $most) AS looked_at

-- name: need_called_count_town one hot
SELECT count(*) AS n, count(*) AS looked FROM (SELECT 1 AS one FROM need AS n WHERE n.county = $county
AND substr(n.place, 1, 9) = substr($from, 1, 9) {need_to_call} LIMIT $most) AS looked_at

-- name: need_called_count_village one hot
SELECT count(*) AS n, count(*) AS looked FROM (SELECT 1 AS one FROM need AS n WHERE n.county = $county
AND substr(n.place, 1, 12) = substr($from, 1, 12) {need_to_call} LIMIT $most) AS looked_at

-- name: need_check_watched each
--- What was asked about it waits at another desk than it lies on.
SELECT o.county, o.of_id AS id FROM oversight AS o JOIN need AS n ON n.county = o.county AND n.id = o.of_id
WHERE o.of_noun = 'need' AND o.state = 0 AND n.state NOT IN (7, 8) AND o.at_place <> n.at_place AND substr(o.place, 1, length(n.at_place)) = n.at_place
