"""Who gets what from every operation of the API: the table that test_api_access.py holds against the description."""

from .access import columns

# Each line: operation, the things it is about (world.py), the status of its answer: one for everybody, or four: without
# a token, stranger, member, steward. A token of somebody who is suspended gets 401 everywhere. The operator, the
# steward of another space and `asker` get what the stranger gets, if the line doesn't name them.
TABLE = """
read_me              -                                  401 200 200 200
change_profile       -                                  401 200 200 200
list_spaces          -                                  200
create_space         -                                  401 201 201 201
read_space           readers,choir,elsewhere            200
read_space           cellar                             404 404 200 200
change_space         readers,choir                      401 403 403 200
change_space         cellar                             404 404 403 200
change_space         elsewhere                          401 403 403 403 other=200
list_people_of_space readers,choir,elsewhere            200
list_people_of_space cellar                             404 404 200 200
join_space           readers                            401 200 409 409
join_space           choir                              401 409 409 409
join_space           cellar                             404 404 409 409
join_space           elsewhere                          401 200 200 200 other=409
ask_to_join          readers,elsewhere                  401 409 409 409
ask_to_join          choir                              401 201 409 409 asker=409
ask_to_join          cellar                             404 404 409 409
list_join_requests   -                                  401 200 200 200
accept_asking        asked                              404 404 404 200 asker=403
accept_asking        declined                           404 404 404 409 asker=403
decline_asking       asked                              404 404 404 200 asker=403
decline_asking       declined                           404 404 404 409 asker=403
withdraw_asking      asked                              404 404 404 403 asker=200
withdraw_asking      declined                           404 404 404 403 asker=409
invite               readers                            401 403 201 201
invite               choir                              401 403 403 201
invite               cellar                             404 404 403 201
invite               elsewhere                          401 403 403 403 other=201
accept_invitation    invitation,into_cellar             401 200 409 409
accept_invitation    ended                              409
end_invitation       invitation,ended,into_cellar       401 403 403 200
leave_space          membership,called                  401 403 204 403
leave_space          stewardship                        401 403 403 409
leave_space          kept                               404 404 204 403
remove_member        membership,called                  401 403 403 204
remove_member        stewardship                        401 403 403 409
remove_member        kept                               404 404 403 204
ask_to_steward       membership                         401 403 403 200
ask_to_steward       stewardship,called                 401 403 403 409
ask_to_steward       kept                               404 404 403 200
accept_stewardship   membership                         401 403 409 403
accept_stewardship   stewardship                        401 403 403 409
accept_stewardship   called                             401 403 200 403
accept_stewardship   kept                               404 404 409 403
decline_stewardship  membership                         401 403 409 403
decline_stewardship  stewardship                        401 403 403 409
decline_stewardship  called                             401 403 200 403
decline_stewardship  kept                               404 404 409 403
step_down            membership,called                  401 403 409 403
step_down            stewardship                        401 403 403 409
step_down            kept                               404 404 409 403
list_areas           -                                  200
list_place_kinds     -                                  200
list_places          -                                  200
create_place         -                                  401 201 201 201
read_place           place                              200
read_place           hidden_place                       404
change_place         place                              401 200 200 200
change_place         hidden_place                       404
confirm_place        place                              401 200 200 200
confirm_place        hidden_place                       404
find_along           -                                  200
list_marks           place                              200
list_marks           hidden_place                       404
list_my_marks        -                                  401 200 200 200
mark_place           place                              401 201 201 201
mark_place           hidden_place                       404
unmark_place         mark                               404 404 204 404
unmark_place         visit                              401 403 403 403 asker=204
list_revisions       place                              200
list_revisions       hidden_place                       404
list_activities      -                                  200
create_activity      -                                  401 422 422 201
read_activity        open,full,online,cancelled,past    200
read_activity        members,private                    404 404 200 200
read_activity        draft                              404 404 404 200
read_activity        named                              404 404 404 200 asker=200
change_activity      open,full,online,past              401 403 403 200
change_activity      members,private                    404 404 403 200
change_activity      draft                              404 404 404 200
change_activity      named                              404 404 404 200 asker=403
change_activity      cancelled                          401 403 403 409
read_opening         open,full,online,cancelled,past    200
read_opening         members,private                    404 404 200 200
read_opening         draft                              404 404 404 200
read_opening         named                              404 404 404 200 asker=200
publish_activity     open,full,online,past              401 403 403 200
publish_activity     members,private                    404 404 403 200
publish_activity     draft                              404 404 404 200
publish_activity     named                              404 404 404 200 asker=403
publish_activity     cancelled                          401 403 403 409
cancel_activity      open,full,online,cancelled         401 403 403 200
cancel_activity      members                            404 404 403 200
cancel_activity      draft                              404 404 404 200
cancel_activity      named                              404 404 404 200 asker=403
cancel_activity      past                               401 403 403 409
cancel_activity      private                            404 404 403 409
reopen_activity      open,full,online,cancelled,past    401 403 403 200
reopen_activity      members,private                    404 404 403 200
reopen_activity      draft                              404 404 404 200
reopen_activity      named                              404 404 404 200 asker=403
join_activity        open,full,online                   401 200 200 200
join_activity        members                            404 404 200 200
join_activity        draft                              404 404 404 409
join_activity        named                              404 404 404 200 asker=200
join_activity        cancelled,past                     409
join_activity        private                            404 404 409 409
leave_activity       open,full,online,cancelled         401 204 204 204
leave_activity       members                            404 404 204 204
leave_activity       draft                              404 404 404 204
leave_activity       named                              404 404 404 204 asker=204
leave_activity       past                               401 409 409 409
leave_activity       private                            404 404 409 409
accept_place         open,online                        401 409 200 409
accept_place         full                               401 409 409 409 asker=200
accept_place         members                            404 404 200 409
accept_place         draft                              404 404 404 409
accept_place         named                              404 404 404 409 asker=409
accept_place         cancelled,past                     401 409 409 409
accept_place         private                            404 404 409 409
resize_place         open,online                        401 409 200 409
resize_place         full                               401 409 409 409 asker=200
resize_place         members                            404 404 200 409
resize_place         draft                              404 404 404 409
resize_place         named                              404 404 404 409 asker=409
resize_place         cancelled,past                     401 409 409 409
resize_place         private                            404 404 409 409
list_people          open,full,online,cancelled,past    401 403 403 200
list_people          members,private                    404 404 403 200
list_people          draft                              404 404 404 200
list_people          named                              404 404 404 200 asker=403
write_report         open,full,online,cancelled         401 403 403 409
write_report         members                            404 404 403 409
write_report         draft                              404 404 404 409
write_report         named                              404 404 404 409 asker=403
write_report         past                               401 403 403 200
write_report         private                            404 404 403 200
list_claims          -                                  401 200 200 200
read_claim           claim,hidden_claim                 401 404 200 200
list_need_categories -                                  200
list_needs           -                                  200
create_need          -                                  401 403 403 201
read_need            need                               200
read_need            hidden_need                        404 404 200 200
change_need          need                               401 403 403 200
change_need          hidden_need                        404 404 403 200
withdraw_need        need                               401 403 403 200
withdraw_need        hidden_need                        404 404 403 200
reopen_need          need                               401 403 403 200
reopen_need          hidden_need                        404 404 403 200
renew_need           need                               401 403 403 200
renew_need           hidden_need                        404 404 403 200
offer_match          need                               401 201 201 201 asker=409
offer_match          hidden_need                        404 404 201 201
list_offers          -                                  200
create_offer         -                                  401 422 422 201
read_offer           offer                              200
read_offer           hidden_offer                       404 404 200 200
change_offer         offer                              401 403 403 200
change_offer         hidden_offer                       404 404 403 200
close_offer          offer                              401 403 403 200
close_offer          hidden_offer                       404 404 403 200
reopen_offer         offer                              401 403 403 200
reopen_offer         hidden_offer                       404 404 403 200
list_matches         -                                  401 200 200 200
agree_match          gift                               404 404 404 200 asker=403
agree_match          promised                           401 403 403 409 asker=403
agree_match          arrived                            401 403 403 409 asker=403
agree_match          used                               401 403 403 409 asker=403
decline_match        gift                               404 404 404 200 asker=403
decline_match        promised                           401 403 403 409 asker=403
decline_match        arrived                            401 403 403 409 asker=403
decline_match        used                               401 403 403 409 asker=403
send_match           gift                               404 404 404 403 asker=409
send_match           promised                           401 403 403 403 asker=200
send_match           arrived                            401 403 403 403 asker=409
send_match           used                               401 403 403 403 asker=409
receive_match        gift                               404 404 404 409 asker=403
receive_match        promised                           401 403 403 200 asker=403
receive_match        arrived                            401 403 403 409 asker=403
receive_match        used                               401 403 403 409 asker=403
confirm_match        gift                               404 404 404 409 asker=403
confirm_match        promised                           401 403 403 409 asker=403
confirm_match        arrived                            401 403 403 200 asker=403
confirm_match        used                               401 403 403 409 asker=403
thank_match          gift                               404 404 404 409 asker=403
thank_match          promised                           401 403 403 409 asker=403
thank_match          arrived                            401 403 403 409 asker=403
thank_match          used                               401 403 403 200 asker=403
lose_match           gift                               404 404 404 409 asker=409
lose_match           promised                           401 403 403 200 asker=200
lose_match           arrived                            401 403 403 409 asker=409
lose_match           used                               401 403 403 409 asker=409
withdraw_match       gift                               404 404 404 403 asker=200
withdraw_match       promised                           401 403 403 403 asker=200
withdraw_match       arrived                            401 403 403 403 asker=409
withdraw_match       used                               401 403 403 403 asker=409
list_notices         -                                  401 200 200 200
read_notices         -                                  401 204 204 204
"""

