-- Doors besides the website: who comes by them, where answers go, and what is on its way.

ALTER TABLE inboxes ADD COLUMN settings TEXT NOT NULL DEFAULT '{}'; -- JSON, key → text; secrets sealed
ALTER TABLE inboxes ADD COLUMN paused BIGINT NOT NULL DEFAULT 0;

-- What a door remembers over restarts: cursors, tokens. Sealed.
CREATE TABLE inbox_memory (
    inbox TEXT NOT NULL REFERENCES inboxes (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (inbox, key)
);

-- A person as a provider knows him. Only accounts that the provider vouches for are here.
CREATE TABLE identities (
    inbox TEXT NOT NULL REFERENCES inboxes (id),
    external_id TEXT NOT NULL,
    customer TEXT NOT NULL REFERENCES customers (id),
    name TEXT NOT NULL DEFAULT '',
    handle TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    PRIMARY KEY (inbox, external_id)
);
CREATE INDEX identities_by_customer ON identities (customer);

-- One road between the desk and one person: a chat, a mail thread, a member of a group.
CREATE TABLE threads (
    id TEXT PRIMARY KEY,
    inbox TEXT NOT NULL REFERENCES inboxes (id),
    key TEXT NOT NULL,                       -- the provider's
    address TEXT NOT NULL,                   -- JSON of the door's own: where answers go
    title TEXT NOT NULL DEFAULT '',
    is_public BIGINT NOT NULL DEFAULT 0,     -- others read along
    person TEXT NOT NULL,                    -- the provider's key of him
    person_name TEXT NOT NULL DEFAULT '',
    handle TEXT NOT NULL DEFAULT '',
    customer TEXT NOT NULL REFERENCES customers (id),
    conversation TEXT REFERENCES conversations (id), -- NULL before his first message
    reachable BIGINT NOT NULL DEFAULT 1,
    windowed BIGINT NOT NULL DEFAULT 0,      -- the provider limits what may be sent:
    allowed_until BIGINT,                    -- … until then (NULL: for ever)
    allowed_left BIGINT,                     -- … so many messages (NULL: any number)
    last_in_external TEXT NOT NULL DEFAULT '',
    last_in_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX threads_by_key ON threads (inbox, key);
CREATE INDEX threads_by_conversation ON threads (conversation);
CREATE INDEX threads_by_customer ON threads (customer);
CREATE INDEX threads_by_person ON threads (inbox, person);
CREATE INDEX threads_by_last_in ON threads (inbox, last_in_at);

-- A customer has one conversation by the website and one by each thread.
ALTER TABLE conversations ADD COLUMN thread TEXT NOT NULL DEFAULT ''; -- that opened it; '': the website
ALTER TABLE conversations ADD COLUMN via TEXT REFERENCES threads (id); -- by which he wrote last; NULL: the website
DROP INDEX conversations_by_customer;
CREATE UNIQUE INDEX conversations_by_customer ON conversations (inbox, customer, thread);
CREATE INDEX conversations_by_person ON conversations (customer);
-- Who else asks of the same transaction.
CREATE INDEX diagnoses_by_what ON diagnoses (subject, created_at);

-- Which message a provider's message became: the same one a hundred times is one row.
CREATE TABLE arrivals (
    inbox TEXT NOT NULL REFERENCES inboxes (id),
    external_id TEXT NOT NULL,
    message TEXT NOT NULL,
    thread TEXT NOT NULL,
    warnings TEXT,                           -- JSON list, for agents
    quoted TEXT,                             -- what he quoted, folded away
    html TEXT,                               -- rebuilt by the filter
    PRIMARY KEY (inbox, external_id)
);
CREATE UNIQUE INDEX arrivals_by_message ON arrivals (message);

-- Single-use tokens that lead by another door into a conversation; only their hash is here.
CREATE TABLE links (
    token_hash TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    bound_to TEXT NOT NULL DEFAULT '',       -- the only person who may use it; '': whoever brings it
    expires_at BIGINT NOT NULL,
    used_by TEXT                             -- the thread that came by it
);

-- A thread that was led to another conversation, so that it can be led back.
CREATE TABLE joins (
    id TEXT PRIMARY KEY,
    thread TEXT NOT NULL REFERENCES threads (id),
    from_conversation TEXT,
    from_customer TEXT NOT NULL,
    into_conversation TEXT NOT NULL,
    reason TEXT NOT NULL,
    agent TEXT,                              -- NULL: the customer proved it himself
    at BIGINT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX joins_by_conversation ON joins (into_conversation);

-- The outbox: one row per message and thread, written in the message's own transaction.
CREATE TABLE deliveries (
    position INTEGER PRIMARY KEY,            -- the order in which they leave
    id TEXT NOT NULL UNIQUE,
    message TEXT NOT NULL,
    thread TEXT NOT NULL REFERENCES threads (id),
    inbox TEXT NOT NULL,
    conversation TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL DEFAULT '',           -- of the last fault
    detail TEXT NOT NULL DEFAULT '',
    attempts BIGINT NOT NULL DEFAULT 0,
    parts BIGINT NOT NULL DEFAULT 0,         -- 0: not cut to the door's size yet
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX deliveries_by_message ON deliveries (message, thread);
-- Whole, not partial: SQLite does not see that state = 'queued' is one of a list of states.
CREATE INDEX deliveries_by_state ON deliveries (state, due_at);
CREATE INDEX deliveries_by_thread ON deliveries (thread, state);
CREATE INDEX deliveries_by_inbox ON deliveries (inbox, state, created_at);

CREATE TABLE delivery_parts (
    delivery TEXT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    part BIGINT NOT NULL,                    -- from 0
    id TEXT NOT NULL,                        -- the same at every attempt
    body TEXT NOT NULL DEFAULT '',
    file TEXT NOT NULL DEFAULT '',
    attempts BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT,
    inbox TEXT NOT NULL,
    external_id TEXT,                        -- the provider's, once sent
    PRIMARY KEY (delivery, part)
);
CREATE INDEX delivery_parts_by_sent_at ON delivery_parts (inbox, sent_at);
CREATE INDEX delivery_parts_by_external_id ON delivery_parts (inbox, external_id)
    WHERE external_id IS NOT NULL;

-- A file may still lie at the provider.
ALTER TABLE files ADD COLUMN inbox TEXT;
ALTER TABLE files ADD COLUMN source TEXT;    -- what the door needs to fetch it; NULL: was uploaded
ALTER TABLE files ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN due_at BIGINT;  -- next attempt; NULL: none
CREATE INDEX files_awaited ON files (due_at) WHERE due_at IS NOT NULL;

-- Mail that could not be read or taken, encrypted, for seven days.
CREATE TABLE quarantine (
    id TEXT PRIMARY KEY,
    inbox TEXT NOT NULL REFERENCES inboxes (id),
    external_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    sender TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '',
    size BIGINT NOT NULL,
    sealed TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX quarantine_by_external_id ON quarantine (inbox, external_id);
