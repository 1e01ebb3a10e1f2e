//! `ca_file`: certificate authorities that are trusted besides the system's.

use std::path::{Path, PathBuf};

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::domain::service::root_certificate::RootCertificate;
use crate::system::file::{FileError, read_user_file};

/// Larger than a list of every public authority.
const BYTES_MAX: u64 = 1_048_576;

/// Reads every certificate of a PEM file. A relative path is resolved in `folder`, `~/` in the home directory.
///
/// # Errors
///
/// A sentence that names the file and says what is expected.
pub(super) fn read(written: &str, folder: Option<&Path>) -> Result<Vec<RootCertificate>, String> {
    let path = resolve(written, folder);
    let name = path.display();
    let unreadable = |why: FileError| format!("{name} cannot be read: {why}");
    let given = read_user_file(&path, BYTES_MAX).map_err(unreadable)?;
    // A pipe can be read only once.
    if !given.is_file {
        return Err(format!("{name} is not a file"));
    }
    // Whoever can write this file could impersonate the service.
    given.write_protection.map_err(|why| format!("{name} is not trusted, because {why}"))?;
    let bytes = given.bytes;
    let mut roots = Vec::new();
    for (n, certificate) in (1..).zip(CertificateDer::pem_slice_iter(&bytes)) {
        let certificate = certificate.map_err(|e| format!("{name} is not valid PEM at certificate {n}: {e}"))?;
        let root = RootCertificate::new(&certificate);
        RootCertStore::empty()
            .add(certificate)
            .map_err(|_| format!("certificate {n} in {name} is not that of a certificate authority"))?;
        roots.push(root);
    }
    if roots.is_empty() {
        return Err(format!(
            "{name} holds no certificate; a PEM file is expected, with -----BEGIN CERTIFICATE----- in it"
        ));
    }
    Ok(roots)
}

/// The path of a file that the configuration names.
pub(super) fn resolve(written: &str, folder: Option<&Path>) -> PathBuf {
    let at_home = written.strip_prefix("~/").and_then(|rest| Some(etcetera::home_dir().ok()?.join(rest)));
    at_home.unwrap_or_else(|| folder.map_or_else(|| PathBuf::from(written), |folder| folder.join(written)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::fs;

    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    fn pem(label: &str, bytes: &[u8]) -> String {
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(bytes))
    }

    fn certificate() -> Vec<u8> {
        let key = rcgen::KeyPair::generate().expect("a key");
        let params = rcgen::CertificateParams::new(vec!["ca.example".into()]).expect("parameters");
        params.self_signed(&key).expect("a certificate").der().to_vec()
    }

    fn reads(text: &str) -> Result<Vec<RootCertificate>, String> {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("ca.pem"), text).expect("a file");
        read("ca.pem", Some(folder.path()))
    }

    #[test]
    fn every_certificate_of_the_file_is_read() {
        let (one, two) = (certificate(), certificate());
        let text = format!(
            "# ours\n{}\n{}{}",
            pem("CERTIFICATE", &one),
            pem("PRIVATE KEY", b"not ours to read"),
            pem("CERTIFICATE", &two)
        );
        let roots = reads(&text).expect("two");
        assert_eq!(roots.iter().map(RootCertificate::der).collect::<Vec<_>>(), [one, two]);
    }

    #[rstest]
    #[case("", "holds no certificate")]
    #[case("hello", "holds no certificate")]
    #[case(&pem("PRIVATE KEY", b"hush"), "holds no certificate")]
    #[case(&pem("CERTIFICATE", b"no DER"), "certificate 1 in")]
    #[case("-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n", "not valid PEM at certificate 1")]
    #[case("-----BEGIN CERTIFICATE-----\nAAAA\n", "not valid PEM at certificate 1")]
    #[case(&"x".repeat(1_048_577), "larger than 1024 KiB")]
    fn ca_file_without_certificates_is_an_error(#[case] text: &str, #[case] expected: &str) {
        let said = reads(text).expect_err("refused");
        assert!(said.contains(expected) && said.contains("ca.pem") && !said.contains("hush"), "{said}");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let said = read("none.pem", Some(folder.path())).expect_err("refused");
        assert!(said.contains("none.pem cannot be read"), "{said}");
        let said = read(".", Some(folder.path())).expect_err("refused");
        assert!(said.ends_with("it is a directory"), "{said}");
    }

    #[test]
    fn ca_file_path_is_resolved() {
        let folder = Path::new("/etc/keepnet");
        assert_eq!(resolve("ca.pem", Some(folder)), folder.join("ca.pem"));
        assert_eq!(resolve("/ca.pem", Some(folder)), Path::new("/ca.pem"));
        assert_eq!(resolve("ca.pem", None), Path::new("ca.pem"));
        let home = etcetera::home_dir().expect("a home");
        assert_eq!(resolve("~/ca.pem", Some(folder)), home.join("ca.pem"));
    }
}
