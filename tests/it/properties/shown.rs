//! Whatever stands in a document, its text for people obeys nobody, and is as narrow as the terminal.

use std::io::{self, Write};

use netwhy::render::human;
use netwhy::render::paint::Look;
use netwhy::report::{Explanation, Report, ResolveDocument, TraceDocument};
use netwhy::text::Lang;
use proptest::prelude::*;

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
