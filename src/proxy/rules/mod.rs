//! Rules: what of the messages that pass is changed, held up, answered or blocked. docs/proxy-rules.md tells them to people.

mod answer;
mod body;
mod condition;
mod current;
mod edit;
mod glob;
mod header;
mod mistake;
mod read;
mod rewrite;
mod short;
mod source;
mod table;

use std::sync::Arc;
use std::time::Duration;

use hyper::Uri;
use hyper::http;

pub use answer::Answer;
pub use body::{BodyChange, Replaced, Unchanged};
pub use condition::Condition;
pub use current::Current;
pub use edit::Edit;
pub use mistake::{Mistake, Mistakes};
pub use read::read;
pub use short::{Short, ShortError};
pub use source::{Source, Told};

use crate::text::Text;

/// All rules, in the order in which they are applied.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    rules: Vec<Rule>,
}

/// One rule: when, and what then.
#[derive(Debug, Clone, Default)]
pub struct Rule {
    /// What it is called in the log.
    name: String,
    condition: Condition,
    delay: Duration,
    rewrite: Option<rewrite::Rewrite>,
    request: Vec<header::HeaderChange>,
    request_edits: Vec<Edit>,
    response: Vec<header::HeaderChange>,
    response_edits: Vec<Edit>,
    decision: Decision,
    /// True where no later rule is looked at.
    is_last: bool,
}

/// What becomes of a message.
#[derive(Debug, Clone, Default)]
pub enum Decision {
    /// It passes.
    #[default]
    Pass,
    /// This is answered in its place.
    Answer(Arc<Answer>),
    /// It is blocked (status 403), and this says why.
    Block(Text),
}

/// What the rules make of a message, whose parts they have changed already.
#[derive(Debug, Clone, Default)]
pub struct Ruled {
    /// Whether it passes.
    pub decision: Decision,
    /// How long it is to be held up first.
    pub delay: Duration,
    /// What is to be changed in its body.
    pub body: BodyChange,
    /// The names of the rules that did something.
    pub names: Vec<String>,
}

/// A request on which rules were applied, for its answer.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The rules of then: newer ones are for newer requests.
    rules: Arc<Rules>,
    /// The rules whose conditions on the request hold.
    matched: Vec<usize>,
}

impl Rules {
    /// These rules, in this order.
    pub fn new(rules: Vec<Rule>) -> Rules {
        Rules { rules }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.rules.len()
    }

    /// Applies them to a request, whose URL must be absolute (or an authority, for a tunnel).
    pub fn on_request(self: &Arc<Rules>, parts: &mut http::request::Parts) -> (Ruled, Asked) {
        let mut ruled = Ruled::default();
        let mut asked = Asked { rules: Arc::clone(self), matched: Vec::new() };
        if self.rules.is_empty() {
            return (ruled, asked);
        }
        let came = condition::Asked::of(parts);
        let fits = |rule: &Rule| rule.condition.fits_request(&came);
        asked.matched = (0..self.rules.len()).filter(|at| fits(&self.rules[*at])).collect();
        let (url, is_tunnel) = (parts.uri.clone(), parts.method == http::Method::CONNECT);
        for (nth, at) in asked.matched.clone().into_iter().enumerate() {
            let rule = &self.rules[at];
            if rule.condition.is_of_answer() {
                continue;
            }
            rule.change_request(parts, &url, &mut ruled, is_tunnel);
            let decides = !matches!(ruled.decision, Decision::Pass);
            if decides || rule.is_last {
                asked.matched.truncate(nth + 1);
            }
            if decides || rule.is_last {
                break;
            }
        }
        (ruled, asked)
    }

    /// Applies the rules that hold for a request to the answer that came.
    pub fn on_response(asked: &Asked, parts: &mut http::response::Parts) -> Ruled {
        let mut ruled = Ruled::default();
        let (status, came) = (parts.status.as_u16(), &parts.headers);
        let fits = |rule: &&Rule| rule.condition.fits_answer(status, came);
        let rules = asked.matched.iter().filter_map(|at| asked.rules.rules.get(*at)).filter(fits);
        for rule in rules.collect::<Vec<_>>() {
            rule.change_answer(parts, &mut ruled);
            if !matches!(ruled.decision, Decision::Pass) || rule.is_last {
                break;
            }
        }
        ruled
    }
}

impl Rule {
    fn change_request(&self, parts: &mut http::request::Parts, url: &Uri, ruled: &mut Ruled, is_tunnel: bool) {
        let mut acts = !self.delay.is_zero();
        ruled.delay = ruled.delay.saturating_add(self.delay).min(read::LONGEST_DELAY);
        if let Some(rewrite) = &self.rewrite {
            acts |= rewrite.apply(parts, &self.condition.paths, url);
        }
        // What a tunnel carries is not seen, and its own head goes no further.
        if !is_tunnel {
            acts |= self.request.iter().fold(false, |acts, change| change.apply(&mut parts.headers) | acts);
            ruled.body.edits.extend(self.request_edits.iter().cloned());
        }
        match &self.decision {
            Decision::Answer(_) if is_tunnel => {}
            Decision::Pass => {}
            decision => {
                ruled.decision = decision.clone();
                acts = true;
            }
        }
        if acts || !is_tunnel && !self.request_edits.is_empty() {
            ruled.names.push(self.name.clone());
        }
    }

    fn change_answer(&self, parts: &mut http::response::Parts, ruled: &mut Ruled) {
        let mut acts = self.response.iter().fold(false, |acts, change| change.apply(&mut parts.headers) | acts);
        ruled.body.edits.extend(self.response_edits.iter().cloned());
        if self.condition.is_of_answer() {
            ruled.delay = ruled.delay.saturating_add(self.delay).min(read::LONGEST_DELAY);
            acts |= !self.delay.is_zero();
            if !matches!(self.decision, Decision::Pass) {
                ruled.decision = self.decision.clone();
                acts = true;
            }
        }
        if acts || !self.response_edits.is_empty() {
            ruled.names.push(self.name.clone());
        }
    }
}

#[cfg(test)]
mod tests;
