//! Any OU-XML course comes in whole, and in the same way however the server exports it.

use proptest::prelude::*;
use recto::import::{Imported, Input, ouxml};

use crate::ouxml_count::is_whole;

/// What writes a course by a row of numbers: each choice takes the next of them, and the first of what
/// there is when they are used up.
struct Author<'n> {
    numbers: std::slice::Iter<'n, u16>,
    words: usize,
    out: String,
}

impl Author<'_> {
    fn pick(&mut self, among: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or(0)) % among
    }

    /// One time in so many.
    fn at_times(&mut self, among: usize) -> bool {
        self.pick(among) == among - 1
    }

    fn say(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// An element with attributes, and what `inner` writes in it.
    fn within(&mut self, tag: &str, inner: impl FnOnce(&mut Self)) {
        let name = tag.split(' ').next().unwrap();
        self.out.push_str(&format!("<{tag}>"));
        inner(self);
        self.out.push_str(&format!("</{name}>"));
    }

    /// Words that stand nowhere else.
    fn words(&mut self) {
        for _ in 0..=self.pick(3) {
            self.words += 1;
            let mark = ["", ",", " –", "\u{a0}", "&amp;", "\n  "][self.pick(6)];
            self.out.push_str(&format!("w{}{mark} ", self.words));
        }
    }

    /// Mixed content.
    fn line(&mut self, depth: usize) {
        const FACES: [&str; 12] = [
            "b",
            "i",
            "u",
            "sub",
            "sup",
            "smallCaps",
            "a href=' https://bread.example/x '",
            "CrossRef idref='s1'",
            "olink targetdoc='there'",
            "GlossaryTerm",
            "ComputerCode",
            "language xml:lang='la'",
        ];
        self.words();
        for _ in 0..self.pick(4) {
            match self.pick(10) {
                0 => self.say("<br/>"),
                1 => self.say("<!-- gone --><IndexTerm name='x'/><?oxy_delete content='gone'?>"),
                2 => {
                    self.within("footnote", Self::words);
                    self.say(" ");
                }
                3 => self.say("<b/>"),
                n if depth > 0 && n < 8 => {
                    let face = FACES[self.pick(FACES.len())];
                    self.within(face, |author| author.line(depth - 1));
                }
                _ => {}
            }
            self.words();
        }
    }

    fn paragraph(&mut self) {
        self.within("Paragraph", |author| author.line(3));
    }

    fn blocks(&mut self, depth: usize) {
        for _ in 0..=self.pick(4) {
            self.block(depth);
            if self.at_times(3) {
                self.say("\n   ");
            }
        }
    }

    fn block(&mut self, depth: usize) {
        const BOXES: [&str; 9] = [
            "Box",
            "CaseStudy",
            "Example",
            "Extract",
            "Quote",
            "Reading",
            "StudyNote",
            "KeyPoints",
            "InternalSection",
        ];
        match self.pick(14) {
            1 if depth > 0 => self.list(depth - 1),
            2 if depth > 0 => {
                let name = BOXES[self.pick(BOXES.len())];
                self.within(name, |author| {
                    if author.at_times(2) {
                        author.within("Heading", Self::words);
                    }
                    author.blocks(depth - 1);
                    if author.at_times(3) {
                        author.within("SourceReference", |author| author.line(1));
                    }
                });
            }
            3 => self.table(),
            4 => self.figure(),
            5 | 6 if depth > 0 => self.question(depth - 1),
            7 => self.line(2),
            8 if depth > 0 => self.within("Transcript", |author| {
                for _ in 0..=author.pick(3) {
                    author.within("Speaker", Self::words);
                    author.within("Remark", |author| author.line(1));
                }
            }),
            9 if depth > 0 => self.within("MediaContent type='audio' src='a.mp3'", |author| {
                author.within("Caption", |author| author.line(1));
                author.within("Transcript", |author| author.blocks(depth - 1));
            }),
            10 => self.within("ProgramListing", |author| {
                author.within("Paragraph", Self::words);
            }),
            11 => self.say("<Paragraph/>"),
            _ => self.paragraph(),
        }
    }

    fn list(&mut self, depth: usize) {
        let sort = ["BulletedList", "NumberedList", "UnNumberedList"][self.pick(3)];
        self.within(sort, |author| {
            for _ in 0..=author.pick(3) {
                author.within("ListItem", |author| {
                    if author.at_times(2) {
                        author.blocks(depth);
                    } else {
                        author.line(2);
                    }
                });
            }
        });
    }

    fn table(&mut self) {
        self.within("Table", |author| {
            author.within("TableHead", Self::words);
            author.within("tbody", |author| {
                for _ in 0..=author.pick(3) {
                    author.within("tr", |author| {
                        for _ in 0..=author.pick(3) {
                            let span = author.pick(3) + 1;
                            let cell = format!("{} colspan='{span}'", ["td", "th"][author.pick(2)]);
                            author.within(&cell, |author| author.line(1));
                        }
                    });
                }
            });
        });
    }

    fn figure(&mut self) {
        self.within("Figure id='f'", |author| {
            author.say(
                "<Image src='https://bread.example/p.tif' x_imagesrc='p.jpg' x_contenthash='1'/>",
            );
            author.within("Caption", |author| author.line(1));
            if author.at_times(2) {
                author.within("Description", Self::paragraph);
            }
        });
    }

    fn question(&mut self, depth: usize) {
        let sort = ["Activity", "SAQ", "ITQ", "Exercise"][self.pick(4)];
        self.within(sort, |author| {
            if author.at_times(2) {
                author.within("Heading", Self::words);
            }
            if author.at_times(4) {
                author.within("Multipart", |author| {
                    for _ in 0..=author.pick(3) {
                        if author.at_times(2) {
                            author.paragraph();
                        }
                        author.within("Part", |author| author.asked(depth));
                    }
                });
            } else {
                author.asked(depth);
            }
        });
    }

    fn asked(&mut self, depth: usize) {
        self.within("Question", |author| author.blocks(depth.min(1)));
        match self.pick(5) {
            1 => self.say("<Interaction><FreeResponse size='long'/></Interaction>"),
            2 => self.within("Interaction", |author| {
                author.within("SingleChoice", |author| {
                    author.within("Wrong", Self::paragraph);
                    author.within("Right", Self::paragraph);
                });
            }),
            3 => self.within("Interaction", |author| {
                author.within("Matching", |author| {
                    for letter in ["b", "a"] {
                        author.within("Option", Self::paragraph);
                        author.within(&format!("Match x_letter='{letter}'"), Self::paragraph);
                    }
                });
            }),
            _ => {}
        }
        if self.at_times(2) {
            self.within("Answer", |author| author.revealed(depth));
        }
        if self.at_times(2) {
            self.within("Discussion", |author| author.revealed(depth));
        }
    }

    /// What is more than another question: that would come to stand behind this one.
    fn revealed(&mut self, depth: usize) {
        self.paragraph();
        self.blocks(depth.min(1));
    }

    fn sections(&mut self, names: &[&str], n: &mut usize) {
        let [name, deeper @ ..] = names else {
            return;
        };
        for _ in 0..=self.pick(3) {
            *n += 1;
            self.within(&format!("{name} id='s{n}'"), |author| {
                author.within("Title", |author| author.line(1));
                author.blocks(2);
                if author.at_times(2) {
                    author.sections(deeper, n);
                }
            });
        }
    }

    fn course(mut self) -> String {
        self.within("Item x_letter='1'", |author| {
            author.within("ItemTitle", Self::words);
            author.within("FrontMatter", |author| {
                author.within("LearningOutcomes", |author| {
                    author.within("LearningOutcome", |author| author.line(1));
                });
            });
            author.within("Unit", |author| {
                let mut n = 0;
                author.sections(&["Session", "Section", "SubSection"], &mut n);
            });
            author.within("BackMatter", |author| {
                author.within("Glossary", |author| {
                    author.within("GlossaryItem", |author| {
                        author.within("Term", Self::words);
                        author.within("Definition", |author| author.line(1));
                    });
                });
                author.within("References", |author| {
                    author.within("Reference", |author| author.line(1));
                });
                author.within("Acknowledgements", Self::paragraph);
            });
            author.say("<settings><Session/><SAQ/><version>1</version></settings>");
        });
        self.out
    }
}

