//! The texts by which two netwhys compare what left with what arrived, and the faults of `serve`.
#![no_main]

use netwhy::serve::fault::Fault;
use netwhy::wire::peer::{Answer, Question};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(question) = Question::read(text) {
        assert_eq!(Question::read(&question.text()), Ok(question));
    }
    if let Ok(answer) = Answer::read(text) {
        assert_eq!(Answer::read(&answer.text()), Ok(answer));
    }
    if let Ok(Some(fault)) = Fault::read([text]) {
        assert!(!fault.called().is_empty());
    }
});
