"""Flaws at the door: logging in, staying in, second factors, links."""
# ruff: noqa: E501 - a flaw quotes lines as they stand in the site, and those may be long there

from tests.mutants.flaw import flaw

FLAWS = (
    flaw(
        "log-out-keeps-the-key",
        "A copy of the cookie still works after logging out.",
        (
            "accounts/sessions.py",
            "    _end(LoginSession.key_hash == own_key_hash(), now)\n    logout_user()",
            "    logout_user()",
        ),
        tests="tests/accounts/test_log_in.py::test_copied_cookie_dies_at_logging_out",
    ),
    flaw(
        "new-password-ends-nothing",
        "Who knew the old password stays in.",
        (
            "accounts/services.py",
            (
                "    member.fs_uniquifier = uuid4().hex\n    sessions.end_all(member, now=now)\n"
                "    db.session.flush()\n    _tell(member, Notice.PASSWORD, now)"
            ),
            "    db.session.flush()\n    _tell(member, Notice.PASSWORD, now)",
        ),
        tests="tests/accounts/test_passwords.py::test_new_password_ends_every_log_in",
    ),
    flaw(
        "other-role-ends-nothing",
        "A log-in outlives the role, or the workplace, with which it began.",
        (
            "accounts/services.py",
            "member=member.id)\n    sessions.end_all(member, now=now)\n    db.session.flush()\n",
            "member=member.id)\n    db.session.flush()\n",
        ),
        tests="tests/organisations/test_working_there.py::test_who_is_let_go_loses_everything_at_once "
        "tests/accounts/test_at_once.py",
    ),
    flaw(
        "blocked-stays-in",
        "Who is blocked goes on.",
        (
            "accounts/models.py",
            "return self.confirmed_at is not None and self.blocked_at is None",
            "return self.confirmed_at is not None",
        ),
        (
            "accounts/services.py",
            "    member.blocked_at = now\n    sessions.end_all(member, now=now)\n",
            "    member.blocked_at = now\n",
        ),
        tests="tests/accounts/test_log_in.py::test_blocked_member_is_out_at_once "
        "tests/accounts/test_at_once.py",
    ),
    flaw(
        "process-remembers",
        "A process goes on with whom it knew; another one, in which the log-in ended, does not.",
        (
            "accounts/sessions.py",
            "    login = queries.live_login(own_key_hash(), now=now)\n",
            (
                "    key = own_key_hash()\n"
                "    known = db.session.get(LoginSession, _KNOWN[key]) if key in _KNOWN else None\n"
                "    login = known or queries.live_login(key, now=now)\n"
                "    if login is not None:\n        _KNOWN[key] = login.id\n"
            ),
        ),
        (
            "accounts/sessions.py",
            '_KEY = "login_key"\n',
            '_KEY = "login_key"\n_KNOWN: dict[str, object] = {}\n',
        ),
        (
            "accounts/sessions.py",
            "    statement = update(LoginSession).where(which, LoginSession.ended_at.is_(None))\n",
            (
                "    _KNOWN.clear()\n"
                "    statement = update(LoginSession).where(which, LoginSession.ended_at.is_(None))\n"
            ),
        ),
        tests="tests/accounts/test_at_once.py::test_nothing_is_remembered_in_a_process_of_its_own",
    ),
    flaw(
        "idle-log-in-lives-on",
        "A browser that was left open at work is open next week.",
        (
            "accounts/queries.py",
            "        LoginSession.last_seen_at > now - settings.session_idle,\n",
            "",
        ),
        tests="tests/accounts/test_log_in.py::test_idle_log_in_ends",
    ),
    flaw(
        "cookie-can-be-planted",
        "What a stranger put in the cookie before the log-in is still there after it.",
        (
            "accounts/sessions.py",
            "    session.clear()\n    session.update(kept)",
            "    session.update(kept)",
        ),
        tests="tests/accounts/test_log_in.py tests/factors/test_app.py",
    ),
    flaw(
        "reset-says-who-exists",
        "Asking for a new password tells whether somebody is a member.",
        (
            "accounts/services.py",
            '    stand_in = User(email=email, name=""',
            '    if member is None:\n        raise LookupError(email)\n    stand_in = User(email=email, name=""',
        ),
        tests="tests/accounts/test_passwords.py::test_known_and_unknown_get_the_same_answer",
    ),
    flaw(
        "unknown-address-answers-faster",
        "No password is hashed for an address that nobody has: the time tells.",
        (
            "accounts/services.py",
            "    right = _is_password(password, member.password if member and usable else nobodys)",
            "    right = bool(usable and member and _is_password(password, member.password))",
        ),
        tests="tests/accounts/test_equal.py::test_same_work_whoever_it_is",
    ),
    flaw(
        "known-address-signs-up-faster",
        "Signing up with a known address does less work than with a new one.",
        (
            "accounts/services.py",
            "        _pretend(wish, hashed, now)\n    if mailable",
            "        pass\n    if mailable",
        ),
        tests="tests/security/test_same_work.py",
    ),
    flaw(
        "guessing-is-free",
        "Passwords and codes can be guessed without end.",
        (
            "attempts.py",
            "    return (db.session.scalar(recent) or 0) >= times",
            "    return (db.session.scalar(recent) or 0) < 0 > times",
        ),
        tests="tests/accounts/test_log_in.py::test_guessing_is_slowed_down_where_it_comes_from",
    ),
    flaw(
        "guesses-lock-others-out",
        "A stranger's guesses keep the member out on the member's own telephone.",
        (
            "accounts/services.py",
            '    if mark := devices.mark_of(email):\n        return take(("password", email, mark), now=now)\n',
            "",
        ),
        tests="tests/accounts/test_devices.py::test_colleague_who_guesses_keeps_nobody_out",
    ),
    flaw(
        "common-password",
        "A password from the list that every attacker has is taken.",
        ("accounts/passwords.py", " or _walks(folded) or _common(folded)", " or _walks(folded)"),
        tests="tests/accounts/test_passwords.py::test_easy_password_is_refused",
    ),
    flaw(
        "second-factor-not-needed",
        "A stolen password alone shows the data of others.",
        (
            "permissions.py",
            "    if may in SHOWS_NOBODY_ELSE:\n        return False\n    return not",
            "    if may in SHOWS_NOBODY_ELSE or may:\n        return False\n    return not",
        ),
        tests="tests/factors/test_needed.py",
    ),
    flaw(
        "app-code-works-twice",
        "A code that somebody saw over a shoulder opens the door again.",
        ("factors/totp.py", "        return user.totp_last_counter\n", "        return None\n"),
        (
            "factors/totp.py",
            "or_(last.is_(None), last < tmatch.counter))",
            "or_(last.is_(None), last <= tmatch.counter))",
        ),
        tests="tests/factors/test_app.py::test_code_works_once",
    ),
    flaw(
        "paper-code-works-twice",
        "A recovery code opens the door more than once.",
        (
            "factors/paper.py",
            "    return changed_one(update(RecoveryCode).where(unused).values(used_at=now))",
            "    return True",
        ),
        tests="tests/factors/test_paper.py::test_code_opens_the_door_once",
    ),
    flaw(
        "paper-code-race",
        "Two who use one recovery code at the same moment both come in.",
        (
            "factors/paper.py",
            "    unused = (RecoveryCode.id == kept.id) & RecoveryCode.used_at.is_(None)",
            "    unused = RecoveryCode.id == kept.id",
        ),
        tests="tests/factors/test_paper.py::test_of_many_with_one_code_at_the_same_moment_one_comes_in",
        database="postgresql",
    ),
    flaw(
        "one-person-resets-alone",
        "Whoever asks to take a second factor away may agree to it too.",
        (
            "factors/models.py",
            "        and member.id not in {reset.started_by_id, reset.member_id}\n",
            "        and member.id != reset.member_id\n",
        ),
        (
            "factors/services.py",
            "    if by.id in {reset.started_by_id, reset.member_id}:",
            "    if by.id == reset.member_id:",
        ),
        (
            "factors/models.py",
            '        CheckConstraint("confirmed_by_id <> started_by_id", name="by_two_people"),\n',
            "",
        ),
        tests="tests/factors/test_reset.py::test_nobody_is_both",
    ),
    flaw(
        "not-asked-again",
        "With an unlocked telephone a stranger adds a passkey of their own.",
        (
            "accounts/sessions.py",
            "        if has_proved(now=clock.now()):\n            return view",
            "        if has_proved(now=clock.now()) or view:\n            return view",
        ),
        tests="tests/factors/test_prove.py::test_is_asked_again_after_ten_minutes",
    ),
    flaw(
        "answer-link-not-signed",
        "Who knows the number of a question answers for somebody else.",
        (
            "requests/queries.py",
            "        question_id = UUID(signer(ANSWER).loads(token))",
            "        question_id = UUID(signer(ANSWER).loads_unsafe(token)[1])",
        ),
        tests="tests/requests/test_answering.py::test_wrong_link_is_not_there "
        "tests/requests/test_answering.py::test_link_of_another_purpose_is_not_there",
    ),
    flaw(
        "link-of-another-purpose",
        "A link from one mail does for what another mail is needed for.",
        ("requests/queries.py", 'ANSWER = "question"', 'ANSWER = "intervision.answer"'),
        tests="tests/security/test_links.py",
    ),
    flaw(
        "address-link-never-dies",
        "A link to change the address in an old mailbox still works next year.",
        (
            "accounts/mails.py",
            "loads(token, max_age=NEW_ADDRESS_WITHIN)",
            "loads(token)",
        ),
        tests="tests/accounts/test_address.py::test_link_works_a_day_and_once",
    ),
    flaw(
        "mail-scanner-accepts",
        "A mail programme that opens the link accepts the invitation to work somewhere.",
        (
            "organisations/views.py",
            '    if request.method == "POST" and member is not None and fitting:',
            "    if member is not None and fitting:",
        ),
        tests="tests/organisations/test_working_there.py::test_invited_colleague_accepts_with_the_button",
    ),
    flaw(
        "open-redirect",
        "After logging in somebody lands on the site of an attacker.",
        (
            "intake.py",
            'if not address or not address.startswith("/") or address.startswith("//"):',
            'if not address or not address.startswith("/"):',
        ),
        tests="tests/accounts/test_log_in.py::test_log_in_never_leaves_the_site",
    ),
    flaw(
        "open-redirect-backslash",
        "The same, with a backslash that browsers read as a slash.",
        ("intake.py", ' and "\\\\" not in address', ""),
        tests="tests/accounts/test_log_in.py::test_log_in_never_leaves_the_site",
    ),
    flaw(
        "way-back-leaves-the-site",
        "The page of a refusal has a button to the site of an attacker.",
        (
            "intake.py",
            "    return own_path(_sent_from()) or (_address() if opens else None)",
            "    return _sent_from() or (_address() if opens else None)",
        ),
        tests="tests/general/test_way_back.py",
    ),
    flaw(
        "host-in-mail",
        "A forged Host header puts an attacker's address into our mails.",
        (
            "mail/mails.py",
            '    base: str = current_app.extensions["settings"].base_url\n',
            (
                "    from flask import has_request_context, request\n\n"
                '    base: str = current_app.extensions["settings"].base_url\n'
                "    base = request.host_url.rstrip('/') if has_request_context() else base\n"
            ),
        ),
        tests="tests/accounts/test_mails.py",
    ),
    flaw(
        "open-telephone-ends-log-ins",
        "Whoever finds a telephone open shuts its owner out elsewhere, unasked.",
        ("accounts/views.py", "@sessions.proved\ndef end_login", "def end_login"),
        tests="tests/factors/test_prove.py::test_no_log_in_is_ended_without_asking",
    ),
    flaw(
        "others-are-logged-out-too",
        "Ending one's own other log-ins ends those of everybody.",
        (
            "accounts/sessions.py",
            "    _end((LoginSession.member_id == member.id) & others, now)",
            "    _end(others, now)",
        ),
        tests="tests/accounts/test_account.py::test_member_ends_all_others_at_once",
    ),
    flaw(
        "device-of-ones-own-making",
        "Who guesses writes the cookie of a known device, and has guesses without end.",
        (
            "accounts/devices.py",
            '        found = signer(KNOWN).loads(request.cookies.get(COOKIE, ""))',
            '        found = signer(KNOWN).loads_unsafe(request.cookies.get(COOKIE, ""))[1]',
        ),
        tests="tests/accounts/test_devices.py::test_device_that_others_signed_is_a_stranger",
    ),
)
