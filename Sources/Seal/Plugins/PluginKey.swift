/// A recipient or identity that a plugin makes something of (C2SP age-plugin, "Mapping recipients and identities to plugin
/// binaries"), and the name of that plugin.
struct PluginKey: Hashable, Sendable {
    enum Role: Hashable, Sendable { case recipient, identity }

    let role: Role
    /// In small letters: of the program `age-plugin-name`.
    let name: String
    /// As it is handed to the plugin.
    let text: String

    /// - Parameter text: intact Bech32 whose prefix, `prefix`, is that of a plugin.
    /// - Throws: `.malformedKey(.wrongPrefix)` for a name that no plugin can have.
    init(_ role: Role, text: RawSpan, prefix: [UInt8]) throws(SealError) {
        self.role = role
        var name = prefix[...]
        switch role {
        case .recipient: name = name.dropFirst("age1".utf8.count)
        case .identity:
            guard name.last == 0x2D else { throw SealError(.malformedKey(.wrongPrefix)) }
            name = name.dropFirst("AGE-PLUGIN-".utf8.count).dropLast()
        }
        self.name = try Self.checked(name)
        self.text = String(decoding: text.copy(0..<text.byteCount), as: UTF8.self)
    }

    /// The identity of a plugin that needs nothing but its name (`age -j`).
    init(pluginWithoutData name: String) throws(SealError) {
        role = .identity
        self.name = try Self.checked(Array(name.utf8)[...])
        text = String(decoding: Bech32.encode(prefix: "AGE-PLUGIN-\(self.name.uppercased())-", []), as: UTF8.self)
    }

    /// Letters, digits and `-_.+`: no path, whatever the key says.
    private static func checked(_ name: ArraySlice<UInt8>) throws(SealError) -> String {
        let name = name.map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
        guard (1...64).contains(name.count),
            name.allSatisfy({ 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || [0x2B, 0x2D, 0x2E, 0x5F].contains($0) })
        else { throw SealError(.malformedKey(.wrongPrefix)) }
        return String(decoding: name, as: UTF8.self)
    }
}
