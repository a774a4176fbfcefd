"""Making a contact one's own."""

from tongxing.places.actions import make_claim_link

from .contacts import make_contact


def test_by_the_link_once(client, place, steward, stranger, member):
    contact = make_contact(place, steward)
    contact, secret = make_claim_link(contact, by=steward)
    where = f"/contacts/{contact.uid}/own/{secret}/"

    signed_out = client.get(where).content.decode()
    assert "5551234" not in signed_out and "/account/login/" in signed_out
    assert client.post(where).status_code == 401
    client.force_login(stranger)
    client.post(where)
    contact.refresh_from_db()
    assert contact.owner == stranger
    assert place.name in client.get("/me/contacts/").content.decode()
    client.force_login(member)
    assert client.post(where).status_code == 404
