//! A bare connection, for what no client library sends: malformed, slow and endless requests.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::client::Answer;

/// How long an answer may take: longer than any time limit of the server.
const PATIENCE: Duration = Duration::from_mins(1);

/// One TCP connection to the server.
pub struct RawConnection {
    stream: TcpStream,
    received: Vec<u8>,
}

impl RawConnection {
    pub async fn open(address: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(address).await.unwrap(), received: Vec::new() }
    }

    /// Sends bytes as they are; `false` when the server has closed the connection.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).await.is_ok() && self.stream.flush().await.is_ok()
    }

    /// Sends `bytes` piece by piece with a pause between; stops early when the server closes.
    pub async fn trickle(&mut self, bytes: impl AsRef<[u8]>, piece: usize, pause: Duration) {
        for part in bytes.as_ref().chunks(piece) {
            if !self.send(part).await {
                return;
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// The next answer, or `None` when the server closes without one.
    pub async fn answer(&mut self) -> Option<Answer> {
        let reading = async {
            loop {
                if let Some(answer) = self.take_answer(false) {
                    return Some(answer);
                }
                if !self.read_more().await {
                    return self.take_answer(true);
                }
            }
        };
        tokio::time::timeout(PATIENCE, reading).await.expect("an answer or the end of the connection in time")
    }

    /// Whether the server closes the connection within `limit`, whatever it still sends.
    pub async fn is_closed_within(&mut self, limit: Duration) -> bool {
        tokio::time::timeout(limit, async { while self.read_more().await {} }).await.is_ok()
    }

    async fn read_more(&mut self) -> bool {
        let mut buffer = vec![0; 16 * 1024];
        match self.stream.read(&mut buffer).await {
            Ok(0) | Err(_) => false,
            Ok(length) => {
                self.received.extend_from_slice(&buffer[..length]);
                true
            }
        }
    }

    /// Cuts a whole answer off the front of what has come; at the end of the connection the rest is the body.
    fn take_answer(&mut self, at_end: bool) -> Option<Answer> {
        let head_length = self.received.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&self.received[..head_length]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: HeaderMap = lines.filter_map(header).collect();
        let body_start = head_length + 4;
        let stated =
            headers.get("content-length").and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        let body_length = match stated {
            Some(length) if self.received.len() >= body_start + length => length,
            None if at_end => self.received.len() - body_start,
            _ => return None,
        };
        let rest = self.received.split_off(body_start + body_length);
        let body = self.received.split_off(body_start);
        self.received = rest;
        Some(Answer::new("a raw request".to_owned(), status, headers, body))
    }
}

fn header(line: &str) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = line.split_once(':')?;
    Some((name.parse().ok()?, HeaderValue::from_str(value.trim()).ok()?))
}
