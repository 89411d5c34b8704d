//! Roles to colours.
//!
//! **Invariant:** every pair of text and background in a theme of ours has a contrast of 4.5 or
//! better (a test computes it, WCAG 2.2); the `terminal` theme sets no background at all.

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::page::{Line, Look, Role};

/// The themes that come with Recto, with their names.
pub const OWN: [(&str, &str); 4] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    (
        "contrast",
        include_str!("../../assets/themes/contrast.toml"),
    ),
    (
        "terminal",
        include_str!("../../assets/themes/terminal.toml"),
    ),
];

/// How each role is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Text on the background.
    pub base: Style,
    /// What is laid over a selected row.
    pub selection: Style,
    /// What is laid over a hit.
    pub hit: Style,
    roles: [Style; 7],
}

/// A theme as it is written. Colours: `#7cc4ff`, a name of the sixteen, or empty for the terminal's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    background: String,
    selection: String,
    hit: String,
    text: String,
    dim: String,
    accent: String,
    right: String,
    wrong: String,
    caution: String,
    code: String,
}

impl Theme {
    /// Reads a theme file. The error says where.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        use serde::de::Error as _;
        let file: File = toml::from_str(text)?;
        let colour = |name: &str| -> Result<Option<Color>, toml::de::Error> {
            if name.is_empty() {
                return Ok(None);
            }
            name.parse().map(Some).map_err(|_| {
                toml::de::Error::custom(format!(
                    "\"{name}\" is no colour; write it like \"#7cc4ff\" or \"cyan\", or leave it empty"
                ))
            })
        };
        let over = |name: &str| -> Result<Style, toml::de::Error> {
            // Without a colour to lie under it, what is pointed out is reversed.
            Ok(colour(name)?.map_or_else(
                || Style::new().add_modifier(Modifier::REVERSED),
                |over| Style::new().bg(over),
            ))
        };
        let style = |name: &str| -> Result<Style, toml::de::Error> {
            Ok(colour(name)?.map_or_else(Style::new, |text| Style::new().fg(text)))
        };
        let mut base = style(&file.text)?;
        if let Some(background) = colour(&file.background)? {
            base = base.bg(background);
        }
        let mut dim = style(&file.dim)?;
        if file.dim.is_empty() {
            dim = dim.add_modifier(Modifier::DIM);
        }
        Ok(Self {
            base,
            selection: over(&file.selection)?,
            hit: if file.hit.is_empty() {
                over("")?.add_modifier(Modifier::BOLD)
            } else {
                over(&file.hit)?
            },
            roles: [
                Style::new(),
                dim,
                style(&file.accent)?,
                style(&file.right)?,
                style(&file.wrong)?,
                style(&file.caution)?,
                style(&file.code)?,
            ],
        })
    }

    /// The theme of that name among ours.
    pub fn own(name: &str) -> Option<Self> {
        let text = OWN.iter().find(|(known, _)| *known == name)?.1;
        Some(Self::parse(text).expect("our themes are right: a test reads them all"))
    }

    /// The same without any colour: bold, underline and reverse carry the meaning.
    #[must_use]
    pub fn without_colour(self) -> Self {
        let strip = |style: Style| Style {
            fg: None,
            bg: None,
            ..style
        };
        let over = |style: Style| {
            if style.bg.is_some() {
                strip(style).add_modifier(Modifier::REVERSED)
            } else {
                strip(style)
            }
        };
        Self {
            base: strip(self.base),
            selection: over(self.selection),
            hit: over(self.hit).add_modifier(Modifier::BOLD),
            roles: self.roles.map(strip),
        }
    }

    /// How a run of that look is drawn.
    pub fn style(&self, look: Look) -> Style {
        let mut style = self.roles[match look.role {
            Role::Text => 0,
            Role::Dim => 1,
            Role::Accent => 2,
            Role::Right => 3,
            Role::Wrong => 4,
            Role::Caution => 5,
            Role::Code => 6,
        }];
        if look.bold {
            style = style.add_modifier(Modifier::BOLD);
        }
        if look.italic {
            style = style.add_modifier(Modifier::ITALIC);
        }
        match look.line {
            Line::None => style,
            Line::Under => style.add_modifier(Modifier::UNDERLINED),
            Line::Through => style.add_modifier(Modifier::CROSSED_OUT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, WCAG 2.2.
    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(r, g, b) = colour else {
            panic!("{colour:?} is no exact colour")
        };
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
    }

    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn contrast_is_computed_as_the_standard_says() {
        assert!((contrast(Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255)) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn every_pair_of_every_theme_can_be_read() {
        for name in ["dark", "light", "contrast"] {
            let theme = Theme::own(name).unwrap();
            let text = theme.base.fg.unwrap();
            let backgrounds = [
                theme.base.bg.unwrap(),
                theme.selection.bg.unwrap(),
                theme.hit.bg.unwrap(),
            ];
            for background in backgrounds {
                for style in theme.roles {
                    let ratio = contrast(style.fg.unwrap_or(text), background);
                    assert!(
                        ratio >= 4.5,
                        "{name}: {style:?} on {background:?} has {ratio:.2}"
                    );
                }
            }
        }
    }

    #[test]
    fn without_colour_there_is_no_colour() {
        for (name, _) in OWN {
            let theme = Theme::own(name).unwrap().without_colour();
            for style in theme
                .roles
                .into_iter()
                .chain([theme.base, theme.selection, theme.hit])
            {
                assert_eq!((style.fg, style.bg), (None, None), "{name}");
            }
            assert!(
                theme.selection.add_modifier.contains(Modifier::REVERSED),
                "{name}"
            );
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let wrong = OWN[0].1.replace("#7cc4ff", "skyish");
        assert!(
            Theme::parse(&wrong)
                .unwrap_err()
                .to_string()
                .contains("skyish")
        );
        let unknown = format!("{}\nshine = \"#ffffff\"\n", OWN[0].1);
        assert!(
            Theme::parse(&unknown)
                .unwrap_err()
                .to_string()
                .contains("shine")
        );
    }
}
