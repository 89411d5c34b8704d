//! The words that say no, in the languages in which they are known.
//!
//! **Invariant:** only words that hardly ever mean anything else.

use frostem::Algorithm;

/// Does a folded word of that language deny what stands around it? (English has a file of its own.)
pub(super) fn denies(language: Algorithm, word: &str) -> bool {
    words(language).contains(&word)
}

fn words(language: Algorithm) -> &'static [&'static str] {
    match language {
        Algorithm::German => &[
            "nicht", "nichts", "nie", "niemals", "niemand", "ohne", "weder", "kein", "keine",
            "keinem", "keinen", "keiner", "keines", "statt", "anstatt",
        ],
        Algorithm::French => &[
            "ne", "n", "pas", "jamais", "aucun", "aucune", "sans", "ni", "rien",
        ],
        Algorithm::Spanish => &[
            "no", "nunca", "jamás", "sin", "ni", "nada", "nadie", "ningún", "ninguno", "ninguna",
            "tampoco",
        ],
        Algorithm::Portuguese => &[
            "não", "nunca", "jamais", "sem", "nem", "nada", "ninguém", "nenhum", "nenhuma",
        ],
        Algorithm::Italian => &[
            "non", "mai", "senza", "né", "niente", "nulla", "nessun", "nessuno", "nessuna",
        ],
        Algorithm::Dutch => &[
            "niet", "niets", "nooit", "niemand", "zonder", "geen", "noch",
        ],
        Algorithm::Swedish => &[
            "inte", "ej", "aldrig", "utan", "ingen", "inget", "inga", "varken",
        ],
        Algorithm::Danish | Algorithm::Norwegian => &[
            "ikke", "aldrig", "aldri", "uden", "uten", "ingen", "intet", "hverken", "verken",
        ],
        Algorithm::Polish => &["nie", "nigdy", "bez", "ani", "żaden", "żadna", "żadne"],
        Algorithm::Russian => &["не", "нет", "никогда", "без", "ни"],
        _ => &[],
    }
}
