//! Speaking HTTP/1.1 with a browser on this machine: a thread for each connection, so that nobody waits for another.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many connections there may be, pages that listen included.
const MOST: usize = 128;
/// How long the head of a request may be.
const MAX_HEAD: usize = 16 * 1024;
/// How many headers it may have.
const MAX_HEADERS: usize = 64;
/// How long its body may be.
const MAX_BODY: usize = 64 * 1024;
/// How long a connection is kept on which nothing is asked.
const IDLE: Duration = Duration::from_secs(60);
/// How long a request may take to arrive, once it has begun.
const ARRIVAL: Duration = Duration::from_secs(10);

/// A request.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) url: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    is_last: bool,
}

impl Request {
    /// Every header of that name.
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        let headers = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        headers.map(|(_, value)| value.as_str()).collect()
    }
}

/// What has been read of requests, and why one cannot be.
enum Arrival {
    Request(Request),
    /// The other side is gone, or asks for nothing any more.
    Over,
    /// It is no request that is answered here: the code says why.
    Refused(u16),
}

/// Serves until [`Listener::stop`] is called.
#[derive(Debug)]
pub(crate) struct Listener {
    listener: TcpListener,
    is_over: AtomicBool,
}

impl Listener {
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self { listener, is_over: AtomicBool::new(false) }
    }

    /// Answers requests. `answer` writes a whole answer; the connection ends if it fails. `refuse` writes one of which only
    /// the code is known.
    pub(crate) fn serve<A>(&self, answer: &Arc<A>, refuse: fn(u16, &mut dyn Write) -> io::Result<()>)
    where
        A: Fn(&Request, &mut TcpStream) -> io::Result<()> + Send + Sync + 'static,
    {
        let connections = Arc::new(AtomicUsize::new(0));
        for stream in self.listener.incoming() {
            if self.is_over.load(Ordering::SeqCst) {
                return;
            }
            let Ok(stream) = stream else {
                // The system has no more files to give: some are given back soon.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            if connections.load(Ordering::SeqCst) >= MOST {
                continue;
            }
            connections.fetch_add(1, Ordering::SeqCst);
            let (answer, counter) = (answer.clone(), connections.clone());
            let talk = move || {
                let _ = converse(stream, &*answer, refuse);
                counter.fetch_sub(1, Ordering::SeqCst);
            };
            if thread::Builder::new().spawn(talk).is_err() {
                connections.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }

    /// Ends [`serve`](Self::serve).
    pub(crate) fn stop(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        // It waits for a connection, and finds this one.
        let _ = self.listener.local_addr().and_then(TcpStream::connect);
    }
}

fn converse(
    mut stream: TcpStream,
    answer: &dyn Fn(&Request, &mut TcpStream) -> io::Result<()>,
    refuse: fn(u16, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    // An event is short, and wanted at once.
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(IDLE))?;
    let mut read = vec![];
    loop {
        match next(&mut stream, &mut read)? {
            Arrival::Request(request) => {
                answer(&request, &mut stream)?;
                if request.is_last {
                    return stream.shutdown(Shutdown::Both);
                }
            }
            Arrival::Over => return Ok(()),
            Arrival::Refused(code) => {
                refuse(code, &mut stream)?;
                return stream.shutdown(Shutdown::Both);
            }
        }
    }
}

/// Reads the next request. `read` holds what has been read beyond the last one.
fn next(stream: &mut TcpStream, read: &mut Vec<u8>) -> io::Result<Arrival> {
    stream.set_read_timeout(Some(IDLE))?;
    let mut begun: Option<Instant> = None;
    loop {
        match parse(read) {
            Parsed::Whole(request, length) => {
                read.drain(..length);
                return Ok(Arrival::Request(request));
            }
            Parsed::Refused(code) => return Ok(Arrival::Refused(code)),
            Parsed::Part => {}
        }
        if !read.is_empty() {
            let left = ARRIVAL.saturating_sub(begun.get_or_insert_with(Instant::now).elapsed());
            if left.is_zero() {
                return Ok(Arrival::Refused(408));
            }
            stream.set_read_timeout(Some(left))?;
        }
        let mut more = [0; 8192];
        let number = stream.read(&mut more)?;
        if number == 0 {
            return Ok(Arrival::Over);
        }
        read.extend_from_slice(&more[..number]);
    }
}

/// What bytes are.
enum Parsed {
    /// A request, and how long it is.
    Whole(Request, usize),
    /// The beginning of one.
    Part,
    /// None that is answered.
    Refused(u16),
}

fn parse(bytes: &[u8]) -> Parsed {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let length = match head.parse(bytes) {
        Ok(httparse::Status::Complete(length)) if length <= MAX_HEAD => length,
        Ok(httparse::Status::Partial) if bytes.len() <= MAX_HEAD => return Parsed::Part,
        Ok(_) | Err(httparse::Error::TooManyHeaders) => return Parsed::Refused(431),
        Err(_) => return Parsed::Refused(400),
    };
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let mut request = Request {
        method: head.method.unwrap_or_default().to_owned(),
        url: head.path.unwrap_or_default().to_owned(),
        headers: head.headers.iter().map(|header| (header.name.to_owned(), text(header.value))).collect(),
        body: vec![],
        is_last: head.version != Some(1),
    };
    request.is_last |= request.values("Connection").iter().any(|value| value.to_ascii_lowercase().contains("close"));
    // Two ways to say how long a body is are one too many: whoever stands between might believe the other.
    let lengths = request.values("Content-Length");
    let body = match (&lengths[..], request.values("Transfer-Encoding").is_empty()) {
        ([], true) => 0,
        ([length], true) => match length.parse::<usize>() {
            Ok(length) if length <= MAX_BODY => length,
            Ok(_) => return Parsed::Refused(413),
            Err(_) => return Parsed::Refused(400),
        },
        _ => return Parsed::Refused(400),
    };
    match bytes.get(length..length + body) {
        Some(sent) => {
            request.body = sent.to_vec();
            Parsed::Whole(request, length + body)
        }
        None => Parsed::Part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> u16 {
        match parse(text.as_bytes()) {
            Parsed::Whole(..) => 200,
            Parsed::Part => 0,
            Parsed::Refused(code) => code,
        }
    }

    #[test]
    fn requests_are_read_one_after_the_other() {
        let text = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nhost: y\r\n\r\n";
        let Parsed::Whole(first, length) = parse(text.as_bytes()) else { panic!("no request") };
        assert_eq!((first.method.as_str(), first.url.as_str(), &first.body[..]), ("POST", "/a", &b"abc"[..]));
        let Parsed::Whole(second, _) = parse(&text.as_bytes()[length..]) else { panic!("no request") };
        assert_eq!((second.url.as_str(), second.values("Host"), second.is_last), ("/b", vec!["y"], false));
    }

    #[test]
    fn what_is_no_request_is_refused() {
        assert_eq!(code("GET / HTTP/1.1\r\nHost: x\r\n"), 0);
        assert_eq!(code("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab"), 0);
        assert_eq!(code("nonsense\r\n\r\n"), 400);
        assert_eq!(code("POST / HTTP/1.1\r\nContent-Length: -3\r\n\r\n"), 400);
        assert_eq!(code("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), 400);
        assert_eq!(code("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
        assert_eq!(code("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"), 413);
        assert_eq!(code(&format!("GET /{} HTTP/1.1\r\n", "x".repeat(MAX_HEAD))), 431);
        assert_eq!(code(&format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(MAX_HEADERS + 1))), 431);
    }
}
