//! Dictionaries of the user's own: what they code, and that nothing in them can break the reading.

use proptest::prelude::*;
use sayso_language::Language;
use sayso_reading::{Dictionaries, DictionaryKind, Lexicons};
use sayso_record::{Document, Record};

const ACTORS: &str = "\
# an invented north
HOLM_
+HOLMISH
	[HLM]
TARN [TRN]
+TARNISH
BECK [BCK]
FELL_AND_MOOR [FEL/MOR]
ANSELM_GREY
	[HLMGOV 980301-041231]
	[HLMELI >041231]
	[HLM]
HOLM_DELEGATION [HLMDEL]
";
const AGENTS: &str = "\
!CHIEF! = CHIEF, CHIEFS
HARBOUR_MASTER [~GOV]
FISHERMAN [~LAB]
MILITIA {} [~MIL]
POLICE_!CHIEF! [~COP]
RELIEF_COMMITTEE [NGO~]
";
const VERBS: &str = "\
&VESSEL
+BOAT
+FISHING VESSEL
+FERRY

--- IMPOUND [172] ---
IMPOUND
SEIZE
- * &VESSEL [171]
- NOT * [050]
--- MEET [040:041] ---
MEET {MEETS MET MEETING}
- % * [044:044]
--- PRAISE [051] ---
PRAISE
- * REGATTA [---]
--- TIE ---
+TIE_UP [173]
--- TRADE ---
RECEIVE [---]
- + * GRAIN FROM $ [071]
";

fn dictionaries(texts: &[&str]) -> Dictionaries {
    let mut dictionaries = Dictionaries::default();
    for (number, text) in texts.iter().enumerate() {
        let loaded = dictionaries.add(&format!("d{number}.txt"), text);
        assert!(loaded.kind.is_some() && loaded.problems.is_empty(), "{loaded:?}");
    }
    dictionaries
}

fn read(text: &str, day: Option<&str>, dictionaries: Dictionaries) -> Record {
    let language = Language::english().expect("the models are part of the program");
    let lexicons = Lexicons::english().expect("the tables are part of the program").with_dictionaries(dictionaries);
    let date = day.map(|d| d.parse().expect("a day"));
    let document = Document { id: "d".into(), date, text: text.into(), ..Document::default() };
    sayso_reading::read(&document, &language.analyze(text), &lexicons)
}

/// The events of a text by all dictionaries alone, as `SOURCE CODE TARGET`.
fn coded(text: &str) -> Vec<String> {
    coded_on(text, None)
}

fn coded_on(text: &str, day: Option<&str>) -> Vec<String> {
    triples(&read(text, day, dictionaries(&[ACTORS, AGENTS, VERBS]).alone()))
}

fn triples(record: &Record) -> Vec<String> {
    let mut found = Vec::new();
    for event in &record.events {
        for source in &event.source {
            for target in &event.target {
                let code = |party: &sayso_record::Party| party.code.clone().unwrap_or_default();
                found.push(format!("{} {} {}", code(source), event.code, code(target)));
            }
        }
    }
    found
}

#[test]
fn a_verb_has_its_own_code_and_a_pattern_another() {
    assert_eq!(coded("Holm impounded the cargo of Tarn on Monday."), ["HLM 172 TRN"]);
    assert_eq!(coded("Holm impounded a fishing vessel of Tarn on Monday."), ["HLM 171 TRN"]);
    assert_eq!(coded("Holm will not seize the cargo of Tarn."), ["HLM 050 TRN"]);
    assert_eq!(coded("Holm tied up a boat from Beck on Monday."), ["HLM 173 BCK"]);
    assert!(coded("Holm praised the regatta of Tarn.").is_empty());
}

#[test]
fn roles_add_to_the_code_of_the_actor_they_stand_with() {
    assert_eq!(coded("Holm's harbour master praised the Tarnish fishermen."), ["HLMGOV 051 TRNLAB"]);
    assert_eq!(coded("The police chiefs of Holm and Tarn praised Beck."), ["HLMCOP 051 BCK", "TRNCOP 051 BCK"]);
    assert_eq!(coded("Militia from Holm seized a ferry of Beck."), ["HLMMIL 171 BCK"]);
    assert_eq!(coded("The police chief in Holm praised Beck."), ["HLMCOP 051 BCK"]);
    assert_eq!(coded("The Holmish relief committee praised Beck."), ["NGOHLM 051 BCK"]);
    assert_eq!(coded("The harbour master of the fishermen of Holm praised Beck."), ["HLMGOVLAB 051 BCK"]);
}

