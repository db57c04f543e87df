//! Every protocol, told and not told.

use crate::wire::opening::{Opening, opening};

fn of(bytes: &[u8]) -> Option<Opening> {
    opening(bytes, false)
}

#[test]
fn every_opening_is_told() {
    let handshake = crate::wire::minecraft::question("example.org", 25565, 47);
    let legacy = crate::wire::minecraft::LegacyPing::V16.question("h", 25565);
    let hello = crate::wire::tls::older_hello(Some("h"), [7; 32]);
    let cases: &[(&[u8], Opening)] = &[
        (b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", Opening::Http),
        (b"\r\nGET / HTTP/1.0\r\n", Opening::Http),
        (b"GET /\r\n", Opening::Http),
        (b"BREW /pot HTTP/1.1\r\n", Opening::Http),
        (b"CONNECT h:443 HTTP/1.1\r\n", Opening::Http),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Opening::Http2),
        (b"OPTIONS rtsp://h/ RTSP/1.0\r\n", Opening::Rtsp),
        (b"OPTIONS sip:nm SIP/2.0\r\n", Opening::Sip),
        (&hello, Opening::Tls),
        (b"SSH-2.0-OpenSSH_9.6\r\n", Opening::Ssh),
        (b"\x05\x02\x00\x02", Opening::Socks5),
        (b"\x04\x01\x00\x50\x7f\x00\x00\x01user\x00", Opening::Socks4),
        (&handshake, Opening::Minecraft),
        (&legacy, Opening::MinecraftLegacy),
        (b"world.getPlayerIds()\n", Opening::Mcpi),
        (b"chat.post(hello (you))\r\n", Opening::Mcpi),
        (b"*1\r\n$4\r\nPING\r\n", Opening::Redis),
        (b"PING\r\n", Opening::Redis),
        (b"EHLO me\r\n", Opening::Mail),
        (b"\x03\x00\x00\x13\x0e\xe0\x00\x00", Opening::Rdp),
        (b"\x00\x00\x00\x45\xffSMBr", Opening::Smb),
        (b"\x00\x00\x00\xc0\xfeSMB@", Opening::Smb),
        (b"\x00\x00\x00\x08\x04\xd2\x16\x2f", Opening::Postgres),
        (b"\x00\x00\x00\x54\x00\x03\x00\x00user", Opening::Postgres),
        (b"\x10\x10\x00\x04MQTT\x04", Opening::Mqtt),
        (b"\x13BitTorrent protocol", Opening::Bittorrent),
        (b"hello there\n", Opening::Unknown),
        (b"hello\n", Opening::Unknown),
        (b"\x80\x81\x82", Opening::Unknown),
        (b"{\"jsonrpc\": 2}", Opening::Unknown),
    ];
    for (bytes, wanted) in cases {
        assert_eq!(of(bytes), Some(*wanted), "{}", String::from_utf8_lossy(bytes));
        // However slowly it comes, nothing else is told on the way.
        for length in 1..bytes.len() {
            let told = of(&bytes[..length]);
            assert!(told.is_none() || told == Some(*wanted), "{:?}: {told:?}", &bytes[..length]);
        }
    }
}

#[test]
fn where_no_more_comes_the_likely_is_told() {
    for (bytes, wanted) in [
        (&b"\xfe"[..], Opening::MinecraftLegacy),
        (b"\xfe\x01", Opening::MinecraftLegacy),
        (b"GET /slo", Opening::Http),
        (b"GE", Opening::Unknown),
        (b"world.getB", Opening::Unknown),
        (b"world.getBlock(1", Opening::Mcpi),
        (b"", Opening::Unknown),
        (b"\x16", Opening::Unknown),
    ] {
        assert_eq!((of(bytes), opening(bytes, true)), (None, Some(wanted)), "{bytes:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_survived(bytes: Vec<u8>) {
        let _ = of(&bytes);
        proptest::prop_assert!(opening(&bytes, true).is_some());
    }

    #[test]
    fn any_beginning_is_survived(at in 0usize..12, bytes: Vec<u8>) {
        let begins: [&[u8]; 12] = [b"GET ", b"\x16\x03\x01", b"\x05", b"\x04\x01", b"\xfe\x01", b"world.", b"*", b"\x10", b"\0\0\0", b"\x03\0", b"SSH-", b"PRI * "];
        let whole = [begins[at], &bytes].concat();
        proptest::prop_assert!(opening(&whole, true).is_some());
        // What was told stays told: more bytes change nothing.
        if let Some(told) = of(&whole) && told != Opening::Unknown && told != Opening::Socks5 && told != Opening::Socks4 {
            let more = [&whole[..], b"\r\nmore"].concat();
            proptest::prop_assert_eq!(of(&more), Some(told));
        }
    }
}
