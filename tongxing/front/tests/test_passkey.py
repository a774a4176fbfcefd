"""The button for a passkey asks for its scripts when somebody turns to it, and says when the passkey doesn't answer."""

import pytest

pytestmark = pytest.mark.once
SAID = "The passkey didn't answer."


@pytest.fixture
def sign_in(house, browser):
    """The page where one signs in, in English; `asked` holds the addresses of scripts that were loaded."""
    context = browser.new_context()
    context.add_cookies([house.cookie("language", "en")])
    page = context.new_page()
    page.asked = []
    page.on("request", lambda one: one.resource_type == "script" and page.asked.append(one.url))
    page.goto(house.url + "/account/login/", wait_until="networkidle")
    yield page
    context.close()


def test_scripts_come_when_they_are_needed(sign_in):
    assert not any("webauthn" in one for one in sign_in.asked)

    sign_in.get_by_role("button", name="Sign in with a passkey").focus()
    for _ in range(200):
        if sign_in.evaluate("!!window.allauth?.webauthn"):  # waiting in the page itself is against its policy
            break
        sign_in.wait_for_timeout(50)

    assert sum("webauthn" in one for one in sign_in.asked) == 2


def test_a_passkey_that_does_not_answer(sign_in):
    sign_in.get_by_role("button", name="Sign in with a passkey").click()

    sign_in.get_by_text(SAID).wait_for()  # the host of this test is a number, for which no passkey can be made


def test_scripts_that_do_not_come(sign_in):
    sign_in.route("**/webauthn*.js", lambda route: route.abort())

    sign_in.get_by_role("button", name="Sign in with a passkey").click()

    sign_in.get_by_text(SAID).wait_for()
