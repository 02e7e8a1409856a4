//! Pictures that are larger than they look, broken, or lead elsewhere.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, RgbImage, RgbaImage};

use super::texts::numbered;
use super::{Input, Site, build, check};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40\" height=\"20\" viewBox=\"0 0 40 20\">";

pub(super) fn inputs() -> Vec<Input> {
    const HERE: &str = "summary.md:1:14: error[unreadable-image]";
    let refused = |name, what, path, bytes: fn() -> Vec<u8>| check(name, what, picture(path, bytes), HERE);
    let refused_svg =
        |name, what, text: fn() -> String| check(name, what, picture("a.svg", move || text().into_bytes()), HERE);
    let set = |name, what, bytes: fn() -> String| build(name, what, picture("a.svg", move || bytes().into_bytes()));
    vec![
        refused("png-claims-much", "a PNG that says it has 100,000 by 100,000 pixels", "a.png", || {
            png(100_000, 100_000, &[0; 100])
        }),
        refused("png-claims-most", "a PNG that says it has 4,294,967,295 by 1 pixels", "a.png", || {
            png(u32::MAX, 1, &[0; 100])
        }),
        refused("png-claims-none", "a PNG without a pixel", "a.png", || png(0, 0, &[])),
        refused("png-text-bomb", "a PNG with a chunk that says it has 4 GB", "a.png", || {
            let mut bytes = png(1, 1, &[0; 4]);
            bytes.splice(33..33, [0xff, 0xff, 0xff, 0xff, b't', b'E', b'X', b't']);
            bytes
        }),
        build(
            "png-14000",
            "a PNG of 14,000 by 14,000 pixels in 200 kB",
            picture("a.png", || encoded(DynamicImage::ImageLuma8(GrayImage::new(14_000, 14_000)), ImageFormat::Png)),
        )
        .within(60, 2048),
        build(
            "png-rgb-bomb",
            "a PNG of 13,000 by 13,000 pixels in colour",
            picture("a.png", || encoded(DynamicImage::ImageRgb8(RgbImage::new(13_000, 13_000)), ImageFormat::Png)),
        )
        .within(60, 2048),
        build(
            "png-alpha-bomb",
            "a PNG of 11,000 by 11,000 pixels in colour with transparency",
            picture("a.png", || encoded(DynamicImage::ImageRgba8(RgbaImage::new(11_000, 11_000)), ImageFormat::Png)),
        )
        .within(60, 2048),
        refused("png-truncated", "half a PNG", "a.png", || half(ImageFormat::Png)),
        refused("jpeg-truncated", "the head of a JPEG", "a.jpg", || cut(ImageFormat::Jpeg, 200)),
        refused("gif-truncated", "half a GIF", "a.gif", || half(ImageFormat::Gif)),
        refused("webp-truncated", "half a WebP", "a.webp", || half(ImageFormat::WebP)),
        refused("jpeg-claims-much", "a JPEG that says it has 65,000 by 65,000 pixels", "a.jpg", jpeg_claims),
        refused("gif-claims-much", "a GIF that says it has 65,535 by 65,535 pixels", "a.gif", || gif(65_535)),
        refused("gif-bomb", "a GIF of 12,000 by 12,000 pixels that are not there", "a.gif", || gif(12_000)),
        refused("webp-claims-much", "a WebP that says it has 16,383 by 16,383 pixels", "a.webp", webp_claims),
        refused("svg-entities", "an SVG with a billion laughs", "a.svg", || svg_bomb().into_bytes()),
        refused("svg-outside", "an SVG that shows `file:///etc/passwd`", "a.svg", || {
            format!("{SVG}<image xlink:href=\"file:///etc/passwd\" width=\"9\" height=\"9\"/></svg>").into_bytes()
        }),
        refused_svg("svg-depth", "an SVG with groups 100,000 deep", || {
            format!("{SVG}{}{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000))
        }),
        set("svg-depth-500", "an SVG with groups 500 deep", || {
            format!(
                "{SVG}{}<rect width=\"9\" height=\"9\"/>{}</svg>",
                "<g opacity=\".9\">".repeat(500),
                "</g>".repeat(500)
            )
        }),
        set("svg-size-huge", "an SVG of 1e9 by 1e9", || {
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1e9\" height=\"1e9\"><rect width=\"1e9\" height=\"1e9\"/></svg>".into()
        }),
        set("svg-size-tiny", "an SVG of 1e-30 by 1e30", || {
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1e-30\" height=\"1e30\"><rect width=\"9\" height=\"9\"/></svg>".into()
        }),
        set("svg-use-itself", "an SVG whose part shows itself", || {
            format!("{SVG}<g id=\"a\"><use xlink:href=\"#a\"/><rect width=\"9\" height=\"9\"/></g></svg>")
        }),
        refused_svg("svg-use-bomb", "an SVG of ten levels that show the one below ten times each", use_bomb),
        set("svg-pattern-itself", "an SVG whose pattern is filled with itself", || {
            format!(
                "{SVG}<pattern id=\"p\" width=\"1\" height=\"1\"><rect width=\"1\" height=\"1\" fill=\"url(#p)\"/></pattern><rect width=\"9\" height=\"9\" fill=\"url(#p)\"/></svg>"
            )
        }),
        set("svg-mask-itself", "an SVG whose mask is masked by itself", || {
            format!(
                "{SVG}<mask id=\"m\"><rect mask=\"url(#m)\" width=\"9\" height=\"9\" fill=\"white\"/></mask><rect mask=\"url(#m)\" width=\"9\" height=\"9\"/></svg>"
            )
        }),
        refused_svg("svg-filter-huge", "an SVG with a filter over 1e9 units", || {
            format!(
                "{SVG}<filter id=\"f\" filterUnits=\"userSpaceOnUse\" x=\"-1e9\" y=\"-1e9\" width=\"2e9\" height=\"2e9\"><feGaussianBlur stdDeviation=\"1e6\"/></filter><rect filter=\"url(#f)\" width=\"9\" height=\"9\"/></svg>"
            )
        }),
        refused_svg("svg-filters", "an SVG with 2,000 blurred parts", || {
            format!(
                "{SVG}<filter id=\"f\"><feGaussianBlur stdDeviation=\"20\"/></filter>{}</svg>",
                "<rect filter=\"url(#f)\" width=\"40\" height=\"20\"/>".repeat(2_000)
            )
        }),
        set("svg-dashes", "an SVG with a line of 1e9 dashes", || {
            format!("{SVG}<path d=\"M0 0H1e6\" stroke=\"black\" stroke-dasharray=\"0.001\"/></svg>")
        }),
        set("svg-path-long", "an SVG with a path of 500,000 lines", || {
            format!("{SVG}<path d=\"M0 0{}\"/></svg>", "L1 1 2 3".repeat(250_000))
        }),
        set("svg-elements", "an SVG of 100,000 parts", || {
            format!("{SVG}{}</svg>", numbered(100_000, |n| format!("<rect x=\"{n}\" width=\"1\" height=\"1\"/>")))
        }),
        refused_svg("svg-nested-picture", "an SVG with a PNG in it that says it has 100,000 by 100,000 pixels", || {
            format!(
                "{SVG}<image width=\"9\" height=\"9\" xlink:href=\"data:image/png;base64,{}\"/></svg>",
                base64(&png(100_000, 100_000, &[0; 100]))
            )
        }),
        refused_svg("svg-nested-svg", "an SVG with pictures within pictures, twelve levels deep", nested_svg),
        refused_svg("svg-outside-style", "an SVG whose style names files elsewhere", || {
            format!(
                "{SVG}<style>@import url(file:///etc/passwd); rect {{ fill: url(http://example.org/a.svg#a) }}</style><rect width=\"9\" height=\"9\" fill=\"url(file:///etc/passwd#a)\"/></svg>"
            )
        }),
        refused_svg("svg-filter-in-data", "an SVG with a blurred SVG in it, in percent codes", || {
            let inner = format!(
                "<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%229999%22 height=%229999%22>{}</svg>",
                "<g style=%22/**/filter:blur(300px)%22><rect width=%229999%22 height=%229999%22/></g>".repeat(40)
            );
            format!(
                "{SVG}<image width=\"9999\" height=\"9999\" href=\"data:image/svg+xml,{}\"/></svg>",
                inner.replace('<', "%3C").replace('>', "%3E")
            )
        }),
        refused_svg("svg-markers", "an SVG with a marker of 3,000 parts at 6,000 corners", || {
            format!(
                "{SVG}<marker id=\"m\">{}</marker><path marker-mid=\"url(#m)\" d=\"M0 0{}\"/></svg>",
                "<path d=\"M0 0L1 1\"/>".repeat(3000),
                "L1 1L2 2".repeat(3000)
            )
        }),
        refused_svg("svg-markers-deep", "an SVG of ten levels of markers, each ten times in the next", || {
            let shape = |below| format!("<path marker-mid=\"url(#k{below})\" d=\"M0 0{}\"/>", "L1 1".repeat(11));
            levels("marker", &shape)
        }),
        refused_svg("svg-masks-deep", "an SVG of ten levels of masks, each ten times in the next", || {
            levels("mask", &|below| format!("<rect mask=\"url(#k{below})\" width=\"9\" height=\"9\"/>").repeat(10))
        }),
        refused_svg("svg-clips-deep", "an SVG of ten levels of clip paths, each ten times in the next", || {
            levels("clipPath", &|below| {
                format!("<rect clip-path=\"url(#k{below})\" width=\"9\" height=\"9\"/>").repeat(10)
            })
        }),
        refused_svg("svg-patterns-deep", "an SVG of ten levels of patterns, each ten times in the next", || {
            levels("pattern", &|below| {
                format!("<rect style=\"fill:url(#k{below})\" width=\"9\" height=\"9\"/>").repeat(10)
            })
        }),
        refused_svg("svg-attributes", "an SVG with an element of 200,000 attributes", || {
            format!("{SVG}<rect {}/></svg>", numbered(200_000, |n| format!("a{n}=\"x\" ")))
        }),
        refused_svg("svg-styles", "an SVG of 20,000 rules for 20,000 parts", || {
            let rules = numbered(20_000, |n| format!(".a{n} rect{{fill:red}}"));
            format!("{SVG}<style>{rules}</style>{}</svg>", "<rect/>".repeat(20_000))
        }),
        refused_svg("svg-text-long", "an SVG with a text of 1 MB", || {
            format!("{SVG}<text y=\"9\">{}</text></svg>", "word ".repeat(200_000))
        }),
    ]
}

/// A report that shows a picture.
fn picture(path: &'static str, bytes: impl Fn() -> Vec<u8> + 'static) -> impl Fn(&Site) + 'static {
    move |site| {
        site.write(&format!("project/workshops/spring/panel-2/{path}"), bytes());
        site.summary(format!("![a picture]({path} \"A caption\")\n"));
    }
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(data.len()).expect("a short chunk").to_be_bytes().to_vec();
    bytes.extend(kind);
    bytes.extend(data);
    let sum = checksum(&bytes[4..]);
    bytes.extend(sum.to_be_bytes());
    bytes
}

