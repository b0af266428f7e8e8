-- Who reads the desk's timeline (messages, in the order of position) and how far he is. See
-- docs/decisions/0007-log-followers.md.
CREATE TABLE log_followers (
    name TEXT PRIMARY KEY,
    position BIGINT NOT NULL,               -- every entry up to here has had its effect
    passed_over BIGINT NOT NULL DEFAULT 0   -- entries that failed again and again
);

-- What the desk makes of a conversation; lists and rules read it.
ALTER TABLE conversations ADD COLUMN case_type TEXT NOT NULL DEFAULT '';  -- playbook id; '': not known
ALTER TABLE conversations ADD COLUMN tier TEXT NOT NULL DEFAULT 'agent';  -- who has the word: bot agent specialist
ALTER TABLE conversations ADD COLUMN sla_kind TEXT NOT NULL DEFAULT '';   -- first next resolve; '': none runs
ALTER TABLE conversations ADD COLUMN sla_due_at BIGINT;                   -- of the target that runs out next
ALTER TABLE conversations ADD COLUMN sla_state TEXT NOT NULL DEFAULT '';  -- '' warning breached
CREATE INDEX conversations_by_case_type ON conversations (case_type, status);
