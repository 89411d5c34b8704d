//! The names that TeX has for signs and functions, and what is known of signs typed as they are.
//!
//! **Invariant:** each table is sorted by name for the binary search, and no name is in two of them.

use super::atom::Class;

/// Letters and signs.
#[rustfmt::skip]
const ORDINARY: &[(&str, char)] = &[
    ("#", '#'), ("$", '$'), ("&", '&'), ("AA", 'Å'), ("AE", 'Æ'), ("Alpha", 'Α'), ("Beta", 'Β'),
    ("Box", '□'), ("Chi", 'Χ'), ("Delta", 'Δ'), ("Diamond", '◇'), ("Epsilon", 'Ε'), ("Eta", 'Η'),
    ("Finv", 'Ⅎ'), ("Gamma", 'Γ'), ("Iota", 'Ι'), ("Kappa", 'Κ'), ("Lambda", 'Λ'), ("Mu", 'Μ'),
    ("N", 'ℕ'), ("Nu", 'Ν'), ("O", 'Ø'), ("OE", 'Œ'), ("Omega", 'Ω'), ("Omicron", 'Ο'), ("P", '¶'),
    ("Phi", 'Φ'), ("Pi", 'Π'), ("Psi", 'Ψ'), ("Q", 'ℚ'), ("R", 'ℝ'), ("Reals", 'ℝ'), ("Rho", 'Ρ'),
    ("S", '§'), ("Sigma", 'Σ'), ("Tau", 'Τ'), ("Theta", 'Θ'), ("Upsilon", 'Υ'), ("Xi", 'Ξ'),
    ("Z", 'ℤ'), ("Zeta", 'Ζ'), ("_", '_'), ("aa", 'å'), ("ae", 'æ'), ("aleph", 'ℵ'), ("alpha", 'α'),
    ("angle", '∠'), ("angstrom", 'Å'), ("backprime", '‵'), ("backslash", '\\'), ("beta", 'β'),
    ("beth", 'ℶ'), ("bigstar", '★'), ("blacksquare", '■'), ("bot", '⊥'), ("cdots", '⋯'),
    ("checkmark", '✓'), ("chi", 'χ'), ("clubsuit", '♣'), ("complement", '∁'), ("copyright", '©'),
    ("dag", '†'), ("ddag", '‡'), ("ddots", '⋱'), ("delta", 'δ'), ("diamondsuit", '♢'),
    ("digamma", 'ϝ'), ("dots", '…'), ("dotsb", '⋯'), ("dotsc", '…'), ("dotsi", '⋯'), ("dotsm", '⋯'),
    ("dotso", '…'), ("ell", 'ℓ'), ("emptyset", '∅'), ("epsilon", 'ϵ'), ("eta", 'η'), ("eth", 'ð'),
    ("euro", '€'), ("exists", '∃'), ("flat", '♭'), ("forall", '∀'), ("gamma", 'γ'), ("hbar", 'ℏ'),
    ("hearts", '♡'), ("heartsuit", '♡'), ("hslash", 'ℏ'), ("imath", 'ı'), ("infty", '∞'),
    ("iota", 'ι'), ("jmath", 'ȷ'), ("kappa", 'κ'), ("lambda", 'λ'), ("lbrack", '['), ("ldots", '…'),
    ("lnot", '¬'), ("lozenge", '◊'), ("maltese", '✠'), ("measuredangle", '∡'), ("mho", '℧'),
    ("micro", 'µ'), ("mu", 'μ'), ("nabla", '∇'), ("natural", '♮'), ("neg", '¬'), ("nexists", '∄'),
    ("nu", 'ν'), ("o", 'ø'), ("oe", 'œ'), ("ohm", 'Ω'), ("omega", 'ω'), ("omicron", 'ο'),
    ("partial", '∂'), ("phi", 'ϕ'), ("pi", 'π'), ("pounds", '£'), ("prime", '′'), ("psi", 'ψ'),
    ("rbrack", ']'), ("reals", 'ℝ'), ("rho", 'ρ'), ("sharp", '♯'), ("sigma", 'σ'),
    ("spadesuit", '♠'), ("sphericalangle", '∢'), ("square", '□'), ("ss", 'ß'), ("surd", '√'),
    ("tau", 'τ'), ("textbackslash", '\\'), ("textbullet", '•'), ("textdollar", '$'),
    ("texteuro", '€'), ("textmu", 'µ'), ("textohm", 'Ω'), ("textsterling", '£'),
    ("textunderscore", '_'), ("theta", 'θ'), ("top", '⊤'), ("triangle", '△'), ("upalpha", 'α'),
    ("upbeta", 'β'), ("upgamma", 'γ'), ("upmu", 'μ'), ("uppi", 'π'), ("upsilon", 'υ'),
    ("varDelta", 'Δ'), ("varGamma", 'Γ'), ("varLambda", 'Λ'), ("varOmega", 'Ω'), ("varPhi", 'Φ'),
    ("varPi", 'Π'), ("varPsi", 'Ψ'), ("varSigma", 'Σ'), ("varTheta", 'Θ'), ("varUpsilon", 'Υ'),
    ("varXi", 'Ξ'), ("varepsilon", 'ε'), ("varkappa", 'ϰ'), ("varnothing", '∅'), ("varphi", 'φ'),
    ("varpi", 'ϖ'), ("varrho", 'ϱ'), ("varsigma", 'ς'), ("vartheta", 'ϑ'), ("vdots", '⋮'),
    ("wp", '℘'), ("xi", 'ξ'), ("yen", '¥'), ("zeta", 'ζ'),
];

