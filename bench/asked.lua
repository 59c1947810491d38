-- Asks the addresses of a file, one a line, each once and in its order; reports as one line of JSON.
local addresses, at, running = {}, 0, nil

function setup(thread)
  running = thread
end

function init(args)
  for line in io.lines(args[1]) do addresses[#addresses + 1] = line end
  loop = args[2] == "again"
end

function request()
  if at >= #addresses then
    if loop then at = 0 else wrk.thread:stop(); at = #addresses - 1 end
  end
  at = at + 1
  return wrk.format("GET", addresses[at])
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"took_us":%d,"bytes":%d,"p50_us":%d,"p99_us":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
