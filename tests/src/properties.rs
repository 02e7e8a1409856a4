//! What holds whatever the input is: no panic, and more than that.
//!
//! Each property takes bytes as a fuzzer makes them and panics where it does not hold. The targets in `fuzz/` look for
//! such bytes, starting from `fuzz/seeds/`; the tests run all seeds and everything that was ever found.

#![expect(clippy::panic, reason = "a property that does not hold says so by failing")]

use std::collections::BTreeMap;
use std::ops::Range;

use idm_core::authors::Authors;
use idm_core::compare::{self, accept, compare_texts, normalize, reject, report};
use idm_core::diagnostic::human::Colour;
use idm_core::diagnostic::located::{Located, Location};
use idm_core::diagnostic::{Severity, github, human, json, sarif, short};
use idm_core::digest::Words;
use idm_core::edition::Labels;
use idm_core::files::Files;
use idm_core::markdown::tree::{Block, Inline, InlineKind, Prose};
use idm_core::markdown::walk::{self, Notes};
use idm_core::source::{Sources, Span};
use idm_render::pdf::{annotations, attachment, destinations};
use idm_render::published;
use idm_render::source_map::Module;
use idm_render::typst_project::{ProjectFile, TypstProject};
use typst_syntax::{LinkedNode, SyntaxKind, ast, parse};

use crate::memory::Checked;
use crate::project::base;

