/// A condition on a whole file, in the language of the conditions of rules.
public struct FileCondition: Sendable {
    private let condition: RuleCondition

    /// - Parameter text: the JSON object that stands under `when` in a profile, as `{"modalities": ["CT"]}`; or, shorter, one
    ///   of its keys with values, as `modalities=CT,MR`.
    public init(_ text: String) throws(ProfileError) {
        let json = text.utf8.first { $0 != 0x20 } == UInt8(ascii: "{") ? text : Self.object(text)
        let words = ProfileWords(ProfileText(source: "the condition", Array(json.utf8)))
        let value: JSONValue
        do throws(JSONReader.Failure) { value = try JSONReader.read(Array(json.utf8)) } catch {
            throw ProfileError(
                source: "the condition", line: 0, column: 0, message: error.message,
                hint: "as in modalities=CT,MR or {\"modalities\": [\"CT\"]}")
        }
        condition = try ConditionReader(words).condition(value)
        guard condition.within.isEmpty else {
            throw words.failure("within is about attributes, and not about files", at: 0)
        }
    }

    /// `key=a,b` as JSON. Quotes and backslashes are in none of the words, and stay errors.
    private static func object(_ text: String) -> String {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return text }
        let values = parts[1].split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
        return "{\"\(parts[0])\":[\(values)]}"
    }

    public func holds(for file: OutputIdentity) -> Bool {
        condition.holds(sopClass: Array(file.sopClassUID.utf8), modality: Array(file.modality.utf8)) { [] }
    }
}
