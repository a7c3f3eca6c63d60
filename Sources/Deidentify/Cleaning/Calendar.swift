/// Dates in the words and numbers of people.
enum Calendar {
    /// The month of a folded name, 1 to 12, and whether the name is long enough to stand alone with a day.
    static func month(_ word: WordHash) -> (number: Int, isSure: Bool)? { months[word] }

    /// Whether letters between a day and a year in one word are a month: what means something else apart, too.
    static func isGluedMonth(_ letters: ArraySlice<UInt8>) -> Bool {
        let word = WordHash(letters)
        return months[word] != nil || gluedOnly.contains(word)
    }

    private static let gluedOnly = WordHash.set("ago set out")

    static func isDay(_ day: Int, month: Int, year: Int) -> Bool {
        (1...12).contains(month) && day >= 1 && day <= [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            && (1...9999).contains(year)
    }

    private static let months: [WordHash: (Int, Bool)] = {
        let names = [
            "january jan januar janvier janv enero ene gennaio gen janeiro januari jaenner stycznia styczen tammikuu ocak ledna",
            "february feb februar fevrier fevr fev febrero febbraio fevereiro februari lutego luty subat unora",
            "march maerz marz mars marzo marco maart mrz marca marzec marts brezna",
            "april apr avril avr abril aprile kwietnia kwiecien nisan dubna",
            "may mai mayo maggio maio mei maja maj kvetna",
            "june jun juni juin junio giugno junho czerwca czerwiec haziran cervna",
            "july jul juli juillet juil julio luglio julho lipca lipiec temmuz cervence",
            "august aug aout agosto augustus sierpnia sierpien agustos srpna",
            "september sep sept septembre septiembre settembre setembro wrzesnia wrzesien eylul zari",
            "october oct oktober okt octobre octubre ottobre outubro pazdziernika pazdziernik ekim rijna",
            "november nov novembre noviembre novembro listopada listopad kasim",
            "december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien aralik prosince desember",
        ]
        // What means something else, or a name, when no year stands with it.
        let unsure = WordHash.set("gen ene mars dic avr mar fev marca marts zari ekim kasim nisan ocak")
        var table: [WordHash: (Int, Bool)] = [:]
        for (index, line) in names.enumerated() {
            WordHash.forEach(line) { table[$0] = (index + 1, !unsure.contains($0)) }
        }
        table[WordHash("mar".utf8)] = (3, false)
        return table
    }()
}
