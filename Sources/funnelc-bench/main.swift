import Glibc

// Measures whole runs of the command that was built beside this one: `funnelc-bench [LEADS]`; what keeping them in a store
// costs: `funnelc-bench durable [LEADS or FEED]`; and how long it checks funnels as they grow: `funnelc-bench check`.
//
// The inputs are generated, the same on every machine. Each row is the median of three processes; the growth from row to row
// shows whether time is linear, and what memory a journey takes that is kept: the peak beyond that of a feed of one lead.

func usage() -> Never {
  print("usage: funnelc-bench [LEADS]\n       funnelc-bench durable [LEADS or FEED]\n       funnelc-bench check")
  exit(2)
}

let words = CommandLine.arguments.dropFirst()
switch words.first {
case "durable":
  let size = words.count > 1 ? Int(words[2]) : 100_000
  let bench = Bench(leads: size ?? 1)
  exit(bench.runDurably(feed: size == nil ? words[2] : nil) ? 0 : 1)
case "check": exit(Bench(leads: 1).runCheck() ? 0 : 1)
case "floor":
  guard words.count == 3 else { usage() }
  exit(RowFloor.insert(linesOf: words[2], into: words[3]) ? 0 : 1)
default:
  guard let size = words.isEmpty ? 100_000 : Int(words[1]), size > 0 else { usage() }
  exit(Bench(leads: size).run() ? 0 : 1)
}
