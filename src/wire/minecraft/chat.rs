//! Chat components: a text, an object with parts, or a list of either, nested as deep as a server likes.

use crate::wire::minecraft::irregular::{Irregular, Oddity, note};
use crate::wire::minecraft::json::{Node, Value};
use crate::wire::minecraft::motd::{Edition, Motd, Style, Writer, color};

/// The most components looked at.
const MOST: usize = 20_000;

/// What is still to be written, the next one last.
enum Work<'a> {
    Component(Value<'a>, Style),
    Words(String, Style),
}

/// Reads the component `root` (minecraft.wiki, "Text component format").
pub(crate) fn read(root: Value<'_>, odd: &mut Vec<Irregular>) -> Motd {
    let mut writer = Writer::new(Edition::Java);
    let mut work = vec![Work::Component(root, Style::default())];
    let mut steps = 0;
    while let Some(next) = work.pop() {
        steps += 1;
        if steps > MOST || writer.is_full() {
            note(odd, Oddity::TooMany, "description");
            break;
        }
        let (value, style) = match next {
            Work::Words(words, style) => {
                writer.codes(&words, &style);
                continue;
            }
            Work::Component(value, style) => (value, style),
        };
        match value.node() {
            Node::Null => {}
            Node::Text(text) => writer.codes(text, &style),
            Node::Number(text) => {
                note(odd, Oddity::WrongType, "a component is a number");
                writer.codes(text, &style);
            }
            Node::Bool(yes) => {
                note(odd, Oddity::WrongType, "a component is a boolean");
                writer.codes(if *yes { "true" } else { "false" }, &style);
            }
            // The first of a list is the parent of the others, which take over its style.
            Node::Array(_) => {
                let mut items = value.items();
                let Some(first) = items.next() else { continue };
                let inherited = restyled(first, &style);
                work.extend(items.rev().map(|item| Work::Component(item, inherited.clone())));
                work.push(Work::Component(first, style));
            }
            Node::Object(_) => {
                let style = restyled(value, &style);
                match value.get("extra") {
                    Some(extra) if matches!(extra.node(), Node::Array(_)) => {
                        work.extend(extra.items().rev().map(|item| Work::Component(item, style.clone())));
                    }
                    Some(extra) => work.push(Work::Component(extra, style.clone())),
                    None => {}
                }
                content(value, style, &mut work);
            }
        }
    }
    writer.end()
}

/// The style of the component `value` within one of the style `outer`.
fn restyled(value: Value<'_>, outer: &Style) -> Style {
    let mut style = outer.clone();
    let flag = |key: &str, now: &mut bool| match value.get(key).map(|value| value.node()) {
        Some(Node::Bool(on)) => *now = *on,
        Some(Node::Text(text)) => *now = text == "true",
        _ => {}
    };
    flag("bold", &mut style.bold);
    flag("italic", &mut style.italic);
    flag("underlined", &mut style.underlined);
    flag("strikethrough", &mut style.strikethrough);
    flag("obfuscated", &mut style.obfuscated);
    if let Some(name) = value.get("color").and_then(|name| name.text()) {
        style.color = if name == "reset" { None } else { color(name).or(style.color) };
    }
    style
}

/// What an object says itself, before its parts.
fn content<'a>(value: Value<'a>, style: Style, work: &mut Vec<Work<'a>>) {
    if let Some(text) = value.get("text") {
        work.push(Work::Component(text, style));
    } else if let Some(key) = value.get("translate").and_then(|key| key.text()) {
        let template = value.get("fallback").and_then(|text| text.text()).unwrap_or(key);
        let arguments: Vec<Value<'a>> = value.get("with").map(|with| with.items().collect()).unwrap_or_default();
        translated(template, &arguments, style, work);
    } else {
        for key in ["keybind", "selector", "nbt"] {
            if let Some(text) = value.get(key) {
                work.push(Work::Component(text, style));
                return;
            }
        }
        if let Some(name) = value.get("score").and_then(|score| score.get("name")) {
            work.push(Work::Component(name, style));
        }
    }
}

