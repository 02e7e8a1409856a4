//! The conversation with an editor.

use std::collections::VecDeque;

use gen_lsp_types as lsp;
use gen_lsp_types::Uri;
use idm_core::source::SourceId;
use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::documents::{Document, Documents};
use crate::positions::Lines;
use crate::workspace::{Opened, Workspace};
use crate::{actions, completion, hints, hover, navigation, rename, symbols, uri};

/// Why a conversation ended otherwise than agreed.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The editor did not keep to the protocol.
    #[error("the editor and the language server do not understand each other: {0}")]
    Protocol(#[from] ProtocolError),
    /// The editor is gone.
    #[error("the editor has gone away")]
    Gone,
    /// Standard input or output failed.
    #[error("the connection to the editor failed: {0}")]
    Streams(std::io::Error),
}

/// Serves an editor at the other end of a connection, until it says that it is done.
///
/// # Errors
/// If the editor goes away without saying so, or does not keep to the protocol.
pub fn serve(connection: &Connection) -> Result<(), ServeError> {
    let (id, params) = connection.initialize_start()?;
    let params: lsp::InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let result = serde_json::json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": "idm", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, result)?;
    let mut server = Server {
        connection,
        documents: Documents::default(),
        workspace: Workspace::default(),
        queue: VecDeque::new(),
        asked: 0,
        moves_files: moves_files(&params),
    };
    server.begin(&params)?;
    server.run()
}

/// Whether an editor makes and renames files when asked to.
fn moves_files(params: &lsp::InitializeParams) -> bool {
    let edits = params.capabilities.workspace.as_ref().and_then(|workspace| workspace.workspace_edit.as_ref());
    let operations = edits.and_then(|edits| edits.resource_operations.as_ref());
    operations.is_some_and(|can| {
        can.contains(&lsp::ResourceOperationKind::Create) && can.contains(&lsp::ResourceOperationKind::Rename)
    })
}

/// The command by which editors show a place in the preview that runs: one argument, a document and a position.
const SHOW: &str = "idm.showInPreview";

/// What the server can do.
fn capabilities() -> lsp::ServerCapabilities {
    let sync = lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..lsp::TextDocumentSyncOptions::default()
    };
    let triggers = ["@", ":", "\"", "{", "[", "^", " ", "-"];
    lsp::ServerCapabilities {
        text_document_sync: Some(sync.into()),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..lsp::CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        rename_provider: Some(
            lsp::RenameOptions { prepare_provider: Some(true), ..lsp::RenameOptions::default() }.into(),
        ),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        inlay_hint_provider: Some(true.into()),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: vec![SHOW.to_owned()],
            ..lsp::ExecuteCommandOptions::default()
        }),
        code_action_provider: Some(
            lsp::CodeActionOptions {
                code_action_kinds: Some(vec![lsp::CodeActionKind::QuickFix, lsp::CodeActionKind::SourceFixAll]),
                ..lsp::CodeActionOptions::default()
            }
            .into(),
        ),
        ..lsp::ServerCapabilities::default()
    }
}

struct Server<'a> {
    connection: &'a Connection,
    documents: Documents,
    workspace: Workspace,
    /// What the editor has said and nobody has looked at.
    queue: VecDeque<Message>,
    /// How many requests have been made of the editor.
    asked: i32,
    /// Whether the editor makes and renames files when asked to.
    moves_files: bool,
}

/// What to do after a message.
#[derive(PartialEq, Eq)]
enum Next {
    GoOn,
    End,
}

