"""Sessions, links, attempts and passwords over time, on both databases."""

import timeit

import pytest

from desk.accounts import LINK_LIFE, Accounts
from desk.errors import InputError, LimitError, NotFoundError, SignInError
from desk.limits import OF_ACCOUNT, OF_ACCOUNT_AND_ADDRESS, OF_ADDRESS, WINDOW, count_attempt
from desk.passwords import hash_password, is_password, refuse_guessable
from desk.signing_in import IDLE, WHOLE, SigningIn, start_session
from tests.desk.store.sample import user

PASSWORD = "見本の長い合い言葉です2025"


@pytest.fixture(scope="module")
def stored():
    return hash_password(PASSWORD)


@pytest.fixture
def accounts(database, time):
    return Accounts(database, time)


@pytest.fixture
def signing(database, time, stored):
    """Signing in over a database with one user."""
    with database.begin() as work:
        work.users.add(user("u1", password=stored, role="admin"))
    return SigningIn(database, time)


def begin(database, time):
    with database.begin() as work:
        return start_session(work, work.users.get("u1"), time())


def test_a_session_ends_when_it_has_not_been_used_for_a_while(signing, database, time):
    token = begin(database, time)
    for _ in range(3):
        time.pass_by(seconds=IDLE.seconds - 1)
        assert signing.user_of(token).id == "u1"
    time.pass_by(seconds=IDLE.seconds)
    assert signing.user_of(token) is None


def test_a_session_ends_after_a_day_of_work_however_much_it_is_used(signing, database, time):
    token = begin(database, time)
    for _ in range(WHOLE // IDLE * 2 - 1):
        time.pass_by(seconds=IDLE.seconds / 2)
        assert signing.user_of(token)
    time.pass_by(seconds=IDLE.seconds / 2)
    assert signing.user_of(token) is None


def test_of_a_session_only_the_hash_is_stored(signing, database, time):
    token = begin(database, time)
    with database.read() as work:
        assert token not in str(work.sessions.of_user("u1"))
        assert work.sessions.get(token) is None


def test_links_end_after_a_day(accounts, time):
    token = accounts.set_up_token()
    time.pass_by(seconds=LINK_LIFE.total_seconds() - 1)
    assert accounts.link(token, "setup")
    time.pass_by(seconds=1)
    with pytest.raises(NotFoundError):
        accounts.link(token, "setup")


def test_a_new_set_up_link_replaces_the_one_before_and_is_no_invitation(accounts):
    first, second = accounts.set_up_token(), accounts.set_up_token()
    with pytest.raises(NotFoundError):
        accounts.link(first, "setup")
    with pytest.raises(NotFoundError):
        accounts.link(second, "reset")
    assert accounts.link(second, "setup").data == {"role": "admin"}


def test_two_who_use_one_link_at_once_get_one_account(accounts, database):
    from concurrent.futures import ThreadPoolExecutor

    token = accounts.set_up_token()

    def join(number: int) -> bool:
        try:
            accounts.join(token, f"u{number}@mihon.example", "見本", PASSWORD)
        except NotFoundError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(join, range(4))) == [False, False, False, True]
    with database.read() as work:
        assert len(work.users.all()) == 1


def attempts(database, time, count, email="u1@mihon.example", address="192.0.2.{}"):
    """How many attempts are let through."""
    done = 0
    for number in range(count):
        try:
            with database.begin() as work:
                count_attempt(work, email.format(number), address.format(number), time())
            done += 1
        except LimitError:
            pass
    return done


@pytest.mark.parametrize(
    ("email", "address", "limit"),
    [
        ("u1@mihon.example", "192.0.2.1", OF_ACCOUNT_AND_ADDRESS),
        ("u1@mihon.example", "192.0.2.{}", OF_ACCOUNT),
        ("u{}@mihon.example", "192.0.2.1", OF_ADDRESS),
        ("nobody@mihon.example", "192.0.2.1", OF_ACCOUNT_AND_ADDRESS),
    ],
)
def test_attempts_are_limited_and_the_limit_passes(database, time, email, address, limit):
    assert attempts(database, time, limit + 3, email, address) == limit
    time.pass_by(seconds=WINDOW.seconds)
    assert attempts(database, time, 1, email, address) == 0
    time.pass_by(seconds=1)
    assert attempts(database, time, 1, email, address) == 1


def test_a_sign_in_that_succeeds_forgets_the_wrong_attempts_before_it(signing, database, time):
    for _ in range(3):
        for _ in range(OF_ACCOUNT_AND_ADDRESS - 1):
            with database.begin() as work:
                count_attempt(work, "u1@mihon.example", "192.0.2.1", time())
        assert signing.by_password("U1@mihon.example ", PASSWORD, "192.0.2.1")


def test_a_refused_sign_in_is_in_the_trail_without_what_was_typed(signing, database):
    with pytest.raises(SignInError):
        signing.by_password("u1@mihon.example", "typed secret", "192.0.2.1")
    with database.read() as work:
        (event,) = work.audit.of_actor("u1")
    assert event.action == "sign_in.refused"
    assert "secret" not in str(event)
    assert "mihon" not in str(event)


def test_an_unknown_account_takes_the_work_of_a_known_one(stored):
    assert not is_password(None, PASSWORD)
    assert not is_password(None, "nobody's password")  # what it is compared with opens nothing
    assert is_password(stored, PASSWORD)
    unknown, known = (min(timeit.repeat(lambda one=one: is_password(one, "wrong"), number=1)) for one in (None, stored))
    assert known / 3 < unknown < known * 3


def test_a_password_typed_in_another_width_is_the_same():
    assert is_password(hash_password("ｐａｓｓｗｏｒｄ２０２５ｶﾞ"), "password2025ガ")


@pytest.mark.parametrize("password", ["", "短い", "x" * 11, "x" * 201, "あああああああああああああ"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(InputError):
        hash_password(password)


@pytest.mark.parametrize("password", ["Hanako-2025-2025", "xx hanako@mihon.example", "見本 花子さくら 2025"])
def test_a_password_made_of_ones_own_name_is_refused(password):
    with pytest.raises(InputError):
        refuse_guessable(password, "hanako@mihon.example", "見本 花子さくら")
