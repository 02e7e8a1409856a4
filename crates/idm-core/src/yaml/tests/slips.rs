//! Slips of the keys and habits of word processors: each is told at the sign that is wrong, with what to write.

use super::super::sentences::sentence;
use super::{Case, span};

/// A file with a slip, and what is said of it first: code, line, column and message.
const SLIPS: [(&str, &str); 77] = [
    (
        "id: a\n title: b\nbook: c\n",
        "yaml-syntax:2:2 this line begins one space further in than the one above it, which has its value already",
    ),
    (
        "id: a\ntitle:\u{a0} Water\nbook: c\n",
        "yaml-syntax:2:7 behind this colon stands a no-break space (U+00A0), which is no space to YAML",
    ),
    (
        "id: a\ntitle:\u{a0}Water\nbook: c\n",
        "yaml-syntax:2:7 behind this colon stands a no-break space (U+00A0), which is no space to YAML",
    ),
    (
        "id: a\nlist:\n  -\u{a0}one\n  - two\n",
        "yaml-syntax:3:4 behind this hyphen stands a no-break space (U+00A0), which is no space to YAML",
    ),
    (
        "id: a\nlist:\n  -\u{a0}id: one\n  - id: two\n",
        "yaml-syntax:3:4 behind this hyphen stands a no-break space (U+00A0), which is no space to YAML",
    ),
    (
        "id: a\n\u{a0}title: b\n",
        "yaml-syntax:2:1 before this key stands a no-break space (U+00A0), which is no space to YAML",
    ),
    (
        "id: a\ntitle: “Floods: warning”\n",
        "yaml-syntax:2:8 `“` is no quotation mark to YAML, which knows straight ones only",
    ),
    (
        "id: a\ntitle: [Panel] one\nb: c\n",
        "yaml-syntax:2:8 what begins with this bracket is a list to YAML, and there is text behind its end",
    ),
    (
        "id: a\ntitle: {x} y\nb: c\n",
        "yaml-syntax:2:8 what begins with this brace is a mapping to YAML, and there is text behind its end",
    ),
    (
        "id: a\ntitle: {{ values.x }}\nb: c\n",
        "yaml-syntax:2:8 to YAML, an expression at the beginning of a value is a mapping",
    ),
    (
        "id: a\ntitle: > quoted\nb: c\n",
        "yaml-syntax:2:8 an unquoted text cannot begin with `>`, which announces a text on the lines below",
    ),
    (
        "id: a\ntitle: | text\nb: c\n",
        "yaml-syntax:2:8 an unquoted text cannot begin with `|`, which announces a text on the lines below",
    ),
    (
        "id: a\ntitle: a # b\n  more\nb: c\n",
        "yaml-syntax:2:10 this `#` behind a space begins a comment, and the words behind it are not read",
    ),
    (
        "id: a\ntitle: b\n---\nb: c\n",
        "yaml-alias:3:1 `---` begins another document, and a YAML file holds one document only",
    ),
    ("id: a\ntitle: \"a\\qb\"\n", "yaml-syntax:2:10 `\\q` means nothing within double quotation marks"),
    ("id: a\ntitle: \"C:\\Users\"\n", "yaml-syntax:2:11 `\\U` means nothing within double quotation marks"),
    ("id: a\ntitle: \"a\\x4\"\n", "yaml-syntax:2:10 `\\x` means nothing within double quotation marks"),
    ("id: a\ntitle: @x\nb: c\n", "yaml-syntax:2:8 an unquoted text cannot begin with `@`, which YAML keeps for itself"),
    (
        "id: a\ntitle: `x`\nb: c\n",
        "yaml-syntax:2:8 an unquoted text cannot begin with a backtick, which YAML keeps for itself",
    ),
    ("id: a\ntitle: %x\nb: c\n", "yaml-syntax:2:8 an unquoted text cannot begin with `%`, which YAML keeps for itself"),
    ("id: a\ntitle: * x\nb: c\n", "yaml-syntax:2:8 this asterisk begins no item of a list"),
    ("id: a\ntitle: *x*\nb: c\n", "yaml-alias:2:8 aliases such as `*name` are not used"),
    ("id: a\ntitle: & x\nb: c\n", "yaml-syntax:2:8 an unquoted text cannot begin with `&`, which names a value"),
    ("id: a\ntitle: &x y\nb: c\n", "yaml-alias:2:8 anchors such as `&name` are not used"),
    ("id: a\ntitle: ! x\nb: c\n", "yaml-alias:2:8 tags such as `!name` are not used"),
    ("id: a\ntitle: !x y\nb: c\n", "yaml-alias:2:8 tags such as `!name` are not used"),
    (
        "id: a\ntitle: - x\nb: c\n",
        "yaml-syntax:2:8 an unquoted text cannot begin with `-`, which begins an item of a list",
    ),
    ("id: a\ntitle: ? x\nb: c\n", "yaml-syntax:2:8 an unquoted text cannot begin with `?`, which announces a key"),
    (
        "id: a\ntitle: , x\nb: c\n",
        "yaml-syntax:2:8 an unquoted text cannot begin with `,`, which belongs between brackets",
    ),
    (
        "id: a\ntitle: : x\nb: c\n",
        "yaml-syntax:2:8 a colon and a space stand within an unquoted text, where YAML takes them for the end of a key",
    ),
    (
        "id: a\nlist:\n  - a\n - b\nb: c\n",
        "yaml-syntax:4:2 this line begins one space further out than the one above it, in a column where nothing else begins",
    ),
    (
        "id: a\nlist:\n  - a\n   - b\nb: c\n",
        "yaml-run-on:4:4 this line looks like an item of a list, but runs on in the text above",
    ),
    (
        "id: a\nlist:\n  - id: a\n   x: b\nb: c\n",
        "yaml-syntax:4:4 this line begins one space further out than the one above it, in a column where nothing else begins",
    ),
    (
        "id: a\nlist:\n  - id: a\n     x: b\nb: c\n",
        "yaml-syntax:4:6 this line begins one space further in than the one above it, which has its value already",
    ),
    (
        "id: a\nlist:\n    - id: a\n  - id: b\nb: c\n",
        "yaml-syntax:4:3 this line begins two spaces further out than the one above it, in a column where nothing else begins",
    ),
    ("id: a\n- b\n", "yaml-syntax:2:1 a list begins here, where keys of a record stand"),
    ("- a\nb: c\n", "yaml-syntax:2:1 a key begins here, in the column of the hyphens above it"),
    ("id: a\n* b\n", "yaml-syntax:2:1 this asterisk begins no item of a list"),
    ("list:\n  * id: b\n  * id: c\n", "yaml-syntax:2:3 this asterisk begins no item of a list"),
    ("- id: a\n– id: b\n", "yaml-syntax:2:1 `–` begins no item of a list"),
    ("list:\n  – id: b\n  – id: c\n", "yaml-syntax:2:3 `–` begins no item of a list"),
    (
        "list:\n  • b\n  • c\nb: c\n",
        "yaml-run-on:3:3 this line looks like an item of a list, but runs on in the text above",
    ),
    (
        "list: [a, b #c]\nb: c\n",
        "yaml-syntax:1:13 this `#` behind a space begins a comment, and the words behind it are not read",
    ),
    (
        "list: [a, b # c]\nb: c\n",
        "yaml-syntax:1:13 this `#` behind a space begins a comment, and the words behind it are not read",
    ),
    ("list: [a, -]\nb: c\n", "yaml-syntax:1:11 between brackets, a text cannot begin with a hyphen"),
    (
        "list: [a, b]]\nb: c\n",
        "yaml-syntax:1:7 what begins with this bracket is a list to YAML, and there is text behind its end",
    ),
    ("list: [a, b}\nb: c\n", "yaml-syntax:1:12 a comma or the closing bracket is missing"),
    ("title: 'It's here'\nb: c\n", "yaml-syntax:1:12 there is text behind the closing quotation mark, `'`"),
    (
        "title: \"one\nb: \"two\"\nc: d\n",
        "yaml-syntax:1:8 the quotation mark `\"` is opened here and not closed, or the text goes on without indentation",
    ),
    ("title: \"one\" two\nb: c\n", "yaml-syntax:1:14 there is text behind the closing quotation mark, `\"`"),
    ("title: \"one\"two\nb: c\n", "yaml-syntax:1:13 there is text behind the closing quotation mark, `\"`"),
    ("title: one\n\tb: c\n", "yaml-syntax:2:1 this line is indented with a tab, and YAML takes only spaces"),
    ("title:\tone\nb: c\n", "yaml-syntax:1:7 behind this colon stands a tab, which is no space to YAML"),
    ("title: |\n  one\n\ttwo\n", "yaml-syntax:3:1 this line is indented with a tab, and YAML takes only spaces"),
    (
        "title: |0\n  one\n",
        "yaml-syntax:1:8 an unquoted text cannot begin with `|`, which announces a text on the lines below",
    ),
    (
        "title: |\n    \n  one\n",
        "yaml-syntax:3:3 the text below `|` or `>` begins with a line of spaces that is longer than the indentation",
    ),
    (
        "title:one\nb: c\n",
        "yaml-syntax:1:1 this line holds no key: there is no colon followed by a space behind `title`",
    ),
    (
        "id: a\ntitle： one\nb: c\n",
        "yaml-syntax:2:1 this line holds no key: there is no colon followed by a space behind `title`",
    ),
    ("id: a\n%x: b\n", "yaml-syntax:2:1 an unquoted text cannot begin with `%`, which YAML keeps for itself"),
    ("id: a\n...\nb: c\n", "yaml-alias:3:1 `...` above ends the document, and a YAML file holds one document only"),
    ("id: a\n--- b\n", "yaml-alias:2:1 `---` begins another document, and a YAML file holds one document only"),
    ("id: a\n: c\n", "wrong-type:2:1 a key must be a text"),
    ("id: a\n\"title\" b\nc: d\n", "yaml-syntax:2:9 there is text behind the closing quotation mark, `\"`"),
    ("{a: b\n", "yaml-syntax:1:1 this brace is not closed"),
    (
        "a: b\n  c: d\n",
        "yaml-syntax:2:3 this line begins two spaces further in than the one above it, which has its value already",
    ),
    (
        "a:\n  b: c\n d: e\n",
        "yaml-syntax:3:2 this line begins one space further out than the one above it, in a column where nothing else begins",
    ),
    ("a:\n  - b\n  c: d\n", "yaml-syntax:3:3 a key begins here, in the column of the hyphens above it"),
    ("a:\n  b: c\n  - d\n", "yaml-syntax:3:3 a list begins here, where keys of a record stand"),
    (
        "a:\n- b\nc: d\n e: f\n",
        "yaml-syntax:4:2 this line begins one space further in than the one above it, which has its value already",
    ),
    (
        "a: \"\nb: c\n",
        "yaml-syntax:1:4 the quotation mark `\"` is opened here and not closed, or the text goes on without indentation",
    ),
    (
        "a: b\n\u{2028}c: d\n",
        "yaml-syntax:2:1 before this key stands an unusual line break (U+2028), which is no space to YAML",
    ),
    (
        "a: b\n\u{3000}c: d\ne: f\n",
        "yaml-syntax:2:1 before this key stands an unusual space (U+3000), which is no space to YAML",
    ),
    ("a: «b: c»\n", "yaml-syntax:1:4 `«` is no quotation mark to YAML, which knows straight ones only"),
    ("a: ‘b: c’\n", "yaml-syntax:1:4 `‘` is no quotation mark to YAML, which knows straight ones only"),
    ("a: [b,\nc: d\n", "yaml-syntax:1:4 this bracket is not closed"),
    (
        "a: one\n   two: three\n",
        "yaml-syntax:2:4 this line begins three spaces further in than the one above it, which has its value already",
    ),
    ("a:\n  one\n  two: three\n", "yaml-syntax:2:3 this line holds no key: there is no colon followed by a space"),
];

