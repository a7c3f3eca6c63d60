import Glibc
import Testing

@testable import Seal

struct TamperingTests {
    static let identity = try! X25519Identity.generate()

    @Test func everyCutIsRefused() throws {
        let sealed = try seal(pattern(50), to: [Self.identity.recipient])
        for count in 0..<sealed.count {
            let kind = SealError.Kind.of { _ = try open(Array(sealed[..<count]), with: [Self.identity]) }
            let expected: SealError.Kind = count < RoundTripTests.headerSize + 16 ? .header : .payload
            #expect(kind == expected, "cut to \(count) bytes")
        }
    }

    @Test func everyCutOfALargeFileIsRefusedWithoutReleasingMoreThanItsChunks() throws {
        let plaintext = pattern(3 * 65536)
        let sealed = try seal(plaintext, to: [Self.identity.recipient])
        let start = RoundTripTests.headerSize + 16
        for chunk in 0...3 {
            for cut in [
                start + chunk * 65552 - 1, start + chunk * 65552, start + chunk * 65552 + 1, start + chunk * 65552 + 16,
            ]
            where cut < sealed.count && cut >= start {
                let released = Released()
                let error = #expect(throws: SealError.self, "cut to \(cut)") {
                    var reader = AgeReader(identities: [Self.identity], output: Shared(released: released))
                    try reader.write(sealed.span.bytes.extracting(first: cut))
                    _ = try reader.finish()
                }
                #expect(error?.kind == .payload)
                #expect(plaintext.starts(with: released.bytes))
                if (cut - start).isMultiple(of: 65552) {
                    #expect(error == SealError(.truncatedPayload, at: .byte(cut)))
                    #expect(released.bytes.count == chunk * 65536)
                }
            }
        }
    }

    @Test func everyFlippedBitIsRefused() throws {
        var sealed = try seal(pattern(20), to: [Self.identity.recipient])
        for bit in 0..<sealed.count * 8 {
            sealed[bit / 8] ^= 1 << (bit % 8)
            let released = Released()
            #expect(throws: SealError.self, "bit \(bit)") {
                var reader = AgeReader(identities: [Self.identity], output: Shared(released: released))
                try reader.write(sealed.span.bytes)
                _ = try reader.finish()
            }
            #expect(released.bytes.isEmpty)
            sealed[bit / 8] ^= 1 << (bit % 8)
        }
        #expect(try open(sealed, with: [Self.identity]) == pattern(20))
    }

    @Test(arguments: [0, 1, 65535, 65536, 65537, 131_072])
    func anAppendedByteIsRefused(size: Int) throws {
        let sealed = try seal(pattern(size), to: [Self.identity.recipient])
        let found = code { _ = try open(sealed + [0], with: [Self.identity]) }
        #expect(found == (size > 0 && size.isMultiple(of: 65536) ? .dataAfterLastChunk : .lastChunkAlteredOrCut))
    }

    @Test func chunksCannotTradePlaces() throws {
        var sealed = try seal(pattern(4 * 65536), to: [Self.identity.recipient])
        let start = RoundTripTests.headerSize + 16
        for index in 0..<65552 { sealed.swapAt(start + index, start + 65552 + index) }
        #expect(code { _ = try open(sealed, with: [Self.identity]) } == .chunkAltered)
    }

    @Test func theHeaderOfAnotherFileIsRefused() throws {
        let one = try seal(pattern(10), to: [Self.identity.recipient])
        let two = try seal(pattern(10), to: [Self.identity.recipient])
        let mixed = Array(one[..<RoundTripTests.headerSize] + two[RoundTripTests.headerSize...])
        #expect(code { _ = try open(mixed, with: [Self.identity]) } == .lastChunkAlteredOrCut)
    }

    @Test func aReaderThatFailedTakesNoMore() throws {
        let sealed = try seal(pattern(70_000), to: [Self.identity.recipient])
        var broken = sealed
        broken[RoundTripTests.headerSize + 100] ^= 1
        var reader = AgeReader(identities: [Self.identity], output: Memory())
        var first: SealError?
        do { try reader.write(broken.span.bytes) } catch { first = error as? SealError }
        #expect(first == SealError(.chunkAltered, at: .byte(RoundTripTests.headerSize + 16)))
        var second: SealError?
        do { try reader.write(sealed.span.bytes) } catch { second = error as? SealError }
        #expect(second?.code == .usedAfterFailure)
        do {
            _ = try reader.finish()
            Issue.record("finished after a failure")
        } catch { #expect((error as? SealError)?.code == .usedAfterFailure) }
    }

    @Test(arguments: 0..<4) func aFullDiskIsReportedAsItself(writes: Int) {
        #expect(throws: FullDisk.NoSpace.self) {
            var writer = try AgeWriter(to: [Self.identity.recipient], output: FullDisk(writesLeft: writes))
            let plaintext = pattern(150_000)
            try writer.write(plaintext.span.bytes)
            _ = try writer.finish()
        }
    }
}

/// Damage that nobody thought of. A failure prints the seed that brings it back.
struct MutationTests {
    @Test func noMutationOpensToOtherBytes() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SplitMix(state: seed)
        let identity = try X25519Identity.generate()
        let plaintext = pattern(100)
        let binary = try seal(plaintext, to: [identity.recipient])
        let armored = try ArmorTests.armored(plaintext, to: identity.recipient)
        for round in 0..<mutationRounds(20_000) {
            let original = round.isMultiple(of: 2) ? binary : armored
            var mutated = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&mutated, &generator) }
            let released = Released()
            do {
                var reader = AgeReader(identities: [identity], output: Shared(released: released))
                try reader.write(mutated.span.bytes)
                _ = try reader.finish()
                // Blank lines around armor are the only change that may pass.
                #expect(released.bytes == plaintext, "seed \(seed), round \(round)")
                #expect(mutated == original || original == armored, "seed \(seed), round \(round)")
            } catch {
                #expect(error is SealError && released.bytes.isEmpty, "seed \(seed), round \(round)")
            }
        }
    }
}
