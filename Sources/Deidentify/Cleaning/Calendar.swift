/// Dates in the words and numbers of people.
enum Calendar {
    /// How far the name of a month tells a day without a year.
    enum Certainty: Sendable {
        /// It means nothing else.
        case sure
        /// In capitals throughout it is something else: `MAR` reduces artifacts, `DIC` is no December.
        case written
        /// It is a common word: `set`, `ago`, `Mag`.
        case doubtful
    }

    /// The month of a folded name, 1 to 12, and whether the name is long enough to stand alone with a day. Not of common words.
    static func month(_ word: WordHash) -> (number: Int, isSure: Bool)? {
        guard let month = months[word], !common.contains(word) else { return nil }
        return (month.number, month.certainty == .sure)
    }

    /// The same of all names, for whoever looks at what stands beside them.
    static func name(_ word: WordHash) -> (number: Int, certainty: Certainty)? { months[word] }

    /// Whether letters between a day and a year in one word are a month: what means something else apart, too.
    static func isGluedMonth(_ letters: ArraySlice<UInt8>) -> Bool { months[WordHash(letters)] != nil }

    static func isDay(_ day: Int, month: Int, year: Int) -> Bool {
        (1...12).contains(month) && day >= 1 && day <= [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            && (1...9999).contains(year)
    }

    private static let common = WordHash.set("ago set out mag mrt")

    private static let months: [WordHash: (number: Int, certainty: Certainty)] = {
        let names = [
            "january jan januar janvier janv enero ene gennaio gen janeiro januari jaenner stycznia styczen tammikuu ocak ledna",
            "february feb februar fevrier fevr fev febrero febbraio fevereiro februari lutego luty subat unora",
            "march mar maerz marz mars marzo marco maart mrz mrt marca marzec marts brezna",
            "april apr avril avr abril aprile kwietnia kwiecien nisan dubna",
            "may mai mayo maggio mag maio mei maja maj kvetna",
            "june jun juni juin junio giugno giu junho czerwca czerwiec haziran cervna",
            "july jul juli juillet juil julio luglio lug julho lipca lipiec temmuz cervence",
            "august aug aout agosto ago augustus sierpnia sierpien agustos srpna",
            "september sep sept septembre septiembre settembre set setembro wrzesnia wrzesien eylul zari",
            "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik ekim rijna",
            "november nov novembre noviembre novembro listopada listopad kasim",
            "december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien aralik prosince desember",
        ]
        let written = WordHash.set("mar mars avr dic ene fev lug ott marca marts")
        let doubtful = common.union(WordHash.set("gen zari ekim kasim nisan ocak"))
        var table: [WordHash: (number: Int, certainty: Certainty)] = [:]
        for (index, line) in names.enumerated() {
            WordHash.forEach(line) { word in
                table[word] = (
                    index + 1, doubtful.contains(word) ? .doubtful : written.contains(word) ? .written : .sure
                )
            }
        }
        return table
    }()
}
