-- Programs that work with the desk: API tokens, webhooks, imports.

CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    hint TEXT NOT NULL,                      -- its first characters, to tell it from others
    agent TEXT NOT NULL REFERENCES agents (id), -- who made it: it can never do more than he may
    scopes TEXT NOT NULL,                    -- JSON list of permissions
    networks TEXT NOT NULL DEFAULT '[]',     -- from where it may come; empty: from anywhere
    per_minute BIGINT NOT NULL,              -- requests
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    used_ip TEXT NOT NULL DEFAULT ''
);

CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    events TEXT NOT NULL,                    -- JSON list
    secret TEXT NOT NULL,                    -- sealed
    old_secret TEXT,                         -- sealed; signs beside the new one until old_until
    old_until BIGINT,
    enabled BIGINT NOT NULL DEFAULT 1,
    off_reason TEXT NOT NULL DEFAULT '',     -- gone: the receiver answered 410
    failures BIGINT NOT NULL DEFAULT 0,      -- in a row
    last_ok_at BIGINT,
    created_at BIGINT NOT NULL
);

-- What an endpoint is told, one row each, written in the transaction that follows the log.
CREATE TABLE webhook_deliveries (
    position INTEGER PRIMARY KEY,            -- the order in which they leave
    id TEXT NOT NULL UNIQUE,                 -- the same at every attempt
    webhook TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',        -- whose words are in the body
    body TEXT NOT NULL,                      -- as it was when it happened
    state TEXT NOT NULL,                     -- queued sending delivered failed skipped
    done BIGINT NOT NULL DEFAULT 0,          -- nothing is left to do
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,              -- after that it is not tried again
    status BIGINT NOT NULL DEFAULT 0,        -- of the last answer; 0: there was none
    took_ms BIGINT NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '',         -- its first bytes
    fault TEXT NOT NULL DEFAULT '',          -- why there was none
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
-- The head of an endpoint's queue is the first row of it.
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, done, position);
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (webhook, state, position);
CREATE INDEX webhook_deliveries_by_message ON webhook_deliveries (message);
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (done, updated_at);

-- What was imported already, so that the same file twice is one history.
CREATE TABLE imported (
    source TEXT NOT NULL,                    -- chatwoot zammad zendesk freescout
    kind TEXT NOT NULL,                      -- customer conversation
    external_id TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (source, kind, external_id)
);
CREATE INDEX customers_by_any_email ON customers (email) WHERE email <> '';
