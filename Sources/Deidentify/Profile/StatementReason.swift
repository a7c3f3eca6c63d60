import Standard

extension CompiledProfile {
    /// The place of a rule, and why it is there.
    func reason(ofStatement index: Int, subject number: Int) -> String {
        let statement = profile.statements[index]
        let place = statement.place(ofSubject: number)
        let (line, column) = place.text.position(of: place.offset)
        let subject =
            switch statement.subjects[number] {
            case .attribute(let mask): mask.mask == 0xFFFF_FFFF ? "" : " for \(mask)"
            case .vr(let vr): " for all of VR \(vr)"
            case .text(let kind): " for text of the kind \(kind.rawValue)"
            case .privateAttribute(let attribute, _): attribute.element == nil ? " for \(attribute)" : ""
            }
        let source = place.text.source == statement.profileName ? "" : " (\(place.text.source))"
        let why = statement.why.map { ": \($0)" } ?? ""
        return "profile \(statement.profileName)\(source), line \(line), column \(column)\(subject)\(why)"
    }
}
