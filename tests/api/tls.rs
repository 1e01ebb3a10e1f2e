//! Certificates: a service is believed only with one that the system or `ca_file` vouches for.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use keepnet_tui::api::{CertificateProblem, Client, Error, Settings};
use keepnet_tui::config::{Flags, load};
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::domain::service::root_certificate::RootCertificate;
use rcgen::{CertificateParams, KeyPair, SanType, date_time_ymd};
use rstest::rstest;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use super::support::{Op, limits, minimal, settings};
use crate::secured::{Secured, THIS_MACHINE, authority, good, pem, secured, signed};

fn root(certificate: &[u8]) -> Vec<RootCertificate> {
    vec![RootCertificate::new(certificate)]
}

fn client(secured: &Secured, extra_roots: Vec<RootCertificate>) -> Client {
    let server = &secured.server;
    let settings = settings(&secured.url, server.client_id(), server.client_secret(), limits());
    Client::new(Settings { extra_roots, ..settings }, |_| ()).expect("a client")
}

/// What a read and a create say about a service that is not believed.
async fn refusals(secured: &Secured, extra_roots: Vec<RootCertificate>) -> (CertificateProblem, Failure) {
    let client = client(secured, extra_roots);
    let read = client.languages().await.expect_err("not believed");
    let Error::Certificate(fault) = &read else { panic!("{read:?}") };
    let create = client.create_target_user(&CompanyId::new("C"), &minimal("a@b.example")).await;
    let failure = create.expect_err("not believed").failure(Op::Create.doing());
    assert_eq!((failure.what.as_str(), failure.applied), ("The target user was not created", Applied::No));
    assert_eq!(secured.server.requests().len(), 0, "something was sent to a stranger");
    assert_eq!(secured.connections.load(Ordering::SeqCst), 2, "trying again cannot help");
    let failure = read.failure(Op::Languages.doing());
    assert!(failure.why.starts_with("the certificate of the service is not accepted: "), "{failure}");
    assert_eq!(failure.remedy, Remedy::Nothing);
    (fault.clone(), failure)
}

#[tokio::test]
async fn unknown_certificate_authority() {
    let service = signed(good(), &authority()).await;
    let another = authority();
    for roots in [Vec::new(), root(another.der())] {
        service.connections.store(0, Ordering::SeqCst);
        let (fault, failure) = refusals(&service, roots).await;
        // Another authority of the same name is told apart by its signature.
        assert_eq!(fault, CertificateProblem::UnknownIssuer);
        assert!(failure.hint.contains("set ca_file in the profile to its PEM file"), "{failure}");
    }
}

#[tokio::test]
async fn a_service_that_signed_its_own_certificate() {
    let key = KeyPair::generate().expect("a key");
    let certificate = good().self_signed(&key).expect("a certificate");
    let service = secured(certificate.der().clone(), &key).await;
    let (fault, failure) = refusals(&service, Vec::new()).await;
    assert_eq!(fault, CertificateProblem::UnknownIssuer);
    assert_eq!(failure.why, "the certificate of the service is not accepted: this machine does not trust its issuer.");
    // On premise this is common, and then ca_file is that certificate.
    let languages = client(&service, root(certificate.der())).languages().await.expect("believed");
    assert!(!languages.is_empty());
}

/// All the way from the file that the profile names.
#[tokio::test]
async fn an_authority_named_in_the_profile() {
    let authority = authority();
    let service = signed(good(), &authority).await;
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: String| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::File::create(&path).and_then(|mut f| f.write_all(text.as_bytes())).expect("a file");
        path
    };
    write("ca.pem", pem(authority.der()));
    let config = write("config.toml", format!("[profiles.a]\nbase_url = '{}'\nca_file = 'ca.pem'\n", service.url));
    let config = load(&Flags { config: Some(config), ..Flags::default() }, |_| None).expect("a configuration");
    assert_eq!(config.base_url.as_str(), service.url);
    let client = client(&service, config.extra_roots);
    assert!(!client.languages().await.expect("believed").is_empty());
    let company = CompanyId::new(service.server.company_id(super::support::ACME).expect("a company"));
    client.create_target_user(&company, &minimal("new@acme.example")).await.expect("created");
}

