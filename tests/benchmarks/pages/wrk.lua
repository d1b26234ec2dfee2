-- Sends the requests of a file in turn, as they are, but for two words: {N}, a number never used
-- before, and {IP}, an address of its own. Prints one line that `wrk.py` reads.
--
-- Arguments: the file, the status awaited, the first number.
-- The file: for each request its length in bytes on a line, then its bytes.

local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  number, asked, refused, requests = tonumber(args[3]), 0, 0, {}
  local file = io.open(args[1], "rb")
  while true do
    local length = file:read("*n")
    if not length then break end
    file:read(1)
    requests[#requests + 1] = file:read(length)
  end
  file:close()
  local awaited = tonumber(args[2])
  if awaited ~= 200 then
    response = function(status)
      if status ~= awaited then refused = refused + 1 end
    end
  end
end

function request()
  local one = requests[asked % #requests + 1]
  asked, number = asked + 1, number + 1
  if one:find("{", 1, true) then
    one = one:gsub("{N}", string.format("%013.0f", number))
    one = one:gsub("{IP}", string.format("10.%d.%d.%d",
      number / 65536 % 256, number / 256 % 256, number % 256))
  end
  return one
end

function done(summary, latency)
  local asked_of_all, refused_of_all, errors = 0, 0, summary.errors
  for _, thread in ipairs(threads) do
    asked_of_all = asked_of_all + thread:get("asked")
    refused_of_all = refused_of_all + thread:get("refused")
  end
  io.write(string.format("RESULT %d %d %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.bytes, asked_of_all,
    refused_of_all + errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
