"""What this room tells people: its part of the catalogue."""

from communaute.notifications.catalogue import Kind

from . import still_true

AMBASSADEUR = "L’ambassadeur, ou la personne qui demande à l’être."
DECIDERS = (
    "Les membres de l’agence du territoire ; l’équipe nationale quand l’agence n’a personne "
    "d’autre que la personne qui demande. Jamais cette personne."
)
REVIEWERS = "Les membres de l’agence du territoire ; sans compte ici, l’équipe nationale."
WRITER = "L’auteur du retour d’expérience, et les ambassadeurs de la copropriété."

KINDS = (
    Kind(
        key="coproprietes.mandate_to_decide",
        label="Demande d’ambassadeur à vérifier",
        who=DECIDERS,
        when="Quand une personne demande un mandat.",
        may_be_off=False,
        at_work=True,
        still_true=still_true.application_waits,
        visible_to=still_true.may_verify,
    ),
    Kind(
        key="coproprietes.renewal_to_decide",
        label="Mandat à renouveler",
        who=DECIDERS,
        when="Quand un ambassadeur demande le renouvellement de son mandat.",
        may_be_off=False,
        at_work=True,
        still_true=still_true.renewal_waits,
        visible_to=still_true.may_verify,
    ),
    Kind(
        key="coproprietes.mandate_verified",
        label="Mandat d’ambassadeur vérifié",
        who=AMBASSADEUR,
        when="Quand le mandat est vérifié ou renouvelé.",
        may_be_off=False,
        still_true=still_true.mandate_runs,
    ),
    Kind(
        key="coproprietes.mandate_refused",
        label="Mandat d’ambassadeur refusé",
        who=AMBASSADEUR,
        when="Quand la demande est refusée, avec le motif.",
        may_be_off=False,
        still_true=still_true.mandate_is_refused,
    ),
    Kind(
        key="coproprietes.renewal_refused",
        label="Renouvellement refusé",
        who=AMBASSADEUR,
        when="Quand le renouvellement est refusé, avec le motif.",
        may_be_off=False,
        still_true=still_true.renewal_is_refused,
    ),
    Kind(
        key="coproprietes.mandate_ending",
        label="Mandat d’ambassadeur bientôt fini",
        who=AMBASSADEUR,
        when="Peu avant la fin du mandat, une fois.",
        may_be_off=False,
        still_true=still_true.mandate_will_end,
    ),
    Kind(
        key="coproprietes.mandate_ended",
        label="Mandat d’ambassadeur fini",
        who=AMBASSADEUR,
        when="Le jour où le mandat finit.",
        may_be_off=False,
        still_true=still_true.mandate_is_over,
    ),
    Kind(
        key="coproprietes.invitation",
        label="Invitation à suivre un projet",
        who="L’adresse qu’un membre de la copropriété a donnée.",
        when="À l’invitation, et à chaque nouvel envoi.",
        may_be_off=False,
        on_site=False,
        keeps_address=False,
        # Who invites reads that it left.
        at_night=True,
    ),
    Kind(
        key="coproprietes.join_asked",
        label="Demande à participer à ma copropriété",
        who="Les membres et les ambassadeurs de la copropriété.",
        when="Quand une autre personne la décrit, et demande à y participer.",
        may_be_off=False,
        still_true=still_true.join_request_waits,
        visible_to=still_true.may_welcome,
    ),
    Kind(
        key="coproprietes.join_welcomed",
        label="Vous participez à la copropriété",
        who="La personne qui a demandé à participer.",
        when="Quand un membre l’accueille.",
        may_be_off=False,
        visible_to=still_true.takes_part,
    ),
    Kind(
        key="coproprietes.join_ended",
        label="Demande à participer sans suite",
        who="La personne qui a demandé à participer.",
        when="Quand les membres n’y donnent pas suite, ou ne répondent pas à temps.",
        may_be_off=False,
        visible_to=still_true.is_outside,
    ),
    Kind(
        key="coproprietes.connected",
        label="Ma copropriété est raccordée",
        who="Les membres de la copropriété, et la personne qui avait écrit à l’exploitant.",
        when="Quand l’exploitant annonce que l’immeuble est raccordé.",
        still_true=still_true.is_connected,
        visible_to=still_true.is_concerned,
        current=still_true.connected_by_now,
    ),
    Kind(
        key="coproprietes.retour_to_review",
        label="Retour d’expérience à relire",
        who=REVIEWERS,
        when="Quand un ambassadeur propose son retour d’expérience, ou ses changements.",
        at_work=True,
        still_true=still_true.retour_waits,
        visible_to=still_true.may_review,
        current=still_true.retour_by_now,
    ),
    Kind(
        key="coproprietes.retour_published",
        label="Votre retour d’expérience est en ligne",
        who=WRITER,
        when="Quand la relecture l’accepte.",
        still_true=still_true.retour_is_online,
    ),
    Kind(
        key="coproprietes.retour_returned",
        label="Votre retour d’expérience est à compléter",
        who=WRITER,
        when="Quand la relecture le renvoie avec une remarque.",
        still_true=still_true.retour_is_returned,
        visible_to=still_true.may_complete,
    ),
)
