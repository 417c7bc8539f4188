//! Ids of documents that bring none.

use sayso_record::content_id;
use std::path::Path;

/// Names of files that say nothing of their article: the folder's name says more.
const GENERIC: [&str; 8] = ["article", "body", "content", "doc", "document", "index", "story", "text"];

/// How many letters of the words' hash follow a file's name.
const SIGN: usize = 6;

/// Endings of compressed files.
const PACKED: [&str; 4] = ["gz", "xz", "zst", "zstd"];

/// What an article that brings no id is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    name: String,
    /// Whether it is a file's name, which another folder may have as well.
    of_file: bool,
}

impl Name {
    /// The name of the article in a file: the file's name without its ending, or the folder's name where the file is
    /// called `article.txt`, `index.txt` and the like (`khan-moscow/article.txt` is `khan-moscow`). `None` where the
    /// path has no name.
    pub(crate) fn from_path(path: &Path) -> Option<Self> {
        let mut path = path.to_owned();
        // What a file is packed with says nothing of its article.
        while path.extension().is_some_and(|e| PACKED.iter().any(|known| e.eq_ignore_ascii_case(known))) {
            path.set_extension("");
        }
        let stem = path.file_stem()?.to_string_lossy();
        let folder = path.parent().and_then(Path::file_name).map(|f| f.to_string_lossy());
        Some(match folder {
            Some(folder) if GENERIC.contains(&stem.to_lowercase().as_str()) => {
                Self { name: folder.into_owned(), of_file: false }
            }
            _ => Self { name: stem.into_owned(), of_file: true },
        })
    }

    pub(crate) fn is_of_file(&self) -> bool {
        self.of_file
    }

    /// The id of the article of that name, where `signed` followed by a sign of the words, so that `a/001.txt` and
    /// `b/001.txt` are two articles, and one that is moved stays what it is.
    pub(crate) fn id(&self, text: &str, signed: bool) -> String {
        if !signed {
            return self.name.clone();
        }
        let hash = from_text(text);
        format!("{}-{}", self.name, &hash[hash.len() - SIGN..])
    }
}

/// The id of an article without a name: from its words.
pub(crate) fn from_text(text: &str) -> String {
    content_id("doc", [text.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::Name;
    use std::path::Path;

    fn id(path: &str, text: &str) -> String {
        let name = Name::from_path(Path::new(path)).expect("the path has a name");
        name.id(text, name.is_of_file())
    }

    #[test]
    fn a_file_is_called_by_its_name_unless_the_name_says_nothing() {
        let name = |path: &str| Name::from_path(Path::new(path)).expect("the path has a name").name;
        assert_eq!(name("in/harbour-talks.txt"), "harbour-talks");
        assert_eq!(name("harbour-talks/article.txt"), "harbour-talks");
        assert_eq!(name("harbour-talks/Index.html.txt"), "Index.html");
        assert_eq!(name("article.txt"), "article");
        assert_eq!(name("in/harbour.html.gz"), "harbour");
    }

    #[test]
    fn files_of_one_name_are_told_apart_by_their_words_and_moved_ones_are_not() {
        assert_ne!(id("a/001.txt", "One story."), id("b/001.txt", "Another story."));
        assert_eq!(id("a/001.txt", "One story."), id("b/001.txt", "One story."));
        assert!(id("a/001.txt", "One story.").starts_with("001-"));
        assert_eq!(id("khan-moscow/article.txt", "One story."), "khan-moscow");
    }
}
