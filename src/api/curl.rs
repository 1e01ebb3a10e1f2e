//! The last request as a curl command, without secrets.

use reqwest::Method;

use crate::domain::text::shell::quote;

/// A line of curl configuration with the token.
const TOKEN: &str = r#"printf 'header = "Authorization: Bearer %s"\n' "$KEEPNET_TOKEN""#;

/// A request as sent, without the token.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
}

impl Record {
    /// A command for a POSIX shell; the token is read from `KEEPNET_TOKEN`. It is passed to curl on standard input:
    /// command lines are visible to everybody, and `printf` is a shell builtin.
    pub(super) fn to_curl(&self) -> String {
        let mut line = format!("{TOKEN} | curl --config - -X {} {}", self.method, quote(&self.url));
        for (name, value) in &self.headers {
            line.push_str(" -H ");
            line.push_str(&quote(&format!("{name}: {value}")));
        }
        if let Some(body) = &self.body {
            line.push_str(" --data-raw ");
            line.push_str(&quote(body));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_survive_a_shell() {
        let record = Record {
            method: Method::POST,
            url: "https://h/p".into(),
            headers: vec![("X-KEEPNET-Company-Id", "a'b".into())],
            body: Some("{\"n\":\"O'Hara $(x)\"}".into()),
        };
        assert_eq!(
            record.to_curl(),
            r#"printf 'header = "Authorization: Bearer %s"\n' "$KEEPNET_TOKEN" | curl --config - -X POST 'https://h/p' -H 'X-KEEPNET-Company-Id: a'\''b' --data-raw '{"n":"O'\''Hara $(x)"}'"#
        );
    }
}
