// Starts the language server of the program `idm` for folders that hold a publication.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

/** Starts the server that the settings name. */
async function start() {
  const command = vscode.workspace.getConfiguration("idm").get("path") || "idm";
  const files = ["yaml", "markdown"].map((language) => ({ scheme: "file", language }));
  client = new LanguageClient("idm", "idm", { command, args: ["lsp"] }, { documentSelector: files });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const open = "Open settings";
    const message = `\`${command} lsp\` cannot be started (${error.message}). Is the program installed?`;
    if ((await vscode.window.showErrorMessage(message, open)) === open) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "idm.path");
    }
  }
}

/** Ends the server, if there is one. */
async function stop() {
  const ended = client;
  client = undefined;
  await ended?.stop();
}

async function restart() {
  await stop();
  await start();
}

/** Shows what is being edited in the preview that runs. */
async function show() {
  const editor = vscode.window.activeTextEditor;
  if (!client || !editor) return;
  const { line, character } = editor.selection.active;
  const at = { textDocument: { uri: editor.document.uri.toString() }, position: { line, character } };
  try {
    await client.sendRequest("workspace/executeCommand", { command: "idm.showInPreview", arguments: [at] });
  } catch (error) {
    await vscode.window.showWarningMessage(error.message);
  }
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("idm.restart", restart),
    vscode.commands.registerCommand("idm.show", show),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("idm.path")) await restart();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