#[test]
fn codes_follow_the_day_of_the_article() {
    let text = "Anselm Grey praised Beck on Monday.";
    assert_eq!(coded_on(text, Some("1999-05-04")), ["HLMGOV 051 BCK"]);
    assert_eq!(coded_on(text, Some("2010-05-04")), ["HLMELI 051 BCK"]);
    assert_eq!(coded_on(text, None), ["HLM 051 BCK"]);
}

#[test]
fn several_actors_and_both_directions() {
    assert_eq!(coded("Holm met Tarn in Beck."), ["HLM 040 TRN", "TRN 041 HLM"]);
    let both = coded("Holm and Tarn met on Monday.");
    assert!(both.contains(&"HLM 044 TRN".to_owned()) && both.contains(&"TRN 044 HLM".to_owned()), "{both:?}");
    assert_eq!(coded("Holm praised Fell and Moor."), ["HLM 051 FEL", "HLM 051 MOR"]);
}

#[test]
fn what_somebody_is_asked_to_do_is_no_event_of_its_own() {
    let text = "Holm urged Tarn to help Beck.";
    let first = "--- URGE [020] ---\nURGE\n--- HELP [070] ---\nHELP\n- * WALL [071]\n";
    let with = |verbs| triples(&read(text, None, dictionaries(&[ACTORS, verbs]).alone()));
    assert_eq!(with(first), ["HLM 020 TRN"]);
}

/// A dictionary of PETRARCH-2's kind.
const NESTING: &str = "\
&VESSEL
+BOAT
+FISHING_BOAT

--- SAY [010] ---
SAY {SAYS SAID SAYING}
--- WANT [030] ---
WANT
--- URGE [020] ---
URGE
--- AGREE [050] ---
AGREE
--- TRY [---] ---
TRY {TRIES TRIED TRYING}
ARRIVE
--- GIVE [---] ---
GIVE {GAVE GIVEN GIVING}
- * PERMISSION [080]
--- HELP [070] ---
HELP
SEND {SENT}
- * ARMS [072]
- * {OLD ARMS} [071]
--- RAID [190] ---
RAID
KILL
- * &VESSEL (IN STORM) [---]
- * &VESSEL [191]
--- LIFT [---] ---
LIFT
- * BLOCKADE [085]
--- VISIT [042:043] ---
VISIT
--- RECEIVE [---] ---
RECEIVE
- * THREAT [:130]

~ a (a b RAID) SAY = a b 015
~ a (b . RAID) SAY = a b 112
~ a (a b Q) SAY = a b Q
~ a (b . RAID) WANT = a b 021
";

/// The events of a text by a dictionary of PETRARCH-2's kind.
fn nested(text: &str) -> Vec<String> {
    triples(&read(text, None, dictionaries(&[ACTORS, AGENTS, NESTING]).alone()))
}

#[test]
fn in_petrarch_2_the_codes_of_a_verb_and_of_the_one_under_it_make_one() {
    assert_eq!(nested("Holm wants to help Tarn."), ["HLM 033 TRN"]);
    assert_eq!(nested("Holm wants to send arms to Tarn."), ["HLM 0332 TRN"]);
    assert_eq!(nested("Holm agreed to lift the blockade of Tarn."), ["HLM 085 TRN"], "a yield weighs more");
    assert_eq!(nested("Holm tried to help Tarn."), ["HLM 070 TRN"], "a verb without a code adds nothing");
    assert_eq!(nested("Holm urged Tarn to help Beck."), ["HLM 023 TRN"]);
    assert_eq!(nested("Anselm Grey agreed that he will lift the blockade of Tarn."), ["HLM 085 TRN"], "as if to lift");
    assert_eq!(nested("Holm tried to urge Tarn to help Beck."), ["HLM 023 TRN"]);
    assert_eq!(nested("Holm helped Tarn to lift the blockade of Beck."), ["HLM 070 TRN"]);
    assert_eq!(nested("Holm urged Tarn to visit Beck."), ["HLM 026 TRN"], "by nesting.tsv where nothing else is known");
}

#[test]
fn in_petrarch_2_an_auxiliary_counts_where_the_dictionary_has_it() {
    let will = "--- WILL [030] ---\nWILL\n~ a (a b WILL_RAID) SAY = a b 138\n";
    let with = |verbs: &[&str], text| {
        let texts: Vec<&str> = [ACTORS].into_iter().chain(verbs.iter().copied()).collect();
        triples(&read(text, None, dictionaries(&texts).alone()))
    };
    let text = "Holm will send arms to Tarn.";
    assert_eq!(with(&[NESTING], text), ["HLM 072 TRN"]);
    assert_eq!(with(&[NESTING, will], text), ["HLM 0332 TRN"]);
    assert_eq!(with(&[will, NESTING], "Anselm Grey said that he will raid Beck."), ["HLM 138 BCK"]);
}

