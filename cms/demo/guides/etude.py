from cms.authoring import Guide, figures, h, note, p, steps, table
from socle.buildings import Stage

from ...authoring import faq

GUIDE = Guide(
    slug="faire-etudier-son-immeuble",
    title="Faire étudier son immeuble",
    stage=Stage.AUDIT,
    summary="L’exploitant étudie le branchement, souvent sans frais ; un audit énergétique "
    "regarde tout l’immeuble. Demandez des hypothèses écrites et faites relire l’offre par "
    "l’agence locale.",
    tags=("étude", "audit énergétique", "devis"),
    reviewed="2026-11-25",
    body=[
        h("Deux études à ne pas confondre"),
        p(
            "L’**étude de raccordement** est faite par l’exploitant du réseau. Elle dit si le "
            "branchement est possible, où il passe, quelle puissance il faut, et à quel prix. "
            "Demandez si elle est gratuite : c’est fréquent, mais pas systématique."
        ),
        p(
            "L’**audit énergétique** regarde l’immeuble entier : murs, toit, fenêtres, "
            "ventilation, chauffage. Il compare plusieurs programmes de travaux. Il est payant, "
            "se vote, et certaines aides à la rénovation le demandent."
        ),
        table(
            "Quelle étude pour quelle question",
            "Votre question | Le bon document",
            "Le réseau peut-il nous raccorder, et à quel prix ? | Étude de raccordement",
            "Quelle est l’étiquette énergie de l’immeuble ? | DPE collectif",
            "Quels travaux faire, dans quel ordre ? | Audit énergétique",
            "Dans quel état est tout l’immeuble ? | Diagnostic technique global (DTG)",
        ),
        figures("cout_audit", "cout_dtg", "cout_dpe"),
        p(
            "Le DPE collectif vise les immeubles dont le permis a été déposé avant le "
            "[fait:dpe_collectif_permis]. Il se refait tous les [fait:dpe_collectif_duree], sauf "
            "pour les classes A, B et C récentes. Le plan pluriannuel de travaux concerne les "
            "immeubles de plus de [fait:plan_travaux_age] ; il se revoit tous les "
            "[fait:plan_travaux_revision]."
        ),
        p(
            "Vous avez déjà un audit de moins de cinq ou six ans ? Donnez-le à l’exploitant : les "
            "besoins de l’immeuble y sont, et personne ne paiera deux fois."
        ),
        h("Le déroulé d’une étude de raccordement"),
        steps(
            (
                "Envoyer les données de l’immeuble",
                "Nombre de logements, énergie, consommations de trois ans, puissance et âge de la "
                "chaudière. Plus elles sont complètes, plus l’offre est juste.",
            ),
            (
                "Visiter la chaufferie",
                "Le technicien regarde la place, les pompes, les départs, l’eau chaude sanitaire "
                "et le chemin possible du branchement.",
            ),
            (
                "Recevoir une première estimation",
                "Elle donne un ordre de grandeur. Elle suffit pour décider de continuer, pas pour "
                "voter le raccordement.",
            ),
            (
                "Recevoir l’offre complète",
                "Puissance souscrite, R1, R2, branchement, travaux intérieurs, délais, aides. "
                "C’est elle que l’on joint à la convocation.",
            ),
        ),
        h("La puissance souscrite, le chiffre qui compte"),
        p(
            "La puissance souscrite est la quantité de chaleur que le réseau vous réserve au plus "
            "froid de l’hiver. L’abonnement en dépend directement, chaque année. Trop haute, vous "
            "payez pour rien ; trop basse, il fera froid."
        ),
        p(
            "Méfiez-vous d’une puissance recopiée de la vieille chaudière : elle est souvent trop "
            "grosse. Demandez le calcul à partir de vos consommations réelles. Si vous prévoyez "
            "d’isoler, demandez aussi comment et quand la puissance pourra être revue."
        ),
        h("Combien coûte le branchement"),
        table(
            "Coût moyen d’un raccordement, hors taxes et avant aides",
            "Taille de l’immeuble | Coût moyen",
            "25 logements | [fait:cout_raccordement_25]",
            "42 logements | [fait:cout_raccordement_42]",
            "58 logements | [fait:cout_raccordement_58]",
            "83 logements | [fait:cout_raccordement_83]",
            "125 logements | [fait:cout_raccordement_125]",
            "167 logements | [fait:cout_raccordement_167]",
            "250 logements | [fait:cout_raccordement_250]",
            "333 logements | [fait:cout_raccordement_333]",
        ),
        p(
            "Ce sont des moyennes, à [fait:cout_raccordement_ecart] près en plus ou en moins, pour "
            "[fait:cout_raccordement_longueur] de branchement et la sous-station. Une autre "
            "source compte la sous-station à part : **à vérifier** dans votre offre. Le prix "
            "dépend de la longueur, de ce qu’il y a sous le trottoir et de la politique du réseau. "
            "Certains réseaux en prennent une partie à leur charge, d’autres non."
        ),
        note(
            "info",
            "les travaux intérieurs",
            "Le branchement n’est pas tout. Comptez aussi le démontage de la chaudière, les "
            "adaptations de la chaufferie, l’équilibrage des colonnes et, parfois, le "
            "désamiantage. Demandez qui fait quoi : l’exploitant s’arrête souvent à l’échangeur.",
        ),
        h("Dix lignes à trouver dans l’offre"),
        p(
            "1. La puissance souscrite et son calcul.\n"
            "2. Les prix R1 et R2, avec leur date.\n"
            "3. La formule qui fait évoluer ces prix.\n"
            "4. La TVA appliquée à chaque part.\n"
            "5. Le coût du branchement, hors taxes et toutes taxes.\n"
            "6. Ce qui n’est pas compris.\n"
            "7. Les aides déduites, et qui les demande.\n"
            "8. La durée de l’engagement et les conditions de sortie.\n"
            "9. Les dates de chantier et de mise en service.\n"
            "10. Le taux d’énergies renouvelables du réseau, avec son année."
        ),
        p(
            "S’il en manque, posez la question par écrit. Une réponse orale en réunion ne se "
            "joint pas à une convocation."
        ),
        h("Faire relire"),
        p(
            "L’agence locale de l’énergie relit gratuitement des offres toute l’année. Elle "
            "connaît les prix pratiqués près de chez vous. Une copropriété ambassadrice de taille "
            "proche peut aussi vous dire ce que son offre annonçait, et ce que la facture a "
            "confirmé. C’est la meilleure vérification : les deux immeubles ont le même réseau, "
            "donc les mêmes tarifs."
        ),
        note(
            "attention",
            "ne signez rien avant le vote",
            "Une étude n’engage à rien. Un contrat, si. Seul le syndic signe, après une décision "
            "de l’assemblée générale. Et certaines aides sont perdues si le devis est signé trop "
            "tôt : voir le guide sur les aides.",
        ),
        h("Quand l’étude dit non"),
        p(
            "Demandez la raison exacte : distance, puissance disponible, chaufferie inaccessible "
            "? Certaines raisons tombent avec le temps, comme une extension prévue ou une rue qui "
            "sera refaite. Demandez à être recontactés, par écrit, et gardez la réponse au "
            "dossier."
        ),
    ],
)


CLASSED = Guide(
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
