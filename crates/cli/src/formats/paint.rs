//! Colours and weights for a terminal.

use anstyle::{AnsiColor, Style};
use std::fmt::Display;

/// Paints, or leaves words as they are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paint {
    /// Whether to paint.
    pub(crate) on: bool,
}

impl Paint {
    /// For what a reader should see first.
    pub(crate) fn bold(self, words: &str) -> String {
        self.styled(words, Style::new().bold())
    }

    /// For what a reader may pass over.
    pub(crate) fn dim(self, words: &str) -> String {
        self.styled(words, Style::new().dimmed())
    }

    /// In a colour.
    pub(crate) fn coloured(self, words: &str, color: AnsiColor) -> String {
        self.styled(words, color.on_default())
    }

    fn styled(self, words: impl Display, style: Style) -> String {
        if self.on { format!("{style}{words}{style:#}") } else { words.to_string() }
    }
}
