-- once: idempotency keys. See once.h.

-- name: once_add exec hot
INSERT INTO once (county, account, act, once_key, payload, id, at)
VALUES ($county, $account, $act, $once_key, $payload, $id, $at);

-- name: once_get one hot
SELECT payload, id FROM once WHERE county = $1 AND account = $2 AND act = $3 AND once_key = $4;

-- name: once_forget exec all
DELETE FROM once WHERE at < $1;

-- name: once_empty many all
-- cut: each is a finding of `yuanchang check`, which fails at the first
-- Keys that name nothing: a body forgot once_keep().
SELECT county, act FROM once WHERE id = 0 ORDER BY county, act LIMIT 100;
