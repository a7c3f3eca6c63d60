"""Names in the room that marker segments have beyond what decoders go by: none is left, and no sample changes."""
import io
import json
import subprocess

import codestreams as cs
import jpeg_ls
import libjpeg
import numpy
import openjpeg
import program
import pydicom
import pytest
from PIL import Image

JPEG, PROGRESSIVE, LOSSLESS = "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.70"
LS, J2K = "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"
NAME, LONG = cs.NAME, cs.LONG


def plants_of_jpeg(stream: bytes) -> dict[str, bytes]:
    """By the place: the stream with a name in it."""
    table = bytes([3]) + LONG[:64]
    symbols = bytes(dict.fromkeys(NAME))
    first = cs.at(stream, 0xC4)
    tables = stream[first[0] + 4:first[1]]
    return {
        "DQT that no component selects": cs.before(stream, 0xDB, cs.segment(0xDB, table)),
        "DQT before another of its number": cs.before(stream, 0xDB, cs.segment(0xDB, bytes([0]) + LONG[:64])),
        "DQT of 16 bits that no component selects": cs.before(
            stream, 0xDB, cs.segment(0xDB, bytes([0x13]) + LONG[:64] * 2)),
        "DQT beside one that is used": cs.lengthen(stream, 0xDB, table),
        "DQT before one that is used": stream[:cs.at(stream, 0xDB)[0]] + cs.segment(
            0xDB, table + stream[cs.at(stream, 0xDB)[0] + 4:cs.at(stream, 0xDB)[1]]) + stream[cs.at(stream, 0xDB)[1]:],
        "DQT behind the frame header": cs.before(stream, 0xDA, cs.segment(0xDB, table)),
        "DHT that no scan selects": cs.before(stream, 0xC4, cs.segment(0xC4, cs.codes(0x13, symbols))),
        "DHT before the frame header": cs.before(stream, 0xDB, cs.segment(0xC4, cs.codes(0x13, symbols))),
        "DHT with a symbol twice": cs.before(stream, 0xC4, cs.segment(0xC4, cs.codes(0x13, NAME))),
        "DHT of differences of too many bits": cs.before(stream, 0xC4, cs.segment(0xC4, cs.codes(0x03, NAME))),
        "DHT beside one that is used": cs.lengthen(stream, 0xC4, cs.codes(0x13, symbols)),
        "DHT between those that are used": cs.lengthen(stream, 0xC4, cs.codes(0x12, symbols) + tables),
        "DHT before one that is used": cs.before(stream, 0xC4, cs.segment(0xC4, cs.codes(0x13, symbols) + tables)),
        "DAC": cs.before(stream, 0xDA, cs.segment(0xCC, NAME + b"\0")),
        "DRI of four bytes, twice": cs.before(
            cs.before(stream, 0xDA, cs.segment(0xDD, bytes(2))), 0xDD, cs.segment(0xDD, NAME)),
        "DRI, one behind the other": cs.before(stream, 0xDA, b"".join(
            cs.segment(0xDD, NAME[n:n + 2]) for n in range(0, 16, 2)) + cs.segment(0xDD, bytes(2))),
        "DRI that is too long": cs.before(stream, 0xDA, cs.segment(0xDD, bytes(2) + NAME)),
        "LSE": cs.before(stream, 0xDA, cs.segment(0xF8, b"\1" + NAME[:10])),
        "DNL before a scan": cs.before(stream, 0xDA, cs.segment(0xDC, NAME)),
        "COM": cs.before(stream, 0xDA, cs.segment(0xFE, NAME)),
        "SOF that is too long": cs.lengthen(stream, next(c for c, *_ in cs.segments(stream) if 0xC0 <= c <= 0xC3), NAME),
    } | {
        f"{len(more)} bytes behind the tables of {code:02X}": cs.lengthen(stream, code, more)
        for code in (0xDB, 0xC4) for more in (NAME[-3:], NAME[-4:], NAME[-6:], NAME)
    }


#: What may be left of a name in a place that has not more.
PARTS = [NAME, NAME[:10], bytes(dict.fromkeys(NAME))[:10], LONG[1:17]]


