/// A condition on a whole file, in the language of the conditions of rules.
public struct FileCondition: Sendable {
    let condition: RuleCondition

    /// - Parameter text: the JSON object that stands under `when` in a profile, as `{"modalities": ["CT"]}`; or, shorter, one
    ///   thing of it, as `modalities=CT,MR`, `BodyPartExamined=HEAD,BRAIN*`, `SliceThickness<=2` or `!ContrastBolusAgent`.
    public init(_ text: String) throws(ProfileError) {
        let json = text.utf8.first { $0 != 0x20 } == UInt8(ascii: "{") ? text : FileConditionText(text).json
        let words = ProfileWords(ProfileText(source: "the condition", Array(json.utf8)))
        let value: JSONValue
        do throws(JSONReader.Failure) { value = try JSONReader.read(Array(json.utf8)) } catch {
            throw ProfileError(
                source: "the condition", line: 0, column: 0, message: error.message,
                hint: "as in modalities=CT,MR or {\"modalities\": [\"CT\"]}")
        }
        condition = try ConditionReader(words).condition(value)
        guard condition.within.isEmpty, condition.paths.isEmpty else {
            let key = condition.within.isEmpty ? "paths" : "within"
            throw words.failure("\(key) is about attributes, and not about files", at: 0)
        }
    }
}
