//! The screen of charts in the program: when it comes, and what is practised from it.
//!
//! **Invariant:** figures are made outside; they come when they are asked for, and anew when one
//! comes back to them.

use jiff::Timestamp;

use crate::app::App;
use crate::app::action::Verb;
use crate::app::charts::{self, Charts, Practise};
use crate::app::effect::Effect;
use crate::app::front::Front;
use crate::study::session;
use crate::study::stats::Stats;

impl App {
    /// What charts would be of: the course that is open, else all.
    pub(super) fn chart_scope(&self) -> charts::Scope {
        let course = self.in_hand().or(self.study.as_deref());
        course.map_or(charts::Scope::All, |study| {
            charts::Scope::Course(study.course.id.clone())
        })
    }

    /// The figures have come.
    pub fn chart(&mut self, stats: Stats, scope: charts::Scope, now: Timestamp) {
        match &mut self.front {
            Some(Front::Progress(charts)) if *charts.scope() == scope => charts.renew(stats),
            front => {
                // Charts of something else take the place of these.
                if matches!(front, Some(Front::Progress(_))) {
                    *front = None;
                }
                self.put_before(Front::Progress(Box::new(Charts::new(stats, scope))));
            }
        }
        self.fit(now);
    }

    pub(super) fn act_on_charts(&mut self, verb: Verb) -> Option<Vec<Effect>> {
        let Some(Front::Progress(charts)) = &mut self.front else {
            return None;
        };
        match verb {
            Verb::Back => return Some(self.close_front()),
            Verb::ShowLibrary => {
                self.clear_front();
                return None;
            }
            // From one course to all of them, and back.
            Verb::Progress => {
                let scope = match charts.scope() {
                    charts::Scope::All => self.chart_scope(),
                    charts::Scope::Course(_) => charts::Scope::All,
                };
                return Some(vec![Effect::Chart(scope)]);
            }
            Verb::Review => return None,
            _ => {}
        }
        let practise = charts.act(verb);
        Some(practise.map_or_else(Vec::new, |practise| vec![effect(practise)]))
    }

    /// A click on the charts, in that row of the page.
    pub(super) fn click_charts(&mut self, row: usize) -> Vec<Effect> {
        let Some(Front::Progress(charts)) = &mut self.front else {
            return Vec::new();
        };
        let practise = charts.click(row);
        practise.map_or_else(Vec::new, |practise| vec![effect(practise)])
    }
}

/// What begins to practise that.
fn effect(practise: Practise) -> Effect {
    Effect::Review(match practise {
        Practise::Due(charts::Scope::All) => session::Scope::All,
        Practise::Due(charts::Scope::Course(course)) => session::Scope::Course(course),
        Practise::Course(course) => session::Scope::Whole(course),
        Practise::Section(course, section) => session::Scope::Section(course, section),
        Practise::Questions(questions) => session::Scope::Questions(questions),
    })
}
