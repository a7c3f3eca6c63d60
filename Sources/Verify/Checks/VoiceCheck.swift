import Standard

/// What a file says of the sounds in its waveforms (PS3.3 A.34, PS3.16 CID 3000).
struct SoundsOfChannels {
    var channels = 0
    /// Of which a code says that they are the sound of something else than people who speak.
    var explained = 0
    /// Somebody is heard, by the class of the object or the code of a channel.
    var isVoice = false
    /// Where the first samples are.
    var samples: Int?
}

/// Recordings of voices.
extension FileCheck {
    /// Follows what may come in several groups of channels.
    mutating func checkSound(_ element: Element) throws(ReadFailure) {
        let level = walker.frames.count - 1
        switch element.tag.rawValue {
        case 0x0008_0100:
            guard level >= 2, walker.frames[level].tag == Tag(0x003A_0208), element.content == .value else { return }
            let code = try walker.shortValue(of: element)
            if Self.voices.contains(where: { code.elementsEqual($0.utf8) }) { sounds.isVoice = true }
            if Self.otherSounds.contains(where: { code.elementsEqual($0.utf8) }) { sounds.explained += 1 }
        case 0x003A_0208: if element.content == .sequence { sounds.channels += 1 }
        case 0x5400_1010:
            if !element.isEmpty, sounds.samples == nil { sounds.samples = element.offset }
        default: break
        }
    }

    /// When the data set has been read to its end: classes and codes may stand anywhere.
    func soundFinding() -> Finding? {
        guard let offset = sounds.samples, !(rules.expectations?.keepsVoices ?? false) else { return nil }
        let isBasicVoice = sopClass[...].equals("1.2.840.10008.5.1.4.1.1.9.4.1")
        let isAudio = sopClass[...].equals("1.2.840.10008.5.1.4.1.1.9.4.2")
        let isUnexplained = isAudio && (sounds.channels == 0 || sounds.explained < sounds.channels)
        guard isBasicVoice || sounds.isVoice || isUnexplained else { return nil }
        return Finding(.recordedVoice, tag: Tag(0x5400_1010), offset: offset)
    }

    /// Voice, Operator's narrative, Ambient room environment.
    private static let voices = ["109110", "109111", "109112"]
    /// Doppler audio, Phonocardiogram, Physiological audio signal.
    private static let otherSounds = ["109113", "109114", "109115"]
}
