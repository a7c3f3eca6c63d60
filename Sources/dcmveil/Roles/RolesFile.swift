import Deidentify
import Seal
import Standard

/// Reads a file of roles: JSON, as docs/roles.md describes it. Paths in it are seen from its folder.
struct RolesFile {
    private let path: String
    private let text: [UInt8]
    private var roles = Roles(entries: [], sealTo: [], files: [], settings: [])
    /// Those that stand in the file itself, and where.
    private var ageRecipients: [(text: String, offset: Int)] = []

    static func load(_ path: String) throws(Failure) -> Roles {
        var file = RolesFile(path: path, text: try Inputs.readSmall(path, limit: 1 << 20))
        try file.read()
        return file.roles
    }

    private init(path: String, text: [UInt8]) {
        self.path = path
        self.text = text
        roles.files = [path]
        roles.settings = [String(decoding: text, as: UTF8.self)]
    }

    private mutating func read() throws(Failure) {
        let value: JSONValue
        do throws(JSONReader.Failure) { value = try JSONReader.read(text) } catch {
            throw failure(error.message, at: error.offset)
        }
        let members = try object(value, knows: ["$schema", "roles"], "a file of roles is an object with \"roles\"")
        guard let list = members["roles"]?.array, !list.isEmpty else {
            throw failure("\"roles\" is a list of at least one role", at: (members["roles"] ?? value).offset)
        }
        var names: Set<String> = []
        for value in list {
            let (name, entry) = try role(value)
            guard names.insert(name).inserted else {
                throw failure("the role \"\(name)\" stands twice", at: value.offset)
            }
            if let entry { roles.entries.append(entry) }
        }
        // Whoever is sealed to is read later, with those of the arguments; a mistake is of this place.
        for (text, offset) in ageRecipients {
            do throws(SealError) { _ = try RecipientText.parse(text, dialog: PersonDialog(passphrase: nil)) } catch {
                let fault = SealFailure.failure(error, "recipient", kind: .recipient)
                throw failure(fault.message, at: offset, hint: fault.hint)
            }
        }
        roles.entries = roles.entries.enumerated().sorted { one, other in
            let (left, right) = (one.element.role.scope.breadth, other.element.role.scope.breadth)
            return left == right ? one.offset < other.offset : left > right
        }.map(\.element)
    }

    private mutating func role(_ value: JSONValue) throws(Failure) -> (String, Roles.Entry?) {
        let members = try object(value, knows: ["name", "recovers", "recipients", "why"], "a role is an object")
        guard let name = members["name"]?.string, Self.isName(name) else {
            throw failure(
                "\"name\" is 1 to 64 letters, digits, spaces and . _ -", at: (members["name"] ?? value).offset)
        }
        guard let words = members["recovers"]?.array, !words.isEmpty else {
            throw failure(
                "\"recovers\" is a list of classes and attributes", at: (members["recovers"] ?? value).offset,
                hint: "classes: \(Self.classes); attributes as PatientID or (0010,0020)")
        }
        var scope = RecoveryScope(classes: [])
        for word in words {
            guard let text = word.string else {
                throw failure("a class or an attribute was expected here", at: word.offset)
            }
            if let found = RecoveryScope.Class(rawValue: text) {
                scope.classes.insert(found)
            } else {
                scope.tags.insert(try attribute(text, at: word.offset))
            }
        }
        if scope.classes.contains(.nothing), !scope.isEmpty {
            throw failure("\"nothing\" stands alone", at: members["recovers"]?.offset ?? 0)
        }
        guard let recipients = members.keys.contains("recipients") ? members["recipients"]?.array : [] else {
            throw failure("\"recipients\" is a list", at: (members["recipients"] ?? value).offset)
        }
        let certificates = try certificates(recipients)
        if scope.isEmpty { return (name, nil) }
        guard !certificates.isEmpty else {
            throw failure(
                "the role \"\(name)\" has no certificate to seal to", at: (members["recipients"] ?? value).offset,
                hint:
                    "\"recipients\": [\"certificate.pem\"]; what stands in a DICOM object is sealed to X.509 certificates"
            )
        }
        return (name, Roles.Entry(role: .init(name: name, scope: scope), certificates: certificates))
    }

