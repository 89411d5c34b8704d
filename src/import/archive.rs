//! A zip archive as many files under their names.
//!
//! **Invariant:** nothing is unpacked to the disk. What comes out is bounded in number, in the size of
//! each and of all, and in how much more it is than what went in, all counted while it is read: what an
//! archive says of itself is not believed. No name leads out, and links are not followed.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::course::problem::quoted;
use crate::import::{Files, Refusal};

/// Files in an archive.
const MOST: usize = 20_000;
/// Bytes of one of its files.
const LARGEST: u64 = 64 << 20;
/// Bytes of all that is read of it.
const WHOLE: u64 = 512 << 20;
/// So many times its packed size a file may have, once it is larger than [`SMALL`].
const RATIO: u64 = 200;
/// Files up to so many bytes may be packed as well as they like.
const SMALL: u64 = 1 << 20;

/// A zip archive.
pub struct Archive<R> {
    packed: RefCell<Packed<R>>,
    /// The names that are shown, sorted.
    names: Vec<String>,
    /// Where each of them is.
    places: HashMap<String, usize>,
    left_out: Vec<String>,
}

struct Packed<R> {
    zip: ZipArchive<R>,
    /// Bytes that may still be read of all files together.
    left: u64,
}

/// Does a file that starts so look like a zip archive?
pub fn is_zip(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive: reads the list of its files.
    pub fn open(reader: R) -> Result<Self, Refusal> {
        let advice = "download it again; if that doesn’t help, unpack it and import the folder";
        let mut zip = ZipArchive::new(reader)
            .map_err(|error| Refusal::new(format!("the zip archive is broken: {error}"), advice))?;
        if zip.len() > MOST {
            let what = format!("the zip archive holds more than {MOST} files");
            return Err(Refusal::new(what, "import a part of it"));
        }
        let mut places = HashMap::new();
        let mut left_out = Vec::new();
        for index in 0..zip.len() {
            let Ok(member) = zip.by_index_raw(index) else {
                left_out.push(format!("file number {} can’t be read", index + 1));
                continue;
            };
            let name = member
                .name()
                .unwrap_or_else(|_| String::from_utf8_lossy(member.name_raw()));
            if member.is_dir() || is_litter(&name) {
                continue;
            }
            let shown = quoted(&name);
            match inside(&name) {
                _ if member.is_symlink() => left_out.push(format!("{shown} is a link")),
                None => left_out.push(format!("the name {shown} is not safe")),
                Some(name) => {
                    if places.insert(name, index).is_some() {
                        left_out.push(format!("{shown} is there twice; the last one counts"));
                    }
                }
            }
        }
        unwrap(&mut places);
        let mut names: Vec<_> = places.keys().cloned().collect();
        names.sort();
        Ok(Self {
            packed: RefCell::new(Packed { zip, left: WHOLE }),
            names,
            places,
            left_out,
        })
    }

    /// What of the archive is not among its files, each a sentence without its full stop.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }
}

impl<R: Read + Seek> Files for Archive<R> {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        let index = self.places.get(name);
        let index = index.ok_or_else(|| format!("there is no {} in it", quoted(name)))?;
        let Packed { zip, left } = &mut *self.packed.borrow_mut();
        let bytes = unpack(zip, *index, *left).map_err(|why| format!("{}: {why}", quoted(name)))?;
        *left = left.saturating_sub(bytes.len() as u64);
        Ok(Cow::Owned(bytes))
    }
}

/// The bytes of a file, of which there may be at most `left`.
fn unpack<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    index: usize,
    left: u64,
) -> Result<Vec<u8>, String> {
    let member = zip.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => "it is encrypted".to_owned(),
        ZipError::UnsupportedArchive(_) => "it is packed in a way that can’t be read".to_owned(),
        error => error.to_string(),
    })?;
    let packed = member.compressed_size();
    let most = SMALL
        .max(packed.saturating_mul(RATIO))
        .min(LARGEST)
        .min(left);
    let mut bytes = Vec::new();
    member
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    if bytes.len() as u64 <= most {
        return Ok(bytes);
    }
    Err(if most == left {
        format!("with it, more than {} MB would be unpacked", WHOLE >> 20)
    } else if most == LARGEST {
        format!("it is larger than {} MB", LARGEST >> 20)
    } else {
        format!("it unpacks to more than {RATIO} times its size")
    })
}

/// The name with `/` between its parts, if it stays inside and can be shown.
fn inside(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let name = name.trim_start_matches("./");
    let is_safe = !name.is_empty()
        && !name.contains(|c: char| c.is_control() || c == ':')
        && name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    is_safe.then(|| name.to_owned())
}

/// What systems leave in archives.
fn is_litter(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.rsplit('/').next() == Some(".DS_Store")
}

/// Takes off a folder that all files lie in.
fn unwrap(places: &mut HashMap<String, usize>) {
    let around = |name: &str| name.find('/').map(|at| name[..=at].to_owned());
    let Some(folder) = places.keys().next().and_then(|name| around(name)) else {
        return;
    };
    if places.keys().all(|name| name.starts_with(&folder)) {
        let inner = places
            .drain()
            .map(|(name, at)| (name[folder.len()..].to_owned(), at));
        *places = inner.collect::<Vec<_>>().into_iter().collect();
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Archive<Cursor<Vec<u8>>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.add_symlink("link", "/etc/passwd", SimpleFileOptions::default())
            .unwrap();
        Archive::open(zip.finish().unwrap()).unwrap()
    }

    #[test]
    fn shows_what_stays_inside() {
        let archive = archive(&[
            ("course/a.html", b"one"),
            ("course\\b.html", b"two"),
            ("course/../../out", b"x"),
            ("/etc/x", b"x"),
            ("C:/x", b"x"),
            ("e\u{1b}[31m", b"x"),
            ("__MACOSX/a", b"x"),
        ]);
        assert_eq!(archive.names(), ["a.html", "b.html"]);
        assert_eq!(&*archive.read("b.html").unwrap(), b"two");
        assert!(archive.read("out").is_err());
        assert_eq!(archive.left_out().len(), 5, "{:?}", archive.left_out());
        assert!(
            archive
                .left_out()
                .iter()
                .all(|what| !what.contains('\u{1b}'))
        );
    }

    #[test]
    fn reads_no_more_than_it_should() {
        let bomb = vec![0; 8 << 20];
        let archive = archive(&[("bomb", &bomb), ("small", &bomb[..1 << 20])]);
        let why = archive.read("bomb").unwrap_err();
        assert!(why.contains("200 times"), "{why}");
        assert_eq!(archive.read("small").unwrap().len(), 1 << 20);
        archive.packed.borrow_mut().left = 10;
        assert!(archive.read("small").is_err());
    }

    #[test]
    fn refuses_what_is_no_archive() {
        for bytes in [&b"PK\x03\x04"[..], b"", b"PK\x05\x06 and so on"] {
            assert!(Archive::open(Cursor::new(bytes)).is_err());
        }
        assert!(is_zip(b"PK\x03\x04x") && !is_zip(b"PDF"));
    }
}
