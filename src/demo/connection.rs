//! Connections that can be broken off without an answer.
//!
//! A handler cannot suppress its answer: hyper writes whatever it returns. So every accepted stream has a switch that
//! the handler finds in `ConnectInfo`; once it is set, reading and writing fail and the socket is reset or closed.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

const OPEN: u8 = 0;
const RESET: u8 = 1;
const CLOSED: u8 = 2;

/// The switch of a connection.
#[derive(Debug, Clone, Default)]
pub(super) struct ConnectionSwitch(Arc<AtomicU8>);

impl ConnectionSwitch {
    /// Resets the connection: nothing more is read from or written to it.
    pub(super) fn reset(&self) {
        self.0.store(RESET, Ordering::Relaxed);
    }

    /// Closes the connection normally: nothing more is read from or written to it.
    pub(super) fn close(&self) {
        self.0.store(CLOSED, Ordering::Relaxed);
    }
}

impl Connected<IncomingStream<'_, DemoListener>> for ConnectionSwitch {
    fn connect_info(stream: IncomingStream<'_, DemoListener>) -> Self {
        stream.io().cut.clone()
    }
}

/// The listening socket.
pub(super) struct DemoListener(TcpListener);

impl DemoListener {
    /// Binds a port on loopback; 0 picks a free one.
    pub(super) async fn open(port: u16) -> io::Result<Self> {
        TcpListener::bind(("127.0.0.1", port)).await.map(Self)
    }
}

impl Listener for DemoListener {
    type Io = DemoConnection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (DemoConnection, SocketAddr) {
        // axum's own accept knows which errors to ignore.
        let (stream, peer) = Listener::accept(&mut self.0).await;
        // Answers are small and latency matters; an error changes nothing but speed.
        let _ = stream.set_nodelay(true);
        (DemoConnection { stream, cut: ConnectionSwitch::default() }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// One accepted connection.
pub(super) struct DemoConnection {
    stream: TcpStream,
    cut: ConnectionSwitch,
}

impl DemoConnection {
    fn check(&self) -> io::Result<()> {
        match self.cut.0.load(Ordering::Relaxed) {
            OPEN => Ok(()),
            RESET => {
                // Without lingering, closing sends a reset; if the option fails, it is merely an early end.
                let _ = self.stream.set_zero_linger();
                Err(io::ErrorKind::ConnectionReset.into())
            }
            // The request was read to its end, so closing sends a FIN.
            _ => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }
}

impl AsyncRead for DemoConnection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for DemoConnection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
