-- Everything a desk with website chat needs. Times are UTC milliseconds, truths 0 and 1,
-- ids UUIDv7 text; sequence numbers are given in the transaction of what they number.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- People who answer ---------------------------------------------------------------------------

CREATE TABLE agents (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL COLLATE NOCASE UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('agent', 'lead', 'admin')),
    password_hash TEXT NOT NULL,
    totp_secret TEXT,                       -- sealed with the master key; NULL: not set up
    totp_active BIGINT NOT NULL DEFAULT 0,
    totp_last_step BIGINT NOT NULL DEFAULT 0, -- a code is good once
    recovery_codes TEXT NOT NULL DEFAULT '[]', -- hashes of those not yet used
    failed_logins BIGINT NOT NULL DEFAULT 0,
    locked_until BIGINT NOT NULL DEFAULT 0,
    locale TEXT NOT NULL DEFAULT 'en',
    availability TEXT NOT NULL DEFAULT 'online',
    signature TEXT NOT NULL DEFAULT '',
    disabled BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    agent TEXT NOT NULL REFERENCES agents (id),
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX sessions_by_agent ON sessions (agent);

CREATE TABLE invites (
    token_hash TEXT PRIMARY KEY,
    email TEXT NOT NULL COLLATE NOCASE,
    name TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE teams (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE team_members (
    team TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    agent TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    PRIMARY KEY (team, agent)
);

-- Doors and who comes through them -------------------------------------------------------------

CREATE TABLE inboxes (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,               -- public, stands in the widget's snippet
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    sites TEXT NOT NULL DEFAULT '[]',       -- origins that may embed the widget; empty: none but our own
    color TEXT NOT NULL DEFAULT '#2450e6',
    greeting TEXT NOT NULL DEFAULT '{}',    -- {"zh-CN": …, "en": …}
    identity_secret TEXT,                   -- sealed; signs customers' identities (JWT HS256)
    team TEXT REFERENCES teams (id) ON DELETE SET NULL,
    closed BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE customers (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    locale TEXT NOT NULL DEFAULT 'en',
    verified BIGINT NOT NULL DEFAULT 0,     -- known by a signed identity
    external_id TEXT,                       -- the wallet's own id of him
    page_url TEXT NOT NULL DEFAULT '',
    page_title TEXT NOT NULL DEFAULT '',
    device TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    fields TEXT NOT NULL DEFAULT '{}',
    blocked BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX customers_by_external_id ON customers (external_id) WHERE external_id IS NOT NULL;

-- A browser that was handed a token; it leads to a customer, and to another one once he proves who he is.
CREATE TABLE visitors (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    inbox TEXT NOT NULL REFERENCES inboxes (id),
    customer TEXT NOT NULL REFERENCES customers (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX visitors_by_customer ON visitors (customer);

-- What is said ---------------------------------------------------------------------------------

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    inbox TEXT NOT NULL REFERENCES inboxes (id),
    customer TEXT NOT NULL REFERENCES customers (id),
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'snoozed', 'resolved')),
    snoozed_until BIGINT,
    priority TEXT NOT NULL DEFAULT 'none',
    assignee TEXT REFERENCES agents (id),
    team TEXT REFERENCES teams (id) ON DELETE SET NULL,
    seq BIGINT NOT NULL DEFAULT 0,          -- of the last entry
    public_seq BIGINT NOT NULL DEFAULT 0,   -- of the last entry that the customer may see
    change BIGINT NOT NULL,                 -- rises over the whole desk; lists resume by it
    snippet_from TEXT NOT NULL DEFAULT 'system',
    snippet TEXT NOT NULL DEFAULT '',
    snippet_at BIGINT NOT NULL DEFAULT 0,
    waiting_since BIGINT,                   -- oldest customer message without an answer
    last_message_at BIGINT NOT NULL,
    customer_read BIGINT NOT NULL DEFAULT 0, -- public_seq up to which the customer has read
    customer_got BIGINT NOT NULL DEFAULT 0,  -- … up to which his device has it
    agent_read BIGINT NOT NULL DEFAULT 0,    -- public_seq up to which any agent has read
    customer_count BIGINT NOT NULL DEFAULT 0, -- messages of the customer; minus what an agent saw: unread
    findings BIGINT NOT NULL DEFAULT 0,      -- secrets that the guard removed
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX conversations_by_customer ON conversations (inbox, customer);
CREATE INDEX conversations_by_change ON conversations (change);
CREATE INDEX conversations_by_status ON conversations (status, last_message_at);
CREATE INDEX conversations_by_assignee ON conversations (assignee, status, last_message_at);

-- Everything that happened in a conversation, one row each, numbered by seq: what was said
-- (customer, reply, note, system), the lines between (event), and marks that a customer's
-- device must hear of (edit, read). Rows with a public_seq are the customer's stream. position orders the whole desk for the search index.
CREATE TABLE messages (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    seq BIGINT NOT NULL,
    public_seq BIGINT,
    kind TEXT NOT NULL,
    author TEXT,                             -- agent, for reply, note and event
    body TEXT NOT NULL DEFAULT '',
    payload TEXT,                            -- JSON of event, edit, read
    attachments TEXT,                        -- JSON list of file ids and what they are
    redacted TEXT,                           -- JSON list of kinds the guard removed
    client_id TEXT,
    content_mac TEXT,                        -- keyed hash of what was sent; NULL if the guard removed anything
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX messages_by_seq ON messages (conversation, seq);
CREATE UNIQUE INDEX messages_by_client_id ON messages (conversation, client_id)
    WHERE client_id IS NOT NULL;

CREATE TABLE agent_reads (
    agent TEXT NOT NULL REFERENCES agents (id),
    conversation TEXT NOT NULL REFERENCES conversations (id),
    seen_count BIGINT NOT NULL,              -- conversations.customer_count when last looked at
    PRIMARY KEY (agent, conversation)
);

-- A file is announced (up), filled (PUT), then named by a message. Its bytes lie in the blob
-- folder under their SHA-256.
CREATE TABLE files (
    id TEXT PRIMARY KEY,
    conversation TEXT REFERENCES conversations (id),
    visitor TEXT,                            -- who announced it: a visitor …
    agent TEXT,                              -- … or an agent
    name TEXT NOT NULL,
    declared_size BIGINT NOT NULL,
    size BIGINT,
    type TEXT,
    width BIGINT,
    height BIGINT,
    sha256 TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX files_by_conversation ON files (conversation);

-- What the guard found: kind and length, never content.
CREATE TABLE findings (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    message TEXT NOT NULL,
    kind TEXT NOT NULL,
    length BIGINT NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE labels (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    color TEXT NOT NULL
);

CREATE TABLE conversation_labels (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    label TEXT NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
    PRIMARY KEY (conversation, label)
);
CREATE INDEX conversation_labels_by_label ON conversation_labels (label);

CREATE TABLE saved_replies (
    id TEXT PRIMARY KEY,
    shortcut TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    locale TEXT,
    owner TEXT REFERENCES agents (id),       -- NULL: shared by all
    created_at BIGINT NOT NULL
);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);

-- Full text: our own tokens (Chinese pairs of characters, words), contentless, without positions.
CREATE VIRTUAL TABLE search USING fts5 (
    tokens, content='', detail='none', columnsize=0, tokenize='unicode61'
);
