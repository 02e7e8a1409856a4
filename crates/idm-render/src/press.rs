//! The book for a press: inks instead of light, room that is cut away around every page, and pages that fold into sheets.
//!
//! What Typst has laid out is painted anew: every colour is turned into shares of the four inks, black alone where it is
//! black or grey, and never all four. What reaches the edge of a page goes on into the bleed, and lines outside of it show
//! where to cut. Typst writes that; what it has no words for, the inner boxes and the profile of the inks, is then put into
//! the file.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream};
use typst::foundations::Smart;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Sides, Size};
use typst::model::Document as _;
use typst::visualize::{Cmyk, Color, Curve, FixedStroke, Geometry, Paint, ProcessColor};
use typst_layout::{Page, PagedDocument};

/// What the inks look like: offset on coated paper. `inks/LICENCE.txt` says where it comes from.
const PROFILE: &[u8] = include_bytes!("../inks/FOGRA39L.icc");
/// How far what reaches the edge goes on, in millimetres.
const BLEED: f64 = 3.0;
/// How far the sheet reaches beyond the edge, in millimetres: the bleed, and the marks outside of it.
const SLUG: f64 = 10.0;
/// How far the marks keep from the edge, in millimetres.
const MARK_GAP: f64 = 4.0;
/// How near to the edge is at the edge, in points.
const AT_EDGE: f64 = 0.5;
/// Light of which less is left than this is black: the ink of the text is not quite.
const BLACK: f32 = 0.16;
/// How far the shares of a grey's light may lie apart.
const GREY: f32 = 0.02;

/// How many pages a book has in which sheets of four are folded.
pub fn sheets(pages: usize) -> usize {
    pages.next_multiple_of(4)
}

/// The width of a spine in millimetres, with paper of that weight in grams per square metre. `volume` says how thick it is
/// for its weight, in cubic centimetres per gram.
pub fn spine(pages: usize, weight: f64, volume: f64) -> f64 {
    (sheets(pages) / 2) as f64 * weight * volume / 1000.0
}

/// The pages as a press prints them. Pictures keep their colours, which only the file turns into inks.
pub(crate) fn printed(document: &PagedDocument) -> PagedDocument {
    let mut pages = vec![];
    for page in document.pages() {
        let painter = Painter { size: page.frame.size() };
        let mut page = page.clone();
        page.frame = painter.frame(&page.frame, Some(Point::zero()));
        page.fill = match page.fill {
            Smart::Custom(Some(fill)) => Smart::Custom(Some(inked(&fill))),
            other => other,
        };
        page.bleed = Sides::splat(Abs::mm(SLUG));
        page.frame.push_multiple(marks(page.frame.size()));
        pages.push(page);
    }
    // The back cover stays the last page.
    if let Some(last) = pages.pop() {
        while (pages.len() + 1) % 4 != 0 {
            pages.push(blank(&last));
        }
        pages.push(last);
    }
    PagedDocument::new(pages.into(), document.info().clone())
}

fn blank(like: &Page) -> Page {
    let mut frame = Frame::hard(like.frame.size());
    frame.push_multiple(marks(frame.size()));
    Page { frame, fill: Smart::Auto, ..like.clone() }
}

struct Painter {
    /// The size of the page after cutting.
    size: Size,
}

impl Painter {
    /// The frame in inks; `place` is where it lies on the page, unless it is turned or stretched.
    fn frame(&self, frame: &Frame, place: Option<Point>) -> Frame {
        let mut items = vec![];
        for (point, item) in frame.items() {
            let place = place.map(|place| place + *point);
            let (point, item) = match item {
                FrameItem::Group(group) => {
                    let place = place.filter(|_| group.transform.is_identity());
                    let frame = self.frame(&group.frame, place);
                    let clip = match (&group.clip, place) {
                        (Some(_), Some(place)) => {
                            self.wider_clip(place, group.frame.size()).or_else(|| group.clip.clone())
                        }
                        (clip, _) => clip.clone(),
                    };
                    (*point, FrameItem::Group(GroupItem { frame, clip, ..group.clone() }))
                }
                FrameItem::Text(text) => {
                    let mut text = text.clone();
                    text.fill = inked(&text.fill);
                    text.stroke = text.stroke.as_ref().map(inked_stroke);
                    (*point, FrameItem::Text(text))
                }
                FrameItem::Shape(shape, span) => {
                    let mut shape = shape.clone();
                    shape.fill = shape.fill.as_ref().map(inked);
                    shape.stroke = shape.stroke.as_ref().map(inked_stroke);
                    let mut point = *point;
                    if let (Geometry::Rect(size), Some(place), Some(_)) = (&mut shape.geometry, place, &shape.fill) {
                        let beyond = self.beyond(place, *size);
                        point -= Point::new(beyond.left, beyond.top);
                        *size += beyond.sum_by_axis();
                    }
                    (point, FrameItem::Shape(shape, *span))
                }
                // Nobody follows a link on paper.
                FrameItem::Link(..) => continue,
                FrameItem::Image(..) | FrameItem::Tag(_) => (*point, item.clone()),
            };
            items.push((point, item));
        }
        let mut painted = frame.clone();
        painted.clear();
        painted.push_multiple(items);
        painted
    }

