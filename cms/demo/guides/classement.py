from cms.authoring import Guide, faq, figures, h, note, p, steps, table
from socle.buildings import Stage

GUIDE = Guide(
    slug="reseau-classe-et-perimetre-prioritaire",
    title="Réseau classé et périmètre prioritaire : suis-je obligé ?",
    stage=Stage.AUDIT,
    summary="Autour d’un réseau classé, un périmètre prioritaire peut obliger à se raccorder "
    "quand on renouvelle un chauffage de forte puissance. Il existe des dérogations. La "
    "collectivité répond.",
    tags=("classement", "PDP", "obligation", "dérogation"),
    reviewed="2026-11-25",
    body=[
        h("Trois mots à connaître"),
        p(
            "**Réseau classé.** Un réseau de service public, assez vertueux et bien géré, que la "
            "loi protège parce qu’il est utile à tous. Il doit dépasser "
            "[fait:seuil_enrr_classement] d’énergies renouvelables et de récupération, compter "
            "la chaleur livrée à chaque immeuble et équilibrer ses comptes.\n\n"
            "**Périmètre de développement prioritaire (PDP).** La zone, dessinée par la "
            "collectivité, où le raccordement peut devenir obligatoire.\n\n"
            "**Dérogation.** L’autorisation de ne pas se raccorder, accordée par la collectivité "
            "pour une raison prévue par les textes."
        ),
        figures("classement_nombre", "pdp_seuil_kw", "pdp_amende"),
        p(
            "Depuis les lois de 2019 et de 2021, les réseaux qui remplissent les conditions sont "
            "classés d’office, sauf si la collectivité s’y oppose par une décision motivée. La "
            "liste change presque chaque année. Le périmètre, lui, est voté localement : **deux "
            "rues voisines peuvent avoir deux règles**."
        ),
        h("Quand l’obligation peut jouer"),
        table(
            "Les situations courantes",
            "Votre situation | Ce qu’il faut vérifier",
            "Hors du périmètre | Pas d’obligation liée au classement ; le raccordement reste un "
            "choix",
            "Dans le périmètre, chaudière qui continue de marcher | En principe rien à faire "
            "aujourd’hui ; préparez la suite",
            "Dans le périmètre, chaufferie collective à remplacer | Obligation possible au-dessus "
            "du seuil de puissance",
            "Dans le périmètre, chaudières individuelles | Le plus souvent sous le seuil ; à "
            "vérifier en cas de projet collectif",
            "Dans le périmètre, extension ou grande rénovation | Obligation possible selon la "
            "taille des travaux",
        ),
        note(
            "verifier",
            "nous ne disons pas la loi à votre place",
            "Nous signalons une obligation **possible**. Le seuil peut être relevé par la "
            "collectivité, le périmètre peut changer, et votre cas a ses détails. Demandez une "
            "réponse écrite au service énergie de la mairie ou de l’intercommunalité.",
        ),
        h("Le seuil de puissance"),
        p(
            "L’obligation vise les installations de plus de [fait:pdp_seuil_kw]. Une chaufferie "
            "d’immeuble dépasse presque toujours ce niveau. La collectivité peut choisir un seuil "
            "plus haut. Attention à l’unité : c’est la puissance de l’installation entière, pas "
            "celle d’un logement."
        ),
        h("Les raisons d’une dérogation"),
        p(
            "Les textes prévoient plusieurs motifs. En mots simples :\n\n"
            "- vos besoins ne sont **pas compatibles** avec ce que le réseau fournit ;\n"
            "- le réseau **ne peut pas vous alimenter à temps** ;\n"
            "- votre solution utilise **une plus grande part** d’énergies renouvelables ou de "
            "récupération que le réseau ;\n"
            "- le raccordement coûterait **manifestement trop cher** par rapport à une autre "
            "solution."
        ),
        p(
            "Chaque motif se démontre, avec une étude ou une offre. « Nous préférons le gaz » "
            "n’en est pas un. Si vous demandez une dérogation, faites-le avant de commander une "
            "chaudière."
        ),
        steps(
            (
                "Vérifier l’adresse",
                "Le test d’adresse dit si le point est dans un périmètre que nous connaissons.",
            ),
            (
                "Demander la délibération",
                "C’est le texte voté qui crée le périmètre. Il donne le seuil, les dates et la "
                "procédure de dérogation.",
            ),
            (
                "Demander une offre à l’exploitant",
                "Même si vous pensez déroger : elle sert de preuve du coût et des délais.",
            ),
            (
                "Décider, ou déposer la dérogation",
                "Par écrit, avec les pièces, en gardant une preuve de la date.",
            ),
        ),
        h("Ce que l’on risque"),
        p(
            "Le code de l’énergie prévoit une amende pouvant atteindre [fait:pdp_amende] pour qui "
            "refuse de se raccorder sans dérogation. C’est un maximum, fixé par la loi. Nous "
            "n’avons pas connaissance de chiffres publics sur son application. Le risque le plus "
            "concret, pour une copropriété, est ailleurs : acheter une chaudière, puis apprendre "
            "qu’il ne fallait pas."
        ),
        h("En cas de panne en plein hiver"),
        p(
            "Une panne ne laisse pas le temps d’un raccordement. Appelez tout de suite la "
            "collectivité et l’exploitant : des solutions d’attente existent souvent, comme une "
            "chaufferie provisoire ou une réparation. Gardez les échanges écrits, ils montreront "
            "votre bonne foi."
        ),
        h("L’obligation a aussi des contreparties"),
        p(
            "Un réseau classé doit rendre des comptes. Son taux d’énergies renouvelables est "
            "publié, sa chaleur est comptée, et la collectivité contrôle l’exploitant. Vous avez "
            "le droit de demander le rapport annuel. Lisez-le : il contient les prix, les pannes "
            "et les projets."
        ),
        h("Les autres règles à connaître"),
        p(
            "- **Réglage et tuyaux.** La température de chaque pièce doit pouvoir se régler, et "
            "les tuyaux être isolés, au [fait:regulation_echeance].\n"
            "- **Bureaux et commerces.** Dans un immeuble mixte, à partir de "
            "[fait:tertiaire_surface], la loi oblige à baisser la consommation : "
            "[fait:tertiaire_2030] en 2030, [fait:tertiaire_2040] en 2040, "
            "[fait:tertiaire_2050] en 2050.\n"
            "- **Fioul.** Aucune chaudière neuve depuis le [fait:fioul_interdit]."
        ),
        h("Questions fréquentes"),
        faq(
            (
                "Le réseau de ma ville est-il classé ?",
                "La page de chaque réseau le dit, selon la dernière liste que nous avons chargée. "
                "La collectivité a toujours le dernier mot.",
            ),
            (
                "L’obligation oblige-t-elle à voter oui ?",
                "L’assemblée vote toujours. Mais voter non ne supprime pas une obligation légale "
                ": le syndic doit alors expliquer les suites, ou demander une dérogation.",
            ),
            (
                "Un périmètre peut-il apparaître après coup ?",
                "Oui. Si votre projet n’est pas signé, demandez à la collectivité ce qui est en "
                "préparation.",
            ),
        ),
    ],
    sources=(
        (
            "Code de l’énergie, articles L. 712-1 à L. 712-5",
            "Légifrance",
            "",
            "https://www.legifrance.gouv.fr/",
        ),
    ),
)
