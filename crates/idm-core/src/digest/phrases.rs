//! The sentences and names that templates of the digest are spared from putting together.

use minijinja::value::{Kwargs, Value};
use minijinja::{Error, ErrorKind};

use crate::words::{Words, fill};

/// How long a record's title may be in the digest, in characters.
const TITLE: usize = 80;
/// How many files are named as the reason for which a document was built.
const FILES: usize = 3;

/// The text at a place of the words. That it is missing is a mistake of the template.
pub(super) fn word(words: &Words, path: &str) -> Result<String, Error> {
    words.get(path).map(str::to_owned).ok_or_else(|| {
        let language = words.language();
        Error::new(ErrorKind::InvalidOperation, format!("there is no word `{path}` in `{language}`"))
    })
}

/// A text of the words with its gaps filled.
pub(super) fn filled(words: &Words, path: &str, values: &[(&str, String)]) -> Result<String, Error> {
    let values: Vec<(String, String)> = values.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    Ok(fill(&word(words, path)?, &values))
}

/// A text of the words with its gaps filled from a call's named arguments.
pub(super) fn filled_by_name(words: &Words, path: &str, values: &Kwargs) -> Result<String, Error> {
    let mut filled = vec![];
    for name in values.args() {
        filled.push((name.to_owned(), values.get::<Value>(name)?.to_string()));
    }
    Ok(fill(&word(words, path)?, &filled))
}

/// The word for a key of the records. A key without a word stands for itself.
pub(super) fn label(words: &Words, section: &str, key: &str) -> String {
    words.get(&format!("{section}.{key}")).map_or_else(|| key.replace('-', " "), str::to_owned)
}

/// A record by its kind, number and title: `Panel 2 “Return”`. What has no kind is a panel.
pub(super) fn named(words: &Words, record: &Value) -> Result<String, Error> {
    let kind = part(record, "kind")?.unwrap_or_else(|| "panel".to_owned());
    let mut name = label(words, "kind", &kind);
    if let Some(number) = part(record, "number")? {
        name.push(' ');
        name.push_str(&number);
    }
    if let Some(title) = part(record, "title")? {
        let (open, close) = (word(words, "mark.open")?, word(words, "mark.close")?);
        name.push_str(&format!(" {open}{}{close}", shorten(&title, TITLE)));
    }
    Ok(name)
}

/// The name of the digest's panel of that identifier, if it has one.
pub(super) fn panel(words: &Words, digest: &Value, id: &str) -> Result<Option<String>, Error> {
    for panel in digest.get_attr("panels")?.try_iter()? {
        if part(&panel, "id")?.as_deref() == Some(id) {
            return named(words, &panel).map(Some);
        }
    }
    Ok(None)
}

/// Whether a document is of another edition than the first.
fn is_of_other(digest: &Value, document: &Value) -> Result<bool, Error> {
    let publication = digest.get_attr("publication")?;
    let first = if publication.is_none() { None } else { part(&publication, "language")? };
    let own = part(document, "language")?.filter(|language| !language.is_empty());
    Ok(first.is_some() && own.is_some() && first != own)
}

/// The path of a panel's draft in the first edition, if it has one.
pub(super) fn draft(digest: &Value, panel: &str) -> Result<Option<String>, Error> {
    for document in digest.get_attr("documents")?.try_iter()? {
        if part(&document, "panel")?.as_deref() == Some(panel) && !is_of_other(digest, &document)? {
            return part(&document, "path");
        }
    }
    Ok(None)
}

/// What a document is called: a draft by its panel, the records by a word, either of another edition with its language; any
/// other by its path.
pub(super) fn document(words: &Words, digest: &Value, document: &Value) -> Result<String, Error> {
    let is_named = part(document, "panel")?.is_some() || part(document, "kind")?.as_deref() == Some("records");
    if is_named { by_kind(words, digest, document) } else { Ok(part(document, "path")?.unwrap_or_default()) }
}

/// What a document is called that could not be made, and may have no path: a draft by its panel, the book and the records by words.
pub(super) fn failure(words: &Words, digest: &Value, failure: &Value) -> Result<String, Error> {
    let is_known = part(failure, "kind")?.is_some();
    if is_known { by_kind(words, digest, failure) } else { Ok(part(failure, "document")?.unwrap_or_default()) }
}

/// The name of a document by what it is, of another edition than the first with its language.
fn by_kind(words: &Words, digest: &Value, document: &Value) -> Result<String, Error> {
    let name = if let Some(id) = part(document, "panel")? {
        panel(words, digest, &id)?.unwrap_or(id)
    } else if part(document, "kind")?.as_deref() == Some("records") {
        word(words, "digest.records")?
    } else {
        word(words, "digest.the-book")?
    };
    match part(document, "language")?.filter(|_| is_of_other(digest, document).unwrap_or(false)) {
        Some(language) => Ok(format!("{name} ({})", label(words, "language", &language))),
        None => Ok(name),
    }
}

/// The same of the document that scripts know by a name.
fn called(words: &Words, digest: &Value, name: &str) -> Result<Option<String>, Error> {
    for known in digest.get_attr("documents")?.try_iter()? {
        if part(&known, "document")?.as_deref() == Some(name) {
            return document(words, digest, &known).map(Some);
        }
    }
    Ok(None)
}

