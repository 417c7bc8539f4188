-- Version 1 of the ledger. docs/codebook.md explains every table and column for those who ask by SQL.
--
-- `key` says where a row stands: document << 28 | kind << 24 | number (crates/ledger/src/key.rs). All rows of a
-- document lie together, in text order, without an index; `document` is worked out and takes no room.
-- Spans are JSON, [[start, end], …], in code points of the document's text, as in sayso/1.

CREATE TABLE readers (
  key INTEGER PRIMARY KEY,
  program TEXT NOT NULL,
  model TEXT NOT NULL,
  lexicons TEXT NOT NULL,
  UNIQUE (program, model, lexicons)
);

-- A document's text stands apart, so that what is said about the document is read without it; `documents` has both.
CREATE TABLE heads (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  date TEXT,
  date_from TEXT,
  title TEXT,
  publisher TEXT,
  url TEXT,
  language TEXT,
  reader INTEGER NOT NULL REFERENCES readers (key),
  fingerprint INTEGER NOT NULL,
  provenance TEXT
);
CREATE UNIQUE INDEX heads_url ON heads (url) WHERE url IS NOT NULL;
CREATE INDEX heads_date ON heads (date);
CREATE TABLE texts (
  document INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);
-- An outer join, since SQLite leaves out those that a question does not need.
CREATE VIEW documents AS SELECT h.*, t.text FROM heads h LEFT JOIN texts t ON t.document = h.key;

CREATE TABLE sources (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE coverage (
  source INTEGER NOT NULL REFERENCES sources (key),
  item INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('read', 'skipped', 'failed')),
  document INTEGER,
  fingerprint INTEGER,
  reason TEXT,
  PRIMARY KEY (source, item)
) WITHOUT ROWID;

CREATE TABLE sentences (
  key INTEGER PRIMARY KEY,
  document INTEGER GENERATED ALWAYS AS (key >> 28) VIRTUAL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL
);

CREATE TABLE times (
  key INTEGER PRIMARY KEY,
  document INTEGER GENERATED ALWAYS AS (key >> 28) VIRTUAL,
  id TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  type TEXT NOT NULL,
  value TEXT NOT NULL,
  time_begin TEXT,
  time_end TEXT
);

CREATE TABLE actors (
  key INTEGER PRIMARY KEY,
  document INTEGER GENERATED ALWAYS AS (key >> 28) VIRTUAL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  code TEXT,
  identity INTEGER REFERENCES identities (key),
  identity_why TEXT,
  mention_count INTEGER NOT NULL,
  statement_count INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  roles TEXT,
  mentions TEXT NOT NULL
);
CREATE INDEX actors_identity ON actors (identity) WHERE identity IS NOT NULL;
CREATE INDEX actors_code ON actors (code) WHERE code IS NOT NULL;

-- `day` is when it was said as far as known: its own time, else the day of publication.
CREATE TABLE statements (
  key INTEGER PRIMARY KEY,
  document INTEGER GENERATED ALWAYS AS (key >> 28) VIRTUAL,
  id TEXT NOT NULL,
  source INTEGER,
  act TEXT NOT NULL,
  quote TEXT NOT NULL,
  cue_lemma TEXT NOT NULL,
  day TEXT,
  sentence INTEGER NOT NULL,
  last_sentence INTEGER NOT NULL,
  within INTEGER,
  addressee INTEGER,
  addressee_words TEXT,
  timex INTEGER,
  time_value TEXT,
  time_begin TEXT,
  time_end TEXT,
  time_basis TEXT,
  source_spans TEXT NOT NULL,
  cue_spans TEXT NOT NULL,
  content_spans TEXT NOT NULL,
  addressee_spans TEXT,
  setting_spans TEXT,
  setting TEXT,
  anonymous INTEGER NOT NULL,
  description TEXT,
  source_words TEXT NOT NULL,
  content TEXT NOT NULL
);
CREATE INDEX statements_source ON statements (source) WHERE source IS NOT NULL;
CREATE INDEX statements_day ON statements (day);

