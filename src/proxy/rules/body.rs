//! Replacing in bodies: held until whole, within bounds of size and time, undone from its coding, edited, and framed anew.
//! A body that does not fit the bounds passes as it is, and the log says so.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, SizeHint};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use tokio::sync::Semaphore;

use crate::proxy::rules::edit::Edit;
use crate::text::Text;
use crate::wire::coding::Decoder;

/// The largest body that is edited, in bytes, before and after.
pub(super) const MOST: usize = 8 << 20;

/// The most pieces that a body is held in: each takes memory of its own, however small.
const MOST_FRAMES: usize = 1 << 16;

/// How long a body is waited for until it is whole; what takes longer is a stream.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bodies that are worked on at once.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// What is to be changed in a body.
#[derive(Debug, Clone, Default)]
pub struct BodyChange {
    pub(super) edits: Vec<Edit>,
}

/// Why a body passed unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unchanged {
    /// It has more than 8 MiB, before or after.
    TooLarge,
    /// It was not whole in time.
    TooSlow,
    /// It is a part of the whole (status 206).
    Partial,
    /// It is a stream of events.
    Stream,
    /// It is in a coding that cannot be undone.
    Coding(String),
}

impl Unchanged {
    /// As a sentence.
    pub fn text(&self) -> Text {
        let (en, zh) = match self {
            Unchanged::TooLarge => ("it is larger than 8 MiB".to_owned(), "超过 8 MiB".to_owned()),
            Unchanged::TooSlow => ("it was not whole after 10 s".to_owned(), "10 秒后仍不完整".to_owned()),
            Unchanged::Partial => ("it is a part of the whole".to_owned(), "只是整体的一部分".to_owned()),
            Unchanged::Stream => ("it is a stream of events".to_owned(), "它是事件流".to_owned()),
            Unchanged::Coding(why) => (why.clone(), why.clone()),
        };
        Text::new(format!("the body passed unchanged: {en}"), format!("正文未作更改：{zh}"))
    }
}

impl BodyChange {
    /// True where nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The bytes changed, given their codings, the outermost last; `None` where nothing was found.
    ///
    /// # Errors
    /// Where they cannot be decoded, or would be too many.
    pub fn apply(&self, bytes: &[u8], codings: &[&str]) -> Result<Option<Vec<u8>>, Unchanged> {
        let mut plain = Vec::new();
        let told = |fault: crate::wire::coding::CodingFault| Unchanged::Coding(fault.to_string());
        let mut decoder = Decoder::new(codings, MOST as u64).map_err(told)?;
        let pushed = decoder.push(bytes, &mut |piece| plain.extend_from_slice(piece));
        pushed.and_then(|()| decoder.finish()).map_err(|fault| match fault {
            crate::wire::coding::CodingFault::TooLarge(_) => Unchanged::TooLarge,
            fault => told(fault),
        })?;
        let mut is_other = false;
        for edit in &self.edits {
            if let Some(edited) = edit.apply(&plain, MOST).map_err(|_| Unchanged::TooLarge)? {
                (plain, is_other) = (edited, true);
            }
        }
        Ok(is_other.then_some(plain))
    }

    /// The same on a thread of its own: it may take seconds, and nobody else shall wait for it.
    async fn apart(&self, pieces: Vec<Bytes>, codings: Vec<String>) -> Result<Option<Vec<u8>>, Unchanged> {
        let undone = || Unchanged::Coding("it could not be worked on".to_owned());
        let place = AT_ONCE.acquire().await.map_err(|_| undone())?;
        let change = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            let _place = place;
            let codings: Vec<&str> = codings.iter().map(String::as_str).collect();
            change.apply(&pieces.concat(), &codings)
        });
        work.await.unwrap_or_else(|_| Err(undone()))
    }

    /// Makes the changes in `body`, and the fields of its head true again. Where it passes as it is, says why.
    ///
    /// # Errors
    /// Where the body breaks off while it is held.
    pub async fn replace<B>(
        &self,
        headers: &mut HeaderMap,
        mut body: B,
    ) -> Result<(Replaced<B>, Option<Unchanged>), B::Error>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        if self.is_empty() || body.is_end_stream() {
            return Ok((Replaced::untouched(body), None));
        }
        if headers.contains_key(header::CONTENT_RANGE) {
            return Ok((Replaced::untouched(body), Some(Unchanged::Partial)));
        }
        if body.size_hint().lower() > MOST as u64 {
            return Ok((Replaced::untouched(body), Some(Unchanged::TooLarge)));
        }
        if is_stream(headers) {
            return Ok((Replaced::untouched(body), Some(Unchanged::Stream)));
        }
        let mut held = VecDeque::new();
        if let Some(why) = gather(&mut body, &mut held).await? {
            return Ok((Replaced { first: held, rest: Some(body) }, Some(why)));
        }
        let pieces: Vec<Bytes> = held.iter().filter_map(Frame::data_ref).cloned().collect();
        let unchanged = match self.apart(pieces, codings(headers)).await {
            Ok(None) => None,
            Ok(Some(edited)) => {
                held.retain(Frame::is_trailers);
                reframe(headers, edited.len(), held.is_empty());
                held.push_front(Frame::data(Bytes::from(edited)));
                None
            }
            Err(why) => Some(why),
        };
        Ok((Replaced { first: held, rest: None }, unchanged))
    }
}