#[test]
fn in_petrarch_2_a_transformation_makes_one_event_of_two() {
    assert_eq!(nested("Holm said that Tarn raided Beck."), ["HLM 112 TRN"]);
    assert_eq!(nested("Anselm Grey said that he will raid Beck."), ["HLM 015 BCK"]);
    assert_eq!(nested("Anselm Grey said that he will help Beck."), ["HLM 070 BCK"]);
    assert_eq!(nested("Holm wants Tarn to raid Beck."), ["HLM 021 TRN"]);
}

#[test]
fn in_petrarch_2_what_is_told_of_others_is_no_event_without_a_transformation() {
    assert!(nested("Holm said that Tarn helped Beck.").is_empty());
    assert_eq!(nested("The sailors said that Tarn helped Beck."), ["TRN 070 BCK"], "nobody is known to say it");
    assert_eq!(nested("Tarn helped Beck, the police chief of Holm said."), ["TRN 070 BCK"]);
}

#[test]
fn in_petrarch_2_side_clauses_code_only_what_the_main_clause_leaves() {
    assert_eq!(nested("Holm helped Tarn, killing militia from Beck."), ["HLM 070 TRN"]);
    assert_eq!(nested("Holm arrived to help Tarn."), ["HLM 070 TRN"]);
    assert_eq!(nested("Holm persuaded Tarn to help Beck."), ["TRN 070 BCK"], "a verb that the dictionary has not");
    assert_eq!(nested("Holm helped Tarn, which raided Beck."), ["HLM 070 TRN"]);
}

#[test]
fn in_petrarch_2_what_is_not_done_may_have_a_code_of_its_own() {
    assert_eq!(nested("Holm did not give permission to Tarn."), ["HLM 124 TRN"]);
    assert_eq!(nested("Anselm Grey said that he would not give permission to Tarn."), ["HLM 124 TRN"]);
    assert!(nested("Holm did not help Tarn.").is_empty());
    assert!(nested("Holm does not want to help Tarn.").is_empty());
}

#[test]
fn in_petrarch_2_a_verb_has_one_code_whoever_is_its_subject() {
    assert_eq!(nested("Holm visited Tarn on Monday."), ["HLM 042 TRN"]);
    assert_eq!(nested("Holm was visited by Tarn on Monday."), ["TRN 042 HLM"]);
    assert_eq!(nested("Holm received a threat from Tarn."), ["TRN 130 HLM"]);
    assert_eq!(nested("Militia was killed in a raid by Tarn."), ["TRN 190 ---MIL"]);
    assert!(nested("Militia was killed in Tarn.").is_empty(), "a place kills nobody");
}

#[test]
fn in_petrarch_2_patterns_are_about_phrases_and_their_heads() {
    assert_eq!(nested("Holm sent old arms to Tarn."), ["HLM 071 TRN"]);
    assert_eq!(nested("Holm sent an arms dealer to Tarn."), ["HLM 070 TRN"], "the head of the phrase is the dealer");
    assert_eq!(nested("Holm raided fishing boats of Tarn."), ["HLM 191 TRN"]);
    assert!(nested("Holm raided boats of Tarn in a storm.").is_empty());
}

#[test]
fn part_of_an_adjective_names_nobody() {
    assert_eq!(coded("Holm seized the militia-held harbour of Tarn."), ["HLM 172 TRN"]);
    assert_eq!(coded("Holm praised the Tarn-backed fishermen of Beck."), ["HLM 051 BCKLAB"]);
}

#[test]
fn of_two_of_one_name_the_one_in_office_counts() {
    let actors = "ANSELM_GREY\n+MARGRAVE_GREY\n\t[HLMGOV 880101-930101]\n\t[HLMELI]\nBRUNO_GREY\n+MARGRAVE_GREY\n\t[HLMGOV 980301-041231]\n\t[HLM]\nBECK [BCK]\n";
    let on = |day| triples(&read("Margrave Grey praised Beck.", Some(day), dictionaries(&[actors, VERBS]).alone()));
    assert_eq!(on("1999-05-04"), ["HLMGOV 051 BCK"]);
    assert_eq!(on("1996-05-04"), ["HLMELI 051 BCK"]);
}

#[test]
fn a_pattern_says_who_acts_where_the_subject_does_not() {
    assert_eq!(coded("Holm received a load of grain from Tarn."), ["TRN 071 HLM"]);
    assert_eq!(coded("Holm was praised by Tarn on Monday."), ["TRN 051 HLM"]);
}

#[test]
fn the_longest_name_counts_and_small_letters_are_no_name() {
    assert_eq!(coded("The Holm delegation praised Beck."), ["HLMDEL 051 BCK"]);
    assert!(coded("Holm praised the beck.").is_empty());
}

