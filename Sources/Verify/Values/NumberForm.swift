import Standard

/// How many numbers an attribute takes (PS3.6, column VM).
struct NumberForm {
    private var least = 1
    private var most = Int.max
    /// The count is a multiple of this, as in `2-2n`.
    private var step = 1

    /// Any number of values.
    init() {}

    init(_ entry: DataDictionary.Entry) {
        // Where the VR may be one of the other ones, all of them are a single value.
        if entry.vrs.contains(where: Self.isOther) { return }
        let parts = entry.vm.split(separator: "-")
        guard let first = parts.first.flatMap({ Int($0) }) else { return }
        least = first
        if parts.count == 1 {
            most = first
        } else if let last = Int(parts[1]) {
            most = last
        } else {
            step = Int(parts[1].dropLast()) ?? 1
        }
    }

    func allows(_ count: Int) -> Bool { count >= least && count <= most && count % step == 0 }

    /// Whether the VR is one of those whose values are streams of numbers (PS3.5 §6.2).
    static func isOther(_ vr: VR) -> Bool {
        switch vr {
        case .ob, .ow, .of, .od, .ol, .ov: true
        default: false
        }
    }

    /// Bytes of one number; `nil` for VRs that are none.
    static func size(of vr: VR) -> Int? {
        switch vr {
        case .ob: 1
        case .us, .ss, .ow: 2
        case .ul, .sl, .fl, .at, .of, .ol: 4
        case .fd, .sv, .uv, .od, .ov: 8
        default: nil
        }
    }
}
