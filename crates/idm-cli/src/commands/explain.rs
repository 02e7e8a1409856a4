//! `idm explain`: what a diagnostic means.

use idm::diagnostic::near;
use idm::model::Language;
use idm::{find_project, language_of};
use idm_core::rules;

use crate::args::ExplainArguments;
use crate::failure::Failure;
use crate::report::{self, Stream};

/// Runs the command.
pub fn run(arguments: &ExplainArguments) -> Result<(), Failure> {
    let language = arguments.language.unwrap_or_else(language_here);
    let Some(code) = &arguments.code else {
        report::write(Stream::Output, &rules::list_in(language));
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
    report::write(Stream::Output, &rule.told_in(language));
    Ok(())
}

/// The language of the publication that other commands would take, and English where there is none: what a code means can be
/// asked anywhere.
fn language_here() -> Language {
    find_project(None).ok().and_then(|folder| language_of(&folder)).unwrap_or(Language::English)
}
