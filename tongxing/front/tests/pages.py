"""The one list of pages and of journeys: what is looked at in a browser, in which look, and within which budget."""

from dataclasses import dataclass

from .access import rows
from .routes import address, things


@dataclass(frozen=True)
class Page:
    """A page as somebody sees it: its route, the thing it is about (world.py), who looks, and a query."""

    route: str
    thing: str = "-"
    who: str = "anonymous"
    query: str = ""

    def __str__(self):
        return f"{self.route}-{self.thing}-{self.who}{self.query}"


PAGES = [
    Page("front:home"),
    Page("front:home", who="member"),
    Page("front:home", who="stranger"),
    Page("front:about"),
    Page("front:api"),
    Page("front:api_room"),
    Page("people:make_token", who="member"),
    Page("front:search", query="?q=parcels"),
    Page("front:search", query="?q=nowhere"),
    Page("places:list"),
    Page("places:list", query="?area=四川"),
    Page("places:live_map"),
    Page("places:live_map", query="?area=四川"),
    Page("places:along"),
    Page("places:along", query="?from=成都&via1=雅安&to=康定"),
    Page("places:along_file"),
    Page("places:print_way", query="?from=成都&via1=雅安&to=康定"),
    Page("places:save_route", who="member", query="?from=成都&via1=雅安&to=康定"),
    Page("places:routes", who="member"),
    Page("places:route", "way"),
    Page("places:print_route", "way"),
    Page("places:print_way", query="?from=成都&via1=雅安&to=康定"),
    Page("places:change_route", "way", "member"),
    Page("places:place", "place"),
    Page("places:place", "place", "member"),
    Page("places:areas"),
    Page("places:area"),
    Page("places:area", who="member"),
    Page("places:service_map", "readers"),
    Page("places:create_place", who="member"),
    Page("places:survey"),
    Page("places:bring_table", who="member"),
    Page("places:import_table", "table", "member"),
    Page("places:survey_place", "place"),
    Page("places:change_place", "place", "member"),
    Page("places:revisions", "place"),
    Page("places:revision", "place"),
    Page("places:mark_place", "place", "member"),
    Page("places:marks", "place"),
    Page("places:on_the_way"),
    Page("places:my_places", who="member"),
    Page("places:merge_places", "place", "steward"),
    Page("places:merges", "place", "steward"),
    Page("places:caretakers", "place"),
    Page("places:caretakers", "place", "steward"),
    Page("places:ask_to_care", "place", "asker"),
    Page("places:name_caretaker", "place", "steward"),
    Page("places:stop_caring", "place", "steward"),
    Page("places:contacts", "place"),
    Page("places:contact", "contact", "steward"),
    Page("places:add_contact", "place", "steward"),
    Page("places:change_contact", "contact", "steward"),
    Page("places:look_at_contact", "contact", "member"),
    Page("places:my_contacts", who="member"),
    Page("talk:write_letter", "place", "stranger"),
    Page("talk:thread", "blocked_thread", "member"),
    Page("talk:thread", "thread", "steward"),
    Page("talk:my_letters", who="asker"),
    Page("needs:list"),
    Page("needs:need", "need"),
    Page("needs:need", "need", "steward"),
    Page("needs:create_need", who="member"),
    Page("needs:create_need", who="steward", query="?space=readers"),
    Page("needs:change_need", "need", "steward"),
    Page("needs:offer_match", "need", "member"),
    Page("needs:offers"),
    Page("needs:offer", "offer", "steward"),
    Page("needs:create_offer", who="member"),
    Page("needs:change_offer", "offer", "steward"),
    Page("needs:my_gifts", who="asker"),
    Page("activities:list"),
    Page("activities:list", query="?time=past"),
    Page("activities:activity", "open"),
    Page("activities:activity", "full", "stranger"),
    Page("activities:activity", "online", "member"),
    Page("activities:activity", "cancelled"),
    Page("activities:activity", "past", "steward"),
    Page("activities:activity", "draft", "steward"),
    Page("activities:create_activity", who="steward"),
    Page("activities:change_activity", "open", "steward"),
    Page("activities:cancel_activity", "open", "steward"),
    Page("activities:join_activity", "full", "stranger"),
    Page("activities:resize_place", "open", "member"),
    Page("activities:people", "open", "steward"),
    Page("activities:write_report", "past", "steward"),
    Page("spaces:list"),
    Page("spaces:space", "readers"),
    Page("spaces:space", "readers", "steward"),
    Page("spaces:space", "choir", "stranger"),
    Page("spaces:people", "choir", "steward"),
    Page("spaces:people", "readers"),
    Page("spaces:create_space", who="member"),
    Page("spaces:change_space", "readers", "steward"),
    Page("spaces:decline_asking", "asked", "steward"),
    Page("spaces:invited", "invitation"),
    Page("spaces:invited", "invitation", "member"),
    Page("spaces:invited", "ended", "stranger"),
    Page("inbox:notices", who="steward"),
    Page("inbox:notices", who="operator"),
    Page("people:change_profile", who="member"),
    Page("people:make_rescue_codes", who="member"),
    Page("people:rescue"),
    Page("people:stop_mail", "stop"),
    Page("account_signup"),
    Page("account_login"),
    Page("account_logout", who="member"),
    Page("account_inactive"),
    Page("account_reauthenticate", who="member"),
    Page("account_email", who="member"),
    Page("account_email_verification_sent"),
    Page("account_change_password", who="member"),
    Page("account_reset_password"),
    Page("account_reset_password_done"),
    Page("account_reset_password_from_key"),
    Page("account_reset_password_from_key_done"),
    Page("account_confirm_email"),
    Page("usersessions_list", who="member"),
    Page("mfa_index", who="member"),
    Page("mfa_list_webauthn", who="member"),
]
# Addresses that answer with something else than a page.
NO_PAGES = {
    "front:healthz",
    "front:readyz",
    "front:metrics",
    "front:robots",
    "spaces:invitation_qr",
    "activities:photo",
}
NO_PAGES |= {"places:seats", "places:seat_names", "places:tile", "places:as_geojson"}
NO_PAGES |= {"places:area_feed", "places:place_feed", "needs:feed"}
NO_PAGES |= {"places:service_embed", "places:service_svg", "places:service_geojson"}  # parts of pages elsewhere
NO_PAGES |= {"places:picture", "places:claim_contact"}
NO_PAGES |= {"places:import_report", "places:export_csv", "places:export_xlsx", "places:likes"}


