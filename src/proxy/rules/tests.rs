//! Rules on messages, and what is told of mistakes.

use std::sync::Arc;

use bytes::Bytes;
use hyper::{Request, Response, http};

use crate::proxy::rules::{Asked, Decision, Ruled, Rules, Short, read};
use crate::text::Lang;

fn files(name: &str) -> Result<Bytes, String> {
    if name == "there.json" {
        Ok(Bytes::from_static(b"{}"))
    } else {
        Err(format!("`{name}` is not there; name another"))
    }
}

fn rules(text: &str) -> Arc<Rules> {
    Arc::new(Rules::new(read("r.toml", text, &files).unwrap_or_else(|mistakes| panic!("{mistakes}"))))
}

fn request(method: &str, url: &str, headers: &[(&str, &str)]) -> http::request::Parts {
    let mut builder = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(()).expect("a request").into_parts().0
}

fn asked(rules: &Arc<Rules>, method: &str, url: &str) -> (http::request::Parts, Ruled, Asked) {
    let mut parts = request(method, url, &[("host", "old"), ("cookie", "a=b")]);
    let (ruled, asked) = rules.on_request(&mut parts);
    (parts, ruled, asked)
}

#[test]
fn requests_are_changed_in_the_order_of_the_rules() {
    let rules = rules(
        r#"
        [[rule]]
        name = "no cookies"
        match.host = "*.example.com"
        request.remove = "Cookie"
        request.set = { X-From = ["a", "b"] }

        [[rule]]
        match = { path = "/v1/*/x", method = ["GET", "POST"] }
        rewrite = "http://127.0.0.1:8080/v2/$1"
        delay = "1.5s"

        [[rule]]
        match.header.Cookie = "a=*"
        request.add = { X-From = "c" }
        last = true

        [[rule]]
        block = true
        "#,
    );
    let (parts, ruled, _) = asked(&rules, "GET", "http://api.example.com/v1/a/x?q=1");
    assert_eq!(parts.uri, "http://127.0.0.1:8080/v2/a?q=1");
    assert_eq!(parts.headers["host"], "127.0.0.1:8080");
    // The third rule sees the cookie that the first took away: it is judged what came.
    assert_eq!(parts.headers.get_all("x-from").iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(!parts.headers.contains_key("cookie") && matches!(ruled.decision, Decision::Pass));
    assert_eq!(ruled.names, ["no cookies", "r.toml:8", "r.toml:13"]);
    assert_eq!(ruled.delay.as_millis(), 1500);
    let mut bare = request("GET", "http://example.com/", &[]);
    let (ruled, _) = rules.on_request(&mut bare);
    assert!(matches!(ruled.decision, Decision::Block(_)) && ruled.names == ["r.toml:18"]);
}

#[test]
fn answers_are_changed_blocked_and_given() {
    let rules = rules(
        r#"
        [[rule]]
        match.path = "/local"
        answer = { status = 418, headers = { X-A = "1" }, file = "there.json" }
        [[rule]]
        match = { status = ["5xx", 404], response-header = { Content-Type = "text/*", X-Not = false } }
        answer = { body = "later" }
        [[rule]]
        response.remove = ["Server"]
        response.replace = { header = "Location", regex = '^http://([^/]+)', with = "https://$1" }
        response.body = [{ find = "http://", with = "https://" }]
        "#,
    );
    let (_, ruled, _) = asked(&rules, "GET", "http://a/local");
    let Decision::Answer(answer) = ruled.decision else { panic!("{ruled:?}") };
    assert_eq!((answer.status.as_u16(), &answer.body[..]), (418, &b"{}"[..]));
    assert_eq!(answer.headers["content-type"], "application/json");
    let answered = |status: u16, headers: &[(&str, &str)]| {
        let (_, _, asked) = asked(&rules, "GET", "http://a/b");
        let mut builder = Response::builder().status(status).header("server", "s");
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let mut parts = builder.body(()).expect("an answer").into_parts().0;
        let ruled = Rules::on_response(&asked, &mut parts);
        (parts, ruled)
    };
    let (parts, ruled) = answered(302, &[("location", "http://a/c")]);
    assert_eq!(parts.headers["location"], "https://a/c");
    assert!(!parts.headers.contains_key("server") && !ruled.body.is_empty());
    assert_eq!(ruled.body.apply(b"see http://a", &[]), Ok(Some(b"see https://a".to_vec())));
    for (status, headers, is_answered) in [
        (503, &[("content-type", "text/plain")][..], true),
        (404, &[("content-type", "text/plain")], true),
        (403, &[("content-type", "text/plain")], false),
        (503, &[("content-type", "image/png")], false),
        (503, &[("content-type", "text/plain"), ("x-not", "")], false),
    ] {
        let (_, ruled) = answered(status, headers);
        assert_eq!(matches!(ruled.decision, Decision::Answer(_)), is_answered, "{status} {headers:?}");
    }
}

#[test]
fn of_a_tunnel_only_the_way_is_ruled() {
    let rules = rules(
        r#"
        [[rule]]
        match.host = "bad.example"
        block = "not here"
        [[rule]]
        match.host = "a.example:443"
        rewrite = "http://127.0.0.1:9/ignored"
        request.set = { X = "1" }
        answer = { status = 200 }
        [[rule]]
        match.path = "*"
        block = true
        "#,
    );
    let (parts, ruled, _) = asked(&rules, "CONNECT", "a.example:443");
    assert!(matches!(ruled.decision, Decision::Pass), "{ruled:?}");
    assert_eq!((parts.uri.to_string(), parts.headers.contains_key("x")), ("127.0.0.1:9".to_owned(), false));
    let (_, ruled, _) = asked(&rules, "CONNECT", "bad.example:443");
    let Decision::Block(text) = ruled.decision else { panic!("{ruled:?}") };
    assert_eq!(text.get(Lang::En), "not here");
}

#[test]
fn mistakes_are_told_in_their_place_with_the_mend() {
    for (text, wanted) in [
        ("[[rule]]\nblok = true", "r.toml:2:1: a rule has no key `blok`; did you mean `block`?"),
        ("[[rules]]\nblock = true", "r.toml:1:3: a file of rules has no key `rules`; did you mean `rule`?"),
        ("[rule]\nblock = true", "`rule` is a table; write `[[rule]]`"),
        ("rule = 1", "r.toml:1:8: `rule` is a number; write `[[rule]]`"),
        ("[[rule]]", "r.toml:1:1: this rule does nothing; give it"),
        (
            "[[rule]]\nblock = true\nmatch.metod = 'GET'",
            "r.toml:3:7: `match` has no key `metod`; did you mean `method`?",
        ),
        ("[[rule]]\nblock = true\nmatch.method = 'get'", "r.toml:3:16: methods are written in capitals; write \"GET\""),
        ("[[rule]]\nblock = true\nmatch.host = 7", "r.toml:3:14: `host` is a number; write a string, such as"),
        ("[[rule]]\nblock = true\nmatch.host = []", "r.toml:3:14: `host` is empty; write"),
        ("[[rule]]\nblock = true\nmatch.host = 'http://a/'", "is a URL or a path, and no host; write HOST[:PORT]"),
        ("[[rule]]\nblock = true\nmatch.path = '/a?b'", "holds a query, which no path does; match that with `query`"),
        ("[[rule]]\nblock = true\nmatch.path = 'a'", "fits no path, since each begins with `/`; write `/a`"),
        ("[[rule]]\nblock = true\nmatch.path-regex = '('", "is no regular expression (unclosed group); "),
        ("[[rule]]\nblock = true\nmatch.status = 99", "`status` is none; write a number such as 503"),
        ("[[rule]]\nblock = false", "r.toml:2:9: `block` is true or false; write `true`, or the sentence"),
        ("[[rule]]\ndelay = '1h'", "r.toml:2:9: `1h` is no delay; write one such as \"300ms\""),
        ("[[rule]]\ndelay = 5", "`delay` is a number; write a string, such as \"300ms\""),
        ("[[rule]]\nrequest.set.Content-Length = '1'", "r.toml:2:13: `content-length` frames the message"),
        ("[[rule]]\nrequest.remove = 'Connection'", "r.toml:2:18: `connection` frames the message"),
        (
            "[[rule]]\nresponse.set.X = \"a\\r\\nSet-Cookie: b\"",
            "holds a control character, which would end the header",
        ),
        ("[[rule]]\nresponse.set.\"X:\" = 'a'", "`X:` is no header's name; names are letters"),
        ("[[rule]]\nresponse.body = { find = '', with = 'a' }", "`find` is empty, and would stand everywhere"),
        ("[[rule]]\nresponse.body = { find = 'a' }", "r.toml:2:17: there is no `with`; write what stands"),
        ("[[rule]]\nresponse.body = { find = 'a', regex = 'b', with = '' }", "write either `find` (a text) or `regex`"),
        ("[[rule]]\nresponse.body = { regex = 'b', with = '$1' }", "`${1}` is captured by nothing"),
        ("[[rule]]\nresponse.replace = { find = 'b', with = '' }", "`replace` has no `header`; write"),
        ("[[rule]]\nrewrite = 'a.example'", "is no URL and no path; write `http://HOST:PORT`"),
        ("[[rule]]\nrewrite = 'ftp://a'", "has a scheme that is not passed on; write http or https"),
        ("[[rule]]\nrewrite = 'http://a:0'", "no port from 1 to 65535"),
        ("[[rule]]\nrewrite = 'http://u:p@a'", "the URL holds a login; set the header"),
        ("[[rule]]\nrewrite = '/$1'", "`${1}` is captured by nothing; there are 0 groups"),
        ("[[rule]]\nanswer = { status = 99 }", "r.toml:2:21: `status` is none of 200 to 599"),
        ("[[rule]]\nanswer = { file = 'gone' }", "r.toml:2:19: `gone` is not there; name another"),
        ("[[rule]]\nanswer = { file = 'there.json', body = '' }", "`body` and `file` are both there"),
        ("[[rule]]\nanswer = { status = 204, body = 'x' }", "an answer of status 204 has no body"),
        ("[[rule]]\nanswer = 503", "`answer` is a number; write a table"),
        ("[[rule]]\nanswer = {}\nblock = true", "`answer` and `block` are both there"),
        ("[[rule]]\nmatch.status = 500\nrewrite = '/'", "r.toml:3:11: the request has gone when the answer is matched"),
        ("[[rule]]\nname = \"a", "r.toml:2:"),
    ] {
        let told = read("r.toml", text, &files).map(|_| ()).expect_err(text).to_string();
        assert!(told.contains(wanted) && !told.contains('\n'), "{text}\n{told}\n{wanted}");
    }
    let two = read("r.toml", "[[rule]]\nblok = 1\n[[rule]]\ndelay = 1", &files).map(|_| ()).expect_err("mistakes");
    assert!(two.0.len() >= 2 && two.0.is_sorted_by_key(|mistake| mistake.place), "{two}");
}

#[test]
fn short_options_make_the_same_rules() {
    let short = |change: &dyn Fn(&mut Short)| {
        let mut short = Short::default();
        change(&mut short);
        short.rules().map(|rules| Arc::new(Rules::new(rules))).map_err(|error| error.to_string())
    };
    let mapped = |from_to: &str, url: &str| {
        let rules = short(&|short| short.map = vec![from_to.to_owned()]).expect(from_to);
        asked(&rules, "GET", url).0.uri.to_string()
    };
    assert_eq!(mapped("a.example=127.0.0.1:81", "https://a.example/x?y"), "http://127.0.0.1:81/x?y");
    assert_eq!(mapped("a.example=https://b", "http://b/x"), "http://b/x");
    assert_eq!(mapped("http://a:8080/v1=http://b/v2", "http://a:8080/v1/x?y"), "http://b/v2/x?y");
    assert_eq!(mapped("http://a/v1/=http://b/v2/", "http://a/v1/x"), "http://b/v2/x");
    assert_eq!(mapped("http://a/v1=http://b", "http://a/v1/x"), "http://b/x");
    assert_eq!(mapped("http://a/v1/=http://b/v2", "http://a/v1/x"), "http://b/v2/x");
    assert_eq!(mapped("http://a/v1=http://b", "http://a/v10/x"), "http://a/v10/x");
    let rules = short(&|short| {
        short.block = vec!["*.bad.example".to_owned()];
        short.set_header = vec!["X-Secret: s3cret".to_owned()];
        short.remove_header = vec!["Cookie".to_owned()];
        short.delay = Some("10ms".to_owned());
    });
    let (parts, ruled, _) = asked(&rules.expect("rules"), "GET", "http://a/");
    assert_eq!((&parts.headers["x-secret"], parts.headers.get("cookie")), (&"s3cret".parse().expect("a value"), None));
    assert_eq!(ruled.names, ["--delay 10ms", "--remove-header Cookie", "--set-header X-Secret"]);
    for (change, wanted) in [
        (&(|short: &mut Short| short.block = vec!["a/".to_owned()]) as &dyn Fn(&mut Short), "--block: `a/` is a URL"),
        (&|short: &mut Short| short.map = vec!["a".to_owned()], "--map: `a` has no `=`; write FROM=TO"),
        (&|short: &mut Short| short.map = vec!["ftp://a=b".to_owned()], "--map: `ftp://a` is no http or https URL"),
        (&|short: &mut Short| short.set_header = vec!["a".to_owned()], "--set-header: `a` has no colon"),
        (&|short: &mut Short| short.set_header = vec!["TE: a".to_owned()], "--set-header: `te` frames the message"),
        (&|short: &mut Short| short.delay = Some("-1".to_owned()), "--delay: `-1` is no delay"),
    ] {
        let told = short(change).expect_err(wanted);
        assert!(told.starts_with(wanted), "{told}");
    }
}

proptest::proptest! {
    #[test]
    fn any_file_is_survived(text in "(\\[\\[rule\\]\\]|[a-z.]+ = |'|\"|[0-9]+|\\[|\\]|\\{|\\}|,|\n|true|match|block|answer|request\\.set|.){0,60}") {
        let _ = read("r.toml", &text, &files);
    }

    #[test]
    fn any_value_is_survived(key in "match\\.(host|path|path-regex|method|status|header)|rewrite|delay|request\\.(set|remove|body)|answer", value: String) {
        let value = toml::Value::String(value);
        for value in [value.to_string(), format!("[{value}]"), format!("{{ status = {value}, find = {value}, with = {value} }}")] {
            if let Ok(rules) = read("r.toml", &format!("[[rule]]\nblock = true\n{key} = {value}\n"), &files) {
                let _ = asked(&Arc::new(Rules::new(rules)), "GET", "http://a.example/b");
            }
        }
    }

    #[test]
    fn any_short_option_is_survived(text: String) {
        let all = vec![text.clone()];
        let short = Short { map: all.clone(), ..Short::default() };
        let _ = short.rules().map(|rules| asked(&Arc::new(Rules::new(rules)), "GET", "http://a/b"));
        let _ = Short { block: all.clone(), set_header: all.clone(), remove_header: all, ..Short::default() }.rules();
    }
}
