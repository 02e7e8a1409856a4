//! What became of the words that an edition has of its own: its translations.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::changes::{Change, FieldChangeKind, FieldNews, RecordNews, are_records, changes, group};
use crate::compare::{Field, by_key};
use crate::markdown::tree::{Inline, Prose, plain_text};
use crate::markdown::walk::{self, Notes};
use crate::published;
use crate::record::RecordKind;

/// What became of the records of one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionChanges {
    /// The letters of its language.
    pub language: String,
    /// The records that say something else than before, each with what is said in this edition alone.
    pub records: Vec<RecordNews>,
}

/// What became of the records of an edition, as far as its own texts say something else than before: not of records that came and
/// went, of numbers and dates, and of texts without a translation, which all editions share. `first` are the records of the first
/// edition in both states, as far as they are known, and `source` the letters of its language, by which texts that have no
/// translation are marked. Plain values bear no mark: they are translated where they say something else than in the first edition.
pub(super) fn own_changes(earlier: &Value, later: &Value, first: [Option<&Value>; 2], source: &str) -> Vec<RecordNews> {
    let changed = changes(earlier, later).records.into_iter().filter(|news| news.change == Change::Changed);
    let [first_earlier, first_later] = first.map(|first| first.filter(|first| are_records(first)));
    let all = [Some(earlier), Some(later), first_earlier, first_later];
    let all = all.map(|all| all.map(published::records).unwrap_or_default());
    let [earlier, later, first_earlier, first_later] = [0, 1, 2, 3].map(|at: usize| by_key(&all[at]));
    let mark = format!("[{source}] ");
    let own = |mut news: RecordNews| {
        let key = (news.kind, if news.kind == RecordKind::Publication { "" } else { &*news.id });
        let own_of = |name: &str| -> Vec<Own> {
            let Some(record) = later.get(&key) else { return vec![] };
            let of_group = record.fields.iter().filter(|(field, _)| group(field) == name);
            let all = of_group.filter_map(|(field, held)| {
                let was = earlier.get(&key).and_then(|was| was.field(field));
                let there = [&first_earlier, &first_later].map(|first| first.get(&key).and_then(|of| of.field(field)));
                match plain_becomes([was, Some(held)], there) {
                    Some(plain) => plain,
                    None if there[1] == Some(held) => None,
                    None => becomes(was, held, &mark),
                }
            });
            all.collect()
        };
        let told = |mut field: FieldNews| {
            let own = own_of(&field.field);
            let all = |one| own.iter().all(|own| *own == one);
            match own[..] {
                [] => return None,
                _ if all(Own::Translated) => field.change = FieldChangeKind::Translated,
                _ if all(Own::Deleted) => field.change = FieldChangeKind::TranslationDeleted,
                _ => {}
            }
            Some(field)
        };
        news.fields = std::mem::take(&mut news.fields).into_iter().filter_map(told).collect();
        news.earlier_number = None;
        (!news.fields.is_empty()).then_some(news)
    };
    changed.filter_map(own).collect()
}

/// What becomes of the words that an edition has of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    /// They are others.
    Changed,
    /// What stood in the language of the source is translated.
    Translated,
    /// It stands in the language of the source again.
    Deleted,
}

/// What becomes of a plain value of an edition, by what the first edition says there before and after; nothing if that is not known,
/// or it is no plain value.
fn plain_becomes([was, is]: [Option<&Field>; 2], first: [Option<&Field>; 2]) -> Option<Option<Own>> {
    let is_plain = |field: &Field| matches!(field, Field::Value(_) | Field::Values(_));
    let (was, is) = (was?, is.filter(|is| is_plain(is))?);
    let [was_first, is_first] = [first[0]?, first[1]?];
    Some(match (was != was_first, is != is_first) {
        (false, false) => None,
        _ if was == is => None,
        (true, false) => Some(Own::Deleted),
        (false, true) => Some(Own::Translated),
        (true, true) => Some(Own::Changed),
    })
}

/// What becomes of a field of an edition, as far as it is not marked as the source's; none if nothing does.
fn becomes(was: Option<&Field>, is: &Field, mark: &str) -> Option<Own> {
    // Where a statement comes from is written once.
    if was == Some(is) || matches!(is, Field::Sources(_)) {
        return None;
    }
    match (was.and_then(|was| owner(was, mark)), owner(is, mark)) {
        (Some(Owner::Source), Some(Owner::Source)) => None,
        (Some(Owner::Source), Some(Owner::Edition)) => Some(Own::Translated),
        (Some(Owner::Edition), Some(Owner::Source)) => Some(Own::Deleted),
        (None, Some(Owner::Source)) => None,
        (Some(Owner::Source), None) if !matches!(is, Field::Value(_) | Field::Values(_)) => None,
        _ => match (was, is) {
            (Some(Field::Lines(was)), Field::Lines(is)) => {
                (own_lines(was, mark) != own_lines(is, mark)).then_some(Own::Changed)
            }
            (Some(Field::Line(was)), Field::Line(is)) => (plain_text(was) != plain_text(is)).then_some(Own::Changed),
            _ => Some(Own::Changed),
        },
    }
}

