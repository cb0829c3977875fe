/// The number of each subject's latest journey; as long as that is the subject's own, which it is where a subject has one
/// journey only, they take no memory.
struct SubjectNumbers: ExpressibleByArrayLiteral {
  /// Empty as long as each number is its own place.
  private var numbers: [Int] = []
  /// How many there are.
  private(set) var count = 0

  init(arrayLiteral elements: Int...) { for number in elements { append(number) } }

  var indices: Range<Int> { 0..<count }

  subscript(subject: Int) -> Int {
    @inline(__always) get { numbers.isEmpty ? subject : numbers[subject] }
    set {
      guard newValue != self[subject] else { return }
      writeOut()
      numbers[subject] = newValue
    }
  }

  mutating func append(_ number: Int) {
    if !numbers.isEmpty || number != count {
      writeOut()
      numbers.append(number)
    }
    count += 1
  }

  private mutating func writeOut() { if numbers.isEmpty { numbers = Array(indices) } }
}
