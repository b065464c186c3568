-- Drives a headless Neovim through what a person does: opens a file, types, looks at the ghost text,
-- accepts it, hovers. Prints one JSON document; every wait ends with its condition or with an error.
local plugin, command, file = vim.env.GLOSS_PLUGIN, vim.env.GLOSS_COMMAND, vim.env.GLOSS_FILE
local patience_millis, poll_millis = 120000, 20

vim.opt.runtimepath:prepend(plugin)
local ghost = require('gloss.ghost')
local seen = {}

local function finish(result, status)
  io.stdout:write(vim.fn.json_encode(result) .. '\n')
  io.stdout:flush()
  vim.cmd(status == 0 and 'qall!' or 'cquit 1')
end

local script = coroutine.create(function()
  local function wait_for(what, condition)
    local waited = 0
    while not condition() do
      waited = waited + poll_millis
      if waited > patience_millis then
        error('waited in vain for ' .. what .. '; status ' .. vim.inspect(vim.g.gloss_status))
      end
      coroutine.yield()
    end
  end

  require('gloss').setup({
    cmd = vim.fn.json_decode(command),
    filetypes = { 'java' },
    settings = { completion = { eagerness = "eager" } },
  })
  vim.cmd('edit ' .. vim.fn.fnameescape(file))
  vim.bo.filetype = 'java'
  -- What is typed must stand there as it was typed.
  vim.bo.formatoptions, vim.bo.autoindent, vim.bo.indentexpr = '', false, ''
  local client
  wait_for('the client', function()
    client = select(2, next(vim.lsp.buf_get_clients(0)))
    return client and client.initialized
  end)
  seen.client = client.name
  wait_for('the model', function()
    return vim.g.gloss_status and vim.g.gloss_status.state == 'ready'
  end)

  vim.fn.search('// here')
  vim.api.nvim_input('o' .. vim.env.GLOSS_TYPED)
  wait_for('ghost text', function() return ghost.text() end)
  seen.mode = vim.api.nvim_get_mode().mode
  seen.ghost = ghost.text()
  seen.before = vim.api.nvim_get_current_line()
  vim.api.nvim_input('<Tab>')
  wait_for('the accepted text', function()
    return vim.api.nvim_get_current_line() ~= seen.before
  end)
  seen.after = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  vim.api.nvim_input('<Esc>')
  wait_for('normal mode', function() return vim.api.nvim_get_mode().mode == 'n' end)

  vim.fn.search('sum()')
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  wait_for('an explanation', function()
    if not seen.asked then
      seen.asked = true
      client.request('textDocument/hover', params, function(_, result)
        seen.hover = result and result.contents and (result.contents.value or result.contents)
        -- An answer that is still being thought about comes with the next hover.
        seen.asked = seen.hover ~= nil and not seen.hover:find('…', 1, true)
      end, 0)
    end
    return seen.asked and seen.hover
  end)
end)

local timer = vim.loop.new_timer()
timer:start(poll_millis, poll_millis, vim.schedule_wrap(function()
  if coroutine.status(script) == 'suspended' then
    local ok, message = coroutine.resume(script)
    if not ok then
      timer:stop()
      seen.error = message
      finish(seen, 1)
    elseif coroutine.status(script) == 'dead' then
      timer:stop()
      finish(seen, 0)
    end
  end
end))
