import Testing

@testable import Verify

/// What a run may say of a file that was not looked into to its end.
@Suite struct StatusTests {
    @Test(arguments: [Check.codestreamDamaged, .uncheckedStream, .unaccountedPixels, .truncated, .unreadable])
    func aFileInPartIsNoWholeOne(check: Check) {
        var summary = Summary()
        summary.add([Finding(check, offset: 0)])
        #expect(!summary.isComplete && summary.partlyUnchecked == 1)
        #expect(TextReport.line(summary).contains("1 file not checked in full"))
        #expect(JSONReport.line(summary).contains(#""partlyUnchecked":1"#))
        var other = Summary()
        other.merge(summary)
        #expect(!other.isComplete)
    }

    @Test func whatSomebodyAcceptsIsLookedAt() {
        var finding = Finding(.uncheckedStream, offset: 0)
        finding.accepted = "seen"
        var summary = Summary()
        summary.add([finding, Finding(.burnedIn, offset: 0)])
        #expect(summary.isComplete)
    }
}
