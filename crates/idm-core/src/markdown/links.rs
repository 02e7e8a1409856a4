//! Links and pictures.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeLink, NodeValue, Sourcepos};

use super::citations::target;
use super::inlines::{Atom, Cursor};
use super::parse::Reader;
use super::tree::{Image, Inline, InlineKind, SUB_ENTRY, plain_text};
use crate::address;
use crate::diagnostic::Diagnostic;
use crate::rules;
use crate::source::Span;

/// How far behind a link's words its end is looked for.
const SEARCH_BYTES: usize = 4096;

impl Reader<'_> {
    /// Reads an address that stands in the text by itself. False if the link is written in another way.
    ///
    /// comrak takes all letters up to a blank for part of it; what cannot be meant is put back into the text.
    pub(super) fn bare_address<'a>(
        &mut self,
        node: &'a AstNode<'a>,
        link: &NodeLink,
        hint: usize,
        cursor: &mut Cursor,
        atoms: &mut Vec<Atom>,
    ) -> bool {
        let words = match node.first_child().map(|child| child.data().value.clone()) {
            Some(NodeValue::Text(words)) if node.first_child().is_some_and(|child| child.next_sibling().is_none()) => {
                words
            }
            _ => return false,
        };
        let Some(before) =
            link.url.strip_suffix(&*words).filter(|before| matches!(*before, "" | "http://" | "mailto:"))
        else {
            return false;
        };
        let Some(start) = self.lines.find(&words, hint, cursor.rest()) else { return false };
        let opened = self.lines.text()[..start].ends_with(['<', '[']) || self.lines.slice(hint..hint + 1) == "[";
        if opened {
            return false;
        }
        let address = meant(&words);
        let url = self.expand(&format!("{before}{address}"));
        let is_file = before == "mailto:" && FILES.iter().any(|ending| url.ends_with(ending));
        if address::refusal(&url).is_some() || is_file {
            self.words(&words, hint, cursor, atoms);
            return true;
        }
        let range = start..start + address.len();
        cursor.advance(range.end);
        let span = self.span(range);
        let content = vec![Inline::text(self.expand(address), span)];
        atoms.push(ready(InlineKind::Link { url, content }, span));
        if address.len() < words.len() {
            self.words(&words[address.len()..], cursor.at, cursor, atoms);
        }
        true
    }

    pub(super) fn link<'a>(
        &mut self,
        node: &'a AstNode<'a>,
        link: &NodeLink,
        position: Sourcepos,
        cursor: &mut Cursor,
        depth: usize,
    ) -> Atom {
        let (mut content, range, _) = self.bracketed(node, position, cursor, depth, &["[", "<"]);
        let span = self.span(range.clone());
        self.check_title(&link.title, range.clone());
        let url = self.expand(&link.url);
        if let Some(written) = url.strip_prefix('@') {
            let place = self.span(self.written(link.url.strip_prefix('@').unwrap_or(&link.url), range));
            return match target(written, place) {
                Some(target) => {
                    let content = (!content.is_empty()).then_some(content);
                    ready(InlineKind::Reference { targets: vec![target], content }, span)
                }
                None => {
                    let message = format!("`{url}` is no cross-reference");
                    self.report(Diagnostic::new(&rules::ID_SYNTAX, span, message).hint("write `[text](@id)`"));
                    ready(InlineKind::Link { url, content }, span)
                }
            };
        }
        if let Some(language) = url.strip_prefix("lang:") {
            if !is_language(language) {
                let message = format!("`{language}` is no language");
                self.report(Diagnostic::new(&rules::INVALID_VALUE, span, message).hint("write `[mot](lang:fr)`"));
            }
            return ready(InlineKind::Foreign { language: language.to_owned(), content }, span);
        }
        if let Some(subject) = url.strip_prefix("index:") {
            let decoded = address::percent_decoded(subject);
            let parts: Vec<&str> = decoded.split(SUB_ENTRY).map(str::trim).collect();
            if parts.iter().any(|part| part.is_empty()) || parts.len() > 2 {
                let message = if parts.len() > 2 {
                    "an index entry within a sub-entry"
                } else {
                    "an index entry without a subject"
                };
                let hint = "write `[term](index:Subject)`, or `[term](<index:Subject; what of it>)`";
                self.report(Diagnostic::new(&rules::INVALID_VALUE, span, message).hint(hint));
            }
            return ready(InlineKind::IndexTerm { subject: parts.join(&format!("{SUB_ENTRY} ")), content }, span);
        }
        if url.is_empty() {
            self.report(
                Diagnostic::new(&rules::LINK_RELATIVE, span, "this link leads nowhere")
                    .hint("write the whole address (`https://…`), or `[text](@id)` for something in the publication"),
            );
        } else if let Some(refusal) = address::refusal(&url) {
            let place = self.span(self.written(&link.url, range));
            self.report(Diagnostic::new(&rules::LINK_RELATIVE, place, refusal.message).hint(refusal.hint));
        }
        if !url.is_empty() && !shows(&content) {
            content = vec![Inline::text(url.clone(), span)];
        }
        ready(InlineKind::Link { url: address::destination(&url).into_owned(), content }, span)
    }

    pub(super) fn image<'a>(
        &mut self,
        node: &'a AstNode<'a>,
        image: &NodeLink,
        position: Sourcepos,
        cursor: &mut Cursor,
        depth: usize,
    ) -> Atom {
        let (content, range, tail) = self.bracketed(node, position, cursor, depth, &["!["]);
        let span = self.span(range.clone());
        let alt = plain_text(&content).trim().to_owned();
        if alt.is_empty() {
            self.report(
                Diagnostic::new(&rules::ALT_MISSING, span, "this picture has no alternative text")
                    .hint("say in the brackets what it shows: `![what it shows](figures/a.svg)`"),
            );
        }
        // The alternative text may hold the path's words, so only what follows it is searched.
        let path_span = self.span(self.written(&image.url, tail.start.max(range.start)..range.end));
        let path = self.expand(&image.url);
        self.check_remote(&path, path_span);
        let alone = node.previous_sibling().is_none()
            && node.next_sibling().is_none()
            && node.parent().is_some_and(|outer| matches!(outer.data().value, NodeValue::Paragraph));
        if !(image.title.trim().is_empty() || alone && self.context.shape != super::Shape::Line) {
            let place = self.span(self.written(&image.title, tail.start.max(range.start)..range.end));
            self.report(
                Diagnostic::new(
                    &rules::UNPRINTED_WORDS,
                    place,
                    "the caption of a picture in the line is printed nowhere",
                )
                .hint("set the picture in a paragraph of its own, or take the caption out"),
            );
        }
        ready(InlineKind::Image(Image { handle: self.handle(), path, path_span, alt, content: None }), span)
    }

    /// Reports a title in quotation marks, which is printed nowhere.
    fn check_title(&mut self, title: &str, range: Range<usize>) {
        if title.trim().is_empty() {
            return;
        }
        let place = self.span(self.written(title, range));
        self.report(
            Diagnostic::new(&rules::UNPRINTED_WORDS, place, "the title of a link is printed nowhere")
                .hint("say it in the text or in a footnote, `[^a]`, or take it out"),
        );
    }

    /// Reports a picture that is not in the project.
    pub(super) fn check_remote(&mut self, path: &str, span: Span) {
        if is_remote(path) {
            let message = format!("`{}` is no file of the project", shortened(path));
            self.report(
                Diagnostic::new(&rules::IMAGE_REMOTE, span, message)
                    .hint("save the picture in a `figures` folder and write its path"),
            );
        }
    }

    /// The words of a link or picture, its bytes, and those behind its words.
    fn bracketed<'a>(
        &mut self,
        node: &'a AstNode<'a>,
        position: Sourcepos,
        cursor: &mut Cursor,
        depth: usize,
        openers: &[&str],
    ) -> (Vec<Inline>, Range<usize>, Range<usize>) {
        let hint = self.lines.offset(position.start);
        let rest = cursor.rest();
        let there = |opener: &&&str| hint >= rest.start && self.lines.slice(hint..rest.end).starts_with(**opener);
        let found = match openers.iter().find(there) {
            Some(opener) => Some((hint, opener.len())),
            None => openers
                .iter()
                .filter_map(|opener| Some((self.lines.find(opener, rest.end, rest.clone())?, opener.len())))
                .min(),
        };
        let (start, length) = found.unwrap_or((cursor.at, 0));
        cursor.advance(start + length);
        let inner = self.atoms(node, cursor, depth + 1);
        let content = self.assemble(inner);
        let words_end = cursor.at;
        // comrak ends a link too early whose target and title stand on different lines.
        let claimed = self.lines.range(position).end.min(cursor.end);
        let ends = |end: usize| self.lines.slice(words_end..end).ends_with([')', ']', '>']);
        let end = if ends(claimed) {
            claimed
        } else {
            let text = self.lines.text();
            let window = text.floor_char_boundary(cursor.end.min(words_end + SEARCH_BYTES)).max(words_end);
            self.lines.slice(words_end..window).find([')', '>']).map_or(words_end, |at| words_end + at + 1)
        };
        cursor.advance(end);
        (content, start..end.max(start), words_end..end.max(words_end))
    }

    /// Where a link's target is written within the link; the whole link if it stands elsewhere or is escaped.
    fn written(&self, url: &str, within: Range<usize>) -> Range<usize> {
        match self.lines.slice(within.clone()).rfind(url) {
            Some(at) if !url.is_empty() => within.start + at..within.start + at + url.len(),
            _ => within,
        }
    }
}

