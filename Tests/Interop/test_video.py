"""Video in DICOM, made and decoded by ffmpeg: what a file says besides pictures goes, and the pictures stay the same."""
import json
import subprocess

import program
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, VideoEndoscopicImageStorage

MARKS = [b"DOE^JANE_MARK", b"MRN4711_MARK", b"HANDLER_MARK", b"SERVICE_MARK", b"PROVIDER_MARK", b"SEI_MARK"]
MPEG2, H264, H265 = ("1.2.840.10008.1.2.4." + number for number in ("100", "102", "107"))
TAGS = ["-metadata", "title=DOE^JANE_MARK", "-metadata", "comment=MRN4711_MARK", "-metadata:s:v", "handler_name=HANDLER_MARK",
        "-metadata", "service_name=SERVICE_MARK", "-metadata", "service_provider=PROVIDER_MARK",
        "-metadata", "creation_time=2019-01-02T03:04:05Z"]
SEI = ["-bsf:v", "h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+SEI_MARK"]
X264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p", *SEI]
X265 = ["-c:v", "libx265", "-pix_fmt", "yuv420p", "-x265-params", "log-level=none"]
OLD = ["-c:v", "mpeg2video", "-b:v", "1M"]

VIDEOS = {
    "mp4": (H264, "mp4", X264),
    "mp4 with the index first": (H264, "mp4", [*X264, "-movflags", "+faststart"]),
    "mp4 in pieces": (H264, "mp4", [*X264, "-movflags", "+frag_keyframe+empty_moov"]),
    "QuickTime": (H264, "mov", X264),
    "H.265 in mp4": (H265, "mp4", [*X265, "-tag:v", "hvc1"]),
    "MPEG-2 in mp4": (MPEG2, "mp4", OLD),
    "transport stream": (H264, "mpegts", X264),
    "H.265 in a transport stream": (H265, "mpegts", X265),
    "MPEG-2 in a transport stream": (MPEG2, "mpegts", OLD),
    "program stream": (MPEG2, "vob", OLD),
    "byte stream": (H264, "h264", X264),
    "H.265 byte stream": (H265, "hevc", X265),
}
SOUND = ["-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac"]
NOT_FOLLOWED = {
    "sound in mp4": (H264, "mp4", [*SOUND, *X264]),
    "time code": (H264, "mov", [*X264, "-timecode", "01:00:00:00"]),
    "Matroska": (H264, "matroska", X264),
}


