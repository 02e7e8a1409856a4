//! The styles of a Word file: what there is to choose from in Word, and how it looks.

use super::Design;
use super::xml::{DECLARATION, NAMESPACES, escape};

/// A paragraph style.
struct Style {
    id: &'static str,
    name: &'static str,
    based_on: &'static str,
    paragraph: String,
    run: String,
}

fn style(
    id: &'static str,
    name: &'static str,
    based_on: &'static str,
    paragraph: impl Into<String>,
    run: impl Into<String>,
) -> Style {
    Style { id, name, based_on, paragraph: paragraph.into(), run: run.into() }
}

fn size(half_points: u32) -> String {
    format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
}

fn space(before: u32, after: u32, line: u32) -> String {
    format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"{line}\" w:lineRule=\"auto\"/>")
}

fn sans(design: &Design) -> String {
    let name = escape(&design.sans);
    // Letters of other scripts keep the font of running text.
    format!("<w:rFonts w:ascii=\"{name}\" w:hAnsi=\"{name}\"/>")
}

fn colour(colour: &str) -> String {
    format!("<w:color w:val=\"{}\"/>", escape(colour))
}

/// A border at the left and a ground.
fn boxed(design: &Design) -> String {
    format!(
        "<w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"8\" w:color=\"{}\"/></w:pBdr><w:shd w:val=\"clear\" \
         w:color=\"auto\" w:fill=\"{}\"/>",
        escape(&design.accent),
        escape(&design.tint)
    )
}

