-- lognode: the kept inner nodes of the logs. See lognode.h.

-- name: lognode_add exec hot
INSERT INTO log_node (county, log, level, nth, hash) VALUES ($county, $log, $level, $nth, $hash);

-- name: lognode_fill exec
-- Twelve of one log.
INSERT INTO log_node (county, log, level, nth, hash) VALUES
    {rows 12 ($county, $log, $row.level, $row.nth, $row.hash)};

-- name: lognode_leaves many hot
-- whole: a block has sixteen
-- Sixteen, the first being $3.
SELECT seq - $3 AS nth, leaf FROM event WHERE county = $1 AND log = $2 AND seq >= $3 AND seq < $3 + 16
ORDER BY seq LIMIT 16;

-- name: lognode_block many hot
-- whole: a block has sixteen
SELECT nth - $4 AS nth, hash FROM log_node WHERE county = $1 AND log = $2 AND level = $3 AND nth >= $4 AND nth < $4 + 16
ORDER BY nth LIMIT 16;

-- name: lognode_get one hot
SELECT hash FROM log_node WHERE county = $1 AND log = $2 AND level = $3 AND nth = $4;

-- name: lognode_count int
SELECT COUNT(*) AS n FROM log_node WHERE county = $1 AND log = $2;

-- name: lognode_alone many all
-- cut: each is a finding of `yuanchang check`, which fails at the first
-- Of a log that has no head.
SELECT DISTINCT n.county, n.log FROM log_node n WHERE n.level = 1 AND n.nth = 0
AND NOT EXISTS (SELECT 1 FROM loghead h WHERE h.county = n.county AND h.log = n.log) ORDER BY n.county, n.log LIMIT 100;

-- name: lognode_of_all each all
SELECT county, log, seq, leaf FROM event ORDER BY county, log, seq;

-- name: lognode_clear exec all
DELETE FROM log_node;
