-- The optional assistant: which model may be asked, and what it translated.

CREATE TABLE assistant_settings (
    id BIGINT PRIMARY KEY,                   -- always 1
    base_url TEXT NOT NULL DEFAULT '',       -- "https://model.example/v1"
    model TEXT NOT NULL DEFAULT '',
    api_key TEXT NOT NULL DEFAULT '',        -- sealed; empty: none is sent
    own_network BIGINT NOT NULL DEFAULT 0,   -- the operator says that the model runs in his own network
    drafts BIGINT NOT NULL DEFAULT 0,
    translation BIGINT NOT NULL DEFAULT 0
);

-- Goes in the transaction that changes the message's words.
CREATE TABLE message_translations (
    message TEXT NOT NULL REFERENCES messages (id),
    locale TEXT NOT NULL,
    body TEXT NOT NULL,
    source_hash TEXT NOT NULL,               -- SHA-256 of the words that were translated
    at BIGINT NOT NULL,
    PRIMARY KEY (message, locale)
);
