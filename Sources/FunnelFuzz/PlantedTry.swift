/// A mistake on purpose, which the fuzzer must find before its silence about the other parts means anything: one byte is
/// read behind the end of memory where the bytes begin with a certain word.
enum PlantedTry {
  static func run(_ bytes: UnsafeRawBufferPointer) {
    let word = Array("lead".utf8)
    guard bytes.count >= word.count, zip(bytes, word).allSatisfy({ $0 == $1 }) else { return }
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
    copy.initialize(from: Array(bytes), count: bytes.count)
    if copy[bytes.count] == 7 { print("seven") }
    copy.deallocate()
  }
}