    /// How far what lies there goes on beyond each edge of the page that it reaches.
    fn beyond(&self, place: Point, size: Size) -> Sides<Abs> {
        let (bleed, near) = (Abs::mm(BLEED), Abs::pt(AT_EDGE));
        let end = place + size.to_point();
        let side = |reaches: bool| if reaches { bleed } else { Abs::zero() };
        Sides::new(
            side(place.x <= near),
            side(place.y <= near),
            side(end.x >= self.size.x - near),
            side(end.y >= self.size.y - near),
        )
    }

    /// The room in which something shows that is cut off at the edge of the page; nothing if it is cut off elsewhere.
    fn wider_clip(&self, place: Point, size: Size) -> Option<Curve> {
        let beyond = self.beyond(place, size);
        if beyond.left.max(beyond.right).max(beyond.top).max(beyond.bottom) == Abs::zero() {
            return None;
        }
        let (left, top) = (-beyond.left, -beyond.top);
        let (right, bottom) = (size.x + beyond.right, size.y + beyond.bottom);
        let mut clip = Curve::new();
        clip.move_(Point::new(left, top));
        clip.line(Point::new(right, top));
        clip.line(Point::new(right, bottom));
        clip.line(Point::new(left, bottom));
        clip.close();
        Some(clip)
    }
}

/// The marks at the corners of a page: where to cut.
fn marks(size: Size) -> Vec<(Point, FrameItem)> {
    let (near, far) = (Abs::mm(MARK_GAP), Abs::mm(SLUG));
    let mut marks = vec![];
    let stroke = FixedStroke {
        paint: Paint::Solid(cmyk([0.0, 0.0, 0.0, 1.0])),
        thickness: Abs::pt(0.25),
        ..FixedStroke::default()
    };
    let mut line = |start: Point, by: Point| {
        let shape = Geometry::Line(by).stroked(stroke.clone());
        marks.push((start, FrameItem::Shape(shape, typst_syntax::Span::detached())));
    };
    for (x, outwards) in [(Abs::zero(), -1.0), (size.x, 1.0)] {
        for (y, down) in [(Abs::zero(), -1.0), (size.y, 1.0)] {
            line(Point::new(x, y + near * down), Point::with_y((far - near) * down));
            line(Point::new(x + near * outwards, y), Point::with_x((far - near) * outwards));
        }
    }
    marks
}

fn inked_stroke(stroke: &FixedStroke) -> FixedStroke {
    FixedStroke { paint: inked(&stroke.paint), ..stroke.clone() }
}

/// A paint in inks. What runs from colour to colour takes the one in its middle, and a pattern an even grey.
fn inked(paint: &Paint) -> Paint {
    Paint::Solid(match paint {
        Paint::Solid(color) => inks(color),
        Paint::Gradient(gradient) => {
            inks(&gradient.sample(typst::visualize::RatioOrAngle::Ratio(typst::layout::Ratio::new(0.5))))
        }
        Paint::Tiling(_) => cmyk([0.0, 0.0, 0.0, 0.2]),
    })
}

fn inks(color: &Color) -> Color {
    if let Color::Process(ProcessColor::Cmyk(_)) = color {
        return color.clone();
    }
    let light = color.to_rgb();
    // What lets light through lies on paper.
    let on_paper = |part: f32| part * light.alpha + 1.0 - light.alpha;
    cmyk(shares([on_paper(light.red), on_paper(light.green), on_paper(light.blue)]))
}

