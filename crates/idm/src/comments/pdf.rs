//! Remarks out of an annotated PDF.

mod around;
mod passage;

use std::collections::BTreeMap;

use idm_core::remarks::map::DraftMap;
use idm_core::remarks::remark::{Answer, Said};
use idm_render::pdf::annotations::{self, Annotation};

use around::Context;
use passage::{At, Passages};

/// What was said in a PDF.
///
/// # Errors
/// If it cannot be read, or carries a map that cannot: a sentence without a full stop.
pub(super) fn said(file: &str, pdf: &[u8]) -> Result<Vec<Said>, String> {
    let annotated = annotations::read(pdf).map_err(|error| error.to_string())?;
    let map = annotated.map.as_deref().map(DraftMap::read).transpose()?;
    let passages = map.as_ref().map(|map| Passages::new(map, &annotated.destinations));
    let list = &annotated.annotations;
    let mut twins = BTreeMap::new();
    let mut found: Vec<Said> = vec![];
    for (at, belonging) in threads(list) {
        let Some(annotation) = list.get(at) else { continue };
        let mut one = Said {
            file: file.to_owned(),
            draft: map.as_ref().map(|map| (map.of.clone(), map.revision.clone())),
            page: Some(annotation.page + 1),
            at: place(annotation),
            kind: annotation.kind.to_owned(),
            comment: annotation.comment.clone(),
            author: annotation.author.clone(),
            date: annotation.date.clone(),
            name: annotation.name.clone(),
            ..Said::default()
        };
        let mark = answered(&mut one, annotation, &belonging);
        let letters = annotated.letters.get(&mark.page).map_or(&[][..], Vec::as_slice);
        let context = Context::of(mark, letters);
        match passages.as_ref().map_or(At::Nowhere, |passages| passages.at(mark.page, &context)) {
            At::Passage(entry) => one.passage = Some(entry.clone()),
            At::References => one.at_references = true,
            At::Nowhere => {}
        }
        one.marked = context.marked;
        one.before = context.before;
        // The same mark at the same place twice is two remarks.
        let twin = twins.entry(one.id()).or_insert(0);
        one.twin = *twin;
        *twin += 1;
        found.push(one);
    }
    Ok(found)
}

/// Takes into a remark what belongs to it: its other parts, answers and states. Gives the part that marks words.
fn answered<'a>(one: &mut Said, annotation: &'a Annotation, belonging: &[&'a Annotation]) -> &'a Annotation {
    let mut mark = annotation;
    let mut states: Vec<(&Option<String>, &String)> = vec![];
    for answer in belonging {
        if answer.is_part {
            // A caret and a strike that belong together put one text in the place of another.
            if matches!((annotation.kind, answer.kind), ("insertion", "strike") | ("strike", "insertion")) {
                one.kind = "replacement".to_owned();
            }
            if answer.marks_words {
                mark = answer;
            }
            if one.comment.is_empty() {
                one.comment.clone_from(&answer.comment);
            }
        } else if let Some(state) = &answer.state {
            states.push((&answer.date, state));
        } else {
            let (author, date) = (answer.author.clone(), answer.date.clone());
            one.answers.push(Answer { author, date, comment: answer.comment.clone() });
        }
    }
    one.answers.sort_by(|one, other| one.date.cmp(&other.date));
    // The last that was set holds.
    states.sort_by_key(|(date, _)| *date);
    one.state = states.pop().map(|(_, state)| state.clone()).filter(|state| state != "None");
    mark
}

/// Where a mark begins, in whole points. Programs write the same number a little differently; what is rounded lies seldom
/// at a half.
fn place(annotation: &Annotation) -> String {
    let whole = |points: f64| (points + 0.2371).floor();
    annotation.areas.first().map(|area| format!("{} {}", whole(area.left), whole(area.top))).unwrap_or_default()
}

/// The annotations that threads begin with, each with what answers it or each other.
fn threads(list: &[Annotation]) -> BTreeMap<usize, Vec<&Annotation>> {
    let mut firsts: Vec<Option<usize>> = vec![None; list.len()];
    let mut seen: Vec<Option<usize>> = vec![None; list.len()];
    for start in 0..list.len() {
        let (mut path, mut at) = (vec![], start);
        let first = loop {
            if let Some(first) = firsts[at] {
                break first;
            }
            // Annotations that answer each other in a circle are a thread of the one that is met first.
            if seen[at].replace(start) == Some(start) {
                break at;
            }
            path.push(at);
            match list[at].answers.filter(|above| *above < list.len()) {
                Some(above) => at = above,
                None => break at,
            }
        };
        path.into_iter().for_each(|at| firsts[at] = Some(first));
    }
    let mut threads: BTreeMap<usize, Vec<&Annotation>> = BTreeMap::new();
    for (at, first) in firsts.into_iter().enumerate() {
        let first = first.unwrap_or(at);
        let thread = threads.entry(first).or_default();
        if first != at {
            thread.push(&list[at]);
        }
    }
    threads
}

#[cfg(test)]
mod tests;
