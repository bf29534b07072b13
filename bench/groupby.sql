-- groupby: the figures of the city's board without counters, in as few passes as they can be had: all that one pass over
-- the needs gives, the days from voice to result, and the distinct households.
.timer on
BEGIN;
SELECT COUNT(*) FROM (SELECT county, state, kind, category, closing, raised_at / 2629800000 AS month, COUNT(*) AS n,
    SUM(taken_at <> 0 AND taken_at <= take_due) AS in_time, SUM(size = 1 AND (is_overdue OR state = 9)) AS small,
    SUM(size = 1 AND closing IN (1, 2) AND NOT is_overdue) AS small_done, SUM(size = 2) AS big,
    SUM(size = 2 AND up_at <> 0 AND up_at <= up_due) AS big_up, SUM(state IN (4, 5, 6, 9)) AS ended,
    SUM(state IN (4, 5, 6, 9) AND told_at <> 0) AS told, SUM(voices) AS voices, SUM(reopened) AS reopened,
    SUM(is_overdue) AS overdue
FROM need WHERE county >= '4203' AND county < '4204' GROUP BY county, state, kind, category, closing, month);
SELECT COUNT(*) FROM (SELECT (solved_at - raised_at) / 86400000 AS days, COUNT(*) AS n FROM need
WHERE county >= '4203' AND county < '4204' AND round > 0 GROUP BY days);
SELECT COUNT(*) FROM (SELECT DISTINCT county, household FROM house_part WHERE noun = 'need' AND county >= '4203' AND county < '4204');
COMMIT;
