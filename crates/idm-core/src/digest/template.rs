//! The digest as a page, through a template in the language of minijinja.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, context};

use super::{Digest, phrases};
use crate::escape;
use crate::model::Language;
use crate::rules;
use crate::words::Words;

/// How many instructions a template may take: hundreds of times what a large publication needs.
const FUEL: u64 = 20_000_000;

/// How long a text may be that a template prints: many times what a whole page takes.
const MAX_PRINTED_BYTES: usize = 16 * 1024 * 1024;

/// What a page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

impl Form {
    /// The name of a file in this form: `digest.md`.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Markdown => "digest.md",
            Self::Html => "digest.html",
        }
    }

    /// The name of its template: `digest.md.jinja`.
    pub fn template_name(self) -> &'static str {
        match self {
            Self::Markdown => "digest.md.jinja",
            Self::Html => "digest.html.jinja",
        }
    }

    fn escape(self, text: &str) -> String {
        match self {
            Self::Markdown => escape::markdown(text),
            Self::Html => escape::html(text),
        }
    }

    /// A link to a file beside the page, or in a folder beside it.
    fn link(self, path: &str, text: &str) -> String {
        let address = escape::address(path);
        match self {
            Self::Markdown => format!("[{}]({address})", escape::markdown(text)),
            Self::Html => {
                format!("<a style=\"color:#0b3d91;\" href=\"{}\">{}</a>", escape::html(&address), escape::html(text))
            }
        }
    }

    fn code(self, text: &str) -> String {
        match self {
            Self::Markdown => escape::markdown_code(text),
            Self::Html => format!("<code>{}</code>", escape::html(text)),
        }
    }
}

/// A template with its name for messages, `templates/digest.md.jinja`.
#[derive(Debug, Clone, Copy)]
pub struct Template<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A template that cannot be rendered.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{template}:{line}: {message}")]
pub struct TemplateError {
    /// The template's name.
    pub template: String,
    /// The line of the mistake, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Writes the digest in a form. The same digest, template and words give the same bytes.
///
/// Whatever a template prints is text, and escaped for the form; only what went through the filter `safe` is mark-up.
///
/// # Errors
/// If the template has a mistake: with its line.
pub fn render(digest: &Digest, form: Form, template: Template<'_>, words: &Words) -> Result<String, TemplateError> {
    let values = context! { digest => Value::from(Serde(digest)), language => words.language() };
    environment(form, words)
        .and_then(|environment| environment.template_from_named_str(template.name, template.text)?.render(values))
        .map_err(|error| told(&error, template.name))
}

fn environment(form: Form, words: &Words) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    let mut syntax = SyntaxConfig::builder();
    environment.set_syntax(syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    // Escaping is the formatter's, for both forms, so that a template's name decides nothing.
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_formatter(move |out, _, value: &Value| {
        let text = match value.kind() {
            ValueKind::Undefined => return Err(Error::from(ErrorKind::UndefinedError)),
            ValueKind::None => return Ok(()),
            ValueKind::Map | ValueKind::Seq | ValueKind::Iterable => {
                return Err(Error::new(ErrorKind::InvalidOperation, "only texts and numbers can be printed"));
            }
            _ if value.as_str().is_some_and(|text| text.len() > MAX_PRINTED_BYTES) => {
                let most = MAX_PRINTED_BYTES / (1024 * 1024);
                return Err(Error::new(
                    ErrorKind::InvalidOperation,
                    format!("a text of more than {most} MiB is printed"),
                ));
            }
            _ if value.is_safe() => value.to_string(),
            _ => form.escape(&value.to_string()),
        };
        Ok(out.write_str(&text)?)
    });
    add_functions(&mut environment, words);
    let table = words.clone();
    environment.add_function("draft_of", move |digest: &Value, panel: &str| -> Result<Value, Error> {
        let Some(name) = phrases::panel(&table, digest, panel)? else { return Ok(Value::from(panel)) };
        let path = phrases::draft(digest, panel)?;
        Ok(path.map_or_else(|| Value::from(name.clone()), |path| Value::from_safe_string(form.link(&path, &name))))
    });
    environment.add_filter("code", move |text: &Value| Value::from_safe_string(form.code(&text.to_string())));
    environment.add_filter("link", move |path: &str, text: &Value| {
        Value::from_safe_string(form.link(path, &text.to_string()))
    });
    let language = Language::from_tag(words.language()).unwrap_or(Language::English);
    environment.add_function("rule", move |code: &str| Value::from_safe_string(rule(form, language, code)));
    // Messages of checks are in English whatever the language of the page.
    let is_english = words.language() == "en";
    environment.add_filter("english", move |text: &Value| match form {
        Form::Html if !is_english => {
            Value::from_safe_string(format!("<span lang=\"en\">{}</span>", form.escape(&text.to_string())))
        }
        _ => text.clone(),
    });
    environment.add_filter("shorten", |text: &str, length: usize| phrases::shorten(text, length));
    Ok(environment)
}

/// What the rule of a problem demands, on a page in another language than English, that of messages; else nothing.
fn rule(form: Form, language: Language, code: &str) -> String {
    let Some(rule) = rules::find(code).filter(|_| language != Language::English) else { return String::new() };
    let parts = rule.summary_in(language).split('`').enumerate();
    parts.map(|(place, part)| if place % 2 == 0 { form.escape(part) } else { form.code(part) }).collect()
}

fn add_functions(environment: &mut Environment<'static>, words: &Words) {
    let table = words.clone();
    environment.add_function("word", move |path: &str, values: Kwargs| phrases::filled_by_name(&table, path, &values));
    let table = words.clone();
    environment.add_function("count", move |path: &str, number: usize| {
        let path = format!("{path}-{}", table.number(number));
        phrases::filled(&table, &path, &[("count", number.to_string())])
    });
    let table = words.clone();
    environment.add_function("label", move |section: &str, key: &str| phrases::label(&table, section, key));
    let table = words.clone();
    environment.add_function("labels", move |section: &str, keys: Vec<String>| {
        keys.iter().map(|key| phrases::label(&table, section, key)).collect::<Vec<_>>().join(", ")
    });
    let table = words.clone();
    environment.add_function("named", move |record: &Value| phrases::named(&table, record));
    let table = words.clone();
    environment.add_function("day", move |date: &str| phrases::day(&table, date));
    let table = words.clone();
    environment.add_function("of_panel", move |digest: &Value, panel: Option<&str>| match panel {
        Some(panel) => phrases::panel(&table, digest, panel),
        None => Ok(None),
    });
    let table = words.clone();
    environment.add_function("of_document", move |digest: &Value, document: &Value| {
        phrases::document(&table, digest, document)
    });
    let table = words.clone();
    environment
        .add_function("of_failure", move |digest: &Value, failure: &Value| phrases::failure(&table, digest, failure));
    let table = words.clone();
    environment.add_function("happened", move |record: &Value| phrases::happened(&table, record));
    let table = words.clone();
    environment.add_function("since", move |now: &Value, before: &Value| phrases::since(&table, now, before));
    let table = words.clone();
    environment.add_function("why", move |reason: &Value| phrases::why(&table, reason));
    let table = words.clone();
    environment.add_function("took", move |digest: &Value| phrases::took(&table, digest));
}

fn told(error: &Error, template: &str) -> TemplateError {
    let message = match error.kind() {
        ErrorKind::OutOfFuel => "the template takes too many steps".to_owned(),
        kind => match error.detail() {
            Some(detail) => format!("{kind}: {detail}"),
            None => kind.to_string(),
        },
    };
    TemplateError { template: template.to_owned(), line: error.line().unwrap_or(1), message }
}
