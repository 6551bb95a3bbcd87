"""Flaws in the shielding: permissions, visibility, the pool, quota and log."""
# ruff: noqa: E501 - a flaw quotes lines as they stand in the site, and those may be long there

from tests.mutants.flaw import flaw

FLAWS = (
    flaw(
        "rule-too-wide",
        "Every member invites people to work for any organisation.",
        (
            "permissions.py",
            "    May.MANAGE_ORGANISATION: (Who.MANAGES_THIS_ORGANISATION,),",
            "    May.MANAGE_ORGANISATION: (Who.SIGNED_IN,),",
        ),
        tests="tests/organisations/test_working_there.py::test_manager_of_another_organisation_finds_nothing",
    ),
    flaw(
        "other-rule",
        "Any contact opens a request: the rule asks the role and forgets the organisation.",
        (
            "permissions.py",
            "    May.SEE_REQUEST: (Who.ASKS_FOR_THIS_ORGANISATION,),",
            "    May.SEE_REQUEST: (Who.ORGANISATION_CONTACT,),",
        ),
        tests="tests/requests/test_show.py::test_request_of_another_organisation_is_not_there",
    ),
    flaw(
        "route-without-a-rule",
        "A new page for which nobody declared a rule is open to all.",
        (
            "permissions.py",
            '    if getattr(view, "may", None) is None:\n        abort(404)\n    return None',
            "    return None",
        ),
        tests="tests/test_permissions.py::test_undeclared_route_is_refused",
    ),
    flaw(
        "request-of-another-organisation",
        "A contact reads the requests of every organisation.",
        ("organisations/__init__.py", "        and works_at(member, organisation_id)\n", ""),
        tests="tests/requests/test_show.py::test_request_of_another_organisation_is_not_there",
    ),
    flaw(
        "old-employer-still-open",
        "Who left an organisation still reads its requests.",
        (
            "organisations/queries.py",
            (
                "        Membership.organisation_id == organisation_id,\n"
                "        Membership.ended_at.is_(None),\n    )\n    return db.session.scalars(statement)"
                ".one_or_none() is not None"
            ),
            (
                "        Membership.organisation_id == organisation_id,\n"
                "    )\n    return db.session.scalars(statement).first() is not None"
            ),
        ),
        tests="tests/security/test_lost_rights.py",
    ),
    flaw(
        "leader-of-any-region",
        "A project leader judges the members of every region.",
        (
            "accounts/models.py",
            "        and member.coordinates(other.municipality.region_slug)\n",
            "        and member.is_a(RoleName.COORDINATOR)\n        and member.approved\n",
        ),
        tests="tests/coordination/test_approval.py::test_member_of_another_region_is_not_there",
    ),
    flaw(
        "judges-themselves",
        "A project leader approves the own application.",
        (
            "accounts/models.py",
            "        and other.id != member.id\n        and member.coord",
            "        and member.coord",
        ),
        (
            "coordination/services.py",
            '    if member.id == by.id:\n        raise Refusal(_("U kunt uzelf niet beoordelen.',
            '    if member.id == "":\n        raise Refusal(_("U kunt uzelf niet beoordelen.',
        ),
        tests="tests/coordination/test_approval.py::test_coordinator_never_judges_themselves",
    ),
    flaw(
        "question-of-another-request",
        "Who may change one request takes back the questions of another.",
        (
            "requests/queries.py",
            "    return found if found and any(one.id == question_id for one in found.questions) else None",
            "    return found if question_id else None",
        ),
        (
            "requests/services.py",
            "        if question.id == question_id:",
            "        if question_id:",
        ),
        tests="tests/requests/test_asking.py::test_question_of_another_request_cannot_be_taken_back",
    ),
    flaw(
        "unapproved-contact",
        "Who was turned down or waits again still works for the organisation.",
        (
            "organisations/__init__.py",
            "        and member.approved\n        and member.is_a(RoleName.ORGANISATION_CONTACT)",
            "        and member.is_a(RoleName.ORGANISATION_CONTACT)",
        ),
        tests="tests/security/test_lost_rights.py",
    ),
    flaw(
        "asked-is-taking-part",
        "Who was only asked for an intervision reads who else comes.",
        (
            "intervision/models.py",
            "{one.member_id for one in [*session.seated, *session.waiting]}",
            "{one.member_id for one in session.invitations}",
        ),
        tests="tests/test_attacks.py::test_who_was_only_asked_learns_no_place_and_no_names",
    ),
    flaw(
        "place-for-everybody",
        "Who waits for a seat reads where the intervision is: that may be a shelter.",
        (
            "intervision/models.py",
            '        return self.place if member_id in comes else ""',
            '        return self.place if comes else ""',
        ),
        tests="tests/test_attacks.py::test_waiting_list_knows_no_place",
    ),
    flaw(
        "blocked-colleague-is-named",
        "Who is blocked or waits stands among those who can be asked for intervision.",
        (
            "intervision/invitees.py",
            "    return _described(select(User).where(APPROVED, queries.COMES, agreed), now)",
            "    return _described(select(User).where(queries.COMES, agreed), now)",
        ),
        tests=(
            "tests/security/test_canaries.py::test_pages_of_others_are_the_same_without_the_hidden"
        ),
    ),
    flaw(
        "unfindable-is-found",
        "Who chose not to be found stands in the answers and the counts.",
        (
            "practitioners/queries.py",
            "        PractitionerProfile.findable,\n        APPROVED,",
            "        APPROVED,",
        ),
        tests="tests/practitioners/test_pool.py::test_own_choice_not_to_be_found",
    ),
    flaw(
        "unverified-is-found",
        "Who is not verified yet is found and counted.",
        (
            "accounts/queries.py",
            "APPROVED = and_(ACTIVE, User.approved_at.is_not(None), User.rejected_at.is_(None))",
            "APPROVED = and_(ACTIVE, User.rejected_at.is_(None))",
        ),
        tests="tests/practitioners/test_pool.py::test_who_may_not_be_found_is_in_no_pool_and_no_count",
    ),
    flaw(
        "blocked-is-found",
        "Who is blocked is found and counted.",
        (
            "accounts/queries.py",
            "ACTIVE = and_(User.confirmed_at.is_not(None), User.blocked_at.is_(None))",
            "ACTIVE = and_(User.confirmed_at.is_not(None))",
        ),
        tests="tests/practitioners/test_pool.py::test_who_may_not_be_found_is_in_no_pool_and_no_count",
    ),
    flaw(
        "address-before-the-yes",
        "An organisation reads how to reach somebody who has not answered.",
        (
            "requests/models.py",
            '        shown = self.accepted and shows(self.profile, "email", Audience.ACCEPTED)',
            '        shown = shows(self.profile, "email", Audience.ACCEPTED)',
        ),
        tests="tests/practitioners/test_visibility.py::test_email_comes_after_the_yes_or_never "
        "tests/access/test_pages.py::test_without_a_yes_there_is_nothing_to_see_or_write",
    ),
    flaw(
        "address-for-nobody-shown",
        "An address that is for nobody is shown after the yes.",
        (
            "requests/models.py",
            '        shown = self.accepted and shows(self.profile, "email", Audience.ACCEPTED)',
            "        shown = self.accepted",
        ),
        tests="tests/practitioners/test_visibility.py::test_email_comes_after_the_yes_or_never",
    ),
    flaw(
        "name-before-the-yes",
        "Who wants to be named after the yes is named on the card.",
        ("practitioners/queries.py", '    if shows(profile, "name", to):\n', "    if to:\n"),
        tests="tests/practitioners/test_visibility.py::test_name_waits_for_the_yes",
    ),
    flaw(
        "hidden-place-as-distance",
        "Three distances give away a place that is hidden.",
        (
            "practitioners/queries.py",
            '        municipality=row.municipality_code if audience(row.visibility, "place") else None,',
            "        municipality=row.municipality_code,",
        ),
        tests="tests/practitioners/test_visibility.py::test_hidden_place_gives_no_distance_either",
    ),
    flaw(
        "hidden-text-is-searched",
        "A search finds people by what they show to nobody.",
        (
            "practitioners/queries.py",
            "            if text and audience(row.visibility, field_name) >= Audience.MEMBERS:",
            "            if text:",
        ),
        tests="tests/directory/test_search.py::test_nobody_is_found_by_what_they_hide",
    ),
    flaw(
        "quota-off",
        "A borrowed account copies the whole network.",
        (
            "access/services.py",
            "    counted = new[:left]\n",
            "    counted = new[: left + 100_000]\n",
        ),
        tests="tests/access/test_harvesting.py::test_so_many_new_people_an_hour",
    ),
    flaw(
        "lets-themselves-look-on",
        "An administrator who came at the end of the quota takes it away for themselves.",
        (
            "access/services.py",
            "    if viewer.id == by.id:\n",
            "    if viewer.id == by.id and by is None:\n",
        ),
        tests="tests/access/test_harvesting.py",
    ),
    flaw(
        "look-not-written-down",
        "Somebody reads an address, and nobody can see that later.",
        (
            "requests/services.py",
            "    log(viewer, Seen.CONTACT, looks, organisation_id=request.organisation_id, now=now)",
            "    log(viewer, Seen.CONTACT, looks[:0], organisation_id=request.organisation_id, now=now)",
        ),
        tests="tests/access/test_pages.py::test_each_look_at_an_address_is_a_line",
    ),
    flaw(
        "changed-line-unseen",
        "Somebody with the database changes a line of the log, and the check is content.",
        (
            "access/queries.py",
            "        if line.hash != line.computed():",
            '        if line.hash == "":',
        ),
        tests="tests/access/test_log.py::test_changed_line_shows",
    ),
    flaw(
        "removed-line-unseen",
        "A line taken out of the log leaves no gap that the check sees.",
        (
            "access/queries.py",
            "            follows = (line.number, line.previous) == (before.number + 1, before.hash)",
            "            follows = line.number > before.number",
        ),
        tests="tests/access/test_log.py::test_line_taken_out_shows",
    ),
    flaw(
        "pool-misses-a-change",
        "A lower number is committed later: somebody blocked stays in the answers.",
        ("practitioners/services.py", "    in_turn(session, LOG)\n", ""),
        (
            "practitioners/pool.py",
            "        self.missing |= dict.fromkeys(absent, until)\n",
            "        assert absent is not until\n",
        ),
        tests="tests/practitioners/test_pool.py::test_who_commits_late_is_not_missed",
        database="postgresql",
    ),
    flaw(
        "invitation-outlives-its-sender",
        "Who was blocked, or left, still lets somebody into an organisation.",
        (
            "organisations/queries.py",
            "    return invite.open_on(now) and sender.approved and manages(sender, invite.organisation_id)",
            "    return invite.open_on(now)",
        ),
        tests="tests/organisations/test_working_there.py::test_invitation_is_worth_as_much_as_who_sent_it",
    ),
    flaw(
        "yes-of-who-is-blocked",
        "A shelter goes on making appointments with a practitioner who was found out.",
        (
            "requests/models.py",
            "        return self.answer is Answer.YES and not self.gone",
            "        return self.answer is Answer.YES",
        ),
        tests="tests/requests/test_show.py::test_who_is_blocked_after_the_yes_is_no_longer_reached",
    ),
)
