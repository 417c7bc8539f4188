//! A page as its blocks of text: what stands between the borders of paragraphs, headings, cells and the like,
//! with what the elements around it say of it.
//!
//! No tree of nodes is built. A stack of the open elements is enough to know where a text stands, and keeps
//! the work linear whatever the page is.

use super::names::{self, Marks};
use crate::markup::{self, Markup, Token, attributes};

/// An element that was open once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element {
    pub(crate) parent: u32,
    pub(crate) tag: Tag,
    pub(crate) depth: u32,
    /// What its own names and attributes say.
    pub(crate) own: Marks,
    /// What they and those of all around it say.
    pub(crate) all: Marks,
}

/// A stretch of text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) text: String,
    /// The innermost block element around it, by its place among the elements.
    pub(crate) element: u32,
    /// Bytes of its text that stand in links.
    pub(crate) linked: usize,
    pub(crate) links: usize,
    /// Bytes of its text that are bold or slanted.
    pub(crate) stressed: usize,
}

/// Elements that matter, by what they do to a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Tag {
    #[default]
    Other,
    Inline,
    Paragraph,
    Heading,
    Item,
    List,
    Cell,
    Table,
    Quote,
    Pre,
    Caption,
    Article,
    Main,
    Section,
    Division,
    Body,
    Anchor,
    Stress,
    Skipped,
    Void,
    Break,
}

fn tag_of(name: &str) -> (Tag, u8) {
    let mut lower = [0u8; 12];
    let Some(lower) = lower.get_mut(..name.len()) else { return (Tag::Inline, 0) };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let level = lower.get(1).map_or(0, |b| b.wrapping_sub(b'0'));
    let tag = match &*lower {
        b"p" => Tag::Paragraph,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => return (Tag::Heading, level),
        b"li" | b"dt" | b"dd" => Tag::Item,
        b"ul" | b"ol" | b"dl" | b"menu" => Tag::List,
        b"td" | b"th" => Tag::Cell,
        b"table" | b"tr" | b"tbody" | b"thead" | b"tfoot" => Tag::Table,
        b"blockquote" | b"q-block" => Tag::Quote,
        b"pre" => Tag::Pre,
        b"figcaption" | b"caption" | b"figure" => Tag::Caption,
        b"article" => Tag::Article,
        b"main" => Tag::Main,
        b"section" => Tag::Section,
        b"div" | b"center" | b"address" | b"aside" | b"nav" | b"header" | b"footer" | b"form" | b"fieldset"
        | b"details" | b"summary" | b"hgroup" | b"dialog" | b"legend" | b"amp-story" => Tag::Division,
        b"html" | b"head" | b"body" => Tag::Body,
        b"a" => Tag::Anchor,
        b"b" | b"strong" | b"em" | b"i" => Tag::Stress,
        b"script" | b"style" | b"template" | b"svg" | b"noscript" | b"select" | b"button" | b"iframe" | b"object"
        | b"canvas" | b"audio" | b"video" | b"textarea" | b"title" | b"math" | b"noembed" | b"noframes"
        | b"datalist" | b"map" => Tag::Skipped,
        b"br" => Tag::Break,
        b"img" | b"input" | b"meta" | b"link" | b"area" | b"base" | b"col" | b"embed" | b"param" | b"source"
        | b"track" | b"wbr" => Tag::Void,
        b"hr" => return (Tag::Void, 1),
        _ => Tag::Inline,
    };
    (tag, 0)
}

impl Tag {
    fn is_block(self) -> bool {
        !matches!(self, Self::Inline | Self::Anchor | Self::Stress | Self::Void | Self::Break | Self::Other)
    }
}

/// What a page holds.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) elements: Vec<Element>,
    pub(crate) blocks: Vec<Block>,
    /// Whether there are more blocks than are kept.
    pub(crate) is_cut: bool,
}

/// Blocks of a page that are kept, and open elements that are told apart; no page for readers has nearly as many.
pub(crate) const MOST_BLOCKS: usize = 1 << 16;
const DEEPEST: usize = 1 << 18;

/// What is open while a page is read.
struct Open<'t> {
    name: &'t str,
    tag: Tag,
    element: u32,
}

/// How far down the stack an element is looked for that another one ends, or an inline end tag belongs to.
const REACH: usize = 24;

