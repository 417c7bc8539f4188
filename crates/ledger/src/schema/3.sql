-- Version 3: blocks are brought into order seldom and many at a time, in place of each at once.

-- What the last batches put into blocks and took out of them, a row a batch, as link/blocks.rs writes it.
CREATE TABLE recent_blocks (
  number INTEGER PRIMARY KEY,
  entries BLOB NOT NULL,
  gone BLOB
);
-- All before: the blocks from `first` up to the next row's, with what holds them.
CREATE TABLE settled_blocks (
  first INTEGER PRIMARY KEY,
  entries BLOB NOT NULL
);
