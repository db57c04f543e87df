//! Where sources contradict each other, in words.

use crate::observation::{Answer, Resolution, Source};
use crate::text::{Lang, Text};

/// One sentence for each record type on which the sources do not agree. Silence is no contradiction.
pub(super) fn differences(resolutions: &[Resolution]) -> Vec<Text> {
    let mut types: Vec<(&str, &str)> = Vec::new();
    for resolution in resolutions.iter().filter(|resolution| resolution.source != Source::System) {
        let key = (resolution.name.as_str(), resolution.record_type.as_str());
        if !types.contains(&key) {
            types.push(key);
        }
    }
    types.iter().filter_map(|(name, record_type)| difference(resolutions, name, record_type)).collect()
}

fn difference(resolutions: &[Resolution], name: &str, record_type: &str) -> Option<Text> {
    let asked = || resolutions.iter().filter(|resolution| resolution.name == name && holds(resolution, record_type));
    // The system has one word for every way to find nothing; it contradicts only those who found something.
    let is_found = asked().any(|resolution| matches!(said(resolution, record_type), Some(Said::Data(_))));
    let asked = asked().filter(|resolution| is_found || resolution.source != Source::System);
    let mut groups: Vec<(Said, Vec<Text>)> = Vec::new();
    for (resolution, said) in asked.filter_map(|resolution| Some((resolution, said(resolution, record_type)?))) {
        match groups.iter_mut().find(|(group, _)| *group == said) {
            Some((_, who)) => who.push(resolution.asked()),
            None => groups.push((said, vec![resolution.asked()])),
        }
    }
    if groups.len() < 2 {
        return None;
    }
    let tell = |lang: Lang, joint: &str, comma: &str, says: &str| {
        let group = |(said, who): &(Said, Vec<Text>)| {
            let who: Vec<&str> = who.iter().map(|who| who.get(lang)).collect();
            format!("{}{says}{}", said.tell(lang), who.join(comma))
        };
        groups.iter().map(group).collect::<Vec<_>>().join(joint)
    };
    Some(Text::new(
        format!("{name} {record_type}: {}", tell(Lang::En, "; ", ", ", " from ")),
        format!("{name} {record_type}：{}", tell(Lang::Zh, "；", "、", " 来自 ")),
    ))
}

/// The system's answer holds both families.
fn holds(resolution: &Resolution, record_type: &str) -> bool {
    resolution.record_type == record_type || resolution.record_type == "A+AAAA" && matches!(record_type, "A" | "AAAA")
}

/// An answer without what may differ from one moment to the next: order and TTL.
#[derive(PartialEq, Eq)]
enum Said {
    Data(Vec<String>),
    Nothing(Option<String>),
}

impl Said {
    fn tell(&self, lang: Lang) -> String {
        match self {
            Said::Data(data) => {
                let more = data.len().saturating_sub(3);
                let shown = data.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
                if more > 0 { format!("{shown} (+{more})") } else { shown }
            }
            Said::Nothing(Some(code)) => code.clone(),
            Said::Nothing(None) => Text::fixed("no such record", "没有该类型的记录").get(lang).to_owned(),
        }
    }
}

fn said(resolution: &Resolution, record_type: &str) -> Option<Said> {
    let own = resolution.records.iter().filter(|record| record.record_type == record_type);
    let mut data: Vec<String> = own.map(|record| record.data.to_ascii_lowercase()).collect();
    data.sort_unstable();
    data.dedup();
    match &resolution.answer {
        _ if !data.is_empty() => Some(Said::Data(data)),
        // The system does not tell one family's absence from the other's.
        Answer::Found => None,
        Answer::NotFound { error } => Some(Said::Nothing(Some(error.clone()))),
        Answer::Code { rcode, .. } if rcode == "NOERROR" => Some(Said::Nothing(None)),
        Answer::Code { rcode, .. } => Some(Said::Nothing(Some(rcode.clone()))),
        _ => None,
    }
}
