//! Previews that are running: a note for each, by which other programs of the same person find it.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a note or an answer may be.
const MAX_BYTES: u64 = 64 * 1024;

/// What a note says.
#[derive(Debug, Serialize, Deserialize)]
struct Written {
    folder: PathBuf,
    address: String,
}

/// A note that a preview runs. It is taken away with this value.
#[derive(Debug)]
pub(crate) struct Note {
    path: PathBuf,
}

impl Note {
    /// Notes that a preview of a folder runs. Only the person who runs it can read the note.
    ///
    /// # Errors
    /// If there is no place for notes.
    pub(crate) fn write(folder: &Path, address: &str) -> io::Result<Self> {
        let path = path(folder)?;
        let text = json!(Written { folder: folder.to_owned(), address: address.to_owned() }).to_string();
        write_private(&path, &text)?;
        Ok(Self { path })
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Shows a line of a file in the preview of a folder that runs, and says its address; none if none runs. `folder` is the
/// project's; `file` is seen from there, with `/` between its parts.
///
/// # Errors
/// A sentence, if the preview that runs refuses.
pub fn show(folder: &Path, file: &str, line: usize) -> Result<Option<String>, String> {
    let Some(address) = folder.canonicalize().ok().and_then(|folder| found(&folder)) else { return Ok(None) };
    let body = json!({ "file": file, "line": line }).to_string();
    let Ok((code, answer)) = post(&address, "show", &body) else { return Ok(None) };
    match code {
        200 => Ok(Some(address)),
        // Another program has the port by now.
        403 => Ok(None),
        _ => Err(answer),
    }
}

/// The address of the preview of a folder, if a note tells of one.
fn found(folder: &Path) -> Option<String> {
    let mut text = String::new();
    fs::File::open(path(folder).ok()?).ok()?.take(MAX_BYTES).read_to_string(&mut text).ok()?;
    let written: Written = serde_json::from_str(&text).ok()?;
    (written.folder == folder).then_some(written.address)
}

/// Sends something to a preview, and gives the code and text of its answer.
fn post(address: &str, what: &str, body: &str) -> io::Result<(u16, String)> {
    let wrong = || io::Error::other("no address of a preview");
    let rest = address.strip_prefix("http://127.0.0.1:").ok_or_else(wrong)?;
    let (port, path) = rest.split_once('/').ok_or_else(wrong)?;
    let port: u16 = port.parse().map_err(|_| wrong())?;
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = format!(
        "POST /{path}{what} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.take(MAX_BYTES).read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(wrong)?;
    let code = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(wrong)?;
    Ok((code, body.to_owned()))
}

/// Writes a page that leads to an address, and gives its path. A browser is given that path: what is given to a program
/// can be read by others on the same machine, and the address is a secret.
pub(crate) fn write_door(folder: &Path, address: &str) -> io::Result<PathBuf> {
    let path = path(folder)?.with_extension("html");
    let to = Value::from(address).to_string();
    let text =
        format!("<!doctype html><meta charset=\"utf-8\"><title>Preview</title><script>location.replace({to})</script>");
    write_private(&path, &text)?;
    Ok(path)
}

/// Where the note about a folder lies.
fn path(folder: &Path) -> io::Result<PathBuf> {
    // The name has to be the same in each run of each version, and tell nothing: that of a hash which never changes.
    let digest =
        folder.as_os_str().as_encoded_bytes().iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    Ok(room()?.join(format!("preview-{digest:016x}.json")))
}

/// The folder for notes, which is this person's alone.
fn room() -> io::Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = set("XDG_RUNTIME_DIR")
        .or_else(|| set("LOCALAPPDATA"))
        .or_else(|| set("XDG_CACHE_HOME"))
        .or_else(|| Some(set("HOME")?.join(".cache")));
    let room = base.ok_or_else(|| io::Error::other("no folder for notes is known"))?.join("idm");
    fs::create_dir_all(&room)?;
    Ok(room)
}

/// Writes a file that nobody else can read, in a single step.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&beside)?.write_all(text.as_bytes())?;
    fs::rename(&beside, path)
}
