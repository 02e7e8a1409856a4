//! `idm schema`: the format, as editors read it.

use idm::schemas;
use serde_json::{Map, Value};

use crate::args::SchemaArguments;
use crate::failure::Failure;
use crate::report;
use crate::streams::Stream;

/// Runs the command.
pub fn run(arguments: &SchemaArguments) -> Result<(), Failure> {
    if let Some(folder) = &arguments.out {
        for path in schemas::write(folder)? {
            report::write(Stream::Output, &format!("{}\n", path.display()));
        }
        return Ok(());
    }
    let all: Map<String, Value> =
        schemas::all().into_iter().map(|schema| (schema.file.to_owned(), schema.value)).collect();
    report::write(Stream::Output, &report::document_text(&Value::Object(all)));
    Ok(())
}
