from cms.authoring import Guide, figures, h, note, p, steps, table
from socle.buildings import Stage

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
            "50 mètres de branchement et la sous-station. Une autre source compte la sous-station "
            "à part : **à vérifier** dans votre offre. Le prix dépend de la longueur, de ce qu’il "
            "y a sous le trottoir et de la politique du réseau. Certains réseaux en prennent une "
            "partie à leur charge, d’autres non."
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
