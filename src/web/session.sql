-- name: session_add exec
-- By a card that is open at the door: with who opened it.
INSERT INTO session (county, token_hash, account, person, card, opened_by, device, started_at, expires_at)
VALUES ($county, $token_hash, $account, $person, $card,
        COALESCE((SELECT k.opened_by FROM card AS k WHERE k.county = $county AND k.id = $card AND k.open_until > $started_at), 0),
        $device, $started_at, $expires_at);

-- name: session_count int
-- Those of one county, expired ones not yet swept included: how many are about.
SELECT count(*) AS sessions FROM session WHERE county = $1;

-- name: session_some many hot
-- Which are in under an account, the newest first.
SELECT token_hash, person, card, device, started_at FROM session
WHERE county = $county AND account = $account AND expires_at > $now ORDER BY started_at DESC, token_hash DESC LIMIT $most;

-- name: session_drop exec
DELETE FROM session WHERE county = $1 AND token_hash = $2;

-- name: session_drop_account exec all
DELETE FROM session WHERE account = $1;

-- name: session_drop_expired change all
DELETE FROM session WHERE expires_at <= $1;
