-- No step ever asked these: who calls back chooses whom, a matter is given back when it is, and what is put up goes by
-- period.village.days and period.community.days.
DELETE FROM rule WHERE name = 'need.callback.percent';
DELETE FROM rule WHERE name = 'need.return.workdays';
DELETE FROM rule WHERE name = 'notice.days';
