//! The first bytes of any server.
#![no_main]

use netwhy::wire::spoken::{Spoken, question, recognise, recognise_answer};

libfuzzer_sys::fuzz_target!(|input: (u8, &[u8])| {
    let (asked, bytes) = input;
    let asked = Spoken::ALL[usize::from(asked) % Spoken::ALL.len()];
    if let Some((_, Some(product))) = recognise(bytes) {
        assert!(product.chars().count() <= 120 && !product.chars().any(char::is_control));
    }
    if let Some(question) = question(asked) {
        assert!(recognise_answer(asked, question).is_none());
    }
    let _ = recognise_answer(asked, bytes);
    assert!(netwhy::wire::excerpt::excerpt(bytes, 200).chars().count() <= 200);
});
