-- workcal: days that differ from the five-day week. The table is small and kept whole on every machine. See workcal.h.
-- shared: holiday

-- name: holiday_around many hot
-- whole: a row a day, of the 1,600 that workcal_load() asks for
SELECT day, worked FROM holiday WHERE day >= $1 AND day < $2 ORDER BY day LIMIT 2000;

-- name: holiday_list many
-- whole: a row a day of one year
SELECT day, worked, name, source, confidence FROM holiday WHERE day >= $1 AND day < $2 ORDER BY day LIMIT 800;

-- name: holiday_set exec
INSERT INTO holiday (day, worked, name, source, confidence) VALUES ($1, $2, $3, $4, 'L')
ON CONFLICT (day) DO UPDATE SET worked = excluded.worked, name = excluded.name, source = excluded.source,
    confidence = excluded.confidence;

-- name: holiday_noticed one hot
-- The last day that a notice speaks of; 0: none. Days that the decree fixes for every year are known without one.
SELECT COALESCE(max(day), 0) AS day FROM holiday WHERE source <> '全国年节及纪念日放假办法（2024）第二条';
