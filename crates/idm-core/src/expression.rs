//! What stands in `{{ … }}`: expressions over the publication's records.
//!
//! The language is minijinja's, cut down to what a text needs. Its limit on steps does not bound memory (one
//! multiplication can ask for a hundred megabytes), so whatever can multiply the size of a value is left out: the
//! operator `*`, every global function, and all filters but a few of our own that watch the length.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use minijinja::value::{Serde, Value, ValueKind, merge_maps};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use crate::diagnostic::near;

/// The longest expression accepted, in bytes. It also bounds how deeply operators can chain.
const MAX_EXPRESSION_BYTES: usize = 512;
/// The longest text that an expression may yield, in bytes.
const MAX_RESULT_BYTES: usize = 4096;
/// How many instructions an expression may take.
const FUEL: u64 = 10_000;
/// What may stand behind a `|`.
pub const FILTERS: [&str; 4] = ["length", "upper", "lower", "join"];
/// What stands for a value that may only be unread. Nothing is built from it.
const UNREAD: &str = "…";

/// Evaluates the expressions of a text over the records that the text may use.
#[derive(Debug, Clone)]
pub struct Expressions {
    environment: Arc<Environment<'static>>,
    root: Arc<Root>,
    /// Names at the root below which some records could not be read, so that what they lack may be one of these.
    unread: BTreeSet<&'static str>,
}

/// What expressions may use. It is put together when the first of them is evaluated: most texts have none.
struct Root {
    below: Option<Arc<Root>>,
    make: Box<dyn Fn() -> Value + Send + Sync>,
    made: OnceLock<Value>,
}

impl Root {
    fn value(&self) -> Value {
        let made = self.made.get_or_init(|| match &self.below {
            Some(below) => merge_maps([below.value(), (self.make)()]),
            None => (self.make)(),
        });
        made.clone()
    }
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Root").field("below", &self.below).field("made", &self.made).finish_non_exhaustive()
    }
}

impl Expressions {
    /// For texts that may use the values in `context`, a mapping.
    pub fn new<T: Serialize>(context: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.add_filter(FILTERS[0], length);
        environment.add_filter(FILTERS[1], |text: String| text.to_uppercase());
        environment.add_filter(FILTERS[2], |text: String| text.to_lowercase());
        environment.add_filter(FILTERS[3], join);
        let make = Box::new(move || Value::from(Serde(context())));
        let root = Root { below: None, make, made: OnceLock::new() };
        Self { environment: Arc::new(environment), root: Arc::new(root), unread: BTreeSet::new() }
    }

    /// The same with one more value. What is there already is shared, not copied.
    #[must_use]
    pub fn with<T: Serialize>(&self, name: &'static str, value: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let make = Box::new(move || Value::from(Serde(BTreeMap::from([(name, value())]))));
        let root = Root { below: Some(Arc::clone(&self.root)), make, made: OnceLock::new() };
        Self { environment: Arc::clone(&self.environment), root: Arc::new(root), unread: self.unread.clone() }
    }

    /// The same, with unknown names below these passed over: for when some of their records could not be read, which may
    /// be those meant.
    #[must_use]
    pub(crate) fn forgiving(self, unread: BTreeSet<&'static str>) -> Self {
        Self { unread, ..self }
    }

    /// For texts that may use nothing.
    pub fn none() -> Self {
        Self::new(BTreeMap::<String, String>::new)
    }

    /// The text that an expression stands for.
    ///
    /// ```
    /// use idm_core::expression::Expressions;
    /// let expressions = Expressions::new(|| std::collections::BTreeMap::from([("city", "Upper Ford")]));
    /// assert_eq!(expressions.evaluate("city"), Ok("Upper Ford".to_owned()));
    /// assert!(expressions.evaluate("town").is_err());
    /// ```
    ///
    /// # Errors
    /// A message for the author: what is unknown, or why the value is no text.
    pub fn evaluate(&self, expression: &str) -> Result<String, String> {
        let source = expression.trim();
        if source.is_empty() {
            return Err("the expression is empty".into());
        }
        if source.len() > MAX_EXPRESSION_BYTES {
            return Err(format!("the expression is longer than {MAX_EXPRESSION_BYTES} bytes"));
        }
        if has_multiplication(source) {
            return Err("expressions cannot multiply".into());
        }
        let compiled = self.environment.compile_expression_owned(source.to_owned()).map_err(|error| explain(&error))?;
        let used: BTreeSet<String> = compiled.undeclared_variables(true).into_iter().collect();
        let forgiving = used.iter().any(|path| self.unread.contains(path.split('.').next().unwrap_or_default()));
        let value = match compiled.eval(self.root.value()) {
            Ok(value) if !value.is_undefined() => value,
            Err(error) if error.kind() != ErrorKind::UndefinedError => return Err(explain(&error)),
            _ if forgiving => return Ok(UNREAD.to_owned()),
            _ => return Err(self.unknown(&used, source)),
        };
        let text = match value.kind() {
            ValueKind::Number => value.to_string(),
            ValueKind::String => value.as_str().unwrap_or_default().to_owned(),
            ValueKind::None if forgiving => UNREAD.to_owned(),
            ValueKind::None => return Err(format!("`{source}` has no value yet")),
            ValueKind::Map => return Err(self.no_text(source, "a record", &value)),
            ValueKind::Seq | ValueKind::Iterable => return Err(self.no_text(source, "a list", &value)),
            ValueKind::Bool => return Err(format!("`{source}` is true or false, no text")),
            _ => return Err(format!("`{source}` is no text")),
        };
        if text.len() > MAX_RESULT_BYTES {
            return Err(format!("`{source}` yields more than {MAX_RESULT_BYTES} bytes"));
        }
        Ok(text)
    }

