-- Queues, claims, shifts, incidents, service levels. See docs/queue.md, docs/service-levels.md.

-- An open conversation has an assignee or stands here, once; one that the desk's own answers still
-- have (tier bot) has neither.
CREATE TABLE queue_entries (
    conversation TEXT PRIMARY KEY REFERENCES conversations (id),
    tier TEXT NOT NULL,                     -- agent specialist
    language TEXT NOT NULL,                 -- zh en
    case_type TEXT NOT NULL DEFAULT '',
    priority TEXT NOT NULL DEFAULT 'none',
    returned BIGINT NOT NULL DEFAULT 0,     -- 1: its agent went; it goes to the front
    last_agent TEXT NOT NULL DEFAULT '',    -- who answered last
    entered_at BIGINT NOT NULL,
    order_at BIGINT NOT NULL                -- the earliest is next: entered_at less a head start
);
CREATE INDEX queue_entries_by_order ON queue_entries (order_at, conversation);

-- What the queue has learnt: one row for each time somebody was taken out of it.
CREATE TABLE queue_visits (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    agent TEXT NOT NULL REFERENCES agents (id),
    tier TEXT NOT NULL,
    case_type TEXT NOT NULL DEFAULT '',
    priority TEXT NOT NULL DEFAULT 'none',
    entered_at BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    free BIGINT NOT NULL DEFAULT 0,         -- 1: an agent was free all the while
    left_at BIGINT,                         -- resolved, snoozed or somebody else's; NULL: still his
    PRIMARY KEY (conversation, taken_at)
);
CREATE INDEX queue_visits_by_left ON queue_visits (left_at);
CREATE INDEX queue_visits_by_taken ON queue_visits (taken_at);
CREATE INDEX queue_visits_open ON queue_visits (conversation) WHERE left_at IS NULL;

-- Hours of agents, teams, promises.
CREATE TABLE calendars (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    zone TEXT NOT NULL DEFAULT 'UTC',       -- "Asia/Shanghai", "UTC+8"
    rules TEXT NOT NULL DEFAULT '{}',       -- {"week":[[[540,1080]],…],"holidays":["2026-10-01"]}
    created_at BIGINT NOT NULL
);

-- What an agent can do; no row: the usual.
CREATE TABLE agent_routing (
    agent TEXT PRIMARY KEY REFERENCES agents (id),
    capacity BIGINT NOT NULL DEFAULT 6,
    specialist BIGINT NOT NULL DEFAULT 0,
    languages TEXT NOT NULL DEFAULT '[]',   -- empty: all
    skills TEXT NOT NULL DEFAULT '[]',      -- case types; empty: all
    calendar TEXT REFERENCES calendars (id) ON DELETE SET NULL, -- NULL: his teams', else always
    present BIGINT NOT NULL DEFAULT 0,      -- 1: a console of his is connected
    gone_at BIGINT,                         -- since when he is not; NULL once his chats went back
    given_at BIGINT NOT NULL DEFAULT 0      -- when he was last given a conversation
);
CREATE INDEX agent_routing_gone ON agent_routing (gone_at) WHERE gone_at IS NOT NULL;

CREATE TABLE team_calendars (
    team TEXT PRIMARY KEY REFERENCES teams (id) ON DELETE CASCADE,
    calendar TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE
);

CREATE TABLE queue_rules (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    automatic BIGINT NOT NULL DEFAULT 0,
    over_minutes BIGINT NOT NULL DEFAULT 30,
    slow_hours BIGINT NOT NULL DEFAULT 24,
    tell_place BIGINT NOT NULL DEFAULT 1,
    calendar TEXT REFERENCES calendars (id) ON DELETE SET NULL
);
INSERT INTO queue_rules (id) VALUES (1);

-- What a slow door was promised, so that it is said once and again only when it changes.
CREATE TABLE queue_promises (
    conversation TEXT PRIMARY KEY REFERENCES conversations (id),
    waiting_since BIGINT NOT NULL,
    reply_by BIGINT NOT NULL
);

CREATE TABLE callbacks (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    contact TEXT NOT NULL,                  -- guarded
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    reminded BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);
CREATE INDEX callbacks_due ON callbacks (starts_at) WHERE reminded = 0;
CREATE UNIQUE INDEX callbacks_by_conversation ON callbacks (conversation) WHERE reminded = 0;

-- Service levels --------------------------------------------------------------------------------

CREATE TABLE sla_policies (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    inbox TEXT REFERENCES inboxes (id) ON DELETE CASCADE,  -- NULL: every one
    priority TEXT,
    case_type TEXT,
    first_minutes BIGINT,                   -- in business minutes; NULL: no target
    next_minutes BIGINT,
    resolve_minutes BIGINT,
    calendar TEXT REFERENCES calendars (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL
);

-- One target of one conversation. Times are NULL while it waits for the customer.
CREATE TABLE sla_clocks (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    kind TEXT NOT NULL CHECK (kind IN ('first', 'next', 'resolve')),
    policy TEXT NOT NULL,
    target BIGINT NOT NULL,                 -- milliseconds of business time
    used BIGINT NOT NULL DEFAULT 0,         -- of it, up to runs_since
    runs_since BIGINT,
    warn_at BIGINT,
    due_at BIGINT,
    act_at BIGINT,                          -- when it must be looked at: the next of the two
    state TEXT NOT NULL DEFAULT '',         -- '' warning breached
    PRIMARY KEY (conversation, kind)
);
CREATE INDEX sla_clocks_due ON sla_clocks (act_at) WHERE act_at IS NOT NULL;
CREATE INDEX conversations_by_due ON conversations (status, sla_due_at) WHERE sla_due_at IS NOT NULL;

-- Incidents -------------------------------------------------------------------------------------

CREATE TABLE incidents (
    id TEXT PRIMARY KEY,
    case_type TEXT NOT NULL,
    chain TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('proposed', 'open', 'resolved', 'dismissed')),
    title_en TEXT NOT NULL DEFAULT '',
    title_zh TEXT NOT NULL DEFAULT '',
    text_en TEXT NOT NULL DEFAULT '',
    text_zh TEXT NOT NULL DEFAULT '',
    end_en TEXT NOT NULL DEFAULT '',        -- what all are told at the end
    end_zh TEXT NOT NULL DEFAULT '',
    close_all BIGINT NOT NULL DEFAULT 0,    -- 1: the end resolves their conversations
    customers BIGINT NOT NULL DEFAULT 0,    -- how many had it when it was proposed
    opened_at BIGINT NOT NULL,
    resolved_at BIGINT,
    opened_by TEXT
);
CREATE INDEX incidents_by_state ON incidents (state, opened_at);
CREATE UNIQUE INDEX incidents_current ON incidents (case_type)
    WHERE state IN ('proposed', 'open');

CREATE TABLE incident_conversations (
    incident TEXT NOT NULL REFERENCES incidents (id),
    conversation TEXT NOT NULL REFERENCES conversations (id),
    told BIGINT NOT NULL DEFAULT 0,         -- 0 nothing, 1 that it is known, 2 that it is over
    PRIMARY KEY (incident, conversation)
);
CREATE INDEX incident_conversations_told ON incident_conversations (incident, told);

-- When a conversation became a case; incidents are told by how many do so at once.
CREATE TABLE case_sightings (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    case_type TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (conversation, case_type)
);
CREATE INDEX case_sightings_by_type ON case_sightings (case_type, at);

CREATE INDEX conversations_with_bot ON conversations (waiting_since)
    WHERE tier = 'bot' AND status = 'open' AND assignee IS NULL;
