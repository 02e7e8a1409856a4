//! Addresses: which of them a reader of the publication can follow.

use std::borrow::Cow;

/// Why an address cannot be a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong with it, in one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

/// How much of an address a message repeats.
const SHOWN: usize = 60;

/// Why a reader could not follow an address. Nothing if it is sound: the web, an e-mail address, a DOI or a telephone
/// number, whole.
///
/// ```
/// use idm_core::address::refusal;
/// assert_eq!(refusal("https://publications.example/a?b=c#d"), None);
/// assert_eq!(refusal("mailto:records@publications.example"), None);
/// assert_eq!(refusal("http://").unwrap().message, "`http://` names no host");
/// assert_eq!(refusal("smb://server/folder").unwrap().message, "`smb:` is no address that every reader can follow");
/// ```
pub fn refusal(address: &str) -> Option<Refusal> {
    let refuse = |message: String, hint: &str| Some(Refusal { message, hint: hint.to_owned() });
    let shown = || shortened(address);
    if let Some(sign) = address.chars().find(|&sign| is_unseen(sign)) {
        let message = format!("`{}` holds a sign that is not to be seen, U+{:04X}", shown(), u32::from(sign));
        return refuse(message, "type the address anew, or remove the sign");
    }
    let Some((scheme, rest)) = split(address) else {
        return refuse(
            format!("`{}` is no complete address", shown()),
            "write the whole address (`https://…`), or `[text](@id)` for something in the publication",
        );
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            let Some(rest) = rest.strip_prefix("//") else {
                let message = format!("two slashes are missing behind `{scheme}:` in `{}`", shown());
                return refuse(message, "write the whole address, `https://…`, with slashes that lean forward");
            };
            let host = host(rest);
            if host.is_empty() {
                let what = format!("`{}` names no host", shown());
                return refuse(what, "write the whole address, such as `https://www.example.org/page`");
            }
            let sign = |sign: char| !sign.is_alphanumeric() && !matches!(sign, '-' | '.' | '_' | '[' | ']' | ':' | '%');
            if let Some(wrong) = host.chars().find(|&c| sign(c)) {
                let message = format!("`{wrong}` cannot stand in the host of `{}`", shown());
                return refuse(
                    message,
                    "write the address as the browser shows it, such as `https://www.example.org/page`",
                );
            }
            let sound = host.contains(char::is_alphanumeric) && !host.starts_with('.') && !host.contains("..");
            if !sound {
                let what = format!("`{host}` in `{}` is no host", shown());
                return refuse(what, "write the whole address, such as `https://www.example.org/page`");
            }
            // What an expression leaves behind that has no value has been reported.
            if rest.trim().contains(char::is_whitespace) && !rest.contains("{{") {
                let message = format!("a blank stands in `{}`", shown());
                return refuse(message, "write `%20` for a blank that belongs to the address, or take it out");
            }
            None
        }
        "mailto" => {
            let people = rest.split('?').next().unwrap_or_default();
            let sound = |person: &str| {
                person.rsplit_once('@').is_some_and(|(name, host)| {
                    !name.trim().is_empty()
                        && host.contains(char::is_alphanumeric)
                        && !host.contains(char::is_whitespace)
                })
            };
            if !people.is_empty() && people.split(',').all(sound) {
                return None;
            }
            refuse(format!("`{}` names no e-mail address", shown()), "write `mailto:name@example.org`")
        }
        "doi" => {
            let sound = rest.starts_with("10.") && rest.split_once('/').is_some_and(|(_, name)| !name.is_empty());
            if sound {
                return None;
            }
            refuse(
                format!("`{}` is no DOI", shown()),
                "a DOI begins with `10.` and holds a slash: write `doi:10.1000/182`",
            )
        }
        "tel" => {
            let number = rest.split(';').next().unwrap_or_default();
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            let strange = number.contains(|sign: char| !sign.is_ascii_digit() && !"+-.() *#%\u{a0}".contains(sign));
            if digits >= 2 && !strange {
                return None;
            }
            refuse(format!("`{}` is no telephone number", shown()), "write it with its country: `tel:+41-22-717-9111`")
        }
        _ => refuse(
            format!("`{scheme}:` is no address that every reader can follow"),
            "links lead to `https:`, `http:`, `mailto:`, `doi:` and `tel:`; name anything else in words",
        ),
    }
}

/// The address that a link leads to: readers' programs follow a DOI only through its resolver.
pub fn destination(address: &str) -> Cow<'_, str> {
    match split(address) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("doi") => format!("https://doi.org/{rest}").into(),
        _ => address.into(),
    }
}

