import Standard
import Testing

@testable import Deidentify

/// For each row of Table E.1-1 and each option offered, the compiled action is what the table says.
@Suite struct OptionTests {
    static let offered: [Confidentiality.Option] = [
        .retainUIDs, .retainDeviceIdentity, .retainInstitutionIdentity, .retainPatientCharacteristics,
        .retainLongitudinalFullDates,
        .cleanDescriptors, .cleanStructuredContent, .cleanGraphics, .retainSafePrivate,
        .retainLongitudinalModifiedDates,
    ]

    /// Every offered option alone, none, and all that go together.
    static let sets: [[Confidentiality.Option]] =
        [[]] + offered.map { [$0] } + [
            Array(offered.dropLast()), offered.filter { $0 != .retainLongitudinalFullDates },
        ]

    static let words: [Confidentiality.ActionCode: Rule] = [
        .d: .codeD, .z: .codeZ, .x: .codeX, .k: .keep, .u: .codeU, .zd: .codeZD, .xz: .codeXZ, .xd: .codeXD,
        .xzd: .codeXZD, .xzu: .codeXZU,
    ]

    /// Text, and sequences that hold some.
    static let cleanable: [VR?] = [.cs, .lo, .lt, .sh, .sq, .st, .uc, .ut]

    @Test(arguments: sets) func theTableIsCompiledAsItStands(options: [Confidentiality.Option]) throws {
        let names = options.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        let pure = try compiled(#"{"name":"t","table":"PS3.15 E.1-1","options":[\#(names)]}"#)
        #expect(Confidentiality.rows.count == 656)
        for row in Confidentiality.rows {
            let codes = options.compactMap { option in
                row.options[Confidentiality.Option.allCases.firstIndex(of: option)!].map { (option, $0) }
            }
            let vr = DataDictionary.vr(of: Tag(row.mask.value))
            let isDate = vr == .da || vr == .dt || vr == .tm
            let expected: Rule =
                // The date on which a device was calibrated, kept beside moved ones, would tell by how much they moved.
                if codes.contains(where: { $0.0 == .retainLongitudinalModifiedDates && $0.1 == .c }), isDate {
                    // What is printed somewhere would tell it, too, kept or moved.
                    PublishedDates.contains(Tag(row.mask.value)) ? Self.words[row.basic]! : .date
                } else if codes.contains(where: { $0.1 == .k }) {
                    .keep
                } else if codes.contains(where: { $0.1 == .c && $0.0 != .retainLongitudinalModifiedDates }),
                    Self.cleanable.contains(vr)
                {
                    .clean
                } else {
                    Self.words[row.basic]!
                }
            let tag = Tag(row.mask.value)
            #expect(pure.find(tag).rule == expected, "\(tag) \(row.name)")
            if case .row = pure.origin(of: tag) {} else { Issue.record("\(tag) does not stand on the table") }
        }
        #expect(pure.conforms && pure.methodCodes.count == options.count + 1)
    }

    /// The shipped profiles do no less, whatever options are added.
    @Test(arguments: sets) func theShippedProfilesConform(options: [Confidentiality.Option]) throws {
        #expect(try compiled(options).conforms)
    }

    @Test(arguments: [
        "clean-pixel-data", "clean-recognizable-visual-features",
    ]) func whatIsNotThereIsRefusedNotIgnored(option: String) {
        do {
            _ = try profile(#"{"name":"t","extends":"basic","options":["\#(option)"]}"#)
            Issue.record("no error")
        } catch let error as ProfileError {
            #expect(error.message.contains(option) && error.message.contains("not supported") && error.hint != nil)
        } catch { Issue.record("\(error)") }
    }
}