/// Between two terms.
#[rustfmt::skip]
const BINARY: &[(&str, char)] = &[
    ("Cap", '⋒'), ("Cup", '⋓'), ("amalg", '⨿'), ("ast", '*'), ("barwedge", '⊼'), ("bigcirc", '◯'),
    ("bigtriangledown", '▽'), ("bigtriangleup", '△'), ("boxdot", '⊡'), ("boxminus", '⊟'),
    ("boxplus", '⊞'), ("boxtimes", '⊠'), ("bullet", '•'), ("cap", '∩'), ("cdot", '·'),
    ("cdotp", '·'), ("centerdot", '·'), ("circ", '∘'), ("circledast", '⊛'), ("circledcirc", '⊚'),
    ("cup", '∪'), ("curlyvee", '⋎'), ("curlywedge", '⋏'), ("dagger", '†'), ("ddagger", '‡'),
    ("diamond", '⋄'), ("dotplus", '∔'), ("intercal", '⊺'), ("land", '∧'), ("lor", '∨'),
    ("ltimes", '⋉'), ("minus", '−'), ("mp", '∓'), ("odot", '⊙'), ("ominus", '⊖'), ("oplus", '⊕'),
    ("oslash", '⊘'), ("otimes", '⊗'), ("plus", '+'), ("pm", '±'), ("rtimes", '⋊'),
    ("setminus", '∖'), ("smallsetminus", '∖'), ("sqcap", '⊓'), ("sqcup", '⊔'), ("star", '⋆'),
    ("times", '×'), ("triangleleft", '◁'), ("triangleright", '▷'), ("uplus", '⊎'), ("vee", '∨'),
    ("veebar", '⊻'), ("wedge", '∧'), ("wr", '≀'),
];

/// Between two terms, and the order matters.
#[rustfmt::skip]
const DIVIDING: &[(&str, char)] = &[
    ("div", '÷'), ("divideontimes", '⋇'),
];

