//! SVG pictures of the kinds that drawing programs write, and of those that would exhaust the program.

use super::*;

const HEAD: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='40' height='20'>";

fn look(body: &str) -> Result<Option<f64>, Refused> {
    examine(format!("{HEAD}{body}</svg>").as_bytes(), 0)
}

fn reason(body: &str) -> String {
    look(body).expect_err(body).reason
}

#[test]
fn what_drawing_programs_write_is_shown() {
    // Matplotlib: a type that names a file elsewhere, no entities, letters as outlines that are shown again.
    let matplotlib = "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"no\"?>\n\
        <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
        <svg xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"46.08pt\" height=\"34.5pt\" viewBox=\"0 0 46.08 34.5\" \
        xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"><metadata><a xlink:href=\"b\"/></metadata>\
        <defs><style type=\"text/css\">*{stroke-linejoin: round; stroke-linecap: butt}</style></defs>\
        <g id=\"figure_1\"><defs><path id=\"D\" d=\"M 0 0 L 9 9 z\"/></defs><use xlink:href=\"#D\" x=\"3\"/></g></svg>";
    assert_eq!(examine(matplotlib.as_bytes(), 0).unwrap().map(f64::round), Some(46.0));
    // Illustrator: entities for the names of its own namespaces, and its own file beside the picture.
    let illustrator = "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\" [\n\
        <!ENTITY ns_extend \"http://ns.adobe.com/Extensibility/1.0/\">\n<!ENTITY ns_ai \"http://ns.adobe.com/AdobeIllustrator/10.0/\">\n]>\n\
        <svg xmlns:x=\"&ns_extend;\" xmlns:i=\"&ns_ai;\" xmlns=\"http://www.w3.org/2000/svg\" \
        xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40px\" height=\"20px\"><switch>\
        <foreignObject requiredExtensions=\"&ns_ai;\" width=\"1\" height=\"1\"><i:pgfRef xlink:href=\"#p\"/></foreignObject>\
        <g i:extraneous=\"self\"><text y=\"9\">Words</text></g></switch><i:pgf id=\"p\">eJzsvQ words of its own</i:pgf></svg>";
    assert!(examine(illustrator.as_bytes(), 0).is_ok());
    for body in [
        // Graphviz.
        "<g id='node1' class='node'><title>a</title><g id='a_node1'><a xlink:href='https://x.example' xlink:title='a'><ellipse cx='9' cy='9' rx='2' ry='2' fill='none' stroke='black'/><text x='9' y='9' font-family='Times,serif'>a b</text></a></g></g>",
        // Inkscape.
        "<sodipodi:namedview xmlns:sodipodi='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd'/><g style='fill:#fff;-inkscape-stroke:none'><text><tspan x='1' y='2'>One</tspan><tspan x='1' y='4'>Two</tspan></text></g>",
        // draw.io, with words for programs that are no web browsers.
        "<switch><foreignObject width='9' height='9'><div xmlns='http://www.w3.org/1999/xhtml'>Two<br/>words</div></foreignObject><text x='1' y='9'>Two words</text></switch>",
        // Letters that are placed one by one.
        "<text x='1 2 3' y='9'>abc</text>",
        "<defs><text id='t' y='3'>Again</text></defs><use xlink:href='#t'/>",
        "<defs><text>never shown, in any program</text></defs><g display='none'><foreignObject><p>nor this</p></foreignObject></g>",
        "<style>@font-face { font-family: a; src: url(data:font/woff2;base64,AAAA) } .b { fill: rgb(1, 2, 3); stroke: hsl(9, 9%, 9%) }</style><path class='b' d='M0 0L1 1'/>",
        "<marker id='m' orient='auto'><path d='M0 0L1 1'/></marker><path marker-end='url(#m)' d='M0 0L9 9'/>",
        "<linearGradient id='g'><stop stop-color='red'/></linearGradient><rect width='9' height='9' fill='url(#g)' stroke='none'/>",
    ] {
        assert!(look(body).is_ok(), "{body}: {:?}", look(body));
    }
}

#[test]
fn words_that_would_be_lost_are_named() {
    for (body, words, within) in [
        (
            "<foreignObject width='9' height='9'><p xmlns='http://www.w3.org/1999/xhtml'>Review of data</p></foreignObject>",
            "Review of data",
            "foreignObject",
        ),
        (
            "<flowRoot><flowRegion><rect width='9' height='9'/></flowRegion><flowPara>Long words</flowPara></flowRoot>",
            "Long words",
            "flowPara",
        ),
        (
            "<switch><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Review of data</p></foreignObject><text y='9'>Review of...</text></switch>",
            "Review of data",
            "foreignObject",
        ),
        ("<text><textPath xlink:href='#none'>On a path</textPath></text>", "On a path", "text"),
    ] {
        let found = look(body).unwrap_err();
        assert!(found.reason.contains(words) && (within == "text" || found.reason.contains(within)), "{found:?}");
        assert!(!found.cure.is_empty());
    }
    let mermaid =
        look("<g id='mermaid-1'><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>A</p></foreignObject></g>");
    assert!(mermaid.unwrap_err().cure.contains("htmlLabels: false"));
}

