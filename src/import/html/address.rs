//! Addresses in pages: where they lead among the files that came along.
//!
//! **Invariant:** no address leads out of the folder that the files came in.

/// The file that an address in the page `file` means, and the id in it (empty where none is named). None where
/// the address leads elsewhere: to the web, to a script, or out of the folder.
pub fn resolve(file: &str, address: &str) -> Option<(String, String)> {
    let address = address.trim();
    let (path, id) = address.split_once('#').unwrap_or((address, ""));
    let id = decoded(id)?;
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() {
        return Some((file.to_owned(), id));
    }
    let start = path.split('/').next().unwrap_or_default();
    if start.contains(':') || path.starts_with('/') || path.contains('\\') {
        return None;
    }
    let path = decoded(path)?;
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some((parts.join("/"), id))
}

/// An address whose signs that were written as `%20` are those signs again.
fn decoded(address: &str) -> Option<String> {
    if !address.contains('%') {
        return Some(address.to_owned());
    }
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3);
        let byte = digits
            .filter(|digits| bytes[at] == b'%' && digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_inside() {
        for (address, expected) in [
            ("b.html", Some(("Items/b.html", ""))),
            ("../index.html#x", Some(("index.html", "x"))),
            ("#y", Some(("Items/a.html", "y"))),
            ("a%20b.png?x=1", Some(("Items/a b.png", ""))),
            ("../../out", None),
            ("/etc/passwd", None),
            ("file:///x", None),
            ("https://a.b", None),
            ("javascript:x", None),
            ("..\\x", None),
            ("%2e%2e/%2e%2e/x", None),
            ("100%.png", Some(("Items/100%.png", ""))),
        ] {
            let expected = expected.map(|(path, id)| (path.to_owned(), id.to_owned()));
            assert_eq!(resolve("Items/a.html", address), expected, "{address}");
        }
    }
}