    /// What may stand behind a path and a full stop (`workshop`, `workshops[0]`), or at the beginning for an empty path: the
    /// names, each with its value if that is a text or a number.
    pub fn names_below(&self, path: &str) -> Vec<(String, Option<String>)> {
        let value = match path {
            "" => self.root.value(),
            path if path.len() > MAX_EXPRESSION_BYTES || has_multiplication(path) => return vec![],
            path => {
                let compiled = self.environment.compile_expression_owned(path.to_owned());
                let Some(value) = compiled.ok().and_then(|compiled| compiled.eval(self.root.value()).ok()) else {
                    return vec![];
                };
                value
            }
        };
        let says = |name: &str| {
            let value = value.get_attr(name).unwrap_or_default();
            matches!(value.kind(), ValueKind::String | ValueKind::Number).then(|| value.to_string())
        };
        names(&value).into_iter().map(|name| (says(&name), name)).map(|(says, name)| (name, says)).collect()
    }

    fn no_text(&self, source: &str, kind: &str, value: &Value) -> String {
        let names = names(value);
        if names.is_empty() {
            format!("`{source}` is {kind}, no text")
        } else {
            format!("`{source}` is {kind}, no text; it has {}", list(&names))
        }
    }

    /// Names the first name on one of `paths` (`workshop.citty`) that does not exist.
    fn unknown(&self, paths: &BTreeSet<String>, source: &str) -> String {
        for path in paths {
            let mut value = self.root.value();
            let mut above: Option<&str> = None;
            let mut walked = 0;
            for name in path.split('.') {
                let next = value.get_attr(name).unwrap_or_default();
                if next.is_undefined() {
                    return missing(name, above, &names(&value));
                }
                walked += name.len() + 1;
                above = path.get(..walked - 1);
                value = next;
            }
        }
        format!("`{source}` names something that does not exist")
    }
}

fn missing(name: &str, above: Option<&str>, known: &BTreeSet<String>) -> String {
    let mut message = match above {
        Some(above) => format!("`{above}` has no `{name}`"),
        None => format!("there is no `{name}` here"),
    };
    if let Some(near) = near(name, known.iter().map(String::as_str)) {
        message.push_str(&format!("; did you mean `{}`?", near.word));
    } else if known.is_empty() {
        message.push_str("; nothing can be named");
    }
    if !known.is_empty() {
        message.push_str(&format!(" (available: {})", list(known)));
    }
    message
}

/// The names below a mapping.
fn names(value: &Value) -> BTreeSet<String> {
    if value.kind() != ValueKind::Map {
        return BTreeSet::new();
    }
    value.try_iter().map(|keys| keys.map(|key| key.to_string()).collect()).unwrap_or_default()
}

fn list(names: &BTreeSet<String>) -> String {
    const SHOWN: usize = 12;
    let mut text = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text.push_str(", …");
    }
    text
}

fn explain(error: &Error) -> String {
    match error.kind() {
        ErrorKind::OutOfFuel => "the expression takes too many steps".into(),
        kind => error.detail().map_or_else(|| kind.to_string(), str::to_owned),
    }
}

/// Whether a `*` stands outside quotation marks.
fn has_multiplication(source: &str) -> bool {
    let mut quote = None;
    let mut escaped = false;
    for byte in source.bytes() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if byte == b'\\' => escaped = true,
            Some(open) => {
                if byte == open {
                    quote = None;
                }
            }
            None => match byte {
                b'*' => return true,
                b'"' | b'\'' => quote = Some(byte),
                _ => {}
            },
        }
    }
    false
}

fn length(value: &Value) -> Result<usize, Error> {
    value.len().ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "only lists and texts have a length"))
}

