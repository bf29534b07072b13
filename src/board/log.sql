-- log: the entries of a log, the newest first, by kind and number only. See log_page.c.

-- name: log_recent many hot
SELECT seq, id, kind, subject, at FROM event WHERE county = $1 AND log = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4;
