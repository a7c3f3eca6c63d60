import Testing

@testable import Verify

@Suite struct UIDRootTests {
    private static let made = "1.2.826.0.1.3680043.8.498.12345678901234567890"

    @Test(
        arguments: [
            ([], made, true), (["1.2.826.0.1.3680043.8.498"], made, false),
            (["1.2.826.0.1.3680043.8.498."], made, false),
            (["1.2.826.0.1.3680043.8.49"], made, true),
            (["1.2.826.0.1.3680043.8.498"], "1.2.840.113619.2.1.4711", true),
            (["1.2.276.0.99", "1.2.826.0.1.3680043.8.498"], made, false),
            (["1.2.826.0.1.3680043.8.498"], "1.2.826.0.1.3680043.8.498.x", true),
        ] as [([String], String, Bool)]) func uidsUnderARootOfTheToolAreMade(
            roots: [String], uid: String, isFound: Bool
        )
    {
        var options = VerifierOptions()
        for root in roots { #expect(options.uidRoots.add(root) == nil) }
        let bytes = CleanFile.with { $0.set(0x0020_000D, "UI", uid) }
        #expect(Verifier(options: options).verify(bytes: bytes).isEmpty != isFound)
    }

    @Test(arguments: ["", "1.2.826", "1.2.840.10008", "1.2.840.10008.5", "1..2.3.4", "a.b.c.d", "1.2.3.4.."])
    func whatIsNoRootOfAToolIsRefused(root: String) {
        var roots = UIDRoots()
        #expect(roots.add(root) != nil)
    }

    @Test func namesOfFilesMayHaveThem() {
        var roots = UIDRoots()
        let name = Array("\(Self.made).dcm".utf8)[...]
        #expect(NameCheck.check(name, acceptsUIDs: false, roots) != nil)
        #expect(roots.add("1.2.826.0.1.3680043.8.498") == nil)
        #expect(NameCheck.check(name, acceptsUIDs: false, roots) == nil)
    }
}
