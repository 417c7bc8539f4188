//! What a page says of its article to machines: metadata, JSON-LD, and the marks of time and title in its text.

use super::linked::{self, Linked};
use super::names::Marks;
use super::tree::Page;
use crate::date;
use crate::fields::language;
use crate::markup::{Token, attribute, decoded};
use jiff::civil::Date;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// What was gathered from the tags.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    /// Of `meta`: name in lower case, content.
    named: Vec<(String, String)>,
    canonical: Option<String>,
    window_title: Option<String>,
    language: Option<String>,
    pub(crate) linked: Linked,
    /// Of `time` and of elements that say they are the date of publication.
    times: Vec<String>,
    next: Next,
}

/// What the next text is for.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Next {
    #[default]
    Nothing,
    Title,
    Linked,
}

/// Most tags do not have it, so that it is looked for before attributes are taken apart.
static ITEM_PROPERTY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("itemprop"));

/// Names of the day of publication, best first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:post_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "date.published",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "dc.date",
    "dcterms.issued",
    "dc.date.created",
    "dc.issued",
    "datecreated",
    "displaydate",
    "originalpublicationdate",
    "article_date_original",
    "article.published",
    "article.created",
    "bt:pubdate",
    "rnews:datepublished",
    "published_time_telegram",
    "shareaholic:article_published_time",
    "created",
    "citation_publication_date",
    "citation_date",
    "pub_date",
    "article.date",
    "articledate",
    "ptime",
    "timestamp",
    "date",
    "publishtime",
    "search.publicationdate",
    "iso-8601-publish-date",
    "analytics.publication_date",
];

/// Names of the day of the last change: better than none.
const CHANGED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
    "dc.date.modified",
    "revision_date",
];

impl Metadata {
    /// Looks at a tag, or at the text behind one.
    pub(crate) fn see(&mut self, token: Token<'_>) {
        let next = std::mem::take(&mut self.next);
        let (name, attributes) = match token {
            Token::Text(text) if next == Next::Title => {
                let title = one_line(&decoded(text));
                if self.window_title.is_none() && !title.is_empty() {
                    self.window_title = Some(title);
                }
                return;
            }
            Token::Verbatim(text) if next == Next::Linked => return linked::read(text, &mut self.linked),
            Token::Open { name, attributes, .. } => (name, attributes),
            _ => return,
        };
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        let get = |wanted: &str| attribute(attributes, wanted).map(|value| value.trim().to_owned());
        if is("meta") {
            let name =
                get("property").or_else(|| get("name")).or_else(|| get("itemprop")).or_else(|| get("http-equiv"));
            if let (Some(name), Some(content)) = (name, get("content"))
                && !content.is_empty()
                && self.named.len() < 500
            {
                self.named.push((name.to_ascii_lowercase(), content));
            }
        } else if is("link") {
            let canonical = get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
            if canonical && self.canonical.is_none() {
                self.canonical = get("href").filter(|href| href.starts_with("http"));
            }
        } else if is("title") {
            self.next = Next::Title;
        } else if is("script") {
            let linked = get("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
            self.next = if linked { Next::Linked } else { Next::Nothing };
        } else if is("html") {
            self.language = get("lang").or_else(|| get("xml:lang"));
        } else if self.times.len() < 50 {
            let published = ITEM_PROPERTY.find(attributes.as_bytes()).is_some()
                && get("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("datePublished"));
            if is("time") || published {
                let time = get("datetime").or_else(|| get("content")).filter(|t| date::parse(t).is_some());
                if let Some(time) = time {
                    if published { self.times.insert(0, time) } else { self.times.push(time) }
                }
            }
        }
    }

    fn named(&self, name: &str) -> Option<&str> {
        self.named.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.named(name)).map(one_line).filter(|value| !value.is_empty())
    }

    pub(crate) fn description(&self) -> Option<String> {
        self.first(&["og:description", "description", "twitter:description"])
    }

    pub(crate) fn url(&self) -> Option<String> {
        let open_graph = self.named("og:url").filter(|url| url.starts_with("http")).map(str::to_owned);
        self.canonical.clone().or(open_graph).or_else(|| self.linked.url.clone())
    }

    pub(crate) fn publisher(&self) -> Option<String> {
        self.first(&["og:site_name"])
            .or_else(|| self.linked.publisher.clone())
            .or_else(|| {
                self.first(&[
                    "application-name",
                    "dc.publisher",
                    "dcterms.publisher",
                    "publisher",
                    "al:android:app_name",
                    "twitter:app:name:iphone",
                ])
            })
            .filter(|name| !name.starts_with("http"))
    }

    pub(crate) fn author(&self) -> Option<String> {
        let is_name = |name: &String| !name.contains("://") && !name.starts_with('@') && name.len() < 200;
        self.linked.author.clone().filter(is_name).or_else(|| {
            self.first(&[
                "author",
                "article:author",
                "parsely-author",
                "sailthru.author",
                "dc.creator",
                "byl",
                "cxenseparse:author",
                "citation_author",
            ])
            .filter(is_name)
            .map(|name| name.strip_prefix("By ").map_or(name.clone(), str::to_owned))
        })
    }

    pub(crate) fn language(&self) -> Option<String> {
        let written = self.language.clone().or_else(|| self.named("og:locale").map(str::to_owned));
        written.map(language).filter(|code| code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic()))
    }