/// Whose words a text is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Source,
    Edition,
}

/// Whose words a field is in; none if it has no words. Of lines, those of the edition count.
fn owner(field: &Field, mark: &str) -> Option<Owner> {
    let of = |is_source: bool| Some(if is_source { Owner::Source } else { Owner::Edition });
    match field {
        Field::Line(line) => {
            Some(plain_text(line)).filter(|line| !line.is_empty()).and_then(|line| of(line.starts_with(mark)))
        }
        Field::Lines(lines) if lines.is_empty() => None,
        Field::Lines(lines) => of(own_lines(lines, mark).is_empty()),
        Field::Text(text) => text.as_ref().and_then(|text| of(begins_with(text, mark))),
        _ => None,
    }
}

/// The lines that are not marked as the source's.
fn own_lines(lines: &[Cow<[Inline]>], mark: &str) -> Vec<String> {
    let lines = lines.iter().map(|line| plain_text(line));
    lines.filter(|line| !line.is_empty() && !line.starts_with(mark)).collect()
}

/// Whether a text begins with that.
fn begins_with(text: &Prose, mark: &str) -> bool {
    let mut first = None;
    walk::blocks(text, Notes::Skip, &mut |block| {
        walk::own_inlines(block, Notes::Skip, &mut |inline| {
            first.get_or_insert_with(|| plain_text(std::slice::from_ref(inline)));
        });
    });
    first.is_some_and(|first| first.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::changes::tests::records;
    use super::{FieldChangeKind, own_changes};

    #[test]
    fn translations_that_come_and_go_are_told_as_such() {
        let french =
            |summary: &str| records(|records| records["workshops"][0]["panels"][0]["summary"] = json!([summary]));
        let told = |earlier: &Value, later: &Value| -> Vec<FieldChangeKind> {
            let first = french("Words.");
            let news = own_changes(earlier, later, [Some(&first), Some(&first)], "en");
            news.into_iter().flat_map(|news| news.fields).map(|field| field.change).collect()
        };
        let (source, own, other) = (french("[en] Words."), french("Des mots."), french("D’autres mots."));
        assert_eq!(told(&own, &source), [FieldChangeKind::TranslationDeleted]);
        assert_eq!(told(&source, &own), [FieldChangeKind::Translated]);
        assert_eq!(told(&own, &other), [FieldChangeKind::Reworded]);
        assert_eq!(told(&source, &french("[en] Other words.")), []);
    }

    /// Posts, cities and names bear no mark where they stand in the language of the source.
    #[test]
    fn translations_of_plain_values_that_come_and_go_are_told_as_such() {
        let titled = |title: &str| records(|records| records["people"][0]["post"] = json!(title));
        let told = |earlier: [&str; 2], later: [&str; 2]| -> Vec<FieldChangeKind> {
            let [[was_first, was], [first, is]] = [earlier, later].map(|both| both.map(titled));
            let news = own_changes(&was, &is, [Some(&was_first), Some(&first)], "en");
            news.into_iter().flat_map(|news| news.fields).map(|field| field.change).collect()
        };
        let (source, own) = (["Opening"; 2], ["Opening", "Ouverture"]);
        assert_eq!(told(own, source), [FieldChangeKind::TranslationDeleted]);
        assert_eq!(told(source, own), [FieldChangeKind::Translated]);
        assert_eq!(told(own, ["Opening", "Début"]), [FieldChangeKind::Changed]);
        // What changed in the source, and never had a translation, is told of the first edition.
        assert_eq!(told(source, ["Beginning"; 2]), []);
        // Both at once: the translation is gone all the same.
        assert_eq!(told(own, ["Beginning"; 2]), [FieldChangeKind::TranslationDeleted]);
        // Where nothing is known of the first edition before, an own value that changed is told as changed.
        let [first, was, is] = ["Opening", "Ouverture", "Début"].map(titled);
        let news = own_changes(&was, &is, [None, Some(&first)], "en");
        assert_eq!(news[0].fields[0].change, FieldChangeKind::Changed);
    }
}
