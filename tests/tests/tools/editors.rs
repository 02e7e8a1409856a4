//! What an editor makes of the descriptions that `idm init` writes, asked of the server that most editors use for YAML.
//! It is asked only with `IDM_WITNESSES=1`, and where `yaml-language-server` is on the path or named by
//! `IDM_YAML_LANGUAGE_SERVER`.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use idm_tests::project;
use serde_json::{Value, json};

/// The server, if witnesses are asked.
fn server() -> Option<PathBuf> {
    std::env::var_os("IDM_WITNESSES").filter(|value| value == "1")?;
    let named = std::env::var_os("IDM_YAML_LANGUAGE_SERVER").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut known = std::env::split_paths(&path).map(|folder| folder.join("yaml-language-server"));
    named.or_else(|| known.find(|program| program.is_file()))
}

/// A client with one file open.
struct Client {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    address: String,
    number: i64,
    version: i64,
}

impl Client {
    fn open(server: &Path, folder: &Path, path: &str) -> Self {
        let mut started =
            Command::new(server).arg("--stdio").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (started.stdin.take().unwrap(), BufReader::new(started.stdout.take().unwrap()));
        let file = folder.join(path);
        let address = format!("file://{}", file.display());
        let mut client = Self { server: started, to, from, address, number: 0, version: 1 };
        let root = format!("file://{}", folder.display());
        let able = json!({
            "workspace": {"configuration": true},
            "textDocument": {"hover": {"contentFormat": ["markdown"]}, "completion": {}, "publishDiagnostics": {}},
        });
        client.ask("initialize", json!({"processId": null, "rootUri": root, "capabilities": able}));
        client.tell("initialized", json!({}));
        let text = fs::read_to_string(&file).unwrap();
        let document = json!({"uri": client.address, "languageId": "yaml", "version": 1, "text": text});
        client.tell("textDocument/didOpen", json!({"textDocument": document}));
        client
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.to.flush().unwrap();
    }

    fn tell(&mut self, method: &str, what: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": what}));
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "the server has ended");
            match line.trim().strip_prefix("Content-Length:") {
                Some(bytes) => length = bytes.trim().parse().unwrap(),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The next message that is looked for. What the server asks meanwhile is answered.
    fn wait(&mut self, mut wanted: impl FnMut(&Value) -> bool) -> Value {
        loop {
            let message = self.receive();
            if let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) {
                let answer = if method == "workspace/configuration" {
                    let sections = message["params"]["items"].as_array().unwrap();
                    sections
                        .iter()
                        .map(|item| if item["section"] == "yaml" { settings() } else { Value::Null })
                        .collect()
                } else {
                    Value::Null
                };
                let answer = json!({"jsonrpc": "2.0", "id": id, "result": answer});
                self.send(&answer);
            } else if wanted(&message) {
                return message;
            }
        }
    }

    fn ask(&mut self, method: &str, what: Value) -> Value {
        self.number += 1;
        let id = self.number;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": what}));
        self.wait(|message| message["id"] == id)["result"].clone()
    }

    /// What is wrong with the file, once it holds that text.
    fn problems(&mut self, text: &str) -> Vec<String> {
        self.version += 1;
        let version = self.version;
        let document = json!({"uri": self.address, "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
        // Those of the text before may still be on their way: asking for something else first waits for them.
        let address = self.address.clone();
        self.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": address}}));
        let found = self.wait(|message| message["method"] == "textDocument/publishDiagnostics");
        let list = found["params"]["diagnostics"].as_array().unwrap();
        list.iter().map(|problem| format!("{}: {}", problem["range"]["start"]["line"], problem["message"])).collect()
    }

    fn at(&mut self, method: &str, line: usize, column: usize) -> String {
        let place = json!({"textDocument": {"uri": self.address}, "position": {"line": line, "character": column}});
        self.ask(method, place).to_string()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn settings() -> Value {
    json!({"validate": true, "hover": true, "completion": true, "schemaStore": {"enable": false}, "schemas": {}})
}

#[test]
fn an_editor_checks_completes_and_explains() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let begun = project::run(&project::program().unwrap(), folder.path(), &["init", "forum"]).unwrap();
    assert!(begun.status.success());
    let path = "workshops/first/panel-1/panel.yaml";
    let root = folder.path().join("forum");
    let sound = fs::read_to_string(root.join(path)).unwrap();
    let mut client = Client::open(&server, &root, path);
    assert_eq!(client.problems(&format!("{sound}# more\n")), Vec::<String>::new());

    let line = |text: &str, begin: &str| text.lines().position(|line| line.starts_with(begin)).unwrap();
    let wrong = sound.replace("rapporteur:", "raporteur:");
    let found = client.problems(&wrong).join("\n");
    assert!(found.contains(&format!("{}: ", line(&wrong, "raporteur"))) && found.contains("raporteur"), "{found}");

    let wrong = sound.replace("status: draft", "status: final");
    let found = client.problems(&wrong).join("\n");
    assert!(found.contains(&format!("{}: ", line(&wrong, "status"))) && found.contains("reviewed"), "{found}");

    let open = format!("{sound}stat\n").replace("status: draft", "basis-of: x");
    client.problems(&open);
    let offered = client.at("textDocument/completion", line(&open, "stat"), 4);
    assert!(offered.contains("\"status\""), "{offered}");
    let open = sound.replace("status: draft", "status: ");
    client.problems(&open);
    let offered = client.at("textDocument/completion", line(&open, "status"), 8);
    assert!(["draft", "reviewed", "cleared"].iter().all(|word| offered.contains(word)), "{offered}");
    let told = client.at("textDocument/hover", line(&open, "moderator"), 3);
    assert!(told.contains("A person's identifier"), "{told}");
}
