"""`deid --roles` and `reveal`: who may see what, by stock tools and by our own."""
import json
import shutil
import subprocess

import batch
import program
import pydicom
import pytest
import roles

DATES = {"DA", "DT", "TM"}
NUMBERS = {
    "AccessionNumber", "StudyID", "RequestedProcedureID", "PlacerOrderNumberImagingServiceRequest",
    "FillerOrderNumberImagingServiceRequest", "TimezoneOffsetFromUTC"}
# Of an element that stands twice the first one counts, as for pseudonyms; pydicom has the last.
TWICE = {"duplicate-elements.dcm", "elements-out-of-order.dcm"}
# pydicom takes what follows the data set for an element, or does not read the original to its end.
TRAILING = {
    "trailing-text.dcm", "trailing-zero-bytes.dcm", "undefined-length-un-big-endian.dcm", "vr-of-the-future.dcm"}


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    return {name: roles.person(folder, name) for name in ("broker", "deputy", "coordinator", "stranger")}


@pytest.fixture(scope="module")
def role_file(tmp_path_factory, people):
    # The widest one does not stand first.
    return roles.write(
        tmp_path_factory.mktemp("roles") / "roles.json",
        ("coordinator", ["dates", "accession"], [people["coordinator"].certificate]),
        ("honest-broker", ["identity"], [people["broker"].certificate, people["deputy"].certificate]),
        ("researcher", ["nothing"], []))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory, study_key, fixture_files, role_file):
    return batch.deidentify(fixture_files, tmp_path_factory.mktemp("out"), study_key, "--profile", "basic", "--roles", role_file)


@pytest.fixture(scope="module")
def written(outputs):
    found = {path: result for path, result in outputs.items() if result.output}
    assert len(found) > 90
    return found


@pytest.fixture(scope="module")
def revealed(tmp_path_factory, written, people):
    folder = tmp_path_factory.mktemp("revealed")
    found = {}
    for number, (path, result) in enumerate(written.items()):
        target = folder / f"{number}.dcm"
        done = program.run(
            "reveal", result.output, "-o", target, "--key-file", people["broker"].key,
            "--certificate", people["broker"].certificate)
        assert done.code == program.DONE, (path, done.err)
        found[path] = target
    return found


@pytest.fixture()
def one(tmp_path, study_key, role_file):
    target = tmp_path / "one.dcm"
    done = program.run("deid", program.FIXTURES / "ct/slice-1.dcm", "-o", target, "--key-file", study_key, "--profile", "basic", "--roles", role_file)
    assert done.code == program.DONE, done.err
    return target


def test_roles_change_nothing_but_the_sequence(written, deidentified):
    for path, result in written.items():
        plain = deidentified[str(path.relative_to(program.FIXTURES))]
        with_roles = pydicom.dcmread(result.output, force=True)
        del with_roles[roles.ENCRYPTED]
        assert roles.values(with_roles) == roles.values(pydicom.dcmread(plain.output, force=True)), path
        tags = [int(element.tag) for element in pydicom.dcmread(result.output, force=True)]
        assert tags == sorted(tags), path


def test_the_report_names_roles_and_counts(written):
    for path, result in written.items():
        said = result.entry["roles"]
        assert said[0]["role"] == "honest-broker" and said[0]["elements"] > 0, path
        assert len(said) == len(roles.items(result.output))


