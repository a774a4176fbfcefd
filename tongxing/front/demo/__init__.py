"""The demo world: three worlds that live in one house, built by the same deeds that people use."""

from .people import OPERATOR, PASSPHRASE, PEOPLE, YOUNG

# A team's steward, a network's, a project's; who looks after schools; a member, a newcomer, somebody of 16, the operator.
ROLES = ("xiaoman", "heli", "tingfeng", "ashu", "luoluo", "yibai", "xiaoyu", OPERATOR)
SIGN_INS = [(handle, PASSPHRASE, f"{name}: {who}") for handle, name, who in PEOPLE + YOUNG if handle in ROLES]
