"""How far a print has come, with a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from baise_desktop.texts import say
from baise_desktop.ui.labels import button, plain_label, row


class PrintLine(QWidget):
    """Hidden unless something is on its way to the printer."""

    #: the reader wants it stopped
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = plain_label()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button(say("window.print_stop"))
        self.stop.clicked.connect(self.stopped)
        line = row(self.words)
        line.insertWidget(1, self.bar, 1)
        line.addWidget(self.stop)
        self.setLayout(line)
        self.hide()

    def show_moved(self, done: int, sheets: int) -> None:
        """So many of so many sides."""
        self.words.setText(say("window.print_moving", done=done, count=sheets))
        self.bar.setRange(0, sheets)
        self.bar.setValue(done)
        self.show()