/// Fills `%s` and `%1$s` of a template.
fn translated<'a>(template: &str, arguments: &[Value<'a>], style: Style, work: &mut Vec<Work<'a>>) {
    let mut parts = Vec::new();
    let mut rest = template;
    let mut next = 0;
    while let Some((before, after)) = rest.split_once('%') {
        parts.push(Work::Words(before.to_owned(), style.clone()));
        let numbered = after.split_once("$s").and_then(|(number, after)| Some((number.parse::<usize>().ok()?, after)));
        let (index, after) = if let Some(after) = after.strip_prefix('s') {
            next += 1;
            (Some(next), after)
        } else if let Some((number, after)) = numbered {
            (Some(number), after)
        } else {
            parts.push(Work::Words("%".to_owned(), style.clone()));
            (None, after.strip_prefix('%').unwrap_or(after))
        };
        let argument = index.and_then(|index| arguments.get(index.checked_sub(1)?));
        parts.extend(argument.map(|argument| Work::Component(*argument, style.clone())));
        rest = after;
    }
    parts.push(Work::Words(rest.to_owned(), style));
    work.extend(parts.into_iter().rev());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::minecraft::json::Json;
    use crate::wire::minecraft::motd::{Line, Run};

    fn motd(text: &str) -> (Motd, Vec<Oddity>) {
        let mut odd = Vec::new();
        let json = Json::read(text.as_bytes(), &mut odd).expect("JSON");
        let motd = read(json.root(), &mut odd);
        (motd, odd.into_iter().map(|one| one.kind).collect())
    }

    #[test]
    fn every_form_of_component_is_text() {
        for (component, text) in [
            (r#""plain""#, "plain"),
            (r#"{"text": "a", "extra": [{"text": "b"}, "c", ["d", "e"]]}"#, "abcde"),
            (r#"["a", {"text": "b"}, [["c"]]]"#, "abc"),
            (r#"{"text": "", "extra": "odd"}"#, "odd"),
            (r#"{"translate": "x.y", "fallback": "%s and %2$s, 5%%", "with": ["a", {"text": "b"}]}"#, "a and b, 5%"),
            (r#"{"translate": "multiplayer.title"}"#, "multiplayer.title"),
            (r#"{"keybind": "key.jump"}"#, "key.jump"),
            (r#"{"score": {"name": "Ann", "objective": "o"}}"#, "Ann"),
            (r#"{"selector": "@p"}"#, "@p"),
            (r"{}", ""),
            (r"[]", ""),
            (r"null", ""),
            (r#"{"text": "one\ntwo"}"#, "one\ntwo"),
        ] {
            assert_eq!(motd(component), (Motd { text: text.into(), ..motd(component).0 }, vec![]), "{component}");
        }
        assert_eq!(motd("12.5").0.text, "12.5");
        assert_eq!(motd(r#"{"text": true}"#), (motd(r#""true""#).0, vec![Oddity::WrongType]));
    }

    #[test]
    fn parts_take_over_what_they_do_not_change() {
        let (motd, _) = motd(
            r##"[{"text": "a", "color": "gold", "bold": true}, {"text": "b", "bold": false}, {"text": "§cc", "color": "#00ff00"}]"##,
        );
        let style = |color: &str, bold| Style { color: Some(color.into()), bold, ..Style::default() };
        let run = |text: &str, style| Run { text: text.into(), style };
        let wanted = vec![run("a", style("gold", true)), run("b", style("gold", false)), run("c", style("red", false))];
        assert_eq!(motd.lines, [Line(wanted)]);
    }

    #[test]
    fn three_thousand_deep_is_read_to_the_bottom() {
        let deep = format!("{}\"deep\"{}", "{\"text\":\"\",\"extra\":[".repeat(3000), "]}".repeat(3000));
        let (motd, odd) = motd(&deep);
        assert_eq!((motd.text.as_str(), odd), ("deep", vec![Oddity::TooDeep]));
    }
}
