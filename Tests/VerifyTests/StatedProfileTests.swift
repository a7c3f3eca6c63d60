import Standard
import Testing

@testable import Verify

/// A profile that files may say that they were made by: what it allows holds for those, and for no others.
@Suite struct StatedProfileTests {
    private static let method = "dcmveil\\PS3.15 2026d\\profile usual\\sha256:\(String(repeating: "0a", count: 24))"
    private static let codes = ["113100", "113105", "113107"]

    /// Another one that files may state: of it a person is told.
    private static let otherMethod =
        "dcmveil\\PS3.15 2026d\\profile other\\sha256:\(String(repeating: "0b", count: 24))"
    private static let otherCodes = ["113100", "113106"]
    private static let other = StatedProfile.Source(name: "other", notice: .limitedDataSet) {
        var expectations = Expectations()
        expectations.kept = [0x0008_0020, 0x0010_0040].map { TagMask(value: $0, mask: .max) }
        expectations.dates = .unmodified
        expectations.digest = String(repeating: "0b", count: 24)
        return StatedProfile(method: otherMethod, codes: otherCodes, expectations: expectations)
    }

    private static let verifier = Verifier(
        stated: [
            .init(name: "usual") {
                var expectations = Expectations()
                expectations.kept = [0x0008_0119, 0x0010_0040, 0x0010_1030].map { TagMask(value: $0, mask: .max) }
                expectations.keptTerms = [TagMask(value: 0x0008_0119, mask: .max)]
                expectations.cleaned = [0x0008_1030, 0x0008_2111, 0x0010_4000, 0x0020_4000].map {
                    TagMask(value: $0, mask: .max)
                }
                expectations.moved = [TagMask(value: 0x0008_0020, mask: .max)]
                expectations.privateAttributes = [
                    .init(
                        attribute: PrivateAttribute(group: 0x0009, creator: "ACME", element: 0x01), vr: .ds,
                        isOriginal: false)
                ]
                expectations.dates = .modified
                expectations.digest = String(repeating: "0a", count: 24)
                return StatedProfile(method: method, codes: codes, expectations: expectations)
            }, other,
        ])

    private static func file(
        _ method: String? = method, _ codes: [String] = codes, scheme: String = "DCM",
        _ change: (inout CleanFile) -> Void = { _ in }
    )
        -> [UInt8]
    {
        CleanFile.with { file in
            file.dates = "MODIFIED"
            if let method { file.set(0x0012_0063, "LO", method) }
            let items = codes.map {
                file.bytes.element(0x0008_0100, "SH", $0) + file.bytes.element(0x0008_0102, "SH", scheme)
            }
            if !codes.isEmpty { file.changes[0x0012_0064] = file.bytes.sequence(0x0012_0064, items) }
            change(&file)
        }
    }

    private static func found(_ bytes: [UInt8]) -> [String] { verifier.verify(bytes: bytes).map(\.check.rawValue) }

    private static func fill(_ file: inout CleanFile) {
        file.set(0x0008_0020, "DA", "20200203")
        file.set(0x0008_1030, "LO", "CT CHEST")
        file.set(0x0010_0040, "CS", "F")
        file.set(0x0010_1030, "DS", "70")
        file.set(0x0020_4000, "LT", "Thorax nativ")
    }

    @Test func whatTheProfileAllowsMayStay() {
        #expect(Self.found(Self.file { Self.fill(&$0) }) == [])
    }

    @Test func eachIsHeldToTheProfileThatItStates() {
        func file(_ method: String, _ codes: [String], _ change: (inout CleanFile) -> Void) -> [UInt8] {
            Self.file(method, codes) { file in
                file.dates = "UNMODIFIED"
                change(&file)
            }
        }
        let other = Self.found(
            file(Self.otherMethod, Self.otherCodes) { file in
                file.set(0x0008_0020, "DA", "20200203")
                file.set(0x0010_0040, "CS", "F")
            })
        #expect(other == ["DV0409"])
        // What the first one lets stay, the other one does not, in front of the statement and behind it.
        let filled = Self.found(file(Self.otherMethod, Self.otherCodes, Self.fill))
        #expect(filled.filter { $0 == "DV0101" }.count == 3 && filled.contains("DV0409"))
        // And the codes have to be those of the profile that is named.
        let mixed = Self.found(file(Self.otherMethod, Self.codes) { $0.set(0x0008_0020, "DA", "20200203") })
        #expect(mixed.contains("DV0103") && !mixed.contains("DV0409"))
        let first = Self.found(Self.file { $0.set(0x0008_0020, "DA", "20200203") })
        #expect(first == [])
    }

