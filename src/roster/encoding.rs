//! The encoding of a text, recognised and said.

use std::collections::HashMap;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_3, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1254};

/// A text and its encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    /// The encoding for people.
    pub encoding: String,
    /// It was guessed: every byte would be some character in many encodings.
    pub guessed: bool,
}

/// Encodings that a file may have, by the names that browsers know, each with the languages that are written in it.
pub const ENCODINGS: [(&str, &str); 17] = [
    ("utf-8", "all languages"),
    ("utf-16le", "all languages"),
    ("utf-16be", "all languages"),
    ("windows-1252", "Western Europe"),
    ("windows-1254", "Turkish"),
    ("windows-1250", "Central Europe"),
    ("windows-1257", "Baltic"),
    ("windows-1251", "Cyrillic"),
    ("koi8-r", "Russian"),
    ("windows-1253", "Greek"),
    ("windows-1255", "Hebrew"),
    ("windows-1256", "Arabic"),
    ("shift_jis", "Japanese"),
    ("euc-kr", "Korean"),
    ("gb18030", "Chinese, simplified"),
    ("big5", "Chinese, traditional"),
    ("macintosh", "Western Europe, old Macs"),
];

/// Bytes that are looked at for signs of UTF-16.
const LOOKED_AT: usize = 4_096;

/// Decodes a text, in the encoding of this name or in the one it is recognised to have.
pub(super) fn decode(bytes: &[u8], named: Option<&str>) -> Result<Decoded, String> {
    if let Some(name) = named {
        let encoding = Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
            format!("no encoding is called \"{name}\"; windows-1252, windows-1254 and utf-8 are some")
        })?;
        return whole(bytes, encoding, false);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(bytes.get(mark..).unwrap_or_default(), encoding, false);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return whole(bytes, encoding, false);
    }
    if bytes.contains(&0) {
        return Err("it is not a text: it has bytes that no text has; a table as CSV or XLSX is wanted".to_owned());
    }
    if std::str::from_utf8(bytes).is_ok() {
        return whole(bytes, UTF_8, false);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let country = country(bytes);
    let guess = detector.guess(country.as_deref().map(str::as_bytes), Utf8Detection::Deny);
    // It only has Maltese and Esperanto, which nobody has seen in a file since; the bytes are those of Turkish.
    whole(bytes, if guess == ISO_8859_3 { WINDOWS_1254 } else { guess }, true)
}

