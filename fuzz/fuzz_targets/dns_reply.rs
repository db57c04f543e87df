//! A name server's reply to a question of ours. The first 10 bytes are the header after the id; the question is right.
#![no_main]

use netwhy::wire::dns::{Name, Question, RecordType, Reply, Wishes};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let question = Question { name: Name::parse("www.example.org").unwrap(), record_type: RecordType(1) };
    let _ = Reply::read(bytes, 7, &question);
    let Some((header, rest)) = bytes.split_at_checked(10) else { return };
    let mut message = question.message(7, Wishes { edns: false, ..Wishes::default() });
    message[2..12].copy_from_slice(header);
    message[2] |= 0x80;
    message[4..6].copy_from_slice(&[0, 1]);
    message.extend(rest);
    if let Ok(reply) = Reply::read(&message, 7, &question) {
        for record in reply.answers.iter().chain(&reply.authorities) {
            assert!(!record.data.contains(char::is_control), "{record:?}");
        }
    }
});