    @Test func othersAreHeldToTheBasicProfile() {
        let basic = ["DV0101", "DV0103", "DV0101", "DV0101"]
        func statement(_ method: String?, _ codes: [String], scheme: String = "DCM") -> [String] {
            Self.found(Self.file(method, codes, scheme: scheme, Self.fill)).filter { !$0.hasPrefix("DV04") }
        }
        #expect(statement(nil, []) == basic)
        #expect(statement(Self.method, []) == basic)
        #expect(statement(nil, Self.codes) == basic)
        #expect(statement(Self.method, Array(Self.codes.dropLast())) == basic)
        #expect(statement(Self.method, Self.codes + ["113110"]) == basic)
        #expect(statement(Self.method, Self.codes + ["113100"]) == basic)
        #expect(statement(Self.method, Self.codes, scheme: "99X") == basic)
        #expect(statement(Self.method.replacing("0a0a", with: "0a0b", maxReplacements: 1), Self.codes) == basic)
        #expect(statement(Self.method + "\\more", Self.codes) == basic)
        #expect(statement(Self.method.replacing("2026d", with: "2026e"), Self.codes) == basic)
    }

    @Test func theStatementCountsAtTheTopLevelAndOnce() {
        let inside = Self.found(
            Self.file(nil, []) { file in
                Self.fill(&file)
                let items = Self.codes.map {
                    file.bytes.element(0x0008_0100, "SH", $0) + file.bytes.element(0x0008_0102, "SH", "DCM")
                }
                let content =
                    file.bytes.element(0x0012_0063, "LO", Self.method) + file.bytes.sequence(0x0012_0064, items)
                file.changes[0x0008_1140] = file.bytes.sequence(0x0008_1140, [content])
            })
        #expect(inside.filter { $0 == "DV0101" }.count == 3)
        let twice = Self.found(
            Self.file { file in
                Self.fill(&file)
                file.changes[0x0012_0063] =
                    file.bytes.element(0x0012_0063, "LO", Self.method)
                    + file.bytes.element(0x0012_0063, "LO", Self.method)
            })
        #expect(twice.filter { $0 == "DV0101" }.count == 3)
        // Behind what it is about, in a file out of order, it comes too late.
        let late = Self.found(
            Self.file { file in
                Self.fill(&file)
                file.changes[0x0008_0005] = file.bytes.element(0x0020_4000, "LT", "Thorax nativ")
            })
        #expect(late.filter { $0 == "DV0101" }.count >= 3)
    }

    @Test func aNameInCleanedTextIsFound() {
        let before = Self.found(Self.file { $0.set(0x0008_1030, "LO", "CT CHEST Smithers") })
        let behind = Self.found(Self.file { $0.set(0x0020_4000, "LT", "CT CHEST Smithers") })
        #expect(before == ["DV0101"] && behind == ["DV0101"])
        #expect(Self.found(Self.file { $0.set(0x0010_0010, "PN", "Smithers^W") }) == ["DV0103"])
    }

    @Test func emptyAndDummyTextsAreAsEver() {
        #expect(Self.found(Self.file { $0.set(0x0008_1030, "LO", "") }) == [])
        #expect(Self.found(Self.file { $0.set(0x0008_1030, "LO", "ANONYMIZED") }) == ["DV0102"])
    }

    @Test func privateElementsOfGroupsBeforeTheStatement() {
        func file(_ method: String?, _ element: UInt32) -> [UInt8] {
            Self.file(method) { file in
                file.set(0x0009_0010, "LO", "ACME")
                file.set(element, "DS", "1.5")
            }
        }
        #expect(Self.found(file(Self.method, 0x0009_1001)) == [])
        #expect(Self.found(file(Self.method, 0x0009_1002)) == ["DV0112"])
        #expect(Self.found(file(nil, 0x0009_1001)) == ["DV0112", "DV0112"])
    }

