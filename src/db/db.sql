-- db: what the database layer asks for itself.

-- name: db_ping int
SELECT 1 AS one;
