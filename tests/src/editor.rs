//! An editor that speaks to the language server, without a screen: over the protocol, in this process.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use idm_lsp::ServeError;
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

/// An editor with a language server of its own.
pub struct Editor {
    folder: PathBuf,
    connection: Connection,
    server: Option<JoinHandle<Result<(), ServeError>>>,
    requests: i32,
    versions: BTreeMap<String, i32>,
    /// What the editor has been told of each file, by its path in the folder.
    problems: BTreeMap<String, Vec<Value>>,
}

impl Editor {
    /// Opens a folder.
    pub fn open_folder(folder: &Path) -> Self {
        let (connection, other) = Connection::memory();
        let server = std::thread::spawn(move || idm_lsp::serve(&other));
        let mut editor = Self {
            folder: folder.to_owned(),
            connection,
            server: Some(server),
            requests: 0,
            versions: BTreeMap::new(),
            problems: BTreeMap::new(),
        };
        let capabilities = json!({ "workspace": { "workspaceEdit": {
            "documentChanges": true, "resourceOperations": ["create", "rename", "delete"],
        } } });
        let params = json!({ "processId": null, "rootUri": editor.uri(""), "capabilities": capabilities });
        editor.request("initialize", params).expect("the server answers");
        editor.notify("initialized", json!({}));
        editor
    }

    /// The address of a file.
    pub fn uri(&self, path: &str) -> String {
        let folder = self.folder.to_str().expect("temporary folders have plain names").trim_end_matches('/');
        if path.is_empty() { format!("file://{folder}") } else { format!("file://{folder}/{path}") }
    }

    /// Opens a file with what it holds on the disk.
    pub fn open(&mut self, path: &str) -> String {
        let text = std::fs::read_to_string(self.folder.join(path)).expect("the file can be read");
        self.open_as(path, &text);
        text
    }

    /// Opens a file with another text than that on the disk.
    pub fn open_as(&mut self, path: &str, text: &str) {
        self.versions.insert(path.to_owned(), 1);
        let document = json!({ "uri": self.uri(path), "languageId": "plaintext", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes a file by a list of changes in the protocol's form.
    pub fn change(&mut self, path: &str, changes: Value) {
        let version = self.versions.entry(path.to_owned()).or_insert(0);
        *version += 1;
        let document = json!({ "uri": self.uri(path), "version": *self.versions.get(path).expect("it was opened") });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Puts another text in place of a whole file's.
    pub fn replace(&mut self, path: &str, text: &str) {
        self.change(path, json!([{ "text": text }]));
    }

    /// Closes a file. What was not saved is lost.
    pub fn close(&mut self, path: &str) {
        self.versions.remove(path);
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": self.uri(path) } }));
    }

    /// Says that a file has been saved.
    pub fn saved(&mut self, path: &str) {
        self.notify("textDocument/didSave", json!({ "textDocument": { "uri": self.uri(path) } }));
    }

    /// Asks something of a place in a text that is open: the byte at `offset` of `text`.
    pub fn ask(&mut self, method: &str, path: &str, text: &str, offset: usize) -> Value {
        let params = json!({ "textDocument": { "uri": self.uri(path) }, "position": position(text, offset) });
        self.request(method, params).expect("the server answers")
    }

    /// Asks something; what is answered, or why it is refused.
    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        self.send(Request::new(id.clone(), method.to_owned(), params).into());
        loop {
            match self.connection.receiver.recv().expect("the server is there") {
                Message::Response(response) if response.id == id => {
                    return response.response_result.map_err(|error| error.message);
                }
                Message::Notification(note) => self.take(note),
                Message::Response(_) | Message::Request(_) => {}
            }
        }
    }

    /// What the server has told of a file, once it has looked at everything.
    pub fn problems(&mut self, path: &str) -> Vec<Value> {
        self.settle();
        self.problems.get(path).cloned().unwrap_or_default()
    }

    /// Everything that the server has told, by file, once it has looked at everything.
    pub fn all_problems(&mut self) -> BTreeMap<String, Vec<Value>> {
        self.settle();
        self.problems
            .iter()
            .filter(|(_, found)| !found.is_empty())
            .map(|(path, found)| (path.clone(), found.clone()))
            .collect()
    }

    /// Waits until the server has nothing left to do: it tells its news before it waits for a second question.
    fn settle(&mut self) {
        for _ in 0..2 {
            let _ = self.request("idm/nothing", Value::Null);
        }
    }

    fn take(&mut self, note: Notification) {
        if note.method == "textDocument/publishDiagnostics" {
            let uri = note.params["uri"].as_str().expect("it is an address");
            let path =
                uri.strip_prefix(&self.uri("")).expect("it lies in the folder").trim_start_matches('/').to_owned();
            let problems = note.params["diagnostics"].as_array().expect("it is a list").clone();
            self.problems.insert(path, problems);
        }
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params).into());
    }

    fn send(&mut self, message: Message) {
        self.connection.sender.send(message).expect("the server is there");
    }

    /// Ends the conversation as agreed.
    pub fn end(mut self) -> Result<(), ServeError> {
        self.request("shutdown", Value::Null).expect("the server answers");
        self.notify("exit", Value::Null);
        self.server.take().map_or(Ok(()), |server| server.join().expect("the server does not fall over"))
    }
}

/// The position of a byte in the protocol's form.
pub fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": before[start..].encode_utf16().count() })
}
