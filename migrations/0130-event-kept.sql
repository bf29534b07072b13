-- A text of an event is somebody's words, erased with that person, or kept: a ballot's commitment, a posting. The database
-- itself refuses to erase a kept one, and to make one kept or not kept afterwards.
ALTER TABLE event_text ADD COLUMN kept {int} NOT NULL DEFAULT 0
    CHECK (kept IN (0, 1) AND (kept = 0 OR text IS NOT NULL));
{sqlite}
DROP TRIGGER event_text_keep_update;
DROP TRIGGER event_text_keep_delete;
{postgres}
DROP TRIGGER event_text_keep_update ON event_text;
DROP TRIGGER event_text_keep_delete ON event_text;
DROP TRIGGER event_text_keep_truncate ON event_text;
{both}
{append_only event_text text,salt}
