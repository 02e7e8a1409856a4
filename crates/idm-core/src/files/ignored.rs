//! What git ignores, which is no input.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gix::bstr::BStr;
use gix::glob::pattern::Case;
use gix::glob::wildmatch::Mode;
use gix::glob::{self, Pattern};

use super::revision::Repository;
use super::vetting::{self, Layout};

/// The rules of a repository for the files of a project in it: those of `.gitignore` and `.git/info/exclude`.
///
/// As git has it, a file that is committed is none that is ignored, whatever the rules say.
pub(super) struct Ignored {
    root: PathBuf,
    layout: Layout,
    /// The project's folder in the repository, with `/` at its end; empty at the top.
    prefix: String,
    /// Folders in the repository, in the same form, with their rules; the deeper ones come later.
    rules: Vec<(String, Vec<Pattern>)>,
    tracked: OnceCell<BTreeSet<String>>,
}

impl Ignored {
    /// The rules that hold in a project's folder; none where there is no repository, or one that ignores the whole folder.
    pub(super) fn new(root: &Path) -> Option<Self> {
        let layout = vetting::find(root).ok()??;
        let inner = super::with_slashes(root.strip_prefix(&layout.top).ok()?)?;
        let prefix = if inner.is_empty() { inner.clone() } else { format!("{inner}/") };
        let rules = vec![(String::new(), parse(&layout.common.join("info/exclude"), &layout.common))];
        let mut ignored = Self { root: root.to_owned(), layout, prefix, rules, tracked: OnceCell::new() };
        let mut folder = String::new();
        ignored.add(&folder);
        for part in inner.split('/').filter(|part| !part.is_empty()) {
            if ignored.matches(&format!("{folder}{part}"), true) {
                return None;
            }
            folder = format!("{folder}{part}/");
            ignored.add(&folder);
        }
        Some(ignored)
    }

    /// Reads the rules of a folder in the project, other than the project's own.
    pub(super) fn enter(&mut self, path: &str) {
        self.add(&format!("{}{path}/", self.prefix));
    }

    fn add(&mut self, folder: &str) {
        let rules = parse(&self.layout.top.join(folder).join(".gitignore"), &self.layout.top);
        if !rules.is_empty() {
            self.rules.push((folder.to_owned(), rules));
        }
    }

    /// Whether a path in the project is ignored, its folder being none that is.
    pub(super) fn holds(&self, path: &str, is_folder: bool) -> bool {
        self.matches(&format!("{}{path}", self.prefix), is_folder) && !self.is_tracked(path, is_folder)
    }

    fn matches(&self, path: &str, is_folder: bool) -> bool {
        let mut rules: Vec<_> = self.rules.iter().filter(|(folder, _)| path.starts_with(folder.as_str())).collect();
        rules.sort_by_key(|(folder, _)| folder.len());
        let verdict = rules.iter().rev().find_map(|(folder, patterns)| {
            let path = &path[folder.len()..];
            let name = path.rfind('/').map(|at| at + 1);
            let matches = |pattern: &&Pattern| {
                let mode = Mode::NO_MATCH_SLASH_LITERAL;
                pattern.matches_repo_relative_path(BStr::new(path), name, Some(is_folder), Case::Sensitive, mode)
            };
            patterns.iter().rev().find(matches).map(|pattern| !pattern.is_negative())
        });
        verdict.unwrap_or(false)
    }

    /// Whether a file is committed, or anything in a folder.
    fn is_tracked(&self, path: &str, is_folder: bool) -> bool {
        let tracked = self.tracked.get_or_init(|| {
            let committed = Repository::discover(&self.root).and_then(|repository| repository.committed());
            committed.unwrap_or_default()
        });
        if !is_folder {
            return tracked.contains(path);
        }
        let inside = format!("{path}/");
        tracked.range(inside.clone()..).next().is_some_and(|first| first.starts_with(&inside))
    }
}

/// The rules in a file. One that cannot be read has none.
fn parse(path: &Path, within: &Path) -> Vec<Pattern> {
    let text = vetting::small_text(path, within).ok().flatten().unwrap_or_default();
    let line = |line: &str| {
        let trimmed = line.trim_end_matches(' ');
        // A blank at the end counts behind a backslash.
        let kept =
            if trimmed.ends_with('\\') && trimmed.len() < line.len() { &line[..=trimmed.len()] } else { trimmed };
        if kept.is_empty() || kept.starts_with('#') { None } else { glob::parse(kept) }
    };
    text.lines().filter_map(line).collect()
}