#[test]
fn a_slip_is_told_at_its_sign_with_what_to_write() {
    for (text, expected) in SLIPS {
        let case = Case::new(text);
        let first = case.diagnostics.list().first().unwrap_or_else(|| panic!("{text:?}"));
        let (line, column) = case.position(span(&first.place));
        assert_eq!(format!("{}:{line}:{column} {}", first.rule.code, first.message), expected, "{text:?}");
        assert!(!first.hints.is_empty(), "{text:?}");
    }
}

/// All that the parser says of a file that it cannot read.
const SENTENCES: [&str; 66] = [
    "a block scalar content cannot start with a tab",
    "a byte order mark must not appear inside a document",
    "block sequence entries are not allowed in this context",
    "comment intercepting the multiline text",
    "did not find expected <document start>",
    "did not find expected <document-start>",
    "did not find expected <stream-start>",
    "did not find expected next token",
    "duplicate version directive",
    "expected whitespace",
    "found incompatible YAML document",
    "found unprintable character",
    "illegal placement of ':' indicator",
    "invalid content after document end marker",
    "invalid global tag character",
    "invalid indentation",
    "invalid indentation for anchor",
    "invalid indentation in flow construct",
    "invalid indentation in quoted scalar",
    "invalid trailing content after double-quoted scalar",
    "mapping keys are not allowed in this context",
    "mapping values are not allowed in this context",
    "misplaced bracket",
    "missing explicit document end marker before directive",
    "plain scalar cannot start with '-' followed by ,[]{}",
    "simple key expect ':'",
    "simple key expected",
    "tab cannot be used as indentation",
    "tabs disallowed in this context",
    "tabs disallowed within this context (block indentation)",
    "the TAG directive must only be given at most once per handle in the same document",
    "the handle wasn't declared",
    "unexpected character: `@'",
    "unexpected end of plain scalar",
    "unexpected eof",
    "while parsing a block collection, did not find expected '-' indicator",
    "while parsing a block mapping, did not find expected key",
    "while parsing a flow mapping, did not find expected ',' or '}'",
    "while parsing a flow sequence, expected ',' or ']'",
    "while parsing a node, did not find expected node content",
    "while parsing a quoted scalar, did not find expected hexadecimal number",
    "while parsing a quoted scalar, found invalid Unicode character escape code",
    "while parsing a quoted scalar, found unknown escape character",
    "while parsing a tag directive, did not find expected '!'",
    "while parsing a tag, did not find expected tag URI",
    "while parsing a tag, found an incorrect leading UTF-8 byte",
    "while parsing a tag, found an invalid UTF-8 codepoint",
    "while parsing a tag, found an invalid escape sequence",
    "while parsing anchor, found duplicated anchor",
    "while scanning TAG, did not find expected whitespace or line break",
    "while scanning a YAML directive, did not find expected digit or '.' character",
    "while scanning a YAML directive, did not find expected version number",
    "while scanning a YAML directive, found extremely long version number",
    "while scanning a block scalar, did not find expected comment or line break",
    "while scanning a block scalar, found an indentation indicator equal to 0",
    "while scanning a directive, could not find expected directive name",
    "while scanning a directive, did not find expected comment or line break",
    "while scanning a directive, found unexpected non-alphabetical character",
    "while scanning a plain scalar, found a tab",
    "while scanning a quoted scalar, found unexpected document indicator",
    "while scanning a quoted scalar, found unexpected end of stream",
    "while scanning a tag, did not find expected '!'",
    "while scanning a tag, did not find expected whitespace or line break",
    "while scanning a verbatim tag, did not find the expected '>'",
    "while scanning an anchor or alias, did not find expected alphabetic or numeric character",
    "wrongly indented line in block scalar",
];

