//! Files made of a few lines of XML, and the Markdown that they become.

use std::collections::BTreeSet;

use super::{Markdown, Options, write};
use crate::package::pack;
use crate::read::{Changes, read};

const NAMESPACES: &str = "xmlns:w=\"w\" xmlns:r=\"r\" xmlns:wp=\"wp\" xmlns:a=\"a\" xmlns:m=\"m\" xmlns:w14=\"w14\"";

/// A file with that body, and other parts by their kinds.
fn file(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut relations = String::new();
    let mut all = vec![(
        "word/document.xml".to_owned(),
        format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>").into_bytes(),
    )];
    for (kind, text) in parts {
        let (target, mode) = match *kind {
            "hyperlink" => ((*text).to_owned(), " TargetMode=\"External\""),
            kind => {
                all.push((format!("word/{kind}.xml"), format!("<w:x {NAMESPACES}>{text}</w:x>").into_bytes()));
                (format!("{kind}.xml"), "")
            }
        };
        relations.push_str(&format!("<Relationship Id=\"{kind}\" Type=\"t/{kind}\" Target=\"{target}\"{mode}/>"));
    }
    all.push(("word/_rels/document.xml.rels".to_owned(), format!("<R>{relations}</R>").into_bytes()));
    pack(&all)
}

fn made(body: &str, parts: &[(&str, &str)], changes: Changes, tell_changes: bool) -> Markdown {
    let word = read(&file(body, parts)).unwrap();
    let shows = |sign: &str| sign != "\u{1f600}";
    write(&word, &Options { changes, tell_changes, prefix: "p", shows: &shows, plain: &BTreeSet::new() })
}

fn text(body: &str) -> String {
    made(body, &[("styles", STYLES), ("numbering", NUMBERING)], Changes::Accept, false).text
}

const STYLES: &str = "<w:style w:type='paragraph' w:styleId='H1'><w:name w:val='heading 1'/></w:style>\
    <w:style w:type='paragraph' w:styleId='H3'><w:name w:val='heading 3'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Cap'><w:name w:val='caption'/></w:style>\
    <w:style w:type='paragraph' w:styleId='Q'><w:name w:val='Quote'/></w:style>\
    <w:style w:type='paragraph' w:styleId='T'><w:name w:val='Title'/></w:style>";

const NUMBERING: &str = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:numFmt w:val='lowerLetter'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    <w:num w:numId='3'><w:abstractNumId w:val='0'/></w:num>";

fn styled(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn para(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>")
}

fn item(list: u8, level: u8, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{words}</w:t>\
         </w:r></w:p>"
    )
}

#[test]
fn headings_skip_no_level_and_a_title_belongs_elsewhere() {
    let body =
        styled("T", "The day") + &styled("H3", "One") + &para("Words.") + &styled("H1", "Two") + &styled("H3", "Three");
    let made = made(&body, &[("styles", STYLES)], Changes::Accept, false);
    assert_eq!(made.text, "# One\n\nWords.\n\n# Two\n\n## Three\n");
    assert_eq!(made.left_out[0].what, "the title `The day`, which belongs into `panel.yaml`");
}

#[test]
fn lists_keep_their_levels_and_numbers() {
    let body =
        item(1, 0, "a") + &item(1, 1, "b") + &item(1, 1, "c") + &item(1, 0, "d") + &para("Between.") + &item(1, 0, "e");
    assert_eq!(text(&body), "1. a\n   a. b\n   b. c\n2. d\n\nBetween.\n\n3. e\n");
    // Two lists that touch are two.
    assert_eq!(text(&(item(1, 0, "a") + &item(3, 0, "b") + &item(2, 0, "c"))), "1. a\n1) b\n- c\n");
}

#[test]
fn words_are_words_whatever_they_look_like() {
    let odd = "- 1. *a* [b] {{ c }} %%d%% ::: &lt;e&gt; $f$ @g | h";
    let read = super::blocks::read_back(text(&para(odd)).trim());
    assert_eq!(read, "- 1. *a* [b] {{ c }} %%d%% ::: <e> $f$ @g | h");
}

#[test]
fn emphasis_stands_at_words_and_not_at_blanks() {
    let body = "<w:p><w:r><w:t xml:space='preserve'>So </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>strong \
        </w:t></w:r><w:r><w:rPr><w:b/><w:i/></w:rPr><w:t>words</w:t></w:r><w:r><w:t xml:space='preserve'> m</w:t></w:r><w:r><w:rPr>\
        <w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r></w:p>";
    assert_eq!(text(body), "So **strong *words*** m^2^\n");
}

#[test]
fn other_languages_are_told_if_they_are_not_those_of_most_words() {
    let body = "<w:p><w:r><w:rPr><w:lang w:val='en-GB'/></w:rPr><w:t xml:space='preserve'>All of these are English, and </w:t></w:r>\
        <w:r><w:rPr><w:lang w:val='fr-FR'/></w:rPr><w:t>mot</w:t></w:r></w:p>";
    assert_eq!(text(body), "All of these are English, and [mot](lang:fr)\n");
}

