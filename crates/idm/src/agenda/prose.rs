//! Words of others without the tags that they stand in.

/// A text without tags, its entities resolved. A tag that ends a paragraph or an item becomes a line's end, one that begins
/// an item a `•`.
pub(super) fn untagged(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((tag, length)) = tag(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        match tag.as_str() {
            "p" | "/p" | "br" | "ul" | "/ul" | "ol" | "/ol" | "/li" | "div" | "/div" | "tr" | "/tr" => out.push('\n'),
            "li" => out.push_str("\n• "),
            _ => {}
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    let out = out.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    out.replace("&#39;", "’").replace("&amp;", "&")
}

/// The name of the tag that a text begins with, and its length.
fn tag(text: &str) -> Option<(String, usize)> {
    const TAGS: [&str; 18] = [
        "p", "br", "ul", "ol", "li", "b", "i", "u", "em", "strong", "span", "div", "a", "table", "tr", "td", "th",
        "font",
    ];
    if !text[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/') {
        return None;
    }
    let end = text.find('>')?;
    let inner = text[1..end].trim_end_matches('/').trim();
    let name = inner.split_whitespace().next()?.to_ascii_lowercase();
    TAGS.contains(&name.trim_start_matches('/')).then_some((name, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_part_and_vanish() {
        assert_eq!(untagged("<p>One.</p> <ul style=\"x\"> • Two? • Three?"), "\nOne.\n \n • Two? • Three?");
        assert_eq!(untagged("a < b and <b>c</b> &amp; d<br/>e <unknown>"), "a < b and c & d\ne <unknown>");
        assert_eq!(untagged("<ul><li>x</li></ul>"), "\n\n• x\n\n");
    }
}
