import Glibc

// Measures whole runs of the command that was built beside this one: `funnelc-bench [LEADS]`.
//
// The inputs are generated, the same on every machine. Each row is the median of three processes; the growth from row to row
// shows whether time is linear and memory constant.

guard let size = CommandLine.argc > 1 ? Int(CommandLine.arguments[1]) : 100_000, size > 0 else {
  print("usage: funnelc-bench [LEADS]")
  exit(2)
}
let bench = Bench(leads: size)
exit(bench.run() ? 0 : 1)
