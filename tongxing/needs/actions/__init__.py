"""Everything that changes needs, offers and matches."""

from .matching import (
    agree_match,
    confirm_match,
    decline_match,
    lose_match,
    offer_match,
    receive_match,
    send_match,
    thank_match,
    withdraw_match,
)
from .needs import (
    ask_again,
    change_need,
    create_need,
    fill_vocabulary,
    move_place,
    name_again,
    renew_need,
    reopen_need,
    texts,
    withdraw_need,
)
from .offers import change_offer, close_offer, create_offer, reopen_offer

__all__ = [
    "agree_match",
    "ask_again",
    "change_need",
    "change_offer",
    "close_offer",
    "confirm_match",
    "create_need",
    "create_offer",
    "decline_match",
    "fill_vocabulary",
    "lose_match",
    "move_place",
    "name_again",
    "offer_match",
    "receive_match",
    "renew_need",
    "reopen_need",
    "reopen_offer",
    "send_match",
    "texts",
    "thank_match",
    "withdraw_match",
    "withdraw_need",
]