def test_item_one_opens_with_openssl_and_holds_what_was_removed(written, people):
    for path, result in written.items():
        first, *rest = roles.items(result.output)
        for name in ("broker", "deputy"):
            content = roles.decrypted(first, people[name])
            item, = content[roles.MODIFIED].value
            assert next(iter(content)).tag == roles.MODIFIED
        if path.name not in TWICE | TRAILING:
            original = pydicom.dcmread(path, force=True)
            # In the character set that the item names, which is that of the original.
            assert item.get("SpecificCharacterSet") == original.get("SpecificCharacterSet") or "SpecificCharacterSet" not in item
            for element in item:
                if not element.tag.is_private and element.VR not in ("SQ", "UN"):
                    assert roles.plain(element) == roles.plain(original[element.tag]), (path, element.tag)
        # Nobody but the owners of the certificates.
        with pytest.raises(subprocess.CalledProcessError):
            roles.decrypted(first, people["coordinator"])
        for other in rest:
            content = roles.decrypted(other, people["coordinator"])
            narrow, = content[roles.MODIFIED].value
            # Single values of items stand behind, in a private block, and are of the same kinds.
            for entry in content[0x04011004].value if 0x04011004 in content else []:
                narrow.update(entry[0x04011002].value[0])
            assert all(element.VR in DATES or element.keyword in (
                "SpecificCharacterSet", "AccessionNumber", "IssuerOfAccessionNumberSequence", "StudyID", "RequestedProcedureID",
                "PlacerOrderNumberImagingServiceRequest", "FillerOrderNumberImagingServiceRequest", "TimezoneOffsetFromUTC",
                "OrderPlacerIdentifierSequence", "OrderFillerIdentifierSequence") for element in narrow), path
            assert "PatientBirthDate" not in narrow


def test_the_envelope_is_what_the_standard_demands(one):
    for item in roles.items(one):
        text = subprocess.run(
            ["openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER"], input=item, capture_output=True, check=True).stdout.decode()
        assert "pkcs7-envelopedData" in text and "aes-256-cbc" in text
        assert text.count("rsaEncryption") == text.count("d.ktri") > 0
    for item in pydicom.dcmread(one)[roles.ENCRYPTED].value:
        assert item.EncryptedContentTransferSyntaxUID == "1.2.840.10008.1.2.1"


def test_the_broker_has_the_original_back(written, revealed):
    for path, target in revealed.items():
        if path.name in TWICE | TRAILING:
            continue
        original, back = pydicom.dcmread(path, force=True), pydicom.dcmread(target, force=True)
        never = roles.STATEMENTS | {roles.ENCRYPTED, 0x00080005}
        left, right = roles.values(original, never), roles.values(back, never)
        # What the object lacked and File Meta had stays.
        right = [entry for entry in right if entry[0] not in (0x00080016, 0x00080018) or entry[0] in {tag for tag, _ in left}]
        assert right == left, path
        assert back.PatientIdentityRemoved == "NO" and "DeidentificationMethod" not in back
        assert "DeidentificationMethodCodeSequence" not in back and roles.ENCRYPTED not in back
        assert back.file_meta.MediaStorageSOPInstanceUID == back.SOPInstanceUID, path
        assert back.file_meta.TransferSyntaxUID == pydicom.dcmread(written[path].output, force=True).file_meta.TransferSyntaxUID


def test_pixels_are_those_of_the_output(written, revealed):
    for path, target in revealed.items():
        one, other = (pydicom.dcmread(each, force=True) for each in (written[path].output, target))
        for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"):
            assert one.get(keyword) == other.get(keyword), path


def test_gdcmanon_gives_item_one_back(tmp_path, written, people):
    count = 0
    for path, result in written.items():
        target = tmp_path / "gdcm.dcm"
        target.unlink(missing_ok=True)
        done = subprocess.run(
            [program.tool("gdcmanon"), "-d", "-k", people["broker"].key, result.output, target], capture_output=True)
        if path.parent.name not in ("ct", "mr", "dx", "pet", "sc", "us", "rt", "seg", "sr", "pr"):
            continue  # gdcm does not read some of the others, as they are
        assert done.returncode == 0 and target.exists(), (path, done.stderr)
        original, back = pydicom.dcmread(path), pydicom.dcmread(target)
        for keyword in ("PatientName", "PatientID", "StudyDate", "StudyInstanceUID", "SOPInstanceUID", "AccessionNumber"):
            assert back.get(keyword) == original.get(keyword), (path, keyword)
        assert roles.ENCRYPTED not in back
        count += 1
    assert count > 15


def test_the_coordinator_has_dates_and_no_more(tmp_path, one, people):
    target = tmp_path / "dates.dcm"
    done = program.run("reveal", one, "-o", target, "--key-file", people["coordinator"].key)
    assert done.code == program.DONE and "by the role coordinator" in done.err
    original, output, back = (
        pydicom.dcmread(path) for path in (program.FIXTURES / "ct/slice-1.dcm", one, target))
    assert back.StudyDate == original.StudyDate and back.AccessionNumber == original.AccessionNumber
    assert back.PatientName == output.PatientName and back.SOPInstanceUID == output.SOPInstanceUID
    assert back.PatientBirthDate == output.PatientBirthDate
    assert back.PatientIdentityRemoved == "NO" and back.LongitudinalTemporalInformationModified == "REMOVED"


