from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from builders import Builder
from tertulia.site.images import Album
from themed import SETTINGS


@pytest.fixture
def photographed(content: Path) -> Path:
    """The sample content with a photograph in one post."""
    (content / "images").mkdir(exist_ok=True)
    photo = Image.new("RGB", (1200, 800), "teal")
    exif = photo.getexif()
    exif[0x010F] = "CAMERA-OF-ANA"
    photo.save(content / "images" / "foto.jpg", exif=exif)
    post = content / "posts" / "elogio-del-trackback.md"
    post.write_text(post.read_text("utf-8") + "\n![Una foto]({static}/images/foto.jpg)\n", "utf-8")
    return content


def test_a_photograph_is_sized_and_offered_in_widths(
    photographed: Path, run_build: Builder, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    done = run_build(photographed, output)
    assert done.returncode == 0, done.stdout + done.stderr
    page = output / "articulos/elogio-del-trackback"
    (image,) = html.fromstring((page / "index.html").read_text("utf-8")).xpath("//main//img")
    assert (image.get("width"), image.get("height"), image.get("alt")) == (
        "1200",
        "800",
        "Una foto",
    )
    offered = [part.split() for part in image.get("srcset").split(", ")]
    assert [width for _, width in offered] == ["480w", "960w", "1200w"]
    for address, width in offered:
        with Image.open((page / address).resolve()) as copy:
            assert f"{copy.width}w" == width
    narrow = (page / offered[0][0]).resolve().read_bytes()
    assert b"CAMERA-OF-ANA" not in narrow


def test_a_path_out_of_the_static_folders_is_no_picture(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "secret.png")
    (tmp_path / "content" / "images").mkdir(parents=True)
    album = Album(SETTINGS | {"PATH": str(tmp_path / "content"), "STATIC_PATHS": ["images"]})
    assert album.picture("../secret.png") is None
    assert album.picture("images/../../secret.png") is None


def test_a_damaged_image_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "x.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    album = Album(SETTINGS | {"PATH": str(tmp_path), "STATIC_PATHS": ["images"]})
    assert album.picture("images/x.png") is None
    assert [album.path_of(file) for file in album.files()] == ["images/x.png"]
