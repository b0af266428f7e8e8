-- The customer's clock, what the desk sends by itself, attempts of webhooks, imports that go on.

-- By whose clock he says "yesterday at three": an IANA name that his browser told; '': unknown.
ALTER TABLE customers ADD COLUMN zone TEXT NOT NULL DEFAULT '';
-- Of a time that he said: when that was.
ALTER TABLE conversation_facts ADD COLUMN means BIGINT;

-- Why the desk itself sends it (warning, acknowledgement, place, answer …); '': a person wrote it.
ALTER TABLE deliveries ADD COLUMN automatic TEXT NOT NULL DEFAULT '';

-- How each of the last attempts at a delivery went.
CREATE TABLE webhook_attempts (
    delivery TEXT NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    attempt BIGINT NOT NULL,                 -- from 1
    at BIGINT NOT NULL,
    status BIGINT NOT NULL DEFAULT 0,        -- 0: there was no answer
    took_ms BIGINT NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '',         -- its first bytes, guarded
    fault TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (delivery, attempt)
);

-- Imports. The file is sealed beside them until they are done, so that a restart goes on.
CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    inbox TEXT NOT NULL,
    dry BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL,                     -- reading running done failed
    fault TEXT NOT NULL DEFAULT '',
    total BIGINT NOT NULL DEFAULT 0,         -- conversations of the file
    done BIGINT NOT NULL DEFAULT 0,
    report TEXT NOT NULL DEFAULT '{}',       -- JSON: what is new so far
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX imports_by_time ON imports (created_at);
