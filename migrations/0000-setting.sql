-- setting: small values kept by name; county '' is the whole installation. 0 is the first number, so it is there always.
CREATE TABLE setting (
    county TEXT NOT NULL,
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    CONSTRAINT setting_pk PRIMARY KEY (county, name)
) {strict};