/// The part that describes the styles.
pub(super) fn part(design: &Design, language: &str) -> String {
    let serif = escape(&design.serif);
    let mut xml = format!(
        "{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{serif}\" \
         w:hAnsi=\"{serif}\" w:eastAsia=\"{}\" w:cs=\"{}\"/>{}<w:lang w:val=\"{}\" w:eastAsia=\"zh-CN\" \
         w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{}</w:pPr></w:pPrDefault></w:docDefaults>",
        escape(&design.east_asian),
        escape(&design.complex),
        size(22),
        escape(language),
        space(0, 120, 276)
    );
    xml.push_str(
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/>\
         <w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority \
         w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>\
         <w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar>\
         </w:tblPr></w:style>\
         <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/><w:uiPriority \
         w:val=\"99\"/><w:semiHidden/></w:style>",
    );
    let heading_sizes = [36, 28, 24, 22, 22, 21, 21, 21, 21];
    for (at, points) in heading_sizes.into_iter().enumerate() {
        let level = at + 1;
        let (before, after) = if at == 0 { (360, 160) } else { (280, 100) };
        let tone = if at < 3 { &design.deep } else { &design.ink };
        xml.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"Heading{level}\"><w:name w:val=\"heading {level}\"/><w:basedOn \
             w:val=\"Normal\"/><w:next w:val=\"BodyText\"/><w:uiPriority w:val=\"9\"/><w:qFormat/><w:pPr><w:keepNext/>\
             <w:keepLines/><w:suppressLineNumbers/><w:suppressAutoHyphens/>{}<w:outlineLvl w:val=\"{at}\"/></w:pPr><w:rPr>{}<w:b/><w:bCs/>{}{}</w:rPr></w:style>",
            space(before, after, 252),
            sans(design),
            colour(tone),
            size(points)
        ));
    }
    let muted = colour(&design.muted);
    let small = format!("{}{}", sans(design), size(18));
    let no_lines = "<w:suppressLineNumbers/>";
    let list_space = space(0, 80, 276);
    let styles = [
        style("BodyText", "Body Text", "Normal", "", ""),
        style(
            "Title",
            "Title",
            "Normal",
            format!("<w:keepNext/>{no_lines}{}", space(0, 200, 252)),
            format!("{}<w:b/><w:bCs/>{}{}", sans(design), colour(&design.deep), size(44)),
        ),
        style(
            "Subtitle",
            "Subtitle",
            "Normal",
            format!("{no_lines}{}", space(0, 200, 264)),
            format!("{}{}{}", sans(design), muted, size(28)),
        ),
        style(
            "Kicker",
            "Kicker",
            "Normal",
            format!("<w:keepNext/>{no_lines}{}", space(0, 60, 240)),
            format!("{}<w:b/><w:bCs/>{}{}", sans(design), colour(&design.accent), size(20)),
        ),
        style(
            "FrontHeading",
            "Front Heading",
            "Normal",
            format!("<w:keepNext/>{no_lines}{}", space(260, 80, 252)),
            format!("{}<w:b/><w:bCs/>{}{}", sans(design), colour(&design.deep), size(24)),
        ),
        style("Small", "Small Text", "Normal", format!("{no_lines}{}", space(0, 80, 264)), small.clone()),
        style("SmallList", "Small List", "Small", format!("{no_lines}{}<w:contextualSpacing/>", space(0, 60, 264)), ""),
        style(
            "Fact",
            "Fact",
            "Small",
            format!(
                "{no_lines}<w:tabs><w:tab w:val=\"left\" w:pos=\"2381\"/></w:tabs>{}<w:ind w:left=\"2381\" w:hanging=\"2381\"/>",
                space(0, 60, 264)
            ),
            "",
        ),
        style("ListParagraph", "List Paragraph", "Normal", list_space.clone(), ""),
        style("ListContinue", "List Continue", "Normal", list_space.clone(), ""),
        style(
            "Quote",
            "Quote",
            "Normal",
            format!("{}<w:ind w:left=\"567\" w:right=\"567\"/>", space(80, 120, 276)),
            "<w:i/><w:iCs/>",
        ),
        style(
            "QuoteSource",
            "Quote Source",
            "Normal",
            "<w:ind w:left=\"567\" w:right=\"567\"/>",
            format!("{}{}{}", sans(design), muted, size(18)),
        ),
        style(
            "Caption",
            "caption",
            "Normal",
            format!("<w:keepLines/>{no_lines}{}", space(160, 80, 252)),
            format!("{}<w:b/><w:bCs/>{}{}", sans(design), colour(&design.deep), size(18)),
        ),
        style("Figure", "Figure", "Normal", format!("{no_lines}{}", space(160, 60, 240)), ""),
        style("TableText", "Table Text", "Normal", space(40, 40, 252), small.clone()),
        style("AfterTable", "After Table", "Normal", format!("{no_lines}{}", space(0, 60, 240)), size(12)),
        style(
            "SourceLine",
            "Source Line",
            "Normal",
            format!("{no_lines}{}", space(60, 120, 252)),
            format!("{}{}{}", sans(design), muted, size(17)),
        ),
        style(
            "BoxTitle",
            "Box Title",
            "Normal",
            format!("<w:keepNext/>{}{}<w:ind w:left=\"227\"/>", boxed(design), space(160, 60, 264)),
            format!("{}<w:b/><w:bCs/>{}", sans(design), colour(&design.accent)),
        ),
        style(
            "BoxText",
            "Box Text",
            "Normal",
            format!("{}{}<w:ind w:left=\"227\"/>", boxed(design), space(0, 80, 276)),
            "",
        ),
        style("BoxList", "Box List", "Normal", format!("{}{}", boxed(design), space(0, 60, 276)), ""),
        style(
            "BoxSource",
            "Box Source",
            "Normal",
            format!("{no_lines}{}{}<w:ind w:left=\"425\"/>", boxed(design), space(0, 100, 252)),
            format!("{}{}{}", sans(design), muted, size(16)),
        ),
        style("Remark", "Remark", "Normal", "", format!("{muted}{}", size(20))),
        style(
            "CodeBlock",
            "Code Block",
            "Normal",
            format!("{no_lines}{}<w:ind w:left=\"284\"/>", space(80, 120, 240)),
            "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/><w:noProof/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
        ),
        style(
            "Rule",
            "Rule",
            "Normal",
            format!(
                "{no_lines}<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"{}\"/></w:pBdr>{}",
                escape(&design.muted),
                space(60, 160, 240)
            ),
            "",
        ),
        style(
            "Bibliography",
            "Bibliography",
            "Normal",
            format!("{no_lines}{}<w:ind w:left=\"340\" w:hanging=\"340\"/>", space(0, 100, 264)),
            size(20),
        ),
        style("FootnoteText", "footnote text", "Normal", format!("{no_lines}{}", space(0, 40, 240)), size(18)),
        style("CommentText", "annotation text", "Normal", space(0, 40, 240), size(20)),
        style(
            "Header",
            "header",
            "Normal",
            format!("{no_lines}<w:tabs><w:tab w:val=\"right\" w:pos=\"9070\"/></w:tabs>{}", space(0, 0, 240)),
            format!("{}{}{}", sans(design), muted, size(16)),
        ),
        style(
            "Footer",
            "footer",
            "Normal",
            format!("{no_lines}<w:tabs><w:tab w:val=\"right\" w:pos=\"9070\"/></w:tabs>{}", space(0, 0, 240)),
            format!("{}{}{}", sans(design), muted, size(16)),
        ),
        style(
            "TOCHeading",
            "TOC Heading",
            "Normal",
            format!("<w:keepNext/>{no_lines}{}", space(0, 160, 252)),
            format!("{}<w:b/><w:bCs/>{}{}", sans(design), colour(&design.deep), size(36)),
        ),
        style("Heading2Unlisted", "Heading 2 Unlisted", "Heading2", "", ""),
        style(
            "ThemeEntry",
            "Theme Entry",
            "Small",
            format!(
                "<w:tabs><w:tab w:val=\"right\" w:pos=\"9070\"/></w:tabs>{}<w:ind w:left=\"425\" w:hanging=\"425\"/>",
                space(0, 60, 252)
            ),
            "",
        ),
        style(
            "Question",
            "Question",
            "Normal",
            format!("{}<w:ind w:left=\"567\" w:hanging=\"567\"/>", space(80, 60, 276)),
            "",
        ),
        style(
            "Aside",
            "Aside",
            "Normal",
            format!("{}<w:ind w:left=\"1134\" w:hanging=\"567\"/>", space(0, 40, 252)),
            format!("{}{}", sans(design), size(17)),
        ),
        style(
            "TableOfFigures",
            "table of figures",
            "Normal",
            format!(
                "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9070\"/></w:tabs>{}<w:ind w:left=\"1134\" w:hanging=\"1134\"/>",
                space(0, 40, 252)
            ),
            small.clone(),
        ),
        style(
            "IndexHeading",
            "index heading",
            "Normal",
            format!("<w:keepNext/>{}", space(160, 40, 252)),
            format!("{}<w:b/><w:bCs/>{}", sans(design), colour(&design.accent)),
        ),
        style(
            "Index1",
            "index 1",
            "Normal",
            format!("{}<w:ind w:left=\"227\" w:hanging=\"227\"/>", space(0, 20, 252)),
            small.clone(),
        ),
        style(
            "Index2",
            "index 2",
            "Normal",
            format!("{}<w:ind w:left=\"454\" w:hanging=\"227\"/>", space(0, 20, 252)),
            small.clone(),
        ),
        style("TOC1", "toc 1", "Normal", contents(0, 120), "<w:b/><w:bCs/>"),
        style("TOC2", "toc 2", "Normal", contents(284, 40), ""),
        style("TOC3", "toc 3", "Normal", contents(567, 20), size(20)),
    ];
    for Style { id, name, based_on, paragraph, run } in styles {
        xml.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{based_on}\"/>\
             <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        ));
    }
    let characters = [
        ("Hyperlink", "Hyperlink", format!("{}<w:u w:val=\"single\"/>", colour(&design.link))),
        ("FootnoteReference", "footnote reference", "<w:vertAlign w:val=\"superscript\"/>".to_owned()),
        ("CommentReference", "annotation reference", size(16)),
        (
            "Code",
            "Code",
            "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/><w:noProof/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>".to_owned(),
        ),
        ("ToBeSupplied", "To Be Supplied", format!("<w:i/><w:iCs/>{}", colour(&design.accent))),
        ("LineNumber", "line number", format!("{}{}{}", sans(design), colour(&design.muted), size(14))),
    ];
    for (id, name, run) in characters {
        xml.push_str(&format!(
            "<w:style w:type=\"character\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn \
             w:val=\"DefaultParagraphFont\"/><w:rPr>{run}</w:rPr></w:style>"
        ));
    }
    let rule = |side: &str, width: u32, tone: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"{width}\" w:space=\"0\" w:color=\"{}\"/>", escape(tone))
    };
    xml.push_str(&format!(
        "<w:style w:type=\"table\" w:styleId=\"Report\"><w:name w:val=\"Report Table\"/><w:basedOn w:val=\"TableNormal\"/>\
         <w:tblPr><w:tblBorders>{}{}{}</w:tblBorders></w:tblPr><w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/><w:bCs/>{}</w:rPr>\
         <w:tcPr><w:tcBorders>{}</w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/></w:tcPr></w:tblStylePr>\
         <w:tblStylePr w:type=\"firstCol\"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style></w:styles>",
        rule("top", 8, &design.deep),
        rule("bottom", 8, &design.deep),
        rule("insideH", 4, &design.rule),
        colour(&design.deep),
        rule("bottom", 8, &design.deep),
        escape(&design.tint)
    ));
    xml
}

fn contents(left: u32, before: u32) -> String {
    format!(
        "<w:suppressLineNumbers/><w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"9070\"/></w:tabs>{}<w:ind w:left=\"{left}\"/>",
        space(before, 20, 252)
    )
}