fn ready(kind: InlineKind, span: Span) -> Atom {
    Atom::Node(Box::new(Inline { kind, span }))
}

/// Whether anything of a link is to be seen.
fn shows(content: &[Inline]) -> bool {
    content.iter().any(|inline| match &inline.kind {
        InlineKind::Image(_) | InlineKind::Reference { .. } => true,
        InlineKind::Emphasis(inner)
        | InlineKind::Strong(inner)
        | InlineKind::Superscript(inner)
        | InlineKind::Subscript(inner) => shows(inner),
        _ => !plain_text(std::slice::from_ref(inline)).trim().is_empty(),
    })
}

/// Whether a picture's path is an address elsewhere.
pub(crate) fn is_remote(path: &str) -> bool {
    address::split(path).is_some() || path.starts_with("//")
}

/// File names that look like e-mail addresses: `map@2x.png`.
const FILES: [&str; 7] = [".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".pdf"];

/// The part of a bare address that is meant: up to a blank or a sign that no address has, and without the punctuation of
/// the sentence.
fn meant(words: &str) -> &str {
    let ends = |char: char| char.is_whitespace() || matches!(char, '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '—' | '…');
    let words = &words[..words.find(ends).unwrap_or(words.len())];
    // Brackets hold the host's number, if anything; behind the host they are another language's link.
    let host = words.find("//").map_or(0, |at| at + 2) + 1;
    let words = match words.get(host..).and_then(|rest| rest.find('[')) {
        Some(at) => &words[..host + at],
        None => words,
    };
    let mut words = words.trim_end_matches(['‘', '’', '–']);
    loop {
        let open = words.matches('(').count();
        let trimmed = words.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"']);
        let trimmed = match trimmed.strip_suffix(')') {
            Some(rest) if trimmed.matches(')').count() > open => rest,
            _ => trimmed,
        };
        if trimmed.len() == words.len() {
            return words;
        }
        words = trimmed;
    }
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::super::tree::{InlineKind, plain_text};

    #[test]
    fn links_with_a_meaning_of_ours_are_told_apart() {
        let read = read(
            "[a *b*](@rec:c) [](@d) [mot](lang:fr) [term](index:Data%20and%20Gaps) [some](<index:Data;of States>)",
        );
        read.assert_clean();
        let inlines: Vec<_> =
            read.inlines().iter().filter(|inline| !matches!(inline.kind, InlineKind::Text(_))).collect();
        assert!(matches!(&inlines[0].kind, InlineKind::Reference { targets, content: Some(content) }
            if targets[0].prefix.as_deref() == Some("rec") && read.text(targets[0].span) == "rec:c"
            && plain_text(content) == "a b"));
        assert!(matches!(&inlines[1].kind, InlineKind::Reference { content: None, .. }));
        assert!(matches!(&inlines[2].kind, InlineKind::Foreign { language, .. } if language == "fr"));
        assert!(matches!(&inlines[3].kind, InlineKind::IndexTerm { subject, .. } if subject == "Data and Gaps"));
        assert!(matches!(&inlines[4].kind, InlineKind::IndexTerm { subject, .. } if subject == "Data; of States"));
        assert_eq!(read.text(inlines[2].span), "[mot](lang:fr)");
    }

    #[test]
    fn relative_addresses_are_reported_where_they_stand() {
        let read = read("[a](b.md) [c](#d) [e]() [f](javascript:x) [g][r]\n\n[r]: h.md\n");
        assert_eq!(
            read.reports(),
            ["b.md", "#d", "[e]()", "javascript:x", "[g][r]"].map(|text| format!("relative-link {text}"))
        );
        for fine in
            ["[a](https://x.example)", "<mailto:a@x.example>", "<a@x.example>", "[a](tel:+4122)", "[a](doi:10.1/b)"]
        {
            super::super::testing::read(fine).assert_clean();
        }
    }

    #[test]
    fn only_some_kinds_of_address_are_links() {
        for refused in [
            "urn:b",
            "smb://a/b",
            "ms-word:x",
            "blob:x",
            "about:blank",
            "ftp://a.example",
            "https:",
            "http://",
            "mailto:",
            "tel:a",
            "doi:x",
        ] {
            assert_eq!(read(&format!("[a]({refused})")).reports(), [format!("relative-link {refused}")], "{refused}");
        }
    }

    #[test]
    fn bare_addresses_are_links() {
        let links = |text: &str| {
            let read = read(text);
            read.assert_clean();
            let mut found = vec![];
            read.each_inline(|inline| {
                if let InlineKind::Link { url, .. } = &inline.kind {
                    found.push(format!("{} {url}", read.text(inline.span)));
                }
            });
            found
        };
        assert_eq!(
            links("see https://iom.example/_a_/b*c, (www.iom.example/a_(b)) or info@iom.example."),
            [
                "https://iom.example/_a_/b*c https://iom.example/_a_/b*c",
                "www.iom.example/a_(b) http://www.iom.example/a_(b)",
                "info@iom.example mailto:info@iom.example",
            ]
        );
        assert_eq!(links("“https://a.example.”\u{a0}é"), ["https://a.example https://a.example"]);
        assert_eq!(links("| a |\n|---|\n| é https://a.example |"), ["https://a.example https://a.example"]);
        assert_eq!(links("https://a.example/{{ id }}"), ["https://a.example/{{ id }} https://a.example/new-york"]);
        assert_eq!(links("<https://b.example> [https://c.example](https://d.example)").len(), 2);
        assert_eq!(links("`https://a.example` map@2x.png ftp://a.example a@b http:// https://_"), [""; 0]);
    }

    #[test]
    fn an_address_may_be_named_as_often_as_need_be() {
        let text = format!("{}\n\n[r]: https://x.example/a/long/address", "[a][r] ".repeat(200));
        let read = read(&text);
        read.assert_clean();
        let mut links = 0;
        read.each_inline(|inline| links += usize::from(matches!(inline.kind, InlineKind::Link { .. })));
        assert_eq!(links, 200);
    }

    #[test]
    fn a_link_without_words_shows_its_address() {
        let read = read("[](https://x.example)");
        read.assert_clean();
        assert_eq!(plain_text(read.inlines()), "https://x.example");
    }

    #[test]
    fn pictures_need_words_and_lie_in_the_project() {
        let read = read("x ![é](figures/é.svg) ![ ](b.svg) ![c](https://x.example/c.png) ![d](//e/f.png)");
        assert_eq!(
            read.reports(),
            ["missing-alt-text ![ ](b.svg)", "remote-image https://x.example/c.png", "remote-image //e/f.png"]
        );
        let image = read.images().remove(0);
        assert_eq!((image.path.as_str(), image.alt.as_str()), ("figures/é.svg", "é"));
        assert_eq!(read.text(image.path_span), "figures/é.svg");
    }

    #[test]
    fn a_value_may_name_the_target() {
        let read = read("[a]({{ at }}) [b](@{{ id }}) ![{{ id }}](figures/{{ id }}.svg)");
        read.assert_clean();
        let target = |at: usize| match &read.inlines()[at].kind {
            InlineKind::Reference { targets, .. } => (targets[0].id.clone(), read.text(targets[0].span)),
            other => panic!("{other:?}"),
        };
        assert_eq!(target(0), ("new-york".into(), "{{ at }}"));
        assert_eq!(target(2), ("new-york".into(), "{{ id }}"));
        assert_eq!(read.images()[0].path, "figures/new-york.svg");
        assert_eq!(read.text(read.images()[0].path_span), "figures/{{ id }}.svg");
    }

    #[test]
    fn wrong_meanings_are_reported() {
        assert_eq!(read("[a](@)").codes(), ["invalid-id"]);
        assert_eq!(read("[a](lang:x_1)").codes(), ["invalid-value"]);
        assert_eq!(read("[a](index:%20)").codes(), ["invalid-value"]);
        assert_eq!(read("[a](<index:A;>) [b](<index:A; b; c>)").codes(), ["invalid-value", "invalid-value"]);
    }

    #[test]
    fn a_title_on_the_next_line_does_not_cut_the_link() {
        let read = read("x [a](https://x.example\n\"t\") y");
        assert_eq!(read.text(read.inlines()[1].span), "[a](https://x.example\n\"t\")");
        assert_eq!(read.text(read.inlines()[2].span), " y");
    }
}