CREATE TABLE vias (
  statement INTEGER NOT NULL,
  number INTEGER NOT NULL,
  actor INTEGER,
  spans TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (statement, number)
) WITHOUT ROWID;

CREATE TABLE answers (
  statement INTEGER NOT NULL,
  relation TEXT NOT NULL CHECK (relation IN ('denies', 'supports', 'responds_to')),
  number INTEGER NOT NULL,
  other INTEGER NOT NULL,
  PRIMARY KEY (statement, relation, number)
) WITHOUT ROWID;

-- Of whom a statement's content speaks.
CREATE TABLE subjects (
  actor INTEGER NOT NULL,
  statement INTEGER NOT NULL,
  PRIMARY KEY (actor, statement)
) WITHOUT ROWID;

CREATE TABLE events (
  key INTEGER PRIMARY KEY,
  document INTEGER GENERATED ALWAYS AS (key >> 28) VIRTUAL,
  id TEXT NOT NULL,
  code TEXT NOT NULL,
  root TEXT NOT NULL,
  name TEXT NOT NULL,
  plover_event TEXT NOT NULL,
  plover_mode TEXT,
  plover_context TEXT,
  quad INTEGER NOT NULL,
  goldstein REAL NOT NULL,
  time_begin TEXT,
  time_end TEXT,
  time_basis TEXT,
  time_value TEXT,
  timex INTEGER,
  sentence INTEGER NOT NULL,
  place TEXT,
  place_country TEXT,
  lat REAL,
  lon REAL,
  place_spans TEXT,
  action_spans TEXT NOT NULL,
  action TEXT NOT NULL
);
CREATE INDEX events_time ON events (time_begin, time_end);
CREATE INDEX events_code ON events (code, time_begin);

CREATE TABLE parties (
  event INTEGER NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('source', 'target')),
  number INTEGER NOT NULL,
  actor INTEGER,
  code TEXT,
  spans TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (event, side, number)
) WITHOUT ROWID;
CREATE INDEX parties_actor ON parties (actor) WHERE actor IS NOT NULL;
CREATE INDEX parties_code ON parties (code) WHERE code IS NOT NULL;

CREATE TABLE voices (
  event INTEGER NOT NULL,
  number INTEGER NOT NULL,
  voice TEXT NOT NULL CHECK (voice IN ('narrator', 'actor', 'unknown')),
  actor INTEGER,
  statement INTEGER,
  factuality TEXT NOT NULL,
  PRIMARY KEY (event, number)
) WITHOUT ROWID;
CREATE INDEX voices_actor ON voices (actor) WHERE actor IS NOT NULL;

-- Within one document; between documents see disputes. The sides are events or statements.
CREATE TABLE conflicts (
  key INTEGER PRIMARY KEY,
  document INTEGER GENERATED ALWAYS AS (key >> 28) VIRTUAL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  first INTEGER NOT NULL,
  second INTEGER NOT NULL,
  why TEXT NOT NULL
);