/// An address parted behind its scheme: `https` and `//…`.
pub(crate) fn split(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let fits = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.len() >= 2
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'));
    fits.then_some((scheme, rest))
}

/// A text with its percent codes as the signs that they stand for.
pub(crate) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The host in what follows `http://`, without a user's name and a port.
fn host(rest: &str) -> &str {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match host.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    }
}

/// Whether a sign takes no room, or turns the direction of what follows: an address with it leads elsewhere than it seems.
fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().filter(|&sign| !is_unseen(sign)).take(SHOWN).collect();
    if text.chars().count() > SHOWN {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_addresses_pass() {
        for address in [
            "https://x.example",
            "HTTP://X.EXAMPLE:8080/a%20b?c=d:e@f#g",
            "https://münchen.example/Straße",
            "https://user:word@x.example/",
            "https://[2001:db8::1]/",
            "https://intranet/",
            "https://my_host.example",
            "mailto:a.b+c@x.example?subject=A%20b",
            "mailto:a@x.example,b@y.example",
            "doi:10.1000/182",
            "DOI:10.1000/(abc)<d>",
            "tel:+41 22 717 91 11",
            "tel:+1-800-555;ext=12",
        ] {
            assert_eq!(refusal(address), None, "{address}");
        }
    }

    #[test]
    fn each_refusal_names_what_is_wrong() {
        for (address, message) in [
            ("a.md", "`a.md` is no complete address"),
            ("https://x.example/a b", "a blank stands in `https://x.example/a b`"),
            ("#a", "`#a` is no complete address"),
            ("www.x.example", "`www.x.example` is no complete address"),
            ("", "`` is no complete address"),
            ("javascript:alert(1)", "`javascript:` is no address that every reader can follow"),
            ("JavaScript:x", "`JavaScript:` is no address that every reader can follow"),
            ("ms-word:ofe|u|https://x.example/a.docx", "`ms-word:` is no address that every reader can follow"),
            ("blob:https://x.example/1", "`blob:` is no address that every reader can follow"),
            ("about:blank", "`about:` is no address that every reader can follow"),
            ("urn:isbn:1", "`urn:` is no address that every reader can follow"),
            ("ftp://x.example/a", "`ftp:` is no address that every reader can follow"),
            ("file:///etc/hosts", "`file:` is no address that every reader can follow"),
            ("http:", "two slashes are missing behind `http:` in `http:`"),
            ("https:x.example", "two slashes are missing behind `https:` in `https:x.example`"),
            (r"https:\\x.example", r"two slashes are missing behind `https:` in `https:\\x.example`"),
            ("https:///a", "`https:///a` names no host"),
            ("https://?a", "`https://?a` names no host"),
            ("https://a@", "`https://a@` names no host"),
            ("https://.", "`.` in `https://.` is no host"),
            ("https://a..b", "`a..b` in `https://a..b` is no host"),
            ("https://x example/", "` ` cannot stand in the host of `https://x example/`"),
            ("mailto:", "`mailto:` names no e-mail address"),
            ("mailto:office", "`mailto:office` names no e-mail address"),
            ("mailto:@x.example", "`mailto:@x.example` names no e-mail address"),
            ("doi:", "`doi:` is no DOI"),
            ("doi:https://doi.org/10.1/2", "`doi:https://doi.org/10.1/2` is no DOI"),
            ("tel:", "`tel:` is no telephone number"),
            ("tel:call me", "`tel:call me` is no telephone number"),
            ("https://x.exa\u{202e}mple", "`https://x.example` holds a sign that is not to be seen, U+202E"),
        ] {
            assert_eq!(refusal(address).map(|refusal| refusal.message).as_deref(), Some(message), "{address}");
        }
    }

    #[test]
    fn a_doi_is_followed_through_its_resolver() {
        assert_eq!(destination("doi:10.1000/182"), "https://doi.org/10.1000/182");
        assert_eq!(destination("https://x.example"), "https://x.example");
    }

    #[test]
    fn percent_signs_decode_safely() {
        assert_eq!(percent_decoded("a%20b%2"), "a b%2");
        assert_eq!(percent_decoded("%é%ff"), "%é\u{fffd}");
    }

    #[test]
    fn a_long_address_is_shown_in_part() {
        let message = refusal(&format!("a{}", "b".repeat(100))).unwrap().message;
        assert!(message.len() < 100, "{message}");
    }
}
