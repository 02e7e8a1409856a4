//! Telling a page what is new, for as long as it listens.

use std::io::{self, Write};
use std::time::Duration;

use crate::desk::{Desk, Told};

/// How long nothing may be sent. Whoever is gone is noticed only by sending.
const PATIENCE: Duration = Duration::from_secs(10);

/// Writes events until the page is gone, or everything ends.
pub(crate) fn stream(out: &mut dyn Write, desk: &Desk, document: &str) -> io::Result<()> {
    let view = desk.enter(document);
    let result = write(out, desk, document);
    desk.leave(view);
    result
}

fn write(out: &mut dyn Write, desk: &Desk, document: &str) -> io::Result<()> {
    let mut told = Told::default();
    while let Some(news) = desk.news(document, &mut told, PATIENCE) {
        // JSON in one line holds no line break, which would end an event.
        let mut text: String = news.iter().map(|(name, data)| format!("event: {name}\ndata: {data}\n\n")).collect();
        if text.is_empty() {
            text.push_str(": still here\n\n");
        }
        out.write_all(text.as_bytes())?;
        out.flush()?;
    }
    out.write_all(b"event: status\ndata: \"ended\"\n\n")?;
    out.flush()
}
