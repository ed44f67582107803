"""Chinese input on Linux, where the Qt of the wheels has no plugin for fcitx."""
