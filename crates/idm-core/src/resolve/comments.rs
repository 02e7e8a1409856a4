//! The comments that are kept. What they are about may be gone; what they say of themselves has to be right.

use std::collections::BTreeMap;

use super::Resolver;
use crate::diagnostic::{Diagnostic, Origin};
use crate::read::Entry;
use crate::remarks::remark::is_moment;
use crate::rules;
use crate::schema::PassageEntry;
use crate::source::Span;

impl Resolver<'_> {
    /// Looks through the comments that are kept.
    pub(super) fn check_comments(&mut self) {
        let records = self.records;
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for Entry { value, origin } in records.comments.iter() {
            match value.id.as_deref().filter(|id| !id.trim().is_empty()) {
                None => self.missing(origin, "this comment", "id"),
                Some(id) => {
                    let here = self.span(&origin.key("id"));
                    if let Some(&first) = seen.get(id) {
                        let message = format!("the comment `{id}` is listed twice");
                        let twice = Diagnostic::new(&rules::ID_DUPLICATE, origin.key("id"), message);
                        self.report(twice.label(first, "here").hint("keep one of the two"));
                    } else {
                        seen.insert(id, here);
                    }
                }
            }
            if let Some(date) = value.date.as_deref().filter(|date| !is_moment(date)) {
                self.invalid(
                    origin.key("date"),
                    date,
                    "a day or a moment, such as `2018-03-02` or `2018-03-02T10:00:00Z`",
                );
            }
            if value.page == Some(0) {
                self.invalid(origin.key("page"), "0", "a page: the first of a file is 1");
            }
            if let Some(passage) = &value.passage {
                self.check_passage(passage, &origin.key("passage"));
            }
        }
    }

    fn check_passage(&mut self, passage: &PassageEntry, origin: &Origin) {
        if passage.text.is_none() {
            self.missing(origin, "this passage", "text");
        }
        match passage.lines.as_slice() {
            [] => {}
            [first, last] if (1..=*last).contains(first) => {}
            _ => {
                let message = "these are no two lines, the first and the last";
                let wrong = Diagnostic::new(&rules::INVALID_VALUE, origin.key("lines"), message);
                self.report(wrong.hint("write them as numbers from 1 on, the smaller first: `lines: [3, 4]`"));
            }
        }
    }
}
