//! Whatever stands in a document, its text for people obeys nobody, and is as narrow as the terminal.

use std::io::{self, Write};

use netwhy::render::human;
use netwhy::render::paint::Look;
use netwhy::report::{Explanation, MinecraftDocument, Report, ResolveDocument, TraceDocument};
use netwhy::text::Lang;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use crate::properties::documents::read;
use crate::properties::invented;

/// Renders in both languages, tersely and at length, and sees that nothing in it moves a terminal's cursor.
fn is_harmless(render: impl Fn(&Look, &mut dyn Write) -> io::Result<()>) -> Result<(), TestCaseError> {
    // Colours are the renderer's own escapes; without them none may be left.
    colored::control::set_override(false);
    for lang in [Lang::En, Lang::Zh] {
        for verbose in [0, 2] {
            let mut shown = Vec::new();
            render(&Look { lang, width: 80, verbose }, &mut shown).unwrap();
            let shown = String::from_utf8(shown).unwrap();
            let obeyed = |c: char| {
                let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                turns || (c.is_control() && c != '\n')
            };
            prop_assert!(!shown.contains(obeyed), "{lang:?} {verbose}: {shown:?}");
        }
    }
    Ok(())
}

/// Every recorded report fits a terminal of 80 columns, in both languages.
#[test]
fn recorded_reports_fit_the_terminal() {
    colored::control::set_override(false);
    for path in crate::corpus::reports() {
        let report: Report = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for (lang, width) in [(Lang::En, 80), (Lang::Zh, 80), (Lang::En, 100)] {
            let mut shown = Vec::new();
            human::report(&report, &Look { lang, width, verbose: 0 }, &mut shown).unwrap();
            let shown = String::from_utf8(shown).unwrap();
            assert!(shown.starts_with(['✓', '✗', '!', '?']), "{}: {shown}", path.display());
            let mut evidence = false;
            for line in shown.lines() {
                // Evidence and commands stand on a line of their own each, to be read or pasted whole.
                evidence = line.starts_with("  #") || (evidence && line.starts_with("       "));
                let is_whole = line.starts_with("       ") || evidence;
                assert!(is_whole || line.width() <= width, "{} {lang:?} {width}: {line}", path.display());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_report_is_harmless(document in invented::document("report")) {
        let report: Report = read(document)?;
        is_harmless(|look, out| human::report(&report, look, out))?;
    }

    #[test]
    fn a_trace_is_harmless(document in invented::document("trace")) {
        let trace: TraceDocument = read(document)?;
        is_harmless(|look, out| human::trace(&trace, look, out))?;
    }

    #[test]
    fn what_a_game_server_says_is_harmless(document in invented::document("minecraft")) {
        let told: MinecraftDocument = read(document)?;
        is_harmless(|look, out| human::minecraft(&told, look, out))?;
    }

    #[test]
    fn a_resolution_is_harmless(document in invented::document("resolve")) {
        let resolved: ResolveDocument = read(document)?;
        is_harmless(|look, out| human::resolve(&resolved, look, out))?;
    }

    #[test]
    fn an_explanation_is_harmless(document in invented::document("explain")) {
        let told: Explanation = read(document)?;
        is_harmless(|look, out| human::explanation(&told, look, out))?;
    }
}
