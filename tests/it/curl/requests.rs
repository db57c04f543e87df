//! Requests that both send, and answers that both get.

use crate::curl::{Places, Row, alike};
use crate::peers::nginx::Nginx;

const METHODS_AND_BODIES: &[Row] = &[
    ("a plain request", "{plain}/", ""),
    ("a URL without a path", "{plain}", ""),
    ("a query", "{plain}/body?a=b&c=%20d", ""),
    ("a query without a path", "{plain}?a=b", ""),
    ("a fragment stays here", "{plain}/body?a#here", ""),
    ("dots are walked away", "{plain}/a/./b/../../body", ""),
    ("dots are kept", "--path-as-is {plain}/a/../body", ""),
    ("dots that are escaped are kept", "{plain}/a/%2e%2E/body", ""),
    ("two slashes", "{plain}//body//", ""),
    ("HEAD", "-I {plain}/files/page", "-X HEAD {plain}/files/page"),
    ("a form", "-d 'a=b&c=d' {plain}/body", ""),
    ("a form in two parts", "-d a=b -d c=d {plain}/body", ""),
    ("an empty body", "-d '' {plain}/body", ""),
    ("a body with a type", "-H 'Content-Type: application/json' -d '{\"a\": 1}' {plain}/body", ""),
    ("a file", "-H Content-Type: --data-binary @{page} {plain}/body", "--data-file {page} {plain}/body"),
    ("a large file", "-H Content-Type: --data-binary @{large} {plain}/body", "--data-file {large} {plain}/body"),
    ("standard input", "-H Content-Type: --data-binary @- {plain}/body", "--data-file - {plain}/body"),
    ("PUT", "-X PUT -d x {plain}/body", ""),
    ("DELETE", "-X DELETE {plain}/body", ""),
    ("OPTIONS", "-X OPTIONS {plain}/body", ""),
    ("a method of one's own", "-X FROB-NICATE {plain}/body", ""),
    ("GET with a body", "-X GET -d x {plain}/body", ""),
    ("a body in chunks", "-H 'Transfer-Encoding: chunked' -d 'in one chunk' {plain}/body", ""),
    ("waiting to be asked for the body", "-H 'Expect: 100-continue' -d abc {plain}/body", ""),
    ("HTTP/1.0", "--http1.0 {plain}/body", ""),
    ("HTTP/1.0 and chunks", "--http1.0 {plain}/chunked", ""),
];

#[test]
fn methods_and_bodies() {
    let Some(nginx) = Nginx::start() else { return };
    alike(METHODS_AND_BODIES, &Places::of(&nginx));
}

const FIELDS: &[Row] = &[
    ("a field more", "-H 'X-One: 1' {plain}/body", ""),
    ("the same field twice", "-H 'X-One: 1' -H 'X-One: 2' {plain}/body", "-H 'X-One: 1' -H 'X-One: 2' {plain}/body"),
    ("another agent", "-H 'User-Agent: me' {plain}/head", ""),
    ("another host", "-H 'Host: other.example.org' {plain}/body", ""),
    ("a field less", "-H Accept: -H User-Agent: {plain}/head", ""),
    ("an empty field", "-H 'X-Empty;' -H 'User-Agent: me' {plain}/head", ""),
    ("spaces around a value", "-H 'X-Spaces:   a  b  ' -H 'User-Agent: me' {plain}/head", ""),
    ("a login", "-u 'user:pass word' {plain}/login", ""),
    ("a login in the URL", "http://user:pass%20word@{ip}:8000/login", ""),
    ("a login that is one's own", "-H 'Authorization: Basic dXNlcjpwYXNzIHdvcmQ=' {plain}/login", ""),
    ("a wrong login", "-u user:wrong {plain}/login", ""),
    ("no login", "{plain}/login", ""),
    ("a cookie", "-H 'Cookie: a=b' {plain}/cookie", ""),
    ("a part of a file", "-r 4-9 {plain}/files/page", "-H 'Range: bytes=4-9' {plain}/files/page"),
    ("two parts of a file", "-r 0-1,4-5 {plain}/body", "-H 'Range: bytes=0-1,4-5' {plain}/body"),
    ("a part that is not there", "-r 99999- {plain}/files/page", "-H 'Range: bytes=99999-' {plain}/files/page"),
    ("a file that did not change", "-H 'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT' {plain}/files/page", ""),
];

#[test]
fn fields() {
    let Some(nginx) = Nginx::start() else { return };
    alike(FIELDS, &Places::of(&nginx));
}

