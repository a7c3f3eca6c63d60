import Standard

/// Dates that are no patient's: of a context group, a template or a device, the same in the files of many patients, and printed
/// somewhere. Moved by the offset of a patient they would tell it, and with it all other dates (PS3.15 E.3.6).
enum PublishedDates {
    static func contains(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        case 0x0008_0106, 0x0008_0107,  // Context Group Version and Local Version: PS3.16, or a site's own list
            0x0018_1204, 0x0018_1205,  // Date of Manufacture, of Installation: on the plate of the device
            0x0040_DB06, 0x0040_DB07,  // Template Version and Local Version
            0x0068_6226, 0x0068_6270,  // Effective DateTime, Information Issue DateTime: of an implant's template
            0x0072_000A:  // Hanging Protocol Creation DateTime
            true
        default: false
        }
    }
}
