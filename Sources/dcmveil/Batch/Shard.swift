import ArgumentParser

/// One of `count` parts that a run is split into, without anything between the parts: each input belongs to the part that
/// the hash of its path names, as seen from the folder among the arguments.
struct Shard: ExpressibleByArgument, Hashable, Sendable, CustomStringConvertible {
    /// From 1 on.
    var number: Int
    var count: Int

    init(_ number: Int, of count: Int) {
        self.number = number
        self.count = count
    }

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]), (1...100_000).contains(count),
            (1...count).contains(number), argument.utf8.allSatisfy({ $0 != UInt8(ascii: "+") })
        else { return nil }
        self.number = number
        self.count = count
    }

    func contains(_ path: String) -> Bool {
        count == 1 || Int(StableHash.hash(path.utf8) % UInt64(count)) == number - 1
    }

    var description: String { "\(number)/\(count)" }
}