def test_dates_come_back_into_items_that_lost_all(tmp_path, study_key, role_file, people):
    """An optional sequence of which nothing is left goes, but not where a role may fill it again."""
    original = pydicom.dcmread(program.FIXTURES / "ct/slice-1.dcm")
    equipment = pydicom.Dataset()
    equipment.ContributionDateTime, equipment.InstitutionName = "20200305101500", "Varnholt Clinic"
    original.ContributingEquipmentSequence = [equipment]
    source = tmp_path / "equipment.dcm"
    original.save_as(source)
    plain, kept, back = (tmp_path / name for name in ("plain.dcm", "kept.dcm", "back.dcm"))
    deid = ["deid", source, "--key-file", study_key, "--profile", "basic", "-o"]
    for arguments in ([*deid, plain], [*deid, kept, "--roles", role_file],
                      ["reveal", kept, "-o", back, "--key-file", people["coordinator"].key]):
        done = program.run(*arguments)
        assert done.code == program.DONE, done.err
    assert "ContributingEquipmentSequence" not in pydicom.dcmread(plain)
    item, = pydicom.dcmread(back).ContributingEquipmentSequence
    assert item.ContributionDateTime == "20200305101500" and "InstitutionName" not in item


def nested(original, output, back, found, is_top=True):
    """Compares items of sequences: dates are the original's, the rest the output's."""
    for element in back:
        if element.VR == "SQ":
            # Content items are their author's, and private sequences of unknown meaning.
            if element.tag.is_private or element.tag.group == 0x0400 or element.keyword == "ContentSequence":
                assert roles.plain(element) == roles.plain(output[element.tag])
                continue
            if not output[element.tag].value:
                assert not element.value  # emptied: there is no item for anything
                continue
            assert len(element.value) == len(output[element.tag].value) == len(original[element.tag].value)
            for parts in zip(original[element.tag].value, output[element.tag].value, element.value):
                nested(*parts, found, is_top=False)
        elif not is_top and element.VR not in DATES | {"UN"} and element.keyword not in NUMBERS:
            assert roles.plain(element) == roles.plain(output[element.tag]), element
    if not is_top:
        for element in original:
            if element.VR in DATES and not element.tag.is_private and "Birth" not in element.keyword:
                assert roles.plain(back[element.tag]) == roles.plain(element), element
                found.append(element.keyword)


def test_dates_come_back_into_items_too(tmp_path, written, people):
    found = []
    for number, (path, result) in enumerate(written.items()):
        # What a profile does to a term decides on the number of items nowhere; what pydicom cannot read is left out.
        if path.name in TWICE | TRAILING or path.parent.name == "everything":
            continue
        target = tmp_path / f"{number}.dcm"
        done = program.run("reveal", result.output, "-o", target, "--key-file", people["coordinator"].key)
        if len(roles.items(result.output)) == 1:
            assert done.code == program.NO_KEY
            continue
        assert done.code == program.DONE, (path, done.err)
        nested(*(pydicom.dcmread(each, force=True) for each in (path, result.output, target)), found)
    assert len(found) > 15 and "FrameAcquisitionDateTime" in found


@pytest.mark.parametrize("certificate", [False, True])
def test_a_stranger_learns_nothing(tmp_path, one, people, certificate):
    options = ["--certificate", people["stranger"].certificate] if certificate else []
    done = program.run("reveal", one, "-o", tmp_path / "x.dcm", "--key-file", people["stranger"].key, *options)
    assert done.code == program.NO_KEY and "none of its encrypted items opens" in done.err
    assert not (tmp_path / "x.dcm").exists()


