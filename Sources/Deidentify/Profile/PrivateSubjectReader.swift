import Standard

/// Reads what a rule says of private elements: `{ "creator": "SIEMENS MR HEADER", "group": "0019", "elements": ["0C"] }`.
struct PrivateSubjectReader {
    private let words: ProfileWords
    private static let keys = ["creator", "group", "elements", "vr"]

    init(_ words: ProfileWords) { self.words = words }

    /// The subjects, each with its place in the text.
    func subjects(_ value: JSONValue) throws(ProfileError) -> [(subject: Profile.Subject, offset: Int)] {
        guard let pairs = value.object else {
            throw words.failure(
                "private elements are named by an object", at: value.offset,
                hint: "as {\"creator\": \"SIEMENS MR HEADER\", \"group\": \"0019\", \"elements\": [\"0C\"]}")
        }
        var creator: String?
        var group: UInt16?
        var elements: [(element: UInt8?, offset: Int)] = [(nil, value.offset)]
        var vr: VR?
        for (key, value) in pairs {
            switch key.string ?? "" {
            case "creator": creator = try self.creator(value)
            case "group": group = try self.group(value)
            case "elements": elements = try self.elements(value)
            case "vr": vr = try Self.vr(value, words)
            default: throw words.unknown("key", key, among: Self.keys)
            }
        }
        guard let creator, let group else {
            throw words.failure(
                "private elements need their \(creator == nil ? "creator" : "group")", at: value.offset,
                hint: "a block number alone says nothing: each file may have another one (PS3.5 7.8.1)")
        }
        return elements.map { element, offset in
            let attribute = PrivateAttribute(group: group, creator: creator, element: element)
            return (.privateAttribute(attribute, vr), offset)
        }
    }

    private func creator(_ value: JSONValue) throws(ProfileError) -> String {
        let text = try words.text(value, "a creator")
        guard PrivateAttribute.isCreator(text) else {
            throw words.failure(
                "a private creator is 1 to 64 printable characters of ASCII, without \\ and without spaces around it",
                at: value.offset)
        }
        return text
    }

    private func group(_ value: JSONValue) throws(ProfileError) -> UInt16 {
        let text = try words.text(value, "a group")
        guard let group = PrivateAttribute.group(text) else {
            throw words.failure(
                "a private group is four hexadecimal digits, odd, from 0009 to FFFD", at: value.offset, hint: "as 0019")
        }
        return group
    }

    /// The low bytes of element numbers; the high one is the block, which differs from file to file.
    private func elements(_ value: JSONValue) throws(ProfileError) -> [(element: UInt8?, offset: Int)] {
        var elements: [(element: UInt8?, offset: Int)] = []
        for entry in try words.list(value) {
            guard let element = PrivateAttribute.element(try words.text(entry, "an element")) else {
                throw words.failure(
                    "an element of a private block is two hexadecimal digits", at: entry.offset,
                    hint: "0C stands for (gggg,xx0C), whatever block xx the creator has reserved")
            }
            elements.append((element, entry.offset))
        }
        guard !elements.isEmpty else {
            throw words.failure(
                "an empty list names nothing", at: value.offset, hint: "without it all of the block is meant")
        }
        return elements
    }

    static func vr(_ value: JSONValue, _ words: ProfileWords) throws(ProfileError) -> VR {
        let bytes = Array(try words.text(value, "a VR").utf8)
        guard bytes.count == 2, VR(bytes[0], bytes[1]).isKnown else {
            throw words.failure("not a VR of PS3.5", at: value.offset, hint: "a VR is two capital letters, as LO or DA")
        }
        return VR(bytes[0], bytes[1])
    }
}