/// Reads a page into its blocks; `see` is shown every tag, and the text straight behind it.
pub(crate) fn read<'t>(text: &'t str, mut see: impl FnMut(Token<'t>)) -> Page {
    let mut reader = Reader::default();
    reader.page.elements.push(Element { parent: 0, tag: Tag::Body, depth: 0, own: Marks::NONE, all: Marks::NONE });
    for token in Markup::html(text) {
        see(token);
        match token {
            Token::Text(text) => reader.text(text),
            Token::Verbatim(_) => {}
            Token::Open { name, attributes, closed } => reader.open(name, attributes, closed),
            Token::Close(name) => reader.close(name),
        }
    }
    reader.flush();
    reader.page
}

#[derive(Default)]
struct Reader<'t> {
    page: Page,
    stack: Vec<Open<'t>>,
    block: Block,
    /// Open elements whose text is not the page's.
    skipped: usize,
    anchors: usize,
    stressed: usize,
    pre: usize,
    breaks: usize,
}

impl<'t> Reader<'t> {
    /// The innermost open block element.
    fn current(&self) -> u32 {
        self.stack.last().map_or(0, |open| open.element)
    }

    fn text(&mut self, raw: &str) {
        if self.skipped > 0 {
            return;
        }
        let text = markup::decoded(raw);
        let before = self.block.text.len();
        if self.pre > 0 {
            self.block.text.push_str(&text);
        } else {
            let space = text.starts_with(|c: char| c.is_whitespace());
            if text.is_ascii() {
                self.words(text.split_ascii_whitespace(), space);
            } else {
                self.words(text.split_whitespace(), space);
            }
            if text.ends_with(|c: char| c.is_whitespace()) {
                self.space();
            }
        }
        let added = self.block.text.len() - before;
        if added > 0 && !text.trim().is_empty() {
            self.breaks = 0;
        }
        if before == 0 {
            self.block.element = self.current();
        }
        if self.anchors > 0 {
            self.block.linked += added;
        }
        if self.stressed > 0 {
            self.block.stressed += added;
        }
    }