def ffmpeg(*arguments, stdin=None) -> bytes:
    done = subprocess.run(
        [program.tool("ffmpeg"), "-v", "error", "-y", *arguments], input=stdin, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def video(folder, container, options) -> bytes:
    path = folder / "video"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=96x64:rate=10:duration=1", *options, *TAGS, "-f", container, str(path))
    return path.read_bytes()


def pictures(stream: bytes, container: str) -> bytes:
    kind = {"vob": "mpeg", "matroska": "matroska"}.get(container, container)
    path_options = ["-f", kind] if kind in ("h264", "hevc") else []
    return ffmpeg(*path_options, "-i", "pipe:", "-map", "0:v:0", "-f", "framemd5", "-", stdin=stream)


def dicom(path, stream: bytes, syntax: str, pieces=1):
    data_set = Dataset()
    data_set.file_meta = FileMetaDataset()
    data_set.file_meta.TransferSyntaxUID = UID(syntax)
    data_set.SOPClassUID, data_set.SOPInstanceUID = VideoEndoscopicImageStorage, "1.2.3.4"
    data_set.StudyInstanceUID, data_set.SeriesInstanceUID = "1.2.3.1", "1.2.3.2"
    data_set.PatientName, data_set.PatientID, data_set.Modality = "Doe^Jane", "MRN4711", "ES"
    data_set.SamplesPerPixel, data_set.PhotometricInterpretation, data_set.PlanarConfiguration = 3, "YBR_PARTIAL_420", 0
    data_set.Rows, data_set.Columns, data_set.NumberOfFrames = 64, 96, 10
    data_set.BitsAllocated, data_set.BitsStored, data_set.HighBit, data_set.PixelRepresentation = 8, 8, 7, 0
    size = -(-len(stream) // pieces) + 1 & ~1
    parts = [stream[start:start + size] for start in range(0, len(stream), size)]
    data_set.PixelData = encapsulate([part + bytes(len(part) % 2) for part in parts], has_bot=False)
    data_set["PixelData"].VR, data_set["PixelData"].is_undefined_length = "OB", True
    data_set.save_as(path, enforce_file_format=True)


def stream_of(path) -> bytes:
    data_set = pydicom.dcmread(path)
    return b"".join(pydicom.encaps.generate_fragments(data_set.PixelData))


def checks(path, *options) -> set[str]:
    done = program.run("verify", "--format", "json", "--profile", "research", *options, path)
    # 2: sound was not listened to.
    assert done.code in (0, 1, 2), done
    return {line["id"] for line in map(json.loads, done.out.splitlines()) if "id" in line}


@pytest.mark.parametrize("name", VIDEOS)
def test_words_go_and_pictures_stay(tmp_path, study_key, name):
    syntax, container, options = VIDEOS[name]
    stream = video(tmp_path, container, options)
    source = tmp_path / "in.dcm"
    dicom(source, stream, syntax)
    done = program.run("deid", source, "-o", tmp_path / "out.dcm", "--key-file", study_key)
    assert done.code == program.DONE, done
    left = stream_of(tmp_path / "out.dcm")
    assert not [mark for mark in MARKS if mark in left]
    assert b"Lavf" not in left and b"Lavc" not in left
    assert pictures(left, container) == pictures(stream, container)

    if marked := [mark for mark in MARKS if mark in stream]:
        assert checks(source) & {"DV0510", "DV0516"}, marked
    assert not checks(tmp_path / "out.dcm") & {"DV0505", "DV0507", "DV0508", "DV0510", "DV0516"}

    # From a pipe, and in fragments that cut it anywhere, it ends in the same stream.
    piped = program.run("deid", "-", "-o", "-", "--key-file", study_key, stdin=source.read_bytes())
    assert piped.code == program.DONE and piped.out == (tmp_path / "out.dcm").read_bytes()
    for pieces in (2, 7, 100):
        dicom(source, stream, syntax, pieces)
        done = program.run("deid", source, "-o", tmp_path / f"{pieces}.dcm", "--key-file", study_key)
        assert done.code == program.DONE and stream_of(tmp_path / f"{pieces}.dcm")[:len(left)] == left, pieces


@pytest.mark.parametrize("name", NOT_FOLLOWED)
def test_what_cannot_be_followed_is_not_let_out(tmp_path, study_key, name):
    syntax, container, options = NOT_FOLLOWED[name]
    source = tmp_path / "in.dcm"
    dicom(source, video(tmp_path, container, options), syntax)
    done = program.run("deid", source, "-o", tmp_path / "out" / "x.dcm", "--key-file", study_key)
    assert done.code == program.BAD_INPUT and not (tmp_path / "out").exists(), done
    assert "codestream" in done.err
    assert "DV0508" in checks(source)


def test_sound_in_a_transport_stream_is_told(tmp_path, study_key):
    stream = video(tmp_path, "mpegts", [*SOUND, *X264])
    dicom(tmp_path / "in.dcm", stream, H264)
    done = program.run("deid", tmp_path / "in.dcm", "-o", tmp_path / "out.dcm", "--key-file", study_key,
                       "--report", tmp_path / "report.jsonl")
    assert done.code == program.DONE and "unchecked-stream" in (tmp_path / "report.jsonl").read_text()
    left = stream_of(tmp_path / "out.dcm")
    assert not [mark for mark in MARKS if mark in left] and pictures(left, "mpegts") == pictures(stream, "mpegts")
    assert checks(tmp_path / "out.dcm") & {"DV0508", "DV0510", "DV0516"} == {"DV0508"}
