//! Pictures that came along with pages, or stand in them.
//!
//! **Invariant:** a picture comes in once, however often it is shown; their sizes are bounded.

use std::collections::HashMap;

use crate::import::Files;
use crate::import::assembly::Assembly;
use crate::import::html;
use crate::text::Clean;

/// Bytes of a picture.
const LARGEST: usize = 16 << 20;
/// Bytes of all of them.
const WHOLE: usize = 256 << 20;

/// Pictures that came along.
pub struct Album<'f> {
    files: Option<&'f dyn Files>,
    /// The files by their names in small letters.
    names: HashMap<String, String>,
    /// Those that were looked for, with their paths in the course.
    known: HashMap<String, Option<Clean>>,
    size: usize,
    /// Pictures that are on the web, and those that are nowhere.
    n_web: usize,
    n_absent: usize,
}

impl<'f> Album<'f> {
    /// The pictures among these files, none of which was looked for yet.
    pub fn new(files: Option<&'f dyn Files>) -> Self {
        let names = files.map_or(&[][..], |files| files.names());
        Self {
            files,
            names: names
                .iter()
                .map(|name| (name.to_lowercase(), name.clone()))
                .collect(),
            known: HashMap::new(),
            size: 0,
            n_web: 0,
            n_absent: 0,
        }
    }

    /// Where the picture is that an address in the page `file` means: in the course, or on the web.
    pub fn find(&mut self, course: &mut Assembly, file: &str, address: &str) -> Option<Clean> {
        if html::web(address).is_some() {
            self.n_web += 1;
            return Some(Clean::trimmed(address));
        }
        if address.starts_with("data:") {
            let picture = data(address).filter(|(_, bytes)| self.has_room(bytes.len()));
            let Some((sort, bytes)) = picture else {
                self.n_absent += 1;
                return None;
            };
            self.size += bytes.len();
            return Some(course.picture(&format!("picture.{sort}"), bytes));
        }
        let (path, _) = html::resolve(file, address)?;
        let key = path.to_lowercase();
        if let Some(known) = self.known.get(&key) {
            self.n_absent += usize::from(known.is_none());
            return known.clone();
        }
        let name = self.names.get(&key);
        let bytes = name.and_then(|name| self.files?.read(name).ok());
        let bytes = bytes.filter(|bytes| self.has_room(bytes.len()));
        let found = bytes.map(|bytes| {
            self.size += bytes.len();
            course.picture(bare(&path), bytes.into_owned())
        });
        self.n_absent += usize::from(found.is_none());
        self.known.insert(key, found.clone());
        found
    }

    fn has_room(&self, size: usize) -> bool {
        size <= LARGEST && self.size + size <= WHOLE
    }

    /// What is to be said of pictures that did not come along.
    pub fn note(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.n_absent > 0 {
            parts.push(format!(
                "pictures did not come along ({}); their texts tell them",
                self.n_absent
            ));
        }
        if self.n_web > 0 {
            parts.push(format!(
                "pictures are on the web ({}); their texts tell them, and where they are",
                self.n_web
            ));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// The name of a picture: in a download of OpenLearn a hash stands before it, `_` and 40 digits and `_`.
pub fn bare(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let bare = name.strip_prefix('_').and_then(|rest| {
        let (hash, bare) = rest.split_once('_')?;
        let is_hash = hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_hash && !bare.is_empty()).then_some(bare)
    });
    bare.unwrap_or(name)
}

/// A picture that stands in its own address: `data:image/png;base64,…`.
fn data(address: &str) -> Option<(&'static str, Vec<u8>)> {
    let (head, body) = address.strip_prefix("data:image/")?.split_once(',')?;
    let (sort, _) = head.split_once(";base64")?;
    let sort = match sort {
        "png" => "png",
        "jpeg" | "jpg" => "jpg",
        "gif" => "gif",
        "webp" => "webp",
        _ => return None,
    };
    Some((sort, base64(body)?))
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            byte if byte.is_ascii_whitespace() => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push(u8::try_from(bits >> n_bits & 0xff).expect("eight bits"));
            bits &= (1 << n_bits) - 1;
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_becomes_bytes() {
        for (text, expected) in [
            ("aGVsbG8=", Some(&b"hello"[..])),
            ("aGVs\nbG8", Some(b"hello")),
            ("", None),
            ("a*b", None),
        ] {
            assert_eq!(base64(text).as_deref(), expected, "{text}");
        }
    }
}
