//! Rules from short options, for what needs no file.

use hyper::header::{HeaderName, HeaderValue};

use crate::proxy::host_pattern::HostPattern;
use crate::proxy::rules::condition::Condition;
use crate::proxy::rules::glob::Pattern;
use crate::proxy::rules::header::{self, HeaderChange};
use crate::proxy::rules::rewrite::Rewrite;
use crate::proxy::rules::table::shown;
use crate::proxy::rules::{Decision, Rule, read};
use crate::text::Text;

/// The short options as they were given; each makes a rule of its own, in this order.
#[derive(Debug, Clone, Default)]
pub struct Short {
    /// `--block HOST[:PORT]`.
    pub block: Vec<String>,
    /// `--map FROM=TO`.
    pub map: Vec<String>,
    /// `--delay DURATION`.
    pub delay: Option<String>,
    /// `--remove-header NAME`.
    pub remove_header: Vec<String>,
    /// `--set-header 'NAME: VALUE'`.
    pub set_header: Vec<String>,
    /// `--remove-response-header NAME`.
    pub remove_response_header: Vec<String>,
    /// `--set-response-header 'NAME: VALUE'`.
    pub set_response_header: Vec<String>,
}

/// What is wrong with a short option; the message names it, and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{option}: {message}")]
pub struct ShortError {
    option: &'static str,
    message: String,
}

impl Short {
    /// The rules.
    ///
    /// # Errors
    /// The first mistake.
    pub fn rules(&self) -> Result<Vec<Rule>, ShortError> {
        let mut rules = Vec::new();
        let mut each =
            |option: &'static str, texts: &[String], make: &dyn Fn(&str, &mut Rule) -> Result<(), String>| {
                for text in texts {
                    // What is set may be a secret, and its name says enough.
                    let name =
                        text.split_once(':').filter(|_| option.ends_with("header")).map_or(text.as_str(), |set| set.0);
                    let mut rule = Rule { name: format!("{option} {}", shown(name)), ..Rule::default() };
                    make(text, &mut rule).map_err(|message| ShortError { option, message })?;
                    rules.push(rule);
                }
                Ok(())
            };
        each("--block", &self.block, &|text, rule| {
            rule.condition.hosts = vec![pattern(text)?];
            rule.decision =
                Decision::Block(Text::fixed("the option --block names this host", "选项 --block 指定了此主机"));
            Ok(())
        })?;
        each("--map", &self.map, &map)?;
        each("--delay", self.delay.as_slice(), &|text, rule| {
            rule.delay = read::delay(text)?;
            Ok(())
        })?;
        let remove = |text: &str| header::free_name(text).map(HeaderChange::Remove);
        let set = |text: &str| pair(text).map(|(name, value)| HeaderChange::Set(name, vec![value]));
        let request = |change: Result<HeaderChange, String>, rule: &mut Rule| {
            rule.request.push(change?.checked()?);
            Ok(())
        };
        let response = |change: Result<HeaderChange, String>, rule: &mut Rule| {
            rule.response.push(change?.checked()?);
            Ok(())
        };
        each("--remove-header", &self.remove_header, &|text, rule| request(remove(text), rule))?;
        each("--set-header", &self.set_header, &|text, rule| request(set(text), rule))?;
        each("--remove-response-header", &self.remove_response_header, &|text, rule| response(remove(text), rule))?;
        each("--set-response-header", &self.set_response_header, &|text, rule| response(set(text), rule))?;
        Ok(rules)
    }
}

fn pattern(text: &str) -> Result<HostPattern, String> {
    text.parse().map_err(|error: crate::proxy::host_pattern::HostPatternError| error.to_string())
}

/// `NAME: VALUE`.
fn pair(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let Some((name, value)) = text.split_once(':') else {
        return Err(format!("`{}` has no colon; write 'NAME: VALUE'", shown(text)));
    };
    Ok((header::free_name(name.trim())?, header::value(value)?))
}

/// `FROM=TO`: a host, or a URL whose path is the beginning of those meant; and where they go instead.
fn map(text: &str, rule: &mut Rule) -> Result<(), String> {
    let such = "write FROM=TO, such as `api.example.com=http://127.0.0.1:8080`";
    let (from, to) = text.split_once('=').ok_or_else(|| format!("`{}` has no `=`; {such}", shown(text)))?;
    let mut condition = Condition::default();
    let (place, path) = match from.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => {
            condition.schemes.push(scheme.to_owned());
            rest.split_at(rest.find('/').unwrap_or(rest.len()))
        }
        Some(_) => return Err(format!("`{}` is no http or https URL; {such}", shown(from))),
        None => (from, ""),
    };
    condition.hosts.push(pattern(place)?);
    let mut to = match to.contains("://") {
        true => to.to_owned(),
        false => format!("http://{to}"),
    };
    if !matches!(path, "" | "/") {
        if path.contains(['?', '*']) {
            return Err(format!("`{}` holds a query or a star; such rules need a file", shown(from)));
        }
        // The beginning is whole segments: `/v1` is not the beginning of `/v10`.
        let beginning = regex::escape(path.trim_end_matches('/'));
        condition.paths.push(Pattern::regex(&format!("^{beginning}(?:/(.*))?$"))?);
        to.truncate(to.trim_end_matches('/').len());
        to.push_str("/$1");
    }
    rule.rewrite = Some(Rewrite::read(&to, &condition.paths)?);
    rule.condition = condition;
    Ok(())
}
