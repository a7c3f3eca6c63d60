/// Sequences that Table E.1-1 wants replaced rather than removed, and whose items are codes or names of someone.
/// Code Value and Code Meaning have no row of their own, so what they hold is judged by where they stand.
enum IdentitySequences {
    static let tags: Set<UInt32> = [
        0x0008_0082,  // InstitutionCodeSequence
        0x0008_1072,  // OperatorIdentificationSequence
        0x0034_0001,  // FlowIdentifierSequence
        0x0040_0513,  // IssuerOfTheContainerIdentifierSequence
        0x0040_0562,  // IssuerOfTheSpecimenIdentifierSequence
        0x0040_1101,  // PersonIdentificationCodeSequence
        0x0040_A073,  // VerifyingObserverSequence
        0x0040_A088,  // VerifyingObserverIdentificationCodeSequence
    ]

    /// The parts of a code that say who is meant; the scheme's designator and version do not.
    static let codes: Set<UInt32> = [
        0x0008_0100,  // CodeValue
        0x0008_0104,  // CodeMeaning
        0x0008_0108,  // ExtendedCodeMeaning
        0x0008_0119,  // LongCodeValue
        0x0008_0120,  // URNCodeValue
        0x0040_0031,  // LocalNamespaceEntityID
        0x0040_0032,  // UniversalEntityID
    ]
}