def test_an_item_of_another_object_is_noticed(tmp_path, one, study_key, role_file, people):
    other = tmp_path / "other.dcm"
    program.run("deid", program.FIXTURES / "ct/slice-2.dcm", "-o", other, "--key-file", study_key, "--profile", "basic", "--roles", role_file)
    dataset = pydicom.dcmread(other)
    dataset[roles.ENCRYPTED] = pydicom.dcmread(one)[roles.ENCRYPTED]
    dataset.save_as(other)
    done = program.run("reveal", other, "-o", tmp_path / "x.dcm", "--key-file", people["broker"].key)
    assert done.code == program.NO_KEY and "made for another object" in done.err
    assert not (tmp_path / "x.dcm").exists()


def test_every_altered_block_is_noticed(tmp_path, one, people):
    whole = tmp_path / "whole.dcm"
    program.run("reveal", one, "-o", whole, "--key-file", people["broker"].key)
    refused = 0
    data = bytearray(one.read_bytes())
    item = roles.items(one)[0]
    start = data.index(item[:-1] if item[-1] == 0 else item)
    for distance in list(range(0, 400, 7)) + list(range(400, len(item) - 40, 331)) + [len(item) - offset for offset in (2, 17, 33, 49)]:
        altered = bytearray(data)
        altered[start + distance] ^= 0x01
        (tmp_path / "altered.dcm").write_bytes(altered)
        for options in ([], ["--certificate", people["broker"].certificate]):
            target = tmp_path / "x.dcm"
            done = program.run("reveal", tmp_path / "altered.dcm", "-o", target, "--key-file", people["broker"].key, *options)
            if done.code == program.DONE:
                # What names the recipient is no part of the content.
                assert target.read_bytes() == whole.read_bytes() and distance <= 400
                target.unlink()
            else:
                assert done.code == program.NO_KEY and not target.exists(), (distance, done.err)
                refused += 1
    assert refused > 100


def test_content_that_somebody_else_made_is_refused(tmp_path, one, people):
    """gdcmanon's own items have nothing that tells whether they were altered."""
    made = tmp_path / "gdcm.dcm"
    subprocess.run(
        [program.tool("gdcmanon"), "-e", "-c", people["broker"].certificate, program.FIXTURES / "mr/classic.dcm", made], check=True)
    done = program.run("reveal", made, "-o", tmp_path / "x.dcm", "--key-file", people["broker"].key)
    assert done.code == program.NO_KEY and "not made by dcmveil" in done.err and not (tmp_path / "x.dcm").exists()


def test_another_character_set_is_refused(tmp_path, study_key, role_file, people):
    source = next(path for path in sorted((program.FIXTURES / "charset").iterdir())
                  if pydicom.dcmread(path).get("SpecificCharacterSet") == "ISO_IR 100")
    target = tmp_path / "one.dcm"
    program.run("deid", source, "-o", target, "--key-file", study_key, "--profile", "basic", "--roles", role_file)
    dataset = pydicom.dcmread(target)
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.save_as(target)
    done = program.run("reveal", target, "-o", tmp_path / "x.dcm", "--key-file", people["broker"].key)
    assert done.code == program.BAD_INPUT and "Specific Character Set" in done.err
    assert not (tmp_path / "x.dcm").exists()
    # Dates are alike in all of them.
    assert program.run("reveal", target, "-o", tmp_path / "x.dcm", "--key-file", people["coordinator"].key).code == program.DONE


def test_streams_do_the_same(tmp_path, one, study_key, role_file, people):
    source = (program.FIXTURES / "ct/slice-1.dcm").read_bytes()
    piped = program.run("deid", "-", "-o", "-", "--key-file", study_key, "--profile", "basic", "--roles", role_file, stdin=source)
    assert piped.code == program.DONE
    back = program.run("reveal", "-", "-o", "-", "--key-file", people["broker"].key, stdin=piped.out)
    assert back.code == program.DONE, back.err
    named = program.run("reveal", one, "-o", tmp_path / "x.dcm", "--key-file", people["broker"].key)
    assert named.code == program.DONE and back.out == (tmp_path / "x.dcm").read_bytes()


