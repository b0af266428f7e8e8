-- What conversations ask of the chains, and what is remembered of transactions. See docs/diagnosis.md.

-- The first time that anybody names a transaction, this is kept: once it has vanished from the
-- network, nothing else proves what it was.
CREATE TABLE transactions (
    chain TEXT NOT NULL,
    id TEXT NOT NULL,
    claims TEXT NOT NULL,                    -- JSON list of what it consumes and no other may
    details TEXT NOT NULL,                   -- JSON object of the chain's family
    first_seen BIGINT NOT NULL,
    expires BIGINT,
    height BIGINT NOT NULL DEFAULT -1,       -- block in which it was last seen; -1: none
    block TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (chain, id)
);
CREATE INDEX transactions_by_id ON transactions (id);

-- One for each subject of each conversation.
CREATE TABLE diagnoses (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    message TEXT,                            -- the customer's; NULL when an agent asked
    asked_chain TEXT NOT NULL,               -- '' when only asking tells
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    chain TEXT NOT NULL DEFAULT '',          -- where it was found
    state TEXT NOT NULL DEFAULT 'asking',
    cause TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',           -- the diagnosis as JSON
    looks BIGINT NOT NULL DEFAULT 0,         -- how often it was looked at without news
    due_at BIGINT,                           -- next look; NULL: nothing more is to be learned
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX diagnoses_by_subject ON diagnoses (conversation, kind, subject);
CREATE INDEX diagnoses_by_due ON diagnoses (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX diagnoses_by_chain ON diagnoses (chain, subject) WHERE due_at IS NOT NULL;

-- Up to which block the watch of a chain has told everything.
CREATE TABLE chain_cursors (
    chain TEXT PRIMARY KEY,
    height BIGINT NOT NULL,
    hash TEXT NOT NULL
);
