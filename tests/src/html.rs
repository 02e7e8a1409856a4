//! A book as a web page: the text of a PDF's structure tree, with the elements that HTML has for it. Other programs that
//! print text are measured on it.

use std::fmt::Write as _;

use crate::structure::{Element, Node};

/// The web page of a structure tree.
pub fn page(tree: &Element, title: &str) -> String {
    let mut body = String::new();
    write_children(tree, &mut body);
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n\
         {body}\n</body>\n</html>\n"
    )
}

fn write_children(element: &Element, out: &mut String) {
    for child in &element.children {
        match child {
            Node::Element(child) => write_element(child, out),
            Node::Text(text) => out.push_str(&escaped(text)),
            Node::Object => {}
        }
    }
}

fn write_element(element: &Element, out: &mut String) {
    let tag = match (element.role.as_str(), element.name.as_str()) {
        (_, "Em") => "em",
        (_, "Strong") => "strong",
        ("H1", _) => "h1",
        ("H2", _) => "h2",
        ("H3", _) => "h3",
        ("H4", _) => "h4",
        ("H5", _) => "h5",
        ("H6", _) => "h6",
        ("P" | "Caption" | "TOCI", _) => "p",
        ("Note", _) => "aside",
        ("BlockQuote", _) => "blockquote",
        ("L", _) => "ul",
        ("LI", _) => "li",
        ("Table", _) => "table",
        ("THead", _) => "thead",
        ("TBody", _) => "tbody",
        ("TR", _) => "tr",
        ("TH", _) => "th",
        ("TD", _) => "td",
        ("Code", _) => "code",
        // Pictures are drawn by their templates, and labels of list items by the list.
        ("Figure" | "Lbl", _) => return,
        _ => {
            write_children(element, out);
            return;
        }
    };
    let _ = write!(out, "<{tag}>");
    write_children(element, out);
    let _ = write!(out, "</{tag}>");
    if element.is_block() {
        out.push('\n');
    }
}

fn escaped(text: &str) -> String {
    text.replace('\u{ad}', "").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_becomes_a_web_page() {
        let element = |role: &str, children| {
            Node::Element(Element { role: role.to_owned(), name: role.to_owned(), children, ..Element::default() })
        };
        let words = |text: &str| Node::Text(text.to_owned());
        let item = element("LI", vec![element("Lbl", vec![words("•")]), element("LBody", vec![words("b")])]);
        let tree = Element {
            children: vec![element(
                "Document",
                vec![element("P", vec![words("a < \u{ad}b")]), element("L", vec![item])],
            )],
            ..Element::default()
        };
        let page = page(&tree, "T & t");
        assert!(page.contains("<title>T &amp; t</title>"), "{page}");
        assert!(page.contains("<p>a &lt; b</p>\n<ul><li>b</li>\n</ul>"), "{page}");
    }
}
