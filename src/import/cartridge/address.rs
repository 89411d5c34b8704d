//! Addresses in the pages of a package, in the words that its makers have for its places.
//!
//! **Invariant:** what they mean lies in the package.

use std::collections::{HashMap, HashSet};

use crate::import::Files;

use super::manifest::Manifest;

/// Where the addresses in a package's pages lead.
pub struct Addresses {
    /// Names of files, in small letters.
    names: HashSet<String>,
    /// The first file of each resource, by the resource's name.
    resources: HashMap<String, String>,
}

impl Addresses {
    /// Those of a package.
    pub fn of(files: &dyn Files, manifest: &Manifest) -> Self {
        let resources = manifest.resources.iter().rev();
        Self {
            names: files
                .names()
                .iter()
                .map(|name| name.to_lowercase())
                .collect(),
            resources: resources
                .filter_map(|resource| Some((resource.id.clone(), resource.main()?.to_owned())))
                .collect(),
        }
    }

    /// What an address with a word for a place of the package (`$IMS-CC-FILEBASE$/a.png`) means, as an
    /// address from the root of the package. One without such a word is none of these.
    pub fn meaning(&self, address: &str) -> Option<String> {
        let (word, path) = parted(address.trim())?;
        let path = path.trim_start_matches('/');
        match word {
            "IMS-CC-FILEBASE" | "IMS_CC_FILEBASE" => {
                // Canvas means a folder of its own.
                let inner = format!("web_resources/{path}");
                let is_there = |address: &str| {
                    let known = crate::import::html::resolve("", address);
                    known.is_some_and(|(name, _)| self.names.contains(&name.to_lowercase()))
                };
                let is_inner = !is_there(path) && is_there(&inner);
                Some(if is_inner { inner } else { path.to_owned() })
            }
            "WIKI_REFERENCE" => {
                let page = path.rsplit_once('/').map_or(path, |(_, page)| page);
                let end = page.find(['?', '#']).unwrap_or(page.len());
                let (name, behind) = page.split_at(end);
                Some(match self.resources.get(name) {
                    Some(file) => format!("{}{behind}", encoded(file)),
                    None => format!("wiki_content/{name}.html{behind}"),
                })
            }
            "CANVAS_OBJECT_REFERENCE" | "CANVAS_COURSE_REFERENCE" => {
                let id = path.split(['?', '#']).next()?.rsplit('/').next()?;
                self.resources.get(id).map(|file| encoded(file))
            }
            _ => None,
        }
    }
}

/// The word between the dollars that an address begins with, and what stands behind them.
fn parted(address: &str) -> Option<(&str, &str)> {
    ["$", "%24"].iter().find_map(|dollar| {
        let (word, path) = address.strip_prefix(dollar)?.split_once(dollar)?;
        Some((word, path))
    })
}

/// A file's name as an address.
pub fn encoded(name: &str) -> String {
    name.replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_places_lead_into_the_package() {
        let lower = |name: &&str| name.to_lowercase();
        let addresses = Addresses {
            names: ["web_resources/A b.png", "top.png"]
                .iter()
                .map(lower)
                .collect(),
            resources: [("q1", "q1/quiz 100%.xml"), ("p1", "wiki_content/one.html")]
                .map(|(id, file)| (id.to_owned(), file.to_owned()))
                .into(),
        };
        for (address, expected) in [
            (
                "%24IMS-CC-FILEBASE%24/A%20b.png?canvas_download=1",
                Some("web_resources/A%20b.png?canvas_download=1"),
            ),
            ("$IMS-CC-FILEBASE$/top.png", Some("top.png")),
            ("$IMS_CC_FILEBASE$top.png", Some("top.png")),
            (
                "$WIKI_REFERENCE$/pages/two#x",
                Some("wiki_content/two.html#x"),
            ),
            ("$WIKI_REFERENCE$/pages/p1", Some("wiki_content/one.html")),
            (
                "$CANVAS_OBJECT_REFERENCE$/quizzes/q1",
                Some("q1/quiz 100%25.xml"),
            ),
            ("$CANVAS_OBJECT_REFERENCE$/quizzes/gone", None),
            ("$CANVAS_COURSE_REFERENCE$/modules", None),
            ("page.html", None),
            ("$5", None),
        ] {
            let meant = addresses.meaning(address);
            assert_eq!(meant.as_deref(), expected, "{address}");
        }
    }
}
