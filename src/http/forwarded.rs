//! The caller's address behind proxies.

use std::net::{IpAddr, SocketAddr};

/// Who sent the request, as far as it can be believed. Each proxy appends whom it heard, so the lines of
/// `X-Forwarded-For` are read from their end for as long as they were written by a trusted one.
pub fn caller<'h>(
    peer: IpAddr,
    lines: impl DoubleEndedIterator<Item = Option<&'h str>>,
    trusted: &[IpAddr],
) -> IpAddr {
    let mut caller = peer.to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|one| one.to_canonical() == address);
    for line in lines.rev() {
        for entry in line.unwrap_or_default().rsplit(',') {
            if !is_trusted(caller) {
                return caller;
            }
            // What a trusted proxy does not write, somebody else wrote.
            let Some(address) = address_of(entry.trim()) else { return peer };
            caller = address;
        }
    }
    caller
}

/// `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1` or `[2001:db8::1]:443`; some proxies add the port.
fn address_of(entry: &str) -> Option<IpAddr> {
    let bare = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let address = entry.parse().ok().or_else(bare);
    let with_port = || entry.parse().ok().map(|socket: SocketAddr| socket.ip());
    Some(address.or_else(with_port)?.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn from(peer: &str, lines: &[&str]) -> String {
        let trusted = [PROXY.parse().unwrap(), "10.0.0.2".parse().unwrap()];
        caller(peer.parse().unwrap(), lines.iter().copied().map(Some), &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_peer_is_believed() {
        assert_eq!(from("192.0.2.9", &["192.0.2.1"]), "192.0.2.9");
        assert_eq!(from(PROXY, &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(from("::ffff:10.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        assert_eq!(from(PROXY, &[]), PROXY);
    }

    #[test]
    fn it_is_read_from_the_end_past_trusted_proxies() {
        assert_eq!(from(PROXY, &["1.1.1.1, 192.0.2.1"]), "192.0.2.1");
        assert_eq!(from(PROXY, &["1.1.1.1, 192.0.2.1, 10.0.0.2"]), "192.0.2.1");
        assert_eq!(from(PROXY, &["1.1.1.1", "192.0.2.1", "10.0.0.2"]), "192.0.2.1");
        assert_eq!(from(PROXY, &["10.0.0.2"]), "10.0.0.2");
    }

    #[test]
    fn an_entry_may_have_a_port() {
        assert_eq!(from(PROXY, &["192.0.2.1:50000"]), "192.0.2.1");
        assert_eq!(from(PROXY, &["[2001:db8::1]:50000"]), "2001:db8::1");
        assert_eq!(from(PROXY, &["[2001:db8::1]"]), "2001:db8::1");
        assert_eq!(from(PROXY, &["2001:db8::1"]), "2001:db8::1");
    }

    #[test]
    fn nothing_is_believed_from_where_it_cannot_be_read() {
        for strange in ["1.1.1.1, unknown", "1.1.1.1, _hidden", "1.1.1.1,", "", "1.1.1.1, 192.0.2.1:x"] {
            assert_eq!(from(PROXY, &[strange]), PROXY, "{strange}");
        }
        let unreadable = [Some("1.1.1.1"), None];
        let proxy: IpAddr = PROXY.parse().unwrap();
        assert_eq!(caller(proxy, unreadable.into_iter(), &[proxy]), proxy);
    }
}
