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

    /// What may be there only with an attribute: where the IOD asks for it, the attribute stays. Where it does not, one
    /// without the other would say nothing.
    static func dependent(on tag: Tag) -> Tag? {
        switch tag.rawValue {
        // Multi-energy CT Acquisition: references to X-Ray sources and paths, in the functional groups
        case 0x0018_9361: Tag(0x5200_9229)
        case 0x0028_1050: Tag(0x0028_1051)  // Window Center: Width
        case 0x0028_1350: Tag(0x0028_1352)  // Partial View: its Code Sequence
        case 0x0022_004E: Tag(0x0022_0042)  // Mydriatic Agent Concentration: its Units Sequence
        case 0x0048_0120: Tag(0x0028_2000)  // Palette Color Lookup Table Sequence of an optical path: ICC Profile
        case 0x300A_0114: Tag(0x300A_0015)  // Nominal Beam Energy: its Unit
        case 0x300A_0091: Tag(0x300A_0092)  // Alternate Beam Dose: its Type
        case 0x300A_0290: Tag(0x300A_0291)  // Source Applicator Number: ID, Type, length and ROI
        case 0x300A_0271: Tag(0x300A_0272)  // Channel Effective Length: inner length, length of the tip
        case 0x300A_0395: Tag(0x300A_0391)  // Scan Spot Reordered: Prescribed Indices
        default: nil
        }
    }
}
