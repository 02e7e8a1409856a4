//! A click on any word of the real publication leads to the line that it was written on.

use std::collections::{BTreeMap, BTreeSet};

use idm::{LivingDocument, Options, Project};
use idm_core::markdown::tree::{Inline, InlineKind};
use idm_core::markdown::walk::{self, Notes};
use idm_core::model::Part;
use idm_tests::project;

/// Only letters and digits, as quotation marks, hyphens and blanks differ between what is written and what is printed.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn every_word_of_the_book_leads_to_its_line() {
    let folder = project::package().parent().unwrap().join("inputs/idm-2017");
    let project = Project::open_with(&folder, Options::default()).unwrap();
    let book = project.targets().swap_remove(0);
    let laid_out = LivingDocument::default().lay_out(project.document_for_screen(&book).unwrap());
    let pages = laid_out.pages.unwrap();
    let files: BTreeSet<&str> = project.sources().iter().map(|(_, source)| source.path()).collect();

    // The words that clicks lead to, by file and line.
    let mut reached: BTreeMap<(&str, usize), BTreeSet<String>> = BTreeMap::new();
    for page in 0..pages.len() {
        for line in pages.text(page).unwrap().blocks.iter().flat_map(|block| &block.lines) {
            let characters: Vec<char> = line.text.chars().collect();
            let mut from = 0;
            for word in characters.split(|letter| letter.is_whitespace()) {
                let area = line.part(from, from + word.len());
                from += word.len() + 1;
                let word = letters(&word.iter().collect::<String>());
                let (x, y) = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
                let Some(place) = pages.source_at(page, x, y).filter(|_| !word.is_empty()) else { continue };
                let file = *files.get(place.file.as_str()).unwrap();
                for line in place.start.line..=place.end.line {
                    reached.entry((file, line)).or_default().insert(word.clone());
                }
            }
        }
    }

    let publication = project.publication().unwrap();
    let chapters = publication.book.iter().filter_map(|part| match part {
        Part::Chapter(at) => Some(&publication[*at].text),
        Part::Section(_) => None,
    });
    let summaries = publication.panels.iter().filter_map(|panel| panel.summary.as_ref());
    let recommendations = publication.recommendations.iter().map(|own| (&own.title, &own.text));
    let outcomes = publication.outcomes.iter().map(|own| (&own.title, &own.text));
    let mut prose: Vec<&Inline> = vec![];
    let mut records: Vec<&Inline> = vec![];
    for text in chapters.chain(summaries) {
        walk::inlines(&text.prose, Notes::Skip, &mut |inline| prose.push(inline));
    }
    for (title, text) in recommendations.chain(outcomes) {
        walk::line(&title.content, Notes::Skip, &mut |inline| records.push(inline));
        if let Some(text) = text {
            walk::inlines(&text.prose, Notes::Skip, &mut |inline| records.push(inline));
        }
    }
    for (inlines, least) in [(prose, 2000), (records, 300)] {
        let (mut written, mut lost) = (0, vec![]);
        for inline in inlines {
            let InlineKind::Text(text) = &inline.kind else { continue };
            let source = project.sources().get(inline.span.source);
            let (start, end) = (source.position(inline.span.range().start), source.position(inline.span.range().end));
            for word in text.split_whitespace().map(letters).filter(|word| !word.is_empty()) {
                written += 1;
                let is_there = |line| reached.get(&(source.path(), line)).is_some_and(|words| words.contains(&word));
                if !(start.line..=end.line).any(is_there) {
                    lost.push(format!("{word} of {}:{}", source.path(), start.line));
                }
            }
        }
        assert!(written > least && lost.len() * 100 <= written, "{} of {written} words: {lost:#?}", lost.len());
    }
}
