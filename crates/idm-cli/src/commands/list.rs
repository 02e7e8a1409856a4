//! `idm list`: what a publication has.

use idm::{Listing, Project, find_project};
use idm_core::escape;
use serde_json::{Map, Value};

use crate::args::{ListArguments, ListFormat};
use crate::failure::Failure;
use crate::report;
use crate::streams::Stream;

/// How wide a value may be in a table, in characters.
const MAX_WIDTH: usize = 44;

/// Runs the command.
pub fn run(arguments: &ListArguments) -> Result<(), Failure> {
    let project = Project::open(find_project(arguments.project.as_deref())?)?;
    let Some(listing) = project.list(arguments.kind()) else {
        report::error_line("too little of the inputs can be understood; `idm check` says why");
        return Err(Failure::Inputs);
    };
    let text = match arguments.format {
        ListFormat::Table => table(&listing),
        ListFormat::Csv => csv(&listing),
        ListFormat::Json => report::document_text(&json(&listing)),
    };
    report::write(Stream::Output, &text);
    Ok(())
}

/// Columns, the file and line of each record as one.
fn table(listing: &Listing) -> String {
    let mut rows: Vec<Vec<String>> = vec![listing.columns.iter().map(|column| column.to_uppercase()).collect()];
    rows.extend(listing.rows.iter().map(|row| row.iter().map(plain).collect()));
    for (at, row) in rows.iter_mut().enumerate() {
        if let (Some(line), Some(file)) = (row.pop(), row.pop()) {
            row.iter_mut().for_each(|value| *value = shortened(value));
            row.push(match (at, file.is_empty()) {
                (0, _) => "PLACE".to_owned(),
                (_, true) => String::new(),
                (_, false) => format!("{file}:{line}"),
            });
        }
    }
    let length = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|value| value.chars().count()).max();
    let widths: Vec<usize> = (0..length).map(|column| width(column).unwrap_or_default()).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (value, width) in row.iter().zip(&widths) {
            line.push_str(value);
            line.push_str(&" ".repeat(width + 2 - value.chars().count()));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn shortened(value: &str) -> String {
    if value.chars().count() <= MAX_WIDTH {
        return value.to_owned();
    }
    let kept: String = value.chars().take(MAX_WIDTH - 1).collect();
    format!("{}…", kept.trim_end())
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

fn csv(listing: &Listing) -> String {
    let line = |values: Vec<String>| values.iter().map(|value| escape::csv(value)).collect::<Vec<_>>().join(",") + "\n";
    let mut text = line(listing.columns.iter().map(|&column| column.to_owned()).collect());
    listing.rows.iter().for_each(|row| text.push_str(&line(row.iter().map(plain).collect())));
    text
}

fn json(listing: &Listing) -> Value {
    let row = |row: &Vec<Value>| {
        let fields = listing.columns.iter().map(|&column| column.to_owned()).zip(row.iter().cloned());
        Value::Object(fields.collect::<Map<_, _>>())
    };
    listing.rows.iter().map(row).collect()
}