/// Takes frames until the body is whole, or one of the bounds is met.
async fn gather<B>(body: &mut B, held: &mut VecDeque<Frame<Bytes>>) -> Result<Option<Unchanged>, B::Error>
where
    B: Body<Data = Bytes> + Unpin,
{
    let end = tokio::time::Instant::now() + PATIENCE;
    let mut bytes = 0;
    loop {
        match tokio::time::timeout_at(end, body.frame()).await {
            Err(_) => return Ok(Some(Unchanged::TooSlow)),
            Ok(None) => return Ok(None),
            Ok(Some(frame)) => {
                let frame = frame?;
                bytes += frame.data_ref().map_or(0, Bytes::len);
                held.push_back(frame);
            }
        }
        if bytes > MOST || held.len() > MOST_FRAMES {
            return Ok(Some(Unchanged::TooLarge));
        }
    }
}

/// The codings of a body, the outermost last.
fn codings(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(header::CONTENT_ENCODING).iter();
    let text = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect::<Vec<_>>().join(",");
    text.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// Events that come one by one, over hours.
fn is_stream(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(kind.as_str(), "text/event-stream" | "multipart/x-mixed-replace")
}

/// Makes the head true of a body that is another now: its length, no coding, and no digest of what it was.
fn reframe(headers: &mut HeaderMap, length: usize, has_no_trailers: bool) {
    headers.remove(header::CONTENT_ENCODING);
    for digest in ["content-md5", "digest", "content-digest", "repr-digest"] {
        headers.remove(HeaderName::from_static(digest));
    }
    headers.remove(header::ACCEPT_RANGES);
    headers.remove(header::TRANSFER_ENCODING);
    headers.remove(header::CONTENT_LENGTH);
    if has_no_trailers {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    // A strong tag promises the bytes that the server made (RFC 9110 section 8.8.1).
    let weak = headers.get(header::ETAG).map(HeaderValue::as_bytes).filter(|tag| !tag.starts_with(b"W/"));
    if let Some(weak) = weak.and_then(|tag| HeaderValue::from_bytes(&[b"W/", tag].concat()).ok()) {
        headers.insert(header::ETAG, weak);
    }
}

/// A body of which the beginning was held, or replaced.
#[derive(Debug)]
pub struct Replaced<B> {
    first: VecDeque<Frame<Bytes>>,
    rest: Option<B>,
}

impl<B> Replaced<B> {
    /// What was held, before what is yet to come.
    pub fn new(first: VecDeque<Frame<Bytes>>, rest: Option<B>) -> Replaced<B> {
        Replaced { first, rest }
    }

    /// What was held, and where the rest comes from; nowhere where everything was held.
    pub fn into_parts(self) -> (VecDeque<Frame<Bytes>>, Option<B>) {
        (self.first, self.rest)
    }

    /// The body as it comes.
    pub fn untouched(body: B) -> Replaced<B> {
        Replaced { first: VecDeque::new(), rest: Some(body) }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Replaced<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let this = self.get_mut();
        match (this.first.pop_front(), &mut this.rest) {
            (Some(frame), _) => Poll::Ready(Some(Ok(frame))),
            (None, Some(rest)) => Pin::new(rest).poll_frame(cx),
            (None, None) => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_empty() && self.rest.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let first: u64 = self.first.iter().filter_map(Frame::data_ref).map(|data| data.len() as u64).sum();
        let mut hint = self.rest.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint);
        let (lower, upper) = (hint.lower().saturating_add(first), hint.upper());
        // A body with trailers is framed in chunks, however well its length is known.
        let has_trailers = self.first.iter().any(Frame::is_trailers);
        hint = SizeHint::new();
        hint.set_lower(lower);
        if let Some(upper) = upper.filter(|_| !has_trailers) {
            hint.set_upper(upper.saturating_add(first));
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::{Full, StreamBody};
    use std::convert::Infallible;
    use std::io::Write;

    fn change(find: &str, with: &str) -> BodyChange {
        BodyChange { edits: vec![Edit::plain(find, with).expect("an edit")] }
    }

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        let pair =
            |(name, value): &(&'static str, &str)| (HeaderName::from_static(name), value.parse().expect("value"));
        all.iter().map(pair).collect()
    }

    async fn replaced<B>(change: &BodyChange, headers: &mut HeaderMap, body: B) -> (Vec<u8>, Option<Unchanged>)
    where
        B: Body<Data = Bytes, Error = Infallible> + Unpin,
    {
        let (body, why) = change.replace(headers, body).await.expect("infallible");
        (body.collect().await.expect("infallible").to_bytes().to_vec(), why)
    }

    #[tokio::test]
    async fn what_is_compressed_is_undone_and_framed_anew() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"hello world").expect("in memory");
        let bytes = Bytes::from(gzip.finish().expect("in memory"));
        let length = bytes.len().to_string();
        let mut head = headers(&[("content-encoding", "gzip"), ("content-length", &length), ("etag", "\"a\"")]);
        let before = head.clone();
        let found = replaced(&change("x", "y"), &mut head, Full::new(bytes.clone())).await;
        assert_eq!((found, &head), ((bytes.to_vec(), None), &before), "nothing found, nothing changed");
        let found = replaced(&change("world", "there"), &mut head, Full::new(bytes)).await;
        assert_eq!(found, (b"hello there".to_vec(), None));
        assert_eq!(head, headers(&[("content-length", "11"), ("etag", "W/\"a\"")]));
    }

    #[tokio::test]
    async fn what_cannot_be_changed_passes_as_it_is() {
        let all = change("a", "b");
        let large = Bytes::from(vec![b'a'; MOST + 1]);
        let (body, why) = replaced(&all, &mut HeaderMap::new(), Full::new(large.clone())).await;
        assert_eq!((body.len(), body[0], why), (large.len(), b'a', Some(Unchanged::TooLarge)));
        let pieces = (0..9).map(|_| Ok(Frame::data(Bytes::from(vec![b'a'; 1 << 20])))).collect::<Vec<_>>();
        let stream = StreamBody::new(futures_util::stream::iter(pieces));
        let (body, why) = replaced(&all, &mut HeaderMap::new(), stream).await;
        assert_eq!((body.len(), body[0], why), (9 << 20, b'a', Some(Unchanged::TooLarge)));
        for (head, wanted) in [
            (headers(&[("content-range", "bytes 0-0/9")]), Unchanged::Partial),
            (headers(&[("content-type", "text/event-stream; x")]), Unchanged::Stream),
            (
                headers(&[("content-encoding", "new")]),
                Unchanged::Coding("the content coding `new` is not known".into()),
            ),
        ] {
            let mut after = head.clone();
            let found = replaced(&all, &mut after, Full::new(Bytes::from_static(b"a"))).await;
            assert_eq!((found, after), ((b"a".to_vec(), Some(wanted)), head));
        }
        let mut damaged = headers(&[("content-encoding", "gzip")]);
        let (body, why) = replaced(&all, &mut damaged, Full::new(Bytes::from_static(b"a"))).await;
        assert!(body == b"a" && matches!(why, Some(Unchanged::Coding(_))), "{why:?}");
    }

    #[tokio::test]
    async fn trailers_stay_behind_the_new_body() {
        let trailers = headers(&[("x-sum", "1")]);
        let frames =
            [Ok(Frame::data(Bytes::from_static(b"aa"))), Ok::<_, Infallible>(Frame::trailers(trailers.clone()))];
        let mut head = headers(&[("trailer", "x-sum"), ("transfer-encoding", "chunked")]);
        let body = StreamBody::new(futures_util::stream::iter(frames));
        let (body, _) = change("a", "b").replace(&mut head, body).await.expect("infallible");
        let body = body.collect().await.expect("infallible");
        assert_eq!((body.trailers(), head.contains_key("content-length")), (Some(&trailers), false));
        assert_eq!(body.to_bytes(), "bb");
    }
}
