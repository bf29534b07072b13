-- keeper: the newest time in the record. See keeper.h.

-- name: keeper_newest int all
SELECT COALESCE(MAX(at), 0) AS at FROM loghead;
