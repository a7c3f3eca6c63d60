/// Roles of which each may recover a part of what is removed, and how that is sealed to them.
public struct RoleKeeping {
    public struct Role: Sendable {
        /// For people; it stands inside what is sealed, and in reports.
        public var name: String
        public var scope: RecoveryScope

        public init(name: String, scope: RecoveryScope) {
            self.name = name
            self.scope = scope
        }
    }

    /// Those that recover something, the widest first.
    public var roles: [Role]
    /// Seals the content of the item for the role of this number, as CMS EnvelopedData.
    public var seal: (Int, [UInt8]) throws -> [UInt8]
    /// Bytes of one file that are held for roles.
    public var limit = 16 << 20

    public init(roles: [Role], seal: @escaping (Int, [UInt8]) throws -> [UInt8]) {
        self.roles = roles
        self.seal = seal
    }
}

/// How many elements a role may recover of a file.
public struct RecoverableCount: Sendable, Hashable {
    public var role: String
    public var elements: Int
}