# What is sent so that the deed itself is asked; every other body is empty.
BODIES = {
    "create_space": {"name": "New", "short": "newteam"},
    "change_space": {"about": "Other words"},
    "change_profile": {"name": "Other"},
    "decline_asking": {"reason": "Not now."},
    "create_place": {"name": "A new school", "kind": "school", "area": "雅江", "sure": True},
    "change_place": {"about": "Other words"},
    "create_activity": {
        "title": "Walking",
        "starts_wall": "2099-05-05T10:00",
        "zone": "Asia/Shanghai",
        "space": "readers",
    },
    "change_activity": {"about": "Other words"},
    "cancel_activity": {"reason": "Rain"},
    "join_activity": {"size": 1},
    "resize_place": {"size": 1},
    "mark_place": {"kind": "watching"},
    "create_need": {"space": "readers", "tick": "books-dictionary"},
    "change_need": {"about": "Other words"},
    "offer_match": {"quantity": 1},
    "create_offer": {"title": "Chalk", "category": "aids", "space": "readers"},
    "change_offer": {"terms": "Fetch it"},
    "write_report": {"text": "It was good."},
}
QUERIES = {"list_areas": "?q=雅江", "find_along": "?from=30,101&to=30.5,101.5"}
# What an address names, by the word before it.
ABOUT = {
    "spaces": ("readers", "choir", "cellar", "elsewhere"),
    "memberships": ("membership", "stewardship", "called", "kept"),
    "join-requests": ("asked", "declined"),
    "invitations": ("invitation", "ended", "into_cellar"),
    "places": ("place", "hidden_place"),
    "activities": ("open", "full", "online", "members", "draft", "named", "cancelled", "past", "private"),
    "claims": ("claim", "hidden_claim"),
    "needs": ("need", "hidden_need"),
    "offers": ("offer", "hidden_offer"),
    "marks": ("mark", "visit"),
    "matches": ("gift", "promised", "arrived", "used"),
}


def rows():
    """(operation, thing, {actor or group: status}) for every thing of every line."""
    for line in filter(None, TABLE.splitlines()):
        operation, names, answers = line.split(maxsplit=2)
        for name in names.split(","):
            yield operation, name, columns(answers.split())
