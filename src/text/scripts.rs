//! Raised and lowered letters, as far as Unicode has them.

/// Each with its raised form.
const RAISED: &str = "\
0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ\
AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂαᵅβᵝγᵞδᵟθᶿφᵠχᵡ′′″″∗*°°";
/// Each with its lowered form.
const LOWERED: &str = "\
0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ";

/// `text` in raised letters, where each of them has such a form: `2` gives `²`.
pub fn raised(text: &str) -> Option<String> {
    mapped(text, RAISED)
}

/// `text` in lowered letters, where each of them has such a form: `2` gives `₂`.
pub fn lowered(text: &str) -> Option<String> {
    mapped(text, LOWERED)
}

/// `text` behind the sign that says it is raised or lowered: `^x`, `_(max)`.
pub fn marked(sign: char, text: &str) -> String {
    if text.chars().nth(1).is_none() {
        format!("{sign}{text}")
    } else {
        format!("{sign}({text})")
    }
}

fn mapped(text: &str, table: &str) -> Option<String> {
    text.chars().map(|c| form(c, table)).collect()
}

fn form(c: char, table: &str) -> Option<char> {
    let mut pairs = table.chars();
    while let (Some(plain), Some(form)) = (pairs.next(), pairs.next()) {
        if plain == c {
            return Some(form);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_raised_all_or_none() {
        for (text, expected) in [
            ("2", Some("²")),
            ("-1", Some("⁻¹")),
            ("n+1", Some("ⁿ⁺¹")),
            ("st", Some("ˢᵗ")),
            ("q", None),
            ("2q", None),
            ("", Some("")),
        ] {
            assert_eq!(raised(text).as_deref(), expected, "{text}");
        }
        assert_eq!(lowered("12").as_deref(), Some("₁₂"));
        assert_eq!(lowered("w"), None);
    }

    #[test]
    fn what_cannot_be_raised_is_marked() {
        assert_eq!(marked('^', "q"), "^q");
        assert_eq!(marked('_', "min"), "_(min)");
    }

    #[test]
    fn every_form_is_one_cell() {
        for table in [RAISED, LOWERED] {
            assert_eq!(table.chars().count() % 2, 0);
            assert!(
                table
                    .chars()
                    .all(|c| crate::text::width(c.encode_utf8(&mut [0; 4])) == 1)
            );
        }
    }
}
