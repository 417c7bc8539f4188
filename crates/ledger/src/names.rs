//! The contract's words for the values of `sayso/1` that are one of a few.

use sayso_record::{ActorKind, Basis, ConflictKind, DateFrom, Factuality, QuoteKind, TimeKind};

/// A value that is written as one of a few words.
pub(crate) trait Named: Copy + PartialEq + 'static {
    /// All values with their words.
    const NAMES: &'static [(Self, &'static str)];

    /// Its word.
    fn word(self) -> &'static str {
        Self::NAMES.iter().find(|(value, _)| *value == self).map_or("", |(_, name)| name)
    }

    /// The value of that word.
    fn of_word(word: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, name)| *name == word).map(|(value, _)| *value)
    }
}

impl Named for ActorKind {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::Person, "person"),
        (Self::Country, "country"),
        (Self::Organization, "organization"),
        (Self::Group, "group"),
        (Self::Place, "place"),
    ];
}

impl Named for QuoteKind {
    const NAMES: &'static [(Self, &'static str)] =
        &[(Self::Direct, "direct"), (Self::Indirect, "indirect"), (Self::Mixed, "mixed")];
}

impl Named for TimeKind {
    const NAMES: &'static [(Self, &'static str)] =
        &[(Self::Date, "DATE"), (Self::Time, "TIME"), (Self::Duration, "DURATION"), (Self::Set, "SET")];
}

impl Named for ConflictKind {
    const NAMES: &'static [(Self, &'static str)] =
        &[(Self::Date, "date"), (Self::Denial, "denial"), (Self::Number, "number"), (Self::Actor, "actor")];
}

impl Named for Basis {
    const NAMES: &'static [(Self, &'static str)] =
        &[(Self::Stated, "stated"), (Self::Event, "event"), (Self::Publication, "publication")];
}

impl Named for DateFrom {
    const NAMES: &'static [(Self, &'static str)] =
        &[(Self::Header, "header"), (Self::Metadata, "metadata"), (Self::Option, "option"), (Self::File, "file")];
}

impl Named for Factuality {
    const NAMES: &'static [(Self, &'static str)] = &[
        (Self::CertainlySo, "CT+"),
        (Self::ProbablySo, "PR+"),
        (Self::PossiblySo, "PS+"),
        (Self::PossiblyNot, "PS-"),
        (Self::ProbablyNot, "PR-"),
        (Self::CertainlyNot, "CT-"),
        (Self::Uncommitted, "Uu"),
    ];
}

#[cfg(test)]
mod tests {
    use super::Named;
    use sayso_record::{ActorKind, Basis, ConflictKind, DateFrom, Factuality, QuoteKind, TimeKind};

    /// Every word here is the one that `sayso/1` writes.
    fn check<T: Named + serde::Serialize + std::fmt::Debug>() {
        for (value, word) in T::NAMES {
            assert_eq!(serde_json::to_value(value).expect("plain values are JSON"), *word);
            assert_eq!(T::of_word(word), Some(*value));
            assert_eq!(value.word(), *word);
        }
    }

    #[test]
    fn the_words_are_those_of_the_contract() {
        check::<ActorKind>();
        check::<QuoteKind>();
        check::<TimeKind>();
        check::<ConflictKind>();
        check::<Basis>();
        check::<DateFrom>();
        check::<Factuality>();
    }
}
