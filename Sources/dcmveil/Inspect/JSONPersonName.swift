/// The members of a person name in JSON: the component groups that are not empty (PS3.18 F.2.2), from text that may come in
/// pieces.
struct JSONPersonName {
    private static let names = ["Alphabetic", "Ideographic", "Phonetic"]

    private var group = 0
    private var isOpen = false

    mutating func add(_ utf8: ArraySlice<UInt8>, _ json: inout JSONWriter) throws(Failure) {
        var rest = utf8
        while !rest.isEmpty {
            // What follows a second delimiter is all of one group, whatever it holds.
            let end =
                group < Self.names.count - 1 ? rest.firstIndex(of: UInt8(ascii: "=")) ?? rest.endIndex : rest.endIndex
            if rest.startIndex < end {
                if !isOpen {
                    try json.key(Self.names[group])
                    try json.beginString()
                    isOpen = true
                }
                try json.characters(rest[..<end])
            }
            if end == rest.endIndex { return }
            try endGroup(&json)
            group += 1
            rest = rest[(end + 1)...]
        }
    }

    mutating func endGroup(_ json: inout JSONWriter) throws(Failure) {
        if isOpen { try json.endString() }
        isOpen = false
    }
}
