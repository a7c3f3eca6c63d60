import Standard

/// Codes that look like the number of a person or a record.
enum CodeForm {
    /// Whether letters and four digits or more stand together, and neither PS3.16 knows the code nor has it the form of a
    /// published scheme.
    static func isLikelyNumber(_ code: [UInt8], scheme: [UInt8]) -> Bool {
        // Most codes are digits alone, or words.
        let digits = code.count { (0x30...0x39).contains($0) }
        guard digits >= 4, digits < code.count else { return false }
        var scan = IdentityScan()
        for byte in code { scan.feed(byte) }
        scan.end()
        guard scan.signs.contains(.token), Concepts.meaning(of: code, scheme: scheme) == nil else { return false }
        guard isPublished(scheme) else { return true }
        return code.count { (0x41...0x5A).contains($0 & 0xDF) } > mostLetters(scheme)
    }

    /// Whether a code has a word that no list has, and no scheme explains it.
    static func hasUnknownWord(_ code: [UInt8], scheme: [UInt8]) -> Bool {
        // Most codes have none.
        guard code.count(where: { (0x41...0x5A).contains($0 & 0xDF) || $0 >= 0x80 }) > mostLetters(scheme) else {
            return false
        }
        var scan = PersonScan()
        for byte in code { scan.feed(byte) }
        scan.end()
        return !scan.signs.isEmpty && Concepts.meaning(of: code, scheme: scheme) == nil
    }

    /// Letters that a code of a published scheme has: `RID10312`, `C0205397`; more in old codes of SNOMED, whose digits are
    /// hexadecimal, `T-D4909`.
    private static func mostLetters(_ scheme: [UInt8]) -> Int {
        switch String(decoding: scheme, as: UTF8.self) {
        case "SRT", "SNM3", "99SDM": 5
        case "RADLEX", "CCAM": 4
        case "UBERON": 6
        case "I10P": 7
        default: 3
        }
    }

    static func isPublished(_ scheme: [UInt8]) -> Bool { published.contains(String(decoding: scheme, as: UTF8.self)) }

    private static let published: Set<String> = [
        "UCUM", "RFC5646", "RFC3066", "RFC1766", "ISO639_1", "ISO639_2", "ISO3166_1",
        "DCM", "SCT", "SRT", "SNM3", "99SDM", "LN", "RADLEX", "NCIt", "UMLS", "MSH", "FMA", "NEU", "MDC", "IBSI", "I10",
        "I10P", "I10C",
        "I11", "I9C", "I9", "I9P", "ICDO3", "C4", "C5", "CPT4", "CD2", "HPC", "NDC", "RXNORM", "PUBCHEM_CID",
        "ITIS_TSN", "MA", "UNS", "CPT", "HCPCS", "CDCREC", "CCAM", "UBERON",
    ]
}
