-- Version 3: blocks and forms of names are brought into order seldom and many at a time, in place of each at once.

-- What the last batches put into blocks and took out of them, a row a batch, as link/blocks.rs writes it.
CREATE TABLE recent_blocks (
  number INTEGER PRIMARY KEY,
  entries BLOB NOT NULL,
  gone BLOB
);
-- All before: the blocks from `first` up to the next row's, with what holds them. link/blocks.rs brings `blocks` and
-- `identity_forms` here.
CREATE TABLE settled_blocks (
  first INTEGER PRIMARY KEY,
  entries BLOB NOT NULL
);
CREATE INDEX identities_id ON identities (id);

-- For `IN` with more than two values SQLite makes a table of them for each row that is added.
DROP INDEX actors_code;
CREATE INDEX actors_code ON actors (code) WHERE code IS NOT NULL
  AND (identity IS NULL OR identity_why IN ('name', 'spelling') OR identity_why = 'surname and country');
CREATE TABLE voices_of_3 (
  event INTEGER NOT NULL,
  number INTEGER NOT NULL,
  voice TEXT NOT NULL CHECK (voice IN ('narrator', 'actor') OR voice = 'unknown'),
  actor INTEGER,
  statement INTEGER,
  factuality TEXT NOT NULL,
  PRIMARY KEY (event, number)
) WITHOUT ROWID;
INSERT INTO voices_of_3 SELECT * FROM voices ORDER BY event, number;
DROP TABLE voices;
ALTER TABLE voices_of_3 RENAME TO voices;
CREATE INDEX voices_actor ON voices (actor) WHERE actor IS NOT NULL;
