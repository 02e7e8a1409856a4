//! What may be done about a problem.

use gen_lsp_types::{CodeAction, CodeActionKind, Diagnostic, Position, Range, TextEdit};
use idm::Project;
use idm::diagnostic::Severity;
use idm::diagnostic::located::{Located, LocatedFix};
use idm::mentions::{Role, Space};
use idm::model::AnchorKind;
use idm_core::diagnostic::KeyPath;
use idm_core::rules;
use idm_core::source::Source;

use crate::edits::Changes;
use crate::positions::Lines;
use crate::problems;
use crate::workspace::{Opened, mention_among};

/// What may be done about the problems in a range of a file. `creates` says whether the editor can make files.
pub(crate) fn in_range(opened: &Opened, path: &str, range: Range, creates: bool) -> Vec<CodeAction> {
    let edition = opened.edition_of(path);
    let findings = edition.findings();
    let touched = |found: &&Located| {
        let at = problems::range(edition, &found.location);
        found.location.file == path && at.start <= range.end && range.start <= at.end
    };
    let mut actions = vec![];
    for found in findings.iter().filter(touched) {
        for fix in &found.fixes {
            let edit = fixed(edition, [fix]);
            let problem = Some(problems::problem(opened, edition, found));
            actions.push(action(opened, &fix.title, problem, edit, CodeActionKind::QuickFix, fix.is_safe));
        }
        let mut offer = |title: &str, changes: Option<Changes>| {
            if let Some(changes) = changes.filter(|changes| creates || !changes.moves_files()) {
                let problem = Some(problems::problem(opened, edition, found));
                actions.push(action(opened, title, problem, changes, CodeActionKind::QuickFix, false));
            }
        };
        if found.code == rules::UNKNOWN_ACRONYM.code
            && let Some(acronym) = written(edition, found)
        {
            let record = format!("- short: {acronym}\n  long:\n");
            offer(&format!("add `{acronym}` to acronyms.yaml"), listed(opened, "acronyms.yaml", &record));
        }
        if found.code == rules::REFERENCE_DANGLING.code
            && let Some(person) = unknown_person(edition, found)
        {
            let record = format!("- id: {person}\n  name:\n");
            offer(&format!("add `{person}` to people.yaml"), listed(opened, "people.yaml", &record));
        }
        let adjustable = rules::find(found.code).is_some_and(|rule| rule.adjustable);
        if found.severity == Severity::Warning && adjustable && found.code != rules::WAIVER_UNUSED.code {
            let title = format!("accept `{}` in this file, for a reason to be given in publication.yaml", found.code);
            offer(&title, waived(opened, found));
        }
    }
    let safe: Vec<&LocatedFix> = safe_fixes(&findings, path);
    if !safe.is_empty() {
        let title = "mend what leaves no doubt in this file";
        actions.push(action(opened, title, None, fixed(edition, safe), CodeActionKind::SourceFixAll, false));
    }
    actions
}

fn action(
    opened: &Opened,
    title: &str,
    problem: Option<Diagnostic>,
    changes: Changes,
    kind: CodeActionKind,
    is_preferred: bool,
) -> CodeAction {
    CodeAction {
        title: title.to_owned(),
        kind: Some(kind),
        diagnostics: problem.map(|problem| vec![problem]),
        is_preferred: is_preferred.then_some(true),
        edit: Some(changes.finish(opened)),
        ..CodeAction::default()
    }
}

/// The safe fixes of a file that can be applied together.
fn safe_fixes<'a>(findings: &'a idm::Findings, path: &str) -> Vec<&'a LocatedFix> {
    let mut chosen: Vec<&LocatedFix> = vec![];
    let in_file = findings.iter().filter(|found| found.location.file == path);
    for fix in in_file.filter_map(|found| found.fixes.iter().find(|fix| fix.is_safe)) {
        let touches = chosen.iter().flat_map(|fix| &fix.edits).any(|other| {
            fix.edits.iter().any(|edit| {
                let (one, two) = (edit.range.span.range(), other.range.span.range());
                edit.file == other.file && one.start <= two.end && two.start <= one.end
            })
        });
        if !touches {
            chosen.push(fix);
        }
    }
    chosen
}