/// Shares of the four inks for shares of light. Black takes all that the others have in common, so that there are never
/// more than three; text and lines that are black or grey have no other ink, which could stand beside it.
fn shares(light: [f32; 3]) -> [f32; 4] {
    let (most, least) = light.iter().fold((0.0_f32, 1.0_f32), |(most, least), &part| (most.max(part), least.min(part)));
    if most < BLACK {
        return [0.0, 0.0, 0.0, 1.0];
    }
    if most - least < GREY {
        return [0.0, 0.0, 0.0, 1.0 - most];
    }
    let [red, green, blue] = light.map(|part| ((most - part) / most).clamp(0.0, 1.0));
    [red, green, blue, 1.0 - most]
}

fn cmyk([c, m, y, k]: [f32; 4]) -> Color {
    Color::Process(ProcessColor::Cmyk(Cmyk { c, m, y, k }))
}

/// Why a file cannot be printed with inks.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// A picture has colours that are not turned into inks here.
    #[error(
        "{0} has no colours in inks, which the file for a press needs: save it as a PNG, or as an SVG of plain colours"
    )]
    Picture(&'static str),
    /// The file cannot be read.
    #[error("the file for the press is broken: {0}")]
    Broken(#[from] lopdf::Error),
}

/// Puts into a file what Typst does not write: pictures in inks, the box of the bleed, and the profile of the inks. Takes out
/// what is of no use on paper.
pub(crate) fn finished(pdf: &[u8]) -> Result<Vec<u8>, Refused> {
    let mut document = Document::load_mem(pdf)?;
    let contents: Vec<_> =
        document.get_pages().into_values().flat_map(|page| document.get_page_contents(page)).collect();
    let ids: Vec<_> = document.objects.keys().copied().collect();
    for id in ids {
        match document.objects.get_mut(&id) {
            Some(Object::Stream(stream)) => {
                let is = |key: &[u8], name: &[u8]| {
                    stream.dict.get(key).and_then(Object::as_name).is_ok_and(|known| known == name)
                };
                if stream.dict.has(b"ShadingType") {
                    return Err(Refused::Picture("a picture that runs from colour to colour"));
                } else if is(b"Subtype", b"Image") {
                    image(stream)?;
                } else if contents.contains(&id) || is(b"Subtype", b"Form") || stream.dict.has(b"PatternType") {
                    drawing(stream)?;
                    // What is blended is blended in inks, too.
                    if let Ok(group) = stream.dict.get_mut(b"Group").and_then(Object::as_dict_mut)
                        && group.has(b"CS")
                    {
                        group.set("CS", "DeviceCMYK");
                    }
                }
            }
            Some(Object::Dictionary(dictionary)) if dictionary.has(b"ShadingType") => {
                return Err(Refused::Picture("a picture that runs from colour to colour"));
            }
            _ => {}
        }
    }
    document.objects.values_mut().for_each(forget_colour_spaces);
    let pages: Vec<_> = document.get_pages().into_values().collect();
    for id in pages {
        let page = document.get_dictionary_mut(id)?;
        let trim = page.get(b"TrimBox")?.as_array()?;
        let [left, bottom, right, top] = trim.as_slice() else { continue };
        let bleed = Abs::mm(BLEED).to_pt() as f32;
        let bleed: Vec<Object> =
            [left.as_float()? - bleed, bottom.as_float()? - bleed, right.as_float()? + bleed, top.as_float()? + bleed]
                .map(Object::Real)
                .to_vec();
        page.set("BleedBox", bleed);
        for key in [&b"Annots"[..], b"Tabs", b"StructParents"] {
            page.remove(key);
        }
    }
    let profile = Dictionary::from_iter([("N", Object::Integer(4)), ("Alternate", "DeviceCMYK".into())]);
    let profile = document.add_object(Stream::new(profile, PROFILE.to_vec()));
    let text = |text: &str| Object::string_literal(text);
    let intent = Dictionary::from_iter([
        ("Type", Object::from("OutputIntent")),
        ("S", "GTS_PDFX".into()),
        ("OutputConditionIdentifier", text("FOGRA39")),
        ("RegistryName", text("http://www.color.org")),
        ("Info", text("Offset on coated paper, ISO 12647-2")),
        ("DestOutputProfile", profile.into()),
    ]);
    let catalog = document.catalog_mut()?;
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    for key in [&b"Names"[..], b"AF", b"StructTreeRoot", b"MarkInfo"] {
        catalog.remove(key);
    }
    document.prune_objects();
    document.compress();
    let mut bytes = vec![];
    document.save_to(&mut bytes).map_err(lopdf::Error::IO)?;
    Ok(bytes)
}

/// Takes out the colour spaces that resources offer: inks need none, and those left name RGB.
fn forget_colour_spaces(object: &mut Object) {
    let is_image = |dictionary: &Dictionary| {
        dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
    };
    let dictionary = match object {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &mut stream.dict,
        _ => return,
    };
    // That of an image says how to read its pixels, and has been seen to.
    if !is_image(dictionary) {
        dictionary.remove(b"ColorSpace");
    }
    if let Ok(resources) = dictionary.get_mut(b"Resources").and_then(Object::as_dict_mut) {
        resources.remove(b"ColorSpace");
    }
}

/// Turns the colours of what is drawn into inks: that of pictures, since all else has been painted so before.
fn drawing(stream: &mut Stream) -> Result<(), Refused> {
    let mut content = Content::decode(&stream.get_plain_content()?)?;
    let mut failed = false;
    content.operations.retain_mut(|operation| {
        let lines = operation.operator.bytes().all(|byte| byte.is_ascii_uppercase());
        match operation.operator.as_str() {
            "cs" | "CS" => return false,
            "g" | "G" | "rg" | "RG" | "sc" | "SC" | "scn" | "SCN" => {
                let parts: Vec<f32> = operation.operands.iter().filter_map(|part| part.as_float().ok()).collect();
                let inks = match parts[..] {
                    [grey] => shares([grey; 3]),
                    [red, green, blue] => shares([red, green, blue]),
                    [c, m, y, k] => [c, m, y, k],
                    // A pattern.
                    _ => {
                        failed = true;
                        return true;
                    }
                };
                *operation = Operation::new(if lines { "K" } else { "k" }, inks.map(Object::Real).to_vec());
            }
            _ => {}
        }
        true
    });
    if failed {
        return Err(Refused::Picture("a picture with a pattern"));
    }
    stream.set_plain_content(content.encode()?);
    Ok(())
}

/// Turns the points of a picture into inks. What tells which of them show stays as it is.
fn image(stream: &mut Stream) -> Result<(), Refused> {
    let number = |key: &[u8]| stream.dict.get(key).and_then(Object::as_i64).unwrap_or_default();
    let filter = stream.dict.get(b"Filter").and_then(Object::as_name).unwrap_or_default();
    if filter != b"FlateDecode" || number(b"BitsPerComponent") != 8 {
        return Err(Refused::Picture("a JPEG, or a picture of more than 8 bits,"));
    }
    let points = usize::try_from(number(b"Width") * number(b"Height")).unwrap_or_default();
    let bytes = stream.get_plain_content()?;
    let light = |byte: u8| f32::from(byte) / 255.0;
    let inked = |light: [f32; 3]| shares(light).map(|share| (share * 255.0).round() as u8);
    let inks: Vec<u8> = match bytes.len().checked_div(points) {
        // What shows through is no colour.
        Some(1) if !stream.dict.has(b"ColorSpace") || stream.dict.has(b"Matte") || is_mask(stream) => return Ok(()),
        Some(1) => bytes.iter().flat_map(|&grey| inked([light(grey); 3])).collect(),
        Some(3) => bytes.as_chunks::<3>().0.iter().flat_map(|point| inked(point.map(light))).collect(),
        _ => return Err(Refused::Picture("a picture of another kind")),
    };
    stream.dict.set("ColorSpace", "DeviceCMYK");
    stream.dict.remove(b"DecodeParms");
    stream.set_plain_content(inks);
    Ok(())
}

/// Whether the points of a picture say how far others show: they have no profile.
fn is_mask(stream: &Stream) -> bool {
    stream.dict.get(b"ColorSpace").and_then(Object::as_name).is_ok_and(|name| name == b"DeviceGray")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_and_grey_are_black_alone_and_nothing_has_four_inks() {
        assert_eq!(shares([0.07, 0.09, 0.12]), [0.0, 0.0, 0.0, 1.0]);
        assert_eq!(shares([1.0; 3]), [0.0; 4]);
        assert_eq!(shares([0.5, 0.51, 0.5]), [0.0, 0.0, 0.0, 0.49]);
        for light in [[0.07, 0.2, 0.35], [0.69, 0.28, 0.11], [0.3, 0.35, 0.41], [1.0, 0.0, 0.0]] {
            assert!(shares(light).iter().filter(|ink| **ink > 0.0).count() <= 3);
        }
    }

    #[test]
    fn a_spine_is_as_wide_as_its_leaves_are_thick() {
        assert_eq!((sheets(56), sheets(57), sheets(1)), (56, 60, 4));
        assert!((spine(56, 100.0, 1.3) - 3.64).abs() < 1e-9);
    }
}
