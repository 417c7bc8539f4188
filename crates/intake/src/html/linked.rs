//! JSON-LD: what a page says of its article in the words of schema.org.

use crate::markup::decoded;
use serde_json::Value;

/// The article as JSON-LD tells it.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    pub(crate) headline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) body: Option<String>,
}

/// Things that are looked at in one script.
const MOST_THINGS: usize = 500;

/// Reads a script; what is no JSON says nothing.
pub(crate) fn read(script: &str, linked: &mut Linked) {
    let script =
        script.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script =
        script.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    let value = serde_json::from_str::<Value>(script).or_else(|_| {
        // Line ends inside strings are the commonest fault.
        let mended: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&mended)
    });
    let Ok(value) = value else { return };
    let mut open = vec![&value];
    let mut things = 0;
    while let Some(value) = open.pop() {
        things += 1;
        if things > MOST_THINGS {
            return;
        }
        match value {
            Value::Array(list) => open.extend(list.iter().rev()),
            Value::Object(thing) => {
                if is_article(&thing.get("@type").cloned().unwrap_or_default()) {
                    take(value, linked);
                }
                for name in ["@graph", "mainEntity", "mainEntityOfPage", "article", "itemListElement", "hasPart"] {
                    open.extend(thing.get(name).filter(|inner| !inner.is_string()));
                }
            }
            _ => {}
        }
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report" || kind.ends_with("Review")
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

/// Takes what is not known yet.
fn take(thing: &Value, linked: &mut Linked) {
    let words = |name: &str| {
        thing.get(name).and_then(Value::as_str).map(|words| decoded(words).trim().to_owned()).filter(|w| !w.is_empty())
    };
    let set = |place: &mut Option<String>, value: Option<String>| {
        if place.is_none() {
            *place = value;
        }
    };
    set(&mut linked.headline, words("headline"));
    set(&mut linked.published, words("datePublished").or_else(|| words("dateCreated")).or_else(|| words("uploadDate")));
    set(&mut linked.modified, words("dateModified"));
    set(&mut linked.author, thing.get("author").or_else(|| thing.get("creator")).and_then(names));
    set(&mut linked.publisher, thing.get("publisher").or_else(|| thing.get("sourceOrganization")).and_then(names));
    set(&mut linked.url, words("url").filter(|url| url.starts_with("http")));
    set(&mut linked.body, words("articleBody").or_else(|| words("reviewBody")));
}

/// The names of one or several people.
fn names(value: &Value) -> Option<String> {
    let names: Vec<String> = match value {
        Value::String(name) => vec![decoded(name).trim().to_owned()],
        Value::Object(thing) => thing.get("name").and_then(names).into_iter().collect(),
        Value::Array(list) => list.iter().take(20).filter_map(names).collect(),
        _ => Vec::new(),
    };
    let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
