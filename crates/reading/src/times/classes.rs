//! The classes of words that the rules of `lexicons/en/times-rules.tsv` are written in.

/// Fieldless classes with the names that the tables use.
macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a word or numeral can be in a time expression.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        pub(crate) enum Class { $($(#[$doc])* $variant,)* }

        impl Class {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The class of that name.
            pub(crate) fn named(name: &str) -> Option<Self> {
                const NAMES: &[&str] = &[$($name,)*];
                NAMES.iter().position(|n| *n == name).map(|at| Self::ALL[at])
            }
        }
    };
}

classes! {
    /// `March`.
    Month = "MONTH",
    /// `Mar`, of which a stop may follow.
    MonthAbbr = "MONTHABBR",
    Weekday = "WEEKDAY",
    WeekdayAbbr = "WEEKDAYABBR",
    /// `Fridays`.
    Weekdays = "WEEKDAYS",
    /// `year`.
    Unit = "UNIT",
    /// `years`.
    Units = "UNITS",
    /// `hrs`.
    ShortUnit = "SHORTUNIT",
    /// Part of a day: `morning`.
    Part = "PART",
    Parts = "PARTS",
    /// `noon`, `midnight`.
    ClockWord = "CLOCKWORD",
    Season = "SEASON",
    Seasons = "SEASONS",
    Holiday = "HOLIDAY",
    /// A cardinal number in digits or words.
    Num = "NUM",
    /// `first`, `21st`.
    Ordinal = "ORDINAL",
    /// Four digits, or `nineteen ninety`.
    Year = "YEAR",
    /// Two digits that can be a year.
    ShortYear = "YY",
    /// One or two digits that can be a day of a month.
    Day = "DAY",
    /// One or two digits that can be a month.
    MonthNum = "MONTHNUM",
    Hour = "HOUR",
    /// Two digits that can be a minute.
    Minute = "MINUTE",
    Ones = "ONES",
    Teens = "TEENS",
    Tens = "TENS",
    Scale = "SCALE",
    OrdinalWord = "ORDINALWORD",
    /// `nineties`.
    DecadeWord = "DECADEWORD",
    /// `last`, `this`, `next`: seen from the day of writing.
    Rel = "REL",
    /// `previous`, `following`: seen from another time in the text.
    AnaRel = "ANAREL",
    /// `early`, `late`, `mid`.
    Mod = "MOD",
    /// `earlier`, `later`.
    Later = "LATER",
    /// `beginning`, `end`, `middle`.
    Edge = "EDGE",
    /// `about`.
    Approx = "APPROX",
    /// `several`.
    Fuzzy = "FUZZY",
    /// `a`.
    Article = "ART",
    Half = "HALF",
    /// `today`, `yesterday`.
    Today = "TODAY",
    /// `daily`.
    Freq = "FREQ",
    Every = "EVERY",
    /// `now`, `recently`.
    Ref = "REF",
    AmPm = "AMPM",
    Zone = "ZONE",
    Era = "ERA",
    Point = "POINT",
    Slash = "SLASH",
    /// An everyday word when it is not written as a name: `may`, `march`.
    Common = "COMMON",
    Soon = "SOON",
    /// Any adjective; by tag, not by word.
    Adjective = "ADJ",
    /// Any noun or adjective, in a rule's `after`; by tag, not by word.
    Noun = "NOUN",
    /// Any word that a clause or phrase can begin with, in a rule's `after`; by tag, not by word.
    Word = "WORD",
    /// `ended`, `ending`: what follows is a stretch's last day.
    Closing = "CLOSING",
    /// Set by rules only: a day of a month by its number alone.
    Nth = "NTH",
    /// Joins two times: `and`, `to`, a hyphen.
    Link = "LINK",
    /// Verbs that only say that something took place: `hold` a meeting.
    Happen = "HAPPEN",
    Currency = "CURRENCY",
    Percent = "PERCENT",
    /// Set by rules only: which way `ago`, `later` go.
    Sign = "SIGN",
    /// Set by rules only: counted from the day of writing (0) or from the text's last time (1).
    From = "FROM",
}
