"""Flaws in what comes in, what goes out and what stays: forms, headers, mails, races, erasing."""
# ruff: noqa: E501 - a flaw quotes lines as they stand in the site, and those may be long there

from tests.mutants.flaw import flaw

FLAWS = (
    flaw(
        "csrf-off",
        "Another site has a member press our buttons.",
        (
            "config.py",
            '            "WTF_CSRF_TIME_LIMIT": None,',
            '            "WTF_CSRF_ENABLED": False,\n            "WTF_CSRF_TIME_LIMIT": None,',
        ),
        tests="tests/test_permissions.py::test_posting_to_nothing_never_fails",
    ),
    flaw(
        "form-of-another-comes-back",
        "Another account, or another site, gets a form shown and a button that sends it.",
        (
            "kept.py",
            "    return hmac.compare_digest(sent.encode(), mark().encode())\n",
            "    return hmac.compare_digest(sent.encode(), sent.encode())\n",
        ),
        tests="tests/general/test_kept.py",
    ),
    flaw(
        "sealed-for-anybody",
        "Whoever logs in next reads what another typed before the log-in ended.",
        ("kept.py", "encrypt(nonce, packed, marked.encode())", "encrypt(nonce, packed, None)"),
        ("kept.py", "raw[12:], mark_of(member).encode())", "raw[12:], None)"),
        tests="tests/general/test_kept.py",
    ),
    flaw(
        "secret-comes-back",
        "A password stands in the page that gives a form back.",
        (
            "kept.py",
            "    apart = SECRETS | {CSRF_FIELD, MARK_FIELD}\n",
            "    apart = {CSRF_FIELD, MARK_FIELD}\n",
        ),
        tests="tests/general/test_kept.py",
    ),
    flaw(
        "cookie-for-scripts",
        "A script reads the key of the log-in.",
        (
            "config.py",
            '            "SESSION_COOKIE_HTTPONLY": True,',
            '            "SESSION_COOKIE_HTTPONLY": False,',
        ),
        tests="tests/security/test_browser.py::test_each_cookie_is_ours_alone",
    ),
    flaw(
        "cookie-over-http",
        "The key of the log-in goes over an open line.",
        (
            "config.py",
            '            "SESSION_COOKIE_SECURE": True,',
            '            "SESSION_COOKIE_SECURE": False,',
        ),
        tests="tests/security/test_browser.py::test_each_cookie_is_ours_alone",
    ),
    flaw(
        "no-hsts",
        "A first visit over http can be taken over.",
        (
            "headers.py",
            '    if settings.base_url.startswith("https://"):',
            '    if settings.base_url.startswith("ftp://"):',
        ),
        tests="tests/security/test_browser.py::test_https_is_for_always",
    ),
    flaw(
        "weaker-policy",
        "The content security policy lets scripts inside a page run.",
        (
            "headers.py",
            "        \"default-src 'none'\",\n",
            "        \"default-src 'self' 'unsafe-inline'\",\n",
        ),
        tests="tests/test_permissions.py::test_every_page_carries_the_headers",
    ),
    flaw(
        "page-is-cached",
        "The next one at a shared computer presses back and reads on.",
        (
            "headers.py",
            'NEVER_KEPT = {"Cache-Control": "no-store"}',
            'NEVER_KEPT = {"Cache-Control": "private"}',
        ),
        tests="tests/test_permissions.py::test_every_page_carries_the_headers",
    ),
    flaw(
        "inline-script",
        "A script stands in the page itself.",
        ("templates/base.html", "</body>", "<script>document.title</script></body>"),
        tests="tests/test_layout.py::test_nothing_inline",
    ),
    flaw(
        "unescaped-text",
        "What somebody typed at sign-up runs in the browser of the project leader.",
        (
            "templates/coordination/_waiting.html",
            "<strong>{{ newcomer.name }}",
            "<strong>{{ newcomer.name|safe }}",
        ),
        tests="tests/security/test_text.py",
    ),
    flaw(
        "get-writes",
        "Opening a page can change what is stored.",
        (
            "database.py",
            "        and request.method in SAFE_METHODS\n        and not request.environ.get(_RECORDING, False)",
            '        and request.method == "TRACE"',
        ),
        tests="tests/test_database.py::test_reading_request_cannot_write",
    ),
    flaw(
        "refused-form-is-kept",
        "A form that was refused half changes something all the same.",
        (
            "database.py",
            "        if request.method not in SAFE_METHODS and response.status_code < 400:",
            "        if request.method not in SAFE_METHODS and response.status_code < 600:",
        ),
        tests="tests/test_transactions.py tests/test_database.py tests/requests/test_answering.py",
    ),
    flaw(
        "mass-assignment",
        "A field that the form does not have makes a newcomer approved.",
        (
            "accounts/views.py",
            '    flash(_("Uw gegevens zijn bewaard."), "success")\n',
            (
                '    if request.form.get("approved_at"):\n'
                "        member.approved_at = clock.now()\n"
                '    flash(_("Uw gegevens zijn bewaard."), "success")\n'
            ),
        ),
        tests="tests/security/test_behaviour.py::test_own_account_takes_what_its_form_asks",
    ),
    flaw(
        "role-of-ones-own-choice",
        "Somebody signs up as administrator.",
        (
            "accounts/forms.py",
            '        description=lazy("U kunt meer dan één rol kiezen."),\n',
            (
                '        description=lazy("U kunt meer dan één rol kiezen."),\n'
                "        validate_choice=False,\n"
            ),
        ),
        tests="tests/accounts/test_sign_up.py::test_refused_form_says_why_and_keeps_all",
    ),
    flaw(
        "nul-is-a-fault",
        "A NUL byte gives an error of the database.",
        (
            "intake.py",
            '    if any("\\x00" in str(value) for value in values):',
            "    if values == ['']:",
        ),
        tests="tests/test_permissions.py::test_bad_body_is_refused "
        "tests/test_attacks.py::test_nul_is_refused_wherever_it_hides",
        database="postgresql",
    ),
    flaw(
        "long-id-is-a-fault",
        "An id of twenty figures gives an error instead of a page that is not there.",
        (
            "requests/views.py",
            '@blueprint.get("/aanvragen/<uuid:request_id>")',
            '@blueprint.get("/aanvragen/<request_id>")',
        ),
        tests="tests/test_permissions.py::test_bad_address_gets_a_clear_page "
        "tests/test_permissions.py::test_each_role_gets_what_is_declared",
    ),
    flaw(
        "very-large-form",
        "Whoever sends a gigabyte fills the memory.",
        ("config.py", '            "MAX_CONTENT_LENGTH": 256 * 1024,\n', ""),
        tests="tests/test_permissions.py::test_bad_body_is_refused",
    ),
    flaw(
        "fault-shows-its-insides",
        "The error page shows what went wrong inside.",
        (
            "errors.py",
            "exc_info=error)\n    return page(500)",
            "exc_info=error)\n    return page(500, repr(error))",
        ),
        tests="tests/test_transactions.py::test_unforeseen_fault_is_a_clear_page "
        "tests/test_attacks.py::test_broken_database_still_gets_a_sentence",
    ),
    flaw(
        "log-with-names",
        "The log of a fault holds the names that were to be stored.",
        ("config.py", '{"hide_parameters": True}', '{"hide_parameters": False}'),
        tests="tests/test_attacks.py::test_log_of_a_fault_holds_nobody",
    ),
    flaw(
        "header-of-ones-own",
        "A line end in a name becomes a header or a line in the mail to another.",
        (
            "forms.py",
            '    return UNSEEN.sub(" ", value).strip() if isinstance(value, str) else value',
            "    return value.strip() if isinstance(value, str) else value",
        ),
        tests="tests/accounts/test_sign_up.py::test_name_is_one_line",
    ),
    flaw(
        "calendar-line",
        "A text with a line end adds a line of its own to the calendar file.",
        (
            "mail/calendar.py",
            "    return CalendarPart(content=calendar.to_ical().decode(), method=method)",
            (
                "    content = calendar.to_ical().decode()\n"
                '    content = content.replace("SUMMARY:", f"X-TITLE:{title}\\r\\nSUMMARY:")\n'
                "    return CalendarPart(content=content, method=method)"
            ),
        ),
        tests="tests/intervision/test_calendar.py",
    ),
    flaw(
        "last-seat-race",
        "Two who take the last seat at the same moment both have it.",
        (
            "intervision/services.py",
            "        .where(Session.id == session.id, Session.seats_taken < Session.seats)",
            "        .where(Session.id == session.id)",
        ),
        tests="tests/intervision/test_race.py::test_two_take_the_last_seat",
    ),
    flaw(
        "cap-race",
        "Two organisations at once take the last place of one practitioner.",
        ("practitioners/services.py", "        profile.open_requests < cap,\n", ""),
        tests="tests/practitioners/test_pool.py::test_last_place_is_taken_once "
        "tests/practitioners/test_pool.py::test_cap_holds_and_a_place_comes_back",
    ),
    flaw(
        "bsn-accepted",
        "A citizen service number is stored.",
        ("privacy/guard.py", "        numbers.bsns,\n", ""),
        tests="tests/privacy/test_guard.py::test_bsn_is_refused_however_it_is_written",
    ),
    flaw(
        "bsn-as-register-number",
        "A citizen service number is stored as the number of a register.",
        (
            "privacy/forms.py",
            " and guard.may_be_bsn(text):",
            " and guard.refused(text) and not text.isdigit():",
        ),
        tests="tests/privacy/test_forms.py::test_register_number_in_its_own_field",
    ),
    flaw(
        "guard-forgets-a-form",
        "One text field is not looked at: an address of a client is stored.",
        (
            "forms.py",
            "        given = [*named, bsn_only if own else anonymous]\n",
            "        given = [*named]\n",
        ),
        tests="tests/privacy/test_fields.py",
    ),
    flaw(
        "mail-outlives-the-member",
        "Mails to somebody who was erased stay in the outbox.",
        (
            "own_data/services.py",
            "    db.session.execute(delete(OutboxMail).where(or_(own, addressed, known & (sent | about))))",
            "    assert or_(own, addressed, known & (sent | about)) is not None",
        ),
        tests="tests/own_data/test_erasing.py::test_canary_is_found_nowhere",
    ),
    flaw(
        "erased-stays-in-the-file",
        "Who was erased can be read in the file of the database: SQLite only marks it as free.",
        (
            "database.py",
            '        "secure_delete=ON",  # what is deleted is written over',
            '        "secure_delete=OFF",',
        ),
        tests="tests/own_data/test_nothing_left.py::test_no_word_of_theirs_is_in_the_files",
    ),
    flaw(
        "address-outlives-the-member",
        "The invitation of an employer still holds the address of who was erased.",
        (
            "own_data/services.py",
            "    db.session.execute(delete(WorkInvite).where(WorkInvite.email == member.email))\n",
            "",
        ),
        tests="tests/own_data/test_erasing.py::test_canary_is_found_nowhere",
    ),
    flaw(
        "place-outlives-the-member",
        "The row of who was erased still says in which municipality they worked.",
        (
            "own_data/services.py",
            "    member.language, member.municipality_code = LANGUAGES[0], None",
            "    member.language, member.municipality_code = LANGUAGES[0], member.municipality_code",
        ),
        tests="tests/own_data/test_erasing.py::test_one_erased_row_is_like_another",
    ),
    flaw(
        "column-without-words",
        "A column of the member's data has no name on the page.",
        (
            "own_data/wording.py",
            '        "travel_km": lazy("Hoe ver u reist, in kilometers"),\n',
            "",
        ),
        tests="tests/own_data/test_readable.py",
    ),
    flaw(
        "export-gives-the-key",
        "The file with one's own data holds the secret of the second factor.",
        ("own_data/queries.py", '        ("member", "totp_secret"),\n', ""),
        tests="tests/own_data/test_export.py",
    ),
    flaw(
        "export-gives-others",
        "The file with one's own data holds the checks that one made of others.",
        ("own_data/queries.py", '        ("verification_check", "by_id"),\n', ""),
        tests="tests/security/test_own_data.py",
    ),
    flaw(
        "kept-a-day-too-long",
        "What somebody typed is let go a day later than was promised.",
        (
            "own_data/tasks.py",
            "        timedelta(days=90),\n        _free_text,",
            "        timedelta(days=91),\n        _free_text,",
        ),
        tests="tests/security/test_own_data.py",
    ),
    flaw(
        "kept-to-the-moment",
        "What is exactly ninety days old is kept for another night.",
        (
            "own_data/tasks.py",
            "CareRequest.closed_at <= now - after",
            "CareRequest.closed_at < now - after",
        ),
        tests="tests/security/test_own_data.py",
    ),
    flaw(
        "mailbox-as-target",
        "Anyone has us send a hundred mails to one mailbox.",
        (
            "attempts.py",
            '    return take(("mail", email), now=now) is not None\n',
            "    return True\n",
        ),
        tests="tests/accounts/test_sign_up.py::test_mailbox_is_no_target",
    ),
    flaw(
        "decided-twice",
        "Two project leaders judge one person at the same moment, and both believe they did.",
        (
            "coordination/services.py",
            "    _hold(member, by)\n    if member.approved_at is not None:\n",
            "    if member.approved_at is not None and by is None:\n",
        ),
        tests="tests/coordination/test_approval.py::test_second_judge_is_told",
    ),
    flaw(
        "renamed-while-judged",
        "A member takes another name while a project leader reads the old one, and is approved.",
        ("coordination/services.py", "    if member.name != name:", "    if not name:"),
        tests="tests/security/test_meanwhile.py::test_name_that_nobody_judged_is_not_approved",
    ),
)
