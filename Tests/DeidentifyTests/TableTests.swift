import DICOM
import Standard
import Testing

@testable import Deidentify

/// Every row of PS3.15 Table E.1-1, with every kind of SOP Class, at the top and in an item.
@Suite struct TableTests {
    static let sopClasses = [
        "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4.1", "1.2.840.10008.5.1.4.1.1.88.33",
        "1.2.840.10008.5.1.4.1.1.11.1", "1.2.840.10008.5.1.4.1.1.481.5", "1.2.840.10008.5.1.4.1.1.128",
        "1.2.840.10008.5.1.4.1.1.481.3", "1.2.840.10008.5.1.4.1.1.77.1.6",
    ]
    /// (0018,9346), which nothing governs and which stays.
    static let around: UInt32 = 0x0018_9346

    /// The table as the standard has it, without what our profiles add.
    static let pure = #"{"name":"pure","table":"PS3.15 E.1-1","#

    @Test(arguments: sopClasses.suffix(4)) func theTableAloneIsFollowed(sopClass: String) throws {
        try check(try compiled(Self.pure + #""options":[]}"#), [], sopClass)
    }

    @Test(arguments: sopClasses.prefix(4)) func theBasicProfileIsNoWeakerThanTheTable(sopClass: String) throws {
        try check(try compiled(), [], sopClass)
    }

    static let options: [Confidentiality.Option] = [
        .retainUIDs, .retainDeviceIdentity, .retainInstitutionIdentity, .retainPatientCharacteristics,
        .retainLongitudinalFullDates, .retainLongitudinalModifiedDates, .cleanDescriptors, .cleanStructuredContent,
        .cleanGraphics,
    ]

    /// An image, and a report, which has its own Types.
    @Test(arguments: options, [sopClasses[0], sopClasses[2]]) func everyOptionChangesItsColumn(
        option: Confidentiality.Option, sopClass: String
    ) throws {
        try check(try compiled(Self.pure + #""options":[""# + option.rawValue + #""]}"#), [option], sopClass)
    }

    /// What the tests of this suite go through: every cell of every column but that of safe private elements, which have a table
    /// and tests of their own. A new edition changes the figures, and whoever brings it looks at what is new.
    @Test func everyCellIsGoneThrough() {
        func cells(_ option: Confidentiality.Option) -> Int {
            Confidentiality.rows.count { $0.action(under: option) != nil }
        }
        #expect(Confidentiality.rows.count == 656)
        #expect(Self.options.map(cells) == [60, 59, 10, 19, 169, 169, 141, 4, 4])
        #expect(Set(Confidentiality.Option.allCases).subtracting(Self.options) == [.retainSafePrivate])
        #expect(cells(.retainSafePrivate) == 0)
    }

    /// Rows that the tests of the whole table leave out, because each has a known issue of its own below.
    static let known: Set<UInt32> = [0x006A_0003, 0x0034_0007, 0x0400_0310, 0x0008_0201]

    /// (006A,0003) Annotation Group UID is D, and a UI.
    @Test func aDummyForAUIDIsAUID() throws {
        let wire = Wire.explicitLittle
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(0x006A_0003, "UI", "1.2.826.0.67423.1"), wire)
        do {
            #expect(found[tag: 0x006A_0003]?.value.isEmpty == false)
        }
        #expect(found[tag: 0x006A_0003]?.text != "1.2.826.0.67423.1")
    }

    /// A timestamp in OB is a date: kept, it tells the offset by which all others moved.
    @Test(arguments: [(UInt32(0x0034_0007), "OB"), (0x0400_0310, "OB"), (0x0008_0201, "SH")])
    func withModifiedDatesWhatIsCleanedIsNotKept(tag: UInt32, vr: String) throws {
        let wire = Wire.explicitLittle
        let parts = [
            (UInt32(0x0008_0018), wire.element(0x0008_0018, "UI", "1.2.3.4")), (tag, Plant.element(tag, vr, wire)),
        ]
        let found = try deidentify(
            parts.sorted { $0.0 < $1.0 }.flatMap(\.1), wire, compiled([.retainLongitudinalModifiedDates]))
        do {
            #expect(!Plant.remains(in: found))
        }
    }

    /// A timestamp in OB is kept with the dates where it is one by its form; what has the form of text goes. A timestamp of a
    /// signature goes with it.
    @Test(arguments: [
        (UInt32(0x0034_0007), [0, 0, 0x65, 0x2A, 0x11, 0x22, 0x3B, 0x9A, 0xC9, 0xFF] as [UInt8], true),
        // A whole second, and one whose last byte is a space to who reads text.
        (0x0034_0007, [0, 0, 0x65, 0x2A, 0x11, 0x22, 0, 0, 0, 0], true),
        (0x0034_0007, [0, 0, 0x65, 0x2A, 0x11, 0x22, 0, 0, 0, 0x20], true),
        (0x0034_0007, [0, 0, 0x65, 0x2A, 0x11, 0x22, 0x3B, 0x9A, 0xCA, 0x00], false),
        (0x0034_0007, Array("SMITH^JOHN".utf8), false), (0x0034_0007, Array("LEE ".utf8), false),
        (0x0034_0007, [0, 0] + Array("LEE ".utf8), false), (0x0400_0310, Array("LEE ".utf8), false),
        (0x0400_0310, [0x30, 0x03, 0x02, 0x01, 0x01, 0x00], false),
    ]) func withFullDatesATimestampInBytesIsOneOrGoes(tag: UInt32, value: [UInt8], isKept: Bool) throws {
        let wire = Wire.explicitLittle
        let found = try deidentify(
            wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.element(tag, "OB", value), wire,
            compiled([.retainLongitudinalFullDates]))
        #expect((found[tag: tag]?.value == value) == isKept)
        if !isKept { #expect(found[tag: tag]?.value.contains { $0 != 0 } != true) }
    }

    private func check(_ profile: CompiledProfile, _ options: [Confidentiality.Option], _ sopClass: String) throws {
        let wire = Wire.explicitLittle
        let top = try #require(AttributeTypes.place(forSOPClass: Array(sopClass.utf8)))
        let inside = AttributeTypes.items(of: Tag(Self.around), at: top)
        var deidentifier = FileDeidentifier(
            profile: profile, pseudonyms: Pseudonyms(testKey), versionName: "dcmveil test")
        var wrong: [String] = []
        for row in Confidentiality.rows {
            let tag =
                row.mask.mask == 0xFFFF_FFFF
                ? row.mask.value : row.mask.value | (row.mask.mask & 0xFFFF == 0 ? 0x10 : 0)
            guard let vr = DataDictionary.vr(of: Tag(tag))?.description else {
                wrong.append("\(Tag(tag)) has no VR")
                continue
            }
            if Self.known.contains(tag) { continue }
            let code =
                options.compactMap { row.options[Confidentiality.Option.allCases.firstIndex(of: $0)!] }.first
                ?? row.basic
            for isNested in [false, true] {
                let planted = Plant.element(tag, vr, wire)
                var parts: [(UInt32, [UInt8])] = [
                    (0x0008_0016, wire.element(0x0008_0016, "UI", sopClass)),
                    (0x0008_0018, wire.element(0x0008_0018, "UI", "1.2.3.4")),
                    (0x0010_0020, wire.element(0x0010_0020, "LO", "12345")),
                ].filter { isNested || $0.0 != tag }
                parts.append(
                    isNested ? (Self.around, wire.sequence(Self.around, [wire.item(planted)])) : (tag, planted))
                let content = parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
                let sink = MemorySink()
                let file = part10(content, syntax: wire.syntax, sopClass: sopClass)
                let isUnnamed = tag == 0x0004_1220
                do {
                    _ = try deidentifier.run(MemorySource(file)) { _ in sink }
                } catch {
                    if !isUnnamed { wrong.append("\(Tag(tag)) nested \(isNested): \(error)") }
                    continue
                }
                let start = 144 + Int(sink.bytes[140]) + Int(sink.bytes[141]) << 8
                var found = try Found.parse(Array(sink.bytes[start...]), wire)
                if isNested { found = found[tag: Self.around]?.items?.first ?? [] }
                let type = AttributeTypes.type(of: Tag(tag), at: isNested ? inside : top)
                if let complaint = complaint(found[tag: tag], tag, vr, code, row.basic, type, options) {
                    wrong.append(
                        "\(Tag(tag)) \(vr) \(code.rawValue) type \(type.map { "\($0)" } ?? "-") nested \(isNested): \(complaint)"
                    )
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(12).joined(separator: "\n"))")
    }

    /// What PS3.15 Table E.1-1a says of a code, held against the outcome; `nil` when it fits.
    private func complaint(
        _ element: Found?, _ tag: UInt32, _ vr: String, _ code: Confidentiality.ActionCode,
        _ basic: Confidentiality.ActionCode, _ type: AttributeTypes.AttributeType?,
        _ options: [Confidentiality.Option]
    ) -> String? {
        if tag >> 16 < 8 { return element == nil ? nil : "no place in a data set" }
        if tag >> 24 == 0x60, element == nil { return nil }  // overlays go whole
        if tag == 0x0400_0500, element == nil { return nil }  // Encrypted Attributes, likewise
        // Kept are words for ethnic groups, which the planted ones are not (KeptValueTests).
        if code == .k, tag == 0x0010_2160 || tag == 0x0010_2162 { return element == nil ? nil : "any words kept" }
        // So are terms where the standard names all that there are.
        if code == .k, vr == "CS", DefinedTerms(of: Tag(tag))?.isEnumerated == true {
            return element?.value == Plant.value(vr) ? "any term kept" : nil
        }
        if code == .k {
            guard let element else { return "removed, not kept" }
            return vr == "SQ" || element.value == Plant.value(vr) ? nil : "changed, not kept"
        }
        if code == .c {
            guard let element else { return nil }
            if basic == .u || vr == "TM" { return nil }
            return Plant.remains(in: [element]) ? "not cleaned" : nil
        }
        if vr == "SQ", let element, let items = element.items {
            let content = items.flatMap(\.self).filter { $0.vr != "UI" || !options.contains(.retainUIDs) }
            let remains = Plant.remains(in: content)
            if remains { return "its items name somebody" }
        } else if let element, Plant.remains(in: [element]) {
            return "its value is still there"
        }
        let isEmpty = element.map { $0.value.isEmpty && ($0.items ?? []).isEmpty } ?? true
        let needsValue = type == .type1 || type == .type1C
        let needsElement = needsValue || type == .type2 || type == .type2C
        switch code {
        case .d, .u: return isEmpty ? "no replacement" : nil
        case .z, .zd: return element == nil ? "removed" : needsValue && isEmpty ? "empty, though Type 1" : nil
        case .x: return element == nil || needsElement ? nil : "not removed"
        case .xz, .xd, .xzd, .xzu:
            if needsValue, isEmpty { return "empty or removed, though Type 1" }
            if needsElement, element == nil { return "removed, though Type 2" }
            return needsElement || element == nil ? nil : "not removed, though Type 3"
        case .k, .c: return nil
        }
    }
}
