//! Acronyms: without points, without an apostrophe in the plural, and used if they are listed.

use std::collections::{BTreeSet, HashSet};

use super::phrases::possessive;
use super::running::{Running, Sort};
use super::{Desk, numbers};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::tree::{BlockKind, InlineKind, plain_text};
use crate::markdown::walk;
use crate::model::Passage;
use crate::rules;

/// Acronyms that need not be listed to be known.
const COMMON: [&str; 3] = ["UN", "EU", "NGO"];

/// Words after which several are meant.
const SEVERAL: &[&str] = &["many", "several", "few", "these", "those", "both", "various", "numerous", "most", "all"];

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    let listed: BTreeSet<&str> = desk.publication.acronyms.iter().map(|acronym| acronym.short.text.as_str()).collect();
    let known = |word: &str| listed.contains(word) || COMMON.contains(&word);
    for line in desk.lines.iter().filter(|line| !line.quoted) {
        for at in 0..line.tokens.len() {
            if desk.is_english() && line.at(at + 1) == "." {
                diagnostics.extend(points(desk, line, at, &known));
            }
            if desk.is_english() && line.at(at).starts_with(char::is_uppercase) {
                diagnostics.extend(plural(desk, line, at, &known));
            }
        }
    }
    // With something unread, what is not found may stand there; and an acronym that is unknown may be this one, misspelt.
    let unknown = diagnostics.list().iter().any(|found| found.rule == &rules::UNKNOWN_ACRONYM);
    if desk.complete && !unknown {
        unused(desk, diagnostics);
    }
}

/// "U.N." and "N.G.O.s".
fn points(desk: &Desk, line: &Running, at: usize, known: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
    let is_letter = |at: usize| {
        let letter = line.at(at);
        letter.len() == 1 && letter.starts_with(|char: char| char.is_ascii_uppercase())
    };
    if line.is_glued(at) && !matches!(line.before(at, 1), "(" | "\"" | "“") {
        return None;
    }
    let mut letters = String::new();
    let mut last = at;
    let mut next = at;
    while is_letter(next) && line.at(next + 1) == "." && line.is_glued(next + 1) && (next == at || line.is_glued(next))
    {
        letters.push_str(line.at(next));
        last = next + 1;
        next += 2;
    }
    if letters.len() < 2 || !known(&letters) {
        return None;
    }
    // The last point may be the sentence's: then it stays.
    let ends_sentence = next >= line.tokens.len();
    let bytes = line.bytes(at, if ends_sentence { last - 1 } else { last });
    let message = format!("`{}` is written with points", &line.text[bytes.clone()]);
    Some(desk.problem(&rules::ACRONYM_POINTS, line, bytes, message)?.hint(format!("write `{letters}`")))
}

/// "Many NGO's". Where one may be meant, the apostrophe is right.
fn plural(desk: &Desk, line: &Running, at: usize, known: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
    let acronym = possessive(line.at(at)).filter(|word| known(word))?;
    let number = |at: usize| line.integer(at).or_else(|| numbers::from_words(line, at).map(|(number, _)| number));
    let before = at.checked_sub(1)?;
    let several = line.is_any(before, SEVERAL)
        || (line.sort(before) != Some(Sort::Mark) && number(before).is_some_and(|number| number > 1));
    // "All NGO's" but "all IOM's offices": a noun that follows may be what belongs to one.
    let noun = line.is_any(before, &["all", "most"]) && line.sort(at + 1) == Some(Sort::Word);
    let joined = line.at(at + 1) == "-" && line.is_glued(at + 1);
    if !several || noun || joined {
        return None;
    }
    let bytes = line.bytes(at, at);
    let message = format!("the plural `{}` has an apostrophe", line.at(at));
    Some(desk.problem(&rules::ACRONYM_PLURAL, line, bytes, message)?.hint(format!("write `{acronym}s`")))
}