def test_folders_keep_their_names(tmp_path, study_key, role_file, people):
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--profile", "basic", "--roles", role_file, "-j", 2)
    outputs = program.files_in(tmp_path / "out")
    assert len(outputs) == 3, done.err
    done = program.run("reveal", tmp_path / "out", "-o", tmp_path / "back", "--key-file", people["deputy"].key)
    assert done.code == program.DONE and "3 revealed" in done.err and "identify patients again" in done.err
    names = lambda folder: [path.relative_to(folder) for path in program.files_in(folder)]
    assert names(tmp_path / "back") == names(tmp_path / "out")
    again = program.run("reveal", tmp_path / "out", "-o", tmp_path / "back", "--key-file", people["deputy"].key)
    assert again.code == program.CANNOT_CREATE or again.code == program.QUARANTINED


def test_dciodvfy_says_nothing_new(tmp_path, study_key, role_file):
    said = []
    for options in ([], ["--roles", role_file]):
        folder = tmp_path / str(len(options))
        program.run("deid", program.FIXTURES / "mr", program.FIXTURES / "ct/slice-1.dcm", "-o", folder, "--key-file", study_key, *options)
        said.append([
            subprocess.run([program.tool("dciodvfy"), path], capture_output=True).stderr for path in program.files_in(folder)])
    assert said[0] and said[0] == said[1]


def test_no_message_names_the_patient(tmp_path, people, study_key, role_file):
    source = pydicom.dcmread(program.FIXTURES / "ct/slice-1.dcm")
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--profile", "basic", "--roles", role_file,
                       "--report", tmp_path / "r.jsonl", "-v")
    said = done.err + (tmp_path / "r.jsonl").read_text()
    done = program.run("reveal", tmp_path / "out", "-o", tmp_path / "back", "--key-file", people["broker"].key)
    said += done.err
    for value in (str(source.PatientName), source.PatientID, source.SOPInstanceUID, source.AccessionNumber):
        assert value and value not in said
    for path in program.files_in(tmp_path / "out"):
        assert str(source.PatientName).encode() not in path.read_bytes()


def test_too_much_is_quarantined(tmp_path, study_key, role_file):
    dataset = pydicom.dcmread(program.FIXTURES / "ct/slice-1.dcm")
    dataset.add_new(0x00290010, "LO", "BIG")
    dataset.add_new(0x00291001, "OB", bytes(17 << 20))
    source = tmp_path / "big.dcm"
    dataset.save_as(source)
    done = program.run("deid", source, "-o", tmp_path / "x.dcm", "--key-file", study_key, "--profile", "basic", "--roles", role_file)
    assert done.code == program.BAD_INPUT and "(0029,1001)" in done.err and "more than is held in memory" in done.err
    assert not (tmp_path / "x.dcm").exists()
    # In a stream the place has passed by when this comes.
    dataset[0x00291001].value = b"12"
    dataset.Rows, dataset.Columns, dataset.PixelData = 1024, 1024, bytes(2 << 20)
    dataset.add_new(0x7FE10010, "LO", "BEHIND")
    dataset.save_as(source)
    done = program.run("deid", "-", "-o", "-", "--key-file", study_key, "--profile", "basic", "--roles", role_file, stdin=source.read_bytes())
    assert done.code == program.BAD_INPUT and "too late in the stream" in done.err


@pytest.mark.parametrize("text, place, words", [
    ("{}", "1:1", "at least one role"),
    ('{"roles": []}', "1:11", "at least one role"),
    ('{"roles": [{"name": "a", "recover": ["dates"]}]}', "1:26", "did you mean"),
    ('{"roles": [{"name": "a/b", "recovers": ["dates"]}]}', "1:21", "letters, digits"),
    ('{"roles": [{"name": "a", "recovers": ["date"], "recipients": ["c.pem"]}]}', "1:39", 'did you mean "dates"'),
    ('{"roles": [{"name": "a", "recovers": ["nothing", "dates"]}]}', "1:38", "stands alone"),
    ('{"roles": [{"name": "a", "recovers": ["dates"]}]}', "1:12", "no certificate"),
    ('{"roles": [{"name": "a", "recovers": ["dates"], "recipients": ["age1qqq"]}]}', "1:63", "no certificate"),
])
def test_mistakes_in_the_file_have_a_place(tmp_path, text, place, words):
    path = tmp_path / "roles.json"
    path.write_text(text)
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--roles", path)
    assert done.code == program.CONFIGURATION and f"roles.json:{place}: " in done.err and words in done.err, done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("role", [
    {"name": "a", "recovers": ["nothing"], "recipients": "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"},
    {"name": "a", "recovers": ["identity"], "recipients": {"0": "broker.pem"}},
    {"name": "a", "recovers": ["nothing"], "recipients": None},
    {"name": "a", "recovers": "dates", "recipients": []}, {"name": ["a"], "recovers": ["nothing"]},
])
def test_a_member_of_another_kind_is_not_passed_over(tmp_path, role):
    path = tmp_path / "roles.json"
    path.write_text(json.dumps({"roles": [role]}))
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--roles", path)
    wrong = next(name for name, kind in (("name", str), ("recovers", list), ("recipients", list)) if not isinstance(role[name], kind))
    column = path.read_text().index(json.dumps(role[wrong])) + 1
    assert done.code == program.CONFIGURATION and f"roles.json:1:{column}: " in done.err, done
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("recipient, words", [
    ("nowhere.pem", "nowhere.pem: cannot open"), ("roles.json", "no X.509 certificate"), ("", "a recipient is"),
    ("age1qqqqqq", "recipient: "), ("ssh-ed25519 AAAA", "recipient: "), ("folder", "folder: cannot read")])
