import Standard

/// Optional attributes that conditions of required ones speak of (PS3.3, Types 1C and 2C): without them, what is required
/// would stand where it may not, or be missing where it must be.
enum ConditionAttributes {
    static func contains(_ tag: Tag) -> Bool {
        switch tag.rawValue {
        // Body Part Examined, Anatomic Region, Image Laterality: Laterality
        case 0x0018_0015, 0x0008_2218, 0x0020_0062: true
        case 0x0028_1056: true  // VOI LUT Function: Window Width
        case 0x0028_0030, 0x0018_1164, 0x0018_2010: true  // spacings: Pixel Aspect Ratio
        case 0x0020_9311: true  // Dimension Organization Type: the functional groups of tiled images
        case 0x0028_0A02: true  // Pixel Spacing Calibration Type: its Description
        case 0x0018_1271: true  // Water Equivalent Diameter: how it was calculated
        case 0x0012_0052: true  // Longitudinal Temporal Offset from Event: the Event's Type
        case 0x0050_0016: true  // Device Diameter: its Units
        // Context Identifier, Context Group Extension Flag: Mapping Resource, versions, creator
        case 0x0008_010F, 0x0008_010B: true
        case 0x0028_1040: true  // Pixel Intensity Relationship: its Sign
        case 0x300A_012C: true  // Isocenter Position: Patient Position of RT images
        case 0x0072_0510: true  // Reformatting Operation Type: thickness, interval, views
        default: false
        }
    }
}