def plants_of_jpegls(stream: bytes) -> dict[str, bytes]:
    preset = bytes([1, 0, 255, 0, 3, 0, 7, 0, 21, 0, 64])
    return {
        "DQT": cs.before(stream, 0xDA, cs.segment(0xDB, bytes([0]) + LONG[:64])),
        "DHT": cs.before(stream, 0xDA, cs.segment(0xC4, cs.codes(0x10, NAME))),
        "LSE that is too long": cs.before(stream, 0xDA, cs.segment(0xF8, preset + NAME)),
        "LSE before another": cs.before(
            stream, 0xDA, cs.segment(0xF8, b"\1" + NAME[:10]) + cs.segment(0xF8, preset)),
        "DRI that is too long": cs.before(stream, 0xDA, cs.segment(0xDD, bytes(4) + NAME)),
        "APP8": cs.before(stream, 0xDA, cs.segment(0xE8, b"mrfx" + NAME)),
        "SPIFF": cs.before(stream, 0xDA, cs.segment(0xE8, b"SPIFF\0" + NAME + bytes(9))),
        "COM": cs.before(stream, 0xDA, cs.segment(0xFE, NAME)),
        "SOF that is too long": cs.lengthen(stream, 0xF7, NAME),
    }


def plants_of_jpeg2000(stream: bytes) -> dict[str, bytes]:
    """In the main header, and in that of the only tile-part, which says how long it is."""
    def in_part(more: bytes) -> bytes:
        start, end = cs.at(stream, 0x90)
        length = int.from_bytes(stream[start + 6:start + 10], "big")
        stated = (length + len(more) if length else 0).to_bytes(4, "big")
        return stream[:start + 6] + stated + stream[start + 10:end] + more + stream[end:]
    size = int.from_bytes(stream[cs.at(stream, 0x90)[0] + 6:][:4], "big")
    return {f"{code:02X} that is too long": cs.lengthen(stream, code, NAME) for code in (0x51, 0x52, 0x5C)} | {
        f"{code:02X} with {count} bytes more": cs.lengthen(stream, code, NAME[:count])
        for code in (0x51, 0x52, 0x5C) for count in (6, 10)
    } | {
        "COC": cs.behind(stream, 0x52, cs.segment(0x53, b"\0\0" + stream[cs.at(stream, 0x52)[0] + 9:][:5] + NAME)),
        "QCC": cs.behind(stream, 0x5C, cs.segment(
            0x5D, b"\0" + stream[cs.at(stream, 0x5C)[0] + 4:cs.at(stream, 0x5C)[1]] + NAME)),
        "RGN": cs.behind(stream, 0x5C, cs.segment(0x5E, bytes(3) + NAME)),
        "CRG": cs.behind(stream, 0x5C, cs.segment(0x63, NAME + b"...")),
        "CRG that is too long": cs.behind(stream, 0x5C, cs.segment(0x63, bytes(12) + NAME)),
        "CAP": cs.behind(stream, 0x51, cs.segment(0x50, NAME)),
        "PRF": cs.behind(stream, 0x51, cs.segment(0x56, NAME)),
        "CPF": cs.behind(stream, 0x51, cs.segment(0x59, NAME[:8])),
        "TLM": cs.behind(stream, 0x5C, cs.segment(0x55, bytes([0, 0x40]) + NAME[:16])),
        "TLM of tiles": cs.behind(stream, 0x5C, cs.segment(0x55, bytes([0, 0x60]) + b"Qu" + size.to_bytes(4, "big"))),
        "PLM": cs.behind(stream, 0x5C, cs.segment(0x57, bytes([0, len(NAME)]) + NAME)),
        "PLT": in_part(cs.segment(0x58, b"\0" + NAME)),
        "COM": in_part(cs.segment(0x64, b"\0\1" + NAME)),
        "QCD of a tile": in_part(cs.segment(0x5C, stream[cs.at(stream, 0x5C)[0] + 4:cs.at(stream, 0x5C)[1]] + NAME)),
        "reserved": in_part(cs.segment(0x66, NAME)),
    }


