import shutil
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from mingjing.base.ledger.models import Checkpoint, LogKey
from mingjing.base.ledger.queries import heads as seen
from mingjing.base.ledger.queries import tree
from mingjing.base.ledger.signing import heads, keys
from mingjing.base.record.models import Entry, Head
from mingjing_ledger.checkpoint import open_checkpoint
from mingjing_ledger.errors import NoTrustedSignature
from mingjing_ledger.keys import SignerKey
from mingjing_ledger.proof import verify_proof
from mingjing_ledger.tiles import tiles_of
from mingjing_ledger.tree import consistency_proof, leaf_hash, verify_consistency
from tests.factories.ledger import NAME, NOW, act, acts, sign
from tests.support.guards import guards_lifted

pytestmark = pytest.mark.django_db


def test_a_head_says_size_and_root_of_the_record(key):
    acts(5)

    made = sign()

    # The taking of the key is itself on the record, before the head that it signs.
    assert made.size == 6 == Head.objects.get().size
    published = (settings.LEDGER_ROOT / "checkpoint").read_bytes()
    told = open_checkpoint(published, origin=NAME, keys=[key.verifier]).checkpoint
    assert (told.size, told.root) == (6, tree.root_at(6))


@pytest.mark.usefixtures("key")
def test_nothing_new_is_not_signed_again():
    acts(2)
    first = sign()

    assert sign(now=NOW + timedelta(minutes=1)) is None
    assert list(Checkpoint.objects.all()) == [first]


@pytest.mark.usefixtures("key")
def test_each_head_continues_the_one_before():
    made = []
    for count in (1, 3, 300, 1, 256):
        acts(count)
        made.append(sign())

    last = tree.reader(made[-1])
    for head in made:
        proof = consistency_proof(head.size, made[-1].size, last)
        verify_consistency(
            head.size, made[-1].size, bytes(head.root), bytes(made[-1].root), proof
        )


@pytest.mark.parametrize("count", [1, 255, 256, 600])
@pytest.mark.usefixtures("key")
def test_all_tiles_of_the_head_lie_in_the_folder(count):
    acts(count)
    made = sign()

    paths = [tile.path for tile in tiles_of(made.size)]
    assert [p for p in paths if not (settings.LEDGER_ROOT / p).is_file()] == []
    bodies = [bytes(e.body) for e in Entry.objects.all()]
    read = list(tree.reader(made).entries(0, made.size))
    assert [body for _index, body in read] == bodies


@pytest.mark.usefixtures("key")
def test_lost_tiles_are_written_again():
    acts(300)
    sign()
    shutil.rmtree(settings.LEDGER_ROOT / "tile")
    act(1)

    made = sign()

    assert len(list(tree.reader(made).entries(0, made.size))) == made.size


@pytest.mark.usefixtures("key")
def test_a_changed_entry_after_the_last_head_is_not_signed():
    acts(3)
    sign()
    acts(3)
    with guards_lifted(), connection.cursor() as cursor:
        cursor.execute('UPDATE record_entry SET body = leaf_hash WHERE "index" = 5')

    with pytest.raises(heads.RecordDiffers):
        sign()


@pytest.mark.usefixtures("key")
def test_a_missing_entry_is_named():
    acts(3)
    with guards_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_opening")
        cursor.execute('DELETE FROM record_entry WHERE "index" = 1')

    with pytest.raises(heads.RecordDiffers, match="Entry 1 of the record is missing"):
        sign()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE ledger_checkpoint SET size = 1",
        "DELETE FROM ledger_checkpoint",
        (
            "INSERT INTO ledger_checkpoint (size, root, frontier, origin, note, signed_at)"
            " SELECT size - 1, root, frontier, origin, note, signed_at"
            " FROM ledger_checkpoint"
        ),
    ],
)
@pytest.mark.usefixtures("key")
def test_plain_sql_cannot_change_what_was_signed(attack):
    acts(3)
    made = sign()

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(attack)

    assert list(Checkpoint.objects.values_list("size")) == [(made.size,)]


# --- keys


@pytest.mark.usefixtures("key")
def test_a_key_that_others_may_read_is_refused():
    settings.LEDGER_KEY.chmod(0o644)

    with pytest.raises(keys.KeyRefused, match="chmod 600"):
        keys.read_signers()


@pytest.mark.parametrize("words", ["", "no key", "PRIVATE+KEY+a+00000000+AAAA", "\xff"])
def test_what_is_no_key_is_refused_without_repeating_it(words):
    settings.LEDGER_KEY.write_bytes(words.encode("latin-1"))
    settings.LEDGER_KEY.chmod(0o600)

    with pytest.raises(keys.KeyRefused) as refused:
        keys.read_signers()
    assert "AAAA" not in str(refused.value)


@pytest.mark.usefixtures("key")
def test_a_second_first_key_is_refused():
    with pytest.raises(keys.KeyRefused, match="--rotate"):
        keys.make_key(NAME)


def test_a_new_key_signs_beside_the_old_and_then_alone(key):
    act(1)
    sign()
    with pytest.raises(keys.KeyRefused):
        keys.drop_old_keys()
    new = keys.add_key()
    with pytest.raises(keys.KeyRefused, match="both"):
        keys.drop_old_keys()
    both = sign(now=NOW + timedelta(minutes=1))
    for one in (key, new):
        open_checkpoint(bytes(both.note), origin=NAME, keys=[one.verifier])

    assert keys.drop_old_keys() == new
    act(2)
    alone = sign(now=NOW + timedelta(minutes=2))

    with pytest.raises(NoTrustedSignature):
        open_checkpoint(bytes(alone.note), origin=NAME, keys=[key.verifier])
    open_checkpoint(bytes(alone.note), origin=NAME, keys=[new.verifier])
    assert [k.until is None for k in LogKey.objects.all()] == [False, True]
    kinds = Entry.objects.filter(kind__startswith="LedgerKey").values_list("kind")
    assert [k for (k,) in kinds] == [
        "LedgerKeyTaken",
        "LedgerKeyTaken",
        "LedgerKeyRetired",
    ]
    assert {k.encode() for k in seen.log_keys()} == {
        key.verifier.encode(),
        new.verifier.encode(),
    }


@pytest.mark.usefixtures("key")
def test_a_key_from_nowhere_signs_nothing():
    act(1)
    sign()
    act(2)
    settings.LEDGER_KEY.write_text(SignerKey.generate(NAME).encode())

    with pytest.raises(keys.KeyRefused, match="beside the new one"):
        sign()
    assert Checkpoint.objects.count() == 1


# --- receipts


def test_a_receipt_proves_its_entry_to_whoever_has_the_key(key):
    acts(700)
    made = sign()
    for index in (0, 1, 255, 256, 511, 699, 700):
        entry = Entry.objects.get(index=index)
        told = tree.receipt(entry, made, seen.signed_note(made))

        proven = verify_proof(
            told.data, bytes(entry.leaf_hash), origin=NAME, keys=[key.verifier]
        )

        assert proven.index == index
        assert leaf_hash(proven.extra) == bytes(entry.leaf_hash)