    /// A code is known to its end only with the designator of its scheme, which is then judged twice.
    @Test func codesBeforeTheStatementAreJudgedOnceByEachProfile() {
        func found(_ method: String?, _ value: String, _ scheme: String, version: String = "01") -> [String] {
            let file = Self.file(method) { file in
                let code =
                    file.bytes.element(0x0008_0100, "SH", value) + file.bytes.element(0x0008_0102, "SH", scheme)
                    + file.bytes.element(0x0008_0103, "SH", version)
                file.changes[0x0008_2218] = file.bytes.sequence(0x0008_2218, [code])
            }
            return Self.found(file).filter { !$0.hasPrefix("DV04") }
        }
        for method in [Self.method, "another"] {
            #expect(found(method, "MRN4711123", "99ACME") == ["DV0224"])
            #expect(found(method, "mg{Smithers}", "UCUM") == ["DV0223"])
            #expect(found(method, "T-D4909", "SRT", version: "20200101") == [])
            #expect(found(method, "T-D4909", "99ACME", version: "20200101").contains("DV0221"))
        }
    }

    /// What the profile keeps by name is a finding of the Basic Profile alone.
    @Test func codesThatTheProfileKeepsAreFoundWhereItIsNotStated() {
        func found(_ method: String?) -> [String] {
            let file = Self.file(method) { file in
                let code =
                    file.bytes.element(0x0008_0102, "SH", "99ACME")
                    + file.bytes.element(0x0008_0119, "UC", "MRN4711123")
                file.changes[0x0008_2218] = file.bytes.sequence(0x0008_2218, [code])
            }
            return Self.found(file).filter { !$0.hasPrefix("DV04") }
        }
        #expect(found(Self.method) == [])
        #expect(found("another") == ["DV0224"])
    }

    @Test func whatIsHeldBackIsBounded() {
        func file(_ method: String?, _ texts: Int, _ text: String) -> [UInt8] {
            Self.file(method) { file in
                let content = file.bytes.element(0x0008_2111, "ST", text)
                file.changes[0x0008_1140] = file.bytes.sequence(0x0008_1140, Array(repeating: content, count: texts))
                file.set(0x0020_4000, "LT", "Smithers")
            }
        }
        #expect(Self.found(file(Self.method, 3000, "Thorax nativ")) == ["DV0101"])
        let basic = Self.verifier.verify(bytes: file(nil, 3000, "Thorax nativ"))
        #expect(basic.count { $0.check == .attributeRemains } == 1001)
        #expect(basic.last { $0.check == .attributeRemains }.map(\.count) == 2001)
        let both = Self.verifier.verify(bytes: file(Self.method, 3000, "Smithers"))
        #expect(both.reduce(0) { $0 + $1.count } == 3001)
    }

    @Test func aTextThatHasGoneByIsHeldToTheBasicProfile() {
        // Read once from a deflate stream, of which no more is kept than a window.
        let long = Array(repeating: "ANONYMIZED", count: 60_000).joined(separator: "\\") + "\\CHEST"
        func bytes(_ text: String) -> [UInt8] {
            CleanFile.with { file in
                file.dates = "MODIFIED"
                file.bytes = .explicit
                file.changes[0x0008_1030] = file.bytes.element(0x0008_1030, "UC", text)
                file.set(0x0012_0063, "LO", Self.method)
                let items = Self.codes.map {
                    file.bytes.element(0x0008_0100, "SH", $0) + file.bytes.element(0x0008_0102, "SH", "DCM")
                }
                file.changes[0x0012_0064] = file.bytes.sequence(0x0012_0064, items)
            }
        }
        func deflatedFile(_ text: String) -> [UInt8] {
            let whole = bytes(text)
            var file = CleanFile()
            file.transferSyntax = "1.2.840.10008.1.2.1.99"
            let start = 132 + file.meta.count
            return file.preamble + Array("DICM".utf8) + file.meta
                + deflated(Array(whole[(132 + CleanFile().meta.count)...])) + (start % 2 == 0 ? [] : [0])
        }
        #expect(Self.found(deflatedFile("CHEST\\ABDOMEN")).isEmpty)
        #expect(Self.found(deflatedFile(long)).contains("DV0101"))
    }
}
