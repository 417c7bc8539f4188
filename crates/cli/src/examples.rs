//! Examples that `--help` shows for the commands that make and ask a ledger.

/// Examples, and what the end of a command tells.
macro_rules! examples {
    ($($example:literal)+) => {
        concat!(
            "Examples:\n",
            $("  ", $example, "\n",)+
            "\nExit status: 0 if there is an answer, 1 if there is none, 2 if the question could not be asked."
        )
    };
}

/// The same behind what a question may be narrowed by.
macro_rules! question {
    ($($example:literal)+) => {
        concat!(
            "Everything that is given must hold. ACTOR is a name or a part of it in whole words (`Putin`),\n",
            "a CAMEO code or the begin of one (`RUS`, `RUSGOV`), or an id.\n\n",
            examples!($($example)+)
        )
    };
}

pub(crate) const ADD: &str = "\
Examples:
  sayso add news/ --ledger news.ledger
  sayso add 'archive/**/*.html.gz' feed.xml --ledger news.ledger
  curl -s https://news.example/feed | sayso add - -l news.ledger
  sayso add news/ --ledger news.ledger --again      read once more what another version read

Exit status: 0 if all is in the ledger, 1 if there was no article, 2 if one was passed over.";
pub(crate) const EVENTS: &str = question! {
    r#"sayso events -l news.ledger --actor Libya --on 2011-10 --code 19"#
    r#"sayso events -l news.ledger --source RUSGOV --target USA --narrator-only --min-factuality CT+"#
    r#"sayso events -l news.ledger --place Tripoli --text "air strike" --format csv > events.csv"#
};
pub(crate) const STATEMENTS: &str = question! {
    r#"sayso statements -l news.ledger --by Clinton --about Libya --act deny"#
    r#"sayso statements -l news.ledger --by RUSGOV --since 2011-02 --until 2011-06"#
    r#"sayso statements -l news.ledger --text '"no-fly zone"' --format jsonl"#
};
pub(crate) const ACTORS: &str = question! {
    r#"sayso actors -l news.ledger -n 20                     those of most documents"#
    r#"sayso actors -l news.ledger --actor Gaddafi            everybody of that name"#
    r#"sayso actors -l news.ledger --act deny --on 2011-10    who denied something"#
};
pub(crate) const TIMELINE: &str = question! {
    r#"sayso timeline -l news.ledger --actor Gaddafi --narrator-only"#
    r#"sayso timeline -l news.ledger --actor ISR --actor PSE --on 2011 --format csv"#
    r#"sayso timeline -l news.ledger --code 19 --code ASSAULT --place Sirte"#
};
pub(crate) const CLAIMS: &str = question! {
    r#"sayso claims -l news.ledger --about Iran"#
    r#"sayso claims -l news.ledger --act deny --on 2011-10    what somebody denied"#
    r#"sayso claims -l news.ledger --by Assad --format json"#
};
pub(crate) const CONFLICTS: &str = question! {
    r#"sayso conflicts -l news.ledger --actor Libya --on 2011"#
    r#"sayso conflicts -l news.ledger --code 19 --format jsonl"#
    r#"sayso conflicts -l news.ledger --act deny"#
};
pub(crate) const HAPPENINGS: &str = question! {
    r#"sayso happenings -l news.ledger --on 2011-10-20"#
    r#"sayso happenings -l news.ledger --actor Syria --code 19 --since 2011-03"#
    r#"sayso happenings -l news.ledger --place Benghazi --format csv"#
};
pub(crate) const SEARCH: &str = question! {
    r#"sayso search '"peace talks" Geneva' -l news.ledger"#
    r#"sayso search sanctions -l news.ledger --actor Iran --on 2011 -n 20"#
    r#"sayso search attack -l news.ledger --code 19 --narrator-only"#
};
pub(crate) const SHOW: &str = examples! {
    r#"sayso show ev_rdtuiqbuypmzl -l news.ledger            an event, its words and what it is linked with"#
    r#"sayso show hp_2iaxoklqaurlv -l news.ledger            a happening with all its accounts"#
    r#"sayso show khan-moscow -l news.ledger --format json   a document"#
};
pub(crate) const STATS: &str = examples! {
    r#"sayso stats -l news.ledger"#
};
pub(crate) const SQL: &str = examples! {
    r#"sayso sql "SELECT code, count(*) FROM events GROUP BY code ORDER BY 2 DESC" -l news.ledger"#
    r#"sayso sql - -l news.ledger --format csv < question.sql"#
};
pub(crate) const DUMP: &str = examples! {
    r#"sayso dump -l news.ledger > news.jsonl"#
    r#"sayso dump -l news.ledger | sha256sum                 the same for the same content"#
};
