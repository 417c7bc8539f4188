//! Which columns of an answer a table shows, and how wide.

use crate::formats::Column;

pub(super) const EVENTS: &[Column] = &[
    ("time_begin", "WHEN", 10, 0),
    ("source", "WHO", 12, 2),
    ("code", "CODE", 4, 0),
    ("name", "WHAT", 12, 2),
    ("target", "TO WHOM", 10, 2),
    ("action", "WORDS", 10, 2),
    ("voices", "VOICES", 11, 3),
    ("accounts", "ACCOUNTS", 8, 0),
    ("id", "ID", 16, 0),
];

pub(super) const STATEMENTS: &[Column] = &[
    ("day", "WHEN", 10, 0),
    ("source", "WHO", 13, 2),
    ("act", "ACT", 9, 0),
    ("content", "CONTENT", 24, 8),
    ("document", "DOCUMENT", 10, 1),
    ("id", "ID", 16, 0),
];

pub(super) const ACTORS: &[Column] = &[
    ("name", "NAME", 18, 3),
    ("kind", "KIND", 12, 0),
    ("code", "CODE", 9, 0),
    ("documents", "DOCUMENTS", 9, 0),
    ("mentions", "MENTIONS", 8, 0),
    ("statements", "SAYS", 6, 0),
    ("events", "EVENTS", 6, 0),
    ("first_day", "FROM", 10, 0),
    ("last_day", "TO", 10, 0),
    ("id", "ID", 16, 0),
];

pub(super) const TIMELINE: &[Column] = &[
    ("time_begin", "FROM", 10, 0),
    ("time_end", "TO", 10, 0),
    ("source", "WHO", 12, 2),
    ("name", "WHAT", 12, 2),
    ("target", "TO WHOM", 10, 2),
    ("action", "WORDS", 10, 2),
    ("place", "WHERE", 8, 1),
    ("accounts", "ACCOUNTS", 8, 0),
    ("documents", "DOCUMENTS", 9, 0),
    ("id", "ID", 16, 0),
];

pub(super) const HAPPENINGS: &[Column] = &[
    ("time_begin", "WHEN", 10, 0),
    ("source", "WHO", 12, 2),
    ("name", "WHAT", 12, 3),
    ("target", "TO WHOM", 10, 2),
    ("place", "WHERE", 8, 1),
    ("figures", "FIGURES", 8, 2),
    ("accounts", "ACCOUNTS", 8, 0),
    ("documents", "DOCUMENTS", 9, 0),
    ("id", "ID", 16, 0),
];

pub(super) const CLAIMS: &[Column] = &[
    ("first_asserted", "ASSERTED", 10, 0),
    ("asserted_by", "BY", 12, 2),
    ("first_denied", "DENIED", 10, 0),
    ("denied_by", "BY", 12, 2),
    ("words", "CLAIM", 24, 6),
    ("id", "ID", 16, 0),
];

pub(super) const CONFLICTS: &[Column] = &[
    ("kind", "KIND", 6, 0),
    ("first_by", "WHO", 9, 1),
    ("first_words", "ONE ACCOUNT", 22, 4),
    ("second_by", "WHO", 9, 1),
    ("second_words", "ANOTHER", 22, 4),
    ("id", "ID", 16, 0),
];

pub(super) const SEARCH: &[Column] = &[
    ("document_date", "WHEN", 10, 0),
    ("document", "DOCUMENT", 12, 1),
    ("sentence", "SENTENCE", 8, 0),
    ("words", "WORDS", 40, 8),
];

pub(super) const STATS: &[Column] = &[("what", "WHAT", 31, 0), ("value", "HOW MUCH", 12, 1)];
