"""What the service is made of: its rooms and libraries, and the way of a request through them."""

INSTALLED_APPS = [
    # Upper rooms first, in the order of the layers of pyproject.toml (a test compares them).
    "ambassadeurs.demonstration",
    "ambassadeurs.guide_suggestions",
    "ambassadeurs.stats",
    "ambassadeurs.guichets",
    "ambassadeurs.assemblees",
    "ambassadeurs.visites",
    "ambassadeurs.demandes",
    "ambassadeurs.annuaire",
    "ambassadeurs.simulation",
    "ambassadeurs.coproprietes",
    "ambassadeurs.registre",
    "ambassadeurs.reseaux.subscriptions",
    "ambassadeurs.reseaux",
    "communaute.questions",
    "communaute.moderation.ban_evasion",
    "communaute.moderation.second_reading",
    "communaute.moderation.transparency",
    "communaute.moderation.prescreening",
    "communaute.moderation",
    "communaute.donnees",
    "communaute.organisations",
    "communaute.sso",
    "cms.demo",
    "cms.dashboard",
    "cms.removed_pages",
    "cms.events",
    "cms.review_notices",
    "cms.site",
    "cms.pages",
    "cms",
    "communaute.notifications",
    "communaute.comptes",
    "communaute.territoires",
    "socle.facts",
    "socle.search",
    "socle",
    "socle.clock",
    "socle.backups",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "dsfr",
    "widget_tweaks",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "communaute.comptes.apps.BackOfficeAccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "config.apps.CollectedStaticConfig",
]

MIDDLEWARE = [
    "config.metrics.request_ids.RequestIdMiddleware",
    "config.defence.DefenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    # Outside of the policy: a 304 carries none, so that the browser goes on with that of the page.
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.MaintenanceMiddleware",
    "config.databases.away.DatabaseAwayMiddleware",
    "config.middleware.AdminPolicyMiddleware",
    "config.middleware.PublicPageCacheMiddleware",
    "config.databases.replica.ReplicaMiddleware",
    "config.middleware.PlannedMaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.TypographyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "communaute.donnees.connections.OriginMiddleware",
    "config.middleware.OwnErrorPagesMiddleware",
    # Next to the views: it knows what they refuse before a page says so.
    "config.protecting.ProtectedRolesMiddleware",
]

