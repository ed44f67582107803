"""By which way Chinese input reaches the program, from what the session offers.

The Qt wheels carry a plugin for ibus and none for fcitx. fcitx 5 can speak as ibus; fcitx 4 cannot, nor can fcitx 5
without its ibus front end: for them `fcitx_bridge` speaks to the daemon itself.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

IBUS_SERVICE = "org.freedesktop.IBus"
FCITX5_SERVICE = "org.fcitx.Fcitx5"
FCITX5_PORTAL = "org.freedesktop.portal.Fcitx"
FCITX4_PREFIX = "org.fcitx.Fcitx-"
_OURS = ("fcitx", "ibus", "compose")
"""What is decided here, whatever was asked for."""


class Route(StrEnum):
    """How typed keys become Chinese characters."""

    SYSTEM = "system"
    """Qt's own way: Windows, macOS, Wayland."""
    IBUS = "ibus"
    """Qt's ibus plugin, spoken by ibus or by fcitx 5."""
    PLUGIN = "plugin"
    """A fcitx plugin that somebody put beside Qt."""
    BRIDGE = "bridge"
    """The program speaks to fcitx itself."""
    UNPLUGGED = "unplugged"
    """ibus runs, but Qt lies here without its plugin."""
    NONE = "none"
    """No input method was found: only what the keyboard has can be typed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A route, and what Qt has to be told for it before it starts."""

    route: Route
    variables: Mapping[str, str]
    """Environment variables to set."""


def choose_route(
    environment: Mapping[str, str],
    system: str,
    plugins: Collection[str],
    list_services: Callable[[], Collection[str]],
) -> Choice:
    """The way Chinese input takes.

    Args:
        environment: of the process.
        system: as `sys.platform` has it.
        plugins: file names of Qt's input context plugins.
        list_services: names on the session bus; asked for only when it matters.
    """
    if not _on_x11(environment, system):
        return Choice(Route.SYSTEM, {})
    wanted = _wanted_modules(environment)
    if any(name.startswith("fcitx") for name in wanted) and _has_plugin("fcitx", plugins):
        return Choice(Route.PLUGIN, {})
    if wanted and not wanted[0].startswith(_OURS) and _has_plugin(wanted[0], plugins):
        return Choice(Route.SYSTEM, {})
    return _by_services(list_services(), wanted, _has_plugin("ibus", plugins))


def _on_x11(environment: Mapping[str, str], system: str) -> bool:
    on_x11 = environment.get("DISPLAY") and environment.get("QT_QPA_PLATFORM", "xcb").startswith("xcb")
    on_wayland = environment.get("WAYLAND_DISPLAY") and "QT_QPA_PLATFORM" not in environment
    return bool(system == "linux" and on_x11 and not on_wayland)


def _wanted_modules(environment: Mapping[str, str]) -> Sequence[str]:
    """What the session asks Qt to use, the first choice first; XMODIFIERS is asked where nothing was said to Qt."""
    asked = environment.get("QT_IM_MODULES") or environment.get("QT_IM_MODULE")
    asked = asked or environment.get("XMODIFIERS", "").removeprefix("@im=")
    return [name.strip().lower() for name in asked.split(";") if name.strip()]


def _has_plugin(name: str, plugins: Collection[str]) -> bool:
    return any(name in plugin for plugin in plugins)


def _by_services(services: Collection[str], wanted: Sequence[str], has_plugin: bool) -> Choice:
    has_ibus, has_fcitx = IBUS_SERVICE in services, is_fcitx_among(services)
    if has_plugin and has_ibus and (FCITX5_SERVICE in services or not has_fcitx or "ibus" in wanted):
        # QT_IM_MODULES takes precedence and falls through to the next; Qt before 6.8 does not know it.
        return Choice(Route.IBUS, {"QT_IM_MODULES": "ibus", "QT_IM_MODULE": "ibus"})
    if has_fcitx:
        return Choice(Route.BRIDGE, {})
    if has_ibus:
        return Choice(Route.UNPLUGGED, {})
    if has_plugin and "ibus" in wanted:
        return Choice(Route.IBUS, {})  # an ibus of long ago has no name on the bus
    return Choice(Route.NONE, {})


def is_fcitx_among(services: Collection[str]) -> bool:
    """Whether a fcitx that can be spoken to is among the names of a bus."""
    return FCITX5_PORTAL in services or any(name.startswith(FCITX4_PREFIX) for name in services)
