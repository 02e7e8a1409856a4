//! Acronyms: without points, without an apostrophe in the plural.

use std::collections::BTreeSet;

use super::phrases::possessive;
use super::running::{Running, Sort};
use super::{Desk, numbers};
use crate::diagnostic::{Diagnostic, Diagnostics};
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
    let written = &line.text[bytes.clone()];
    let message = format!("`{written}` is written with points");
    Some(desk.style(&rules::ACRONYM_POINTS, line, bytes, message)?.instead(written, &letters, false))
}

/// "Many NGO's". Where one may be meant, the apostrophe is right.
fn plural(desk: &Desk, line: &Running, at: usize, known: &dyn Fn(&str) -> bool) -> Option<Diagnostic> {
    let acronym = possessive(line.at(at)).filter(|word| known(word))?;
    let number = |at: usize| line.integer(at).or_else(|| numbers::from_words(line, at).map(|(number, _)| number));
    let before = at.checked_sub(1)?;
    let several = line.is_any(before, SEVERAL)
        || (line.sort(before) != Some(Sort::Mark) && number(before).is_some_and(|number| number > 1));
    // "All NGO's" but "all WHO's offices": a noun that follows may be what belongs to one.
    let noun = line.is_any(before, &["all", "most"]) && line.sort(at + 1) == Some(Sort::Word);
    let joined = line.at(at + 1) == "-" && line.is_glued(at + 1);
    if !several || noun || joined {
        return None;
    }
    let bytes = line.bytes(at, at);
    let message = format!("the plural `{}` has an apostrophe", line.at(at));
    let problem = desk.style(&rules::ACRONYM_PLURAL, line, bytes, message)?;
    Some(problem.instead(line.at(at), &format!("{acronym}s"), false))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{mended, said};

    #[test]
    fn points_are_no_part_of_an_acronym() {
        assert_eq!(
            said("The U.N. and N.G.O.s met at the U.N."),
            ["acronym-points: U.N.", "acronym-points: N.G.O.", "acronym-points: U.N"]
        );
        assert_eq!(mended("The U.N. met."), ["write `UN`"]);
        assert!(said("J.M. Keynes, U. N. Owen, e.g. this, A.B.C., \"the U.N. of old\" [@s1].").is_empty());
    }

    #[test]
    fn the_plural_takes_no_apostrophe() {
        assert_eq!(
            said("Many NGO's and three NGO's met; all NGO’s."),
            ["acronym-plural: NGO's", "acronym-plural: NGO's", "acronym-plural: NGO’s"]
        );
        assert!(said("He spoke of \"many NGO's\" [@s1].").is_empty());
        assert!(said("The NGO's role, most NGO's staff, and the UN's aims; many NGOs' members.").is_empty());
    }
}
