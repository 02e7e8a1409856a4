//! A value written out again as one line of flow YAML, for serde_yaml to read.
//!
//! Only what is needed to keep every value what it was: texts are quoted unless they could be numbers or truth values,
//! which stay as the author typed them (`1.10` is a text to one field and a number to another), and a null is nothing.

use std::collections::HashSet;
use std::fmt::Write;

use super::index::{Content, Index, NodeId, Scalar};
use super::scalar::Style;

/// Writes a value, without the values in `left_out` and their keys.
///
/// Recursive, but the index has no more than [`MAX_NESTING`](super::MAX_NESTING) levels.
pub(super) fn emit(index: &Index, node: NodeId, left_out: &HashSet<NodeId>, out: &mut String) {
    match &index.nodes[node].content {
        Content::Scalar(scalar) => emit_scalar(scalar, out),
        Content::List(items) => {
            out.push('[');
            for &item in items.iter().filter(|item| !left_out.contains(item)) {
                emit(index, item, left_out, out);
                out.push_str(", ");
            }
            out.push(']');
        }
        Content::Mapping(mapping) => {
            out.push('{');
            for entry in mapping.entries.iter().filter(|entry| !left_out.contains(&entry.value)) {
                // The question mark: without it a key must not be longer than 1,024 characters.
                out.push_str("? ");
                quote(&entry.key, out);
                out.push_str(" : ");
                emit(index, entry.value, left_out, out);
                out.push_str(", ");
            }
            out.push('}');
        }
    }
}

fn emit_scalar(scalar: &Scalar, out: &mut String) {
    if scalar.is_null() {
        return;
    }
    if scalar.style == Style::Plain && may_be_no_text(&scalar.text) {
        out.push_str(&scalar.text);
    } else {
        quote(&scalar.text, out);
    }
}

/// Whether a plain scalar might be meant as a number or a truth value. Such a scalar needs no quotation marks.
fn may_be_no_text(text: &str) -> bool {
    let harmless = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_'));
    let lower = text.to_ascii_lowercase();
    let word = matches!(lower.trim_start_matches(['+', '-']), "true" | "false" | ".inf" | ".nan");
    // `0x18` and `0b1` are numbers to YAML, and to no author.
    let figures = text.bytes().all(|byte| !byte.is_ascii_alphabetic() || matches!(byte, b'e' | b'E'));
    harmless && (word || figures && text.bytes().any(|byte| byte.is_ascii_digit()))
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // Everything that no version of YAML takes for a line break or refuses.
            ' '..='~' | '\u{a1}'..='\u{2027}' | '\u{2030}'..='\u{d7ff}' => out.push(c),
            _ => {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
        }
    }
    out.push('"');
}
