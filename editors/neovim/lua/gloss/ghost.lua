--- Ghost text for Neovim versions that do not show inline completions themselves.

local M = {}

local namespace = vim.api.nvim_create_namespace('gloss')
local debounce_millis = 75

--- What is on the screen: {buffer, row, column, text}, text being what is not typed yet.
local shown = nil
--- Counts changes, so that an answer to an older one is not shown.
local generation = 0
local cancel = nil

local function client_of(buffer)
  for _, client in pairs(vim.lsp.buf_get_clients(buffer)) do
    if client.name == 'gloss' and client.server_capabilities.inlineCompletionProvider then
      return client
    end
  end
end

local function clear()
  if shown then
    if vim.api.nvim_buf_is_valid(shown.buffer) then
      vim.api.nvim_buf_clear_namespace(shown.buffer, namespace, 0, -1)
    end
    shown = nil
  end
end

local function show(buffer, row, column, text)
  clear()
  local lines = vim.split(text, '\n', { plain = true })
  local below = {}
  for index = 2, #lines do
    below[#below + 1] = { { lines[index], 'Comment' } }
  end
  vim.api.nvim_buf_set_extmark(buffer, namespace, row, column, {
    virt_text = { { lines[1], 'Comment' } },
    virt_text_pos = 'overlay',
    virt_lines = #below > 0 and below or nil,
    hl_mode = 'combine',
  })
  shown = { buffer = buffer, row = row, column = column, text = text }
end

local function cursor()
  local position = vim.api.nvim_win_get_cursor(0)
  return position[1] - 1, position[2]
end

--- The part of an item that is not typed yet, or nil where the item does not fit the cursor.
local function untyped(item, buffer, row, column)
  local text = type(item.insertText) == 'table' and item.insertText.value or item.insertText
  if not item.range then
    return text
  end
  if item.range.start.line ~= row then
    return nil
  end
  local line = vim.api.nvim_buf_get_lines(buffer, row, row + 1, false)[1] or ''
  local start = vim.str_byteindex(line, math.min(item.range.start.character, vim.str_utfindex(line)), true)
  local typed = line:sub(start + 1, column)
  if text:sub(1, #typed) ~= typed then
    return nil
  end
  return text:sub(#typed + 1)
end

local function request()
  local buffer = vim.api.nvim_get_current_buf()
  local client = client_of(buffer)
  if not client then
    return
  end
  local row, column = cursor()
  local asked = generation
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params.context = { triggerKind = 2 }
  local ok, id = client.request('textDocument/inlineCompletion', params, function(_, result)
    if asked ~= generation or not result then
      return
    end
    local item = (result.items or result)[1]
    local text = item and untyped(item, buffer, row, column)
    if text and text ~= '' and vim.api.nvim_get_mode().mode:sub(1, 1) == 'i' then
      show(buffer, row, column, text)
    end
  end, buffer)
  if ok then
    cancel = function()
      client.cancel_request(id)
    end
  end
end

--- Typing what the ghost text says moves through it without a new request.
local function type_through()
  if not shown or shown.buffer ~= vim.api.nvim_get_current_buf() then
    return false
  end
  local row, column = cursor()
  if row ~= shown.row or column <= shown.column then
    return false
  end
  local typed = vim.api.nvim_buf_get_text(0, row, shown.column, row, column, {})[1]
  if shown.text:sub(1, #typed) ~= typed or #typed >= #shown.text then
    return false
  end
  show(shown.buffer, row, column, shown.text:sub(#typed + 1))
  return true
end

local function changed()
  if type_through() then
    return
  end
  generation = generation + 1
  clear()
  if cancel then
    pcall(cancel)
    cancel = nil
  end
  local asked = generation
  vim.defer_fn(function()
    if asked == generation then
      request()
    end
  end, debounce_millis)
end

local function insert(text)
  local buffer, row, column = shown.buffer, shown.row, shown.column
  clear()
  generation = generation + 1
  -- Buffers cannot be changed from within an expression mapping.
  vim.schedule(function()
    local lines = vim.split(text, '\n', { plain = true })
    vim.api.nvim_buf_set_text(buffer, row, column, row, column, lines)
    local last = #lines == 1 and column + #lines[1] or #lines[#lines]
    vim.api.nvim_win_set_cursor(0, { row + #lines, last })
  end)
end

--- The text on the screen that is not typed yet, or nil.
function M.text()
  return shown and shown.text
end

--- Takes all of the ghost text; false where there is none.
function M.accept()
  if not shown then
    return false
  end
  insert(shown.text)
  return true
end

--- Takes the next word of the ghost text; false where there is none.
function M.accept_word()
  if not shown then
    return false
  end
  insert(shown.text:match('^%s*[%w_]+') or shown.text:match('^%s*[^%w_%s]+') or shown.text)
  return true
end

--- Takes the ghost text off the screen; false where there is none.
function M.dismiss()
  if not shown then
    return false
  end
  clear()
  generation = generation + 1
  return true
end

--- Asks for ghost text whenever something is typed.
function M.enable(group)
  vim.api.nvim_create_autocmd({ 'TextChangedI', 'InsertEnter' }, { group = group, callback = changed })
  vim.api.nvim_create_autocmd({ 'InsertLeave', 'BufLeave' }, {
    group = group,
    callback = function()
      generation = generation + 1
      clear()
    end,
  })
end

return M
