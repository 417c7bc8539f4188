//! Reading one article so that a fault of ours at it does not take the others with it.

use sayso_intake::{Article, Draft, IntakeError};
use sayso_language::Language;
use sayso_reading::Lexicons;
use sayso_record::{Document, Record};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

/// The article of a draft, or why there is none, or what went wrong inside the program.
pub(crate) fn made(draft: Draft) -> Result<Result<Article, IntakeError>, String> {
    panic::catch_unwind(AssertUnwindSafe(|| draft.article()))
        .map_err(|_| format!("internal error, an article is left out: {}; please report this", last()))
}

/// The record of an article, or what went wrong inside the program.
pub(crate) fn read(article: Article, language: &Language, lexicons: &Lexicons) -> Result<Record, String> {
    let id = article.document.id.clone();
    let read = panic::catch_unwind(AssertUnwindSafe(|| {
        let Article { document, provenance, foreign, .. } = article;
        // What is not English is on record as a document, and nothing is read out of it.
        let mut record = match foreign {
            Some(_) => {
                let without = Document { text: String::new(), ..document.clone() };
                Record { document, ..sayso_reading::read(&without, &language.analyze(""), lexicons) }
            }
            None => sayso_reading::read(&document, &language.analyze(&document.text), lexicons),
        };
        record.provenance.extend(provenance);
        record
    }));
    read.map_err(|_| format!("{id}: internal error, the article is left out: {}; please report this", last()))
}

thread_local! {
    static FAULT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the message of a worker's panic for [`read`] instead of printing it between the results.
pub(crate) fn catch_quietly() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |fault| {
        if std::thread::current().name() == Some("main") {
            return default(fault);
        }
        FAULT.with_borrow_mut(|message| *message = fault.to_string().replace('\n', " "));
    }));
}

fn last() -> String {
    FAULT.with_borrow(Clone::clone)
}
