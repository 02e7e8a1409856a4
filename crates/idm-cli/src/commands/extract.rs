//! `idm extract`: the records back out of a PDF.

use std::io::ErrorKind;
use std::path::Path;

use idm_core::published;
use idm_core::published::differences::differences;
use idm_render::attachment;
use idm_render::pdf_file::MAX_PDF_BYTES;
use idm_render::timings::Timings;
use serde_json::{Map, Value};

use crate::args::{CommonArguments, ExtractArguments, MessageFormat};
use crate::failure::Failure;
use crate::inspection::{Inspection, has_errors};
use crate::report::{self, Stream};
use crate::{output, reading, watchdog};

/// Runs the command.
pub fn run(arguments: &ExtractArguments) -> Result<(), Failure> {
    watchdog::start(watchdog::SECONDS);
    let records = records(&arguments.pdf)?;
    if let Some(folder) = &arguments.against {
        return compare(&records, folder);
    }
    let text = format!("{records:#}\n");
    let Some(path) = &arguments.out else {
        report::write(Stream::Output, &text);
        return Ok(());
    };
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Failure::Usage(format!("{} names no file", path.display())))?;
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    output::replace(folder, name, text.as_bytes())?;
    Ok(())
}

fn records(path: &Path) -> Result<Value, Failure> {
    let pdf = reading::bytes(path, MAX_PDF_BYTES).map_err(|error| match error.kind() {
        ErrorKind::InvalidInput | ErrorKind::FileTooLarge => Failure::Usage(format!("{}: {error}", path.display())),
        _ => Failure::system("read", path)(error),
    })?;
    attachment::records(&pdf).map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))
}

/// Says what differs, a line each.
fn compare(records: &Value, folder: &Path) -> Result<(), Failure> {
    let arguments = CommonArguments { project: Some(folder.to_owned()), ..CommonArguments::default() };
    let inspection = Inspection::run(&arguments, &mut Timings::start())?;
    let found = inspection.located();
    let Some(publication) = inspection.publication.as_ref().filter(|_| !has_errors(&found)) else {
        // What could not be understood would only seem to differ.
        inspection.show(&found, MessageFormat::Human, Stream::Error, Map::new());
        return Err(Failure::Inputs);
    };
    let differences = differences(records, &published::document(publication));
    if differences.is_empty() {
        return Ok(());
    }
    let lines: String = differences.iter().map(|difference| format!("{difference}\n")).collect();
    report::write(Stream::Output, &lines);
    Err(Failure::Different)
}