/// Any course, as its file.
fn courses() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<u16>(), 0..600).prop_map(|numbers| {
        let author = Author {
            numbers: numbers.iter(),
            words: 0,
            out: String::new(),
        };
        author.course()
    })
}

fn read(text: &str) -> Imported {
    let input = Input::File {
        name: "any.xml",
        bytes: text.as_bytes(),
    };
    ouxml::read(&input).unwrap()
}

proptest! {
    #[test]
    fn nothing_of_any_course_is_lost(course in courses()) {
        is_whole("any.xml", &course);
    }

    #[test]
    fn any_course_exported_anew_is_the_same(course in courses()) {
        let anew = course
            .replace("x_contenthash='1'", "x_contenthash='2' x_folderhash='3'")
            .replace("<version>1", "<version>2")
            .replace("</Paragraph><", "</Paragraph>\n\t<")
            .replace("></Session>", ">\n</Session>")
            .replace(" id='f'", " id='g7'")
            .replace("bread.example/x", "bread.example/x?utm_source=there");
        let (before, after) = (read(&course), read(&anew));
        let ids = |imported: &Imported| -> Vec<String> {
            let sections = imported.sections.iter();
            sections
                .flat_map(|section| {
                    let own = std::iter::once(section.id.to_string());
                    own.chain(section.questions.iter().map(|question| question.id.to_string()))
                })
                .collect()
        };
        prop_assert_eq!(ids(&before), ids(&after));
    }
}