def test_mistakes_of_recipients_have_a_place(tmp_path, people, recipient, words):
    (tmp_path / "folder").mkdir()
    text = json.dumps({"roles": [{"name": "a", "recovers": ["dates"], "recipients": [str(people["broker"].certificate), "WHO"]}]})
    (tmp_path / "roles.json").write_text(text.replace("WHO", recipient))
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--roles", tmp_path / "roles.json")
    assert f"roles.json:1:{text.index('WHO')}: " in done.err and words in done.err, done
    assert done.code == program.CONFIGURATION, done
    assert not (tmp_path / "out").exists()


def test_a_long_character_set_is_quarantined(tmp_path, study_key, role_file):
    """Its value does not fit into what is sealed: more bytes than a field of 16 bits can say."""
    charset = b"ISO 2022 IR 100" + b"\\ISO 2022 IR 87" * 4600
    original = pydicom.dcmread(program.FIXTURES / "ct/slice-1.dcm")
    original.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
    original.pop(0x00080005, None)
    original.save_as(tmp_path / "plain.dcm", implicit_vr=True, little_endian=True)
    data = (tmp_path / "plain.dcm").read_bytes()
    place = 132 + 12 + int.from_bytes(data[140:144], "little")
    charset += b" " * (len(charset) % 2)
    element = bytes.fromhex("08000500") + len(charset).to_bytes(4, "little") + charset
    (tmp_path / "long.dcm").write_bytes(data[:place] + element + data[place:])
    done = program.run("deid", tmp_path / "long.dcm", "-o", tmp_path / "x.dcm", "--key-file", study_key, "--profile", "basic", "--roles", role_file)
    assert done.code == program.BAD_INPUT and "(0008,0005)" in done.err and not (tmp_path / "x.dcm").exists(), done
    done = program.run("deid", tmp_path / "plain.dcm", "-o", tmp_path / "x.dcm", "--key-file", study_key, "--profile", "basic", "--roles", role_file)
    assert done.code == program.DONE, done


def test_a_sop_class_that_is_no_uid_is_refused(tmp_path, one, people):
    dataset = pydicom.dcmread(one)
    dataset[0x00080016].value = "1.2.x"
    dataset.save_as(tmp_path / "odd.dcm", enforce_file_format=False)
    done = program.run("reveal", tmp_path / "odd.dcm", "-o", tmp_path / "x.dcm", "--key-file", people["broker"].key)
    assert done.code == program.BAD_INPUT and "is no UID" in done.err and not (tmp_path / "x.dcm").exists(), done


