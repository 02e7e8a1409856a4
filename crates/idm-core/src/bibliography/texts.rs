//! Titles and other texts of a reference: what Hayagriva reads in them beside their words.
//!
//! Braces keep capital letters where a style would write small ones. A dollar sign begins mathematics in Hayagriva, and
//! vanishes; here it is a dollar sign. A backslash takes its meaning from a brace, a dollar sign or another backslash.

/// What is wrong with a text's braces, and what to write.
pub(super) struct Unbalanced {
    pub(super) message: String,
    pub(super) hint: &'static str,
}

/// A text in Hayagriva's notation, with each dollar sign for itself.
pub(super) fn escaped(typed: &str) -> Result<String, Unbalanced> {
    let mut text = String::with_capacity(typed.len());
    let mut open = 0usize;
    let mut signs = typed.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' if signs.peek().is_some_and(|&next| is_control(next)) => {
                text.push(sign);
                text.extend(signs.next());
                continue;
            }
            '$' => text.push('\\'),
            '{' => open += 1,
            '}' => match open.checked_sub(1) {
                Some(fewer) => open = fewer,
                None => return Err(unbalanced('}', "nothing opens it")),
            },
            _ => {}
        }
        text.push(sign);
    }
    if open > 0 { Err(unbalanced('{', "nothing closes it")) } else { Ok(text) }
}

/// A text that is printed sign by sign, in Hayagriva's notation.
pub(super) fn verbatim(typed: &str) -> String {
    let mut text = String::from("{");
    for sign in typed.chars() {
        if is_control(sign) {
            text.push('\\');
        }
        text.push(sign);
    }
    text.push('}');
    text
}

fn is_control(sign: char) -> bool {
    matches!(sign, '\\' | '{' | '}' | '$')
}

fn unbalanced(sign: char, what: &str) -> Unbalanced {
    Unbalanced {
        message: format!("`{sign}` would be lost: {what}"),
        hint: "braces keep the capital letters of what stands between them; write `\\{` and `\\}` for braces that are printed",
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use hayagriva::types::FormatString;
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        FormatString::from_str(text).unwrap().to_string()
    }

    #[test]
    fn dollar_signs_are_dollar_signs() {
        for (typed, printed) in [
            ("US$ 100 billion", "US$ 100 billion"),
            ("From $5 to $10", "From $5 to $10"),
            (r"From \$5", "From $5"),
            ("{US$ 5} of aid", "US$ 5 of aid"),
            (r"a\b \{c\}", r"a\b {c}"),
        ] {
            assert_eq!(read(&escaped(typed).ok().unwrap()), printed);
        }
        assert!(escaped("a } b").is_err() && escaped("{a").is_err() && escaped(r"{a\}").is_err());
    }

    proptest! {
        #[test]
        fn no_sign_is_lost(typed in r"[a-c$\\{} ]{0,12}") {
            prop_assert_eq!(read(&verbatim(&typed)), typed.clone());
            if let Ok(text) = escaped(&typed) {
                let letters = |text: &str| text.chars().filter(|sign| !r"\{}".contains(*sign)).collect::<String>();
                prop_assert_eq!(letters(&read(&text)), letters(&typed));
            }
        }
    }
}