-- Indexes of words; the words themselves stand in the tables above. A row of `id_words` holds the ids of a document's
-- statements, events and conflicts. Names are never ranked, so their lengths are not kept.
CREATE VIRTUAL TABLE sentence_words USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE actor_words USING fts5 (
  name, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE id_words USING fts5 (
  ids, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 tokenchars '_'"
);

-- What follows is written by crates/ledger/src/link alone.

CREATE TABLE identities (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  country TEXT,
  code TEXT
);
CREATE TABLE identity_names (
  name TEXT NOT NULL,
  identity INTEGER NOT NULL,
  PRIMARY KEY (name, identity)
) WITHOUT ROWID;
CREATE INDEX identity_names_identity ON identity_names (identity);
-- The names' words; those that begin with `~` are forms by which linking compares, and no names.
CREATE VIRTUAL TABLE identity_words USING fts5 (
  name, identity UNINDEXED, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER identity_named AFTER INSERT ON identity_names WHEN new.name NOT LIKE '~%' BEGIN
  INSERT INTO identity_words (name, identity) VALUES (new.name, new.identity);
END;
CREATE TRIGGER identity_unnamed AFTER DELETE ON identity_names WHEN old.name NOT LIKE '~%' BEGIN
  DELETE FROM identity_words WHERE rowid IN (SELECT rowid FROM identity_words
    WHERE identity_words MATCH '"' || replace(old.name, '"', ' ') || '"' AND identity = old.identity AND name = old.name);
END;

CREATE TABLE copies (
  document INTEGER PRIMARY KEY,
  original INTEGER NOT NULL,
  similarity REAL NOT NULL
);
CREATE INDEX copies_original ON copies (original);

CREATE TABLE happenings (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  time_begin TEXT,
  time_end TEXT,
  place TEXT,
  place_country TEXT,
  accounts INTEGER NOT NULL,
  documents INTEGER NOT NULL,
  profile BLOB NOT NULL
);
CREATE INDEX happenings_time ON happenings (time_begin);
-- An account is an event, or a mention: words that tell a happening and that no event was coded from. `doer` and
-- `denier` are names as linking compares them; `blamed` is 1 where the text makes the doer answerable by a word; `denies_part` is 1
-- where what is denied is a part in it; `gist` holds -- the rarest words around.
CREATE TABLE accounts (
  event INTEGER PRIMARY KEY,
  happening INTEGER NOT NULL REFERENCES happenings (key),
  sentence INTEGER NOT NULL,
  stated_begin TEXT,
  stated_end TEXT,
  doer TEXT,
  blamed INTEGER NOT NULL,
  denier TEXT,
  denies_part INTEGER NOT NULL,
  gist BLOB NOT NULL
);
CREATE INDEX accounts_happening ON accounts (happening);
CREATE TABLE mentions (
  key INTEGER PRIMARY KEY,
  document INTEGER GENERATED ALWAYS AS (key >> 28) VIRTUAL,
  id TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  words TEXT NOT NULL
);
-- What one document tells of one happening, as linking compares it.
CREATE TABLE tellings (
  key INTEGER PRIMARY KEY,
  happening INTEGER NOT NULL,
  profile BLOB NOT NULL
);
CREATE INDEX tellings_happening ON tellings (happening);
-- In how many documents a word occurs that linking compares; word 0 counts the documents.
CREATE TABLE terms (
  term INTEGER PRIMARY KEY,
  documents INTEGER NOT NULL
);
-- Which rows to compare: those with a block in common.
CREATE TABLE blocks (
  block INTEGER NOT NULL,
  holder INTEGER NOT NULL,
  PRIMARY KEY (block, holder)
) WITHOUT ROWID;
-- Sketches of documents (MinHash), by which copies are found.
CREATE TABLE sketches (
  document INTEGER PRIMARY KEY,
  sketch BLOB NOT NULL
);

CREATE TABLE figures (
  account INTEGER NOT NULL,
  number INTEGER NOT NULL,
  counts TEXT NOT NULL,
  low REAL,
  high REAL,
  unit TEXT,
  spans TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (account, number)
) WITHOUT ROWID;

CREATE TABLE claims (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  words TEXT NOT NULL,
  first_asserted TEXT,
  first_denied TEXT,
  assertions INTEGER NOT NULL,
  denials INTEGER NOT NULL
);
CREATE TABLE positions (
  statement INTEGER PRIMARY KEY,
  claim INTEGER NOT NULL REFERENCES claims (key),
  stance TEXT NOT NULL CHECK (stance IN ('asserts', 'denies'))
);
CREATE INDEX positions_claim ON positions (claim);

CREATE TABLE disputes (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  happening INTEGER,
  claim INTEGER,
  first INTEGER NOT NULL,
  second INTEGER NOT NULL,
  why TEXT NOT NULL
);
CREATE INDEX disputes_first ON disputes (first);
CREATE INDEX disputes_second ON disputes (second);
CREATE INDEX disputes_happening ON disputes (happening) WHERE happening IS NOT NULL;
-- Words of statements' contents, as linking compares them.
CREATE TABLE contents (
  statement INTEGER PRIMARY KEY,
  words BLOB NOT NULL
);
