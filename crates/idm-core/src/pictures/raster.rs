//! Pictures made of pixels.

use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{ImageDecoder, ImageFormat, ImageReader};

use super::Refused;

/// How many pixels a picture may have: more than a whole page at 1,200 dots per inch.
const MAX_PIXELS: u64 = 200_000_000;

/// Looks at a picture. How many pixels it is wide as it is shown, and how many high.
pub(super) fn examine(bytes: &[u8], format: ImageFormat) -> Result<(u32, u32), Refused> {
    let broken = |_: image::ImageError| {
        Refused::new("it is damaged or not whole").cure("save it again from the program that made it")
    };
    if format == ImageFormat::Jpeg && components(bytes) == Some(4) {
        return Err(Refused::new("it has CMYK colours, which are those of one press")
            .cure("save it in RGB (sRGB) from the program that made it"));
    }
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(broken)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Refused::new(format!("it has {width} by {height} pixels, more than any page needs"))
            .cure("reduce it: 300 dots per inch are enough"));
    }
    if moves(bytes, format).map_err(broken)? {
        return Err(Refused::new("it moves, and only its first frame would be printed")
            .cure("save the frame that is meant as a PNG"));
    }
    reader().decode().map_err(broken)?;
    let turned = match format {
        ImageFormat::Jpeg => JpegDecoder::new(Cursor::new(bytes)).and_then(|mut decoder| decoder.orientation()).ok(),
        _ => None,
    };
    use image::metadata::Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    let is_turned = matches!(turned, Some(Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH));
    Ok(if is_turned { (height, width) } else { (width, height) })
}

/// Whether a picture has more frames than one.
fn moves(bytes: &[u8], format: ImageFormat) -> Result<bool, image::ImageError> {
    Ok(match format {
        ImageFormat::Gif => frames(bytes) > 1,
        ImageFormat::Png => PngDecoder::new(Cursor::new(bytes))?.is_apng()?,
        ImageFormat::WebP => WebPDecoder::new(Cursor::new(bytes))?.has_animation(),
        _ => false,
    })
}

/// How many frames a GIF has.
fn frames(bytes: &[u8]) -> usize {
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + bytes.get(10).map_or(0, |&flags| colours(flags));
    let mut frames = 0;
    loop {
        match bytes.get(at) {
            Some(0x21) => at += 2,
            Some(0x2c) => {
                frames += 1;
                at += 11 + bytes.get(at + 9).map_or(0, |&flags| colours(flags));
            }
            _ => return frames,
        }
        // Blocks of data, each with its length before it, up to one without any.
        while let Some(&length) = bytes.get(at) {
            at += 1 + usize::from(length);
            if length == 0 {
                break;
            }
        }
    }
}

/// How many colours the frame of a JPEG is made of.
fn components(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        let [0xff, marker, high, low, ..] = bytes.get(at..)? else { return None };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        match marker {
            0xff => at += 1,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => return bytes.get(at + 9).copied(),
            _ => at += 2 + length,
        }
    }
}
