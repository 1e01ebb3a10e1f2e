//! Suggestions for a name that does not exist.

/// Minimum similarity, from 0 to 1.
const ALIKE: f64 = 0.7;

/// The most similar name, if there is one.
pub fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let alike = names.map(|name| (strsim::jaro_winkler(written, name), name)).filter(|(alike, _)| *alike > ALIKE);
    alike.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("pagesize", Some("page_size"))]
    #[case("client-id", Some("client_id"))]
    #[case("CLIENT_ID", None)]
    #[case("colour", None)]
    #[case("", None)]
    fn only_what_is_like_it_is_meant(#[case] written: &str, #[case] meant: Option<&str>) {
        assert_eq!(nearest(written, ["client_id", "page_size", "theme"].into_iter()), meant);
    }
}
