//! The scripts of the page.

/// A script by its name.
pub(crate) fn script(name: &str) -> Option<&'static str> {
    Some(match name {
        "preview.js" => include_str!("page/preview.js"),
        "sheets.js" => include_str!("page/sheets.js"),
        "contents.js" => include_str!("page/contents.js"),
        "problems.js" => include_str!("page/problems.js"),
        "search.js" => include_str!("page/search.js"),
        "places.js" => include_str!("page/places.js"),
        _ => return None,
    })
}
