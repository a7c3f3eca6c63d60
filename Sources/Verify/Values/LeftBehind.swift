/// What cleaning never leaves, made of words that it does: a day with its month in letters, an age beside the sex, a title before a
/// word that is a name, too, the number of a nation or a chart in groups.
enum LeftBehind {
    /// `15MAR20`, `15MAR2020`, `MAR20`, `15MAR`.
    ///
    /// - Parameter word: in small letters, without accents.
    static func isDay(_ word: [UInt8]) -> Bool {
        let day = word.prefix(while: isDigit)
        let month = word.dropFirst(day.count).prefix { !isDigit($0) }
        let year = word.dropFirst(day.count + month.count)
        guard day.count <= 2, year.count <= 4, day.count + year.count >= 2, (3...12).contains(month.count),
            year.allSatisfy(isDigit), months.contains(Array(month))
        else { return false }
        let number = day.reduce(0) { $0 * 10 + Int($1 & 15) }
        if day.isEmpty { return year.count == 2 || year.count == 4 }
        return (1...31).contains(number) && (year.count == 2 || year.count == 4 || year.isEmpty && day.count == 2)
    }

    /// `F95`, `95F`, `Age95`.
    static func isAge(_ word: [UInt8]) -> Bool {
        let isNumberFirst = word.first.map(isDigit) ?? false
        let digits = isNumberFirst ? word.prefix(while: isDigit) : word.drop { !isDigit($0) }
        guard (2...3).contains(digits.count), digits.allSatisfy(isDigit), isHighAge(digits) else { return false }
        let letters = Array(isNumberFirst ? word.dropFirst(digits.count) : word.dropLast(digits.count))
        return isNumberFirst ? ageUnits.contains(letters) : ageLabels.contains(letters)
    }

    /// `95/F`, `F/95`: a stroke alone between them.
    static func isAge(_ first: [UInt8], beside second: [UInt8]) -> Bool {
        let (number, sex) = first.first.map(isDigit) == true ? (first, second) : (second, first)
        return (2...3).contains(number.count) && number.allSatisfy(isDigit) && isHighAge(number[...])
            && (sex == [UInt8(ascii: "m")] || sex == [UInt8(ascii: "f")])
    }

    /// `95 years`, `95.5 y`, `94 lat`.
    ///
    /// - Parameter number: without its decimals.
    static func isAge(_ number: [UInt8], withUnit unit: [UInt8]) -> Bool {
        (2...3).contains(number.count) && number.allSatisfy(isDigit)
            && (90...150).contains(number.reduce(0) { $0 * 10 + Int($1 & 15) }) && yearUnits.contains(unit)
    }

    /// The Roman numeral of a month.
    static func isRomanMonth(_ word: [UInt8]) -> Bool { romanMonths.contains(word) }

    /// A role with a colon behind it: `Attending: Hand`.
    static func isRole(_ word: [UInt8]) -> Bool { roles.contains(word) }

    /// `12.345.678`: thousands with points, as national numbers are written.
    static func isNationalNumber(_ lengths: [Int]) -> Bool {
        lengths.count == 3 && (1...3).contains(lengths[0]) && lengths[1] == 3 && lengths[2] == 3
    }

    /// `99-88-77`: three numbers of two digits that are no steps upwards of one size.
    static func isChartNumber(_ numbers: [Int]) -> Bool {
        numbers.count == 3 && (numbers[1] <= numbers[0] || numbers[1] - numbers[0] != numbers[2] - numbers[1])
    }

    static func isTitle(_ word: [UInt8]) -> Bool { titles.contains(word) }

    /// Titles that are magnetic resonance, too.
    static func isModality(_ word: [UInt8]) -> Bool { word.elementsEqual("mr".utf8) }

    private static func isHighAge(_ digits: ArraySlice<UInt8>) -> Bool {
        (90...110).contains(digits.reduce(0) { $0 * 10 + Int($1 & 15) })
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func set(_ text: String) -> Set<[UInt8]> { Set(text.utf8.split(separator: 0x20).map { Array($0) }) }

    private static let months = set(
        "jan feb mar apr may jun jul aug sep sept oct nov dec fev avr mai aout ago set out dez ene abr dic okt january february march april june july august september october november december"
    )
    private static let ageUnits = set("yo yr yrs y yom yof")
    private static let ageLabels = set("age aged alter edad eta")
    private static let yearUnits = set(
        "y yo yr yrs year years jahre jahr jahren ans anni anos jaar lat let letni ar arig vuotta roku eves jahrige jahriger jahrig"
    )
    private static let romanMonths = set("i ii iii iv v vi vii viii ix x xi xii")
    private static let roles = set(
        "attending radiologist physician surgeon resident consultant registrar technologist sonographer cardiologist oncologist referring radiologe radiologue radiologo arzt medecin medico lekarz"
    )
    private static let titles = set("dr mr ms mrs prof")
}
