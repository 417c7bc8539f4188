-- Version 2: names of identities are kept once, and what can be worked out again is kept no more.
--
-- What identities are looked up by is hashed (link/identities.rs fills `identity_forms` when a ledger comes from
-- version 1). Keys of identities are never used twice, since a form may stay behind when its identity goes.

CREATE TABLE identity_forms (
  form INTEGER NOT NULL,
  identity INTEGER NOT NULL,
  PRIMARY KEY (form, identity)
) WITHOUT ROWID;
CREATE TABLE identities_of_2 (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  code TEXT
);
INSERT INTO identities_of_2 SELECT key, id, name, kind, country, code FROM identities ORDER BY key;
-- Names beside that of `identities`. `key` is identity << 8 | number, from 1, so that the names of one lie together.
CREATE TABLE identity_names_of_2 (
  key INTEGER PRIMARY KEY,
  identity INTEGER GENERATED ALWAYS AS (key >> 8) VIRTUAL,
  name TEXT NOT NULL
);

DROP TRIGGER identity_named;
DROP TRIGGER identity_unnamed;
DROP TABLE identity_words;
-- Its rows are those of `identity_names`, and number 0 of each identity for the name in `identities`.
CREATE VIRTUAL TABLE identity_words USING fts5 (
  name, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
-- Fewer and larger pieces, which are put together less often: half the work of adding to the index of sentences.
INSERT INTO sentence_words (sentence_words, rank) VALUES ('automerge', 8);
INSERT INTO sentence_words (sentence_words, rank) VALUES ('hashsize', 4194304);

-- Only the names of those that have no identity: the others are found by their identity's.
DROP TABLE actor_words;
CREATE VIRTUAL TABLE actor_words USING fts5 (
  name, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO actor_words (rowid, name) SELECT key, name FROM actors WHERE identity IS NULL ORDER BY key;

-- Codes are those of the identities; what is left are actors that have another code, or no identity.
DROP INDEX actors_code;
CREATE INDEX actors_code ON actors (code) WHERE code IS NOT NULL
  AND (identity IS NULL OR identity_why IN ('name', 'spelling', 'surname and country'));
CREATE INDEX statements_addressee ON statements (addressee) WHERE addressee IS NOT NULL;
-- Places are asked for as they are written and by their country.
CREATE INDEX events_place ON events (place COLLATE NOCASE) WHERE place IS NOT NULL;
CREATE INDEX events_country ON events (place_country) WHERE place_country IS NOT NULL;

-- Mentions are the most numerous of all spans: start and length of each in one list take half the room.
UPDATE actors SET mentions = '[' || ifnull((SELECT group_concat((value ->> 0) || ',' || ((value ->> 1) - (value ->> 0)), ','
  ORDER BY key) FROM json_each(mentions)), '') || ']';

-- The words of a content are worked out from the content.
DROP TABLE contents;
