-- What reports are made of, summed up as it happens (src/store/tally.hpp), and what customers said
-- of the answers they got. Nothing here is read from messages again: a report reads sums only.

-- Where the numbers of a conversation stand. A cuboid is a set of dimensions that its slices keep,
-- one bit each (2 inbox, 4 team, 8 agent, 16 case type, 32 language), the others are ''; with 1 its
-- numbers stand by the day instead of by the hour. By the hour: none, each alone, all five; by the
-- day: none, each alone, each pair. A report reads the smallest cuboid that can answer it.
CREATE TABLE report_slices (
    id INTEGER PRIMARY KEY,
    cuboid BIGINT NOT NULL,
    inbox TEXT NOT NULL,
    team TEXT NOT NULL,
    agent TEXT NOT NULL,
    case_type TEXT NOT NULL,
    locale TEXT NOT NULL
);
CREATE UNIQUE INDEX report_slices_by_key
    ON report_slices (cuboid, inbox, team, agent, case_type, locale);

-- What was counted in one hour (UTC). place = slice · 2^22 + hours since 1970: a clustered key, so
-- that a range of hours of a slice lies together.
CREATE TABLE report_hours (
    place INTEGER PRIMARY KEY,
    opened BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    customer_messages BIGINT NOT NULL,
    replies BIGINT NOT NULL,
    automatic BIGINT NOT NULL,
    resolved BIGINT NOT NULL,
    deflected BIGINT NOT NULL,
    sla_met BIGINT NOT NULL,
    sla_warned BIGINT NOT NULL,
    sla_breached BIGINT NOT NULL,
    csat_asked BIGINT NOT NULL,
    backlog BIGINT NOT NULL                 -- by how much it grew
);

-- How values are spread: place = ((slice · 8 + what) · 2^22 + hour) · 512 + bucket.
-- what: 0 first answer, 1 resolve (seconds, log-scaled: desk/reports/spread.hpp), 2 score,
-- 3 reason, 4 kind and state of a service level.
CREATE TABLE report_spreads (
    place INTEGER PRIMARY KEY,
    n BIGINT NOT NULL
);

-- Each conversation as the log left it.
CREATE TABLE report_conversations (
    conversation TEXT PRIMARY KEY,
    inbox TEXT NOT NULL,
    team TEXT NOT NULL,
    agent TEXT NOT NULL,
    case_type TEXT NOT NULL,
    locale TEXT NOT NULL,
    phase BIGINT NOT NULL,                  -- 0 resolved, 1 open, 2 nothing was said yet
    began_at BIGINT NOT NULL,               -- of the episode: first message since it was resolved
    waits BIGINT NOT NULL,                  -- for its first answer
    replies BIGINT NOT NULL,                -- by agents, in this episode
    answers BIGINT NOT NULL                 -- by the desk itself, in this episode
);
CREATE INDEX report_conversations_by_phase ON report_conversations (phase);

-- What an open episode has counted so far: it moves when its case type becomes known.
CREATE TABLE report_facts (
    conversation TEXT NOT NULL,
    hour BIGINT NOT NULL,
    team TEXT NOT NULL,
    agent TEXT NOT NULL,
    what BIGINT NOT NULL,                   -- a column of report_hours; else (spread + 1) · 1000 + bucket
    n BIGINT NOT NULL,
    PRIMARY KEY (conversation, hour, team, agent, what)
);

-- What people looked for in the help centre and did not find, by day (UTC). Guarded text.
CREATE TABLE report_misses (
    day BIGINT NOT NULL,
    locale TEXT NOT NULL,
    words TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (day, locale, words)
);

-- Whether, how and when customers of an inbox are asked how it was. No row: as the defaults say.
CREATE TABLE csat_settings (
    inbox TEXT PRIMARY KEY REFERENCES inboxes (id),
    enabled BIGINT NOT NULL,
    delay_seconds BIGINT NOT NULL
);

-- A question to a customer: planned when his conversation is resolved, asked once, answered once.
CREATE TABLE csat_asks (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL,
    customer TEXT NOT NULL,
    due_at BIGINT,                          -- NULL: not planned any more
    asked_at BIGINT,
    score BIGINT,
    reasons TEXT NOT NULL DEFAULT '[]',
    comment TEXT NOT NULL DEFAULT '',       -- guarded
    rated_at BIGINT,
    message TEXT,                           -- the customer's, when he answered by one
    followed_by TEXT                        -- who looked after a low score
);
CREATE INDEX csat_asks_by_due ON csat_asks (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX csat_asks_by_conversation ON csat_asks (conversation, asked_at);
CREATE INDEX csat_asks_by_customer ON csat_asks (customer, asked_at);
CREATE INDEX csat_asks_by_rated ON csat_asks (rated_at) WHERE rated_at IS NOT NULL;
