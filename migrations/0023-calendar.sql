-- The days of 2027 that the decree on holidays fixes by itself; weekend days that are worked, and the days off that they
-- are given for, only the yearly notice says, so they are not guessed here. What was entered already stays.
INSERT INTO holiday (day, worked, name, source, confidence) VALUES
    (20270101, 0, '元旦',   '全国年节及纪念日放假办法（2024）第二条', 'V'),
    (20270205, 0, '春节',   '全国年节及纪念日放假办法（2024）第二条', 'V'),
    (20270208, 0, '春节',   '全国年节及纪念日放假办法（2024）第二条', 'V'),
    (20270405, 0, '清明节', '全国年节及纪念日放假办法（2024）第二条', 'V'),
    (20270609, 0, '端午节', '全国年节及纪念日放假办法（2024）第二条', 'V'),
    (20270915, 0, '中秋节', '全国年节及纪念日放假办法（2024）第二条', 'V'),
    (20271001, 0, '国庆节', '全国年节及纪念日放假办法（2024）第二条', 'V')
ON CONFLICT (day) DO NOTHING;

-- The notice for 2025 was read in full since; it calls that whole block by both feasts.
UPDATE holiday SET confidence = 'V' WHERE source = '国办发明电〔2024〕12号' AND confidence = 'V~';
UPDATE holiday SET name = '国庆节、中秋节' WHERE day = 20251006 AND source = '国办发明电〔2024〕12号';

-- What a village or community publishes stays up for fifteen days at least (村民委员会组织法 35, 城市居民委员会组织法 34).
UPDATE rule SET to_day = 20251231 WHERE name = 'notice.days' AND place = '' AND from_day = 20210101 AND to_day = 0;
INSERT INTO rule (name, place, from_day, value, unit, source, confidence) VALUES
    ('notice.days', '', 20260101, 15, 'days', '村民委员会组织法（2025）第三十五条、城市居民委员会组织法（2025）第三十四条', 'V');
