//! Opening a place in the author's editor. No shell takes part: what a file is called is never read as a command.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many editors may be starting at the same time.
const MOST: usize = 16;
/// What a shell would do something with, where it stands alone.
const SHELLS_SIGNS: [&str; 8] = ["&", "&&", "|", "||", ";", "<", ">", ">>"];

/// How the editor is called.
#[derive(Debug, Clone)]
pub struct Editor {
    program: String,
    arguments: Vec<String>,
    running: Arc<AtomicUsize>,
}

impl Editor {
    /// Reads the name of an editor that is known, or a command with `{file}`, `{line}` and `{column}` in it.
    ///
    /// # Errors
    /// A sentence, if it is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words = match text.trim() {
            "vscode" => words("code --goto {file}:{line}:{column}"),
            "idea" => words("idea --line {line} --column {column} {file}"),
            "emacs" => words("emacsclient --no-wait +{line}:{column} {file}"),
            command => words(command),
        }?;
        if let Some((sign, _)) = words.iter().find(|(word, quoted)| !quoted && SHELLS_SIGNS.contains(&word.as_str())) {
            return Err(format!(
                "no shell reads the command, so `{sign}` means nothing in it; name a script that does both"
            ));
        }
        let mut words = words.into_iter().map(|(word, _)| word);
        let program = words.next().filter(|word| !word.is_empty() && !word.contains('{')).ok_or_else(wanted)?;
        let arguments: Vec<String> = words.collect();
        for argument in &arguments {
            for part in argument.split('{').skip(1) {
                let name = part.split('}').next().unwrap_or_default();
                if !["file", "line", "column"].contains(&name) {
                    return Err(format!(
                        "`{{{name}}}` stands for nothing; there are {{file}}, {{line}} and {{column}}"
                    ));
                }
            }
        }
        if !arguments.iter().any(|argument| argument.contains("{file}")) {
            return Err(wanted());
        }
        Ok(Self { program, arguments, running: Arc::default() })
    }

    /// The program and its arguments for a place. `file` is absolute, so that nothing takes it for an option.
    fn command(&self, file: &Path, line: usize, column: usize) -> (String, Vec<String>) {
        let file = file.display().to_string();
        let filled = |argument: &String| {
            // One after the other from the left: what a file's name holds is filled in no further.
            let mut rest = argument.as_str();
            let mut out = String::new();
            while let Some((before, after)) = rest.split_once('{') {
                let (name, after) = after.split_once('}').unwrap_or((after, ""));
                out.push_str(before);
                match name {
                    "file" => out.push_str(&file),
                    "line" => out.push_str(&line.to_string()),
                    _ => out.push_str(&column.to_string()),
                }
                rest = after;
            }
            out + rest
        };
        (self.program.clone(), self.arguments.iter().map(filled).collect())
    }

    /// Opens a place, and waits for nothing.
    ///
    /// # Errors
    /// A sentence, if the editor cannot be started.
    pub(crate) fn open(&self, file: &Path, line: usize, column: usize) -> Result<(), String> {
        if self.running.fetch_add(1, Ordering::SeqCst) >= MOST {
            self.running.fetch_sub(1, Ordering::SeqCst);
            return Err("the editor does not answer".to_owned());
        }
        let (program, arguments) = self.command(file, line, column);
        let mut command = Command::new(&program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let running = self.running.clone();
        let result = command.spawn().and_then(|mut child| {
            let running = running.clone();
            let wait = move || {
                let _ = child.wait();
                running.fetch_sub(1, Ordering::SeqCst);
            };
            std::thread::Builder::new().spawn(wait)
        });
        result.map(|_| ()).map_err(|error| {
            running.fetch_sub(1, Ordering::SeqCst);
            format!("`{program}` cannot be started: {error}")
        })
    }
}

fn wanted() -> String {
    "an editor is `vscode`, `idea`, `emacs`, or a command such as `subl {file}:{line}`".to_owned()
}

/// Parts a command at its blanks. What stands in quotation marks stays together; each word says whether any did.
fn words(text: &str) -> Result<Vec<(String, bool)>, String> {
    let mut words = vec![];
    let mut word: Option<(String, bool)> = None;
    let mut quote = None;
    for c in text.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default().1 = true;
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().0.push(c),
        }
    }
    words.extend(word);
    match quote {
        Some(open) => Err(format!("the command has one {open} that is not closed")),
        None => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(editor: &str, file: &str) -> Vec<String> {
        let (program, arguments) = Editor::parse(editor).unwrap().command(Path::new(file), 4, 7);
        std::iter::once(program).chain(arguments).collect()
    }

    #[test]
    fn known_editors_and_commands_are_called_with_the_place() {
        assert_eq!(called("vscode", "/p/a.md"), ["code", "--goto", "/p/a.md:4:7"]);
        assert_eq!(called("idea", "/p/a.md"), ["idea", "--line", "4", "--column", "7", "/p/a.md"]);
        assert_eq!(called("emacs", "/p/a.md"), ["emacsclient", "--no-wait", "+4:7", "/p/a.md"]);
        assert_eq!(called("'my editor' -x {file}:{line}", "/p/a.md"), ["my editor", "-x", "/p/a.md:4"]);
    }

    #[test]
    fn what_a_file_is_called_is_no_command() {
        let file = "/p/$(touch x); rm -rf `y` {line} 'a' \"b\".md";
        assert_eq!(called("subl {file}:{line}", file), ["subl".to_owned(), format!("{file}:4")]);
    }

    #[test]
    fn what_is_no_editor_is_refused() {
        let refused = |text: &str| Editor::parse(text).unwrap_err();
        for text in ["", "  ", "vim", "code --goto", "{file}", "'' {file}"] {
            assert!(refused(text).contains("such as `subl {file}:{line}`"), "{text}: {}", refused(text));
        }
        assert!(refused("subl {file}:{row}").contains("`{row}` stands for nothing"));
        assert!(refused("subl {file} && rm x").contains("`&&` means nothing"));
        assert!(refused("subl '{file}").contains("not closed"));
    }

    #[test]
    fn an_editor_that_is_not_there_is_said() {
        let editor = Editor::parse("idm-no-such-editor {file}").unwrap();
        let refused = editor.open(Path::new("/p/a.md"), 1, 1).unwrap_err();
        assert!(refused.starts_with("`idm-no-such-editor` cannot be started"), "{refused}");
        assert_eq!(editor.running.load(Ordering::SeqCst), 0);
    }
}
