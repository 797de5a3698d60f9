//! A light HTTP/1.1 client: it shares two cores with the server, so it does no more than it must.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One kept-alive connection.
pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// One answer, borrowed from the connection's buffer.
pub struct Response<'a> {
    pub status: u16,
    pub body: &'a [u8],
}

impl Connection {
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(64 * 1024) })
    }

    /// Sends one request and waits for its whole answer.
    pub async fn exchange(&mut self, request: &[u8]) -> io::Result<Response<'_>> {
        self.stream.write_all(request).await?;
        self.received.clear();
        let (status, body_start, body_length) = loop {
            self.read_more().await?;
            if let Some(head) = parse_head(&self.received)? {
                break head;
            }
        };
        while self.received.len() < body_start + body_length {
            self.read_more().await?;
        }
        Ok(Response { status, body: &self.received[body_start..body_start + body_length] })
    }

    async fn read_more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.received).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

/// Status, where the body starts and its length, once the whole head is there.
fn parse_head(received: &[u8]) -> io::Result<Option<(u16, usize, usize)>> {
    let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let malformed = || io::Error::other("an answer without a status or without a Content-Length");
    let head = std::str::from_utf8(&received[..end]).map_err(|_| malformed())?;
    let status: u16 = head.get(9..12).and_then(|digits| digits.parse().ok()).ok_or_else(malformed)?;
    let length = if status == 204 { Some(0) } else { content_length(head) };
    Ok(Some((status, end + 4, length.ok_or_else(malformed)?)))
}

fn content_length(head: &str) -> Option<usize> {
    const NAME: &str = "content-length:";
    let line = head
        .lines()
        .find(|line| line.get(..NAME.len()).is_some_and(|start| start.eq_ignore_ascii_case(NAME)))?;
    line[NAME.len()..].trim().parse().ok()
}

/// A request with a token, and with a JSON body when there is one.
pub fn write_request(request: &mut Vec<u8>, method: &str, path: &str, token: &str, body: Option<&str>) {
    write_head(request, method, path, token);
    write_body(request, body);
}

/// A step of a record at a version.
pub fn write_step(request: &mut Vec<u8>, path: &str, token: &str, version: u64) {
    use std::io::Write;
    write_head(request, "POST", path, token);
    write!(request, "If-Match: \"v{version}\"\r\n").unwrap();
    write_body(request, Some("{}"));
}

/// A table in a body of its own.
pub fn write_file(request: &mut Vec<u8>, path: &str, token: &str, text: &str) {
    use std::io::Write;
    write_head(request, "POST", path, token);
    write!(request, "Content-Type: text/csv\r\nContent-Length: {}\r\n\r\n{text}", text.len()).unwrap();
}

fn write_head(request: &mut Vec<u8>, method: &str, path: &str, token: &str) {
    use std::io::Write;
    request.clear();
    write!(request, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n")
        .unwrap();
}

fn write_body(request: &mut Vec<u8>, body: Option<&str>) {
    use std::io::Write;
    match body {
        None => request.extend_from_slice(b"\r\n"),
        Some(body) => {
            write!(request, "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
                .unwrap();
        }
    }
}
