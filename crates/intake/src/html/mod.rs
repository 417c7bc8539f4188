//! Pages: the article's text out of all that stands around it, and what the page says of the article.
//!
//! A page is read once, from its first tag to its last, into blocks of text ([`tree`]); what is measured of
//! each ([`features`]) goes to forests of decision trees ([`forest`]), and what they take is the text.

mod features;
pub(crate) mod forest;
mod linked;
mod metadata;
mod names;
mod tree;

use crate::draft::Page as Raw;
use crate::{Article, Problem, charset, text};
use features::{Figures, Hints};
use metadata::Metadata;
use sayso_record::{DateFrom, Document};
use tree::Page;

/// Blocks with less than this chance are not the article's.
const SURE_ENOUGH: f32 = 0.5;

/// The article of a page.
pub(crate) fn article(raw: Raw) -> Result<Article, Problem> {
    let declared = declared_charset(&raw.bytes);
    let labels: Vec<&str> = raw.charset.as_deref().into_iter().chain(declared.as_deref()).collect();
    let decoded = charset::decode(&raw.bytes, &labels);
    if raw.plain {
        let mut article = text::article(decoded.into_owned())?;
        article.document.url = raw.url;
        return Ok(article);
    }
    let (page, metadata) = read(&decoded);
    if page.is_cut {
        return Err(too_many());
    }
    let url = metadata.url().or(raw.url);
    let title = metadata.title(&page);
    let date = metadata.date(&page, url.as_deref());
    let text = main_text(&page, &metadata, title.as_deref());
    if text.trim().is_empty() {
        return Err(Problem::NoArticle);
    }
    let document = Document {
        id: String::new(),
        date,
        date_from: date.map(|_| DateFrom::Metadata),
        title,
        publisher: metadata.publisher(),
        url,
        language: metadata.language(),
        text: text::clean(text),
    };
    Ok(Article::by(metadata.author(), document))
}

fn read(text: &str) -> (Page, Metadata) {
    let mut metadata = Metadata::default();
    let page = tree::read(text, |token| metadata.see(token));
    (page, metadata)
}

/// The charset that the page declares for itself.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let behind = |word: &[u8]| memchr::memmem::find(&head, word).map(|at| at + word.len());
    let at = behind(b"charset=").or_else(|| behind(b"encoding="))?;
    let label = head[at..].iter().skip_while(|b| matches!(b, b'"' | b'\'' | b' '));
    let label: Vec<u8> = label.take_while(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(b)).copied().collect();
    String::from_utf8(label).ok().filter(|label| !label.is_empty())
}

/// The blocks that the forests take, as paragraphs.
fn main_text(page: &Page, metadata: &Metadata, title: Option<&str>) -> String {
    let figures = measured(page, metadata, title, &forest::FORESTS.first);
    let mut text = String::new();
    for (block, thought) in page.blocks.iter().zip(forest::think_of(&forest::FORESTS.second, &figures)) {
        if thought > SURE_ENOUGH {
            push_paragraph(&mut text, &block.text);
        }
    }
    text
}

/// The figures of all blocks, with what the first forest thinks of them.
fn measured(page: &Page, metadata: &Metadata, title: Option<&str>, first: &[forest::Tree]) -> Vec<Figures> {
    let description = metadata.description();
    let hints = Hints { title, body: metadata.linked.body.as_deref(), description: description.as_deref() };
    let mut figures = features::of_page(page, &hints);
    let thoughts = forest::think_of(first, &figures);
    features::with_neighbours(page, &mut figures, &thoughts);
    figures
}

fn push_paragraph(text: &mut String, paragraph: &str) {
    let paragraph = paragraph.trim();
    if paragraph.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(paragraph);
}

/// All text of a piece of markup, in paragraphs: what a feed carries of an article is the article's.
pub(crate) fn plain(markup: &str) -> Result<String, Problem> {
    let page = tree::read(markup, |_| {});
    if page.is_cut {
        return Err(too_many());
    }
    let mut text = String::new();
    for block in page.blocks {
        push_paragraph(&mut text, &block.text);
    }
    Ok(text)
}

fn too_many() -> Problem {
    Problem::Form("page of an article", format!("it has more than {} pieces of text", tree::MOST_BLOCKS))
}

/// A page's blocks as training sees them.
#[doc(hidden)]
#[derive(Debug)]
pub struct Measured {
    /// Their texts.
    pub texts: Vec<String>,
    /// Their own figures.
    pub figures: Vec<Vec<f32>>,
    page: Page,
}

/// Measures the blocks of a page.
#[doc(hidden)]
#[must_use]
pub fn measure(bytes: &[u8]) -> Measured {
    let declared = declared_charset(bytes);
    let decoded = charset::decode(bytes, declared.as_deref().as_slice());
    let (page, metadata) = read(&decoded);
    let title = metadata.title(&page);
    let figures = measured(&page, &metadata, title.as_deref(), &[]);
    let figures = figures.iter().map(|figures| figures[..features::OWN].to_vec()).collect();
    Measured { texts: page.blocks.iter().map(|b| b.text.clone()).collect(), figures, page }
}

impl Measured {
    /// The figures with what the first forest thinks of the blocks around each.
    #[must_use]
    pub fn with_neighbours(&self, thoughts: &[f32]) -> Vec<Vec<f32>> {
        let mut all = vec![[0.0; features::BOTH]; self.figures.len()];
        for (figures, own) in all.iter_mut().zip(&self.figures) {
            figures[..features::OWN].copy_from_slice(own);
        }
        features::with_neighbours(&self.page, &mut all, thoughts);
        all.iter().map(|figures| figures.to_vec()).collect()
    }
}