#[test]
fn tables_have_heads_captions_and_one_line_in_a_cell() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let strong = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Head</w:t></w:r></w:p>";
    let rows = row(&[cell(strong), cell(strong)]) + &row(&[cell(&(para("a|b") + &item(2, 0, "c"))), cell("<w:p/>")]);
    let caption = "<w:p><w:pPr><w:pStyle w:val='Cap'/></w:pPr><w:r><w:t xml:space='preserve'>Table </w:t></w:r><w:fldSimple \
        w:instr=' SEQ Table '><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t>: Places</w:t></w:r></w:p>";
    let body = format!("{caption}<w:tbl>{rows}</w:tbl>");
    assert_eq!(text(&body), ":::table\nPlaces\n\n| Head | Head |\n|---|---|\n| a\\|b<br>– c |  |\n:::\n");
}

#[test]
fn notes_stand_below_and_links_lead_where_readers_can_follow() {
    let body = "<w:p><w:hyperlink r:id='hyperlink'><w:r><w:t>the page</w:t></w:r></w:hyperlink><w:r><w:footnoteReference \
        w:id='2'/></w:r><w:hyperlink w:anchor='there'><w:r><w:t> and there</w:t></w:r></w:hyperlink></w:p><w:p><w:pPr><w:pStyle \
        w:val='H1'/></w:pPr><w:bookmarkStart w:id='0' w:name='there'/><w:r><w:t>The end</w:t></w:r></w:p>";
    let notes =
        "<w:footnote w:id='2'><w:p><w:r><w:t>One.</w:t></w:r></w:p><w:p><w:r><w:t>Two.</w:t></w:r></w:p></w:footnote>";
    let parts = [("hyperlink", "https://a.example/x"), ("footnotes", notes), ("styles", STYLES)];
    let made = made(body, &parts, Changes::Accept, false);
    let expected = "[the page](https://a.example/x)[^n1] [and there](@sec:p-the-end)\n\n# The end {#p-the-end}\n\n\
        [^n1]: One.\n\n    Two.\n";
    assert_eq!(made.text, expected);
    let far = [("hyperlink", "file:///c/x.doc"), ("footnotes", notes)];
    let made = super::tests::made(body, &far, Changes::Accept, false);
    assert!(made.text.starts_with("the page[^n1]"), "{}", made.text);
    assert!(made.left_out.iter().any(|left| left.what == "the address `file:///c/x.doc`"), "{:?}", made.left_out);
}

const TRACKED: &str = "<w:p><w:r><w:t>It is </w:t></w:r><w:del w:id='1' w:author='Ana Sen' w:date='2017-04-18T10:00:00Z'><w:r>\
    <w:delText>old</w:delText></w:r></w:del><w:ins w:id='2' w:author='Ana Sen' w:date='2017-04-18T10:00:00Z'><w:r><w:t>new</w:t></w:r>\
    </w:ins><w:r><w:t>.</w:t></w:r></w:p><w:p><w:pPr><w:rPr><w:del w:id='3' w:author='B' w:date='2017-04-19T10:00:00Z'/></w:rPr></w:pPr>\
    <w:r><w:t xml:space='preserve'>One </w:t></w:r></w:p><w:p><w:r><w:t>line.</w:t></w:r></w:p>";

#[test]
fn changes_are_made_undone_or_told() {
    let with = |changes, tell| made(TRACKED, &[], changes, tell).text;
    assert_eq!(with(Changes::Accept, false), "It is new.\n\nOne line.\n");
    assert_eq!(with(Changes::Reject, false), "It is old.\n\nOne\n\nline.\n");
    let told =
        "It is %%Ana Sen, 2017-04-18, taken out: “old”%%new%%Ana Sen, 2017-04-18, put in: “new”%%.\n\nOne line.\n";
    assert_eq!(with(Changes::Accept, true), told);
}

#[test]
fn comments_are_notes_to_the_editors_with_their_answers() {
    let body = "<w:p><w:r><w:t>It </w:t></w:r><w:commentRangeStart w:id='0'/><w:r><w:t>is</w:t></w:r><w:commentRangeEnd w:id='0'/>\
        <w:r><w:commentReference w:id='0'/></w:r><w:r><w:t>.</w:t></w:r></w:p>";
    let comment = |id, words, paragraph| {
        format!(
            "<w:comment w:id='{id}' w:author='Ana Sen' w:date='2017-04-18T10:00:00Z'><w:p w14:paraId='{paragraph}'><w:r>\
             <w:t>{words}</w:t></w:r></w:p></w:comment>"
        )
    };
    let comments = comment(0, "Is it?", "A") + &comment(1, "It is.", "B");
    let threads = "<w:commentEx w14:paraId='A' w14:done='1'/><w:commentEx w14:paraId='B' w14:paraIdParent='A'/>";
    let parts = [("comments", comments.as_str()), ("commentsExtended", threads)];
    let made = made(body, &parts, Changes::Accept, false);
    assert_eq!(made.text, "It is%%Ana Sen, 2017-04-18: Is it? (done); Ana Sen, 2017-04-18: It is.%%.\n");
}

