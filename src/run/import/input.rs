//! What a learner names to be imported: a file, a folder, an archive, or stdin.
//!
//! **Invariant:** reads, within limits, and never waits for a terminal that it wasn't told to read.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek as _};
use std::path::Path;

use crate::import::archive::{self, Archive};
use crate::import::{Files, Input, Refusal};
use crate::store::source::{Source, is_inside};

/// Bytes of a file that is no archive.
const LARGEST: u64 = 256 << 20;

/// The name that stands for stdin.
const STDIN: &str = "-";

/// What was named, opened.
pub enum Opened {
    /// One file, in memory.
    File { name: String, bytes: Vec<u8> },
    /// A zip archive.
    Archive {
        name: String,
        archive: Archive<File>,
    },
    /// A zip archive that came through a pipe, in memory.
    Piped {
        name: String,
        archive: Archive<Cursor<Vec<u8>>>,
    },
    /// A folder.
    Folder { name: String, folder: Folder },
}

/// Opens what `path` names.
pub fn open(path: &Path) -> Result<Opened, Refusal> {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let name = name.to_string_lossy().into_owned();
    if path == Path::new(STDIN) {
        let name = "stdin".to_owned();
        let bytes = read(&mut io::stdin().lock()).map_err(|error| cannot(&error))??;
        if archive::is_zip(&bytes) {
            let archive = Archive::open(Cursor::new(bytes))?;
            return Ok(Opened::Piped { name, archive });
        }
        return Ok(Opened::File { name, bytes });
    }
    let about = fs::metadata(path).map_err(|error| cannot(&error))?;
    if about.is_dir() {
        let name = Source::Folder(path.to_owned()).folder_name();
        let folder = Folder::open(path).map_err(|error| cannot(&error))?;
        return Ok(Opened::Folder { name, folder });
    }
    let mut file = File::open(path).map_err(|error| cannot(&error))?;
    if about.is_file() && starts_as_zip(&mut file).map_err(|error| cannot(&error))? {
        let archive = Archive::open(file)?;
        return Ok(Opened::Archive { name, archive });
    }
    let bytes = read(&mut file).map_err(|error| cannot(&error))?;
    Ok(Opened::File {
        name,
        bytes: bytes?,
    })
}

impl Opened {
    /// As an import takes it.
    pub fn input(&self) -> Input<'_> {
        match self {
            Self::File { name, bytes } => Input::File { name, bytes },
            Self::Archive { name, archive } => Input::Files {
                name,
                files: archive,
            },
            Self::Piped { name, archive } => Input::Files {
                name,
                files: archive,
            },
            Self::Folder { name, folder } => Input::Files {
                name,
                files: folder,
            },
        }
    }

    /// What of it is not looked at, each a sentence without its full stop.
    pub fn left_out(&self) -> &[String] {
        match self {
            Self::File { .. } => &[],
            Self::Archive { archive, .. } => archive.left_out(),
            Self::Piped { archive, .. } => archive.left_out(),
            Self::Folder { folder, .. } => &folder.left_out,
        }
    }
}

fn cannot(error: &io::Error) -> Refusal {
    let advice = match error.kind() {
        io::ErrorKind::NotFound => "look at its name",
        io::ErrorKind::PermissionDenied => "see to it that you may read it",
        _ => "mend that and try again",
    };
    Refusal::new(format!("it can’t be read: {error}"), advice)
}

/// All of it, or why that is too much.
fn read(reader: &mut impl Read) -> io::Result<Result<Vec<u8>, Refusal>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let what = format!("it has more than {} MB", LARGEST >> 20);
        return Ok(Err(Refusal::new(what, "split it into its parts")));
    }
    Ok(Ok(bytes))
}

fn starts_as_zip(file: &mut File) -> io::Result<bool> {
    let mut start = Vec::new();
    file.take(4).read_to_end(&mut start)?;
    file.rewind()?;
    Ok(archive::is_zip(&start))
}

/// The plain files of a folder; links are not followed.
pub struct Folder {
    source: Source,
    names: Vec<String>,
    left_out: Vec<String>,
}

impl Folder {
    fn open(path: &Path) -> io::Result<Self> {
        let source = Source::Folder(path.to_owned());
        let (names, unsafe_names): (Vec<_>, Vec<_>) = source
            .files()?
            .into_iter()
            .partition(|name| is_inside(name));
        let left_out = unsafe_names.iter().map(|name| {
            let name = crate::course::problem::quoted(name);
            format!("the name {name} is not safe")
        });
        Ok(Self {
            left_out: left_out.collect(),
            source,
            names,
        })
    }
}

impl Files for Folder {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        let bytes = self.source.read(name);
        bytes.map_err(|error| format!("{}: {error}", crate::course::problem::quoted(name)))
    }
}
