-- Macros, rules, views, links between conversations, undo.

CREATE TABLE macros (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    owner TEXT REFERENCES agents (id),       -- NULL: shared by all
    actions TEXT NOT NULL,                   -- JSON: what is said and done (desk/power/actions.hpp)
    inboxes TEXT NOT NULL DEFAULT '[]',      -- JSON list of ids: shown only there; empty: everywhere
    cases TEXT NOT NULL DEFAULT '[]',        -- JSON list of case types; empty: all
    uses BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);
-- One row for each time a macro was applied: a repeat of the same client id does nothing.
CREATE TABLE macro_runs (
    client_id TEXT PRIMARY KEY,
    macro TEXT NOT NULL,
    conversation TEXT NOT NULL,
    agent TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- What an agent may take back, and for how long.
CREATE TABLE undos (
    id TEXT PRIMARY KEY,
    agent TEXT NOT NULL,
    at BIGINT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX undos_by_time ON undos (at);
CREATE TABLE undo_items (
    undo TEXT NOT NULL REFERENCES undos (id) ON DELETE CASCADE,
    conversation TEXT NOT NULL,
    was TEXT NOT NULL,                       -- JSON of the fields that were changed, before …
    became TEXT NOT NULL,                    -- … and after
    PRIMARY KEY (undo, conversation)
);

CREATE TABLE rules (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    place BIGINT NOT NULL,                   -- they are asked in this order
    enabled BIGINT NOT NULL DEFAULT 0,
    occasion TEXT NOT NULL,                  -- message reply opened case status label sla_… waiting
    conditions TEXT NOT NULL,                -- JSON (desk/power/rules.hpp)
    actions TEXT NOT NULL,                   -- JSON (desk/power/actions.hpp)
    runs BIGINT NOT NULL DEFAULT 0,
    last_run_at BIGINT,
    last_error TEXT NOT NULL DEFAULT '',
    paused_at BIGINT,                        -- the loop guard stopped it
    created_at BIGINT NOT NULL
);
-- The budget: automatic changes of a conversation in the last hour.
CREATE TABLE rule_runs (
    conversation TEXT NOT NULL,
    rule TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX rule_runs_by_conversation ON rule_runs (conversation, at);
CREATE INDEX rule_runs_by_time ON rule_runs (at);
-- Which rules led to an entry of the timeline, oldest first.
CREATE TABLE rule_entries (
    message TEXT PRIMARY KEY,
    chain TEXT NOT NULL,                     -- ids of rules, a space between
    at BIGINT NOT NULL
);
CREATE INDEX rule_entries_by_time ON rule_entries (at);
-- A wait that a rule has dealt with.
CREATE TABLE rule_waits (
    rule TEXT NOT NULL,
    conversation TEXT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (rule, conversation)
);
CREATE INDEX conversations_by_wait ON conversations (status, waiting_since);

CREATE TABLE views (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    icon TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL REFERENCES agents (id),
    shared BIGINT NOT NULL DEFAULT 0,
    filter TEXT NOT NULL,                    -- JSON (desk/power/views.hpp)
    sort TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE follows (
    conversation TEXT NOT NULL,
    agent TEXT NOT NULL REFERENCES agents (id),
    PRIMARY KEY (conversation, agent)
);

-- What an agent is told of: mention followed assigned handover rule.
CREATE TABLE notifications (
    id TEXT PRIMARY KEY,
    agent TEXT NOT NULL,
    kind TEXT NOT NULL,
    conversation TEXT,
    by_name TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX notifications_by_agent ON notifications (agent, at);
CREATE INDEX notifications_unread ON notifications (agent, conversation) WHERE read_at IS NULL;

-- Conversations that belong together: related merged split.
CREATE TABLE conversation_links (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    reason TEXT NOT NULL,
    agent TEXT NOT NULL,
    at BIGINT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX conversation_links_by_source ON conversation_links (source);
CREATE INDEX conversation_links_by_target ON conversation_links (target);

-- What an agent has begun to write.
CREATE TABLE drafts (
    agent TEXT NOT NULL,
    conversation TEXT NOT NULL,
    reply TEXT NOT NULL,
    note TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (agent, conversation)
);