    /// The headline, best where two of its places agree.
    pub(crate) fn title(&self, page: &Page) -> Option<String> {
        let shown: Vec<String> = page
            .blocks
            .iter()
            .filter(|b| page.elements[b.element as usize].all.has(Marks::H1))
            .take(5)
            .map(|b| one_line(&b.text))
            .collect();
        let publisher = self.publisher();
        let shared = self.first(&["og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title"]);
        let shared = shared.map(|t| without_site(&t, publisher.as_deref()));
        let window = self.window_title.as_deref().map(|t| without_site(t, publisher.as_deref()));
        let linked = self.linked.headline.as_deref().map(one_line);
        // What JSON-LD calls the headline is the headline, unless readers are shown another one, by the heading and by
        // what is shared alike: then JSON-LD has a short form, which the window's title has too, in its own way.
        let shown_alike = shared.as_ref().and_then(|shared| shown.iter().find(|heading| alike(shared, heading)));
        let agreed = shown_alike.filter(|_| linked.is_none() || linked != window);
        let known = |heading: &&String| window.as_ref().is_some_and(|window| alike(window, heading));
        agreed
            .or(linked.as_ref())
            .or(shared.as_ref())
            .or(shown.iter().find(known))
            .or(shown.iter().find(|heading| heading.split(' ').count() > 2))
            .or(window.as_ref())
            .cloned()
            .filter(|title| !title.is_empty())
    }

    /// The day of publication: from metadata, the page's marks of time, its address, or its text near the headline.
    pub(crate) fn date(&self, page: &Page, url: Option<&str>) -> Option<Date> {
        let linked = self.linked.published.as_deref().and_then(date::parse);
        let named = PUBLISHED
            .iter()
            .filter_map(|name| self.named(name))
            .find_map(|written| date::parse(written).or_else(|| date::find(written)));
        let in_address = || url.or(self.canonical.as_deref()).and_then(date::in_url);
        let in_times = || self.times.iter().find_map(|written| date::parse(written));
        let changed = || {
            let linked = self.linked.modified.as_deref().and_then(date::parse);
            linked.or_else(|| CHANGED.iter().filter_map(|name| self.named(name)).find_map(date::parse))
        };
        linked.or(named).or_else(in_address).or_else(in_times).or_else(|| near_title(page)).or_else(changed)
    }
}

/// A date that stands under the headline or in a byline.
fn near_title(page: &Page) -> Option<Date> {
    let is_heading = |block: &super::tree::Block| page.elements[block.element as usize].all.has(Marks::H1);
    let heading = page.blocks.iter().position(is_heading).unwrap_or(0);
    let found = |block: &super::tree::Block| (block.text.len() < 200).then(|| date::find(&block.text)).flatten();
    let in_bylines = || {
        let byline = |block: &&super::tree::Block| {
            let marks = page.elements[block.element as usize].all;
            marks.has(Marks::BYLINE) && !marks.has(Marks::ELSEWHERE)
        };
        page.blocks.iter().filter(byline).find_map(found)
    };
    let below = page.blocks.iter().skip(heading).take(12).find_map(found);
    let above = || page.blocks[..heading].iter().rev().take(5).find_map(found);
    below.or_else(in_bylines).or_else(above)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn alike(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && !other.is_empty() && (one == other || (other.len() > 15 && one.starts_with(&other)))
}

/// The title without the name of the site behind or before it.
fn without_site(title: &str, publisher: Option<&str>) -> String {
    let title = one_line(title);
    for mark in [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • "] {
        if let Some((before, behind)) = title.rsplit_once(mark) {
            let is_site = publisher.is_some_and(|name| alike(name, behind) || alike(behind, name))
                || (behind.split(' ').count() <= 4 && before.split(' ').count() >= 4);
            if is_site {
                return before.trim().to_owned();
            }
        }
    }
    title
}