@dataclass(frozen=True)
class Look:
    """How a page is seen: language, theme or large text, and width."""

    language: str
    theme: str
    width: int

    def __str__(self):
        return f"{self.language}-{self.theme}-{self.width}"

    @property
    def cookie(self):
        """The cookie that keeps this wish."""
        return ".large" if self.theme == "large" else f"{self.theme}."


LOOKS = [
    Look(*one)
    for one in zip(["zh-hans", "en"] * 6, ["light", "dark", "large"] * 4, [360, 1280, 1280, 360] * 3, strict=True)
]

# Per page: gzip bytes and requests of a first visit, bytes of a second one, elements, movement of what one reads.
FIRST, REQUESTS, AGAIN, NODES, SHIFT = 50_000, 6, 15_000, 800, 0.02
# Seconds to the largest paint at 1.6 Mbps and 150 ms and at 400 kbps and 400 ms, milliseconds of blocking time.
FAST, SLOW, BLOCKING = 1.0, 3.0, 50

# More requests than REQUESTS, and why.
EXCUSED = {
    "places:live_map": (18, "six for the page, the names of the seats, and each square that the window shows"),
}
# More bytes than FIRST, and why.
HEAVY = {"places:live_map": (120_000, "Leaflet, and where every seat lies and what it is called")}

# What somebody sets out to do: (page loads, keys) from the page where it begins. Typed text isn't counted as keys.
JOURNEYS = {
    "find_a_place": (6, 25),
    "find_a_place_on_the_map": (6, 25),
    "sign_up": (6, 25),
    "open_a_space_and_invite": (6, 25),
    "come_by_a_link": (6, 25),
    "publish_an_activity": (6, 25),
    "take_a_place": (6, 25),
    "stand_in_line": (6, 25),
    "let_go": (6, 25),
    "confirm_a_free_place": (6, 25),
    "cancel_with_a_reason": (6, 25),
    "read_that_it_is_cancelled": (6, 25),
    "tell_with_a_picture": (6, 25),
    "rescue_a_forgotten_passphrase": (6, 25),
    "survey_a_school_from_paper": (6, 30),  # three steps of the record, each with its fields
    "find_three_schools_on_the_way": (6, 25),
    "see_who_looked_at_my_number": (6, 25),
    "two_records_are_one_and_two_again": (6, 25),
    "a_need_is_met_by_three_gifts": (6, 25),
}


def pages_of_the_table():
    """Every route that shows a page to somebody, by the access table."""
    return {route for route, _, get, _ in rows() if "ok" in get.values()} - NO_PAGES


def where_of(page, world):
    """The path of a page in this world."""
    return address(page.route, things(world)[page.thing]) + page.query