fn fixed<'a>(edition: &Project, fixes: impl IntoIterator<Item = &'a LocatedFix>) -> Changes {
    let mut changes = Changes::default();
    for edit in fixes.into_iter().flat_map(|fix| &fix.edits) {
        changes.replace(edition, edit.range.span, edit.text.clone());
    }
    changes
}

/// What is written at a problem's place.
fn written<'a>(edition: &'a Project, found: &Located) -> Option<&'a str> {
    let text = edition.sources().text(found.location.range?.span);
    (!text.is_empty() && text.chars().all(char::is_alphanumeric)).then_some(text)
}

/// The person that is named at a problem's place, and is none.
fn unknown_person(edition: &Project, found: &Located) -> Option<String> {
    let span = found.location.range?.span;
    let mention = mention_among(&edition.mentions(), span.source, span.range().end)?;
    let fits =
        mention.kind == Some(AnchorKind::Person) && mention.role == Role::Use && mention.space == Space::Publication;
    (fits && edition.named(&mention.name).is_none()).then_some(mention.name)
}

/// A record more in a file that lists some, which is made if it is not there.
fn listed(opened: &Opened, path: &str, record: &str) -> Option<Changes> {
    let mut changes = Changes::default();
    match opened.source(path) {
        Some((id, source)) => {
            let index = opened.project.index(id)?;
            let empty = index.len(&KeyPath::root()) == 0;
            if empty && !index.is_empty() {
                // `[]`: nothing can be added before it is taken away.
                let range = opened.range(index.full_span(&KeyPath::root()));
                changes.edit(path.to_owned(), TextEdit { range, new_text: record.trim_end().to_owned() });
            } else {
                changes.edit(path.to_owned(), appended(source, record));
            }
        }
        None if opened.project.paths().iter().any(|known| known == path) => return None,
        None => {
            changes.create(path);
            let start = Position { line: 0, character: 0 };
            changes.edit(path.to_owned(), TextEdit { range: Range { start, end: start }, new_text: record.to_owned() });
        }
    }
    Some(changes)
}

/// Lines at the end of a file.
fn appended(source: &Source, lines: &str) -> TextEdit {
    let text = source.text();
    let end = Lines::new(text).position(text.len());
    let before = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    TextEdit { range: Range { start: end, end }, new_text: format!("{before}{lines}") }
}

/// A waiver more in `publication.yaml`. Its reason is for the author to give: without one it is a mistake.
fn waived(opened: &Opened, found: &Located) -> Option<Changes> {
    const FILE: &str = "publication.yaml";
    let (id, source) = opened.source(FILE)?;
    let index = opened.project.index(id)?;
    let waivers = KeyPath::root().key("waivers");
    let file = serde_json::to_string(&found.location.file).ok()?;
    let item = |indent: &str| format!("{indent}- code: {}\n{indent}  file: {file}\n{indent}  reason:\n", found.code);
    let mut changes = Changes::default();
    if index.len(&waivers) > 0 {
        let text = source.text();
        let first = index.full_span(&waivers.index(0)).range().start;
        let lines = Lines::new(text);
        let line = lines.line_of(first);
        // The sign of the item stands before it.
        let indent = text[line.start..first].strip_suffix("- ").filter(|indent| indent.trim().is_empty())?;
        let last = index.full_span(&waivers.index(index.len(&waivers) - 1)).range().end;
        let end = lines.line_of(text[..last].trim_end().len()).end;
        let new_text = format!("\n{}", item(indent).trim_end());
        let at = lines.position(end);
        changes.edit(FILE.to_owned(), TextEdit { range: Range { start: at, end: at }, new_text });
    } else if !index.keys(&KeyPath::root()).any(|(key, _)| key == "waivers") {
        changes.edit(FILE.to_owned(), appended(source, &format!("\nwaivers:\n{}", item("  "))));
    } else {
        return None;
    }
    Some(changes)
}