#[test]
fn discards_leave_out_sentences_and_articles() {
    let with = |discards: &str| {
        let dictionaries = dictionaries(&[ACTORS, VERBS, discards]);
        triples(&read("Holm praised Beck after the boat race. Tarn praised Holm.", None, dictionaries.alone()))
    };
    assert_eq!(with("BOAT RACE\nREGATTA\n"), ["TRN 051 HLM"]);
    assert!(with("+BOAT RACE\nREGATTA\n").is_empty());
}

#[test]
fn beside_our_tables_theirs_go_first_and_ours_fill_in() {
    let text = "Holm impounded a boat of Estonia. Latvia threatened Holm with sanctions.";
    let beside = triples(&read(text, None, dictionaries(&[ACTORS, VERBS])));
    assert!(beside.contains(&"HLM 171 EST".to_owned()), "{beside:?}");
    assert!(beside.iter().any(|t| t.starts_with("LVA 1") && t.ends_with(" HLM")), "{beside:?}");
    let alone = triples(&read(text, None, dictionaries(&[ACTORS, VERBS]).alone()));
    assert!(alone.is_empty(), "{alone:?}");
    // Without verbs of theirs, our rules code events between their actors.
    let actors = triples(&read("Holm threatened Tarn with sanctions.", None, dictionaries(&[ACTORS]).alone()));
    assert!(actors.iter().any(|t| t.starts_with("HLM 1") && t.ends_with(" TRN")), "{actors:?}");
}

#[test]
fn actors_of_the_record_carry_the_codes_of_dictionaries() {
    let record = read("Holm's harbour master, Maret Tamm, praised Beck.", None, dictionaries(&[ACTORS, AGENTS]));
    let code = |name: &str| record.actors.iter().find(|a| a.name.contains(name)).and_then(|a| a.code.clone());
    assert_eq!(code("Beck").as_deref(), Some("BCK"));
    assert_eq!(code("Holm").as_deref(), Some("HLM"));
}

#[test]
fn what_is_no_dictionary_is_told() {
    let loaded = Dictionaries::default().add("x.json", "{\"a\": [1, 2]}\n");
    assert_eq!(loaded.kind, None);
    assert_eq!(loaded.problems.len(), 1);
    assert_eq!(Dictionaries::default().add("a.txt", AGENTS).kind, Some(DictionaryKind::Agents));
}

#[test]
fn the_version_follows_the_content() {
    let one = dictionaries(&[ACTORS]).version();
    assert_eq!(one, dictionaries(&[ACTORS]).version());
    assert_ne!(one, dictionaries(&[AGENTS]).version());
    assert_ne!(one, dictionaries(&[ACTORS]).alone().version());
}

/// Lines that look like those of dictionaries, well-formed or not.
fn line() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "HOLM",
        "TARN",
        "_",
        " ",
        "*",
        "+",
        "$",
        "%",
        "^",
        "&VESSEL",
        "[",
        "]",
        "[HLM]",
        "[~GOV]",
        "[NGO~]",
        "{",
        "}",
        "(",
        ")",
        "|",
        "- ",
        "--- ",
        "!CHIEF!",
        " = ",
        "~",
        "<990101",
        "980301-041231",
        "#",
        ";",
        "<!--",
        "-->",
        ":",
        "é",
        "PRAISE",
        "IMPOUND",
        "[051]",
        "[040:041]",
        "\t",
        "'S",
        "~ a (b . PRAISE) SAY",
        " = a b Q",
        "Q",
    ]);
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_text_that_ends_in_a_comma_behind_who_may_have_said_it_is_read() {
    read("Holm to that to he arms Holm , said wants and Holm , ", None, dictionaries(&[ACTORS, NESTING]).alone());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_clauses_under_clauses_are_read(text in "(Holm |Tarn |Beck |he |said |that |wants |to |help |raided |not |will |sent |arms |in |by |was |killed |, |and ){0,40}") {
        for event in &read(&text, None, dictionaries(&[ACTORS, NESTING]).alone()).events {
            prop_assert!(!event.source.is_empty() && !event.target.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_dictionary_is_read_and_any_text_with_it(lines in prop::collection::vec(line(), 0..12), text in "(Holm |Tarn |praised |and |not |impounded |the |boat |, |\\. |[a-z'é\u{2019}-]{1,4} ){0,20}") {
        let mut dictionaries = Dictionaries::default();
        dictionaries.add("any", &lines.join("\n"));
        dictionaries.add("verbs", VERBS);
        dictionaries.add("actors", ACTORS);
        let record = read(&text, None, dictionaries.alone());
        for event in &record.events {
            prop_assert!(!event.action.spans.is_empty());
        }
    }
}
