-- Open questions of a kind in the order of a desk: by the day on which they are over.
CREATE INDEX confirm_desk ON confirm (kind, until, id) WHERE state = 0;
