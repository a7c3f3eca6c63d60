import Standard
import Testing

@testable import Deidentify

/// The profile language, and errors that point at their place.
@Suite struct ProfileTests {
    static let errors: [(json: String, line: Int, column: Int, message: String, hint: String?)] = [
        ("[1]", 1, 1, "JSON object", nil),
        ("{\n  \"name\": \"a\",\n  \"optionz\": []\n}", 3, 3, "optionz", "options"),
        ("{\"name\":\"a\",\n\"options\":[\"retain-uid\"]}", 2, 12, "retain-uid", "retain-uids"),
        (
            "{\"name\":\"a\",\"rules\":[\n {\"attributes\":[\"PatientNam\"],\"action\":\"keep\"}]}", 2, 17,
            "PatientNam", "PatientName"
        ),
        (
            "{\"name\":\"a\",\"rules\":[{\"attributes\":[\"PatientName\"],\"action\":\"remov\"}]}", 1, 61, "remov",
            "remove"
        ),
        ("{\"name\":\"a\",\"rules\":[{\"attribute\":[],\"action\":\"keep\"}]}", 1, 23, "attribute", "attributes"),
        ("{\"name\":\"a\",\"rules\":[{\"action\":\"keep\"}]}", 1, 22, "no attributes", nil),
        ("{\"name\":\"a\",\"rules\":[{\"vrs\":[\"DA\"]}]}", 1, 22, "no action", nil),
        ("{\"name\":\"a\",\"rules\":[{\"vrs\":[\"XX\"],\"action\":\"keep\"}]}", 1, 30, "VR", nil),
        ("{\"name\":\"a\",\"rules\":{}}", 1, 21, "list", nil),
        ("{\"title\":\"a\"}", 1, 1, "needs a name", nil),
        ("{\"name\":\"a\",\"name\":\"b\"}", 1, 13, "twice", nil),
        ("{\"name\":\"a\",\"extends\":\"basik\"}", 1, 23, "basik", nil),
        ("{\"name\":\"a\",\"edition\":\"2020a\"}", 1, 23, "edition", nil),
        ("{\"name\":\"a\",\"table\":\"E\"}", 1, 21, "table", nil),
        ("{\"name\":\"a\",\"private\":\"maybe\"}", 1, 23, "maybe", nil),
        ("{\"name\":\"a\",\"options\":[\"clean-pixel-data\"]}", 1, 24, "not supported", nil),
        (
            "{\"name\":\"a\",\"options\":[\"retain-longitudinal-full-dates\",\"retain-longitudinal-modified-dates\"]}",
            1, 23, "exclude", nil
        ),
        ("{\"name\":\"ä\", \"x\": 1}", 1, 14, "unknown key", nil),
        ("{\"name\":\"a\",}", 1, 13, "key", nil), ("{\"name\":\"a\"} x", 1, 14, "follows", nil),
        ("{\"name\":\"a", 1, 11, "ends", nil),
        ("", 1, 1, "ends", nil), ("{\"name\":\"a\" // c\n}", 1, 13, "comma", nil), ("{'name':1}", 1, 2, "quotes", nil),
        ("{\"name\":1}", 1, 9, "text in quotes", nil),
        // What no rule names must be decided by somebody.
        ("{\"name\":\"x\"}", 1, 1, "no rule names", nil),
        ("{\"name\":\"x\",\"options\":[]}", 1, 1, "no rule names", nil),
        // Names go into every output.
        ("{\"name\":\"a\\\\b\",\"extends\":\"basic\"}", 1, 9, "name is", nil),
        ("{\"name\":\"a\\nb\",\"extends\":\"basic\"}", 1, 9, "name is", nil),
        ("{\"name\":\"\",\"extends\":\"basic\"}", 1, 9, "name is", nil),
        ("{\"name\":\"M\u{FC}ller\",\"extends\":\"basic\"}", 1, 9, "name is", nil),
        ("{\"name\":\"" + String(repeating: "a", count: 41) + "\",\"extends\":\"basic\"}", 1, 9, "name is", nil),
        ("{\"name\":\"x\",\"extends\":\"basic\",\"title\":\"a\\u001b[2J\"}", 1, 39, "title", nil),
        ("{\"name\":\"x\",\"extends\":\"basic\",\"options\":[\"retain-uids\",\"retain-uids\"]}", 1, 56, "twice", nil),
    ]

