-- Playbooks, the facts of a case, duplicates.

-- What the console has edited; the newest published version of an id stands for it. A desk without
-- rows works with the playbooks that the program was built with.
CREATE TABLE playbook_versions (
    id TEXT PRIMARY KEY,
    playbook TEXT NOT NULL,
    version BIGINT NOT NULL,
    source TEXT NOT NULL,                    -- TOML, as playbooks/README.md describes it
    published BIGINT NOT NULL DEFAULT 0,
    agent TEXT,                              -- who wrote it; NULL: it came with the program
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX playbook_versions_by_number ON playbook_versions (playbook, version);

-- What a conversation tells of its case. Agents correct it; what was taken away stays with gone = 1,
-- so that it is not found again.
CREATE TABLE conversation_facts (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    message TEXT,                            -- where it was read; NULL: an agent said so
    span_start BIGINT NOT NULL DEFAULT 0,    -- code points of that message
    span_end BIGINT NOT NULL DEFAULT 0,
    agent TEXT,
    gone BIGINT NOT NULL DEFAULT 0,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX conversation_facts_by_value ON conversation_facts (conversation, kind, value);

-- How far the desk itself has come with a conversation.
CREATE TABLE playbook_turns (
    conversation TEXT PRIMARY KEY REFERENCES conversations (id),
    case_type TEXT NOT NULL DEFAULT '',
    confidence BIGINT NOT NULL DEFAULT 0,    -- thousandths
    silent BIGINT NOT NULL DEFAULT 0,        -- 1: a person has the word, or was asked for
    asked TEXT NOT NULL DEFAULT '[]',        -- JSON list of facts
    missing TEXT NOT NULL DEFAULT '[]',      -- JSON list of facts that he cannot tell
    offered TEXT NOT NULL DEFAULT '[]',      -- JSON list of cases that he may choose from
    answered TEXT NOT NULL DEFAULT '',       -- the outcome that was answered last
    language TEXT NOT NULL DEFAULT ''         -- in which he wrote last: en, zh-CN
);

-- By which door something was said automatically since the conversation was opened: a repeat by the
-- same door is not answered again.
CREATE TABLE playbook_doors (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    inbox TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (conversation, inbox)
);

-- What the wallet's own server tells of a customer.
CREATE TABLE account_signals (
    customer TEXT NOT NULL REFERENCES customers (id),
    signal TEXT NOT NULL CHECK (signal IN ('new_device', 'new_place', 'locked', 'limited', 'normal')),
    at BIGINT NOT NULL,
    PRIMARY KEY (customer, signal)
);

ALTER TABLE inboxes ADD COLUMN playbooks BIGINT NOT NULL DEFAULT 1;     -- 0: the desk says nothing by itself
ALTER TABLE arrivals ADD COLUMN automatic BIGINT NOT NULL DEFAULT 0;    -- 1: a machine wrote it
CREATE INDEX customers_by_email ON customers (email) WHERE verified = 1 AND email <> '';
