import Standard

extension DataSetReader {
    /// What the walk is inside of.
    enum FrameKind: UInt8, BitwiseCopyable { case dataSet, sequence, item, fragments }

    struct Frame: BitwiseCopyable {
        /// Where it ends; `Int.max` when its length is undefined.
        var end: Int
        /// The innermost known end around the cursor.
        var limit: Int
        /// Items so far.
        var items: Int
        // One word for the rest: frames are pushed right after something in them was written, and a processor waits for
        // what is read wider than it was written.
        private var bits: UInt64

        init(
            end: Int, limit: Int, tag: Tag, kind: FrameKind, encoding: Encoding, isInsideUN: Bool
        ) {
            self.end = end
            self.limit = limit
            items = 0
            bits =
                UInt64(tag.rawValue) << 32 | UInt64(isInsideUN ? 1 : 0) << 4 | UInt64(encoding.isBigEndian ? 1 : 0) << 3
                | UInt64(encoding.isExplicitVR ? 1 : 0) << 2 | UInt64(kind.rawValue)
        }

        /// The sequence; meaningless for the data set itself.
        @inline(__always) var tag: Tag { Tag(UInt32(truncatingIfNeeded: bits >> 32)) }
        @inline(__always) var kind: FrameKind {
            switch bits & 3 {
            case 0: .dataSet
            case 1: .sequence
            case 2: .item
            default: .fragments
            }
        }
        @inline(__always) var encoding: Encoding {
            Encoding(isExplicitVR: bits & 4 != 0, isBigEndian: bits & 8 != 0)
        }
        /// The frame is the value of a UN element: the encoding of its items is looked at anew.
        @inline(__always) var isInsideUN: Bool { bits & 16 != 0 }

        /// Whether elements and items stand here, in Explicit VR Little Endian, as nearly everywhere.
        @inline(__always) var isUsual: Bool { bits & 12 == 4 && bits & 3 != 3 }
    }
}