    @Test(arguments: errors.indices) func errorsPointAtTheirPlace(index: Int) throws {
        let expected = Self.errors[index]
        do {
            _ = try profile(expected.json)
            Issue.record("no error: \(expected.json)")
        } catch let error as ProfileError {
            #expect(error.source == "test.json")
            #expect(
                error.line == expected.line && error.column == expected.column,
                "\(expected.json): \(error.line):\(error.column)")
            #expect(error.message.contains(expected.message), "\(error.message)")
            if let hint = expected.hint { #expect(error.hint?.contains("\"\(hint)\"") == true, "\(error.hint ?? "-")") }
        }
    }

    @Test func errorsInAParentNameTheParent() {
        let find: ProfileReader.Finder = { _ in ("parent.json", Array("{\"name\":\"p\",\n\"oops\":1}".utf8)) }
        do throws(ProfileError) {
            _ = try ProfileReader.read(
                Array("{\"name\":\"c\",\"extends\":\"p\"}".utf8), source: "child.json", find: find)
            Issue.record("no error")
        } catch { #expect(error.source == "parent.json" && error.line == 2 && error.column == 1) }
    }

    @Test func circlesEnd() {
        let text = Array("{\"name\":\"c\",\"extends\":\"c\"}".utf8)
        #expect(throws: ProfileError.self) { _ = try ProfileReader.read(text, source: "c") { _ in ("c", text) } }
    }

    @Test func aCircleNamesItsMembers() {
        let texts = [
            "a.json": "{\"name\":\"a\",\"extends\":\"b.json\"}", "b.json": "{\"name\":\"b\",\n\"extends\":\"a.json\"}",
        ]
        let find: ProfileReader.Finder = { name in texts[name].map { (name, Array($0.utf8)) } }
        do throws(ProfileError) {
            _ = try ProfileReader.read(Array(texts["a.json"]!.utf8), source: "a.json", find: find)
            Issue.record("no error")
        } catch {
            #expect(error.message.contains("a.json extends b.json extends a.json"), "\(error.message)")
            #expect(error.source == "b.json" && error.line == 2 && error.column == 11)
        }
    }

    @Test func anUnreadableParentSaysWhyAndWhatToDo() {
        let find: ProfileReader.Finder = { name throws(ProfileReader.Unreadable) in
            throw .init("\(name): permission denied")
        }
        do throws(ProfileError) {
            _ = try ProfileReader.read(
                Array("{\"name\":\"a\",\"extends\":\"./p.json\"}".utf8), source: "study/a.json", find: find)
            Issue.record("no error")
        } catch {
            // Looked for beside the profile that names it.
            #expect(error.message.contains("study/p.json: permission denied") && error.hint?.contains("beside") == true)
        }
    }

    @Test func largeProfilesAreReadInNoTime() throws {
        // Every mask of one open digit that matches something, and tags beside those of overlays.
        var masks: Set<String> = []
        for position in 0..<DataDictionary.count where DataDictionary.tag(at: position).group >= 0x0008 {
            let digits = Array(DataDictionary.tag(at: position).description.filter { $0.isHexDigit })
            for open in 0..<4 { masks.insert(String(digits[..<open]) + "x" + String(digits[(open + 1)...])) }
            if masks.count > 10_000 { break }
        }
        let tags = (0..<10_000).map { String(0x6000_5000 + $0, radix: 16) }
        let rules = (masks + tags).map { "{\"attributes\":[\"\($0)\"],\"action\":\"keep\"}" }
        let json =
            "{\"name\":\"a\",\"extends\":\"basic\",\"conforms\":false,\"rules\":[\(rules.joined(separator: ",\n"))]}"
        let time = try ContinuousClock().measure { _ = try profile(json) }
        // A debug build takes some seconds, more with AddressSanitizer; what grows with the square takes many minutes.
        #expect(time < .seconds(120), "\(time)")
    }

    @Test func manyKeysAreNoSlower() {
        let keys = (0..<50_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        let time = ContinuousClock().measure {
            #expect(throws: ProfileError.self) { _ = try profile("{\"name\":\"a\",\(keys)}") }
        }
        #expect(time < .seconds(120), "\(time)")
    }

    @Test func sizeAndDepthHaveLimits() {
        func message(_ json: String) -> String? {
            do { _ = try profile(json) } catch let error as ProfileError { return error.message } catch {}
            return nil
        }
        #expect(message(String(repeating: " ", count: 5 << 20))?.contains("4 MiB") == true)
        #expect(message(String(repeating: "[", count: 100))?.contains("64 levels") == true)
    }

    @Test func deepJSONIsAnErrorNotACrash() {
        #expect(throws: ProfileError.self) { _ = try profile(String(repeating: "[", count: 100_000)) }
    }

    /// RFC 8259 §6 and §7.
    @Test(arguments: ["{\"name\":\"\\u+041\"}", "{\"name\":\"a\",\"$schema\":01}", "{\"name\":\"a\",\"$schema\":1.}"])
    func strictMeansStrict(json: String) {
        do {
            #expect(throws: ProfileError.self) { _ = try profile(json) }
        }
    }

    @Test func aDigestFollowsEveryByteAndEveryParent() throws {
        let digest = try profile("{\"name\":\"a\",\"extends\":\"basic\"}").digest
        #expect(digest.count == 64)
        #expect(try profile("{\"name\":\"a\",\"extends\":\"basic\"} ").digest != digest)
        #expect(try profile("{\"name\":\"a\",\"extends\":\"keep-all\"}").digest != digest)
        #expect(try profile("{\"name\":\"a\",\"extends\":\"basic\"}").digest == digest)
        func withParent(_ parent: String) throws -> String {
            try ProfileReader.read(Array("{\"name\":\"c\",\"extends\":\"p\"}".utf8), source: "c") { _ in
                ("p", Array(parent.utf8))
            }.digest
        }
        #expect(
            try withParent("{\"name\":\"p\",\"unlisted\":\"keep\"}")
                != withParent("{\"name\":\"p\",\"unlisted\":\"keep\" }"))
    }

    @Test func aChildAddsToItsParentAndWins() throws {
        let child = try compiled(
            "{\"name\":\"c\",\"extends\":\"basic\",\"conforms\":false,\"rules\":[{\"attributes\":[\"PatientName\"],\"action\":\"keep\"}]}"
        )
        #expect(child.find(.patientName).rule == .keep)
        #expect(child.find(.patientID).rule == .pseudonym)
        let later = try compiled(
            """
            {"name":"c","extends":"basic","rules":[{"attributes":["(0010,0010)"],"action":"empty"},
            {"attributes":["00100010"],"action":"remove"}]}
            """)
        #expect(later.find(.patientName).rule == .remove)
    }

    @Test func shippedProfilesAreReadAndListed() throws {
        #expect(
            ShippedProfiles.names == [
                "basic-modified-dates", "basic", "keep-all", "limited-data-set", "research", "strict",
            ])
        for name in ShippedProfiles.names {
            let profile = try ShippedProfiles.profile(named: name)
            #expect(profile.name == name)
            // With all that a profile of a site is held to.
            let checked = try ProfileReader.read(try #require(ShippedProfiles.text(named: name)), source: name) {
                parent in
                ShippedProfiles.text(named: parent).map { (parent, $0) }
            }
            #expect(checked.digest == profile.digest)
        }
        #expect(
            try ShippedProfiles.profile(named: "basic-modified-dates").options == [.retainLongitudinalModifiedDates])
        do throws(ProfileError) { _ = try ShippedProfiles.profile(named: "basci") } catch {
            #expect(error.hint?.contains("basic") == true)
        }
    }

    @Test func ofEquallyNearWordsTheOneThatGoesOnIsMeant() {
        #expect(Suggestion.nearest(to: "X/Z/U", among: Rule.allCases.map(\.name)) == "X/Z/U*")
    }

    @Test(arguments: [("basci", "basic"), ("PatientNmae", nil as String?), ("zzzzz", nil), ("retain", nil)])
    func suggestionsAreNear(text: String, expected: String?) {
        #expect(Suggestion.nearest(to: text, among: ["basic", "keep-all", "retain-uids"]) == expected)
    }
}
