//! Who may ask: this machine's own browser, with the address that was given out, and nobody else.

use std::io;

use idm::model::Language;

/// The letters of the token: 128 bits, as hexadecimal digits.
const TOKEN_BYTES: usize = 16;

/// What is asked of every request.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    token: String,
    port: u16,
}

/// A request's line and the headers that say where it comes from, as far as they matter here.
#[derive(Debug, Default)]
pub(crate) struct Asked<'a> {
    /// Whether the request changes something, or has something done.
    pub(crate) acts: bool,
    /// The path and query.
    pub(crate) url: &'a str,
    /// Every `Host`.
    pub(crate) hosts: Vec<&'a str>,
    /// Every `Origin`.
    pub(crate) origins: Vec<&'a str>,
    /// Every `Sec-Fetch-Site`.
    pub(crate) sites: Vec<&'a str>,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It does not know the token.
    Token,
    /// It was meant for another host, as when a name on the web is made to lead here.
    Host,
    /// It comes from a page that is none of ours.
    Origin,
}

impl Access {
    /// Makes a token that nobody can guess.
    pub(crate) fn new(port: u16) -> io::Result<Self> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        Ok(Self { token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(), port })
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.home())
    }

    /// The path of the page. Behind it stand the letters of a language for the edition in that one: `fr/`.
    pub(crate) fn home(&self) -> String {
        format!("/{}/", self.token)
    }

    /// What is asked for, behind the token.
    pub(crate) fn admit<'a>(&self, asked: &Asked<'a>) -> Result<&'a str, Refusal> {
        let names = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        match asked.hosts[..] {
            [host] if names.iter().any(|name| name == host) => {}
            _ => return Err(Refusal::Host),
        }
        let is_ours = |origin: &&str| names.iter().any(|name| origin.strip_prefix("http://") == Some(name));
        if !asked.origins.iter().all(is_ours) {
            return Err(Refusal::Origin);
        }
        let path = asked.url.strip_prefix('/').and_then(|url| self.behind_token(url)).ok_or(Refusal::Token)?;
        // The page itself may be opened from anywhere, by who knows the token; nothing else is asked for but by the page.
        let is_page = in_language(path).1.is_empty() && !asked.acts;
        let is_near = |site: &&str| matches!(*site, "same-origin" | "none");
        if is_page || asked.sites.iter().all(is_near) { Ok(path) } else { Err(Refusal::Origin) }
    }

    /// Compares every letter, so that the time it takes tells nothing.
    fn behind_token<'a>(&self, url: &'a str) -> Option<&'a str> {
        let (given, rest) = url.split_once('/')?;
        let differs = given.bytes().zip(self.token.bytes()).fold(0, |all, (one, other)| all | (one ^ other));
        (given.len() == self.token.len() && differs == 0).then_some(rest)
    }
}

/// The language of the edition that a path names, and what is behind it.
pub(crate) fn in_language(path: &str) -> (Option<Language>, &str) {
    let named = path.split_once('/').and_then(|(code, rest)| Some((Language::from_code(code)?, rest)));
    named.map_or((None, path), |(language, rest)| (Some(language), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edition_has_an_address_of_its_own() {
        assert_eq!(in_language("fr/page?page=1"), (Some(Language::French), "page?page=1"));
        assert_eq!(in_language("fr/"), (Some(Language::French), ""));
        for path in ["", "fr", "page?page=fr/", "xx/page"] {
            assert_eq!(in_language(path), (None, path));
        }
    }

    fn access() -> Access {
        Access { token: "0123456789abcdef0123456789abcdef".to_owned(), port: 4000 }
    }

    fn asked<'a>(url: &'a str, host: &'a str) -> Asked<'a> {
        Asked { url, hosts: vec![host], ..Asked::default() }
    }

    const PAGE: &str = "/0123456789abcdef0123456789abcdef/";

    #[test]
    fn the_token_opens() {
        assert_eq!(access().admit(&asked(PAGE, "127.0.0.1:4000")), Ok(""));
        let place = format!("{PAGE}place?page=1");
        assert_eq!(access().admit(&asked(&place, "localhost:4000")), Ok("place?page=1"));
    }

    #[test]
    fn without_the_token_nothing_opens() {
        for url in ["/", "", "/0123456789abcdef0123456789abcdee/", "/0123456789abcdef0123456789abcdef", "//", "*"] {
            assert_eq!(access().admit(&asked(url, "127.0.0.1:4000")), Err(Refusal::Token), "{url}");
        }
        let long = format!("{}0/", PAGE.trim_end_matches('/'));
        assert_eq!(access().admit(&asked(&long, "127.0.0.1:4000")), Err(Refusal::Token));
    }

    #[test]
    fn another_host_is_refused() {
        for host in ["example.org", "example.org:4000", "127.0.0.1", "127.0.0.1:4001", "127.0.0.1:4000.example.org", ""]
        {
            assert_eq!(access().admit(&asked(PAGE, host)), Err(Refusal::Host), "{host}");
        }
        assert_eq!(access().admit(&Asked { url: PAGE, ..Asked::default() }), Err(Refusal::Host));
        let two = Asked { url: PAGE, hosts: vec!["127.0.0.1:4000", "example.org"], ..Asked::default() };
        assert_eq!(access().admit(&two), Err(Refusal::Host));
    }

    #[test]
    fn pages_of_others_are_refused() {
        for origin in ["http://example.org", "null", "https://127.0.0.1:4000", "http://127.0.0.1:4001", ""] {
            let asked = Asked { origins: vec![origin], acts: true, ..asked(PAGE, "127.0.0.1:4000") };
            assert_eq!(access().admit(&asked), Err(Refusal::Origin), "{origin}");
        }
        let ours = Asked { origins: vec!["http://127.0.0.1:4000"], ..asked(PAGE, "127.0.0.1:4000") };
        assert_eq!(access().admit(&ours), Ok(""));
        // A link or a bookmark elsewhere may open the page, but nothing behind it.
        let from = |url| Asked { sites: vec!["cross-site"], ..asked(url, "127.0.0.1:4000") };
        assert_eq!(access().admit(&from(PAGE)), Ok(""));
        let french = format!("{PAGE}fr/");
        assert_eq!(access().admit(&from(&french)), Ok("fr/"));
        let events = format!("{PAGE}events");
        assert_eq!(access().admit(&from(&events)), Err(Refusal::Origin));
    }

    #[test]
    fn no_two_tokens_are_the_same() {
        let [one, other] = [Access::new(1).unwrap(), Access::new(1).unwrap()];
        assert_ne!(one.token, other.token);
        assert_eq!(one.token.len(), 32);
    }
}
