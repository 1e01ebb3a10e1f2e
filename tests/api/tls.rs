//! Certificates: a service is believed only with one that the system or `ca_file` vouches for.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use keepnet_tui::api::{BadCertificate, Client, Error, Settings};
use keepnet_tui::config::{Flags, load};
use keepnet_tui::demo::Server;
use keepnet_tui::domain::failure::{Done, Failure, Remedy};
use keepnet_tui::domain::ids::CompanyId;
use keepnet_tui::domain::root::RootCertificate;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, SanType, date_time_ymd};
use rstest::rstest;
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, version};

use super::support::{Op, few, limits, minimal, settings};

const THIS_MACHINE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// An authority of a test's own.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "Authority of a test");
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
}

/// What a certificate of this machine says, unless a test wants something else.
fn good() -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.subject_alt_names = vec![SanType::IpAddress(THIS_MACHINE)];
    params
}

/// The embedded server, behind TLS.
struct Secured {
    server: Server,
    url: String,
    connections: Arc<AtomicUsize>,
}

async fn secured(certificate: CertificateDer<'static>, key: &KeyPair) -> Secured {
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&version::TLS13, &version::TLS12])
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate with its key");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let server = Server::start(few()).await.expect("a server");
    let behind = server.url().trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind((THIS_MACHINE, 0)).await.expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    let connections = Arc::new(AtomicUsize::new(0));
    let count = connections.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let (acceptor, behind) = (acceptor.clone(), behind.clone());
            tokio::spawn(async move {
                // A client that does not believe us hangs up: that is what some tests are about.
                let Ok(mut outside) = acceptor.accept(stream).await else { return };
                let Ok(mut inside) = TcpStream::connect(behind).await else { return };
                let _ = copy_bidirectional(&mut outside, &mut inside).await;
            });
        }
    });
    Secured { server, url, connections }
}

/// The server with a certificate like this, signed by `authority`.
async fn signed(params: CertificateParams, authority: &CertifiedIssuer<'static, KeyPair>) -> Secured {
    let key = KeyPair::generate().expect("a key");
    let certificate = params.signed_by(&key, authority).expect("a certificate");
    secured(certificate.der().clone(), &key).await
}

fn root(certificate: &[u8]) -> Vec<RootCertificate> {
    vec![RootCertificate::new(certificate)]
}

fn pem(certificate: &[u8]) -> String {
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(certificate))
}

fn client(secured: &Secured, extra_roots: Vec<RootCertificate>) -> Client {
    let server = &secured.server;
    let settings = settings(&secured.url, server.client_id(), server.client_secret(), limits());
    Client::new(Settings { extra_roots, ..settings }, |_| ()).expect("a client")
}

/// What a read and a create say about a service that is not believed.
async fn refusals(secured: &Secured, extra_roots: Vec<RootCertificate>) -> (BadCertificate, Failure) {
    let client = client(secured, extra_roots);
    let read = client.languages().await.expect_err("not believed");
    let Error::Certificate(fault) = &read else { panic!("{read:?}") };
    let create = client.create_target_user(&CompanyId::new("C"), &minimal("a@b.example")).await;
    let failure = create.expect_err("not believed").failure(Op::Create.doing());
    assert_eq!((failure.what.as_str(), failure.done), ("The target user was not created", Done::No));
    assert_eq!(secured.server.requests().len(), 0, "something was sent to a stranger");
    assert_eq!(secured.connections.load(Ordering::SeqCst), 2, "trying again cannot help");
    let failure = read.failure(Op::Languages.doing());
    assert!(failure.why.starts_with("the certificate of the service is not accepted: "), "{failure}");
    assert_eq!(failure.remedy, Remedy::Nothing);
    (fault.clone(), failure)
}

#[tokio::test]
async fn an_authority_that_nobody_knows() {
    let service = signed(good(), &authority()).await;
    let another = authority();
    for roots in [Vec::new(), root(another.der())] {
        service.connections.store(0, Ordering::SeqCst);
        let (fault, failure) = refusals(&service, roots).await;
        // Another authority of the same name is told apart by its signature.
        assert_eq!(fault, BadCertificate::UnknownIssuer);
        assert!(failure.hint.contains("name its PEM file as ca_file"), "{failure}");
    }
}

#[tokio::test]
async fn a_service_that_signed_its_own_certificate() {
    let key = KeyPair::generate().expect("a key");
    let certificate = good().self_signed(&key).expect("a certificate");
    let service = secured(certificate.der().clone(), &key).await;
    let (fault, failure) = refusals(&service, Vec::new()).await;
    assert_eq!(fault, BadCertificate::UnknownIssuer);
    assert_eq!(
        failure.why,
        "the certificate of the service is not accepted: it is signed by nobody this machine trusts."
    );
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

const CHILD: &str = "tls::a_client_with_authorities_of_its_own";

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
#[case::expired(|p: &mut CertificateParams| p.not_after = date_time_ymd(2020, 1, 1), BadCertificate::Expired, "expired", "renew")]
#[case::early(|p: &mut CertificateParams| p.not_before = date_time_ymd(4000, 1, 1), BadCertificate::NotYetValid, "not valid yet", "clock")]
#[case::elsewhere(|p: &mut CertificateParams| p.subject_alt_names = vec![SanType::DnsName("other.example".try_into().expect("a name"))],
    BadCertificate::OtherHost, "belongs to another host", "base URL")]
#[tokio::test]
async fn a_known_authority_is_not_enough(
    #[case] change: fn(&mut CertificateParams),
    #[case] expected: BadCertificate,
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
    assert_eq!(failure.done, Done::No, "{failure}");
    assert_eq!(failure.why.contains("secure"), is_tls, "{failure}");
}
