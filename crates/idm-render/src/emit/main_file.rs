//! The main file of a document, rendered from its template's `main.typ.jinja`.

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::literal;

/// The template's main file could not be rendered. That is a mistake in a template, not in the inputs.
#[derive(Debug, thiserror::Error)]
#[error("the template's main.typ.jinja cannot be rendered: {0}")]
pub struct AssembleError(#[from] minijinja::Error);

/// Renders a template's text with values.
pub(super) fn render(template: &str, values: Value) -> Result<String, AssembleError> {
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
    Ok(environment.template_from_str(template)?.render(values)?)
}
