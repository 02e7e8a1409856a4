-- Neovim, without a screen, as a client of the language server: nvim --headless --clean -S neovim.lua
-- The environment names the program (IDM), a copy of tests/base (FOLDER), and the list of mistakes (MISTAKES).

local program, folder = os.getenv("IDM"), os.getenv("FOLDER")
local mistakes = os.getenv("MISTAKES")
local panel = folder .. "/workshops/spring/panel-1/panel.yaml"

local function fail(why)
  io.stderr:write("error: " .. why .. "\n")
  vim.cmd("cquit 1")
end

local function must(holds, why)
  if not holds then
    fail(why)
  end
end

local function wait_for(what, done)
  must(vim.wait(20000, done, 5), "waited in vain for " .. what)
end

local function problems()
  return vim.diagnostic.get(0)
end

--- Puts a word in place of another on the first line that has it, and the cursor on it.
local function replace(old, new)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local from, to = line:find(old, 1, true)
    if from then
      vim.api.nvim_buf_set_text(0, number - 1, from - 1, number - 1, to, { new })
      vim.api.nvim_win_set_cursor(0, { number, from })
      return
    end
  end
  fail("there is no `" .. old .. "`")
end

local function ask(method, more)
  local params = vim.tbl_extend("force", vim.lsp.util.make_position_params(), more or {})
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 20000) or {}) do
    must(not answer.err, method .. ": " .. vim.inspect(answer.err))
    return answer.result
  end
  fail(method .. " was not answered")
end

local ok, why = pcall(function()
  vim.cmd("edit " .. panel)
  local client = vim.lsp.start_client({ name = "idm", cmd = { program, "lsp" }, root_dir = folder })
  must(client, "the server does not start")
  vim.lsp.buf_attach_client(0, client)
  wait_for("the server", function()
    return vim.lsp.get_client_by_id(client).initialized
  end)

  -- A mistake is shown, and mended by the action that is offered.
  replace("moreau", "moreua")
  wait_for("a problem", function()
    return #problems() == 1
  end)
  must(problems()[1].code == "dangling-reference", vim.inspect(problems()))
  local range = vim.lsp.util.make_range_params()
  range.context = { diagnostics = {} }
  local actions = ask("textDocument/codeAction", range)
  must(actions[1].title == "write `moreau`", vim.inspect(actions))
  vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
  wait_for("its end", function()
    return #problems() == 0
  end)

  -- Typical mistakes, each mended by the first that is offered where it is shown.
  local list = io.open(mistakes):read("*a")
  for _, mistake in ipairs(vim.json.decode(list)) do
    vim.cmd("edit! " .. folder .. "/" .. mistake.file)
    vim.lsp.buf_attach_client(0, client)
    replace(mistake.right, mistake.wrong)
    wait_for("a problem of " .. mistake.wrong, function()
      return #problems() > 0
    end)
    while #problems() > 0 do
      local left = problems()
      local first = left[1]
      local answer = ask("textDocument/codeAction", {
        range = {
          start = { line = first.lnum, character = first.col },
          ["end"] = { line = first.end_lnum, character = first.end_col },
        },
        context = { diagnostics = {} },
      })
      must(answer[1] and answer[1].edit, "nothing is offered for " .. mistake.wrong)
      vim.lsp.util.apply_workspace_edit(answer[1].edit, "utf-16")
      wait_for("the end of " .. mistake.wrong, function()
        return #problems() < #left
      end)
    end
    vim.cmd("edit!")
  end
  vim.cmd("edit " .. panel)
  vim.lsp.buf_attach_client(0, client)
  replace("moreau", "moreau")

  local hover = ask("textDocument/hover")
  must(hover.contents.value:find("person"), vim.inspect(hover))

  local places = ask("textDocument/definition")
  must(places[1].uri:find("people.yaml$"), vim.inspect(places))

  -- A name is changed in every file.
  local edit = ask("textDocument/rename", { newName = "jeanne-moreau" })
  vim.lsp.util.apply_workspace_edit(edit, "utf-16")
  vim.cmd("silent wall")
  must(#vim.fn.systemlist({ "grep", "-rlw", "jeanne-moreau", folder }) >= 2, "the name stands in two files at least")
  must(vim.fn.system({ program, "check", "--project", folder, "--deny", "warnings" }) and vim.v.shell_error == 0,
    "the renamed publication is not sound")

  replace("status: draft", "status: ")
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local position = { line = line, character = #vim.api.nvim_buf_get_lines(0, line, line + 1, false)[1] }
  local items = vim.tbl_map(function(item)
    return item.label
  end, ask("textDocument/completion", { position = position }))
  must(vim.tbl_contains(items, "cleared"), vim.inspect(items))
end)

if not ok then
  fail(why)
end
print("Neovim: a problem, its end, typical mistakes mended by what is offered, hover, definition, rename, completion\n")
vim.cmd("qall!")
