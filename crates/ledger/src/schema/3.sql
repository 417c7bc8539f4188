-- Version 3: blocks and forms of names are brought into order seldom and many at a time, in place of each at once; what somebody
-- did and said is found by who it is.

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
  who INTEGER,
  PRIMARY KEY (event, number)
) WITHOUT ROWID;
INSERT INTO voices_of_3 SELECT v.*, ifnull(a.identity, -a.key) FROM voices v LEFT JOIN actors a ON a.key = v.actor
  ORDER BY event, number;
DROP TABLE voices;
ALTER TABLE voices_of_3 RENAME TO voices;
-- `who` is the identity of the actor, or its own key with a minus where it has none. The rows of one lie together in
-- these indexes, whereas an actor's key is another in each document.
ALTER TABLE parties ADD COLUMN who INTEGER;
UPDATE parties SET who = (SELECT ifnull(identity, -key) FROM actors WHERE key = actor) WHERE actor IS NOT NULL;
DROP INDEX parties_actor;
CREATE INDEX parties_who ON parties (who) WHERE who IS NOT NULL;
CREATE INDEX voices_who ON voices (who) WHERE who IS NOT NULL;
ALTER TABLE statements ADD COLUMN who INTEGER;
UPDATE statements SET who = (SELECT ifnull(identity, -key) FROM actors WHERE key = source) WHERE source IS NOT NULL;
DROP INDEX statements_source;
CREATE INDEX statements_who ON statements (who) WHERE who IS NOT NULL;

-- Events that begin in one month and end in another. All others of some days begin in the months of these days, so that
-- nothing before is looked through.
CREATE INDEX events_long ON events (time_end, time_begin) WHERE substr(time_begin, 1, 7) <> substr(time_end, 1, 7);