#[test]
fn no_sentence_of_the_parser_reaches_an_author() {
    let (unknown, _) = sentence("what nobody has heard of");
    for info in SENTENCES {
        let (message, hint) = sentence(info);
        assert_ne!(message, unknown, "{info}");
        for words in [message, hint] {
            assert!(!words.contains(info) && !words.contains("scalar") && !words.contains("token"), "{info}: {words}");
        }
    }
}

/// What is said of a sound file: codes and places.
fn said(text: &str) -> Vec<String> {
    let case = Case::new(text);
    assert!(case.index.is_some(), "{text:?}: {:?}", case.report());
    let one = |found: &crate::diagnostic::Diagnostic| {
        let (line, column) = case.position(span(&found.place));
        format!("{}:{line}:{column}", found.rule.code)
    };
    case.diagnostics.list().iter().map(one).collect()
}

#[test]
fn words_behind_a_hash_do_not_vanish_in_silence() {
    for (text, place) in [
        ("title: Statement #3 of the panel\n", "1:18"),
        ("title: #3 of all\n", "1:8"),
        ("title: # 3 of all\n", "1:8"),
        ("- #3 of all\n- b\n", "1:3"),
        ("a: 1\ncolour: #003366\nb: 2\n", "2:9"),
        ("title: Statement\n  of the panel #3\n", "2:16"),
        ("title: Floods & the  #1 threat\r\nb: c\r\n", "1:22"),
        ("\"title\": #one\n", "1:10"),
    ] {
        assert_eq!(said(text), [format!("yaml-comment:{place}")], "{text:?}");
    }
}

