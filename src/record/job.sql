-- job: work that is due at a time. See job.h.

-- name: job_carry exec
UPDATE job SET place = $to || substr(place, $tail) WHERE county = $county AND place >= $from AND place < $end;

-- name: job_put exec hot
INSERT INTO job (county, kind, subject, place, arg, due, tries) VALUES ($county, $kind, $subject, $place, $arg, $due, 0)
ON CONFLICT (county, kind, subject) DO UPDATE SET place = excluded.place, arg = excluded.arg, due = excluded.due, tries = 0;

-- name: job_drop exec hot
DELETE FROM job WHERE county = $1 AND kind = $2 AND subject = $3;

-- name: job_due many all hot
SELECT county, kind, subject, place, arg, due, tries FROM job WHERE due <= $1 ORDER BY due, kind, subject LIMIT $2;

-- name: job_take change hot
-- Only one server finds the time that was read still standing there.
UPDATE job SET due = $due WHERE county = $county AND kind = $kind AND subject = $subject AND due = $was;

-- name: job_done exec hot
-- Unless the handler put it again.
DELETE FROM job WHERE county = $1 AND kind = $2 AND subject = $3 AND due = $4;

-- name: job_again exec hot
UPDATE job SET due = $due, tries = tries + 1 WHERE county = $county AND kind = $kind AND subject = $subject AND due = $was;

-- name: job_waiting int all
SELECT COUNT(*) AS n FROM job WHERE due <= $1;

-- name: job_stuck many all
-- whole: there are not so many kinds of jobs
SELECT kind, COUNT(*) AS n, MAX(tries) AS tries, MIN(due) AS due FROM job WHERE tries > 0 GROUP BY kind ORDER BY kind LIMIT 200;
