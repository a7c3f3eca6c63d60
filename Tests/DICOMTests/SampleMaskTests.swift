import Testing

@testable import DICOM

/// Bits outside Bits Stored, held against shifting each sample up and down as PS3.5 §8.1.1 defines it.
@Suite struct SampleMaskTests {
    static func layout(allocated: Int, stored: Int, high: Int, signed: Bool) -> SampleMask.Layout {
        var layout = SampleMask.Layout()
        (layout.rows, layout.columns, layout.bitsAllocated) = (16, 16, allocated)
        (layout.bitsStored, layout.highBit, layout.isSigned) = (stored, high, signed)
        return layout
    }

    /// What is clean is what would stay as it is: nothing may be passed over, at no place and in no byte order.
    @Test(arguments: [8, 16, 32], [false, true]) func whatIsCleanStays(allocated: Int, isBigEndian: Bool) throws {
        let mask = try #require(
            SampleMask(
                Self.layout(allocated: allocated, stored: allocated - 3, high: allocated - 2, signed: false),
                isBigEndian: isBigEndian))
        let clean = [UInt8](repeating: 0, count: 44)
        #expect(Self.isClean(mask, clean))
        for place in clean.indices {
            for bit in 0..<8 {
                var bytes = clean
                bytes[place] = 1 << UInt8(bit)
                #expect(Self.isClean(mask, bytes) == (Self.applied(mask, bytes) == bytes))
            }
        }
    }

    /// 127 x 49 bits in so many frames are the largest number there is: nothing may be added to it.
    @Test func theMostBitsThereAreDoNotEndTheProcess() throws {
        var layout = SampleMask.Layout()
        (layout.rows, layout.columns, layout.bitsAllocated, layout.frames) = (127, 49, 1, Int.max / (127 * 49))
        #expect(layout.frames * 127 * 49 == Int.max)
        #expect(try #require(SampleMask(layout, isBigEndian: true)).length == Int.max / 8 + 1)
    }

    /// PS3.3 C.7.6.3.1.2: two pixels side by side share their colours; a last one alone has its own.
    @Test func pixelsThatShareColoursTakeLess() throws {
        var layout = Self.layout(allocated: 8, stored: 8, high: 7, signed: false)
        func length() throws -> Int { try #require(SampleMask(layout, isBigEndian: false)).length }
        layout.chroma = .half
        #expect(try length() == 256)
        layout.samplesPerPixel = 3
        #expect(try length() == 512)
        layout.columns = 15
        #expect(try length() == 512)
        (layout.columns, layout.frames) = (16, 3)
        #expect(try length() == 1536)
        layout.chroma = .quarter
        #expect(try length() == 1152)
        layout.chroma = .full
        #expect(try length() == 2304)
    }

    static func isClean(_ mask: SampleMask, _ bytes: [UInt8]) -> Bool { mask.isClean(bytes.span.bytes) }

    static func applied(_ mask: SampleMask, _ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes.withUnsafeMutableBytes { mask.apply(to: $0) }
        return bytes
    }

    @Test(arguments: [8, 16, 32], [false, true]) func storedBitsStayAndOthersSayNothing(allocated: Int, signed: Bool)
        throws
    {
        for stored in [1, 5, allocated - 4, allocated - 1] {
            for high in [stored - 1, allocated - 1] {
                let mask = try #require(
                    SampleMask(
                        Self.layout(allocated: allocated, stored: stored, high: high, signed: signed),
                        isBigEndian: false))
                #expect(mask.hasUnusedBits)
                for value: UInt32 in [
                    0, 1, 0x80, 0xFF, 0x0FFF, 0xF123, 0x7FFF, 0xABCD_1234, .max, 0x5555_5555, 0x8000_0000,
                ] {
                    let sample = allocated == 32 ? value : value & (1 << UInt32(allocated) - 1)
                    let size = allocated / 8
                    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: sample >> UInt32($0 * 8)) }
                    let new = Self.applied(mask, bytes).enumerated().reduce(UInt32(0)) {
                        $0 | UInt32($1.element) << UInt32($1.offset * 8)
                    }
                    let low = UInt32(high + 1 - stored)
                    let width: UInt32 = stored == 32 ? .max : 1 << UInt32(stored) - 1
                    #expect(new >> low & width == sample >> low & width)
                    #expect(new & (low == 0 ? 0 : 1 << low - 1) == 0)
                    // Above it is all zeros, or the sign.
                    let rest = high == 31 ? 0 : new >> UInt32(high + 1)
                    let isNegative = signed && sample >> UInt32(high) & 1 == 1
                    let all: UInt32 =
                        high == 31 ? 0 : (allocated == 32 ? .max : 1 << UInt32(allocated) - 1) >> UInt32(high + 1)
                    #expect(rest == 0 || isNegative && rest == all)
                }
            }
        }
    }

    @Test func signsAndPaddingStayAsTheyAre() throws {
        var layout = Self.layout(allocated: 16, stored: 12, high: 11, signed: true)
        layout.padding = [0xF12A]
        let mask = try #require(SampleMask(layout, isBigEndian: false))
        // -1 extended and not, padding, text above a positive and a negative number.
        #expect(
            Self.applied(mask, [0xFF, 0xFF, 0xFF, 0x0F, 0x2A, 0xF1, 0x23, 0x51, 0x23, 0x59]) == [
                0xFF, 0xFF, 0xFF, 0x0F, 0x2A, 0xF1, 0x23, 0x01, 0x23, 0xF9,
            ])
    }

    @Test func bigEndianSamplesAreTheSame() throws {
        let layout = Self.layout(allocated: 16, stored: 12, high: 11, signed: false)
        let mask = try #require(SampleMask(layout, isBigEndian: true))
        #expect(Self.applied(mask, [0x51, 0x23]) == [0x01, 0x23])
    }

    @Test func layoutsThatSayTooLittleAreNone() {
        #expect(SampleMask(SampleMask.Layout(), isBigEndian: false) == nil)
        var huge = Self.layout(allocated: 16, stored: 12, high: 11, signed: false)
        huge.frames = .max
        #expect(SampleMask(huge, isBigEndian: false) == nil)
        // Bits that do not add up: the length is known, the mask is not.
        let odd = SampleMask(Self.layout(allocated: 16, stored: 12, high: 3, signed: false), isBigEndian: false)
        #expect(odd?.hasUnusedBits == false && odd?.length == 512)
    }
}
