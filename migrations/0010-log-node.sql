-- Inner nodes of the Merkle logs (RFC 9162 2.1): the roots of each 16, 256, 4096 .. leaves of a log, level 1, 2, 3 ..,
-- so that a proof reads tens of rows however long the log has grown. Derived from event.leaf: `yuanchang rebuild` makes
-- them again, `yuanchang migrate` makes them for the events that were there before this table.
CREATE TABLE log_node (
    county TEXT   NOT NULL,
    log    TEXT   NOT NULL,
    level  {int}  NOT NULL CHECK (level BETWEEN 1 AND 15),
    nth    {int}  NOT NULL CHECK (nth >= 0),
    hash   {blob} NOT NULL CHECK (length(hash) = 32),
    CONSTRAINT log_node_key PRIMARY KEY (county, log, level, nth)
) {strict_by_key};