STREAMS = {
    "baseline": (cs.jpeg(), JPEG, 1, plants_of_jpeg),
    "baseline colour": (cs.jpeg(3), JPEG, 3, plants_of_jpeg),
    "progressive": (cs.jpeg(3, progressive=True), PROGRESSIVE, 3, plants_of_jpeg),
    "lossless": (cs.jpeg_lossless_gray(), LOSSLESS, 1, None),
    "JPEG-LS": (cs.jpegls(), LS, 1, plants_of_jpegls),
    "JPEG 2000": (cs.jpeg2000(), J2K, 1, plants_of_jpeg2000),
    "JPEG 2000 colour": (cs.jpeg2000(3), J2K, 3, plants_of_jpeg2000),
    "JPEG 2000 with lengths": (cs.jpeg2000(3, add_tlm=True, add_plt=True), J2K, 3, plants_of_jpeg2000),
}


def planted(kind: str) -> dict[str, bytes]:
    stream, _, _, plants = STREAMS[kind]
    if plants:
        return plants(stream)
    symbols = bytes(dict.fromkeys(NAME))
    return {
        "DQT": cs.before(stream, 0xC4, cs.segment(0xDB, bytes([0]) + LONG[:64])),
        "DHT of what is no difference": cs.before(stream, 0xDA, cs.segment(0xC4, cs.codes(0x10, symbols))),
        "DHT that no scan selects": cs.before(stream, 0xDA, cs.segment(0xC4, cs.codes(0x01, bytes(range(9))))),
    }


def findings(path, *options) -> list[str]:
    done = program.run("verify", "--format", "jsonl", *options, path)
    return [json.loads(line).get("id", "") for line in done.out.decode().splitlines()]


DECODERS = {
    JPEG: [libjpeg.decode, lambda stream: numpy.asarray(Image.open(io.BytesIO(stream)))],
    LOSSLESS: [libjpeg.decode],
    LS: [libjpeg.decode, lambda stream: jpeg_ls.decode(numpy.frombuffer(stream, "u1"))],
    J2K: [openjpeg.decode, lambda stream: numpy.asarray(Image.open(io.BytesIO(stream)))],
}
DECODERS[PROGRESSIVE] = DECODERS[JPEG]


def samples(decoder, stream: bytes):
    """`None` where the decoder refuses."""
    try:
        return numpy.array(decoder(stream))
    except Exception:  # noqa: BLE001: each has its own way to say so
        return None


def native(path, folder, syntax):
    """Pixels as another tool decodes the file; `None` where it does not."""
    out = folder / "native.dcm"
    out.unlink(missing_ok=True)
    command = {LS: "dcmdjpls", J2K: "gdcmconv"}.get(syntax, "dcmdjpeg")
    arguments = ["--raw"] if command == "gdcmconv" else []
    done = subprocess.run([program.tool(command), *arguments, path, out], capture_output=True, timeout=60)
    if done.returncode or not out.exists():
        return None
    data_set = pydicom.dcmread(out)
    return data_set.PixelData if not data_set.file_meta.TransferSyntaxUID.is_compressed else None


def flaws(kind, place, other, folder, study_key):
    """What is wrong with what comes of a planted image beside a clean one."""
    stream, syntax, channels, _ = STREAMS[kind]
    source, output = folder / "in.dcm", folder / "out.dcm"
    cs.encapsulated([stream, other], syntax, channels).save_as(source, enforce_file_format=True)
    output.unlink(missing_ok=True)
    if place and not {"DV0509", "DV0502", "DV0503", "DV0522"} & set(findings(source)):
        yield "verify says nothing of the original"
    done = program.run("deid", source, "-o", output, "--key-file", study_key)
    if done.code != program.DONE:
        yield done.err
        return
    if program.run("deid", "-", "-o", "-", "--key-file", study_key, stdin=source.read_bytes()).out != output.read_bytes():
        yield "a pipe gives something else"
    first, second = pydicom.encaps.generate_frames(pydicom.dcmread(output).PixelData, number_of_frames=2)
    if first != stream + b"\0" * (len(stream) % 2):
        yield "the other frame has changed"
    if len(second) != len(other) + len(other) % 2:
        yield "the length has changed"
    if not place and second != first:
        yield "an image without a name has changed"
    if any(part in output.read_bytes() for part in PARTS):
        yield "the name is left"
    left = {f for f in findings(output) if f.startswith("DV05") and f not in ("DV0501", "DV0512")}
    if left:
        yield f"verify says {left} of the output"
    for number, decoder in enumerate(DECODERS[syntax]):
        clean, before, after = (samples(decoder, image) for image in (stream, other, second))
        assert clean is not None
        if after is None and before is not None:
            yield f"decoder {number} does not take it any more"
        if after is not None and not numpy.array_equal(clean, after):
            yield f"decoder {number} gets other samples"
    before = native(source, folder, syntax)
    if before is not None and native(output, folder, syntax) != before:
        yield "another tool gets other samples"