/// Relations and arrows.
#[rustfmt::skip]
const RELATIONS: &[(&str, char)] = &[
    ("Bumpeq", '≎'), ("Downarrow", '⇓'), ("Leftarrow", '⇐'), ("Leftrightarrow", '⇔'),
    ("Longleftarrow", '⟸'), ("Longleftrightarrow", '⟺'), ("Longrightarrow", '⟹'),
    ("Rightarrow", '⇒'), ("Uparrow", '⇑'), ("Updownarrow", '⇕'), ("Vdash", '⊩'), ("Vvdash", '⊪'),
    ("approx", '≈'), ("approxeq", '≊'), ("asymp", '≍'), ("backsim", '∽'), ("because", '∵'),
    ("between", '≬'), ("bowtie", '⋈'), ("bumpeq", '≏'), ("circeq", '≗'), ("circlearrowleft", '↺'),
    ("circlearrowright", '↻'), ("coloneq", '≔'), ("coloneqq", '≔'), ("cong", '≅'),
    ("curvearrowleft", '↶'), ("curvearrowright", '↷'), ("dashv", '⊣'), ("doteq", '≐'),
    ("doteqdot", '≑'), ("downarrow", '↓'), ("eqcirc", '≖'), ("eqqcolon", '≕'), ("eqsim", '≂'),
    ("equiv", '≡'), ("fallingdotseq", '≒'), ("frown", '⌢'), ("ge", '≥'), ("geq", '≥'),
    ("geqq", '≧'), ("geqslant", '⩾'), ("gets", '←'), ("gg", '≫'), ("ggg", '⋙'), ("gt", '>'),
    ("gtrapprox", '⪆'), ("gtrless", '≷'), ("gtrsim", '≳'), ("hookleftarrow", '↩'),
    ("hookrightarrow", '↪'), ("iff", '⟺'), ("impliedby", '⟸'), ("implies", '⟹'), ("in", '∈'),
    ("le", '≤'), ("leadsto", '⇝'), ("leftarrow", '←'), ("leftharpoondown", '↽'),
    ("leftharpoonup", '↼'), ("leftleftarrows", '⇇'), ("leftrightarrow", '↔'),
    ("leftrightarrows", '⇆'), ("leftrightharpoons", '⇋'), ("leq", '≤'), ("leqq", '≦'),
    ("leqslant", '⩽'), ("lessapprox", '⪅'), ("lessgtr", '≶'), ("lesssim", '≲'), ("ll", '≪'),
    ("lll", '⋘'), ("longleftarrow", '⟵'), ("longleftrightarrow", '⟷'), ("longmapsto", '⟼'),
    ("longrightarrow", '⟶'), ("lt", '<'), ("mapsto", '↦'), ("mid", '|'), ("models", '⊨'),
    ("multimap", '⊸'), ("nLeftarrow", '⇍'), ("nRightarrow", '⇏'), ("ncong", '≇'), ("ne", '≠'),
    ("nearrow", '↗'), ("neq", '≠'), ("ngeq", '≱'), ("ngtr", '≯'), ("ni", '∋'), ("nleftarrow", '↚'),
    ("nleftrightarrow", '↮'), ("nleq", '≰'), ("nless", '≮'), ("nmid", '∤'), ("notin", '∉'),
    ("nparallel", '∦'), ("nrightarrow", '↛'), ("nsim", '≁'), ("nsubseteq", '⊈'), ("nsupseteq", '⊉'),
    ("nvDash", '⊭'), ("nvdash", '⊬'), ("nwarrow", '↖'), ("owns", '∋'), ("parallel", '∥'),
    ("perp", '⊥'), ("prec", '≺'), ("preceq", '≼'), ("precsim", '≾'), ("propto", '∝'),
    ("questeq", '≟'), ("rightarrow", '→'), ("rightarrowtail", '↣'), ("rightharpoondown", '⇁'),
    ("rightharpoonup", '⇀'), ("rightleftarrows", '⇄'), ("rightleftharpoons", '⇌'),
    ("rightrightarrows", '⇉'), ("rightsquigarrow", '⇝'), ("risingdotseq", '≓'), ("searrow", '↘'),
    ("sim", '∼'), ("simeq", '≃'), ("smile", '⌣'), ("sqsubset", '⊏'), ("sqsubseteq", '⊑'),
    ("sqsupset", '⊐'), ("sqsupseteq", '⊒'), ("subset", '⊂'), ("subseteq", '⊆'), ("subsetneq", '⊊'),
    ("succ", '≻'), ("succeq", '≽'), ("succsim", '≿'), ("supset", '⊃'), ("supseteq", '⊇'),
    ("supsetneq", '⊋'), ("swarrow", '↙'), ("therefore", '∴'), ("thickapprox", '≈'),
    ("thicksim", '∼'), ("to", '→'), ("trianglelefteq", '⊴'), ("triangleq", '≜'),
    ("trianglerighteq", '⊵'), ("twoheadrightarrow", '↠'), ("uparrow", '↑'), ("updownarrow", '↕'),
    ("vDash", '⊨'), ("varpropto", '∝'), ("vartriangleleft", '⊲'), ("vartriangleright", '⊳'),
    ("vdash", '⊢'),
];

