//! `idm init`: a publication to begin with.

use std::path::Path;

use idm_core::escape::shell;

use crate::args::InitArguments;
use crate::failure::Failure;
use crate::report;
use crate::streams::Stream;

/// Runs the command.
pub fn run(arguments: &InitArguments) -> Result<(), Failure> {
    let folder = arguments.folder.as_deref().unwrap_or(Path::new("."));
    for path in idm::init(folder)? {
        report::write(Stream::Output, &format!("{}\n", path.strip_prefix(".").unwrap_or(&path).display()));
    }
    let project = if folder == Path::new(".") {
        String::new()
    } else {
        format!(" --project {}", shell(&folder.to_string_lossy()))
    };
    report::note_line(&format!("build it with `idm build{project}`; publication.yaml is where to begin"));
    Ok(())
}
