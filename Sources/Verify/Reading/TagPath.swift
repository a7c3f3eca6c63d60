import Standard

extension Walker {
    /// `(0040,0275)[1].(0032,1060)`: where the walk is, then `tag`; without a tag, the innermost open item.
    func path(to tag: Tag? = nil) -> String {
        var path = ""
        for (level, frame) in frames.enumerated() where frame.kind == .sequence || frame.kind == .fragments {
            if !path.isEmpty { path += "." }
            path += frame.tag.description
            // The sequence itself is meant when none of its items is open.
            if frame.items > 0, level + 1 < frames.count || frame.kind == .fragments { path += "[\(frame.items)]" }
        }
        guard let tag else { return path }
        return path.isEmpty ? tag.description : "\(path).\(tag)"
    }
}
