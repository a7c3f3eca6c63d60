import Glibc

/// How many damaged inputs a test tries: a million by `DCMVEIL_MUTATIONS=1000000 swift test --filter Mutation`.
func mutationRounds(_ usual: Int) -> Int { getenv("DCMVEIL_MUTATIONS").flatMap { Int(String(cString: $0)) } ?? usual }

/// One damage that nobody thought of.
func mutate(_ bytes: inout [UInt8], _ generator: inout SplitMix) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
    case 3: bytes.remove(at: place)
    case 4: bytes.removeLast(bytes.count - place)
    default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 70)], at: place)
    }
}

/// Random numbers that a seed brings back.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
