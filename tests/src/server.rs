//! An HTTP server on loopback for wire tests: it records each request byte by byte and answers what the test says, well-formed or
//! not. One connection at a time is enough; it ends with the process.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// A running server.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub struct Request {
    /// The request line without its line end, such as `GET /a?b=c HTTP/1.1`.
    pub line: String,
    /// Header fields in order; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if `content-length` gave one.
    pub body: Vec<u8>,
}

impl Request {
    /// The request target: path and query.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    /// The value of a header field.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// These bytes, then the connection is closed.
    Raw(Vec<u8>),
    /// Nothing for this long, then the connection is closed.
    Silence(Duration),
}

impl Answer {
    /// A well-formed answer.
    pub fn new(status: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut text = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        Answer::Raw(format!("{text}\r\n{body}").into_bytes())
    }

    /// A well-formed answer of JSON.
    pub fn json(status: &str, body: &str) -> Answer {
        Answer::new(status, &[("content-type", "application/json")], body)
    }
}

impl Server {
    /// Starts a server that answers every request alike.
    pub fn always(answer: Answer) -> Server {
        Server::start(move |_| answer.clone())
    }

    /// Starts a server.
    ///
    /// # Panics
    ///
    /// Where loopback has no free port.
    pub fn start(answer: impl Fn(&Request) -> Answer + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away in the middle is a case of its own, not a fault of the server.
                let _ = serve(stream, &answer, &seen);
            }
        });
        Server { address, requests }
    }

    /// The base URL, without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far.
    ///
    /// # Panics
    ///
    /// Where the server's thread has panicked.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("the server thread is well").clone()
    }
}

fn serve(stream: TcpStream, answer: &impl Fn(&Request) -> Answer, seen: &Mutex<Vec<Request>>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    let request = read_request(&mut reader)?;
    let reply = answer(&request);
    if let Ok(mut seen) = seen.lock() {
        seen.push(request);
    }
    match reply {
        Answer::Raw(bytes) => stream.write_all(&bytes),
        Answer::Silence(time) => {
            thread::sleep(time);
            Ok(())
        }
    }
}

fn read_request(reader: &mut impl BufRead) -> std::io::Result<Request> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut request = Request { line: line.trim_end().to_owned(), headers: Vec::new(), body: Vec::new() };
    loop {
        let mut field = String::new();
        if reader.read_line(&mut field)? == 0 || field.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = field.trim_end().split_once(':') {
            request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    request.body.resize(length, 0);
    reader.read_exact(&mut request.body)?;
    Ok(request)
}