#[test]
fn lines_do_not_run_on_in_silence() {
    for (text, place) in [
        ("list:\n  - one\n    - two\n", "3:5"),
        ("text: One\n  - two\n  - three\n", "2:3"),
        ("text: One\n  * two\n", "2:3"),
        ("text: One\n  • two\n", "2:3"),
    ] {
        assert_eq!(said(text)[0], format!("yaml-run-on:{place}"), "{text:?}");
    }
}

#[test]
fn what_is_meant_is_left_in_peace() {
    for text in [
        "title: Draft # to be reviewed\nb: c # d\n",
        "title: Draft  # (#1 of the list)\n",
        "number: 5 #five\ndate: 2017-07-18 #a Tuesday\nflag: true #so be it\n",
        "title: C# and page#3, https://example.org/#part\n",
        "title: \"Statement #3\"\nother: 'the #1 threat'\n",
        "book: # the order of the book\n  - chapter: a\n",
        "title: # what it is called\n",
        "list: # of all\n",
        "text: |\n  # A heading\n  - one\n  - two #3\n  see: that\n",
        "text: >\n  - one\n  * two\n",
        "text: One thing\n  – and another –\n  goes on\n",
        "text: One\n  -5 °C, 5 * 3 and\n  https://example.org\n",
        "#!not a comment of ours\n#one\ntitle: a\n",
        "a: “quoted” words\nb: it's\nc: 50 % of {all} [x]\nd: a, b; c! d? e@f.org g&h *i* `j`\n",
        "a: -5\nb: +3\nc: ~\nd: a?\ne: 10:30\nf: a:b\n",
    ] {
        assert_eq!(said(text), Vec::<String>::new(), "{text:?}");
    }
}
