//! The phrase book: every condition netwhy knows, one file and one row each.

use crate::explain::entry::Entry;

/// One row a condition, `file`; its const is `ENTRY`.
macro_rules! conditions {
    ($($file:ident)*) => {
        $(mod $file;)*
        /// Every condition, in the order in which they are looked for.
        pub(crate) const ENTRIES: &[&Entry] = &[$(&$file::ENTRY,)*];
    };
}

conditions! {
    refused
    timed_out_connecting
    timed_out_reading
    host_unreachable
    network_unreachable
    network_down
    reset
    closed_early
    aborted
    broken_pipe
    not_permitted
    address_not_available
    address_in_use
    no_such_family
    out_of_resources
    name_not_found
    name_temporary
    name_no_address
    proxy
    tls_to_plain_text
    plain_text_to_tls
    tls_handshake
    certificate
    not_http
    local_socket
    answered_no
    mcpi_request_failed
    mcpi_bad_answer
    mcpi_ipv6
    mcpi_password
    mcpi_banned
    mcpi_bad_argument
    mcpi_no_listener
    mcpi_not_installed
    minecraft_version
    minecraft_login
    minecraft_banned
    minecraft_whitelist
    minecraft_decoder
    minecraft_left
    minecraft_starting
    minecraft_server_ended
    minecraft_proxy_setup
    server_overloaded
    server_listening
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn every_row_is_whole_and_its_phrases_are_as_the_text_is_made() {
        let mut ids: Vec<&str> = ENTRIES.iter().map(|entry| entry.id).collect();
        for entry in ENTRIES {
            assert!(!entry.checks.is_empty() && !entry.not_proven.is_empty(), "{}", entry.id);
            for text in [&entry.title, &entry.meaning].into_iter().chain(entry.not_proven) {
                assert!(!text.get(Lang::En).is_empty() && !text.get(Lang::Zh).is_empty(), "{}", entry.id);
                assert!(crate::explain::normal::is_chinese(text.get(Lang::Zh)), "{}", entry.id);
            }
            for phrase in entry.phrases.iter().flat_map(|(_, phrases)| phrases.iter()) {
                let inner = phrase.trim_matches(['^', '$']);
                let made: Vec<String> = inner.split('*').map(crate::explain::normal::line).collect();
                let pieces: Vec<&str> = inner.split('*').map(str::trim).collect();
                assert_eq!(made, pieces, "{}: `{phrase}` is never met", entry.id);
            }
            for other in entry.over {
                assert!(*other == "*" || ids.contains(other), "{}: no {other}", entry.id);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ENTRIES.len(), "two rows have one id");
    }
}