    /// Adds words with one space between them, and one before them where there is `space`.
    fn words<'w>(&mut self, words: impl Iterator<Item = &'w str>, mut space: bool) {
        for word in words {
            if space {
                self.space();
            }
            self.block.text.push_str(word);
            space = true;
        }
    }

    fn space(&mut self) {
        if !self.block.text.is_empty() && !self.block.text.ends_with(['\n', ' ']) {
            self.block.text.push(' ');
        }
    }

    /// Ends the block at hand.
    fn flush(&mut self) {
        self.breaks = 0;
        let mut block = std::mem::take(&mut self.block);
        let kept = block.text.trim_end().len();
        block.text.truncate(kept);
        if block.text.trim_start().is_empty() {
            return;
        }
        if self.page.blocks.len() < MOST_BLOCKS {
            self.page.blocks.push(block);
        } else {
            self.page.is_cut = true;
        }
    }

    fn open(&mut self, name: &'t str, attributes: &'t str, closed: bool) {
        let (tag, level) = tag_of(name);
        match tag {
            Tag::Break => {
                self.breaks += 1;
                // Two of them stand for the end of a paragraph.
                if self.breaks >= 2 {
                    self.flush();
                } else if !self.block.text.is_empty() {
                    let kept = self.block.text.trim_end_matches(' ').len();
                    self.block.text.truncate(kept);
                    self.block.text.push('\n');
                }
                return;
            }
            Tag::Void => {
                if level == 1 {
                    self.flush();
                }
                return;
            }
            _ => {}
        }
        if tag.is_block() {
            self.flush();
            self.end_implied(tag, name);
        }
        if (closed && !tag.is_block()) || self.stack.len() >= DEEPEST {
            return;
        }
        match tag {
            Tag::Anchor => {
                // Links do not lie in one another.
                if self.anchors > 0 {
                    self.close("a");
                }
                self.anchors += 1;
                self.block.links += 1;
            }
            Tag::Stress => self.stressed += 1,
            Tag::Skipped => self.skipped += 1,
            Tag::Pre => self.pre += 1,
            _ => {}
        }
        let element = if tag.is_block() || (tag == Tag::Inline && !attributes.is_empty()) {
            self.element(tag, name, attributes, level)
        } else {
            self.current()
        };
        self.stack.push(Open { name, tag, element });
        if closed && tag != Tag::Skipped && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // `<div/>` is `<div>` to a browser; written by XML tools, it is meant to be closed.
            return;
        }
        if closed {
            self.pop();
        }
    }

    fn element(&mut self, tag: Tag, name: &str, raw: &str, level: u8) -> u32 {
        let parent = self.current();
        let around = self.page.elements[parent as usize];
        let mut own = names::of_tag(name, level);
        // What the page as a whole is called says nothing of its parts.
        if tag != Tag::Body {
            for (name, value) in attributes(raw) {
                own |= names::of_attribute(name, value);
            }
        }
        let depth = around.depth + u32::from(tag.is_block());
        // An inline element with a name is told apart, but what stands in it stands in the block around.
        let tag = if tag == Tag::Inline { around.tag } else { tag };
        self.page.elements.push(Element { parent, tag, depth, own, all: around.all | own });
        u32::try_from(self.page.elements.len() - 1).unwrap_or(0)
    }

    /// Ends the elements that an opening one ends without a word.
    fn end_implied(&mut self, tag: Tag, name: &str) {
        let last = |reader: &Self, wanted: Tag, border: &[Tag]| {
            let from = reader.stack.len().saturating_sub(REACH);
            let near =
                reader.stack[from..].iter().rposition(|open| open.tag == wanted || border.contains(&open.tag))?;
            (reader.stack[from + near].tag == wanted).then_some(from + near)
        };
        let ended = match tag {
            Tag::Item => last(self, Tag::Item, &[Tag::List]),
            Tag::Cell => last(self, Tag::Cell, &[Tag::Table]),
            Tag::Table if name.eq_ignore_ascii_case("tr") => last(self, Tag::Cell, &[Tag::Table]),
            _ => last(
                self,
                Tag::Paragraph,
                &[Tag::Division, Tag::Cell, Tag::Article, Tag::Section, Tag::Item, Tag::Body],
            ),
        };
        if let Some(at) = ended {
            while self.stack.len() > at {
                self.pop();
            }
        }
    }

    fn close(&mut self, name: &str) {
        let (tag, _) = tag_of(name);
        if tag == Tag::Break || (tag == Tag::Paragraph && !self.stack.iter().rev().take(REACH).any(|o| o.tag == tag)) {
            self.flush();
            return;
        }
        if matches!(tag, Tag::Void | Tag::Body) {
            return;
        }
        if tag.is_block() {
            self.flush();
        }
        // An end tag reaches no further than a few elements up, and an inline one not over the block around it.
        let reach = if tag.is_block() { 10 * REACH } else { REACH };
        let from = self.stack.len().saturating_sub(reach);
        let mut found = None;
        for at in (from..self.stack.len()).rev() {
            let open = &self.stack[at];
            if open.name.eq_ignore_ascii_case(name) {
                found = Some(at);
                break;
            }
            if !tag.is_block() && open.tag.is_block() {
                break;
            }
        }
        let Some(at) = found else {
            if tag == Tag::Anchor {
                self.anchors = self.anchors.saturating_sub(usize::from(self.anchors > 0));
            }
            return;
        };
        while self.stack.len() > at {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        match open.tag {
            Tag::Anchor => self.anchors = self.anchors.saturating_sub(1),
            Tag::Stress => self.stressed = self.stressed.saturating_sub(1),
            Tag::Skipped => self.skipped = self.skipped.saturating_sub(1),
            Tag::Pre => self.pre = self.pre.saturating_sub(1),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn blocks(page: &str) -> Vec<String> {
        read(page, |_| {}).blocks.into_iter().map(|b| b.text).collect()
    }

    #[test]
    fn borders_of_blocks_part_texts() {
        assert_eq!(
            blocks(
                "<p>One <b>bold</b> word.<p>Two<br>lines.<br><br>Three.</p><ul><li>a<li>b</ul><script>no()</script> Tail"
            ),
            ["One bold word.", "Two\nlines.", "Three.", "a", "b", "Tail"]
        );
    }

    #[test]
    fn broken_nesting_loses_no_text() {
        assert_eq!(blocks("</p><b><p>One.</b> Two.</div><table><td>x<td>y<tr><td>z"), ["One. Two.", "x", "y", "z"]);
    }

    #[test]
    fn a_million_open_elements_are_no_trouble() {
        for tag in ["<div>", "<b>", "<p>", "<a href=x>", "<table><td>", "</div>", "<li>", "<x y=1>"] {
            let page = format!("{}text{}", tag.repeat(300_000), "</div></p></b>".repeat(100_000));
            assert_eq!(blocks(&page).concat(), "text");
        }
    }
}
