//! What the parts of a package are.
//!
//! **Invariant:** told by what they say they are, then by the ending of their file.

use super::manifest::{Manifest, Resource};

/// What a part of a package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A page.
    Page,
    /// A page that says what to do and hand in.
    Assignment,
    /// The same, in a list of its own.
    AssignmentList,
    /// What to talk about.
    Discussion,
    /// An address on the web.
    WebLink,
    /// A program somewhere else.
    Tool,
    /// Questions.
    Quiz,
    /// A picture.
    Picture,
    /// A file of another sort: a document, a film.
    File,
    /// How a site is set up, or what is said of another part.
    Setting,
    /// None that is known here.
    Unknown,
}

/// What a resource is.
pub fn sort(resource: &Resource) -> Sort {
    let said = resource.sort.to_ascii_lowercase();
    let starts = |with: &str| said.starts_with(with);
    if starts("imsdt_") {
        return Sort::Discussion;
    }
    if starts("imswl_") {
        return Sort::WebLink;
    }
    if starts("imsbasiclti_") || starts("imslti") {
        return Sort::Tool;
    }
    if starts("imsqti_xmlv1p2") || said.contains("x-bb-qti") {
        return Sort::Quiz;
    }
    if starts("assignment_xmlv1p0") {
        return Sort::AssignmentList;
    }
    let is_setting = resource.files.iter().all(|file| {
        file.starts_with("course_settings/") && !file.ends_with("syllabus.html")
            || file.ends_with("assessment_meta.xml")
            || file.ends_with(".xml.qti")
            || starts("associatedcontent/") && ending(file) == "xml"
    });
    if is_setting && !resource.files.is_empty() {
        return Sort::Setting;
    }
    let is_assigned = |file: &String| file.ends_with("assignment_settings.xml");
    match resource.main().map(ending).as_deref() {
        Some("html" | "htm" | "xhtml") if resource.files.iter().any(is_assigned) => {
            Sort::Assignment
        }
        Some("html" | "htm" | "xhtml") => Sort::Page,
        Some("png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "bmp") => Sort::Picture,
        Some(_) if starts("webcontent") || starts("associatedcontent") => Sort::File,
        _ => Sort::Unknown,
    }
}

/// The ending of a file's name, in small letters.
pub fn ending(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let (_, end) = name.rsplit_once('.').unwrap_or_default();
    end.to_ascii_lowercase()
}

impl Manifest {
    /// The files that may tell the questions of a quiz, the best first: Canvas keeps a second copy of each,
    /// since the first has no room for all that it can ask.
    pub fn quiz_files<'m>(&'m self, quiz: &'m Resource) -> Vec<&'m str> {
        let whole = self.beside(quiz).filter(|file| file.ends_with(".xml.qti"));
        let own = quiz.files.iter().map(String::as_str);
        whole.chain(own).collect()
    }

    /// What Canvas says of a quiz.
    pub fn quiz_meta<'m>(&'m self, quiz: &'m Resource) -> Option<&'m str> {
        let mut beside = self.beside(quiz);
        beside.find(|file| file.ends_with("assessment_meta.xml"))
    }

    /// The files of what a resource needs. A quiz needs few others; were there no end to them, many quizzes
    /// that need all of a long list would take its length times their number.
    fn beside<'m>(&'m self, resource: &'m Resource) -> impl Iterator<Item = &'m str> {
        const MOST: usize = 16;
        let needed = resource.needs.iter().take(MOST);
        let needed = needed.filter_map(|id| self.resource(id));
        needed.flat_map(|other| other.files.iter().take(MOST).map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_by_their_sort_and_their_file() {
        for (sort_said, files, expected) in [
            ("webcontent", &["a/b.HTML"][..], Sort::Page),
            ("webcontent", &["a/b.c/d.PNG"], Sort::Picture),
            ("webcontent", &["a.pdf"], Sort::File),
            ("imsdt_xmlv1p3", &["t.xml"], Sort::Discussion),
            ("imswl_xmlv1p1", &["w.xml"], Sort::WebLink),
            ("imsbasiclti_xmlv1p0", &["l.xml"], Sort::Tool),
            (
                "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank",
                &["q.xml"],
                Sort::Quiz,
            ),
            ("assignment_xmlv1p0", &["a.xml"], Sort::AssignmentList),
            (
                "associatedcontent/imscc_xmlv1p1/learning-application-resource",
                &["i/essay.html", "i/assignment_settings.xml"],
                Sort::Assignment,
            ),
            (
                "associatedcontent/imscc_xmlv1p1/learning-application-resource",
                &["course_settings/canvas_export.txt"],
                Sort::Setting,
            ),
            (
                "associatedcontent/imscc_xmlv1p1/learning-application-resource",
                &["course_settings/syllabus.html"],
                Sort::Page,
            ),
            (
                "associatedcontent/imscc_xmlv1p1/learning-application-resource",
                &["q/assessment_meta.xml", "non_cc_assessments/q.xml.qti"],
                Sort::Setting,
            ),
            ("imsqti_item_xmlv2p1", &["i.xml"], Sort::Unknown),
            ("x", &[], Sort::Unknown),
        ] {
            let resource = Resource {
                sort: sort_said.to_owned(),
                files: files.iter().map(|file| (*file).to_owned()).collect(),
                ..Resource::default()
            };
            assert_eq!(sort(&resource), expected, "{sort_said} {files:?}");
        }
    }

    #[test]
    fn many_quizzes_that_need_one_long_list_take_little_time() {
        let mut manifest = Manifest::default();
        let long = Resource {
            id: "long".to_owned(),
            files: (0..20_000).map(|n| format!("{n}.bin")).collect(),
            ..Resource::default()
        };
        manifest.add(long);
        let quiz = Resource {
            needs: vec!["long".to_owned(); 20_000],
            ..Resource::default()
        };
        let start = std::time::Instant::now();
        assert_eq!(manifest.quiz_meta(&quiz), None);
        assert!(start.elapsed().as_secs() < 1);
    }
}
