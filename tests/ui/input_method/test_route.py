"""Which way Chinese input takes, by what the session says and has."""

from collections.abc import Collection, Mapping

import pytest

from baise_desktop.ui.input_method.route import Route, choose_route

IBUS = "org.freedesktop.IBus"
FIVE = ("org.fcitx.Fcitx5", "org.freedesktop.portal.Fcitx")
FOUR = ("org.fcitx.Fcitx-0",)
X11 = {"DISPLAY": ":0"}
PLUGINS = ("libibusplatforminputcontextplugin.so", "libcomposeplatforminputcontextplugin.so")


def _never() -> Collection[str]:
    raise AssertionError("the bus was asked without need")


@pytest.mark.parametrize(
    ("environment", "services", "expected"),
    [
        ({}, (IBUS,), Route.IBUS),
        ({}, (), Route.NONE),
        ({}, FOUR, Route.BRIDGE),
        ({}, FIVE, Route.BRIDGE),
        ({}, (*FIVE, IBUS), Route.IBUS),
        ({"QT_IM_MODULE": "fcitx"}, (*FIVE, IBUS), Route.IBUS),
        ({"QT_IM_MODULE": "fcitx"}, FIVE, Route.BRIDGE),
        ({"QT_IM_MODULE": "fcitx5"}, FIVE, Route.BRIDGE),
        ({"QT_IM_MODULE": "fcitx"}, FOUR, Route.BRIDGE),
        ({"QT_IM_MODULE": "fcitx"}, (*FOUR, IBUS), Route.BRIDGE),
        ({"XMODIFIERS": "@im=fcitx"}, FOUR, Route.BRIDGE),
        ({"QT_IM_MODULE": "fcitx"}, (), Route.NONE),
        ({"QT_IM_MODULE": "ibus"}, FOUR, Route.BRIDGE),
        ({"QT_IM_MODULE": "ibus"}, (*FOUR, IBUS), Route.IBUS),
        ({"QT_IM_MODULE": "xim"}, FOUR, Route.BRIDGE),
        ({"QT_IM_MODULE": "xim"}, (IBUS,), Route.IBUS),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus"}, FOUR, Route.BRIDGE),
        ({"QT_IM_MODULES": "wayland;fcitx;ibus"}, (*FIVE, IBUS), Route.IBUS),
    ],
)
def test_what_runs_decides(environment: Mapping[str, str], services: Collection[str], expected: Route) -> None:
    choice = choose_route({**X11, **environment}, "linux", PLUGINS, lambda: services)
    assert choice.route is expected
    assert (choice.variables.get("QT_IM_MODULE") == "ibus") is (expected is Route.IBUS)


@pytest.mark.parametrize(
    ("environment", "system", "plugins", "expected"),
    [
        ({}, "win32", PLUGINS, Route.SYSTEM),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux", PLUGINS, Route.SYSTEM),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", PLUGINS, Route.SYSTEM),
        (
            {"DISPLAY": ":0", "QT_IM_MODULE": "qtvirtualkeyboard"},
            "linux",
            ("libqtvirtualkeyboardplugin.so",),
            Route.SYSTEM,
        ),
        (
            {"DISPLAY": ":0", "QT_IM_MODULE": "fcitx"},
            "linux",
            ("libfcitx5platforminputcontextplugin.so",),
            Route.PLUGIN,
        ),
    ],
)
def test_what_needs_no_help_is_left_alone(
    environment: Mapping[str, str], system: str, plugins: Collection[str], expected: Route
) -> None:
    choice = choose_route(environment, system, plugins, _never)
    assert choice.route is expected
    assert not choice.variables


def test_an_old_ibus_without_a_name_is_left_to_qt() -> None:
    choice = choose_route({**X11, "QT_IM_MODULE": "ibus"}, "linux", PLUGINS, tuple)
    assert (choice.route, dict(choice.variables)) == (Route.IBUS, {})


@pytest.mark.parametrize(("services", "expected"), [((IBUS,), Route.UNPLUGGED), ((*FIVE, IBUS), Route.BRIDGE)])
def test_without_the_plugin_ibus_is_not_promised(services: Collection[str], expected: Route) -> None:
    assert choose_route(X11, "linux", (), lambda: services).route is expected
