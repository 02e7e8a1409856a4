//! Standard numbers of books and series: what they are made of, and their check digits.

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An International Standard Book Number.
    Isbn,
    /// An International Standard Serial Number.
    Issn,
}

impl Kind {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Isbn => "isbn",
            Self::Issn => "issn",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Isbn => "ISBN",
            Self::Issn => "ISSN",
        }
    }
}

/// What is wrong with a text that holds one number or several, each with what it is for in parentheses: a message, and
/// what to do.
pub(super) fn problem(kind: Kind, text: &str) -> Option<(String, String)> {
    let mut depth = 0_usize;
    let mut outside = String::new();
    for sign in text.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(sign),
            _ => {}
        }
    }
    let mut numbers = outside.split([',', ';', '/']).map(str::trim).filter(|number| !number.is_empty()).peekable();
    if numbers.peek().is_none() {
        return Some(malformed(kind, text));
    }
    numbers.find_map(|number| problem_of(kind, number))
}

fn problem_of(kind: Kind, number: &str) -> Option<(String, String)> {
    let bare = number.strip_prefix(kind.name()).unwrap_or(number).trim_start_matches([':', ' ', '\u{a0}']);
    let joins = |sign: &char| matches!(sign, '-' | ' ' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{a0}' | '\u{202f}');
    let signs: Vec<char> = bare.chars().filter(|sign| !joins(sign)).collect();
    let Some((&last, body)) = signs.split_last() else { return Some(malformed(kind, number)) };
    let Some(digits) = body.iter().map(|sign| sign.to_digit(10)).collect::<Option<Vec<u32>>>() else {
        return Some(malformed(kind, number));
    };
    let wanted = match (kind, signs.len()) {
        (Kind::Isbn, 13) if matches!(digits[..3], [9, 7, 8 | 9]) => {
            let sum: u32 = digits.iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
            (10 - sum % 10) % 10
        }
        (Kind::Isbn, 10) | (Kind::Issn, 8) => {
            let weights = (2..=u32::try_from(signs.len()).unwrap_or(u32::MAX)).rev();
            let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
            (11 - sum % 11) % 11
        }
        _ => return Some(malformed(kind, number)),
    };
    let wanted = if wanted == 10 { 'X' } else { char::from_digit(wanted, 10).unwrap_or('0') };
    if last.to_ascii_uppercase() == wanted {
        return None;
    }
    let message = format!("the {} `{number}` has a slip: its last sign does not fit the others", kind.name());
    let hint = format!("compare it sign by sign; if all the others are right, the last is `{wanted}`");
    Some((message, hint))
}

fn malformed(kind: Kind, number: &str) -> (String, String) {
    let form = match kind {
        Kind::Isbn => "13 digits that begin with 978 or 979, or 10, joined by hyphens: `978-92-9068-123-6`",
        Kind::Issn => "eight signs, `1020-8453`",
    };
    let name = kind.name();
    let hint =
        format!("write `{}: none` if there is none, and leave the key out until the number is known", kind.key());
    (format!("`{number}` is no {name}, which has {form}"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_held_to_their_check_digits() {
        for sound in ["978-3-16-148410-0", "9783161484100", "ISBN 978-3-16-148410-0", "0-306-40615-2", "0-8044-2957-X"]
        {
            assert_eq!(problem(Kind::Isbn, sound), None, "{sound}");
        }
        for sound in ["978-3-16-148410-0 (print), 0-306-40615-2 (PDF)", "978 3 16 148410 0", "979-10-90636-07-1"] {
            assert_eq!(problem(Kind::Isbn, sound), None, "{sound}");
        }
        for sound in ["0317-8471", "1050-124X", "2434-561x", "ISSN: 0317-8471 (online)"] {
            assert_eq!(problem(Kind::Issn, sound), None, "{sound}");
        }
    }

    #[test]
    fn a_slip_is_told_with_the_sign_that_would_fit() {
        let (message, hint) = problem(Kind::Isbn, "978-3-16-148410-1").unwrap();
        assert!(message.contains("978-3-16-148410-1") && hint.contains("`0`"), "{message}; {hint}");
        let (_, hint) = problem(Kind::Issn, "1050-1243").unwrap();
        assert!(hint.contains("`X`"), "{hint}");
        assert!(problem(Kind::Isbn, "978-3-16-148410-0; 978-3-16-148410-2").is_some());
    }

    #[test]
    fn what_is_no_number_is_told_so() {
        for text in ["to come", "978-3-16-14841", "123-3-16-148410-0", "9783161484100X1", "()", "forthcoming (2018)"] {
            assert!(problem(Kind::Isbn, text).unwrap().0.contains("is no ISBN"), "{text}");
        }
        assert!(problem(Kind::Issn, "978-3-16-148410-0").unwrap().0.contains("is no ISSN"));
    }
}
