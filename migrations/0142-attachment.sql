-- attachment (附件): beside pictures, sounds and papers as they came in; whose each is; which is the masked copy of which; which are kept
-- from the public. `kind`: 0 picture, 1 sound, 2 paper; the last two are never made anew, so they are always kept.
{sqlite}
CREATE TABLE file_new (
    county   TEXT   NOT NULL,
    noun     TEXT   NOT NULL,
    subject  INTEGER NOT NULL,
    role     TEXT   NOT NULL,
    hash     BLOB   NOT NULL CHECK (length(hash) = 32),
    original BLOB   NOT NULL CHECK (length(original) = 32),
    width    INTEGER NOT NULL,
    height   INTEGER NOT NULL,
    bytes    INTEGER NOT NULL CHECK (bytes > 0),
    id       INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    kind     INTEGER NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 2),
    is_kept  INTEGER NOT NULL DEFAULT 0 CHECK (is_kept IN (0, 1)),
    masks    BLOB,
    owner_county TEXT NOT NULL DEFAULT '',
    owner    INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT file_key PRIMARY KEY (county, noun, subject, role, hash),
    CONSTRAINT file_size CHECK ((kind = 0 AND width > 0 AND height > 0) OR (kind > 0 AND width = 0 AND height = 0 AND is_kept = 1))
) STRICT;
INSERT INTO file_new (county, noun, subject, role, hash, original, width, height, bytes, id, at)
SELECT county, noun, subject, role, hash, original, width, height, bytes, id, at FROM file;
DROP TABLE file;
ALTER TABLE file_new RENAME TO file;
{postgres}
ALTER TABLE file DROP CONSTRAINT file_width_check;
ALTER TABLE file DROP CONSTRAINT file_height_check;
ALTER TABLE file ADD COLUMN kind BIGINT NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 2);
ALTER TABLE file ADD COLUMN is_kept BIGINT NOT NULL DEFAULT 0 CHECK (is_kept IN (0, 1));
ALTER TABLE file ADD COLUMN masks BYTEA;
ALTER TABLE file ADD COLUMN owner_county TEXT NOT NULL DEFAULT '';
ALTER TABLE file ADD COLUMN owner BIGINT NOT NULL DEFAULT 0;
ALTER TABLE file ADD CONSTRAINT file_size
    CHECK ((kind = 0 AND width > 0 AND height > 0) OR (kind > 0 AND width = 0 AND height = 0 AND is_kept = 1));
{both}
CREATE INDEX file_owner ON file (owner_county, owner) WHERE owner <> 0;
ALTER TABLE file_use ADD COLUMN kind {int} NOT NULL DEFAULT 0;
ALTER TABLE file_use ADD COLUMN is_kept {int} NOT NULL DEFAULT 0;
ALTER TABLE file_use ADD COLUMN owner_county TEXT NOT NULL DEFAULT '';
ALTER TABLE file_use ADD COLUMN owner {int} NOT NULL DEFAULT 0;
