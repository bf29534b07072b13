-- million: very many needs with five events each, spread over the villages of a county or city and over two years, for
-- SQLite. Made by SQL and not through the rules, because it is weight that is wanted here: the figures are made by
-- `yuanchang rebuild` afterwards. $NEEDS is how many, $UNDER the code that the villages begin with.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -200000;
BEGIN;
CREATE TEMP TABLE village AS
    SELECT ROW_NUMBER() OVER (ORDER BY code) - 1 AS n, code FROM place
    WHERE length(code) = 12 AND substr(code, 1, length('$UNDER')) = '$UNDER';
CREATE TEMP TABLE made AS
    WITH RECURSIVE number (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < $NEEDS)
    SELECT i, v.code AS village, substr(v.code, 1, 6) AS county, i * 7919 % 10 AS a, i * 104729 % 97 AS b,
           1784000000000 - (i * 15485863 % 730) * 86400000 AS raised
    FROM number JOIN village AS v ON v.n = i % (SELECT COUNT(*) FROM village);

INSERT INTO need (county, id, place, at_place, kind, category, size, was, state, closing, door, title, body, target,
    target_place, since, hide_author, household, person, account, channel, consent, raised_at, happened_at, changed_at,
    taken_at, take_due, due, solved_at, closed_at, told_at, round, voices, households)
SELECT county, 1000000 + i, village, CASE WHEN b < 5 THEN substr(village, 1, 9) ELSE village END,
    CASE WHEN b < 5 THEN 3 WHEN b < 70 THEN 0 WHEN b < 90 THEN 1 ELSE 2 END, i % 12,
    CASE WHEN a = 0 THEN 0 WHEN b % 3 = 0 THEN 2 ELSE 1 END,
    CASE WHEN a = 0 THEN NULL WHEN a = 1 THEN 0 WHEN a = 2 THEN 1 WHEN a = 3 THEN 3 ELSE 4 END,
    CASE WHEN a = 0 THEN 0 WHEN a = 1 THEN 1 WHEN a = 2 THEN 3 WHEN a = 3 THEN 4 ELSE 9 END,
    CASE WHEN a < 4 THEN 0 WHEN b % 7 = 0 THEN 3 ELSE 1 + b % 2 END, 0, t.title || i, '',
    CASE WHEN b < 5 THEN '某干部' ELSE '' END, CASE WHEN b < 5 THEN village ELSE '' END, 0, 0, i % 300 + 1, i % 300 + 1,
    0, 0, '', raised, raised, raised, CASE WHEN a = 0 THEN 0 ELSE raised + 3600000 END, raised + 86400000,
    raised + 864000000, CASE WHEN a < 3 THEN 0 ELSE raised + b * 86400000 END,
    CASE WHEN a < 4 THEN 0 ELSE raised + (b + 3) * 86400000 END, CASE WHEN a < 4 THEN 0 ELSE raised + b * 86400000 END,
    CASE WHEN a < 3 THEN 0 ELSE 1 END, 1, 1
FROM made JOIN (SELECT 0 AS n, '通组路坑坑洼洼' AS title UNION SELECT 1, '路灯坏了一半' UNION SELECT 2, '自来水管漏水'
    UNION SELECT 3, '电压低带不动' UNION SELECT 4, '垃圾桶没人清' UNION SELECT 5, '红薯卖不出去'
    UNION SELECT 6, '广场没有凳子' UNION SELECT 7, '小区想加装电梯' UNION SELECT 8, '老人吃饭没地方'
    UNION SELECT 9, '河边护栏断了' UNION SELECT 10, '两家地界不清' UNION SELECT 11, '村口想要减速带') AS t ON t.n = i % 12;

INSERT INTO house_part (county, noun, record, household, place, person, account, channel, consent, words, at)
SELECT county, 'need', 1000000 + i, i % 300 + 1, village, i % 300 + 1, 0, 0, '', '', raised FROM made;

INSERT INTO event (county, log, seq, id, kind, subject, account, person, channel, at, happened_at, parts, leaf)
SELECT m.county, m.village, ROW_NUMBER() OVER (PARTITION BY m.village ORDER BY m.i, k.n) + 100000, 100000000 + m.i * 5 + k.n,
    k.kind, 1000000 + m.i, 0, 0, 0, m.raised + k.n * 3600000, m.raised + k.n * 3600000, '', randomblob(32)
FROM made AS m, (SELECT 0 AS n, 'need.raised' AS kind UNION SELECT 1, 'need.taken' UNION SELECT 2, 'need.doing'
                 UNION SELECT 3, 'need.solved' UNION SELECT 4, 'need.closed') AS k;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
