//! The files of a document that are rendered from its templates.

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::literal;

/// A template could not be rendered. That is a mistake in the template, not in the inputs.
#[derive(Debug, thiserror::Error)]
#[error("the template's {name} cannot be rendered: {error}")]
pub struct AssembleError {
    name: &'static str,
    #[source]
    error: minijinja::Error,
}

/// The text of a template, ready to be rendered with values.
pub(super) struct Template<'a> {
    name: &'static str,
    environment: Environment<'a>,
}

impl<'a> Template<'a> {
    /// Reads a template. `name` is that of its file in the package.
    pub(super) fn new(name: &'static str, text: &'a str) -> Result<Self, AssembleError> {
        let mut environment = environment();
        match environment.add_template(name, text) {
            Ok(()) => Ok(Self { name, environment }),
            Err(error) => Err(AssembleError { name, error }),
        }
    }

    pub(super) fn render(&self, values: Value) -> Result<String, AssembleError> {
        let rendered = self.environment.get_template(self.name).and_then(|template| template.render(values));
        rendered.map_err(|error| AssembleError { name: self.name, error })
    }
}

fn environment<'a>() -> Environment<'a> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    // Whatever is printed is printed as a literal, so that no value can become code.
    environment.set_formatter(|out, _, value: &Value| {
        let literal = match value.kind() {
            ValueKind::Number | ValueKind::Bool => value.to_string(),
            _ => literal::string(&value.to_string()),
        };
        Ok(out.write_str(&literal)?)
    });
    environment
}
