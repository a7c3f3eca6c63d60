import Testing

@testable import Deidentify

/// Where machines and files are, and numbers written together with what they are called.
@Suite struct AddressFormTests {
    @Test(arguments: [
        ("from 2001:db8::1 sent", "from sent"), ("fe80::1ff:fe23:4567:890a", ""),
        ("2001:0db8:85a3:0000:0000:8a2e:0370:7334", ""),
        ("a1b2.c3d4.e5f6", ""), ("beef.0011.cafe", ""), ("chest \\\\server\\share\\head", "chest"),
        ("C:\\Users\\hand\\chest", ""), ("C:\\Users\\Max Hand\\chest ct", "ct"), ("D:/chest/head", ""),
        ("/home/hand/chest", ""), ("/data/patients/hand/ct", ""), ("CT ~hand/ct", "CT"), ("file:///home/hand", ""),
        ("//server/hand/ct", ""), ("../hand/ct", ""), ("\\Users\\hand", ""), ("Users/hand/ct", ""), ("/x/hand/ct", ""),
        ("hand.com", ""), ("ab:cd::ef", ""),
        ("chest/abdomen/pelvis", "chest/abdomen/pelvis"), ("CT/MR head", "CT/MR head"), ("AP/LAT", "AP/LAT"),
        ("w/o contrast", "w/o contrast"), ("3:4:5", "3:4:5"),
    ])
    func addressesGo(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }

    @Test(arguments: [
        ("MRN123456", ""), ("MRN12", ""), ("ID#12", ""), ("ID12", ""), ("PID7", ""), ("chest #12", "chest"),
        ("#12", ""),
        ("Acc12", ""), ("PATIENT12", ""), ("Nr12", ""), ("MRN 12 mm 34", ""),
        ("CT chest 47 11 12 3", "CT chest"), ("CT chest 47 11 12", "CT chest"),
        ("MRN is 77", "MRN is"), ("patient no 77", "patient"), ("Hospital number 77", "Hospital"), ("Acc# 12", ""),
        ("Acc: 12", ""), ("Acc: 2", "Acc: 2"), ("Order# 77", "Order"),
        ("CT_47_11_12_3", "CT"), ("CT 4 71 11 23", "CT"),
        ("image #12", "image #12"), ("#3 screw", "#3 screw"), ("acc2", "acc2"), ("12 14 16", "12 14 16"),
        ("size 12 10 11", "size 12 10 11"), ("12 10 11 mm", "12 10 11 mm"), ("P12", "P12"),
    ])
    func numbersGo(text: String, expected: String) { #expect(TextCleanerTests.clean(text) == expected) }
}