    private func attribute(_ text: String, at offset: Int) throws(Failure) -> Tag {
        do throws(Failure) {
            let tag = try AttributeArgument.tag(text)
            guard !tag.isPrivate else {
                throw Failure(
                    .configuration, "a private attribute", hint: "\"identity\" recovers those, with all others")
            }
            return tag
        } catch {
            let known = RecoveryScope.Class.allCases.map(\.rawValue)
            let hint = Suggestion.nearest(to: text, among: known).map { "did you mean \"\($0)\"?" } ?? error.hint
            throw failure("\(text): is no class and no attribute of PS3.6 that a role can name", at: offset, hint: hint)
        }
    }

    /// Certificates; recipients of age are kept for the outputs as a whole.
    private mutating func certificates(_ values: [JSONValue]) throws(Failure) -> [Certificate] {
        var certificates: [Certificate] = []
        for value in values {
            guard let text = value.string, !text.isEmpty else {
                throw failure("a recipient is a file or an age recipient", at: value.offset)
            }
            if text.hasPrefix("age1") || text.hasPrefix("ssh-") && text.utf8.contains(0x20) {
                roles.sealTo.append(text)
                ageRecipients.append((text, value.offset))
                continue
            }
            let path = Paths.isAbsolute(text) ? text : Paths.join(Paths.folder(of: self.path), text)
            let bytes: [UInt8]
            do { bytes = try Inputs.readSmall(path, limit: 1 << 20) } catch {
                throw failure(error.message, at: value.offset, hint: error.hint)
            }
            roles.files.append(path)
            roles.settings.append(String(decoding: bytes, as: UTF8.self))
            if Self.isListOfAge(bytes) {
                roles.sealTo.append(path)
                continue
            }
            do throws(CMSError) {
                let certificate = try Certificate(bytes)
                try certificate.checkUse()
                certificates.append(certificate)
            } catch {
                let fault = CMSFailure.failure(error, path, status: .configuration)
                throw failure(fault.message, at: value.offset, hint: fault.hint)
            }
        }
        return certificates
    }

    /// Whether a file holds recipients of age, by its first line that is no comment.
    private static func isListOfAge(_ bytes: [UInt8]) -> Bool {
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) where line.first != UInt8(ascii: "#") {
            return line.starts(with: "age1".utf8) || line.starts(with: "ssh-".utf8)
        }
        return false
    }

    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || " ._-".utf8.contains(byte)
            }
    }

    private static var classes: String { RecoveryScope.Class.allCases.map(\.rawValue).joined(separator: ", ") }

    private func object(
        _ value: JSONValue, knows: [String], _ message: String
    ) throws(Failure) -> [String: JSONValue] {
        guard let pairs = value.object else { throw failure(message, at: value.offset) }
        var members: [String: JSONValue] = [:]
        for (key, value) in pairs {
            let name = key.string ?? ""
            guard knows.contains(name) else {
                throw failure(
                    "\"\(name.prefix(40))\" means nothing here", at: key.offset,
                    hint: Suggestion.nearest(to: name, among: knows).map { "did you mean \"\($0)\"?" }
                        ?? "known: \(knows.filter { $0 != "$schema" }.joined(separator: ", "))")
            }
            members[name] = value
        }
        return members
    }

    private func failure(_ message: String, at offset: Int, hint: String? = nil) -> Failure {
        let before = text[..<min(offset, text.count)]
        let line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = String(decoding: before[start...], as: UTF8.self).count + 1
        return Failure(.configuration, "\(path):\(line):\(column): \(message)", hint: hint)
    }
}
