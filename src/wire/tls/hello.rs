//! A hello of TLS 1.2 and older (RFC 5246 section 7.4.1.2), with the suites of its time.

use crate::wire::tls::suite::OLDER;

/// A ClientHello that offers TLS 1.2 at most and says nothing of newer versions: a server answers it with the newest
/// version that it knows, down to SSL 3. `random` is 32 bytes that need not be secret: the handshake ends with the
/// server's answer.
pub fn older_hello(server_name: Option<&str>, random: [u8; 32]) -> Vec<u8> {
    let mut body = vec![3, 3];
    body.extend(random);
    body.push(0);
    let suites: Vec<u8> = OLDER.iter().flat_map(|row| row.0.to_be_bytes()).collect();
    put(&mut body, &suites);
    body.extend([1, 0]);
    put(&mut body, &extensions(server_name));
    let mut message = vec![1];
    message.extend(u32::try_from(body.len()).unwrap_or(0).to_be_bytes().get(1..).unwrap_or_default());
    message.extend(body);
    // Servers of old want the record itself to be of the oldest version (RFC 5246 appendix E.1).
    let mut record = vec![22, 3, 1];
    put(&mut record, &message);
    record
}

fn extensions(server_name: Option<&str>) -> Vec<u8> {
    let mut all = Vec::new();
    let mut extension = |number: u16, content: &[u8]| {
        all.extend(number.to_be_bytes());
        put(&mut all, content);
    };
    // RFC 6066 section 3; a longer name is none.
    if let Some(name) = server_name.filter(|name| name.len() <= 255) {
        let mut entry = vec![0];
        put(&mut entry, name.as_bytes());
        let mut list = Vec::new();
        put(&mut list, &entry);
        extension(0, &list);
    }
    // Groups (RFC 8422 section 5.1.1): x25519, P-256, P-384, P-521, then finite fields (RFC 7919).
    extension(10, &[0, 12, 0, 29, 0, 23, 0, 24, 0, 25, 1, 0, 1, 1]);
    // Uncompressed points.
    extension(11, &[1, 0]);
    // Signatures (RFC 5246 section 7.4.1.4.1): RSA and ECDSA with SHA-256 to 512 and SHA-1, RSA-PSS.
    extension(13, &[0, 20, 4, 3, 5, 3, 6, 3, 8, 4, 8, 5, 8, 6, 4, 1, 5, 1, 6, 1, 2, 1]);
    // Secure renegotiation (RFC 5746) and the extended master secret (RFC 7627), which some servers insist on.
    extension(0xff01, &[0]);
    extension(23, &[]);
    all
}

/// `content` behind its length in two bytes.
fn put(out: &mut Vec<u8>, content: &[u8]) {
    out.extend(u16::try_from(content.len()).unwrap_or(0).to_be_bytes());
    out.extend(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_fit_what_they_count() {
        let hello = older_hello(Some("app.example.org"), [7; 32]);
        assert_eq!(usize::from(u16::from_be_bytes([hello[3], hello[4]])), hello.len() - 5);
        assert_eq!(usize::from(u16::from_be_bytes([hello[7], hello[8]])), hello.len() - 9);
        assert!(hello.windows(15).any(|part| part == b"app.example.org"));
        assert!(older_hello(None, [7; 32]).len() + 24 == hello.len());
    }
}