# What each room asks of the rooms above it (`socle.hooks`), in the order in which they answer.
HOOKS = {
    # Signing in and out; names beside texts; organisations joined and left.
    "comptes.arrivals": [
        "communaute.questions.asking.drafts.adopt",
        "communaute.moderation.ban_evasion.services.arrival",
        "communaute.notifications.account_mails.tell_new_device",
        "communaute.notifications.account_mails.ask_protection",
    ],
    "comptes.detours": ["communaute.donnees.terms.views.detour"],
    "comptes.comebacks": ["communaute.donnees.account_closing.COMEBACK"],
    "comptes.departures": ["communaute.sso.provider.departure"],
    "comptes.badges": [
        "ambassadeurs.coproprietes.households.ambassador_badges",
        "communaute.comptes.badges.organisation_badges",
    ],
    "comptes.trust": [
        "ambassadeurs.demonstration.people.TRUST",
        "communaute.questions.moderated.TRUST",
        "communaute.moderation.sanction_rules.TRUST",
    ],
    "comptes.account_closed": ["communaute.notifications.account_mails.confirm"],
    "comptes.account_switched": [
        "ambassadeurs.coproprietes.search.index_buildings_spoken_for_by",
        "ambassadeurs.demandes.services.desk_acts.tell_closed_account",
    ],
    "comptes.erase_texts": ["communaute.questions.revisions.withdrawing.erase_all"],
    # Upper rooms first: moderation locks last (docs/mecanismes.md).
    "comptes.member_left": [
        "ambassadeurs.demandes.services.departures.give_back",
        "communaute.moderation.services.holding.give_back_cases",
    ],
    "comptes.membership_begun": ["communaute.comptes.second_factor.asking.start_grace"],
    "comptes.member_moved": ["communaute.organisations.invitations.services.tell_members"],
    "comptes.grace_begun": ["communaute.notifications.account_mails.tell_protection_asked"],
    "notifications.service_name": ["cms.site.reading.service_name"],
    # Moderation.
    "moderation.helped_agencies": [
        "ambassadeurs.guichets.desk_consultation.openings.helped_agencies"
    ],
    "moderation.households": ["ambassadeurs.coproprietes.households.HOUSEHOLDS"],
    "moderation.also_held": ["communaute.moderation.ban_evasion.querysets.measures_followed"],
    "moderation.past_texts": ["communaute.questions.revisions.versions.past_texts"],
    "moderation.move_page": ["communaute.questions.revisions.views.page_of_move"],
    "moderation.transparency": [
        "communaute.moderation.transparency.counting.SECTIONS",
        "communaute.moderation.second_reading.services.SECTIONS",
    ],
    # Questions: who may answer or answers in a space, what is known of who asks, who blocked whom.
    "questions.answerers": ["ambassadeurs.annuaire.answerers.ambassadors_for"],
    "questions.still_answers": ["ambassadeurs.annuaire.answerers.still_answers"],
    "questions.space_people": ["ambassadeurs.annuaire.answerers.ambassadors_of_space"],
    "questions.space_operators": ["ambassadeurs.reseaux.listing.organisations_of_space"],
    "questions.people_apart": ["ambassadeurs.demandes.perms.people_apart"],
    "questions.known_facts": ["ambassadeurs.coproprietes.projets.services.facts_to_ask_with"],
    # Networks, buildings, ambassadors.
    "reseaux.traces_changed": ["ambassadeurs.coproprietes.projets.services.remeasure_soon"],
    "reseaux.networks_changed": [
        "ambassadeurs.coproprietes.search.index_buildings_of",
        "ambassadeurs.reseaux.subscriptions.services.traces_changed",
    ],
    "reseaux.networks_of_buildings": [
        "ambassadeurs.coproprietes.querysets.networks_of_public_buildings"
    ],
    "reseaux.place_of_user": ["ambassadeurs.coproprietes.households.place_of_building"],
    "coproprietes.kept_projects": ["ambassadeurs.guichets.syndics.perms.is_managed"],
    "coproprietes.left": ["ambassadeurs.demandes.members.services.forget_followed"],
    "coproprietes.mandate_endings": [
        "ambassadeurs.visites.endings.ENDING",
        "ambassadeurs.demandes.clock.due.ENDING",
    ],
    "annuaire.next_visit": ["ambassadeurs.visites.pages.next_visit_of_host"],
    "demandes.next_assembly": ["ambassadeurs.assemblees.reading.next_day"],
    "demandes.managers": ["ambassadeurs.guichets.syndics.perms.manages"],
    "guichets.late": [
        "ambassadeurs.guichets.desk_consultation.late.KINDS",
        "ambassadeurs.guichets.national.late.KINDS",
    ],
    # Editors’ desk and guides.
    "cms.desk_parts": ["ambassadeurs.guide_suggestions.reading.part"],
    "cms.related_kinds": ["ambassadeurs.guide_suggestions.reading.KINDS"],
    # Any project.
    "facts.changed": ["ambassadeurs.stats.services.recount_co2", "cms.indexed.index_all"],
    "search.departement_of": [
        "ambassadeurs.coproprietes.projets.services.departement_of_building",
        "communaute.comptes.territories.departement_of_organisation",
    ],
    "search.shortcuts": [
        "ambassadeurs.simulation.shortcuts.price_shortcut",
        "ambassadeurs.reseaux.shortcuts.network_shortcuts",
        "cms.site.reading.recommended",
    ],
    "backups.restored": ["communaute.donnees.erasing_again.erase_again"],
    "warmup": ["ambassadeurs.reseaux.places.make_ready"],
}

# Which form of ours django-allauth uses for each of its pages.
ACCOUNT_FORMS = {
    "add_email": "communaute.comptes.forms.AddEmailForm",
    "change_password": "communaute.comptes.forms.ChangePasswordForm",
    "confirm_email_verification_code": "communaute.comptes.forms.ConfirmEmailCodeForm",
    "confirm_login_code": "communaute.comptes.forms.ConfirmLoginCodeForm",
    "confirm_password_reset_code": "communaute.comptes.forms.ConfirmPasswordResetCodeForm",
    "login": "communaute.comptes.forms.LoginForm",
    "reauthenticate": "communaute.comptes.forms.ReauthenticateForm",
    "request_login_code": "communaute.comptes.forms.RequestLoginCodeForm",
    "reset_password": "communaute.comptes.forms.ResetPasswordForm",
    "reset_password_from_key": "communaute.comptes.forms.ResetPasswordKeyForm",
    "set_password": "communaute.comptes.forms.SetPasswordForm",
    "signup": "communaute.comptes.forms.SignupForm",
}

# The same for the second factor.
MFA_FORMS = {
    "authenticate": "communaute.comptes.second_factor.forms.CodeForm",
    "authenticate_webauthn": "communaute.comptes.second_factor.forms.KeyForm",
    "login_webauthn": "communaute.comptes.second_factor.forms.SignInKeyForm",
    "reauthenticate": "communaute.comptes.second_factor.forms.ConfirmCodeForm",
    "reauthenticate_webauthn": "communaute.comptes.second_factor.forms.ConfirmKeyForm",
}