@pytest.mark.parametrize("options, words", [
    (dict(kind="rsa:1024"), "fewer than 2048 bits"),
    (dict(kind="ed25519"), "no RSA key"),
    (dict(extra=["-not_before", "20200101000000Z", "-not_after", "20210101000000Z"]), "has expired"),
    (dict(extra=["-addext", "keyUsage=critical,digitalSignature"]), "Key Usage"),
])
def test_certificates_that_nothing_should_be_sealed_to(tmp_path, options, words):
    extra = options.get("extra", [])
    folder = tmp_path
    if extra[:1] == ["-not_before"]:
        made = roles.person(folder, "old")
        subprocess.run(
            ["openssl", "req", "-new", "-key", made.key, "-subj", "/CN=old", "-out", folder / "old.csr"], check=True)
        subprocess.run(
            ["openssl", "x509", "-req", "-in", folder / "old.csr", "-signkey", made.key, "-out", made.certificate, "-days", "-1"],
            check=True, capture_output=True)
    else:
        made = roles.person(folder, "odd", *extra, kind=options.get("kind", "rsa:2048"))
    path = roles.write(folder / "roles.json", ("broker", ["identity"], [made.certificate]))
    done = program.run("deid", program.FIXTURES / "ct", "-o", folder / "out", "--roles", path)
    assert done.code == program.CONFIGURATION and words in done.err, done.err


def test_a_damaged_certificate_is_refused_before_anything_is_written(tmp_path):
    """An even modulus: it can be read, and OpenSSL fails when it is used. Nothing checks the signature of a certificate that you name."""
    made = roles.person(tmp_path, "damaged")
    der = bytearray(subprocess.run(
        ["openssl", "x509", "-in", made.certificate, "-outform", "DER"], check=True, capture_output=True).stdout)
    modulus = subprocess.run(
        ["openssl", "x509", "-in", made.certificate, "-noout", "-modulus"], check=True, capture_output=True, text=True).stdout
    number = bytes.fromhex(modulus.strip().removeprefix("Modulus="))
    der[der.index(number) + len(number) - 1] &= 0xFE
    (tmp_path / "damaged.der").write_bytes(der)
    path = roles.write(tmp_path / "roles.json", ("broker", ["identity"], ["damaged.der"]))
    done = program.run("deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--roles", path)
    assert done.code == program.CONFIGURATION and "nothing can be encrypted to its key" in done.err, done
    assert "roles.json:1:" in done.err and not (tmp_path / "out").exists()


def test_der_certificates_and_locked_keys(tmp_path, study_key, people):
    der = tmp_path / "broker.der"
    subprocess.run(["openssl", "x509", "-in", people["broker"].certificate, "-outform", "DER", "-out", der], check=True)
    locked = tmp_path / "locked.key"
    subprocess.run(
        ["openssl", "pkey", "-in", people["broker"].key, "-aes256", "-passout", "pass:four words in a row", "-out", locked], check=True)
    locked.chmod(0o600)
    path = roles.write(tmp_path / "roles.json", ("broker", ["identity"], ["broker.der"]))
    source, target = program.FIXTURES / "ct/slice-1.dcm", tmp_path / "one.dcm"
    assert program.run("deid", source, "-o", target, "--key-file", study_key, "--roles", path).code == program.DONE

    def reveal(passphrase, name):
        (tmp_path / "passphrase").write_text(passphrase + "\n")
        with open(tmp_path / "passphrase", "rb") as stream:
            return program.run(
                "reveal", target, "-o", tmp_path / name, "--key-file", locked, "--certificate", der, "--passphrase-fd",
                stream.fileno(), pass_fds=[stream.fileno()])
    assert "passphrase is wrong" in reveal("another", "x.dcm").err
    assert reveal("four words in a row", "y.dcm").code == program.DONE
    assert pydicom.dcmread(tmp_path / "y.dcm").PatientID == pydicom.dcmread(source).PatientID


def test_explicit_attributes(tmp_path, study_key, people):
    path = roles.write(
        tmp_path / "roles.json", ("sexes", ["PatientSex", "(0010,0010)"], [people["broker"].certificate]),
        ("patients", ["patient", "dates"], [people["deputy"].certificate]))
    source, target = program.FIXTURES / "ct/slice-1.dcm", tmp_path / "one.dcm"
    assert program.run("deid", source, "-o", target, "--key-file", study_key, "--roles", path).code == program.DONE
    wide, narrow = roles.items(target)
    item, = roles.decrypted(narrow, people["broker"])[roles.MODIFIED].value
    assert {element.keyword for element in item} - {"SpecificCharacterSet"} <= {"PatientSex", "PatientName"}
    item, = roles.decrypted(wide, people["deputy"])[roles.MODIFIED].value
    assert "PatientID" in item and "StudyDate" in item and "StudyInstanceUID" not in item