#[test]
fn what_lies_outside_is_refused() {
    for body in [
        "<image xlink:href='https://x.example/a.png' width='9' height='9'/>",
        "<image href='b.png' width='9' height='9'/>",
        "<use xlink:href='b.svg#c'/>",
        "<rect width='9' height='9' fill='url(b.svg#c)'/>",
        "<style>rect { fill: url(\"https://x.example#c\") }</style><rect width='9' height='9'/>",
    ] {
        assert!(reason(body).starts_with("it refers to `"), "{body}");
    }
    assert!(reason("<style>@import url(a.css);</style>").contains("@import"));
    let sheet = format!("<?xml-stylesheet href=\"a.css\"?>{HEAD}</svg>");
    assert_eq!(examine(sheet.as_bytes(), 0).unwrap_err().reason, "its style is in another file, `a.css`");
}

#[test]
fn filter_effects_are_found_however_they_are_written() {
    for body in [
        "<rect filter='url(#f)'/>",
        "<g><rect style='fill: red; filter: blur(2px)'/></g>",
        "<style>rect { fill: red; filter : url(#f) }</style><rect/>",
        "<style>rect { /* none */ filter: /* at all */ url(#f) }</style><rect/>",
        "<rect style='/**/filter:url(#f)'/>",
        "<image href='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 height=%229%22%3E%3Crect filter=%22url(%23f)%22/%3E%3C/svg%3E' width='9' height='9'/>",
        "<image href='data:image/svg+xml;utf8,&lt;svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">&lt;rect filter=\"blur(1px)\"/>&lt;/svg>' width='9' height='9'/>",
    ] {
        assert!(reason(body).contains("it uses a filter effect"), "{body}: {}", reason(body));
    }
    for body in [
        "<filter id='f'/><rect filter='none' style='color-interpolation-filters: sRGB; filter: none'/>",
        "<text y='9'>filter: none of them</text><style>.filter { fill: red } .unused { filter: blur(1px) }</style>",
    ] {
        assert!(look(body).is_ok(), "{body}: {:?}", look(body));
    }
}

#[test]
fn colours_of_web_browsers_are_refused() {
    for body in [
        "<rect style='fill: light-dark(#fff, #000)'/>",
        "<style>rect { stroke: var(--line) }</style><rect/>",
        "<rect fill='oklch(40% 0.2 30)'/>",
    ] {
        assert!(reason(body).starts_with("only web browsers know the colour"), "{body}");
    }
    assert!(look("<g fill='currentColor' stroke='RED'><rect fill='#abc' stroke='rgba(0,0,0,.5)'/></g>").is_ok());
}

