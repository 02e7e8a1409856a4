//! What Hayagriva has read of an entry, compared with what was typed.

use hayagriva::Entry;
use hayagriva::types::MaybeTyped;

use super::read::{Reader, wanted};
use crate::diagnostic::Origin;

impl Reader<'_> {
    /// Compares what was read with what was typed. A number in which Hayagriva saw another is printed as it was typed;
    /// where it takes nothing but a number, that is reported.
    pub(super) fn compare(&mut self, entry: &mut Entry, origin: &Origin) {
        macro_rules! as_typed {
            ($($key:literal, $get:ident, $set:ident;)*) => {$(
                let at = origin.key($key);
                if let Some(read) = entry.$get().map(|read| read.to_str().into_owned())
                    && let Some(typed) = self.scalar(&at)
                    && plain(&read) != plain(&typed)
                {
                    entry.$set(MaybeTyped::String(typed));
                }
            )*};
        }
        as_typed! {
            "issue", issue, set_issue;
            "chapter", chapter, set_chapter;
            "volume", volume, set_volume;
            "edition", edition, set_edition;
            "page-range", page_range, set_page_range;
            "time-range", time_range, set_time_range;
            "runtime", runtime, set_runtime;
        }
        for (key, read) in [("volume-total", entry.volume_total()), ("page-total", entry.page_total())] {
            let at = origin.key(key);
            if let Some(read) = read.map(ToString::to_string)
                && let Some(typed) = self.scalar(&at)
                && plain(&read) != plain(&typed)
            {
                self.report(&at, format!("`{typed}` would be printed as `{read}`"), wanted(key));
            }
        }
        if let Some(read) = entry.language().map(ToString::to_string) {
            let at = origin.key("language");
            let typed = self.scalar(&at).unwrap_or_default();
            let is_tag = read.split('-').next().is_some_and(|language| (2..=3).contains(&language.len()));
            if !is_tag || !read.eq_ignore_ascii_case(&typed.replace('_', "-")) {
                self.report(&at, format!("`{typed}` is no language"), wanted("language"));
            }
        }
        let mut parents = entry.parents().to_vec();
        let at = origin.key("parent");
        let is_list = !self.is_mapping(&at);
        // Those that say nothing were left out.
        let said = (0..parents.len().max(self.index.len(&at.path)))
            .map(|item| if is_list { at.index(item) } else { at.clone() })
            .filter(|at| self.index.keys(&at.path).any(|(key, _)| self.index.has(&at.key(key).path)));
        let said: Vec<Origin> = said.take(parents.len()).collect();
        for (parent, at) in parents.iter_mut().zip(&said) {
            self.compare(parent, at);
        }
        entry.set_parents(parents);
    }
}

/// A number as it is compared: dashes are alike, and blanks around the signs between numbers mean nothing.
pub(super) fn plain(number: &str) -> String {
    let mut plain = String::new();
    for word in number.split(' ') {
        if !plain.is_empty() && !plain.ends_with([',', '&', '-']) && !word.starts_with([',', '&', '-', '–', '—']) {
            plain.push(' ');
        }
        plain.extend(
            word.chars().filter(|&sign| sign != '\\').map(|sign| if matches!(sign, '–' | '—') { '-' } else { sign }),
        );
    }
    plain
}
