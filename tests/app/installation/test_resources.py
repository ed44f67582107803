from baise_desktop.app.installation import resources


def test_window_finds_its_files() -> None:
    assert list(resources.fonts_folder().glob("*.[ot]tf"))
    assert list(resources.icons_folder().glob("*.svg"))
    assert (resources.styles_folder() / "window.qss").is_file()
