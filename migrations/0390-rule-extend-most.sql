-- A day is put off once (need.c): no figure of a county's ever changed that, so it is no rule of theirs.
DELETE FROM rule WHERE name = 'need.extend.most';
