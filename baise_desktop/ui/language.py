"""Qt's own dialogs in Chinese, and a face that has Chinese characters."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from baise_desktop.texts import say

_GOOD_FACES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "HarmonyOS Sans SC",
    "Noto Sans SC",
)


_UNTRANSLATED = {
    "&Look in:": "qt.look_in",
    "Files of &type:": "qt.file_types",
    "Folder": "qt.folder",
    "File Folder": "qt.folder",
    "File": "qt.file",
    "%1 File": "qt.file_of_kind",
    "Drive": "qt.drive",
    "Unknown": "qt.unknown",
    "Page &Set:": "qt.page_set",
    "Pages &per sheet:": "qt.pages_per_sheet",
    "Page &order:": "qt.page_order",
    "Scheduled &printing:": "qt.print_when",
    "&Billing information:": "qt.print_billing",
    "Job &priority:": "qt.print_priority",
    "CUPS Banner page": "qt.print_banner",
    "&Start:": "qt.print_banner_start",
    "&End:": "qt.print_banner_end",
    "Banner page at start": "qt.print_banner_start",
    "Banner page at end": "qt.print_banner_end",
    "Custom value for %1": "qt.print_custom",
    "Options 'Pages Per Sheet' and 'Page Set' cannot be used together.": "qt.print_clash",
    "Please turn one of those options off.": "qt.print_clash_advice",
}
"""What Qt's own catalogue leaves in English."""


class _Rest(QTranslator):
    """Asked last, for what Qt's catalogue lacks."""

    def translate(
        self, _context: str, source: str, _disambiguation: str | None = None, _number: int = -1
    ) -> str | None:
        key = _UNTRANSLATED.get(source)
        return say(key) if key else None

    def isEmpty(self) -> bool:
        return False


def speak_chinese(app: QCoreApplication) -> None:
    """Translate Qt's own texts; call before the first widget."""
    locale = QLocale("zh_CN")
    QLocale.setDefault(locale)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    app.installTranslator(_Rest(app))
    for catalogue in ("qtbase", "qt"):
        translator = QTranslator(app)
        if translator.load(locale, catalogue, "_", folder):
            app.installTranslator(translator)


def choose_face(app: QApplication, fonts: Path) -> str:
    """Set the program's face: a good one of the system, else the bundled one; returns its name."""
    have = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    face = next((name for name in _GOOD_FACES if name in have), None) or _bundled_face(fonts)
    font = QFont(app.font())
    font.setFamilies([face, *app.font().families()])
    app.setFont(font)
    return face


def _bundled_face(fonts: Path) -> str:
    QFontDatabase.addApplicationFont(str(fonts / "NotoSansSC-Bold.ttf"))
    number = QFontDatabase.addApplicationFont(str(fonts / "NotoSansSC-Regular.ttf"))
    families = QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
