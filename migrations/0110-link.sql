-- link: what leads to what, across nouns. Written twice, so that each end finds the other in its own county: `way` 0 stands with
-- the one that points, 1 with the one pointed to. `kind` 0 FROM (it goes on as), 1 PART_OF, 2 MENTIONS (names only). The first
-- two make one story: each of their rows names the root of that story, and way 2 stands with the root, for each of its parts.
CREATE TABLE link (
    county      TEXT  NOT NULL,
    noun        TEXT  NOT NULL,
    id          {int} NOT NULL,
    way         {int} NOT NULL CHECK (way BETWEEN 0 AND 2),
    kind        {int} NOT NULL CHECK (kind BETWEEN 0 AND 2),
    to_county   TEXT  NOT NULL,
    to_noun     TEXT  NOT NULL,
    to_id       {int} NOT NULL,
    root_county TEXT  NOT NULL,
    root_noun   TEXT  NOT NULL,
    root_id     {int} NOT NULL,
    at          {int} NOT NULL,
    CONSTRAINT link_key PRIMARY KEY (county, noun, id, way, kind, to_county, to_noun, to_id),
    CONSTRAINT link_root CHECK ((kind = 2) = (root_noun = ''))
) {strict};

-- A need that goes on at the city.
INSERT INTO link (county, noun, id, way, kind, to_county, to_noun, to_id, root_county, root_noun, root_id, at)
SELECT county, 'need', id, 0, 0, from_county, 'need', from_id, from_county, 'need', from_id, raised_at FROM need WHERE from_id <> 0;
INSERT INTO link (county, noun, id, way, kind, to_county, to_noun, to_id, root_county, root_noun, root_id, at)
SELECT from_county, 'need', from_id, 1, 0, county, 'need', id, from_county, 'need', from_id, raised_at FROM need WHERE from_id <> 0;
INSERT INTO link (county, noun, id, way, kind, to_county, to_noun, to_id, root_county, root_noun, root_id, at)
SELECT from_county, 'need', from_id, 2, 0, county, 'need', id, from_county, 'need', from_id, raised_at FROM need WHERE from_id <> 0;
