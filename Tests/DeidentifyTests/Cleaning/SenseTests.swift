import Testing

@testable import Deidentify

/// What turns the sense of a text round stays in it: negations, and small words that spell somebody's initials.
@Suite struct SenseTests {
    /// A name whose initials are a word took that word out of every text of the file.
    @Test(arguments: [
        ("Olsen^Nils", "There is no fracture", "There is no fracture"),
        ("Olsen^Nils", "No evidence of metastasis.", "No evidence of metastasis."),
        ("Olsen^Nils", "no pleural effusion, no pneumothorax", "no pleural effusion, no pneumothorax"),
        ("Olsen^Nils", "CT NO CONTRAST", "CT NO CONTRAST"), ("Olsen^Nils", "contrast: NO", "contrast: NO"),
        ("Nolan^Oscar^^^MD", "There is no fracture", "There is no fracture"),
        ("Olsen^N", "There is no fracture", "There is no fracture"),
        ("N^O", "There is no fracture", "There is no fracture"),
        ("No^Kim", "there is no fracture", "there is no fracture"), ("No^Kim", "KIM NO CT CHEST", "CT CHEST"),
        ("No^Kim", "no kim chest", "chest"),
        ("Obermeyer^Tankred", "Lesion of 3 to 4 cm", "Lesion of 3 to 4 cm"),
        ("Iversen^Nora", "Mass is in the left lobe", "Mass is in the left lobe"),
        ("Hall^Uma", "density 40 HU", "density 40 HU"), ("Ivy^Ida", "grade II", "grade II"),
        ("Stone^Ina", "Billroth II", "Billroth II"),
        // Spelt as initials, or where people sign.
        ("Olsen^Nils", "CT HEAD N.O.", "CT HEAD"), ("Olsen^Nils", "read by NO", "read by"),
        ("Adams^Neil", "CT HEAD AN", "CT HEAD"), ("Smith^John", "CT HEAD JS", "CT HEAD"),
        ("Hall^Uma", "CT HEAD HU", "CT HEAD"), ("Ingham^Val", "CT HEAD VI", "CT HEAD"),
    ])
    func initialsTakeNoWordAway(name: String, text: String, expected: String) {
        var context = CleaningContext()
        context.identifiers.addPerson(Array(name.utf8)[...])
        #expect(TextCleanerTests.clean(text, context) == expected)
    }

    @Test(arguments: [
        "The kidney isn't enlarged", "Size hasn't changed", "Lesion didn't enhance", "There wasn't a fracture",
        "It doesn't enhance", "Don't see a fracture", "The size won't change", "Patient denies pain", "denies trauma",
        "nil acute", "NIL FRACTURE", "Nil of note", "Fraktur ausgeschlossen", "Niere fehlt",
        "weder Fraktur noch Luxation",
        "kein Nachweis einer Fraktur", "nessuna frattura", "assenza di frattura", "manca il rene destro",
        "non mai operato", "tampoco fractura", "niega dolor", "SIN FRACTURA", "fractura descartada", "aucune fracture",
        "absence de fracture", "fracture exclue", "jamais de fracture", "nenhuma fratura", "nega dor",
        "geen fractuur", "kein Anhalt f\u{FC}r Fraktur", "Sin evidencia de fractura", "fractuur uitgesloten", "afwezig",
        "no fracture", "keine Fraktur",
    ])
    func negationsStay(text: String) { #expect(TextCleanerTests.clean(text) == text) }

    /// Words that negate, and are names too, go as names where nothing is left that they would negate.
    @Test(arguments: [
        ("DON SMITH CT", "CT"), ("CT MAI", "CT"), ("KOWALCZYK SIN", ""),
        ("Sin, Ronan Axial bone window", "Axial bone window"),
        ("Patient: NIL fracture", "Patient: NIL fracture"), ("No Kowalczyk fracture", "No fracture"),
    ])
    func namesThatNegateGoAsNames(text: String, expected: String) {
        #expect(TextCleanerTests.clean(text) == expected)
    }
}
