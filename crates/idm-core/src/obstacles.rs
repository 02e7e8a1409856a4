//! Which problems concern which draft.

use std::path::Path;

use crate::diagnostic::Severity;
use crate::diagnostic::located::Located;
use crate::model::Publication;
use crate::rules;

/// The outcomes' file. A draft names outcomes by their numbers, and says no more of them.
pub const OUTCOMES_FILE: &str = "outcomes.yaml";

/// What keeps a draft from being built: errors in its own folder or file, or in files that concern all drafts. What
/// matters for releases only is no reason against a draft.
pub fn obstacles<'a>(
    found: &'a [Located],
    own: &'a str,
    publication: &'a Publication,
) -> impl Iterator<Item = &'a Located> {
    found.iter().filter(move |found| {
        found.severity == Severity::Error && !rules::is_for_release(found.code) && concerns(found, own, publication)
    })
}

fn concerns(found: &Located, own: &str, publication: &Publication) -> bool {
    if lies_in(found, own) {
        return true;
    }
    let elsewhere = publication.panels.iter().any(|panel| lies_in(found, &panel.folder));
    let file = &found.location.file;
    !elsewhere && !file.starts_with("chapters/") && !file.ends_with("/panel.yaml") && file != OUTCOMES_FILE
}

/// Whether a problem is in a folder, or in a file.
pub fn lies_in(found: &Located, folder: &str) -> bool {
    Path::new(&found.location.file).starts_with(folder)
}

/// What has errors that may change numbers when they are mended: folders of panels, and the outcomes.
pub fn unsettled(found: &[Located], publication: &Publication) -> Vec<String> {
    let known = publication.panels.iter().map(|panel| panel.folder.clone());
    let unread = found.iter().filter_map(|found| found.location.file.strip_suffix("/panel.yaml")).map(str::to_owned);
    let mut folders: Vec<String> = known.chain(unread).chain([OUTCOMES_FILE.to_owned()]).collect();
    folders.sort();
    folders.dedup();
    let is_error = |found: &&Located| found.severity == Severity::Error && !rules::is_for_release(found.code);
    folders.retain(|folder| found.iter().filter(is_error).any(|found| lies_in(found, folder)));
    folders
}
