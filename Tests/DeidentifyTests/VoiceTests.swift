import DICOM
import Standard
import Testing

@testable import Deidentify

/// Recordings of people who speak are refused: nothing in them can be cleaned.
@Suite struct VoiceTests {
    static let basicVoice = "1.2.840.10008.5.1.4.1.1.9.4.1"
    static let generalAudio = "1.2.840.10008.5.1.4.1.1.9.4.2"
    static let ecg = "1.2.840.10008.5.1.4.1.1.9.1.1"

    private func reason(_ sopClass: String, _ channels: [String?], _ profile: CompiledProfile? = nil) -> String {
        let wire = Wire.explicitLittle
        let definitions = channels.map { code in
            wire.item(
                code.map {
                    wire.sequence(
                        0x003A_0208,
                        [
                            wire.item(
                                wire.element(0x0008_0100, "SH", $0) + wire.element(0x0008_0102, "SH", "DCM "))
                        ])
                } ?? [])
        }
        let group = wire.item(
            wire.element(0x003A_0005, "US", wire.u16(channels.count)) + wire.sequence(0x003A_0200, definitions)
                + wire.element(0x5400_1010, "OB", [UInt8](repeating: 7, count: 64)))
        let content = wire.element(0x0008_0018, "UI", "1.2.3.4") + wire.sequence(0x5400_0100, [group])
        do {
            _ = try deidentify(
                MemorySource(part10(content, syntax: wire.syntax, sopClass: sopClass)), profile ?? basicProfile)
            return "written"
        } catch DeidentifyError.refused(let refusal) {
            return refusal.rawValue
        } catch DeidentifyError.parse(let error) {
            return error.code.name
        } catch { return "\(error)" }
    }

    @Test(arguments: ShippedProfiles.names.filter { $0 != "keep-all" }) func voicesAreRefused(name: String) throws {
        let profile = CompiledProfile(try ShippedProfiles.profile(named: name))
        #expect(reason(Self.basicVoice, [nil], profile) == "recorded-voice")
        #expect(reason(Self.basicVoice, ["109114"], profile) == "recorded-voice")
    }

    @Test(
        arguments: [
            (generalAudio, ["109110"], "recorded-voice"), (generalAudio, [nil], "recorded-voice"),
            (generalAudio, [], "recorded-voice"), (generalAudio, ["109114"], "written"),
            (generalAudio, ["109113", "109115"], "written"), (generalAudio, ["109113", nil], "recorded-voice"),
            (generalAudio, ["109113", "109112"], "recorded-voice"), (ecg, ["2:1"], "written"), (ecg, [nil], "written"),
            (ecg, ["2:1", "109111"], "recorded-voice"),
        ] as [(String, [String?], String)])
    func soundsAreWhatTheirCodesSay(sopClass: String, channels: [String?], expected: String) {
        #expect(reason(sopClass, channels) == expected)
    }

    @Test func whoHasListenedMayKeepThem() throws {
        let own = try compiled(
            #"{"name":"t","extends":"basic","rules":[{"attributes":["WaveformData"],"action":"keep"}]}"#)
        #expect(reason(Self.basicVoice, ["109110"], own) == "written")
        #expect(reason(Self.basicVoice, ["109110"], try compiled(#"{"name":"t","extends":"keep-all"}"#)) == "written")
    }
}
