-- Pictures that somebody of a house brought before it was written down whose they are, and that 0260 did not look for: results of tasks,
-- answers. The event of that moment on that record says who it was, where it was one person. What no person brought, or nobody can be
-- told for, stays nobody's; so do papers of consents, which prove them.
UPDATE file SET owner_county = county, owner = (SELECT max(e.person) FROM event AS e WHERE e.county = file.county AND e.subject = file.subject
    AND e.at = file.at)
WHERE owner = 0 AND role NOT IN ('paper', 'confirm') AND length(county) = 6 AND noun <> 'draft'
AND (SELECT count(DISTINCT e.person) FROM event AS e WHERE e.county = file.county AND e.subject = file.subject AND e.at = file.at
    AND e.person <> 0) = 1;
UPDATE file_use SET owner_county = county, owner = (SELECT max(f.owner) FROM file AS f WHERE f.county = file_use.county
    AND f.noun = file_use.noun AND f.subject = file_use.subject AND f.hash = file_use.hash)
WHERE owner = 0 AND EXISTS (SELECT 1 FROM file AS f WHERE f.county = file_use.county AND f.noun = file_use.noun
    AND f.subject = file_use.subject AND f.hash = file_use.hash AND f.owner <> 0);
