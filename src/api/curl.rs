//! The last request as a curl command, without secrets.

use reqwest::Method;

use crate::domain::shell::quote;

/// A request as it was sent, the token left out.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
}

impl Record {
    /// A command for a POSIX shell; the token is taken from `KEEPNET_TOKEN`.
    pub(super) fn to_curl(&self) -> String {
        let mut line = format!("curl -X {} {}", self.method, quote(&self.url));
        line.push_str(" -H \"Authorization: Bearer $KEEPNET_TOKEN\"");
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
            r#"curl -X POST 'https://h/p' -H "Authorization: Bearer $KEEPNET_TOKEN" -H 'X-KEEPNET-Company-Id: a'\''b' --data-raw '{"n":"O'\''Hara $(x)"}'"#
        );
    }
}
