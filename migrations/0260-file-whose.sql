-- Pictures that a house attached belong to who attached them, so that they go when that person asks; bytes that are to go.
CREATE TABLE file_gone (
    hash     {blob} NOT NULL CHECK (length(hash) = 32),
    original {blob} NOT NULL,
    at       {int}  NOT NULL, -- when it was tied last: what was stored again since stays
    CONSTRAINT file_gone_key PRIMARY KEY (hash)
) {strict};

UPDATE file SET owner_county = county, owner = (SELECT n.person FROM need AS n WHERE n.county = file.county AND n.id = file.subject)
WHERE noun = 'need' AND role = 'raised' AND owner = 0
AND EXISTS (SELECT 1 FROM need AS n WHERE n.county = file.county AND n.id = file.subject AND n.person <> 0 AND length(n.county) = 6);
UPDATE file_use SET owner_county = county, owner = (SELECT n.person FROM need AS n WHERE n.county = file_use.county AND n.id = file_use.subject)
WHERE noun = 'need' AND owner = 0 AND EXISTS (SELECT 1 FROM file AS f WHERE f.county = file_use.county AND f.noun = 'need'
    AND f.subject = file_use.subject AND f.hash = file_use.hash AND f.owner <> 0);