impl Server<'_> {
    /// Opens the projects in the folders that the editor shows.
    fn begin(&mut self, params: &lsp::InitializeParams) -> Result<(), ServeError> {
        let mut folders = vec![];
        if let Some(lsp::WorkspaceFolders::WorkspaceFolderList(list)) =
            &params.workspace_folders_initialize_params.workspace_folders
        {
            folders.extend(list.iter().map(|folder| folder.uri.clone()));
        }
        #[expect(deprecated, reason = "editors that know no workspace folders send this alone")]
        if folders.is_empty() {
            folders.extend(params.root_uri.clone());
        }
        for folder in folders.iter().filter_map(uri::path) {
            self.workspace.add_folder(&folder);
        }
        let watches = params
            .capabilities
            .workspace
            .as_ref()
            .and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration);
        if watches == Some(true) {
            self.asked += 1;
            let params = serde_json::json!({ "registrations": [{
                "id": "files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": [{ "globPattern": "**/*" }] },
            }] });
            let request = Request::new(RequestId::from(self.asked), "client/registerCapability".to_owned(), params);
            self.send(request.into())?;
        }
        self.tell_news()
    }

    fn run(&mut self) -> Result<(), ServeError> {
        loop {
            let message = match self.queue.pop_front() {
                Some(message) => message,
                None => {
                    // Nobody waits: what has changed can be looked at.
                    self.tell_news()?;
                    self.connection.receiver.recv().map_err(|_| ServeError::Gone)?
                }
            };
            // Whoever types quickly is told of the last state, not of each.
            self.queue.extend(self.connection.receiver.try_iter());
            if self.take(message)? == Next::End {
                return Ok(());
            }
        }
    }

    fn take(&mut self, message: Message) -> Result<Next, ServeError> {
        match message {
            Message::Request(request) => {
                if self.connection.handle_shutdown(&request)? {
                    return Ok(Next::End);
                }
                let response = if self.is_cancelled(&request.id) {
                    Response::new_err(request.id, ErrorCode::RequestCanceled as i32, "no longer wanted".to_owned())
                } else {
                    self.answer(request)
                };
                self.send(response.into())?;
            }
            Message::Notification(notification) => self.note(notification),
            // Nothing hangs on what the editor answers.
            Message::Response(_) => {}
        }
        Ok(Next::GoOn)
    }

    /// Whether the editor has taken a request back that has not been answered.
    fn is_cancelled(&self, id: &RequestId) -> bool {
        let id = serde_json::to_value(id).unwrap_or_default();
        self.queue.iter().any(|message| match message {
            Message::Notification(note) => note.method == "$/cancelRequest" && note.params.get("id") == Some(&id),
            _ => false,
        })
    }

    fn note(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            "textDocument/didOpen" => {
                let Some(lsp::DidOpenTextDocumentParams { text_document }) = read(params) else { return };
                let lsp::TextDocumentItem { uri, version, text, .. } = text_document;
                let Some(path) = uri::path(&uri) else { return };
                self.documents.open(path.clone(), Document { uri, version, text });
                self.lay_over(&path);
            }
            "textDocument/didChange" => {
                let Some(lsp::DidChangeTextDocumentParams { text_document, content_changes }) = read(params) else {
                    return;
                };
                let Some(path) = uri::path(&text_document.text_document_identifier.uri) else { return };
                let Some(document) = self.documents.get_mut(&path) else { return };
                document.change(text_document.version, content_changes);
                self.lay_over(&path);
            }
            "textDocument/didClose" => {
                let Some(lsp::DidCloseTextDocumentParams { text_document }) = read(params) else { return };
                let Some(path) = uri::path(&text_document.uri) else { return };
                self.documents.close(&path);
                if let Some((opened, inside)) = self.workspace.project_of(&path) {
                    opened.lay_over(&inside, &text_document.uri, None);
                    opened.touch();
                }
            }
            "textDocument/didSave" => {
                let Some(lsp::DidSaveTextDocumentParams { text_document, .. }) = read(params) else { return };
                let path = uri::path(&text_document.uri);
                if let Some((opened, _)) = path.and_then(|path| self.workspace.project_of(&path)) {
                    opened.touch();
                }
            }
            "workspace/didChangeWatchedFiles" => {
                let Some(lsp::DidChangeWatchedFilesParams { changes }) = read(params) else { return };
                for path in changes.iter().filter_map(|change| uri::path(&change.uri)) {
                    if let Some((opened, _)) = self.workspace.project_of(&path) {
                        opened.touch();
                    }
                }
            }
            _ => {}
        }
    }

    /// Lays what stands in the editor over the file.
    fn lay_over(&mut self, path: &std::path::Path) {
        let Some(document) = self.documents.get(path) else { return };
        if let Some((opened, inside)) = self.workspace.project_of(path) {
            opened.lay_over(&inside, &document.uri, Some(&document.text));
        }
    }

    /// Reads and checks what has changed, and tells the editor what it does not know.
    fn tell_news(&mut self) -> Result<(), ServeError> {
        let mut news = vec![];
        for opened in self.workspace.iter_mut() {
            opened.refresh();
            for (path, diagnostics) in opened.news() {
                let version = opened.version(&self.documents, &path);
                news.push(lsp::PublishDiagnosticsParams { uri: opened.uri(&path), version, diagnostics });
            }
        }
        for params in news {
            self.send(Notification::new("textDocument/publishDiagnostics".to_owned(), params).into())?;
        }
        Ok(())
    }

    fn answer(&mut self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let answer = match method.as_str() {
            "textDocument/completion" => self.with(params, |server, params: lsp::CompletionParams| {
                server.complete(params.text_document_position_params)
            }),
            "textDocument/hover" => self.with(params, |server, params: lsp::HoverParams| {
                let at = params.text_document_position_params;
                server.at(at, hover::at)
            }),
            "textDocument/definition" => self.with(params, |server, params: lsp::DefinitionParams| {
                let at = params.text_document_position_params;
                server.at(at, |opened, _, source, offset| Some(navigation::definition(opened, source, offset)))
            }),
            "textDocument/references" => self.with(params, |server, params: lsp::ReferenceParams| {
                let with = params.context.include_declaration;
                let at = params.text_document_position_params;
                server.at(at, |opened, _, source, offset| Some(navigation::references(opened, source, offset, with)))
            }),
            "textDocument/prepareRename" => self.try_with(params, |server, params: lsp::PrepareRenameParams| {
                let at = params.text_document_position_params;
                server.at(at, |opened, _, source, offset| Some(rename::prepare(opened, source, offset))).transpose()
            }),
            "textDocument/rename" => self.try_with(params, |server, params: lsp::RenameParams| {
                let moves_files = server.moves_files;
                let at = params.text_document_position_params;
                let renamed = server.at(at, |opened, _, source, offset| {
                    let changes = match rename::rename(opened, source, offset, &params.new_name) {
                        Ok(changes) => changes,
                        Err(why) => return Some(Err(why)),
                    };
                    if changes.moves_files() && !moves_files {
                        return Some(Err(
                            "a chapter is called as its file is, which this editor cannot rename".to_owned()
                        ));
                    }
                    Some(Ok(changes.finish(opened)))
                });
                renamed.transpose()
            }),
            "textDocument/documentSymbol" => self.with(params, |server, params: lsp::DocumentSymbolParams| {
                server.in_file(&params.text_document.uri, |opened, _, source| symbols::of_file(opened, source))
            }),
            "workspace/symbol" => self.with(params, |server, params: lsp::WorkspaceSymbolParams| {
                let mut found = vec![];
                for opened in server.workspace.iter_mut() {
                    opened.refresh();
                    found.extend(symbols::of_project(opened, &params.query));
                }
                found
            }),
            "textDocument/inlayHint" => self.with(params, |server, params: lsp::InlayHintParams| {
                let range = params.range;
                server.in_file(&params.text_document.uri, |opened, _, source| hints::in_range(opened, source, range))
            }),
            "textDocument/codeAction" => self.with(params, |server, params: lsp::CodeActionParams| {
                let (range, creates) = (params.range, server.moves_files);
                // A translation is no text of the edition that answers everything else.
                let actions = server
                    .up_to_date(&params.text_document.uri)
                    .map(|(opened, path)| actions::in_range(opened, &path, range, creates));
                let only = params.context.only;
                let wanted = |action: &lsp::CodeAction| match (&only, &action.kind) {
                    (Some(only), Some(kind)) => {
                        only.contains(kind)
                            || only.contains(&lsp::CodeActionKind::Source) && *kind == lsp::CodeActionKind::SourceFixAll
                    }
                    _ => true,
                };
                actions.map(|actions| actions.into_iter().filter(wanted).collect::<Vec<_>>())
            }),
            "workspace/executeCommand" => {
                self.try_with(params, |server, params: lsp::ExecuteCommandParams| server.execute(params))
            }
            _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not known"))),
        };
        match answer {
            Ok(value) => Response::new_ok(id, value),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        }
    }

    /// Does what a command says.
    fn execute(&mut self, params: lsp::ExecuteCommandParams) -> Result<(), String> {
        if params.command != SHOW {
            return Err(format!("there is no command `{}`; there is `{SHOW}`", params.command));
        }
        let at = params.arguments.and_then(|arguments| arguments.into_iter().next());
        let at: lsp::TextDocumentPositionParams = at
            .and_then(|at| serde_json::to_value(at).ok())
            .and_then(read)
            .ok_or_else(|| format!("`{SHOW}` wants a document and a position"))?;
        let path = uri::path(&at.text_document.uri);
        let (opened, inside) = path
            .and_then(|path| self.workspace.project_of(&path))
            .ok_or_else(|| "this file belongs to no publication".to_owned())?;
        match idm_preview::show(&opened.folder, &inside, at.position.line as usize + 1)? {
            Some(_) => Ok(()),
            None => Err("no preview of this publication runs: start one with `idm preview --open`".to_owned()),
        }
    }

    /// Reads what is asked, and writes the answer.
    fn with<P: DeserializeOwned, R: Serialize>(
        &mut self,
        params: Value,
        answer: impl FnOnce(&mut Self, P) -> R,
    ) -> Result<Value, (ErrorCode, String)> {
        let params = serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))?;
        serde_json::to_value(answer(self, params)).map_err(|error| (ErrorCode::InternalError, error.to_string()))
    }

    /// Reads what is asked, and writes the answer, or why there is none.
    fn try_with<P: DeserializeOwned, R: Serialize>(
        &mut self,
        params: Value,
        answer: impl FnOnce(&mut Self, P) -> Result<R, String>,
    ) -> Result<Value, (ErrorCode, String)> {
        let mut refused = None;
        let value =
            self.with(params, |server, params| answer(server, params).map_err(|why| refused = Some(why)).ok())?;
        match refused {
            Some(why) => Err((ErrorCode::RequestFailed, why)),
            None => Ok(value),
        }
    }

    /// Asks something of a project's file, which is up to date.
    fn in_file<R>(&mut self, uri: &Uri, ask: impl FnOnce(&Opened, &str, SourceId) -> R) -> Option<R> {
        let (opened, inside) = self.up_to_date(uri)?;
        let (source, _) = opened.source(&inside)?;
        Some(ask(opened, &inside, source))
    }

    /// Asks something of a place in a project's file, which is up to date.
    fn at<R>(
        &mut self,
        at: lsp::TextDocumentPositionParams,
        ask: impl FnOnce(&Opened, &str, SourceId, usize) -> Option<R>,
    ) -> Option<R> {
        let (opened, inside) = self.up_to_date(&at.text_document.uri)?;
        let (source, text) = opened.source(&inside)?;
        let offset = Lines::new(text.text()).offset(at.position);
        ask(opened, &inside, source, offset)
    }

    /// A file's project, with everything that has been typed, and the file's path in it.
    fn up_to_date(&mut self, uri: &Uri) -> Option<(&mut Opened, String)> {
        let (opened, inside) = self.workspace.project_of(&uri::path(uri)?)?;
        opened.refresh();
        Some((opened, inside))
    }

    /// What may be written at a place. The text is the editor's own; what it may name is taken as it was read last, so that
    /// nobody waits while typing.
    fn complete(&mut self, at: lsp::TextDocumentPositionParams) -> Option<Vec<lsp::CompletionItem>> {
        let path = uri::path(&at.text_document.uri)?;
        let text = &self.documents.get(&path)?.text;
        let (opened, inside) = self.workspace.project_of(&path)?;
        Some(completion::at(opened, &inside, text, at.position))
    }

    fn send(&self, message: Message) -> Result<(), ServeError> {
        self.connection.sender.send(message).map_err(|_| ServeError::Gone)
    }
}

fn read<P: DeserializeOwned>(params: Value) -> Option<P> {
    serde_json::from_value(params).ok()
}
