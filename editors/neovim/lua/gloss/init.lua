--- Gloss for Neovim: attaches the language server and shows its completions as ghost text.
--
-- Neovim 0.12 and later show inline completions themselves; for older ones (from 0.7 on) this file
-- brings its own ghost text.

local ghost = require('gloss.ghost')

local M = {}

local defaults = {
  --- The command that starts the server; `gloss` must be on PATH or be given with its folder.
  cmd = { 'gloss', 'lsp', '--stdio' },
  --- Filetypes to attach to.
  filetypes = { 'java' },
  --- What marks the root of a project, nearest first.
  root_markers = { '.git', 'pom.xml', 'build.gradle', 'build.gradle.kts' },
  --- Settings for the server, see docs/settings.md.
  -- Ghost text already shows what the popup menu would show a second time.
  settings = { completion = { popup = false } },
  --- Keys in insert mode; false leaves one out.
  keys = { accept = '<Tab>', accept_word = '<C-Right>', dismiss = '<C-]>' },
}

local function root_of(buffer, markers)
  local start = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':p:h')
  for _, marker in ipairs(markers) do
    local file = vim.fn.findfile(marker, start .. ';')
    local folder = vim.fn.finddir(marker, start .. ';')
    local found = file ~= '' and file or folder
    if found ~= '' then
      return vim.fn.fnamemodify(found, ':p:h' .. (folder ~= '' and file == '' and ':h' or ''))
    end
  end
  return start
end

local clients = {}

local function attach(buffer, options)
  local root = root_of(buffer, options.root_markers)
  local client = clients[root]
  if not client or not vim.lsp.get_client_by_id(client) then
    client = vim.lsp.start_client({
      name = 'gloss',
      cmd = options.cmd,
      root_dir = root,
      workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
      init_options = options.settings,
      settings = { gloss = options.settings },
      handlers = {
        ['$/gloss/status'] = function(_, status)
          vim.g.gloss_status = status
        end,
      },
    })
    clients[root] = client
  end
  if client then
    vim.lsp.buf_attach_client(buffer, client)
  end
end

local function map_keys(keys)
  local function map(key, action)
    if key then
      vim.keymap.set('i', key, function()
        if action() then
          return ''
        end
        return key
      end, { expr = true, replace_keycodes = true, desc = 'Gloss' })
    end
  end
  map(keys.accept, ghost.accept)
  map(keys.accept_word, ghost.accept_word)
  map(keys.dismiss, ghost.dismiss)
end

--- Starts Gloss for the filetypes given; see `defaults` above for the options.
function M.setup(options)
  options = vim.tbl_deep_extend('force', defaults, options or {})
  if vim.lsp.config and vim.lsp.inline_completion then
    vim.lsp.config('gloss', {
      cmd = options.cmd,
      filetypes = options.filetypes,
      root_markers = options.root_markers,
      init_options = options.settings,
      settings = { gloss = options.settings },
    })
    vim.lsp.enable('gloss')
    vim.lsp.inline_completion.enable()
    if options.keys.accept then
      vim.keymap.set('i', options.keys.accept, function()
        if not vim.lsp.inline_completion.get() then
          return options.keys.accept
        end
      end, { expr = true, desc = 'Gloss' })
    end
    return
  end
  local group = vim.api.nvim_create_augroup('gloss', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = options.filetypes,
    callback = function(event)
      attach(event.buf, options)
    end,
  })
  ghost.enable(group)
  map_keys(options.keys)
end

return M
