//! What a browser asks for, and what it is given.

use std::io::{self, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;

use idm::diagnostic::harmless;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::access::{Access, Asked, Refusal, in_language};
use crate::desk::{Desk, Message, Place};
use crate::editions::Editions;
use crate::editor::Editor;
use crate::http::{Listener, Request};
use crate::{answers, events};

/// What nothing on the page may do: load, run or show anything that does not come from here.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Everything that answers need.
#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) access: Access,
    pub(crate) editions: Editions,
    pub(crate) folder: PathBuf,
    pub(crate) editor: Option<Editor>,
    /// The document that is shown first; empty for the first on offer.
    pub(crate) first: String,
}

/// An answer.
pub(crate) struct Answer {
    code: u16,
    kind: &'static str,
    body: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { code: 200, kind, body: body.into() }
    }

    pub(crate) fn json(value: &Value) -> Self {
        Self::new("application/json", value.to_string())
    }

    /// A refusal, in a sentence.
    pub(crate) fn refused(code: u16, why: &str) -> Self {
        Self { code, kind: "text/plain; charset=utf-8", body: why.into() }
    }

    fn write(self, out: &mut dyn Write) -> io::Result<()> {
        let mut whole = head(self.code, self.kind, Some(self.body.len())).into_bytes();
        whole.extend(self.body);
        out.write_all(&whole)?;
        out.flush()
    }
}

fn head(code: u16, kind: &str, length: Option<usize>) -> String {
    let reason = match code {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        _ => "Request Header Fields Too Large",
    };
    let length = length.map(|length| format!("Content-Length: {length}\r\n")).unwrap_or_default();
    format!(
        "HTTP/1.1 {code} {reason}\r\nContent-Type: {kind}\r\n{length}Cache-Control: no-store\r\n\
         Content-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n\
         Referrer-Policy: no-referrer\r\nCross-Origin-Opener-Policy: same-origin\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n\r\n"
    )
}

/// Answers until the listener is stopped.
pub(crate) fn serve(listener: &Listener, serving: &Arc<Serving>) {
    let serving = serving.clone();
    let answer = Arc::new(move |request: &Request, out: &mut TcpStream| answer(request, out, &serving));
    listener.serve(&answer, |code, out| Answer::refused(code, "this is no request that is answered here").write(out));
}

fn answer(request: &Request, out: &mut TcpStream, serving: &Serving) -> io::Result<()> {
    let (is_get, is_post) = (request.method == "GET", request.method == "POST");
    let asked = Asked {
        acts: !is_get,
        url: &request.url,
        hosts: request.values("Host"),
        origins: request.values("Origin"),
        sites: request.values("Sec-Fetch-Site"),
    };
    let path = match serving.access.admit(&asked) {
        Ok(path) => path,
        Err(refusal) => {
            let why = match refusal {
                Refusal::Token => "this is not the address that `idm preview` gave out",
                Refusal::Host => "this is another host's name",
                Refusal::Origin => "another page asks for this",
            };
            return Answer::refused(403, why).write(out);
        }
    };
    let (language, path) = in_language(path);
    let desk = match serving.editions.in_language(language) {
        Ok(desk) => desk,
        Err(error) => return Answer::refused(409, &harmless::line(&error.to_string())).write(out),
    };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let query = Query::parse(query);
    if is_get && path == "events" {
        out.write_all(head(200, "text/event-stream; charset=utf-8", None).as_bytes())?;
        events::stream(out, &desk, query.get("document").unwrap_or_default())?;
        // It has no length, and ends with its connection.
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    let answer = if is_get {
        get(path, &query, serving, &desk)
    } else if is_post {
        post(path, &request.body, serving)
    } else {
        Answer::refused(405, "only GET and POST")
    };
    answer.write(out)
}

fn get(path: &str, query: &Query, serving: &Serving, desk: &Desk) -> Answer {
    const HTML: &str = "text/html; charset=utf-8";
    match path {
        "" => Answer::new(HTML, include_str!("page/index.html")),
        "preview.css" => Answer::new("text/css; charset=utf-8", include_str!("page/preview.css")),
        "start" => Answer::json(&json!({
            "first": serving.first,
            "editor": serving.editor.is_some(),
            "home": serving.access.home(),
        })),
        "page" => answers::page(desk, query),
        "place" => answers::place(desk, query),
        "areas" => answers::areas(desk, query),
        "search" => answers::search(desk, query),
        _ => match crate::page::script(path) {
            Some(script) => Answer::new("text/javascript; charset=utf-8", script),
            None => Answer::refused(404, "there is nothing here"),
        },
    }
}

/// A place as it is sent to us.
#[derive(Deserialize)]
struct SentPlace {
    file: String,
    line: usize,
    #[serde(default)]
    column: usize,
}

fn post(path: &str, body: &[u8], serving: &Serving) -> Answer {
    let Ok(place) = serde_json::from_slice::<SentPlace>(body) else {
        return Answer::refused(400, "a place is a file and a line");
    };
    let desk = serving.editions.of_file(&place.file);
    if !desk.files().contains(&place.file) {
        return Answer::refused(404, "the project has no such file");
    }
    match path {
        "open" => {
            let Some(editor) = &serving.editor else {
                return Answer::refused(409, "no editor was named; --editor names one");
            };
            match editor.open(&serving.folder.join(&place.file), place.line.max(1), place.column.max(1)) {
                Ok(()) => Answer::json(&json!({})),
                Err(why) => Answer::refused(409, &harmless::line(&why)),
            }
        }
        "show" => {
            desk.send(Message::Show(Place { file: place.file, line: place.line }));
            Answer::json(&json!({ "views": desk.views(), "address": serving.access.address() }))
        }
        _ => Answer::refused(404, "there is nothing here"),
    }
}

/// The part of an address behind `?`.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(text: &str) -> Self {
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.to_owned(), decoded(value))
        };
        Self(text.split('&').map(pair).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }
}

/// What `%20` and the like stand for.
fn decoded(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits =
            || std::str::from_utf8(after.get(..2)?).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, digits()) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            (byte, _) => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
