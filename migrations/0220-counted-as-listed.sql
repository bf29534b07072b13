-- Figures that lead to a list say how many it shows: by category, and found done (need_tally.h). They are derived, and made after a
-- migration from the rows; what an earlier try left of them goes.
DELETE FROM counter WHERE kind = 'need.listed_agreed' OR (kind >= 'need.category_listed.' AND kind < 'need.category_listed/');