/// Opening brackets.
#[rustfmt::skip]
const OPENING: &[(&str, char)] = &[
    ("lVert", '‖'), ("langle", '⟨'), ("lbrace", '{'), ("lceil", '⌈'), ("lfloor", '⌊'),
    ("lgroup", '⟮'), ("llbracket", '⟦'), ("llcorner", '⌞'), ("lparen", '('), ("lvert", '|'),
    ("ulcorner", '⌜'), ("{", '{'),
];

/// Closing brackets.
#[rustfmt::skip]
const CLOSING: &[(&str, char)] = &[
    ("lrcorner", '⌟'), ("rVert", '‖'), ("rangle", '⟩'), ("rbrace", '}'), ("rceil", '⌉'),
    ("rfloor", '⌋'), ("rgroup", '⟯'), ("rparen", ')'), ("rrbracket", '⟧'), ("rvert", '|'),
    ("urcorner", '⌝'), ("}", '}'),
];

/// Operators with limits.
#[rustfmt::skip]
const BIG: &[(&str, char)] = &[
    ("bigcap", '⋂'), ("bigcup", '⋃'), ("bigodot", '⨀'), ("bigoplus", '⨁'), ("bigotimes", '⨂'),
    ("bigsqcup", '⨆'), ("biguplus", '⨄'), ("bigvee", '⋁'), ("bigwedge", '⋀'), ("coprod", '∐'),
    ("iiint", '∭'), ("iint", '∬'), ("int", '∫'), ("intop", '∫'), ("oiint", '∯'), ("oint", '∮'),
    ("prod", '∏'), ("smallint", '∫'), ("sum", '∑'),
];

/// Signs that belong to what stands before them.
#[rustfmt::skip]
const BEHIND: &[(&str, char)] = &[
    ("%", '%'), ("degree", '°'), ("permil", '‰'), ("perthousand", '‰'), ("textdegree", '°'),
    ("textpercent", '%'), ("textperthousand", '‰'),
];

