//! Atoms side by side while a formula is read.
//!
//! **Invariant:** digits that belong to one number are one atom; atoms are only ever added at the end.

use super::atom::{Atom, Bind, Class, End};

/// Atoms side by side.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The atoms.
    pub atoms: Vec<Atom>,
}

impl Row {
    /// A row of one.
    pub fn one(atom: Atom) -> Self {
        Self { atoms: vec![atom] }
    }

    /// Adds an atom. Digits join with digits, and across a comma that is none between two terms.
    pub fn push(&mut self, atom: Atom) {
        if atom.is_plain_number() {
            match self.atoms.as_mut_slice() {
                [.., number, comma]
                    if number.is_plain_number()
                        && comma.class == Class::Ordinary
                        && matches!(&*comma.text, "," | ".") =>
                {
                    number.text.push_str(&comma.text);
                    number.text.push_str(&atom.text);
                    self.atoms.pop();
                    return;
                }
                [.., number] if number.is_plain_number() => {
                    number.text.push_str(&atom.text);
                    return;
                }
                _ => {}
            }
        }
        self.atoms.push(atom);
    }

    /// Adds a character that stands for itself.
    pub fn sign(&mut self, c: char, class: Class) {
        self.push(Atom::new(c, class));
    }

    /// Adds a raised or lowered character that was typed as it is, to what stands before it.
    pub fn typed_script(&mut self, c: char, end: End) {
        match self.atoms.last_mut() {
            Some(base)
                if matches!(
                    base.class,
                    Class::Ordinary | Class::Number | Class::Word | Class::Close
                ) =>
            {
                base.text.push(c);
                base.end = end;
                if base.bind == Bind::Bare && end == End::Raised {
                    base.bind = Bind::Unit;
                }
            }
            _ => self.push(Atom {
                end,
                leads: true,
                ..Atom::new(c, Class::Ordinary).bound(Bind::Unit)
            }),
        }
    }

    /// Adds a blank.
    pub fn blank(&mut self) {
        self.push(Atom::new(" ", Class::Blank));
    }

    /// Adds the end of a line.
    pub fn line_end(&mut self) {
        self.push(Atom::new(";", Class::Break));
    }

    /// Adds a vertical bar, which opens where nothing can be closed.
    pub fn bar(&mut self, c: char) {
        let before = self.atoms.iter().rfind(|atom| !atom.is_blank());
        let opens = before.is_none_or(|atom| atom.class.awaits_term());
        self.sign(c, if opens { Class::Open } else { Class::Close });
    }

    /// Adds what stood in braces: at its edges nothing is between two terms any more.
    pub fn splice(&mut self, group: Self) {
        let mut atoms = group.atoms;
        match atoms.as_mut_slice() {
            [] => return self.push(Atom::empty()),
            [only]
                if matches!(
                    only.class,
                    Class::Binary | Class::Dividing | Class::Relation | Class::Comma
                ) =>
            {
                only.class = Class::Ordinary;
            }
            [only] if only.class == Class::Break => {}
            [first, .., last] => {
                if first.class == Class::Binary {
                    first.class = Class::Sign;
                }
                if last.class == Class::Binary {
                    last.class = Class::Ordinary;
                }
            }
            [_] => {}
        }
        self.append(Self { atoms });
    }

    /// Adds atoms as they are.
    pub fn append(&mut self, row: Self) {
        for atom in row.atoms {
            self.push(atom);
        }
    }

    /// How firmly the row holds together.
    pub fn bind(&self) -> Bind {
        let atoms = || self.atoms.iter().filter(|atom| !atom.is_blank());
        let has_blank = self.atoms.iter().any(|atom| atom.class == Class::Blank);
        let (Some(first), Some(last)) = (atoms().next(), atoms().next_back()) else {
            return Bind::Bare;
        };
        if atoms().count() == 1 {
            return first.bind;
        }
        // What is open, and whether it is a bar: a bar that closes none stands for itself.
        let mut open = Vec::new();
        let mut has_top_level = false;
        let mut is_product = !has_blank && last.end != End::Far;
        for atom in atoms() {
            let is_bar = atom.text.starts_with(['|', '‖']);
            match atom.class {
                Class::Open => open.push(is_bar),
                Class::Close if open.last() == Some(&is_bar) => {
                    open.pop();
                }
                Class::Close if !is_bar => return Bind::Loose,
                _ if !open.is_empty() => continue,
                Class::Ordinary | Class::Number | Class::Behind => has_top_level = true,
                Class::Word if atom.bind != Bind::Loose => has_top_level = true,
                _ => (is_product, has_top_level) = (false, true),
            }
            // Two brackets side by side are not one.
            has_top_level |= open.is_empty() && !std::ptr::eq(atom, last);
        }
        if open.is_empty() && !has_top_level {
            last.bind
        } else if open.is_empty() && is_product {
            Bind::Product
        } else {
            Bind::Loose
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(signs: &str) -> Row {
        let mut row = Row::default();
        for c in signs.chars() {
            match c {
                '0'..='9' => row.sign(c, Class::Number),
                '|' => row.bar(c),
                _ => row.sign(c, super::super::symbols::class(c)),
            }
        }
        row
    }

    #[test]
    fn rows_know_how_firm_they_are() {
        for (signs, expected) in [
            ("", Bind::Bare),
            ("x", Bind::Bare),
            ("12", Bind::Bare),
            ("2x", Bind::Product),
            ("(a+b)", Bind::Bare),
            ("|x|", Bind::Bare),
            ("2|x|", Bind::Loose),
            ("P(a|b)P(a)", Bind::Product),
            ("(a)(b)", Bind::Product),
            ("a(b+c)", Bind::Product),
            ("((a)(b))", Bind::Bare),
            ("a+b", Bind::Loose),
            ("-a", Bind::Loose),
            ("a/b", Bind::Loose),
            ("a)", Bind::Loose),
            ("(a", Bind::Loose),
        ] {
            assert_eq!(row(signs).bind(), expected, "{signs}");
        }
    }

    #[test]
    fn digits_join() {
        assert_eq!(row("123").atoms.len(), 1);
        let mut thousands = row("10");
        thousands.splice(row(","));
        thousands.append(row("000"));
        assert_eq!(thousands.atoms.len(), 1);
        assert_eq!(thousands.atoms[0].text, "10,000");
        assert_eq!(row("1,2").atoms.len(), 3);
    }
}