const ANSWERS: &[Row] = &[
    ("no content", "{plain}/204", ""),
    ("nothing changed", "{plain}/304", ""),
    ("forbidden", "{plain}/403", ""),
    ("not found", "{plain}/404", ""),
    ("a teapot", "{plain}/418", ""),
    ("an empty answer", "{plain}/empty", ""),
    ("chunks", "{plain}/chunked", ""),
    ("eight megabytes", "{plain}/files/large", ""),
    ("a slow answer", "{plain}/slow", ""),
    ("gzip as it comes", "-H 'Accept-Encoding: gzip' {plain}/page.gz", ""),
    ("gzip unpacked", "--compressed {plain}/page.gz", ""),
    ("brotli unpacked", "--compressed {plain}/page.br", ""),
    ("zstd unpacked", "--compressed {plain}/page.zst", ""),
    ("not packed after all", "--compressed {plain}/", ""),
    ("closed after the answer", "{once}/", ""),
    ("two on one connection", "{plain}/ {plain}/", "--keep-alive 2 {plain}/"),
    ("five on one connection", "{plain}/ {plain}/ {plain}/ {plain}/ {plain}/", "--keep-alive 5 {plain}/"),
    ("five where two may share", "{twice}/ {twice}/ {twice}/ {twice}/ {twice}/", "--keep-alive 5 {twice}/"),
    ("two where none may share", "{once}/ {once}/", "--keep-alive 2 {once}/"),
    ("two chunked ones", "{plain}/chunked {plain}/chunked", "--keep-alive 2 {plain}/chunked"),
    ("two without content", "{plain}/204 {plain}/204", "--keep-alive 2 {plain}/204"),
    ("two by HTTP/1.0", "--http1.0 -H 'Connection: keep-alive' {plain}/ {plain}/", "--http1.0 --keep-alive 2 {plain}/"),
    (
        "two that want no more",
        "-H 'Connection: close' {plain}/ {plain}/",
        "-H 'Connection: close' --keep-alive 2 {plain}/",
    ),
];

#[test]
fn answers() {
    let Some(nginx) = Nginx::start() else { return };
    alike(ANSWERS, &Places::of(&nginx));
}

const REDIRECTS: &[Row] = &[
    ("not followed", "{plain}/301", ""),
    ("301", "-L {plain}/301", ""),
    ("302", "-L {plain}/302", ""),
    ("303", "-L {plain}/303", ""),
    ("307", "-L {plain}/307", ""),
    ("308", "-L {plain}/308", ""),
    ("301 of a form", "-L -d a=b {plain}/301", ""),
    ("302 of a form", "-L -d a=b {plain}/302", ""),
    ("303 of a form", "-L -d a=b {plain}/303", ""),
    ("307 of a form", "-L -d a=b {plain}/307", ""),
    ("308 of a form", "-L -d a=b {plain}/308", ""),
    ("302 of PUT", "-L -X PUT {plain}/302", ""),
    ("303 of HEAD", "-L -I {plain}/303", "-L -X HEAD {plain}/303"),
    ("an absolute one", "-L {plain}/absolute", ""),
    ("a relative one", "-L {plain}/relative/a", ""),
    ("four in a row", "-L {plain}/hops/4", ""),
    ("as many as are allowed", "-L --max-redirs 4 {plain}/hops/4", ""),
    ("to another port", "-L {plain}/to?url={once}/body", ""),
    ("from TLS to plain", "-L --cacert {ca} {tls}/to?url={plain}/body", ""),
    ("from plain to TLS", "-L --cacert {ca} {plain}/to?url={tls}/body", ""),
    ("with a login", "-L -u 'user:pass word' {plain}/to?url={plain}/login", ""),
    ("with a login, to another port", "-L -u 'user:pass word' {plain}/to?url={once}/login", ""),
    (
        "with a login of one's own, to another port",
        "-L -H 'Authorization: x' -H 'Cookie: a=b' {plain}/to?url={once}/body",
        "",
    ),
    ("with a host of one's own, to the same place", "-L -H 'Host: me.example.org' {plain}/to?url={plain}/body", ""),
];

#[test]
fn redirects() {
    let Some(nginx) = Nginx::start() else { return };
    alike(REDIRECTS, &Places::of(&nginx));
}

const TLS: &[Row] = &[
    ("by address", "--cacert {ca} {tls}/", ""),
    (
        "by name",
        "--cacert {ca} --resolve good.example.org:8443:{ip} https://good.example.org:8443/body -A me",
        "--cacert {ca} --resolve good.example.org:8443:{ip} https://good.example.org:8443/body -H 'User-Agent: me'",
    ),
    (
        "by way of another name",
        "--cacert {ca} --connect-to good.example.org:443:{ip}:8443 https://good.example.org/body",
        "",
    ),
    ("TLS 1.2", "--cacert {ca} {tls12}/", ""),
    ("expired, and be it so", "--insecure {expired}/", ""),
    ("self-signed, and be it so", "--insecure {self-signed}/", ""),
    ("for another name, and be it so", "--insecure {other-name}/", ""),
    ("with a certificate of one's own", "--cacert {ca} --cert {client.pem} --key {client.key} {client-wanted}/", ""),
    ("two on one connection", "--cacert {ca} {tls}/ {tls}/", "--cacert {ca} --keep-alive 2 {tls}/"),
    ("eight megabytes", "--cacert {ca} {tls}/files/large", ""),
    ("a form", "--cacert {ca} -d a=b {tls}/body", ""),
];

#[test]
fn over_tls() {
    let Some(nginx) = Nginx::start() else { return };
    alike(TLS, &Places::of(&nginx));
}
