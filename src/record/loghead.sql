-- loghead: the newest head of each log, and what proofs are made from. See loghead.h.

-- name: loghead_get one hot
SELECT size, root, at FROM loghead WHERE county = $1 AND log = $2;

-- name: loghead_all one all
SELECT COUNT(*) AS n, COALESCE(MAX(at), 0) AS at FROM loghead;
