//! An article on its way: what its input holds, taken apart only so far that the next one can be found.
//!
//! One thread finds drafts, many make articles of them: charsets, pages and fields are worked out in
//! [`Draft::article`], which needs nothing but the draft.

use crate::source::{At, Context, Meter};
use crate::{
    Article, IntakeError, Options, Problem, boilerplate, charset, credits, html, id, json, language, sgml, text,
};
use sayso_record::DateFrom;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// What an input holds in the place of one article.
#[derive(Debug)]
pub struct Draft {
    pub(crate) context: Context,
    pub(crate) at: Option<At>,
    pub(crate) made: Made,
}

/// How far a draft is made.
#[derive(Debug)]
pub(crate) enum Made {
    /// A JSON object.
    Json(Vec<u8>),
    /// A row's fields: name, value.
    Row(Vec<(String, Vec<u8>)>),
    /// A page.
    Page(Box<Page>),
    /// A plain text with a header.
    Text(Vec<u8>),
    /// An article whose text is still markup.
    Markup(Box<Article>),
    /// One article of Reuters' SGML.
    Sgml(String),
    /// A whole article; the credits are still in its text.
    Whole(Box<Article>),
    /// What was wrong in its place.
    Broken(Problem),
}

/// A page and what is known of it from outside.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) bytes: Vec<u8>,
    /// The charset that the transport declares.
    pub(crate) charset: Option<String>,
    pub(crate) url: Option<String>,
    /// Plain text that came over the net.
    pub(crate) plain: bool,
}

impl Draft {
    /// Bytes that it holds.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.made {
            Made::Json(bytes) | Made::Text(bytes) => bytes.len(),
            Made::Row(fields) => fields.iter().map(|(_, value)| value.len()).sum(),
            Made::Page(page) => page.bytes.len(),
            Made::Sgml(text) => text.len(),
            Made::Markup(article) | Made::Whole(article) => article.document.text.len(),
            Made::Broken(_) => 0,
        }
    }

    /// The article, or why there is none.
    ///
    /// # Errors
    /// Where the input is broken, holds no article, or holds one that is not English.
    pub fn article(self) -> Result<Article, IntakeError> {
        let Self { context, at, made } = self;
        let options = &*context.options;
        make(made, &context).and_then(|article| complete(article, &context, options)).map_err(|problem| IntakeError {
            file: context.name.to_string(),
            at,
            problem,
        })
    }
}

fn make(made: Made, context: &Context) -> Result<Article, Problem> {
    let options = &*context.options;
    match made {
        Made::Json(bytes) => json::article(&charset::decode(&bytes, &[]), options),
        Made::Row(fields) => json::row(fields, options),
        Made::Text(bytes) => text::article(charset::decode(&bytes, &[]).into_owned()),
        Made::Page(page) => html::article(*page),
        Made::Markup(mut article) => {
            article.document.text = html::plain(&article.document.text)?;
            Ok(*article)
        }
        Made::Sgml(text) => sgml::article(&text),
        Made::Whole(article) => Ok(*article),
        Made::Broken(problem) => Err(problem),
    }
}

/// Cleans the text and gives the article what it does not have of its own.
fn complete(mut article: Article, context: &Context, options: &Options) -> Result<Article, Problem> {
    let Article { document, provenance, file, .. } = &mut article;
    if document.text.len() > options.max_document {
        return Err(Problem::TooLong { limit: options.max_document });
    }
    boilerplate::remove(&mut document.text);
    provenance.extend(credits::take(&mut document.text));
    if document.id.is_empty() {
        let called = context.called.as_deref();
        let signed = called.is_some_and(|name| options.sign_folders || name.is_of_file());
        document.id = called.map_or_else(|| id::from_text(&document.text), |name| name.id(&document.text, signed));
        *file = signed.then(|| Arc::clone(&context.name));
    }
    if document.date.is_none() {
        (document.date, document.date_from) = match (options.date, context.file_date) {
            (Some(date), _) => (Some(date), Some(DateFrom::Option)),
            (None, Some(date)) if options.file_date => (Some(date), Some(DateFrom::File)),
            _ => (None, None),
        };
    }
    if !options.any_language {
        article.foreign = language::other_than_english(&document.text);
    }
    Ok(article)
}

impl Draft {
    /// What stands in the place of a file that can't be opened.
    #[must_use]
    pub fn unreadable(path: &Path, error: io::Error, options: &Arc<Options>) -> Self {
        let context = Context {
            options: Arc::clone(options),
            name: path.display().to_string().into(),
            called: None,
            file_date: None,
            meter: Arc::new(Meter::new(Some(0), 0)),
            depth: 0,
        };
        context.broken(None, Problem::Io(error))
    }
}
