"""Who gets what at every address: the declared table that test_access.py holds against the URL resolver."""

# Each line: route, the things it is about (world.py, routes.py), what GET answers | what POST answers.
# An answer is one word for everybody, or four: signed out, stranger, member, steward.
# An account that is suspended gets what the signed-out get. The operator, the steward of another space, and `asker`
# (who asked to join the choir and is named in `named`) get what the stranger gets, if the line doesn't name them.
# ok 200 · go 302 · in 302 to the sign-in page · else the status. What doesn't exist (404) is tried at every route.
TABLE = """
front:home                 -                     ok              | 405
front:about                -                     ok              | 405
front:search               -                     ok              | 405
front:api                  -                     ok              | 405
front:api_room             -                     ok              | 405
front:look                 -                     405             | go
front:language             -                     405             | go
front:healthz              -                     ok              | 405
front:readyz               -                     ok              | 405
front:metrics              -                     404             | 405
front:robots               -                     ok              | 405

people:change_profile      -                     in  ok  ok  ok  | in  422 422 422
people:make_rescue_codes   -                     in  ok  ok  ok  | in  go  go  go
people:make_token          -                     in  ok  ok  ok  | in  go  go  go
people:end_token           token                 405             | in  404 go  404
people:end_session         session               405             | in  404 go  404
people:say_birth_month     -                     in  409 409 409 | in  409 409 409
people:show_name           -                     405             | in  go  go  go
people:stop_mail           stop                  ok              | ok
people:rescue              -                     ok              | 422

spaces:list                -                     ok              | 405
spaces:create_space        -                     in  ok  ok  ok  | in  422 422 422
spaces:space               readers,choir         ok              | 405
spaces:space               cellar                404 404 ok  ok  | 405
spaces:people              readers,choir         ok              | 405
spaces:people              cellar                404 404 ok  ok  | 405
spaces:change_space        readers,choir         in  403 403 ok  | in  403 403 422
spaces:change_space        cellar                in  404 403 ok  | in  404 403 422
spaces:change_space        elsewhere             in  403 403 403 other=ok | in 403 403 403 other=422
spaces:join_space          readers               405             | 401 go  409 409
spaces:join_space          choir                 405             | 401 409 409 409
spaces:join_space          cellar                405             | 404 404 409 409
spaces:ask_to_join         readers               405             | 401 409 409 409
spaces:ask_to_join         choir                 405             | 401 go  409 409 asker=409
spaces:ask_to_join         cellar                405             | 404 404 409 409
spaces:invite              readers               405             | 401 403 go  go
spaces:invite              choir                 405             | 401 403 403 go
spaces:invite              cellar                405             | 404 404 403 go
spaces:invite              elsewhere             405             | 401 403 403 403 other=go
spaces:withdraw_asking     asked                 405             | 404 404 404 403 asker=go
spaces:withdraw_asking     declined              405             | 404 404 404 403 asker=409
spaces:accept_asking       asked                 405             | 404 404 404 go  asker=403
spaces:accept_asking       declined              405             | 404 404 404 409 asker=403
spaces:decline_asking      asked                 404 404 404 ok  asker=403 | 404 404 404 go asker=403
spaces:decline_asking      declined              404 404 404 409 asker=403 | 404 404 404 409 asker=403
spaces:invited             invitation,ended      ok              | 405
spaces:invited             into_cellar           ok              | 405
spaces:invitation_qr       invitation            ok              | 405
spaces:invitation_qr       ended                 404             | 405
spaces:accept_invitation   invitation            405             | 401 go  409 409
spaces:accept_invitation   into_cellar           405             | 401 go  409 409
spaces:accept_invitation   ended                 405             | 409
spaces:end_invitation      invitation,ended      405             | 401 403 403 go
spaces:end_invitation      into_cellar           405             | 401 403 403 go
spaces:leave_space         membership,called     405             | 401 403 go  403
spaces:leave_space         stewardship           405             | 401 403 403 409
spaces:leave_space         kept                  405             | 404 404 go  403
spaces:remove_member       membership,called     405             | 401 403 403 go
spaces:remove_member       stewardship           405             | 401 403 403 409
spaces:remove_member       kept                  405             | 404 404 403 go
spaces:ask_to_steward      membership            405             | 401 403 403 go
spaces:ask_to_steward      stewardship,called    405             | 401 403 403 409
spaces:ask_to_steward      kept                  405             | 404 404 403 go
spaces:accept_stewardship  membership            405             | 401 403 409 403
spaces:accept_stewardship  stewardship           405             | 401 403 403 409
spaces:accept_stewardship  called                405             | 401 403 go  403
spaces:accept_stewardship  kept                  405             | 404 404 409 403
spaces:decline_stewardship membership            405             | 401 403 409 403
spaces:decline_stewardship called                405             | 401 403 go  403
spaces:decline_stewardship kept                  405             | 404 404 409 403
spaces:step_down           membership,called     405             | 401 403 409 403
spaces:step_down           stewardship           405             | 401 403 403 409
spaces:step_down           kept                  405             | 404 404 409 403

places:list                -                     ok              | 405
places:seats               -                     ok              | 405
places:live_map            -                     ok              | 405
places:bring_table         -                     in  ok  ok  ok  | in  422 422 422
places:import_table        table                 in  404 ok  404 operator=ok | in 404 422 404 operator=403
places:import_report       table                 in  404 ok  404 operator=ok | 405
places:undo_import         table                 405             | 404 404 409 404 operator=409
places:export_csv          -                     ok              | 405
places:export_xlsx         -                     ok              | 405
places:survey              -                     ok              | 405
places:survey_place        place                 ok              | 405
places:survey_place        hidden_place          404             | 405
places:tile                -                     ok              | 405
places:seat_names          -                     ok              | 405
places:as_geojson          -                     ok              | 405
places:place               place                 ok              | 405
places:place               hidden_place          404             | 405
places:along               -                     ok              | 405
places:along_file          -                     ok              | 422
places:print_way           -                     ok              | 405
places:save_route          -                     in  ok  ok  ok  | in  go  go  go
places:routes              -                     in  ok  ok  ok  | in  405 405 405
places:route               way                   ok              | 405
places:print_route         way                   ok              | 405
places:change_route        way                   in  403 ok  403 | in  403 422 403
places:remove_route        way                   405             | 401 403 go  403
places:likes               -                     ok              | 405
places:areas               -                     ok              | 405
places:area                -                     ok              | 405
places:area_feed           -                     ok              | 405
places:place_feed          place                 ok              | 405
places:place_feed          hidden_place          404             | 405
places:service_map         readers,choir,elsewhere ok            | 405
places:service_map         cellar                404 404 ok  ok  | 405
places:service_embed       readers,choir,elsewhere ok            | 405
places:service_embed       cellar                404             | 405
places:service_svg         readers,choir,elsewhere ok            | 405
places:service_svg         cellar                404             | 405
places:service_geojson     readers,choir,elsewhere ok            | 405
places:service_geojson     cellar                404             | 405
needs:feed                 -                     ok              | 405
places:create_place        -                     in  ok  ok  ok  | in  422 422 422
places:change_place        place                 in  ok  ok  ok  | in  422 422 422
places:change_place        hidden_place          in  404 404 404 | in  404 404 404
places:confirm_place       place                 405             | 401 go  go  go
places:confirm_place       hidden_place          405             | 404
places:picture             place,hidden_place    404             | 405
places:revisions           place                 ok              | 405
places:revisions           hidden_place          404             | 405
places:revision            place                 ok              | 405
places:revision            hidden_place          404             | 405
places:restore_revision    place                 405             | 401 go  go  go
places:restore_revision    hidden_place          405             | 404
places:confirm_revision    place                 405             | 401 403 403 409 asker=409
places:confirm_revision    hidden_place          405             | 404
places:mark_place          place                 in  ok  ok  ok  | in  422 422 422
places:mark_place          hidden_place          in  404 404 404 | in  404 404 404
places:unmark_place        mark                  405             | 404 404 go  404
places:unmark_place        visit                 405             | 401 403 403 403 asker=go
places:marks               place                 ok              | 405
places:marks               hidden_place          404             | 405
places:on_the_way          -                     ok              | 405
places:my_places           -                     in  ok  ok  ok  | in  405 405 405
places:merge_places        place                 in  ok  ok  ok  | in  422 422 422
places:merge_places        hidden_place          in  404 404 404 | in  404 404 404
places:merges              place                 ok              | 405
places:merges              hidden_place          404             | 405
places:undo_merge          merged                405             | 401 403 403 go operator=go asker=403
places:caretakers          place                 ok              | 405
places:caretakers          hidden_place          404             | 405
places:ask_to_care         place                 in  409 409 409 asker=ok | in 409 409 409 asker=go
places:ask_to_care         hidden_place          in  404 404 404 | in  404 404 404
places:name_caretaker      place                 in  403 403 ok  | in  403 403 422
places:name_caretaker      hidden_place          in  404 404 404 | in  404 404 404
places:stop_caring         place                 in  403 403 ok  | in  403 403 409
places:stop_caring         hidden_place          in  404 404 404 | in  404 404 404
places:accept_asking       care_asked            405             | 404 404 404 go  asker=403
places:decline_asking      care_asked            405             | 404 404 404 go  asker=403
places:withdraw_asking     care_asked            405             | 404 404 404 403 asker=go
places:contacts            place                 ok              | 405
places:contacts            hidden_place          404             | 405
places:add_contact         place                 in  403 403 ok  asker=ok | in 403 403 422 asker=422
places:add_contact         hidden_place          in  404 404 404 | in  404 404 404
places:contact             contact               in  go  go  ok  | in  405 405 405
places:contact             closed_contact        in  404 404 ok  | in  405 405 405
places:look_at_contact     contact               in  ok  ok  ok  | in  422 422 422
places:look_at_contact     closed_contact        in  404 404 409 | in  404 404 409
places:change_contact      contact               in  403 403 ok  | in  403 403 422
places:change_contact      closed_contact        in  404 404 ok  | in  404 404 422
places:close_contact       contact               405             | 401 403 403 go
places:close_contact       closed_contact        405             | 404 404 404 go
places:reopen_contact      contact               405             | 401 403 403 go
places:reopen_contact      closed_contact        405             | 404 404 404 go
places:make_claim_link     contact               405             | 401 403 403 ok
places:make_claim_link     closed_contact        405             | 404 404 404 ok
places:claim_contact       contact               404             | 404
places:my_contacts         -                     in  ok  ok  ok  | in  405 405 405

needs:list                 -                     ok              | 405
needs:create_need          -                     in  403 403 ok  | in  403 403 422
needs:need                 need                  ok              | 405
needs:need                 hidden_need           404 404 ok  ok  | 405
needs:change_need          need                  in  403 403 ok  | in  403 403 422
needs:change_need          hidden_need           in  404 403 ok  | in  404 403 422
needs:withdraw_need        need                  405             | 401 403 403 go
needs:withdraw_need        hidden_need           405             | 404 404 403 go
needs:reopen_need          need                  405             | 401 403 403 go
needs:reopen_need          hidden_need           405             | 404 404 403 go
needs:renew_need           need                  405             | 401 403 403 go
needs:renew_need           hidden_need           405             | 404 404 403 go
needs:offer_match          need                  in  ok  ok  ok asker=409 | in 422 422 422 asker=409
needs:offer_match          hidden_need           in  404 ok  ok  | in  404 422 422
needs:agree_match          gift                  405             | 404 404 404 go  asker=403
needs:agree_match          promised              405             | 401 403 403 409 asker=403
needs:decline_match        gift                  405             | 404 404 404 go  asker=403
needs:decline_match        promised              405             | 401 403 403 409 asker=403
needs:send_match           gift                  405             | 404 404 404 403 asker=409
needs:send_match           promised              405             | 401 403 403 403 asker=go
needs:receive_match        gift                  405             | 404 404 404 409 asker=403
needs:receive_match        promised              405             | 401 403 403 go  asker=403
needs:confirm_match        promised              405             | 401 403 403 409 asker=403
needs:confirm_match        arrived               405             | 401 403 403 go  asker=403
needs:thank_match          arrived               405             | 401 403 403 409 asker=403
needs:thank_match          used                  405             | 401 403 403 go  asker=403
needs:lose_match           promised              405             | 401 403 403 go  asker=go
needs:lose_match           used                  405             | 401 403 403 409 asker=409
needs:withdraw_match       gift                  405             | 404 404 404 403 asker=go
needs:withdraw_match       promised              405             | 401 403 403 403 asker=go
needs:offers               -                     ok              | 405
needs:create_offer         -                     in  ok  ok  ok  | in  422 422 422
needs:offer                offer                 ok              | 405
needs:offer                hidden_offer          404 404 ok  ok  | 405
needs:change_offer         offer                 in  403 403 ok  | in  403 403 422
needs:change_offer         hidden_offer          in  404 403 ok  | in  404 403 422
needs:close_offer          offer                 405             | 401 403 403 go
needs:close_offer          hidden_offer          405             | 404 404 403 go
needs:reopen_offer         offer                 405             | 401 403 403 go
needs:reopen_offer         hidden_offer          405             | 404 404 403 go
needs:my_gifts             -                     in  ok  ok  ok  | in  405 405 405

talk:write_letter          place                 in  ok  go  409 asker=go | in 422 403 409 asker=422
talk:write_letter          hidden_place          in  404 404 404 | in  404 404 404
talk:thread                thread                in  404 404 ok  asker=ok | in 405 405 405
talk:answer_letter         thread                in  404 404 go  asker=go | in 404 404 422 asker=422
talk:thread                blocked_thread        in  404 ok  ok  | in  405 405 405
talk:answer_letter         blocked_thread        in  404 go  go  | in  404 403 409
talk:block_writer          thread                405             | 404 404 404 go  asker=403
talk:unblock_writer        thread                405             | 404 404 404 go  asker=403
talk:unblock_writer        blocked_thread        405             | 404 404 403 go
talk:take_back_letter      letter                405             | 404 404 404 403 asker=go
talk:my_letters            -                     in  ok  ok  ok  | in  405 405 405

activities:list            -                     ok              | 405
activities:create_activity -                     in  ok  ok  ok  | in  422 422 422
activities:activity        open,cancelled,past   ok              | 405
activities:activity        members,private       404 404 ok  ok  | 405
activities:activity        draft                 404 404 404 ok  | 405
activities:activity        named                 404 404 404 ok  asker=ok | 405
activities:activity_short  open                  go              | 405
activities:activity_short  members               404 404 go  go  | 405
activities:activity_short  draft                 404 404 404 go  | 405
activities:activity_short  named                 404 404 404 go  asker=go | 405
activities:change_activity open,online,past      in  403 403 ok  | in  403 403 422
activities:change_activity members               in  404 403 ok  | in  404 403 422
activities:change_activity draft                 in  404 404 ok  | in  404 404 422
activities:change_activity named                 in  404 404 ok  asker=403 | in 404 404 422 asker=403
activities:change_activity cancelled             in  403 403 409 | in  403 403 409
activities:publish_activity open,past            405             | 401 403 403 go
activities:publish_activity members              405             | 404 404 403 go
activities:publish_activity draft                405             | 404 404 404 go
activities:publish_activity named                405             | 404 404 404 go  asker=403
activities:publish_activity cancelled            405             | 401 403 403 409
activities:cancel_activity open                  in  403 403 ok  | in  403 403 go
activities:cancel_activity members               in  404 403 ok  | in  404 403 go
activities:cancel_activity draft                 in  404 404 ok  | in  404 404 go
activities:cancel_activity named                 in  404 404 ok  asker=403 | in 404 404 go asker=403
activities:cancel_activity cancelled             in  403 403 ok  | in  403 403 go
activities:cancel_activity past                  in  403 403 409 | in  403 403 409
activities:reopen_activity open,cancelled,past   405             | 401 403 403 go
activities:reopen_activity members               405             | 404 404 403 go
activities:reopen_activity draft                 405             | 404 404 404 go
activities:join_activity   open,full             401 ok  ok  ok  | 401 go  go  go
activities:join_activity   members               404 404 ok  ok  | 404 404 go  go
activities:join_activity   draft                 404 404 404 409 | 404 404 404 409
activities:join_activity   named                 404 404 404 ok  asker=ok | 404 404 404 go asker=go
activities:join_activity   cancelled,past        409             | 409
activities:leave_activity  open,cancelled        405             | 401 go  go  go
activities:leave_activity  members               405             | 404 404 go  go
activities:leave_activity  draft                 405             | 404 404 404 go
activities:leave_activity  past                  405             | 401 409 409 409
activities:accept_place    open                  405             | 401 409 go  409
activities:accept_place    members               405             | 404 404 go  409
activities:accept_place    private               405             | 404 404 409 409
activities:accept_place    draft                 405             | 404 404 404 409
activities:accept_place    cancelled,past        405             | 401 409 409 409
activities:resize_place    open                  in  409 ok  409 | in  409 go  409
activities:resize_place    members               in  404 ok  409 | in  404 go  409
activities:resize_place    draft                 in  404 404 409 | in  404 404 409
activities:resize_place    past                  in  409 409 409 | in  409 409 409
activities:people          open,past             in  403 403 ok  | in  405 405 405
activities:people          members               in  404 403 ok  | in  405 405 405
activities:people          draft                 in  404 404 ok  | in  405 405 405
activities:people          named                 in  404 404 ok  asker=403 | in 405 405 405
activities:write_report    open,cancelled        in  403 403 409 | in  403 403 409
activities:write_report    draft                 in  404 404 409 | in  404 404 409
activities:write_report    past                  in  403 403 ok  | in  403 403 go
activities:write_report    private               in  404 403 ok  | in  404 403 go
activities:photo           photo                 ok              | 405
activities:photo           gone                  404 404 404 ok  | 405
activities:photo           hidden_photo          404 404 ok  ok  | 405
activities:remove_photo    photo,gone            405             | 401 403 403 go
activities:remove_photo    hidden_photo          405             | 404 404 403 go
activities:restore_photo   photo,gone            405             | 401 403 403 go
activities:restore_photo   hidden_photo          405             | 404 404 403 go

inbox:notices              -                     in  ok  ok  ok  | in  405 405 405
inbox:read_notices         -                     405             | 401 go  go  go

account_signup             -                     ok  go  go  go  | ok  go  go  go
account_login              -                     ok  go  go  go  | ok  go  go  go
account_logout             -                     go  ok  ok  ok  | go
account_inactive           -                     ok              | 405
account_reauthenticate     -                     in  ok  ok  ok  | in  ok  ok  ok
account_email              -                     in  ok  ok  ok  | in  go  go  go
account_email_verification_sent -                ok              | 405
account_change_password    -                     in  ok  ok  ok  | in  ok  ok  ok
account_set_password       -                     in  go  go  go  | in  go  go  go
account_reset_password     -                     ok              | ok
account_reset_password_done -                    ok              | 405
account_reset_password_from_key -                ok              | ok
account_reset_password_from_key_done -           ok              | 405
account_confirm_login_code -                     in  go  go  go  | in  go  go  go
account_confirm_email      -                     ok              | 404
usersessions_list          -                     in  ok  ok  ok  | in  go  go  go
mfa_index                  -                     in  ok  ok  ok  | in  405 405 405
mfa_authenticate           -                     in  go  go  go  | in  go  go  go
mfa_reauthenticate         -                     in  go  go  go  | in  go  go  go
mfa_activate_totp          -                     in  go  go  go  | in  go  go  go
mfa_deactivate_totp        -                     in  404 404 404 | in  404 404 404
mfa_view_recovery_codes    -                     in  404 404 404 | in  405 405 405
mfa_generate_recovery_codes -                    in  go  go  go  | in  go  go  go
mfa_download_recovery_codes -                    in  404 404 404 | in  404 404 404
mfa_list_webauthn          -                     in  ok  ok  ok  | in  405 405 405
mfa_add_webauthn           -                     in  go  go  go  | in  go  go  go
mfa_reauthenticate_webauthn -                    in  go  go  go  | in  go  go  go
mfa_remove_webauthn        -                     in  go  go  go  | in  go  go  go
mfa_edit_webauthn          -                     in  go  go  go  | in  go  go  go
mfa_login_webauthn         -                     in  go  go  go  | in  go  go  go
"""

