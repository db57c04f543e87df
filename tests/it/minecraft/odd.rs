//! Servers that answer oddly, or are something else: netwhy makes the best of each and says what is odd.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use serde_json::{Value, json};

use crate::minecraft::asked;
use crate::run::netwhy;

/// A server that does the same for every connection.
fn serve(act: impl Fn(TcpStream) + Send + Sync + Copy + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    on(listener, act);
    port
}

fn on(listener: TcpListener, act: impl Fn(TcpStream) + Send + Sync + Copy + 'static) {
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || act(stream));
        }
    });
}

/// A status answer with that description.
fn status(description: &str) -> Vec<u8> {
    frame(&format!(
        r#"{{"version":{{"name":"1.21","protocol":767}},"players":{{"online":1,"max":2}},"description":{description}}}"#
    ))
}

fn frame(text: &str) -> Vec<u8> {
    let mut body = vec![0];
    varint(text.len(), &mut body);
    body.extend(text.as_bytes());
    let mut out = Vec::new();
    varint(body.len(), &mut out);
    [out, body].concat()
}

fn varint(mut number: usize, out: &mut Vec<u8>) {
    while number > 127 {
        out.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

fn heard(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = vec![0; 1024];
    let length = stream.read(&mut bytes).unwrap_or(0);
    bytes.truncate(length);
    bytes
}

/// Closes with a reset in place of a FIN.
fn reset(stream: &TcpStream) {
    let stream = socket2::SockRef::from(stream);
    let _ = stream.set_linger(Some(Duration::ZERO));
}

fn java(port: u16, more: &str) -> (Value, Option<i32>) {
    let (mut document, code) = asked(&format!("java://127.0.0.1:{port} {more}"));
    (document["java"]["answer"].take(), code)
}

fn kinds(answer: &Value) -> Vec<&str> {
    answer["irregular"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect()
}

#[test]
fn a_status_that_came_is_kept_whatever_becomes_of_the_ping() {
    type Act = fn(TcpStream);
    let acts: [(Act, u32, &[&str]); 5] = [
        (
            |mut s| {
                heard(&mut s);
                s.write_all(&status("\"x\"")).unwrap();
            },
            0,
            &[],
        ),
        (
            |mut s| {
                heard(&mut s);
                s.write_all(&status("\"x\"")).unwrap();
                heard(&mut s);
                reset(&s);
            },
            0,
            &[],
        ),
        (
            |mut s| {
                heard(&mut s);
                s.write_all(&status("\"x\"")).unwrap();
                heard(&mut s);
                s.write_all(&[9, 1, 0, 0, 0, 0, 0, 0, 0, 1]).unwrap();
            },
            3,
            &["wrong-pong"],
        ),
        (
            |mut s| {
                heard(&mut s);
                s.write_all(&status("\"x\"")).unwrap();
                heard(&mut s);
                s.write_all(&[2, 0, 0]).unwrap();
            },
            3,
            &["wrong-packet"],
        ),
        (
            |mut s| {
                heard(&mut s);
                s.write_all(&status("\"x\"")).unwrap();
                let ping = heard(&mut s);
                s.write_all(&ping).unwrap();
            },
            3,
            &[],
        ),
    ];
    for (number, (act, answered, odd)) in acts.into_iter().enumerate() {
        let (answer, code) = java(serve(act), "");
        assert_eq!(code, Some(0), "{number}: {answer}");
        assert_eq!(answer["status"]["motd"]["text"], "x", "{number}: {answer}");
        assert_eq!(answer["pings"]["answered"], answered, "{number}: {answer}");
        assert_eq!(kinds(&answer), odd, "{number}: {answer}");
    }
}

#[test]
fn slow_and_late_answers_are_heard_out() {
    let dripping = serve(|mut s| {
        heard(&mut s);
        for byte in status("\"drip\"") {
            let _ = s.write_all(&[byte]);
            std::thread::sleep(Duration::from_millis(10));
        }
    });
    let late = serve(|mut s| {
        heard(&mut s);
        std::thread::sleep(Duration::from_millis(2500));
        let _ = s.write_all(&status("\"late\""));
    });
    for (port, text) in [(dripping, "drip"), (late, "late")] {
        let (answer, code) = java(port, "--pings 0");
        assert_eq!((code, &answer["status"]["motd"]["text"]), (Some(0), &json!(text)), "{answer}");
    }
}

#[test]
fn what_does_not_answer_is_told_apart() {
    let closes = serve(|mut s| {
        heard(&mut s);
    });
    let resets = serve(|mut s| {
        heard(&mut s);
        reset(&s);
    });
    let closes_first = serve(drop);
    let silent = serve(|mut s| {
        heard(&mut s);
        std::thread::sleep(Duration::from_secs(20));
    });
    for (port, ended) in [(closes, "closed"), (resets, "reset"), (closes_first, ""), (silent, "silent")] {
        let (answer, code) = java(port, "--timeout 1s");
        assert_eq!((code, &answer["status"]), (Some(1), &Value::Null), "{answer}");
        // Bytes on their way to a closed socket bring a reset, or come too late for one.
        let seen = answer["ended"].as_str().unwrap();
        assert!(seen == ended || ended.is_empty() && matches!(seen, "closed" | "reset"), "{ended}: {answer}");
    }
}

#[test]
fn what_else_speaks_is_named() {
    let http = serve(|mut s| {
        heard(&mut s);
        let _ = s.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    let ssh = serve(|mut s| {
        let _ = s.write_all(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
        heard(&mut s);
    });
    for (port, name) in [(http, "http"), (ssh, "ssh")] {
        let (answer, code) = java(port, "");
        assert_eq!((code, &answer["spoken"]), (Some(1), &json!(name)), "{answer}");
        let shown = netwhy(&format!("mc java://127.0.0.1:{port}")).stdout.to_lowercase();
        assert!(shown.contains(&format!("speaks {name}")), "{shown}");
        let (document, code) = asked(&format!("mcpi://127.0.0.1:{port}"));
        assert_eq!((code, &document["mcpi"]["answer"]["spoken"]), (Some(1), &json!(name)), "{document}");
    }
}

#[test]
fn hostile_answers_are_bounded_and_harmless() {
    let deep = format!("{}\"deep\"{}", r#"{"text":"","extra":["#.repeat(3000), "]}".repeat(3000));
    let deep: &'static [u8] = Vec::leak(status(&deep));
    let huge: &'static [u8] = Vec::leak(status(&format!("\"{}\"", "x".repeat(1_900_000))));
    let escapes: &'static [u8] = Vec::leak(status(r#""\u001b]0;owned\u0007\u001b[2J\u009b31mred\r\nnext""#));
    let cases = [
        (
            serve(move |mut s| {
                heard(&mut s);
                let _ = s.write_all(deep);
            }),
            "deep",
            vec!["too-deep"],
        ),
        (
            serve(move |mut s| {
                heard(&mut s);
                let _ = s.write_all(escapes);
            }),
            "]0;owned[2J31mred\nnext",
            vec!["control-characters"],
        ),
    ];
    for (port, text, odd) in cases {
        let (answer, code) = java(port, "--pings 0");
        assert_eq!((code, &answer["status"]["motd"]["text"]), (Some(0), &json!(text)), "{answer}");
        assert_eq!(kinds(&answer), odd, "{answer}");
        let shown = netwhy(&format!("mc java://127.0.0.1:{port}")).stdout;
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
    }
    let (answer, code) = java(
        serve(move |mut s| {
            heard(&mut s);
            let _ = s.write_all(huge);
        }),
        "--pings 0",
    );
    assert_eq!((code, answer["status"]["motd"]["text"].as_str().unwrap().len()), (Some(0), 4096));
    let endless = serve(|mut s| {
        heard(&mut s);
        let _ = s.write_all(&[0xff, 0xff, 0x7f, 0, 0xff, 0xff, 0x7f, b'{']);
        while s.write_all(&[b' '; 4096]).is_ok() {}
    });
    let (answer, code) = java(endless, "--timeout 5s --pings 0");
    assert_eq!(code, Some(0), "{answer}");
    assert!(kinds(&answer).contains(&"cut"), "{answer}");
}

#[test]
fn each_answer_of_the_mcpi_api_has_its_meaning() {
    type Act = fn(TcpStream);
    let cases: [(Act, Value, Value, i32); 8] = [
        (
            |mut s| {
                heard(&mut s);
                s.write_all(b"417|9\n").unwrap();
                heard(&mut s);
                s.write_all(b"0\n").unwrap();
            },
            json!({"is": "players", "ids": [417, 9]}),
            json!(true),
            0,
        ),
        (
            |mut s| {
                heard(&mut s);
                s.write_all(b"Fail\n").unwrap();
                heard(&mut s);
                std::thread::sleep(Duration::from_secs(3));
            },
            json!({"is": "nobody"}),
            json!(false),
            0,
        ),
        (
            |mut s| {
                heard(&mut s);
                s.write_all(b"Fail\n").unwrap();
                heard(&mut s);
                s.write_all(b"Fail\n").unwrap();
            },
            json!({"is": "nobody"}),
            json!(false),
            1,
        ),
        (
            |mut s| {
                heard(&mut s);
                s.write_all(b"417\n").unwrap();
                heard(&mut s);
                s.write_all(b"Fail\n").unwrap();
            },
            json!({"is": "players", "ids": [417]}),
            json!(false),
            0,
        ),
        (
            |mut s| {
                heard(&mut s);
                s.write_all(b"security.challenge 0123456789abcdef0123456789abcdef\n").unwrap();
            },
            json!({"is": "password-wanted"}),
            Value::Null,
            1,
        ),
        (
            |mut s| {
                s.write_all(b"You've been banned from this server!").unwrap();
                heard(&mut s);
            },
            json!({"is": "banned"}),
            Value::Null,
            1,
        ),
        (
            |mut s| {
                heard(&mut s);
                s.write_all(b"what?\n").unwrap();
            },
            json!({"is": "other"}),
            Value::Null,
            1,
        ),
        (
            |mut s| {
                heard(&mut s);
            },
            Value::Null,
            Value::Null,
            1,
        ),
    ];
    for (act, meaning, blocks, wanted) in cases {
        let (document, code) = asked(&format!("mcpi://127.0.0.1:{}", serve(act)));
        let answer = &document["mcpi"]["answer"];
        assert_eq!((&answer["meaning"], &answer["blocks"], code), (&meaning, &blocks, Some(wanted)), "{document}");
    }
}

#[test]
fn query_and_rcon_are_seen_beside_the_game() {
    let ip = crate::peers::own_address();
    let (game, console) = (TcpListener::bind((ip, 25565)).unwrap(), TcpListener::bind((ip, 25575)).unwrap());
    let query = UdpSocket::bind((ip, 25565)).unwrap();
    on(game, |mut s| {
        heard(&mut s);
        let _ = s.write_all(&status("\"x\""));
    });
    on(console, |mut s| {
        let asked = heard(&mut s);
        // As the game does: a command without a login is refused with the number −1.
        if asked.len() == 14 && asked[8..12] == [2, 0, 0, 0] {
            let _ = s.write_all(&[10, 0, 0, 0, 255, 255, 255, 255, 2, 0, 0, 0, 0, 0]);
        }
    });
    std::thread::spawn(move || {
        let mut asked = [0; 64];
        while let Ok((length, from)) = query.recv_from(&mut asked) {
            let session = asked[3..7].to_vec();
            let answer = match (asked[2], length) {
                (9, 7) => [&[9][..], &session, b"9513307\0"].concat(),
                (0, 15) if asked[7..11] == 9_513_307i32.to_be_bytes() => [
                    &[0][..],
                    &session,
                    b"splitnum\0\x80\0hostname\0x\0map\0world\0numplayers\x001\0maxplayers\x002\0\0\x01player_\0\0Ann\0\0",
                ]
                .concat(),
                _ => continue,
            };
            let _ = query.send_to(&answer, from);
        }
    });
    let (document, code) = asked(&ip.to_string());
    assert_eq!((code, &document["answered"]), (Some(0), &json!(true)), "{document}");
    assert_eq!(document["rcon"]["answer"]["console"], "wants-login", "{document}");
    let told = &document["query"]["answer"]["answer"];
    assert_eq!(
        (&told["map"], &told["players"], &told["max"]),
        (&json!("world"), &json!(["Ann"]), &json!(2)),
        "{document}"
    );
    assert_eq!((&document["mcpi"]["state"], &document["bedrock"]["state"]), (&json!("closed"), &json!("closed")));
    assert_eq!(document["mcpi"]["others"].as_array().unwrap().len(), 3, "{document}");
}

#[test]
fn many_servers_from_standard_input_are_a_line_each() {
    let port = serve(|mut s| {
        heard(&mut s);
        let _ = s.write_all(&status("\"one of many\""));
    });
    let list = format!("java://127.0.0.1:{port}\n\n# a remark\njava://127.0.0.1:1\n").repeat(20);
    let output =
        crate::run::command().args(["mc", "-", "--format", "jsonl", "--pings", "0"]).write_stdin(list).output();
    let ran: crate::run::Ran = output.unwrap().into();
    let answered: Vec<Value> =
        ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["answered"].take()).collect();
    assert_eq!((ran.code, answered), (Some(1), vec![[json!(true), json!(false)]; 20].concat()), "{}", ran.stderr);
}