/// A day, given as `2017-04-18`, in the words of the language.
pub(super) fn day(words: &Words, date: &str) -> Result<String, Error> {
    let parts: Vec<usize> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month, day] = parts[..] else { return Ok(date.to_owned()) };
    let Some(month) = words.nth("date.months", month.wrapping_sub(1)) else { return Ok(date.to_owned()) };
    let day = if day == 1 { word(words, "date.first-day")? } else { day.to_string() };
    filled(words, "date.day", &[("day", day), ("month", month.to_owned()), ("year", year.to_string())])
}

/// What happened to a record, phrase by phrase.
pub(super) fn happened(words: &Words, record: &Value) -> Result<String, Error> {
    let mut phrases = vec![];
    match part(record, "change")?.as_deref() {
        Some("changed") | None => {}
        Some(change) => phrases.push(word(words, &format!("digest.{change}"))?),
    }
    if let Some(earlier) = part(record, "earlier_number")? {
        phrases.push(filled(words, "digest.formerly", &[("what", earlier)])?);
    }
    for field in record.get_attr("fields")?.try_iter()? {
        let field_key = part(&field, "field")?.unwrap_or_default();
        let name = label(words, "changed", &field_key);
        let change = part(&field, "change")?.unwrap_or_default();
        let values = (part(&field, "earlier")?, part(&field, "later")?);
        phrases.push(match (change.as_str(), values) {
            ("status", (Some(earlier), Some(later))) => {
                let (earlier, later) = (label(words, "status", &earlier), label(words, "status", &later));
                filled(words, "digest.status", &[("earlier", earlier), ("later", later)])?
            }
            ("changed", (Some(earlier), Some(later))) => {
                // The kind of a session is a word of the publication, that of a workshop is typed as it is printed.
                let is_word = field_key == "kind" && part(record, "kind")?.as_deref() == Some("session");
                let told = |value: String| if is_word { label(words, "session", &value) } else { value };
                let values = [("field", name), ("earlier", told(earlier)), ("later", told(later))];
                filled(words, "digest.changed-values", &values)?
            }
            ("status", _) => filled(words, "digest.changed", &[("field", name)])?,
            (change, _) => filled(words, &format!("digest.{change}"), &[("field", name)])?,
        });
    }
    Ok(phrases.join(words.get("mark.semicolon").unwrap_or("; ")))
}

/// What is, and what was before if that is known and another: `12 (was 11)`.
pub(super) fn since(words: &Words, now: &Value, before: &Value) -> Result<String, Error> {
    let text = |value: &Value| if value.is_none() || value.is_undefined() { String::new() } else { value.to_string() };
    let now = text(now);
    match text(before) {
        before if before.is_empty() || before == now => Ok(now),
        before => Ok(format!("{now} ({})", filled(words, "digest.formerly", &[("what", before)])?).trim().to_owned()),
    }
}

/// Why a document was built or kept; nothing if that is not known.
pub(super) fn why(words: &Words, reason: &Value) -> Result<String, Error> {
    if reason.is_none() {
        return Ok(String::new());
    }
    let code = part(reason, "code")?.unwrap_or_default();
    let mut files = vec![];
    for file in reason.get_attr("files")?.try_iter()? {
        files.push(file.to_string());
    }
    let more = files.len().saturating_sub(FILES);
    files.truncate(FILES);
    if more > 0 {
        let number = if more == 1 { "one" } else { "many" };
        files.push(filled(words, &format!("digest.more-{number}"), &[("count", more.to_string())])?);
    }
    let alone = if code == "numbers" && files.is_empty() { "-alone" } else { "" };
    let path = format!("digest.reason-{code}{alone}");
    if words.get(&path).is_none() {
        // A reason that came later than the words.
        return Ok(part(reason, "text")?.unwrap_or_default());
    }
    filled(words, &path, &[("files", files.join(", "))])
}

/// How long the digest's run took, and what of it took longest.
pub(super) fn took(words: &Words, digest: &Value) -> Result<String, Error> {
    let run = digest.get_attr("run")?;
    let total = part(&run, "total_ms")?.unwrap_or_default();
    let mut parts = vec![];
    for slow in run.get_attr("slowest")?.try_iter()? {
        let (name, time) = (part(&slow, "name")?.unwrap_or_default(), part(&slow, "ms")?.unwrap_or_default());
        let name = called(words, digest, &name)?.unwrap_or(name);
        parts.push(filled(words, "digest.part", &[("name", name), ("time", time)])?);
    }
    if parts.is_empty() {
        filled(words, "digest.run", &[("total", total)])
    } else {
        filled(words, "digest.slowest", &[("total", total), ("parts", parts.join(", "))])
    }
}

/// A text cut to a number of characters, at a space if there is one.
pub(super) fn shorten(text: &str, length: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(length) else {
        return text.to_owned();
    };
    let kept = &text[..end];
    // A word that ends just where the text is cut is whole.
    let whole = text[end..].starts_with(' ');
    let kept = if whole { kept } else { kept.rsplit_once(' ').map_or(kept, |(words, _)| words) };
    format!("{}…", kept.trim_end())
}

/// What a record has at a key, as text.
fn part(record: &Value, key: &str) -> Result<Option<String>, Error> {
    let value = record.get_attr(key)?;
    Ok((!value.is_none() && !value.is_undefined()).then(|| value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn texts_are_cut_between_words() {
        assert_eq!(shorten("one two three", 20), "one two three");
        assert_eq!(shorten("one two three", 13), "one two three");
        assert_eq!(shorten("one two three", 9), "one two…");
        assert_eq!(shorten("one two three", 7), "one two…");
        assert_eq!(shorten("élémentaire", 4), "élém…");
    }
}