@pytest.mark.parametrize("kind", STREAMS)
def test_no_name_is_left_and_no_sample_changes(kind, tmp_path, study_key):
    stream = STREAMS[kind][0]
    bad = [(place, flaw) for place, other in ({"": stream} | planted(kind)).items()
           for flaw in flaws(kind, place, other, tmp_path, study_key)]
    assert not bad, "\n".join(map(str, bad))


def test_further_images_and_scans_are_refused(tmp_path, study_key):
    """Decoders stop at the end of the first image, and read no component of it twice: behind that may stand anything."""
    stream = STREAMS["baseline"][0]
    start, end = cs.at(stream, 0xDA)
    for other in (stream[:-2] + stream[start:end] + NAME + stream[-2:], stream + stream, stream + b"\xff\xd8" + NAME):
        cs.encapsulated([other], JPEG).save_as(tmp_path / "in.dcm", enforce_file_format=True)
        done = program.run("deid", tmp_path / "in.dcm", "-o", tmp_path / "out.dcm", "--key-file", study_key)
        assert done.code != program.DONE and not (tmp_path / "out.dcm").exists(), done
        assert {"DV0504", "DV0509", "DV0522"} & set(findings(tmp_path / "in.dcm"))


def test_words_are_errors_and_numbers_are_warnings(tmp_path):
    stream = STREAMS["baseline"][0]
    for more, expected in ((NAME, "DV0522"), (bytes(range(128, 145)), "DV0509")):
        cs.encapsulated([cs.lengthen(stream, 0xDB, more)], JPEG).save_as(tmp_path / "in.dcm", enforce_file_format=True)
        assert {f for f in findings(tmp_path / "in.dcm") if f in ("DV0509", "DV0522")} == {expected}


@pytest.fixture(scope="module")
def noise() -> bytes:
    """A JPEG of more than 16 MiB, which passes through a pipe in pieces."""
    out = io.BytesIO()
    Image.fromarray(numpy.random.default_rng(4711).integers(0, 256, (4300, 4300), "u1")).save(out, "JPEG", quality=95)
    return out.getvalue()


def large(stream: bytes, path) -> bytes:
    data_set = cs.encapsulated([stream], JPEG)
    data_set.Rows, data_set.Columns = 4300, 4300
    data_set.save_as(path, enforce_file_format=True)
    return path.read_bytes()


def test_what_waits_in_a_pipe_is_still_changed(noise, tmp_path, study_key):
    for place in ("DQT that no component selects", "3 bytes behind the tables of C4", "DRI, one behind the other", "COM"):
        planted_file = large(plants_of_jpeg(noise)[place], tmp_path / "in.dcm")
        done = program.run("deid", "-", "-o", "-", "--key-file", study_key, stdin=planted_file)
        file = program.run("deid", tmp_path / "in.dcm", "-o", "-", "--key-file", study_key)
        assert (done.code, file.code) == (program.DONE, program.DONE), place
        assert done.out == file.out and not any(part in done.out for part in PARTS), place


def test_what_has_passed_in_a_pipe_is_refused(noise, tmp_path, study_key):
    """Nobody knows before the end of the image that no scan uses a table of codes."""
    planted_file = large(plants_of_jpeg(noise)["DHT that no scan selects"], tmp_path / "in.dcm")
    done = program.run("deid", "-", "-o", "-", "--key-file", study_key, stdin=planted_file)
    assert done.code == program.BAD_INPUT and "stream breaks its own rules" in done.err, done.err
    file = program.run("deid", tmp_path / "in.dcm", "-o", tmp_path / "out.dcm", "--key-file", study_key)
    assert file.code == program.DONE and not any(part in (tmp_path / "out.dcm").read_bytes() for part in PARTS)