def test_age_recipients_of_roles_seal_the_output(tmp_path, study_key, people):
    import keys
    key = keys.ours(tmp_path / "key.txt")
    path = roles.write(
        tmp_path / "roles.json", ("broker", ["identity"], [people["broker"].certificate, key.recipient]))
    done = program.run(
        "deid", program.FIXTURES / "ct/slice-1.dcm", "-o", tmp_path / "out", "--key-file", study_key, "--roles", path)
    assert done.code == program.DONE, done.err
    sealed, = program.files_in(tmp_path / "out")
    assert sealed.suffix == ".age"
    opened = keys.age("-d", "-i", key.file, sealed)
    done = program.run("reveal", "-", "-o", tmp_path / "x.dcm", "--key-file", people["broker"].key, stdin=opened)
    assert done.code == program.DONE, done.err
    # Sealed, it says so.
    done = program.run("reveal", sealed, "-o", tmp_path / "y.dcm", "--key-file", people["broker"].key)
    assert done.code == program.BAD_INPUT and "open" in done.err


def test_a_key_that_others_can_read_is_refused(tmp_path, one, people):
    loose = tmp_path / "loose.key"
    shutil.copy(people["broker"].key, loose)
    loose.chmod(0o644)
    done = program.run("reveal", one, "-o", tmp_path / "x.dcm", "--key-file", loose)
    assert done.code == program.NO_KEY and "others can read" in done.err


def test_resuming_with_other_roles_starts_anew(tmp_path, study_key, role_file, people):
    arguments = ["deid", program.FIXTURES / "ct", "-o", tmp_path / "out", "--key-file", study_key, "--resume"]
    assert program.run(*arguments, "--roles", role_file).code in (program.DONE, program.QUARANTINED)
    again = program.run(*arguments, "--roles", role_file)
    assert "3 there already" in again.err
    other = roles.write(tmp_path / "other.json", ("deputy", ["identity"], [people["deputy"].certificate]))
    changed = program.run(*arguments, "--roles", other)
    assert "3 there already" not in changed.err


def test_verify_lists_what_is_encrypted(tmp_path, one, people):
    def found(path):
        done = program.run("verify", path, "--format", "jsonl", "--fail-on", "review")
        *lines, summary = map(json.loads, done.out.decode().splitlines())
        return sorted((line["id"], line["severity"], line["path"]) for line in lines), done.code
    assert found(one) == ([("DV0113", "review", f"(0400,0500)[{number}].(0400,0520)") for number in (1, 2)], 1)

    def with_content(content):
        dataset = pydicom.dcmread(one)
        dataset[roles.ENCRYPTED].value[1].EncryptedContent = content
        dataset.save_as(tmp_path / "other.dcm")
        return {check for check, severity, path in found(tmp_path / "other.dcm")[0]}
    whole = roles.items(one)[1]
    assert with_content(whole) == {"DV0113"}
    # Text that calls itself encrypted, a cut item, one with something behind it.
    for content in (b"PATIENT^NAME", whole[:-2], whole + b"  ", b"0\x80" + whole[2:], bytes(64)):
        assert with_content(content) == {"DV0113", "DV0114"}, content[:16]
    # Other tools' items, made as the standard says.
    made = subprocess.run(
        ["openssl", "cms", "-encrypt", "-binary", "-outform", "DER", "-aes128", people["broker"].certificate],
        input=b"whatever it is", capture_output=True, check=True).stdout
    assert with_content(made + bytes(len(made) % 2)) == {"DV0113"}
    # Signed and not encrypted; a password in place of a key.
    for arguments in (["-sign", "-nodetach", "-signer", people["broker"].certificate, "-inkey", people["broker"].key],
                      ["-encrypt", "-pwri_password", "secret"]):
        made = subprocess.run(
            ["openssl", "cms", *arguments, "-binary", "-outform", "DER"], input=b"PATIENT^NAME", capture_output=True, check=True).stdout
        assert with_content(made + bytes(len(made) % 2)) == {"DV0113", "DV0114"}