#[test]
fn what_would_grow_beyond_measure_is_refused() {
    let corners = "L1 1L2 2".repeat(3000);
    let many = |times: usize, part: &str| part.repeat(times);
    let levels = |open: &dyn Fn(usize) -> String, last: &str, close: &str| -> String {
        (1..=10).map(|level| format!("{}{}", open(level), close)).collect::<String>() + last
    };
    for (name, body) in [
        (
            "markers",
            format!(
                "<marker id='m'>{}</marker><path marker-mid='url(#m)' d='M0 0{corners}'/>",
                many(3000, "<path d='M0 0L1 1'/>")
            ),
        ),
        (
            "inherited markers",
            format!(
                "<marker id='m'>{}</marker><g marker-mid='url(#m)'><path id='p' d='M0 0{corners}'/></g>",
                many(3000, "<path d='M0 0L1 1'/>")
            ),
        ),
        (
            "markers of a sheet",
            format!(
                "<style>path{{marker:url(#m)}} marker path{{marker:none}}</style><marker id='m'>{}</marker><path d='M0 0{corners}'/>",
                many(3000, "<path d='M0 0L1 1'/>")
            ),
        ),
        (
            "markers of a use",
            format!(
                "<marker id='m'>{}</marker><defs><path id='p' d='M0 0{corners}'/></defs><use marker-mid='url(#m)' xlink:href='#p'/>",
                many(3000, "<path d='M0 0L1 1'/>")
            ),
        ),
        (
            "markers in markers",
            levels(
                &|level| {
                    format!(
                        "<marker id='m{level}'><path marker-mid='url(#m{})' d='M0 0{}'/>",
                        level - 1,
                        many(10, "L1 1")
                    )
                },
                "<path marker-mid='url(#m10)' d='M0 0L1 1L2 2'/>",
                "</marker>",
            ),
        ),
        (
            "masks in masks",
            levels(
                &|level| {
                    format!(
                        "<mask id='k{level}'>{}",
                        many(10, &format!("<rect mask='url(#k{})' width='9' height='9'/>", level - 1))
                    )
                },
                "<rect mask='url(#k10)' width='9' height='9'/>",
                "</mask>",
            ),
        ),
        (
            "clips in clips",
            levels(
                &|level| {
                    format!(
                        "<clipPath id='k{level}'>{}",
                        many(10, &format!("<rect clip-path='url(#k{})' width='9' height='9'/>", level - 1))
                    )
                },
                "<rect clip-path='url(#k10)' width='9' height='9'/>",
                "</clipPath>",
            ),
        ),
        (
            "patterns in patterns",
            levels(
                &|level| {
                    format!(
                        "<pattern id='k{level}' width='1' height='1'>{}",
                        many(10, &format!("<rect fill='url(#k{})' width='9' height='9'/>", level - 1))
                    )
                },
                "<rect fill='url(#k10)' width='9' height='9'/>",
                "</pattern>",
            ),
        ),
        (
            "uses of uses",
            levels(
                &|level| format!("<g id='a{level}'>{}", many(10, &format!("<use xlink:href='#a{}'/>", level - 1))),
                "",
                "</g>",
            ),
        ),
        (
            "gradients",
            format!(
                "<linearGradient id='g'>{}</linearGradient><g fill='url(#g)'>{}</g>",
                many(3000, "<stop/>"),
                many(3000, "<rect/>")
            ),
        ),
        ("depth", many(2000, "<g>") + &many(2000, "</g>")),
        ("chains", (1..=100).map(|level| format!("<mask id='k{level}' mask='url(#k{})'/>", level - 1)).collect()),
        ("attributes", format!("<rect {}/>", (0..2000).map(|n| format!("a{n}='x' ")).collect::<String>())),
        ("letters", format!("<text>{}</text>", many(25_000, "a"))),
        (
            "letters shown again",
            format!("<defs><text id='t'>{}</text></defs>{}", many(10_000, "a"), many(3, "<use xlink:href='#t'/>")),
        ),
    ] {
        assert!(look(&body).is_err(), "{name}");
    }
    let laughs: String =
        (1..10).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE svg [<!ENTITY a0 \"ha\">{laughs}]>{HEAD}<text>&a9;</text></svg>");
    assert!(examine(laughs.as_bytes(), 0).is_err());
    let wide = format!(
        "<!DOCTYPE svg [<!ENTITY a \"{}\">]>{HEAD}<text>{}</text></svg>",
        "a".repeat(100_000),
        "&a;".repeat(1000)
    );
    assert_eq!(examine(wide.as_bytes(), 0).unwrap_err().reason, "its entities stand for more text than a picture has");
}

#[test]
fn what_is_large_and_sound_passes() {
    let arrows = "<marker id='m'><path d='M0 0L1 1'/></marker>".to_owned()
        + &"<path marker-end='url(#m)' d='M0 0L9 9L8 8'/>".repeat(5000);
    assert!(look(&arrows).is_ok());
    assert!(look(&"<rect width='1' height='1'/>".repeat(50_000)).is_ok());
    let dots = "<defs><circle id='c' r='1'/></defs>".to_owned() + &"<use xlink:href='#c' x='1'/>".repeat(20_000);
    assert!(look(&dots).is_ok());
    let circle = "<g id='a'><use xlink:href='#a'/><rect width='9' height='9'/></g>";
    assert!(look(circle).is_ok(), "{:?}", look(circle));
}

#[test]
fn pictures_within_pictures_are_looked_at() {
    let around = |inner: &str| look(&format!("<image href='data:image/png;base64,{inner}'/>"));
    let dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
    assert!(around(dot).is_ok());
    // A line's end within it, as drawing programs write.
    assert!(around(&dot.replace("IAA", "IAA\n")).is_ok());
    let broken = around(&dot[..60]).unwrap_err().reason;
    assert!(broken.starts_with("a picture within it is broken: "), "{broken}");
    // 100,000 pixels each way.
    let huge = around("iVBORw0KGgoAAAANSUhEUgABhqAAAYagCAAAAACNOVQUAAAAAElEQVQ1rwYe").unwrap_err().reason;
    assert!(huge.contains("100000 by 100000 pixels"), "{huge}");
    assert!(around("bm9uZQ==").is_err());
}

#[test]
fn a_drawing_without_a_width_may_be_as_wide_as_the_text() {
    let wide = |size: &str| {
        examine(format!("<svg xmlns='http://www.w3.org/2000/svg' {size} viewBox='0 0 40 20'/>").as_bytes(), 0).unwrap()
    };
    assert_eq!(wide("width='40' height='20'"), Some(30.0));
    assert_eq!(wide("width='10mm' height='5mm'").map(f64::round), Some(28.0));
    assert_eq!(wide("width='100%'"), None);
    assert_eq!(wide(""), None);
    let xml = |text: &str| examine(text.as_bytes(), 0).unwrap_err().reason;
    assert!(xml("<svg><g></svg>").starts_with("it is no well-formed XML"));
    assert_eq!(xml("<html/>"), "its root element is not `svg`");
}
