-- The product board: what customers would like, and how many of them. Problems are no rows here: they
-- are conversations of an inbox of kind 'form'.

CREATE TABLE suggestions (
    id TEXT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    client_id TEXT NOT NULL UNIQUE,          -- made by the customer's browser: a repeat changes nothing
    title TEXT NOT NULL,                     -- guarded, as all texts of customers
    body TEXT NOT NULL,
    locale TEXT NOT NULL,
    contact TEXT NOT NULL DEFAULT '',        -- e-mail as given, unconfirmed; never shown on the board
    status TEXT NOT NULL DEFAULT 'open'
        CHECK (status IN ('open', 'planned', 'in_progress', 'done', 'declined')),
    published BIGINT NOT NULL DEFAULT 0,     -- only an agent makes it 1
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX suggestions_by_status ON suggestions (published, status);

CREATE TABLE suggestion_votes (
    suggestion TEXT NOT NULL REFERENCES suggestions (id) ON DELETE CASCADE,
    voter TEXT NOT NULL,                     -- hash of the browser's token
    at BIGINT NOT NULL,
    PRIMARY KEY (suggestion, voter)
);