const CHILD: &str = "api::tls::a_client_with_authorities_of_its_own";

/// What the other process runs: the system's authorities are those of its environment.
#[tokio::test]
#[ignore = "run by the test below, in a process with an environment of its own"]
async fn a_client_with_authorities_of_its_own() {
    let told = |name: &str| std::env::var(name).expect("told by the test below");
    let settings = settings(&told("TEST_URL"), &told("TEST_ID"), &told("TEST_SECRET"), limits());
    let extra_roots = root(authority().der());
    let client = Client::new(Settings { extra_roots, ..settings }, |_| ()).expect("a client");
    assert!(!client.languages().await.expect("believed").is_empty());
}

/// An authority in `ca_file` takes nothing away from those of the system.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_authorities_of_the_system_stay() {
    let authority = authority();
    let service = signed(good(), &authority).await;
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("system.pem");
    std::fs::write(&list, pem(authority.der())).expect("a file");
    let mut child = std::process::Command::new(std::env::current_exe().expect("this program"));
    child
        .args(["--exact", CHILD, "--ignored"])
        .env("SSL_CERT_FILE", list)
        .env_remove("SSL_CERT_DIR")
        .env("TEST_URL", &service.url)
        .env("TEST_ID", service.server.client_id())
        .env("TEST_SECRET", service.server.client_secret());
    let done = tokio::task::spawn_blocking(move || child.output()).await.expect("run").expect("run");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    assert_eq!(service.server.requests().len(), 2);
}

#[rstest]
#[case::expired(|p: &mut CertificateParams| p.not_after = date_time_ymd(2020, 1, 1), CertificateProblem::Expired, "expired", "renew")]
#[case::early(|p: &mut CertificateParams| p.not_before = date_time_ymd(4000, 1, 1), CertificateProblem::NotYetValid, "not valid yet", "clock")]
#[case::elsewhere(|p: &mut CertificateParams| p.subject_alt_names = vec![SanType::DnsName("other.example".try_into().expect("a name"))],
    CertificateProblem::OtherHost, "belongs to another host", "base URL")]
#[tokio::test]
async fn a_known_authority_is_not_enough(
    #[case] change: fn(&mut CertificateParams),
    #[case] expected: CertificateProblem,
    #[case] why: &str,
    #[case] hint: &str,
) {
    let authority = authority();
    let mut params = good();
    params.not_before = date_time_ymd(2000, 1, 1);
    change(&mut params);
    let service = signed(params, &authority).await;
    let (fault, failure) = refusals(&service, root(authority.der())).await;
    assert_eq!(fault, expected);
    assert!(failure.why.contains(why) && failure.hint.contains(hint), "{failure}");
}

/// What answers speaks no TLS, or hangs up in the middle of it.
#[rstest]
#[case::plain("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", true)]
#[case::silent("", false)]
#[tokio::test]
async fn a_server_without_tls(#[case] answer: &'static str, #[case] is_tls: bool) {
    let listener = TcpListener::bind((THIS_MACHINE, 0)).await.expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // Whoever was answered may have gone: that is its right.
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    let client = Client::new(settings(&url, "someone", "something", limits()), |_| ()).expect("a client");
    let error = client.languages().await.expect_err("no TLS");
    assert_eq!(matches!(error, Error::Tls(_)), is_tls, "{error:?}");
    assert_eq!(matches!(error, Error::NoConnection(_)), !is_tls, "{error:?}");
    let failure = error.failure(Op::Create.doing());
    assert_eq!(failure.applied, Applied::No, "{failure}");
    assert_eq!(failure.why.contains("secure"), is_tls, "{failure}");
}
