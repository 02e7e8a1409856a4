//! Texts that belong to a record that could not be read: what is wrong within them is reported all the same, so that one
//! broken file hides nothing in the files beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::Resolver;
use super::references::for_each_target;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expression::Expressions;
use crate::markdown::tree::{Prose, TextId};
use crate::markdown::{self, Context, Parsed, Shape};
use crate::model::Anchors;
use crate::read::{self, Inputs};
use crate::rules;
use crate::source::{Locator, SourceId};

impl Resolver<'_> {
    /// Reports what is wrong in texts that nothing has asked for, and what they point at that is not there.
    pub(super) fn check_strays(&mut self, anchors: &Anchors) {
        let mut problems: Vec<Diagnostic> = vec![];
        for prose in read_all(self.project, &self.texts, self.diagnostics) {
            for_each_target(&prose, &mut |target, wants_reference| {
                problems.extend(if wants_reference {
                    self.source_problem(anchors, target)
                } else {
                    self.problem(anchors, target)
                });
            });
        }
        self.diagnostics.extend(problems);
    }
}

/// Reports what is wrong in the summaries of a project whose `publication.yaml` cannot be read.
pub(crate) fn check_texts(project: &Inputs, diagnostics: &mut Diagnostics) {
    read_all(project, &BTreeMap::new(), diagnostics);
}

/// Reads the summaries that have not been read. What they say by expressions is not known.
fn read_all(project: &Inputs, known: &BTreeMap<SourceId, u32>, diagnostics: &mut Diagnostics) -> Vec<Arc<Prose>> {
    let expressions = Expressions::new(|| Value::Null);
    let mut found = vec![];
    for &source in &project.asked {
        let file = project.sources.get(source);
        let is_summary = file.path().starts_with("workshops/") && file.path().ends_with("/summary.md");
        // What is no text of one piece, or no UTF-8, has been reported as a whole.
        let is_sound = read::conflict(file.text(), true).is_none() && !file.text().contains('\u{fffd}');
        if !is_summary || !is_sound || known.contains_key(&source) {
            continue;
        }
        let locator = Locator::whole(source, file.text().len());
        let id = TextId { source, number: 0 };
        let context = Context { locator: &locator, expressions: &expressions, shape: Shape::Summary, id };
        let Parsed { prose, diagnostics: own, .. } = markdown::parse(file.text(), &context);
        let own = own.list().iter().filter(|problem| problem.rule != &rules::EXPRESSION);
        diagnostics.extend(own.cloned());
        found.push(prose);
    }
    found
}
