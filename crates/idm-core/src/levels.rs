//! The publication's own say on what is an error: severities by code, and waivers.

use crate::diagnostic::Severity;
use crate::diagnostic::located::{Located, LocatedRange, Location};
use crate::model::Settings;
use crate::rules;
use crate::schema::LevelEntry;
use crate::source::Sources;

/// Applies a publication's settings to what was found. A waiver that waives nothing in a file is reported, if the edition
/// `answers_for` that file, since others may have read another in its place, and if what it waives is looked for at all: some is only
/// for a release, and some is something else there.
pub fn apply(
    settings: &Settings,
    sources: &Sources,
    mut found: Vec<Located>,
    is_for_release: bool,
    answers_for: impl Fn(&str) -> bool,
) -> Vec<Located> {
    found.retain_mut(|diagnostic| {
        let adjustable = rules::find(diagnostic.code).is_some_and(|rule| rule.adjustable);
        match settings.levels.get(diagnostic.code) {
            Some(LevelEntry::Allow) if adjustable => return false,
            Some(LevelEntry::Warn) if adjustable => diagnostic.severity = Severity::Warning,
            Some(LevelEntry::Deny) => diagnostic.severity = Severity::Error,
            _ => {}
        }
        true
    });
    for waiver in &settings.waivers {
        let before = found.len();
        found.retain(|diagnostic| diagnostic.code != waiver.code || diagnostic.location.file != waiver.file);
        if found.len() == before && answers_for(&waiver.file) && rules::is_looked_for(&waiver.code, is_for_release) {
            let file = sources.get(waiver.span.source);
            let position = |offset: u32| file.position(offset as usize);
            found.push(Located {
                code: rules::WAIVER_UNUSED.code,
                severity: rules::WAIVER_UNUSED.severity,
                message: format!("there is no `{}` in `{}` any more", waiver.code, waiver.file),
                location: Location {
                    file: file.path().to_owned(),
                    range: Some(LocatedRange {
                        span: waiver.span,
                        start: position(waiver.span.start),
                        end: position(waiver.span.end),
                    }),
                    key: None,
                },
                labels: vec![],
                hints: vec!["remove the waiver".to_owned()],
                fixes: vec![],
            });
        }
    }
    found
}
