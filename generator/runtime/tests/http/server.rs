//! An HTTP server on the loopback interface that answers as a test tells it to, byte by byte if it must be.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// The request line and the headers.
    pub head: String,
    pub body: Vec<u8>,
}

impl Received {
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    pub fn target(&self) -> &str {
        self.line().split(' ').nth(1).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// A server. Its thread ends with the program.
pub struct Server {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Answers every connection once, by writing to it.
    pub fn start(answer: impl Fn(&Received, &mut TcpStream) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
        let address = listener.local_addr().expect("it is bound");
        let received = Arc::new(Mutex::new(Vec::new()));
        let (record, answer) = (received.clone(), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (record, answer) = (record.clone(), answer.clone());
                thread::spawn(move || serve(stream, &record, &*answer));
            }
        });
        Server { address, received }
    }

    /// Answers with a status, headers and a body.
    pub fn answering(status: &'static str, headers: &'static str, body: impl Into<Vec<u8>>) -> Server {
        let body = body.into();
        Server::start(move |_, stream| reply(stream, status, headers, &body))
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("no thread panics while it holds the lock").clone()
    }
}

fn serve(mut stream: TcpStream, record: &Mutex<Vec<Received>>, answer: &dyn Fn(&Received, &mut TcpStream)) {
    let Some(received) = read_request(&mut stream) else { return };
    record.lock().expect("no thread panics while it holds the lock").push(received.clone());
    answer(&received, &mut stream);
}

/// The next request of a connection, whole; `None` where the client goes.
pub fn read_request(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let mut more = |bytes: &mut Vec<u8>| match stream.read(&mut buffer) {
        Ok(0) | Err(_) => None,
        Ok(length) => {
            bytes.extend_from_slice(&buffer[..length]);
            Some(())
        }
    };
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        more(&mut bytes)?;
    };
    let body = bytes.split_off(head_end);
    let mut received = Received { head: String::from_utf8_lossy(&bytes).into_owned(), body };
    let length = received.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let is_chunked = received.header("transfer-encoding") == Some("chunked");
    while received.body.len() < length || is_chunked && !received.body.ends_with(b"0\r\n\r\n") {
        more(&mut received.body)?;
    }
    Some(received)
}

/// Writes a whole answer. `headers` end in line ends of their own. The client may be gone already, which is not our concern.
pub fn reply(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
    let _ = stream.flush();
}