/// A property, and the name of the folder of its seeds.
pub type Property = (&'static str, fn(&[u8]));

/// Every property.
pub const ALL: [Property; 5] =
    [("yaml", yaml), ("lowering", lowering), ("places", places), ("comparison", comparison), ("pdf", pdf)];

/// The summary that a text takes the place of.
const SUMMARY: &str = "workshops/spring/panel-1/summary.md";
/// The panel of that summary.
const PANEL: &str = "plain-words";
/// The line between two states of a text.
const BETWEEN: &[u8] = b"\n=======\n";

/// Records: the input's first line names a file of the sound publication, the rest stands in it.
///
/// Every problem lies at a place that can be shown, in all formats. Without an error there is a publication, and all of
/// it is Typst text that Typst can parse.
pub fn yaml(input: &[u8]) {
    let (path, text) = split(input, b"\n");
    let mut files = base();
    let path = std::str::from_utf8(path).ok().filter(|path| files.contains_key(*path)).unwrap_or("publication.yaml");
    files.insert(path.to_owned(), text.to_vec());
    let checked = Checked::new(Files::memory(files));
    for_all_places(&checked);
    if let Some(publication) = checked.publication() {
        let records = published::to_json(publication);
        assert!(serde_json::from_str::<serde_json::Value>(&records).is_ok(), "the records are no JSON");
    }
    if let Some(project) = assembled(&checked) {
        for (path, module) in modules(&project) {
            parsed(path, &module.text);
        }
    }
}

/// Prose: Typst can parse what a text becomes, and each of its words is there just as it was, and in its place.
pub fn lowering(input: &[u8]) {
    let checked = with_summary(input);
    let Some(project) = assembled(&checked) else { return };
    let mut written: BTreeMap<Span, String> = BTreeMap::new();
    for (path, module) in modules(&project) {
        let root = parsed(path, &module.text);
        collect(&LinkedNode::new(&root), module, &mut written);
    }
    // An empty file is no summary.
    let Some(prose) = summary(&checked) else { return };
    each_printed(&prose.blocks, prose, &mut vec![false; prose.footnotes.len()], &mut |inline| {
        let (InlineKind::Text(words) | InlineKind::Code(words)) = &inline.kind else { return };
        let words = unquoted(&visible(words));
        if words.is_empty() {
            return;
        }
        let written = written.get(&inline.span).map(|text| unquoted(&visible(text))).unwrap_or_default();
        // Titles are printed more than once.
        let is_whole = !written.is_empty() && written == words.repeat(written.len() / words.len());
        assert!(is_whole, "{words:?} has become {written:?}");
    });
}

/// A text with one sign for all quotation marks and apostrophes: which one it is, the program decides by what is around.
fn unquoted(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›' | '′' | '″');
    text.chars().map(|c| if is_mark(c) { '\'' } else { c }).collect()
}

/// Source maps: every place lies within its file and on the bounds of characters, whether it belongs to a piece of prose,
/// to a problem, or to a piece of generated text; and what lies within something lies within its place.
pub fn places(input: &[u8]) {
    let checked = with_summary(input);
    for_all_places(&checked);
    let sources = checked.sources();
    let Some(prose) = summary(&checked) else { return };
    walk::blocks(prose, Notes::Visit, &mut |block| {
        within(sources, block.span);
        walk::own_inlines(block, Notes::Visit, &mut |inline| {
            within(sources, inline.span);
            assert!(
                inline.span.source != block.span.source
                    || (block.span.start <= inline.span.start && inline.span.end <= block.span.end),
                "{inline:?} lies outside of {:?}",
                block.span
            );
        });
    });
    let Some(project) = assembled(&checked) else { return };
    for (_, module) in modules(&project) {
        module.map.spans().for_each(|span| within(sources, span));
        for (at, _) in module.text.char_indices() {
            if let Some(span) = module.map.lookup(at..at + 1) {
                within(sources, span);
            }
        }
    }
}

/// Comparison: two states of a summary, parted by a line `=======`. Accepting every change gives the later one, rejecting
/// every change the earlier one, and each is the same as itself.
pub fn comparison(input: &[u8]) {
    let (earlier, later) = split(input, BETWEEN);
    let (earlier, later) = (with_summary(earlier), with_summary(later));
    let (Some(before), Some(after)) = (earlier.publication(), later.publication()) else { return };
    let (old, new) = (summary(&earlier), summary(&later));
    let compared = compare_texts(old, new);
    let empty = Prose::default();
    assert_eq!(normalize(&accept(&compared)), normalize(new.unwrap_or(&empty)), "accepting {compared:#?}");
    assert_eq!(normalize(&reject(&compared)), normalize(old.unwrap_or(&empty)), "rejecting {compared:#?}");
    assert!(compare_texts(new, new).is_unchanged(), "{new:#?} differs from itself");
    let comparison = compare::compare(before, after, &Labels::default());
    let _ = report::human(&comparison, &Words::default(), &Authors::default());
    let _ = report::markdown(&comparison, &Words::default(), &Authors::default());
    let _ = report::json(&comparison, &Authors::default());
    // What a draft shows of it must be Typst text, too.
    if !has_errors(&earlier.located())
        && let Ok(project) = later.assemble_draft(PANEL, Some(&earlier))
    {
        for (path, module) in modules(&project) {
            parsed(path, &module.text);
        }
    }
}

/// PDFs: whatever calls itself one is read or refused.
pub fn pdf(input: &[u8]) {
    let _ = attachment::records(input);
    let _ = destinations::pages(input);
    let _ = annotations::read(input);
}

fn split<'a>(input: &'a [u8], at: &[u8]) -> (&'a [u8], &'a [u8]) {
    match input.windows(at.len()).position(|window| window == at) {
        Some(found) => (&input[..found], &input[found + at.len()..]),
        None => (&[], input),
    }
}

/// The sound publication with another summary, and without acronyms, which are written out where they first stand.
fn with_summary(text: &[u8]) -> Checked {
    let mut files = base();
    files.remove("acronyms.yaml");
    files.insert(SUMMARY.to_owned(), text.to_vec());
    Checked::new(Files::memory(files))
}

fn summary(checked: &Checked) -> Option<&Prose> {
    let publication = checked.publication()?;
    let panel = publication.panels.iter().find(|panel| panel.id == PANEL)?;
    panel.summary.as_ref().map(|summary| &*summary.prose)
}

fn has_errors(found: &[Located]) -> bool {
    found.iter().any(|problem| problem.severity == Severity::Error)
}

/// The Typst project of a publication without errors.
fn assembled(checked: &Checked) -> Option<TypstProject> {
    checked.publication()?;
    if has_errors(&checked.located()) {
        return None;
    }
    Some(checked.assemble().unwrap_or_else(|problems| panic!("{problems:?}")))
}

