//! Pictures that go along: what kind they are, and whether they may.
//!
//! **Invariant:** a picture is what its bytes say, whatever it is called. One that could run or fetch
//! something, or is too large, does not go along.

use std::borrow::Cow;
use std::io;

use roxmltree::Document;

use super::Files;
use crate::course::block::Figure;
use crate::export::html::escaped;

/// So many bytes of a picture go along.
const LARGEST: usize = 4 << 20;

/// The kinds that every reader of pages and books must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Png,
    Jpeg,
    Gif,
    Webp,
    Svg,
}

impl Format {
    /// Of what kind is it?
    pub fn of(bytes: &[u8]) -> Option<Self> {
        Some(match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Self::Png,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Self::Webp,
            _ if is_quiet_svg(bytes) => Self::Svg,
            _ => return None,
        })
    }

    /// Its name on the web.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }

    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Svg => "svg",
        }
    }
}

/// Is it a drawing that stands by itself: without scripts, and with nothing from elsewhere?
fn is_quiet_svg(bytes: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(bytes) else {
        return false;
    };
    let Ok(xml) = Document::parse(text.trim_start_matches('\u{feff}')) else {
        return false;
    };
    let fetches = |words: &str| {
        let words = words.to_ascii_lowercase();
        let mut urls = words.match_indices("url(");
        let leads_out = urls.any(|(at, lead)| {
            let inner = words[at + lead.len()..].trim_start();
            !inner.trim_start_matches(['"', '\'']).starts_with('#')
        });
        leads_out || words.contains("@import")
    };
    let is_loud = xml.descendants().any(|node| {
        let name = node.tag_name().name();
        let is_other = matches!(name, "script" | "foreignObject" | "handler" | "listener");
        let style = (name == "style").then(|| node.text()).flatten();
        let attributes = node.attributes().any(|attribute| {
            let (name, value) = (attribute.name(), attribute.value());
            let leads_out = name == "href" && !value.trim_start().starts_with('#');
            leads_out || name.starts_with("on") || fetches(value)
        });
        is_other || attributes || style.is_some_and(fetches) || node.is_pi()
    });
    xml.root_element()
        .has_tag_name(("http://www.w3.org/2000/svg", "svg"))
        && !is_loud
}

/// The picture of a figure from the course's `files`, or why it is not here, as HTML.
pub(super) fn of(
    figure: &Figure,
    files: &Files<'_>,
) -> Result<(Format, Cow<'static, [u8]>), String> {
    let path = &*figure.path;
    if path.is_empty() {
        return Err(String::new());
    }
    if path.starts_with("https://") || path.starts_with("http://") {
        let path = escaped(path);
        return Err(left_out(&format!(
            "The picture is <a href=\"{path}\">on the web</a>."
        )));
    }
    let bytes = files(path).map_err(|error| {
        left_out(match error.kind() {
            io::ErrorKind::NotFound => "The course doesn’t have the picture.",
            _ => "The picture could not be read.",
        })
    })?;
    if bytes.len() > LARGEST {
        let most = LARGEST >> 20;
        return Err(left_out(&format!(
            "The picture is left out: it is larger than {most} MB."
        )));
    }
    match Format::of(&bytes) {
        Some(format) => Ok((format, bytes)),
        None => Err(left_out(
            "The picture is left out: it is of a kind that can’t be shown here.",
        )),
    }
}

/// A line that says why a picture is not here.
pub(super) fn left_out(why: &str) -> String {
    format!("<p class=\"aside\" lang=\"en-GB\">{why}</p>\n")
}

/// An address that is the picture itself (RFC 2397).
pub(super) fn data_address(format: Format, bytes: &[u8]) -> String {
    format!("data:{};base64,{}", format.media_type(), base64(bytes))
}

/// Base 64 (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| three.get(at).copied().map_or(0, u32::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sextet = (bits >> (18 - 6 * at)) & 63;
            out.push(if at <= three.len() {
                char::from(LETTERS[sextet as usize])
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn a_drawing_that_does_something_is_none() {
        let svg = |inner: &str| {
            let around = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"http://www.w3.org/1999/xlink\">";
            Format::of(format!("{around}{inner}</svg>").as_bytes())
        };
        for quiet in [
            "",
            "<title>a</title><use x:href=\"#a\"/>",
            "<rect fill=\"url(#a)\" style=\"filter: url('#b')\"/>",
            "<style>rect { fill: red }</style>",
        ] {
            assert_eq!(svg(quiet), Some(Format::Svg), "{quiet}");
        }
        for loud in [
            "<script>alert(1)</script>",
            "<rect onclick=\"alert(1)\"/>",
            "<image href=\"https://example.org/a.png\"/>",
            "<a x:href=\"javascript:alert(1)\"/>",
            "<rect fill=\"URL(https://example.org/#a)\"/>",
            "<style>@import 'a.css';</style>",
            "<style>rect { fill: url( a.svg#b ) }</style>",
            "<foreignObject/>",
            "<?xml-stylesheet href=\"a.css\"?>",
            "<rect>",
        ] {
            assert_eq!(svg(loud), None, "{loud}");
        }
        assert_eq!(Format::of(b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"), None);
        assert_eq!(Format::of(b"<svg/>"), None);
    }

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        for (bytes, format) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], Some(Format::Png)),
            (b"\xff\xd8\xff\xe0", Some(Format::Jpeg)),
            (b"GIF89a", Some(Format::Gif)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some(Format::Webp)),
            (b"RIFF\0\0\0\0WAVE", None),
            (b"MZ", None),
            (b"", None),
        ] {
            assert_eq!(Format::of(bytes), format, "{bytes:?}");
        }
    }
}
