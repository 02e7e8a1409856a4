//! `idm explain`: what a diagnostic means.

use idm_core::diagnostic::near;
use idm_core::rules;

use crate::args::ExplainArguments;
use crate::failure::Failure;
use crate::report::{self, Stream};

/// Runs the command.
pub fn run(arguments: &ExplainArguments) -> Result<(), Failure> {
    let Some(code) = &arguments.code else {
        let width = rules::ALL.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
        let lines: String = rules::ALL.iter().map(|rule| format!("{:width$}  {}\n", rule.code, rule.summary)).collect();
        report::write(Stream::Output, &lines);
        return Ok(());
    };
    let Some(rule) = rules::find(code) else {
        let near = near(code, rules::ALL.iter().map(|rule| rule.code));
        let hint = near.map_or_else(
            || "; `idm explain` lists them all".to_owned(),
            |near| format!("; did you mean `{}`?", near.word),
        );
        return Err(Failure::Usage(format!("there is no diagnostic `{code}`{hint}")));
    };
    let adjustable = if rule.adjustable {
        "A publication can set another severity under `diagnostics`."
    } else {
        "Its severity cannot be changed."
    };
    report::write(
        Stream::Output,
        &format!("{} ({})\n\n{}\n\n{}\n\n{adjustable}\n", rule.code, rule.severity, rule.summary, rule.explanation),
    );
    Ok(())
}