/// The checksum of a PNG's chunk, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}

/// A PNG in grey that says how large it is; `data` is no stream.
fn png(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let mut head = width.to_be_bytes().to_vec();
    head.extend(height.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", data), chunk(b"IEND", &[])].concat()
}

fn encoded(image: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    image.write_to(&mut bytes, format).expect("a picture can be written");
    bytes.into_inner()
}

fn sample(format: ImageFormat) -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(2017);
    let image = RgbImage::from_fn(64, 64, |_, _| image::Rgb([rng.u8(..), rng.u8(..), rng.u8(..)]));
    encoded(DynamicImage::ImageRgb8(image), format)
}

fn half(format: ImageFormat) -> Vec<u8> {
    cut(format, sample(format).len() / 2)
}

fn cut(format: ImageFormat, length: usize) -> Vec<u8> {
    let mut bytes = sample(format);
    bytes.truncate(length);
    bytes
}

/// A JPEG whose frame says it is larger than it is.
fn jpeg_claims() -> Vec<u8> {
    let mut bytes = sample(ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame");
    bytes[frame + 5..frame + 9].copy_from_slice(&[0xfd, 0xe8, 0xfd, 0xe8]);
    bytes
}

/// A GIF with one frame of that width and height, and next to nothing in it.
fn gif(side: u16) -> Vec<u8> {
    let side = side.to_le_bytes();
    let screen = [side, side].concat();
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(&screen);
    bytes.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    bytes.extend([0x2c, 0, 0, 0, 0]);
    bytes.extend(&screen);
    bytes.extend([0, 2, 2, 0x4c, 1, 0, 0x3b]);
    bytes
}

/// A lossless WebP that says it has the largest size that the format knows.
fn webp_claims() -> Vec<u8> {
    let mut bytes = sample(ImageFormat::WebP);
    let start = bytes.windows(4).position(|word| word == b"VP8L").expect("a lossless picture") + 9;
    let size: u32 = 16_382 | 16_382 << 14;
    bytes[start..start + 4].copy_from_slice(&size.to_le_bytes());
    bytes
}

fn svg_bomb() -> String {
    let mut text = "<!DOCTYPE svg [<!ENTITY a0 \"lol\">\n".to_owned();
    for level in 1..=10 {
        text.push_str(&format!("<!ENTITY a{level} \"{}\">\n", format!("&a{};", level - 1).repeat(10)));
    }
    text + "]>" + SVG + "<text>&a10;</text></svg>"
}

fn use_bomb() -> String {
    let mut text = format!("{SVG}<defs><rect id=\"a0\" width=\"1\" height=\"1\"/>");
    for level in 1..=10 {
        let below = format!("<use xlink:href=\"#a{}\"/>", level - 1).repeat(10);
        text.push_str(&format!("<g id=\"a{level}\">{below}</g>"));
    }
    text + "</defs><use xlink:href=\"#a10\"/></svg>"
}

/// An SVG of ten levels of an element that something shows, each of which refers to the one below.
fn levels(element: &str, shape: &dyn Fn(usize) -> String) -> String {
    let kept: String = (1..=10)
        .map(|level| format!("<{element} id=\"k{level}\" width=\"1\" height=\"1\">{}</{element}>", shape(level - 1)))
        .collect();
    format!("{SVG}{kept}{}</svg>", shape(10))
}

fn nested_svg() -> String {
    let mut text = format!("{SVG}<rect width=\"9\" height=\"9\"/></svg>");
    for _ in 0..12 {
        let image = format!(
            "<image width=\"9\" height=\"9\" xlink:href=\"data:image/svg+xml;base64,{}\"/>",
            base64(text.as_bytes())
        );
        text = format!("{SVG}{image}{image}</svg>");
        if text.len() > 4_000_000 {
            break;
        }
    }
    text
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at > group.len() { '=' } else { char::from(digit) });
        }
    }
    text
}