fn whole(bytes: &[u8], encoding: &'static Encoding, guessed: bool) -> Result<Decoded, String> {
    let (text, encoding, is_broken) = encoding.decode(bytes);
    let name = name_of(encoding);
    if is_broken {
        let before = text.split('\u{fffd}').next().unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        return Err(format!(
            "line {line}: a character is broken; the text was read as {name}. Save it as UTF-8, or name its encoding with --encoding"
        ));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    Ok(Decoded { text, encoding: name, guessed })
}

/// The name of an encoding for people.
fn name_of(encoding: &'static Encoding) -> String {
    if encoding == UTF_16LE {
        "UTF-16 LE".to_owned()
    } else if encoding == UTF_16BE {
        "UTF-16 BE".to_owned()
    } else if encoding == WINDOWS_1252 {
        "Windows-1252".to_owned()
    } else if encoding == WINDOWS_1254 {
        // One is the other with some more characters.
        "Windows-1254 (ISO-8859-9)".to_owned()
    } else {
        encoding.name().replace("windows", "Windows")
    }
}

/// UTF-16 without its mark: every other byte is zero, as far as letters are Latin.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let near = bytes.get(..bytes.len().min(LOOKED_AT)).unwrap_or_default();
    let zeros = |odd: usize| near.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), near.len() / 2);
    if !bytes.len().is_multiple_of(2) || pairs < 4 {
        return None;
    }
    match (even * 2 > pairs, odd * 2 > pairs) {
        (false, true) if even == 0 => Some(UTF_16LE),
        (true, false) if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The most common country in the addresses: its letters are likely.
fn country(bytes: &[u8]) -> Option<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for at in memchr::memchr_iter(b'@', bytes).take(1_000) {
        let domain = bytes.get(at + 1..).unwrap_or_default();
        let end = domain.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-.".contains(b)));
        let domain = domain.get(..end.unwrap_or(domain.len())).unwrap_or_default();
        let last = domain.rsplit(|b| *b == b'.').next().unwrap_or_default();
        if last.len() == 2 && last.len() < domain.len() {
            *seen.entry(String::from_utf8_lossy(last).to_lowercase()).or_default() += 1;
        }
    }
    let country = seen.into_iter().max_by_key(|(name, times)| (*times, std::cmp::Reverse(name.clone())));
    country.map(|(name, _)| name).filter(|name| name.bytes().all(|b| b.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const GERMAN: &str =
        "Vorname;Nachname;E-Mail\r\nJürgen;Müller;j.mueller@beispiel.example\r\nKäthe;Groß;k@b.example";
    const TURKISH: &str =
        "Ad;Soyad;E-posta\r\nIşıl;Öztürk;isil@ornek.example\r\nGökşin;Yılmaz;g@ornek.example\r\nŞule;Doğan;s@o.example";

    fn seen(bytes: &[u8]) -> (String, String) {
        let decoded = decode(bytes, None).expect("read");
        (decoded.text, decoded.encoding)
    }

    #[rstest]
    #[case(GERMAN, "windows-1252", "Windows-1252")]
    #[case(TURKISH, "windows-1254", "Windows-1254 (ISO-8859-9)")]
    #[case(TURKISH, "iso-8859-9", "Windows-1254 (ISO-8859-9)")]
    #[case(GERMAN, "utf-8", "UTF-8")]
    fn encodings_are_recognised(#[case] text: &str, #[case] label: &str, #[case] name: &str) {
        let encoding = Encoding::for_label(label.as_bytes()).expect("known");
        let (bytes, _, _) = encoding.encode(text);
        assert_eq!(seen(&bytes), (text.to_owned(), name.to_owned()));
    }

    #[test]
    fn utf16_is_recognised_with_and_without_its_mark() {
        let mark = format!("\u{feff}{GERMAN}");
        for (text, bytes, name) in [
            (GERMAN, mark.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), "UTF-16 LE"),
            (GERMAN, mark.encode_utf16().flat_map(u16::to_be_bytes).collect(), "UTF-16 BE"),
            (GERMAN, GERMAN.encode_utf16().flat_map(u16::to_le_bytes).collect(), "UTF-16 LE"),
            (TURKISH, TURKISH.encode_utf16().flat_map(u16::to_be_bytes).collect(), "UTF-16 BE"),
        ] {
            assert_eq!(seen(&bytes), (text.to_owned(), name.to_owned()));
        }
        assert_eq!(seen(b"\xef\xbb\xbfa,b").0, "a,b");
    }

    /// Six letters tell Turkish from Icelandic; the country of the addresses helps where few of them occur.
    #[test]
    fn the_country_of_the_addresses_helps() {
        let text = "Ad;E-posta\nAyþe;a@ornek.com.tr\nIþýl;b@ornek.com.tr";
        let (bytes, _, _) = WINDOWS_1252.encode(text);
        assert_eq!(seen(&bytes).0, "Ad;E-posta\nAyşe;a@ornek.com.tr\nIşıl;b@ornek.com.tr");
        assert_eq!(country(b"a@x.com.tr, b@x.com.tr, c@x.de, d@co"), Some("tr".to_owned()));
        assert_eq!(country(b"a@x.example @ @a"), None);
    }

    #[test]
    fn what_is_broken_is_said_with_its_line() {
        let said = decode(b"\xef\xbb\xbfa\nb\xff", None).expect_err("refused");
        assert!(said.starts_with("line 2: a character is broken; the text was read as UTF-8"), "{said}");
        assert!(decode(b"a\0b\0\0\0c", None).expect_err("refused").contains("not a text"));
        assert!(decode(b"a", Some("klingon")).expect_err("refused").contains("klingon"));
        let (bytes, _, _) = WINDOWS_1252.encode(GERMAN);
        assert_eq!(decode(&bytes, Some("latin1")).expect("read").text, GERMAN);
    }
}
