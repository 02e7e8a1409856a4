//! Addresses that are defined apart from their links, `[name]: https://…`: those that nothing calls, and second ones, are
//! printed nowhere. Other programs write comments so.

use std::collections::HashMap;
use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::parse::{Reader, read};
use crate::diagnostic::Diagnostic;
use crate::rules;

/// How many definitions are looked at; nobody writes more.
const MAX_DEFINITIONS: usize = 1000;
/// A longer line is no definition that anybody wrote.
const MAX_LINE: usize = 2000;

/// A definition: its name, as it is written, and the place of `[name]:`.
struct Definition<'t> {
    name: &'t str,
    head: Range<usize>,
}

impl Reader<'_> {
    /// Reports what is defined and printed nowhere.
    pub(super) fn check_addresses<'a>(&mut self, root: &'a AstNode<'a>) {
        let text = self.lines.text();
        if !text.contains("]:") {
            return;
        }
        let mut blocks: Vec<Range<usize>> = root
            .descendants()
            .filter(|node| matches!(node.data().value, NodeValue::CodeBlock(_) | NodeValue::HtmlBlock(_)))
            .map(|node| self.lines.range(node.data().sourcepos))
            .collect();
        blocks.sort_by_key(|block| block.start);
        let found = definitions(text, &blocks);
        let calls = calls(text);
        let mut seen: HashMap<String, Range<usize>> = HashMap::new();
        for definition in found {
            let shown = self.filled.original(definition.name);
            let key = key(definition.name);
            let span = self.span(definition.head.clone());
            if let Some(first) = seen.get(&key) {
                let first = self.span(first.clone());
                let message = format!("a second address of `{shown}`, which no link takes");
                self.report(
                    Diagnostic::new(&rules::UNPRINTED_WORDS, span, message)
                        .label(first, "the first")
                        .hint("give it another name, or take it out"),
                );
                continue;
            }
            // Its own bracket is one.
            if calls.get(&key).copied().unwrap_or_default() <= 1 {
                let message = format!("no link calls `{shown}`, so that this is printed nowhere");
                self.report(Diagnostic::new(&rules::UNPRINTED_WORDS, span, message).hint(format!(
                    "write `[words][{shown}]` where the link belongs, or take it out; a note to the editors is `%%words%%`"
                )));
            }
            seen.insert(key, definition.head);
        }
    }
}

/// Names are the same whatever their case and spacing.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// How often each name stands in brackets.
fn calls(text: &str) -> HashMap<String, usize> {
    let mut calls = HashMap::new();
    for part in text.split('[').skip(1) {
        if let Some((name, _)) = part.split_once(']')
            && name.len() <= MAX_LINE
        {
            *calls.entry(key(name)).or_default() += 1;
        }
    }
    calls
}

/// The definitions of a text. Each begins a paragraph or follows another.
fn definitions<'t>(text: &'t str, blocks: &[Range<usize>]) -> Vec<Definition<'t>> {
    let mut found = vec![];
    let mut begins = true;
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let content = inner.trim_end();
        if content.is_empty() {
            begins = true;
            continue;
        }
        let before = blocks.partition_point(|block| block.start <= start);
        let in_block = before.checked_sub(1).is_some_and(|block| start < blocks[block].end);
        let name =
            content.strip_prefix('[').filter(|rest| !rest.starts_with('^')).and_then(|rest| rest.split_once("]:"));
        if let (true, false, Some((name, _))) = (begins, in_block, name)
            && found.len() < MAX_DEFINITIONS
            && content.len() <= MAX_LINE
        {
            let next = lines.peek().map_or("", |line| line.trim()).chars().take(MAX_LINE).collect::<String>();
            if is_nothing(content) || is_nothing(&format!("{content}\n{next}")) {
                let head = start + (line.len() - inner.len());
                found.push(Definition { name, head: head..head + name.len() + 3 });
                continue;
            }
        }
        // A heading or a fence is no paragraph that could go on.
        begins = content.starts_with('#') || content.starts_with(":::");
    }
    found
}

/// Whether nothing is printed of a text.
fn is_nothing(text: &str) -> bool {
    read(&Arena::new(), text).is_some_and(|root| root.first_child().is_none())
}

#[cfg(test)]
mod tests {
    use super::super::testing::read;

    #[test]
    fn addresses_that_nothing_calls_are_reported() {
        for (text, marked) in [
            ("a\n\n[b]: https://b.example", "[b]:"),
            ("[//]: # (a remark)\n\na", "[//]:"),
            ("a\n\n[comment]: <> (a remark)", "[comment]:"),
            ("[a][b]\n\n[b]: https://b.example\n[B]: https://c.example", "[B]:"),
            ("# A\n[b]:\n  https://b.example\n\nc", "[b]:"),
        ] {
            let read = read(text);
            assert_eq!(read.reports(), [format!("unprinted-words {marked}")], "{text}");
            assert!(!read.diagnostics()[0].hints.is_empty());
        }
    }

    #[test]
    fn addresses_that_are_called_and_what_is_none_pass() {
        for text in [
            "[a][b], [b][] and [b]\n\n[b]: https://b.example",
            "> [a][b]\n\n- c\n\n[b]: <https://b.example>\n",
            "```\n[b]: https://b.example\n```",
            "[a]: words and more words",
            "words\n[b]: https://b.example",
            "a[^b]\n\n[^b]: https://b.example",
        ] {
            read(text).assert_clean();
        }
    }
}