fn unused<'a>(desk: &Desk<'a>, diagnostics: &mut Diagnostics) {
    let mut used: HashSet<&'a str> = HashSet::new();
    let publication = desk.publication;
    let shorts = || publication.acronyms.iter().map(|acronym| acronym.short.text.as_str());
    let words: HashSet<&'a str> = shorts().collect();
    let capitals_only = shorts().all(|short| short.chars().any(char::is_uppercase));
    // Names that are no single word: "C&F", "UN/ECE".
    let compounds: Vec<&str> = shorts().filter(|short| !short.chars().all(char::is_alphanumeric)).collect();
    let mut take = |text: &str| {
        for word in text.split(|char: char| !char.is_alphanumeric()) {
            // Words without a capital are none, and by far the most.
            if capitals_only && !word.chars().any(char::is_uppercase) {
                continue;
            }
            let forms = [Some(word), word.strip_suffix('s'), word.strip_suffix("es")];
            used.extend(forms.into_iter().flatten().filter_map(|form| words.get(form).copied()));
        }
        used.extend(compounds.iter().copied().filter(|short| text.contains(short)));
    };
    for line in &desk.lines {
        take(&line.text);
    }
    publication.passages(&mut |passage, _| {
        let Passage::Text(text) = passage else { return };
        walk::blocks(&text.prose, walk::Notes::Skip, &mut |block| match &block.kind {
            BlockKind::KeyMessages { title: Some(title), .. } | BlockKind::GoodPractice { title: Some(title), .. } => {
                take(title);
            }
            BlockKind::Quotation { by: Some(by), .. } => take(&by.name),
            BlockKind::Figure(figure) => take(&figure.image.alt),
            BlockKind::Code { text, .. } => take(text),
            _ => {}
        });
        walk::inlines(&text.prose, walk::Notes::Skip, &mut |inline| match &inline.kind {
            InlineKind::Code(text) => take(text),
            InlineKind::Foreign { content, .. } => take(&plain_text(content)),
            _ => {}
        });
    });
    for person in &publication.people {
        for plain in [&person.post, &person.organization].into_iter().flatten() {
            take(&plain.text);
        }
    }
    for framework in &publication.frameworks {
        take(&framework.short.text);
        take(&framework.title.text);
        framework.elements.iter().filter_map(|element| element.title.as_ref()).for_each(|title| take(&title.text));
    }
    for entry in &publication.bibliography.entries {
        walk::line(&entry.text, walk::Notes::Skip, &mut |inline| {
            if let InlineKind::Text(text) = &inline.kind {
                take(text);
            }
        });
    }
    for short in [&publication.short_title, &publication.description].into_iter().flatten() {
        take(&short.text);
    }
    for acronym in publication.acronyms.iter().filter(|acronym| !used.contains(acronym.short.text.as_str())) {
        let message = format!("no text uses the acronym `{}`", acronym.short.text);
        let problem = Diagnostic::new(&rules::UNUSED_ACRONYM, acronym.short.span, message);
        diagnostics.push(problem.hint("remove it from the list, or use it"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{mended, said, said_of};

    #[test]
    fn points_are_no_part_of_an_acronym() {
        assert_eq!(
            said("The U.N. and N.G.O.s met at the U.N."),
            ["acronym-points: U.N.", "acronym-points: N.G.O.", "acronym-points: U.N"]
        );
        assert_eq!(mended("The U.N. met."), ["write `UN`"]);
        assert!(
            said("J.M. Keynes, U. N. Owen, e.g. this, A.B.C., \"the U.N. of old\" [@s1].")
                .iter()
                .all(|found| found.contains("U.N."))
        );
    }

    #[test]
    fn the_plural_takes_no_apostrophe() {
        assert_eq!(
            said("Many NGO's and three NGO's met; all NGO’s."),
            ["acronym-plural: NGO's", "acronym-plural: NGO's", "acronym-plural: NGO’s"]
        );
        assert!(said("The NGO's role, most NGO's staff, and the UN's aims; many NGOs' members.").is_empty());
    }

    #[test]
    fn listed_acronyms_are_used() {
        let acronyms = "- {short: IOM, long: International Organization}\n- {short: SDG, long: Goal}\n- {short: XYZ, long: Nothing}\n";
        let said = |text: &str| said_of(&[("acronyms.yaml", acronyms), ("chapters/start.md", text)]);
        assert_eq!(said("# S\n\nIOM and the SDGs; `XY`.\n"), ["unused-acronym: XYZ"]);
        assert!(said("# S\n\nIOM and the SDGs.\n\n:::good-practice {title=\"By XYZ\"}\nWords.\n:::\n").is_empty());
    }
}
