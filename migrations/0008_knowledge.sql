-- The help centre, and what customers thought of answers.

CREATE TABLE article_categories (
    id TEXT PRIMARY KEY,
    position BIGINT NOT NULL,                -- order on the page: common questions first
    names TEXT NOT NULL,                     -- JSON object: locale → text
    summaries TEXT NOT NULL
);

CREATE TABLE articles (
    slug TEXT PRIMARY KEY,                   -- last part of the address; never changes
    category TEXT NOT NULL REFERENCES article_categories (id),
    position BIGINT NOT NULL DEFAULT 0,
    owner TEXT REFERENCES agents (id),       -- who keeps it true
    reviewed_at BIGINT,                      -- last read against the facts
    review_days BIGINT NOT NULL DEFAULT 180,
    archived BIGINT NOT NULL DEFAULT 0,      -- 1: for nobody's eyes but the agents'
    changed_at BIGINT NOT NULL
);
CREATE INDEX articles_by_category ON articles (category, position);

-- One language of an article. What it says stands in its versions.
CREATE TABLE article_texts (
    slug TEXT NOT NULL REFERENCES articles (slug),
    locale TEXT NOT NULL CHECK (locale IN ('zh-CN', 'en')),
    version BIGINT NOT NULL,                 -- the newest
    published BIGINT NOT NULL DEFAULT 0,     -- the one that customers read; 0: none
    seed TEXT NOT NULL DEFAULT '',           -- digest of the file it came from
    edited BIGINT NOT NULL DEFAULT 0,        -- 1: somebody wrote here, newer files stay out
    PRIMARY KEY (slug, locale)
);

-- Kept for ever; a restored version is a new one.
CREATE TABLE article_versions (
    slug TEXT NOT NULL,
    locale TEXT NOT NULL,
    version BIGINT NOT NULL,                 -- from 1
    title TEXT NOT NULL,                     -- guarded, as all that people type
    summary TEXT NOT NULL,
    keywords TEXT NOT NULL,
    body TEXT NOT NULL,                      -- Markdown
    author TEXT NOT NULL,                    -- name at that time
    at BIGINT NOT NULL,
    published_at BIGINT,
    restored_from BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (slug, locale, version)
);

-- "Did this help?"
CREATE TABLE article_votes (
    slug TEXT NOT NULL REFERENCES articles (slug),
    locale TEXT NOT NULL,
    voter TEXT NOT NULL,                     -- hash of a cookie made for this
    helped BIGINT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',         -- guarded
    at BIGINT NOT NULL,
    PRIMARY KEY (slug, locale, voter)
);
CREATE INDEX article_votes_with_words ON article_votes (slug, at) WHERE reason <> '';
CREATE INDEX article_votes_counted ON article_votes (slug, helped);

-- The words of the message index, to look up what somebody may have meant.
CREATE VIRTUAL TABLE search_words USING fts5vocab ('search', 'row');