/// Functions with a name.
#[rustfmt::skip]
const FUNCTIONS: &[(&str, &str)] = &[
    ("Cov", "Cov"), ("Im", "Im"), ("Pr", "Pr"), ("Re", "Re"), ("Res", "Res"), ("Tr", "Tr"),
    ("Var", "Var"), ("arccos", "arccos"), ("arccosh", "arccosh"), ("arccot", "arccot"),
    ("arccsc", "arccsc"), ("arcosh", "arcosh"), ("arcsec", "arcsec"), ("arcsin", "arcsin"),
    ("arcsinh", "arcsinh"), ("arctan", "arctan"), ("arctanh", "arctanh"), ("arg", "arg"),
    ("argmax", "arg max"), ("argmin", "arg min"), ("arsinh", "arsinh"), ("artanh", "artanh"),
    ("cos", "cos"), ("cosec", "cosec"), ("cosh", "cosh"), ("cot", "cot"), ("coth", "coth"),
    ("csc", "csc"), ("csch", "csch"), ("curl", "curl"), ("deg", "deg"), ("det", "det"),
    ("diag", "diag"), ("dim", "dim"), ("erf", "erf"), ("exp", "exp"), ("gcd", "gcd"),
    ("grad", "grad"), ("hom", "hom"), ("inf", "inf"), ("injlim", "injlim"), ("ker", "ker"),
    ("lcm", "lcm"), ("lg", "lg"), ("lim", "lim"), ("liminf", "lim inf"), ("limsup", "lim sup"),
    ("ln", "ln"), ("log", "log"), ("max", "max"), ("min", "min"), ("projlim", "projlim"),
    ("rank", "rank"), ("sec", "sec"), ("sech", "sech"), ("sgn", "sgn"), ("sin", "sin"),
    ("sinh", "sinh"), ("sup", "sup"), ("tan", "tan"), ("tanh", "tanh"), ("tr", "tr"),
];

/// The tables of signs, with the class of what is in them.
const TABLES: [(&[(&str, char)], Class); 8] = [
    (ORDINARY, Class::Ordinary),
    (BINARY, Class::Binary),
    (DIVIDING, Class::Dividing),
    (RELATIONS, Class::Relation),
    (OPENING, Class::Open),
    (CLOSING, Class::Close),
    (BIG, Class::Big),
    (BEHIND, Class::Behind),
];

/// The sign that a command stands for.
pub fn sign(name: &str) -> Option<(char, Class)> {
    TABLES
        .iter()
        .find_map(|(table, class)| Some((find(table, name)?, *class)))
}

/// The function that a command stands for.
pub fn function(name: &str) -> Option<&'static str> {
    find(FUNCTIONS, name)
}

/// What a character is that stands for itself, whether typed in ASCII or beyond.
pub fn class(c: char) -> Class {
    match c {
        '+' | '*' | '-' => Class::Binary,
        '=' | '<' | '>' | ':' => Class::Relation,
        '(' | '[' => Class::Open,
        ')' | ']' => Class::Close,
        ',' | ';' => Class::Comma,
        '/' => Class::Slash,
        '!' => Class::Behind,
        _ if c.is_ascii() || c.is_alphabetic() => Class::Ordinary,
        _ => TABLES
            .iter()
            .find(|(table, _)| table.iter().any(|(_, sign)| *sign == c))
            .map_or(Class::Ordinary, |(_, class)| *class),
    }
}

/// The value that a sorted table has for a name.
pub fn find<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    let at = table.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(table[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_no_name_is_in_two() {
        let mut names: Vec<&str> = FUNCTIONS.iter().map(|(name, _)| *name).collect();
        assert!(names.is_sorted());
        for (table, _) in TABLES {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0));
            names.extend(table.iter().map(|(name, _)| name));
        }
        let n_names = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n_names);
    }

    #[test]
    fn every_sign_is_clean_and_one_cell() {
        for (name, sign) in TABLES.iter().flat_map(|(table, _)| *table) {
            let sign = sign.to_string();
            assert_eq!(crate::text::Clean::words(&sign), *sign, "{name}");
            assert_eq!(crate::text::width(&sign), 1, "{name}");
        }
    }

    #[test]
    fn signs_are_found_by_name() {
        for (name, expected) in [
            ("alpha", Some(('α', Class::Ordinary))),
            ("to", Some(('→', Class::Relation))),
            ("zeta", Some(('ζ', Class::Ordinary))),
            ("nosuch", None),
            ("", None),
        ] {
            assert_eq!(sign(name), expected, "{name}");
        }
        assert_eq!(function("limsup"), Some("lim sup"));
        assert_eq!(class('≤'), Class::Relation);
        assert_eq!(class('é'), Class::Ordinary);
    }
}
