import io
from pathlib import Path

import pytest
from lxml import html
from PIL import Image, ImageCms

from builders import Builder
from tertulia.core.errors import BadContent
from tertulia.site.images import Album, _narrowed
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


def album_of(folder: Path) -> Album:
    (folder / "images").mkdir(exist_ok=True)
    return Album(SETTINGS | {"PATH": str(folder), "STATIC_PATHS": ["images"]})


# Where the red upper left corner of what a camera kept is seen, in (left, upper) of 3 by 3.
@pytest.mark.parametrize(
    ("held", "corner"),
    [
        (1, (0, 0)), (2, (2, 0)), (3, (2, 2)), (4, (0, 2)),
        (5, (0, 0)), (6, (2, 0)), (7, (2, 2)), (8, (0, 2)),
    ],
)  # fmt: skip
def test_a_photograph_stands_as_the_camera_was_held(
    tmp_path: Path, held: int, corner: tuple[int, int]
) -> None:
    album = album_of(tmp_path)
    photo = Image.new("RGB", (1200, 600), "teal")
    photo.paste("red", (0, 0, 400, 200))
    exif = photo.getexif()
    exif[0x0112] = held
    file = tmp_path / "images" / "x.jpg"
    photo.save(file, exif=exif)
    found = album.picture("images/x.jpg")
    assert found is not None
    seen = (1200, 600) if held < 5 else (600, 1200)
    assert (found.width, found.height) == seen
    with Image.open(io.BytesIO(_narrowed(file, 480))) as copy:
        assert copy.width / copy.height == seen[0] / seen[1]
        places = [
            (x, y)
            for x in range(3)
            for y in range(3)
            if copy.getpixel(((2 * x + 1) * copy.width // 6, (2 * y + 1) * copy.height // 6))[0]
            > 200
        ]
    assert places == [corner]


def test_a_photograph_keeps_its_colours(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = tmp_path / "x.jpg"
    Image.new("RGB", (600, 400), "teal").save(file, icc_profile=profile)
    with Image.open(io.BytesIO(_narrowed(file, 480))) as copy:
        assert copy.info["icc_profile"] == profile


def test_what_a_copy_would_show_otherwise_has_none(tmp_path: Path) -> None:
    """An animation would stand still; 16 bits a sign come out white; print's colours, garish."""
    album = album_of(tmp_path)
    images = tmp_path / "images"
    frames = [Image.new("RGB", (600, 400), colour) for colour in ("red", "blue")]
    for name in ("moving.png", "moving.webp"):
        frames[0].save(images / name, save_all=True, append_images=frames[1:], duration=100)
    Image.new("I;16", (600, 400), 40_000).save(images / "scan.png")
    Image.new("CMYK", (600, 400)).save(images / "print.jpg")
    found = [album.picture(album.path_of(file)) for file in album.files()]
    assert [(p.width, p.height, p.variants) for p in found if p] == [(600, 400, ())] * 4


def test_an_image_beyond_all_bounds_is_left_alone(tmp_path: Path) -> None:
    album = album_of(tmp_path)
    Image.new("1", (20_000, 10_000)).save(tmp_path / "images" / "x.png")
    assert album.picture("images/x.png") is None


def test_a_cut_image_is_named(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.effect_noise((600, 400), 90).save(data, "JPEG")
    file = tmp_path / "x.jpg"
    file.write_bytes(data.getvalue()[:9_000])
    with pytest.raises(BadContent, match=r"x\.jpg: this image is damaged: .*truncated"):
        _narrowed(file, 480)
