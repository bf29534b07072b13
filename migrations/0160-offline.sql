-- What is done where no net is may be sent later (record/offline.h), so many days.
INSERT INTO rule (name, place, from_day, value, unit, source, confidence) VALUES
    ('offline.days', '', 20210101, 15, 'days', '没有网的地方办的事，隔这么多天还收，由地方定', 'L');
