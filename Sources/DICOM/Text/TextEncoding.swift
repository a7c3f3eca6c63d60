import Standard

extension TextCodec {
    /// The bytes of `text` in the character set, without padding; `nil` when a character does not exist there.
    ///
    /// Backslashes separate values where the VR allows several. Before every delimiter, and at the end, the sets of
    /// value 1 are active again (PS3.5 §6.1.2.5.3). What is returned decodes to `text` again.
    public func encode(_ text: String, as declared: SpecificCharacterSet, vr: VR) -> [UInt8]? {
        let set = vr.usesSpecificCharacterSet ? declared : .default
        if text.utf8.contains(0x1B) { return nil }
        let bytes: [UInt8]?
        switch set.scheme {
        case .utf8: return Array(text.utf8)
        case .gb18030, .gbk, .shiftJIS:
            if text.utf8.allSatisfy({ $0 < 0x80 }) { return Array(text.utf8) }
            bytes = converter(from: "UTF-8", to: set.scheme.converter)?.convertStrictly(Array(text.utf8))
        case .codeExtensions:
            if set.g0.form == .ascii, text.utf8.allSatisfy({ $0 < 0x80 }) { return Array(text.utf8) }
            bytes = encodeExtended(text, set, vr)
        }
        guard let bytes, decode(bytes, as: set, vr: vr).text.unicodeScalars.elementsEqual(text.unicodeScalars) else {
            return nil
        }
        return bytes
    }

    private func encodeExtended(_ text: String, _ set: SpecificCharacterSet, _ vr: VR) -> [UInt8]? {
        var out: [UInt8] = []
        var g0 = set.g0
        var g1 = set.g1
        func switchTo(_ wanted: GraphicSet) -> Bool {
            if wanted == (wanted.isG1 ? g1 : g0) { return true }
            guard let known = Designation.to(wanted) else { return false }
            out.append(contentsOf: known.escape)
            if wanted.isG1 { g1 = wanted } else { g0 = wanted }
            return true
        }
        func switchBack() -> Bool {
            guard switchTo(set.g0) else { return false }
            // Where value 1 has no upper half, nothing need be put back there (PS3.5 Annexes I and K).
            if let initial = set.g1 { return switchTo(initial) }
            g1 = nil
            return true
        }
        let others = set.designations.map(\.set).filter { $0 != set.g0 && $0 != set.g1 }
        let candidates = [set.g0] + (set.g1.map { [$0] } ?? []) + others
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || Self.isDelimiter(scalar, vr) {
                guard switchBack() else { return nil }
                out.append(UInt8(scalar.value))
                continue
            }
            if scalar.value == 0x20 {
                out.append(0x20)
                continue
            }
            var isWritten = false
            for candidate in candidates {
                guard let bytes = code(of: scalar, in: candidate) else { continue }
                guard switchTo(candidate) else { return nil }
                out.append(contentsOf: bytes)
                isWritten = true
                break
            }
            if !isWritten { return nil }
        }
        return switchBack() ? out : nil
    }

    private static func isDelimiter(_ scalar: Unicode.Scalar, _ vr: VR) -> Bool {
        switch scalar {
        case "\\": vr.allowsSeveralValues
        case "^", "=": vr == .pn
        default: false
        }
    }

    /// The bytes of one character in a set, `nil` when it is not there.
    private func code(of scalar: Unicode.Scalar, in set: GraphicSet) -> [UInt8]? {
        switch set.form {
        case .ascii: return (0x21...0x7E).contains(scalar.value) ? [UInt8(scalar.value)] : nil
        case .romaji:
            switch scalar {
            case "¥": return [0x5C]
            case "‾": return [0x7E]
            case "\\", "~": return nil
            default: return (0x21...0x7E).contains(scalar.value) ? [UInt8(scalar.value)] : nil
            }
        case .latin1: return (0xA0...0xFF).contains(scalar.value) ? [UInt8(scalar.value)] : nil
        case .single, .pair: break
        }
        guard scalar.value >= 0x80, let converter = converter(from: "UTF-8", to: set.converter),
            var bytes = converter.convertStrictly(Array(String(scalar).utf8))
        else { return nil }
        if let shift = set.shift {
            guard bytes.first == shift else { return nil }
            bytes.removeFirst()
        } else if bytes.first == 0x8E || bytes.first == 0x8F {
            // A Japanese set, but another one.
            if set.converter == "EUC-JP" { return nil }
        }
        guard bytes.count == set.width, bytes.allSatisfy({ $0 >= 0xA0 }) else { return nil }
        return set.isG1 ? bytes : bytes.map { $0 & 0x7F }
    }
}
