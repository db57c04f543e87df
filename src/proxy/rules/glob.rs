//! Patterns for paths and values: globs, in which `*` stands for any characters, and regular expressions.

use regex::{Regex, RegexBuilder};

/// The most memory that one compiled pattern may take, in bytes.
const MOST: usize = 1 << 20;

/// A text pattern; what it captures can be told in a replacement.
#[derive(Debug, Clone)]
pub(super) struct Pattern(pub(super) Regex);

impl Pattern {
    /// A glob: `*` is any characters, none too, and is captured; everything else is itself. It must fit the whole text.
    pub(super) fn glob(text: &str) -> Result<Pattern, String> {
        let parts: Vec<String> = text.split('*').map(regex::escape).collect();
        compiled(&format!("^(?s){}$", parts.join("(.*)"))).map(Pattern)
    }

    /// A regular expression, which may fit anywhere in the text.
    pub(super) fn regex(text: &str) -> Result<Pattern, String> {
        compiled(text).map(Pattern)
    }

    /// True where it fits.
    pub(super) fn fits(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

fn compiled(text: &str) -> Result<Regex, String> {
    RegexBuilder::new(text).size_limit(MOST).dfa_size_limit(MOST).build().map_err(|error| why(text, &error))
}

/// Why a regular expression cannot be used, in one line.
pub(super) fn why(text: &str, error: &regex::Error) -> String {
    let shown = crate::proxy::rules::table::shown(text);
    match error {
        regex::Error::CompiledTooBig(_) => format!("`{shown}` takes too much memory; write a smaller pattern"),
        // The last line of several is what is wrong; those before draw it.
        error => {
            let said = error.to_string();
            let last = said.lines().last().unwrap_or_default().trim_start_matches("error: ");
            format!("`{shown}` is no regular expression ({last}); a `\\` before a sign makes it plain")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_fit_whole_texts() {
        for (glob, text, wanted) in [
            ("/api/*", "/api/", true),
            ("/api/*", "/api/a/b", true),
            ("/api/*", "/v1/api/a", false),
            ("/a.b", "/aXb", false),
            ("*.js", "/a\n.js", true),
            ("", "", true),
            ("*", "", true),
        ] {
            assert_eq!(Pattern::glob(glob).expect(glob).fits(text), wanted, "{glob} {text}");
        }
    }

    #[test]
    fn what_cannot_be_compiled_is_told_in_one_line() {
        for bad in ["(", "[z-a]", "a{99999}{9999}", "(?<a", "\\"] {
            let told = Pattern::regex(bad).map(|_| ()).expect_err(bad);
            assert!(!told.contains('\n') && told.contains(';'), "{told}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_pattern_is_survived(pattern: String, text: String) {
            let _ = Pattern::regex(&pattern).map(|read| read.fits(&text));
            proptest::prop_assert!(Pattern::glob(&text).is_ok_and(|read| text.contains('*') || read.fits(&text)));
        }
    }
}
