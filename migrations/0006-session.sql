-- Who is signed in, and failed tries at passwords and cards. Both are swept; neither is part of the record.

-- The token itself is only in the cookie; it begins with the county, so that a request names its shard.
CREATE TABLE session (
    county     TEXT   NOT NULL,
    token_hash {blob} NOT NULL,
    account    {int}  NOT NULL,
    person     {int}  NOT NULL, -- which of a house uses the phone; 0: not asked
    started_at {int}  NOT NULL,
    expires_at {int}  NOT NULL CHECK (expires_at > started_at),
    CONSTRAINT session_key PRIMARY KEY (county, token_hash)
) {strict};
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_end ON session (expires_at);

-- One row a failure. The key is a hash of its kind and of the name or address, which belong to no county.
CREATE TABLE attempt (
    key_hash {blob} NOT NULL,
    id       {int}  NOT NULL,
    at       {int}  NOT NULL,
    CONSTRAINT attempt_key PRIMARY KEY (key_hash, id)
) {strict};
CREATE INDEX attempt_by_time ON attempt (at);
