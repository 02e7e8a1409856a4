//! What may be typed behind `preview`.

use std::path::PathBuf;

use clap::Args;
use idm::model::Language;
use idm_preview::Editor;

/// What `preview` takes.
#[derive(Debug, Args)]
pub struct PreviewArguments {
    /// The panels whose drafts are shown, by their identifiers; without any, the book and all drafts.
    #[arg(value_name = "PANEL")]
    pub panels: Vec<String>,
    /// Show the book only.
    #[arg(long, conflicts_with = "panels")]
    pub book: bool,
    /// The edition in that language (`en`, `fr`, `es`), which the publication lists under `languages`. Without it, that in
    /// which the texts are written.
    #[arg(long, value_name = "LANGUAGE", value_parser = super::editions::language)]
    pub language: Option<Language>,
    /// The project's folder. Without it, this folder or one above that holds a publication.yaml, else the only one in
    /// inputs/.
    #[arg(long, value_name = "DIR")]
    pub project: Option<PathBuf>,
    /// Open the page in the browser.
    #[arg(long)]
    pub open: bool,
    /// The editor in which a double click opens the place: vscode, idea, emacs, or a command with {file}, {line} and
    /// {column} in it.
    #[arg(long, value_name = "EDITOR", env = "IDM_EDITOR", hide_env_values = true, value_parser = Editor::parse)]
    pub editor: Option<Editor>,
    /// Show a line of a file, in the preview that runs already if one does.
    #[arg(long, value_name = "FILE:LINE", value_parser = at)]
    pub at: Option<At>,
}

/// A line of a file as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
}

/// `file:12` or `file:12:7`, as problems are shown, too.
fn at(text: &str) -> Result<At, String> {
    let wrong = || "a place is a file and a line, such as chapters/foreword.md:12".to_owned();
    let (before, last) = text.rsplit_once(':').ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number > 0);
    let last = number(last).ok_or_else(wrong)?;
    let with_column = before.rsplit_once(':').and_then(|(file, line)| Some((file, number(line)?)));
    let (file, line) = with_column.unwrap_or((before, last));
    if file.is_empty() { Err(wrong()) } else { Ok(At { file: file.into(), line }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_file_and_a_line() {
        let file = |file: &str, line| Ok(At { file: file.into(), line });
        assert_eq!(at("a.md:12"), file("a.md", 12));
        assert_eq!(at("a.md:12:7"), file("a.md", 12));
        assert_eq!(at("C:\\a.md:3"), file("C:\\a.md", 3));
        assert_eq!(at("a:b.md:3"), file("a:b.md", 3));
        for wrong in ["", "a.md", "a.md:", "a.md:0", "a.md:x", ":3", "a.md:-1"] {
            assert!(at(wrong).is_err(), "{wrong}");
        }
    }
}
