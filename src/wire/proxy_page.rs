//! The text of a page that tells an error, its markup taken out.

/// The most bytes of a page that are looked at: squid's put two kilobytes of style first.
pub const MOST: usize = 16 * 1024;

/// The first characters of a page's text, at most `most`: white space drawn together, control characters left out.
/// `None` where it has none.
pub fn text(bytes: &[u8], most: usize) -> Option<String> {
    let page = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST)]);
    let (title, body) = if page.contains('<') { without_markup(&page) } else { (String::new(), page.into_owned()) };
    [body, title].into_iter().map(|text| tidy(&text, most)).find(|text| !text.is_empty())
}

/// A page's title and its text.
fn without_markup(page: &str) -> (String, String) {
    let (mut title, mut body) = (String::new(), String::new());
    // The same bytes at the same places.
    let lower = page.to_ascii_lowercase();
    let mut at = 0;
    while let Some(open) = page[at..].find('<').map(|open| at + open) {
        body.push_str(&page[at..open]);
        // What stands in different elements is not one word.
        body.push(' ');
        let end = if page[open..].starts_with("<!--") { "-->" } else { ">" };
        let Some(end) = page[open..].find(end).map(|found| open + found + end.len()) else { return (title, body) };
        let name = lower[open + 1..end - 1].split([' ', '\n', '\r', '\t']).next().unwrap_or_default();
        at = end;
        // No markup is looked for within these.
        if let "style" | "script" | "title" = name {
            let close = lower[end..].find(&format!("</{name}")).map_or(page.len(), |found| end + found);
            if name == "title" {
                title.push_str(&page[end..close]);
            }
            at = close;
        }
    }
    body.push_str(&page[at..]);
    (title, body)
}

/// Entities read, white space drawn together, and no more than `most` characters.
fn tidy(text: &str, most: usize) -> String {
    let mut text = text.replace("&nbsp;", " ");
    for (entity, meant) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        text = text.replace(entity, meant);
    }
    let words = text.split_whitespace().map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>());
    let mut out = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word);
        if out.len() > 4 * most {
            break;
        }
    }
    out.chars().take(most).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_reader_sees_is_kept() {
        for (page, expected) in [
            ("plain  words\r\n", Some("plain words")),
            ("<title>T</title><style>p { }</style><p>a<br>b &lt;c&gt; <!-- <p>no --> d</p>", Some("a b <c> d")),
            ("<html><head><TITLE>Only this</TITLE></head><body></body></html>", Some("Only this")),
            ("<script>if (a < b) {}</script>said", Some("said")),
            ("<p>cut <b", Some("cut")),
            ("\x1b[31m red", Some("[31m red")),
            ("<p></p>", None),
            ("", None),
        ] {
            assert_eq!(text(page.as_bytes(), 300).as_deref(), expected, "{page}");
        }
        assert_eq!(text("long ".repeat(100).as_bytes(), 9).as_deref(), Some("long long"));
    }

    proptest::proptest! {
        #[test]
        fn any_page_is_survived_and_bounded(page: Vec<u8>, markup in "[<>a-z/! -]{0,200}") {
            for page in [&page[..], markup.as_bytes()] {
                if let Some(text) = text(page, 300) {
                    proptest::prop_assert!(text.chars().count() <= 300 && !text.chars().any(char::is_control));
                }
            }
        }
    }
}
