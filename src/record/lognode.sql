-- lognode: the kept inner nodes of the logs. See lognode.h.

-- name: lognode_add exec hot
INSERT INTO log_node (county, log, level, nth, hash) VALUES ($1, $2, $3, $4, $5);

-- name: lognode_fill exec
-- Twelve of one log.
INSERT INTO log_node (county, log, level, nth, hash) VALUES
    ($1, $2, $3, $4, $5), ($1, $2, $6, $7, $8), ($1, $2, $9, $10, $11), ($1, $2, $12, $13, $14),
    ($1, $2, $15, $16, $17), ($1, $2, $18, $19, $20), ($1, $2, $21, $22, $23), ($1, $2, $24, $25, $26),
    ($1, $2, $27, $28, $29), ($1, $2, $30, $31, $32), ($1, $2, $33, $34, $35), ($1, $2, $36, $37, $38);

-- name: lognode_leaves many hot
-- Sixteen, the first being $3.
SELECT seq - $3 AS nth, leaf FROM event WHERE county = $1 AND log = $2 AND seq >= $3 AND seq < $3 + 16
ORDER BY seq LIMIT 16;

-- name: lognode_block many hot
SELECT nth - $4 AS nth, hash FROM log_node WHERE county = $1 AND log = $2 AND level = $3 AND nth >= $4 AND nth < $4 + 16
ORDER BY nth LIMIT 16;

-- name: lognode_get one hot
SELECT hash FROM log_node WHERE county = $1 AND log = $2 AND level = $3 AND nth = $4;

-- name: lognode_count int
SELECT COUNT(*) AS n FROM log_node WHERE county = $1 AND log = $2;

-- name: lognode_alone many all
-- Of a log that has no head.
SELECT DISTINCT n.county, n.log FROM log_node n WHERE n.level = 1 AND n.nth = 0
AND NOT EXISTS (SELECT 1 FROM loghead h WHERE h.county = n.county AND h.log = n.log) ORDER BY n.county, n.log LIMIT 100;

-- name: lognode_of_all each all
SELECT county, log, seq, leaf FROM event ORDER BY county, log, seq;

-- name: lognode_clear exec all
DELETE FROM log_node;