/// Joins a list's texts, but never to more than a result may be long.
#[expect(clippy::needless_pass_by_value, reason = "minijinja hands arguments over")]
fn join(value: &Value, between: Option<String>) -> Result<String, Error> {
    let mut text = String::new();
    for (at, item) in value.try_iter()?.enumerate() {
        if at > 0 {
            text.push_str(between.as_deref().unwrap_or_default());
        }
        match item.as_str() {
            Some(words) => text.push_str(words),
            None if item.kind() == ValueKind::Number => text.push_str(&item.to_string()),
            None => return Err(Error::new(ErrorKind::InvalidOperation, "`join` takes a list of texts")),
        }
        if text.len() > MAX_RESULT_BYTES {
            return Err(Error::new(ErrorKind::InvalidOperation, "the joined text is too long"));
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sample() -> Expressions {
        Expressions::new(|| {
            json!({
                "workshop": { "city": "Geneva", "number": 2, "venue": null, "days": ["Monday", "Tuesday"] },
                "count": { "panels": 6 },
            })
        })
    }

    #[test]
    fn values_become_text() {
        let expressions = sample();
        assert_eq!(expressions.evaluate(" workshop.city "), Ok("Geneva".into()));
        assert_eq!(expressions.evaluate("workshop.number + 1"), Ok("3".into()));
        assert_eq!(expressions.evaluate("workshop['days'][0]"), Ok("Monday".into()));
        assert_eq!(expressions.evaluate("'six' if count.panels == 6 else count.panels"), Ok("six".into()));
        assert_eq!(expressions.evaluate("workshop.days | join(' and ')"), Ok("Monday and Tuesday".into()));
        assert_eq!(expressions.evaluate("workshop.days | length"), Ok("2".into()));
        assert_eq!(expressions.evaluate("'*' ~ workshop.city"), Ok("*Geneva".into()));
    }

    #[test]
    fn names_are_told_by_where_they_stand() {
        let expressions = sample();
        let names = |path: &str| expressions.names_below(path).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(""), ["count", "workshop"]);
        assert_eq!(names("workshop"), ["city", "days", "number", "venue"]);
        let (_, city) = &expressions.names_below("workshop")[0];
        assert_eq!(city.as_deref(), Some("Geneva"));
        for nothing in ["workshop.days", "workshop.citty", "workshop.", "2 * 2", "("] {
            assert_eq!(names(nothing), Vec::<String>::new(), "{nothing}");
        }
    }

    #[test]
    fn unknown_names_are_named_with_the_nearest_one() {
        let expressions = sample();
        let message = expressions.evaluate("workshop.citty").unwrap_err();
        assert!(message.contains("`workshop` has no `citty`"), "{message}");
        assert!(message.contains("did you mean `city`?"), "{message}");
        let message = expressions.evaluate("nothing_such").unwrap_err();
        assert!(message.contains("there is no `nothing_such` here"), "{message}");
        assert!(message.contains("`workshop`"), "{message}");
        assert!(expressions.evaluate("workshop.citty.name").unwrap_err().contains("`citty`"));
        assert!(expressions.evaluate("workshop.days[7]").is_err());
        assert!(Expressions::none().evaluate("workshop").unwrap_err().contains("`workshop`"));
    }

    #[test]
    fn what_may_be_unread_is_not_called_unknown() {
        let expressions = sample().forgiving(["workshop"].into()).with("panel", || json!({ "number": 1 }));
        assert_eq!(expressions.evaluate("panel.number"), Ok("1".into()));
        for unread in ["workshop.citty", "workshop.days[7]", "workshop.venue", "workshop.citty.name | upper"] {
            assert_eq!(expressions.evaluate(unread), Ok(UNREAD.into()), "{unread}");
        }
        for unknown in ["panel.citty", "count.panelz", "nothing_such[0].city", "workshop."] {
            assert!(expressions.evaluate(unknown).is_err(), "{unknown}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let expressions = sample();
        for expression in ["workshop", "workshop.days", "workshop.venue", "count.panels == 6", "none", "", "1 +", "{}"]
        {
            assert!(expressions.evaluate(expression).is_err(), "{expression}");
        }
        assert!(expressions.evaluate("workshop").unwrap_err().contains("`city`"));
    }

    #[test]
    fn hostile_expressions_end_quickly_and_small() {
        let expressions = sample();
        let chain = "1".to_owned() + &" + 1".repeat(200_000);
        let nested = "(".repeat(250) + "1" + &")".repeat(250);
        let joins = "'xxxxxxxxxx' | join('xxxxxxxxxx' | join('xxxxxxxxxx' | join('xxxxxxxxxx' | join('xxxxxxxxxx'))))";
        for expression in [
            "'x' * 100000000",
            "[1] * 100000000",
            "range(1000000)",
            "2 ** 100000",
            "'%1000000000d' % 1",
            "'x' | center(1000000000)",
            joins,
            chain.as_str(),
            nested.as_str(),
            "'\\'' * 9",
        ] {
            assert!(expressions.evaluate(expression).is_err(), "{}", &expression[..expression.len().min(80)]);
        }
    }
}
