"""Another client of the language server: every message is read by the types of the protocol's own description.

The environment names the program (IDM), a copy of tests/base (FOLDER), and a publication of a hundred pages (LONG).
"""

import os
import pathlib
import statistics
import time

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

PROGRAM = os.environ["IDM"]
EDITS = 30


def config():
    return ClientServerConfig(server_command=[PROGRAM, "lsp"])


async def begin(client: LanguageClient, folder: pathlib.Path, editor: str):
    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(_params):
        """Files are not watched here."""

    params = types.InitializeParams(
        capabilities=client_capabilities(editor), root_uri=folder.as_uri(), process_id=os.getpid()
    )
    result = await client.initialize_session(params)
    assert result.capabilities.rename_provider.prepare_provider


class Folder:
    """A publication's folder and the client that writes in it."""

    def __init__(self, client, folder):
        self.client, self.folder, self.version = client, folder, 1

    def uri(self, path):
        return (self.folder / path).as_uri()

    def open(self, path):
        text = (self.folder / path).read_text()
        language = "yaml" if path.endswith("yaml") else "markdown"
        item = types.TextDocumentItem(uri=self.uri(path), language_id=language, version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
        return text

    def type(self, path, line, character, text, length=0):
        self.version += 1
        start = types.Position(line=line, character=character)
        end = types.Position(line=line, character=character + length)
        change = types.TextDocumentContentChangePartial(range=types.Range(start=start, end=end), text=text)
        document = types.VersionedTextDocumentIdentifier(uri=self.uri(path), version=self.version)
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )

    async def told(self, path):
        await self.client.wait_for_notification("textDocument/publishDiagnostics")
        return self.client.diagnostics.get(self.uri(path), ())


@pytest_lsp.fixture(config=config(), params=["neovim", "visual-studio-code", "emacs"])
async def small(request, lsp_client: LanguageClient):
    folder = pathlib.Path(os.environ["FOLDER"])
    await begin(lsp_client, folder, request.param)
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=config())
async def long(lsp_client: LanguageClient):
    yield
    await lsp_client.shutdown_session()


PANEL = "workshops/spring/panel-1/panel.yaml"


def place(text, word):
    line = next(number for number, line in enumerate(text.splitlines()) if word in line)
    return line, text.splitlines()[line].index(word)


@pytest.mark.asyncio
async def test_answers_are_those_of_the_protocol(small: LanguageClient):
    small = Folder(small, pathlib.Path(os.environ["FOLDER"]))
    text = small.open(PANEL)
    line, column = place(text, "moreau")
    small.type(PANEL, line, column + len("moreau"), "x")
    told = await small.told(PANEL)
    assert [problem.code for problem in told] == ["dangling-reference"]

    document = types.TextDocumentIdentifier(uri=small.uri(PANEL))
    position = types.Position(line=line, character=column + 1)
    actions = await small.client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=document,
            range=types.Range(start=position, end=position),
            context=types.CodeActionContext(diagnostics=told),
        )
    )
    assert actions[0].title == "write `moreau`" and actions[0].is_preferred
    small.type(PANEL, line, column + len("moreau"), "", 1)
    assert not await small.told(PANEL)

    at = {"text_document": document, "position": position}
    hover = await small.client.text_document_hover_async(types.HoverParams(**at))
    assert "person" in hover.contents.value
    places = await small.client.text_document_definition_async(types.DefinitionParams(**at))
    assert places[0].uri.endswith("people.yaml")
    context = types.ReferenceContext(include_declaration=True)
    places = await small.client.text_document_references_async(types.ReferenceParams(context=context, **at))
    assert len(places) >= 2
    prepared = await small.client.text_document_prepare_rename_async(types.PrepareRenameParams(**at))
    assert prepared.placeholder == "moreau"
    edit = await small.client.text_document_rename_async(types.RenameParams(new_name="jeanne", **at))
    assert len(edit.changes) >= 2
    items = await small.client.text_document_completion_async(types.CompletionParams(**at))
    assert any(item.label == "okafor" for item in items)
    symbols = await small.client.text_document_document_symbol_async(types.DocumentSymbolParams(text_document=document))
    assert [symbol.name for symbol in symbols] == ["plain-words"]
    found = await small.client.workspace_symbol_async(types.WorkspaceSymbolParams(query="vote"))
    assert found[0].name == "keep-the-vote"
    whole = types.Range(start=types.Position(line=0, character=0), end=types.Position(line=999, character=0))
    hints = await small.client.text_document_inlay_hint_async(types.InlayHintParams(text_document=document, range=whole))
    assert hints


@pytest.mark.asyncio
async def test_what_a_hundred_pages_take(long: LanguageClient):
    folder = Folder(long, pathlib.Path(os.environ["LONG"]))
    path = min(str(path.relative_to(folder.folder)) for path in folder.folder.glob("workshops/*/*/summary.md"))
    mistake = "[@nobody] "
    text = (folder.folder / path).read_text()
    line = next(number for number, line in enumerate(text.splitlines()) if " the " in line)
    column = text.splitlines()[line].index(" the ") + 1

    async def shown(wanted):
        while True:
            told = long.diagnostics.get(folder.uri(path), ())
            if any(problem.code == "dangling-reference" for problem in told) == wanted:
                return
            await long.wait_for_notification("textDocument/publishDiagnostics")

    # The mistake stands there when the folder is opened.
    lines = text.splitlines(keepends=True)
    lines[line] = lines[line][:column] + mistake + lines[line][column:]
    (folder.folder / path).write_text("".join(lines))
    begun = time.perf_counter()
    await begin(long, folder.folder, "neovim")
    await shown(True)
    first = (time.perf_counter() - begun) * 1000
    folder.open(path)
    took = []
    for number in range(EDITS):
        begun = time.perf_counter()
        # Its end, and a new one, by turns.
        ends = number % 2 == 0
        folder.type(path, line, column, "" if ends else mistake, len(mistake) if ends else 0)
        await shown(not ends)
        took.append((time.perf_counter() - begun) * 1000)
    print(f"\nproblems of a hundred pages: {first:.0f} ms after opening, {statistics.median(took):.0f} ms after an edit")