# What a form must hold so that the deed itself is asked; every other POST is empty.
BODIES = {
    "activities:cancel_activity": {"reason": "Rain"},
    "activities:join_activity": {"size": "1"},
    "activities:resize_place": {"size": "1"},
    "activities:write_report": {"text": "It was good."},
    "spaces:decline_asking": {"reason": "Not now."},
}
GROUPS = {"suspended": "anonymous", "operator": "stranger", "other": "stranger", "asker": "stranger"}


def rows():
    """(route, thing, {actor or group: answer} for GET, the same for POST) for every thing of every line."""
    for line in filter(None, TABLE.splitlines()):
        route, names, answers = line.split(maxsplit=2)
        get, post = (columns(part.split()) for part in answers.split("|"))
        for name in names.split(","):
            yield route, name, get, post


def columns(words):
    """The answers of a column: one word for all, or one for each group, and those of named actors."""
    named = dict(word.split("=") for word in words if "=" in word)
    plain = [word for word in words if "=" not in word]
    groups = ("anonymous", "stranger", "member", "steward")
    return dict(zip(groups, plain * (4 // len(plain)), strict=True)) | named


def answer_for(actor, answers):
    """What the table says to an actor."""
    return answers.get(actor) or answers[GROUPS.get(actor, actor)]
