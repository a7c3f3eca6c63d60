import DICOM

/// Why nothing was given back of a file.
public enum RevealRefusal: String, Error, Sendable {
    case noEncryptedAttributes = "no-encrypted-attributes"
    /// The sequence may be there: a stream does not tell before it has passed.
    case comesTooLate = "encrypted-attributes-after-bulk"
    /// Nothing opens with this key; without a certificate, it may also have been altered.
    case notForThisKey = "not-for-this-key"
    /// Not what dcmveil puts there, or altered.
    case altered = "encrypted-content-altered"
    case ofAnotherObject = "encrypted-content-of-another-object"
    case otherCharacterSet = "other-character-set"
    case noSOPInstanceUID = "missing-sop-instance-uid"
    /// What would stand in File Meta is no UID.
    case badUID = "bad-uid"

    public var sentence: String {
        switch self {
        case .noEncryptedAttributes: "no Encrypted Attributes Sequence: nothing was kept for roles in this file"
        case .comesTooLate: "bulk data stand before the Encrypted Attributes Sequence, and a stream passes once"
        case .notForThisKey: "none of its encrypted items opens with this key"
        case .altered: "an encrypted item was altered, or was not made by dcmveil"
        case .ofAnotherObject: "an encrypted item was made for another object"
        case .otherCharacterSet:
            "its Specific Character Set is no longer that of the original, in which the values are written"
        case .noSOPInstanceUID: "no SOP Instance UID: whether the encrypted items belong to it cannot be told"
        case .badUID: "its SOP Class UID or SOP Instance UID, now or when it is revealed, is no UID"
        }
    }

    public var hint: String? {
        switch self {
        case .noEncryptedAttributes: "deid --roles writes one; in a sealed file (.age) it is seen after dcmveil open"
        case .comesTooLate: "give the file by name"
        case .notForThisKey: "it may be for other roles, or altered; --certificate tells which"
        case .altered, .ofAnotherObject: "take the file from its source again, and find out who had it meanwhile"
        case .otherCharacterSet: "reveal the file as deid wrote it, and convert it afterwards"
        case .noSOPInstanceUID: nil
        case .badUID: "look at it with dcmveil inspect; deid writes no such file"
        }
    }
}

/// What one encrypted item came to.
public enum OpenedItem: Sendable {
    /// - Parameter isCertain: it is known to be for this key, so that content that makes no sense was altered.
    case content([UInt8], isCertain: Bool)
    /// For others; or altered, which without a certificate nobody can tell.
    case closed
    /// For this key, and it does not open.
    case altered
    /// Not EnvelopedData.
    case malformed
}

public enum RevealError: Error, Sendable {
    case parse(ParseError)
    case refused(RevealRefusal)
    case transfer(TransferError)
    /// Opening the output failed; the error is the command layer's own.
    case output(any Error)
}

/// What was given back: names of roles and counts, never values.
public struct RevealReport: Sendable {
    public var roles: [String]
    public var elements: Int
    /// Everything that was removed at the top level is back.
    public var isEverything: Bool
}
