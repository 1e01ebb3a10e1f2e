//! What kind of file it is, by its contents. The ending of its name says nothing.

/// A kind that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text: CSV, TSV or vCards.
    Text,
    /// A workbook of Excel since 2007.
    Xlsx,
    /// A workbook of Excel before.
    Xls,
}

/// Beginnings of files that are something else, and what to do about it.
const OTHERS: [(&[u8], &str); 8] = [
    (b"%PDF", "it is a PDF; export the table as CSV or XLSX"),
    (b"\x1f\x8b", "it is compressed with gzip; unpack it first"),
    (b"7z\xbc\xaf", "it is a 7z archive; unpack it first"),
    (b"Rar!", "it is a RAR archive; unpack it first"),
    (b"\x89PNG", "it is a picture; a table as CSV or XLSX is wanted"),
    (b"\xff\xd8\xff", "it is a picture; a table as CSV or XLSX is wanted"),
    (b"{\\rtf", "it is a document; save the table in it as CSV or XLSX"),
    (b"SQLite format 3", "it is a database; export the table as CSV"),
];

/// The kind of these bytes.
pub(super) fn of(bytes: &[u8]) -> Result<Kind, String> {
    if let Some((_, what)) = OTHERS.iter().find(|(begin, _)| bytes.starts_with(begin)) {
        return Err((*what).to_owned());
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Kind::Xls);
    }
    Ok(Kind::Text)
}

/// What is in an archive, by the names in it.
fn zipped(bytes: &[u8]) -> Result<Kind, String> {
    let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    if has(b"xl/workbook.xml") || has(b"xl/worksheets/") {
        return Ok(Kind::Xlsx);
    }
    Err(if has(b"xl/workbook.bin") {
        "it is a binary workbook (XLSB); save it as XLSX or CSV"
    } else if has(b"opendocument.spreadsheet") {
        "it is an OpenDocument spreadsheet; save it as XLSX or CSV"
    } else if has(b"word/") || has(b"ppt/") {
        "it is an Office document without a table; a table as CSV or XLSX is wanted"
    } else {
        "it is an archive; unpack it first"
    }
    .to_owned())
}

/// Texts that are no table.
pub(super) fn check_text(text: &str) -> Result<(), String> {
    let begin = text.trim_start();
    let head: String = begin.chars().take(400).collect::<String>().to_lowercase();
    let first = begin.lines().find(|line| !line.trim_start().starts_with('#')).unwrap_or_default();
    let small = first.to_lowercase();
    if small.starts_with("dn:") || (small.starts_with("version:") && head.contains("\ndn:")) {
        return Err("it is LDIF; export the users as CSV, for example with ldapsearch or csvde".to_owned());
    }
    if head.starts_with("<?xml")
        || head.starts_with("<html")
        || head.starts_with("<!doctype")
        || head.starts_with("<table")
    {
        return Err(
            "it is a page or XML, whatever its name says; open it in Excel and save it as XLSX or CSV".to_owned()
        );
    }
    if (begin.starts_with('{') || begin.starts_with('['))
        && serde_json::from_str::<serde::de::IgnoredAny>(begin).is_ok()
    {
        return Err("it is JSON; a table as CSV or XLSX is wanted".to_owned());
    }
    if small.starts_with("from:") || small.starts_with("received:") || small.starts_with("mime-version:") {
        return Err("it is a mail; save the table in it as CSV or XLSX".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"%PDF-1.7", "PDF")]
    #[case(b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "OpenDocument")]
    #[case(b"PK\x03\x04word/document.xml", "Office document")]
    #[case(b"PK\x03\x04people.csv", "archive")]
    fn what_cannot_be_read_is_named(#[case] bytes: &[u8], #[case] said: &str) {
        assert!(of(bytes).expect_err("refused").contains(said));
    }

    #[rstest]
    #[case("dn: cn=Jane,dc=x\ncn: Jane", "LDIF")]
    #[case("version: 1\n\ndn: cn=Jane\n", "LDIF")]
    #[case("# export\ndn: cn=Jane\n", "LDIF")]
    #[case("<html><table>", "XML")]
    #[case("[{\"email\": \"a@b.co\"}]", "JSON")]
    #[case("From: Jane <jane@x.example>\nSubject: list", "mail")]
    fn texts_that_are_no_table_are_named(#[case] text: &str, #[case] said: &str) {
        assert!(check_text(text).expect_err("refused").contains(said));
    }

    #[test]
    fn tables_are_not_taken_for_anything_else() {
        for text in ["Email,Name\na@b.co,A", "[Name];Email\nA;a@b.co", "From;To;Email\n1;2;a@b.co"] {
            assert_eq!(check_text(text), Ok(()), "{text}");
        }
    }
}
