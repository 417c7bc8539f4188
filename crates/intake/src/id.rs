//! Ids of documents that bring none.

use sayso_record::content_id;
use std::path::Path;

/// Names of files that say nothing of their article: the folder's name says more.
const GENERIC: [&str; 8] = ["article", "body", "content", "doc", "document", "index", "story", "text"];

/// Endings of compressed files.
const PACKED: [&str; 4] = ["gz", "xz", "zst", "zstd"];

/// The id of the article in a file: the file's name without its ending, or the folder's name where the
/// file is called `article.txt`, `index.txt` and the like (`khan-moscow/article.txt` is `khan-moscow`).
/// `None` where the path has no name.
pub(crate) fn from_path(path: &Path) -> Option<String> {
    let mut path = path.to_owned();
    // What a file is packed with says nothing of its article.
    while path.extension().is_some_and(|e| PACKED.iter().any(|known| e.eq_ignore_ascii_case(known))) {
        path.set_extension("");
    }
    let stem = path.file_stem()?.to_string_lossy();
    let folder = path.parent().and_then(Path::file_name).map(|f| f.to_string_lossy());
    match folder {
        Some(folder) if GENERIC.contains(&stem.to_lowercase().as_str()) => Some(folder.into_owned()),
        _ => Some(stem.into_owned()),
    }
}

/// The id of an article without a name: from its words.
pub(crate) fn from_text(text: &str) -> String {
    content_id("doc", [text.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::from_path;
    use std::path::Path;

    #[test]
    fn a_file_is_called_by_its_name_unless_the_name_says_nothing() {
        let id = |path: &str| from_path(Path::new(path)).expect("the path has a name");
        assert_eq!(id("in/harbour-talks.txt"), "harbour-talks");
        assert_eq!(id("harbour-talks/article.txt"), "harbour-talks");
        assert_eq!(id("harbour-talks/Index.html.txt"), "Index.html");
        assert_eq!(id("article.txt"), "article");
        assert_eq!(id("in/harbour.html.gz"), "harbour");
    }
}