#[test]
fn what_cannot_be_kept_is_named_with_its_heading() {
    let body = styled("H1", "Signs") + &para("A \u{1f600} smile, \u{e001} and \u{7}a bell");
    let made = made(&body, &[("styles", STYLES)], Changes::Accept, false);
    assert_eq!(made.text, "# Signs\n\nA smile, and a bell\n");
    let named: Vec<_> = made.left_out.iter().map(|left| (left.what.as_str(), left.heading.as_str())).collect();
    assert_eq!(named[0], ("the sign U+1F600, which cannot be printed", "Signs"));
}

#[test]
fn fields_that_go_on_over_paragraphs_keep_the_paragraphs() {
    let field = |kind| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let instruction = |text| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let body = |name| {
        format!(
            "<w:p>{}{}{}<w:r><w:t>One</w:t></w:r></w:p><w:p><w:r><w:t>Two</w:t></w:r>{}</w:p>",
            field("begin"),
            instruction(name),
            field("separate"),
            field("end")
        )
    };
    assert_eq!(text(&body("ADDIN biblio")), "One\n\nTwo\n");
    assert_eq!(text(&(body("TOC \\o") + &para("Three"))), "Three\n");
}

#[test]
fn quotations_and_pieces_that_are_to_be_plain() {
    let body = styled("Q", "One.") + &styled("Q", "Two.") + &para("Three **four**.");
    assert_eq!(text(&body), "> One.\n>\n> Two.\n\nThree \\*\\*four\\*\\*.\n");
    let word = read(&file("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>a-b.</w:t></w:r></w:p>", &[])).unwrap();
    let plain = BTreeSet::from([0]);
    let options =
        Options { changes: Changes::Accept, tell_changes: false, prefix: "p", shows: &|_| true, plain: &plain };
    assert_eq!(write(&word, &options).text, "a\\-b\\.\n");
}

#[test]
fn what_was_put_in_and_taken_out_again_is_there_neither_way() {
    let nested = "<w:p><w:r><w:t xml:space='preserve'>Words </w:t></w:r><w:ins w:author='A'><w:del w:author='B'><w:r>\
        <w:delText>in and out</w:delText></w:r></w:del></w:ins><w:r><w:t>stay.</w:t></w:r></w:p>";
    for changes in [Changes::Accept, Changes::Reject] {
        assert_eq!(made(nested, &[], changes, false).text.trim(), "Words stay.", "{changes:?}");
    }
}

#[test]
fn signs_by_their_numbers_are_read_and_hidden_words_are_named() {
    let run = |inner: &str| format!("<w:p><w:r><w:t xml:space='preserve'>Before </w:t></w:r>{inner}</w:p>");
    let sign =
        run("<w:r><mc:AlternateContent xmlns:mc='mc' xmlns:s='s'><mc:Choice><s:symEx s:char='2600'/></mc:Choice>\
        <mc:Fallback><w:t>?</w:t></mc:Fallback></mc:AlternateContent></w:r>");
    assert_eq!(text(&sign).trim(), "Before ☀");
    let hidden = made(&run("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"), &[], Changes::Accept, false);
    assert!(!hidden.text.contains("hidden") && format!("{hidden:?}").contains("hidden words"), "{hidden:?}");
}

#[test]
fn a_field_that_ends_behind_its_link_keeps_the_words_of_the_link() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let body = format!(
        "<w:p><w:hyperlink w:anchor='a'>{}<w:r><w:instrText> REF a </w:instrText></w:r>{}<w:r><w:t>The words</w:t></w:r>\
         </w:hyperlink>{}<w:r><w:t xml:space='preserve'> go on.</w:t></w:r></w:p>",
        mark("begin"),
        mark("separate"),
        mark("end"),
    );
    let text = text(&body);
    assert!(text.contains("The words") && text.contains("go on."), "{text}");
}

#[test]
fn everything_in_a_drawing_is_read_and_a_field_without_an_end_is_named() {
    let boxes = "<w:p><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>First box</w:t></w:r></w:p></w:txbxContent>\
        <w:txbxContent><w:p><w:r><w:t>Second box</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r></w:p>";
    let found = text(boxes);
    assert!(found.contains("First box") && found.contains("Second box"), "{found}");
    let open =
        "<w:p><w:r><w:t>One.</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:t>two</w:t></w:r></w:p>";
    let open = made(open, &[], Changes::Accept, false);
    assert!(open.text.contains("One.") && format!("{open:?}").contains("a field that does not end"), "{open:?}");
    let letter = "<w:p><w:r><w:t>Words.</w:t></w:r></w:p><w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr><w:r><w:t>L</w:t></w:r></w:p>";
    assert!(text(letter).contains('L'), "{}", text(letter));
}
