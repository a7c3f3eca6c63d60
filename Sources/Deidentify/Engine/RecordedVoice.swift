import DICOM
import Standard

/// Recordings of people who speak: a voice is an identifier (45 CFR 164.514(b)(2)(i)(P)), and a dictation says names.
enum RecordedVoice {
    /// Basic Voice Audio Waveform Storage, or General Audio Waveform Storage of whose channels not each is said to be the sound of
    /// something else (PS3.16 CID 3000).
    ///
    /// - Parameter elements: of the beginning of the data set.
    static func isIn(_ elements: [Element], _ buffer: borrowing HeaderBuffer, sopClass: [UInt8]) -> Bool {
        if sopClass == basicVoice { return true }
        guard sopClass == generalAudio else { return false }
        var channels = 0
        var sounds = 0
        var sequences: [Tag] = []
        for element in elements {
            switch element.kind {
            case .sequence, .fragments: sequences.append(element.tag)
            case .sequenceEnd: _ = sequences.popLast()
            case .item: if sequences.last == Tag(0x003A_0200) { channels += 1 }
            case .element:
                guard element.tag == Tag(0x0008_0100), sequences.last == channelSource, element.isResident,
                    element.lengthField <= 64
                else { continue }
                if otherSounds.contains(element.trimmedValue(buffer)) { sounds += 1 }
            case .itemEnd, .fragment, .trailing: break
            }
        }
        return channels == 0 || sounds < channels
    }

    /// Whether a Code Value of Channel Source Sequence says that people are heard.
    static func isVoice(_ code: [UInt8]) -> Bool { voices.contains(code) }

    static let channelSource = Tag(0x003A_0208)
    static let waveformData = Tag(0x5400_1010)

    private static let basicVoice = Array("1.2.840.10008.5.1.4.1.1.9.4.1".utf8)
    private static let generalAudio = Array("1.2.840.10008.5.1.4.1.1.9.4.2".utf8)
    /// Voice, Operator's narrative, Ambient room environment (DCM).
    private static let voices = ["109110", "109111", "109112"].map { Array($0.utf8) }
    /// Doppler audio, Phonocardiogram, Physiological audio signal (DCM).
    private static let otherSounds = ["109113", "109114", "109115"].map { Array($0.utf8) }
}
