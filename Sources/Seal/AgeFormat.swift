/// The two forms of an age file.
public enum AgeFormat: Sendable {
    case binary
    /// Base 64 between `-----BEGIN AGE ENCRYPTED FILE-----` and its end.
    case armored
    /// Armored if the first byte is a dash or blank, binary otherwise.
    case detected
}