fn modules(project: &TypstProject) -> impl Iterator<Item = (&str, &Module)> {
    project.files().filter_map(|(path, file)| match file {
        ProjectFile::Module(module) => Some((path, module)),
        ProjectFile::Bytes(_) => None,
    })
}

fn parsed(path: &str, text: &str) -> typst_syntax::SyntaxNode {
    let root = parse(text);
    let (errors, _) = root.errors_and_warnings();
    assert!(errors.is_empty(), "{path}: {errors:?}\n{text}");
    root
}

/// Every problem, with its place looked at and shown in every format.
fn for_all_places(checked: &Checked) {
    let sources = checked.sources();
    let found = checked.located();
    let shown = |location: &Location| {
        if let Some(range) = location.range {
            within(sources, range.span);
            assert!(range.start <= range.end && range.start.line >= 1, "{location:?}");
        }
    };
    for problem in &found {
        shown(&problem.location);
        problem.labels.iter().for_each(|(location, _)| shown(location));
    }
    let _ = human::render(&found, sources, Colour::Never);
    let _ = json::document(&found, sources);
    let _ = sarif::document(&found, sources, None);
    let lines = short::render(&found).lines().count();
    assert!(lines >= found.len(), "{lines} lines for {} problems", found.len());
    let commands = github::render(&found);
    assert!(commands.lines().all(|line| line.starts_with("::")), "{commands}");
}

fn within(sources: &Sources, span: Span) {
    let text = sources.get(span.source).text();
    let Range { start, end } = span.range();
    assert!(start <= end && text.get(start..end).is_some(), "{span:?} in {} bytes", text.len());
}

/// Notes for each place of a source what Typst reads in the text that came from there.
fn collect(node: &LinkedNode<'_>, module: &Module, written: &mut BTreeMap<Span, String>) {
    let mut note = |range: Range<usize>, text: &str| {
        if let Some(span) = module.map.lookup(range) {
            written.entry(span).or_default().push_str(text);
        }
    };
    let text = match node.kind() {
        // A run of letters may come from several lines.
        SyntaxKind::Text | SyntaxKind::SmartQuote => {
            for (at, letter) in node.leaf_text().char_indices() {
                let start = node.offset() + at;
                note(start..start + letter.len_utf8(), letter.encode_utf8(&mut [0; 4]));
            }
            return;
        }
        SyntaxKind::Escape => node.cast::<ast::Escape>().map(|escape| escape.get().to_string()).unwrap_or_default(),
        SyntaxKind::Str => node.cast::<ast::Str>().map(|text| text.get().to_string()).unwrap_or_default(),
        // What the author wrote must not mean anything to Typst.
        SyntaxKind::Shorthand | SyntaxKind::Linebreak | SyntaxKind::Link => format!("<{:?}>", node.kind()),
        _ => {
            node.children().for_each(|child| collect(&child, module, written));
            return;
        }
    };
    note(node.range(), &text);
}

/// Visits every inline that is printed. A footnote is if something that is printed calls it.
fn each_printed<'a>(blocks: &'a [Block], prose: &'a Prose, called: &mut Vec<bool>, visit: &mut dyn FnMut(&'a Inline)) {
    let mut notes = vec![];
    for block in blocks {
        walk::one_block(block, Notes::Skip, &mut |block| {
            walk::own_inlines(block, Notes::Skip, &mut |inline| {
                if let InlineKind::FootnoteReference(at) = inline.kind
                    && !std::mem::replace(&mut called[at], true)
                {
                    notes.push(at);
                }
                visit(inline);
            });
        });
    }
    for at in notes {
        each_printed(&prose.footnotes[at].blocks, prose, called, visit);
    }
}

/// A text without white space, which is folded, and soft hyphens, which are dropped where they divide nothing.
fn visible(text: &str) -> String {
    text.chars().filter(|&letter| !letter.is_whitespace() && letter != '\u{ad}').collect()
}
