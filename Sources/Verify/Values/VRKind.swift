import Standard

/// VRs that may stand for each other without anybody reading something else into the bytes.
enum VRKind {
    case binary, text, name, number, time, age, uid, sequence

    init(_ vr: VR) {
        switch vr {
        case .sq: self = .sequence
        case .ui: self = .uid
        case .as: self = .age
        case .pn: self = .name
        case .ds, .is: self = .number
        case .da, .dt, .tm: self = .time
        default: self = vr.isText ? .text : .binary
        }
    }
}
