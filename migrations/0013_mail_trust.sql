-- An address given in a form is confirmed by its owner before anything goes there.

CREATE TABLE mail_confirmations (
    id TEXT PRIMARY KEY,                     -- with a MAC the link's token; also the thread's key
    conversation TEXT NOT NULL REFERENCES conversations (id),
    inbox TEXT NOT NULL REFERENCES inboxes (id), -- the mail inbox that asks, and answers later
    address TEXT NOT NULL,                   -- lower case
    locale TEXT NOT NULL,
    -- queued sending sent uncertain failed confirmed refused
    state TEXT NOT NULL,
    place TEXT NOT NULL DEFAULT '',          -- the thread's address, written when the mail leaves
    code TEXT NOT NULL DEFAULT '',           -- why it did not go
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    thread TEXT REFERENCES threads (id)      -- once confirmed
);
CREATE UNIQUE INDEX mail_confirmations_by_conversation
    ON mail_confirmations (conversation, address);
CREATE INDEX mail_confirmations_by_address ON mail_confirmations (address, created_at);
CREATE INDEX mail_confirmations_by_state ON mail_confirmations (state, due_at);
CREATE INDEX mail_confirmations_by_time ON mail_confirmations (created_at);

-- "This was not me": no confirmation goes there again. Only a keyed hash of the address.
CREATE TABLE mail_refusals (
    address_hash TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

-- A bounce that quotes nothing names the part that it is about.
CREATE INDEX delivery_parts_by_id ON delivery_parts (id);
-- One mail to two inboxes of ours.
CREATE INDEX arrivals_by_external_id ON arrivals (external_id);
CREATE INDEX threads_by_key_anywhere ON threads (key);
