from cms.authoring import Guide, faq, figures, h, note, p, steps, table
from socle.buildings import Stage

GUIDE = Guide(
    slug="comprendre-le-prix-de-la-chaleur",
    title="Comprendre le prix de la chaleur : R1, R2 et TVA",
    stage=Stage.AUDIT,
    summary="R1 paie la chaleur consommée, R2 paie l’abonnement. Le poids de chacun change d’un "
    "réseau à l’autre : demandez les deux, avec la TVA et la formule de révision.",
    tags=("prix", "facture", "R1", "R2", "TVA"),
    reviewed="2026-11-25",
    body=[
        h("Deux lettres et deux idées simples"),
        p(
            "La facture d’un réseau de chaleur a deux parts.\n\n"
            "**R1, la consommation.** C’est la chaleur passée par le compteur de l’immeuble, en "
            "mégawattheures (MWh). Un hiver doux, elle baisse. Un immeuble isolé, elle baisse "
            "pour toujours.\n\n"
            "**R2, l’abonnement.** Il paie les tuyaux, les installations, leur entretien et leur "
            "remplacement. Il dépend de la puissance réservée pour vous, pas de la météo."
        ),
        figures("prix_chaleur_moyen", "part_abonnement", "part_r1_r2", "consommation_logement"),
        p(
            "L’équilibre entre les deux est un choix de chaque réseau. Un abonnement élevé donne "
            "une facture stable, mais récompense peu les économies. Un abonnement bas fait "
            "l’inverse. Aucun n’est bon ou mauvais en soi : il faut le savoir avant de comparer."
        ),
        p(
            "Tout compris, énergie, entretien et travaux, un an de chauffage reviendrait à "
            "[fait:exemple_reseau_logement] avec un réseau, [fait:exemple_gaz_logement] avec une "
            "chaudière à gaz neuve, [fait:exemple_pac_logement] avec une pompe à chaleur, pour un "
            "immeuble de vingt-cinq logements. Par unité de chaleur : [fait:exemple_reseau_mwh], "
            "[fait:exemple_gaz_mwh], [fait:exemple_pac_mwh]. L’écart est plus petit que le doute : "
            "refaites le calcul pour le vôtre. [Combien paierions-nous ?](/simuler/)"
        ),
        h("La TVA : la règle de la moitié"),
        p(
            "L’abonnement R2 est toujours à la TVA réduite de [fait:tva_reduite], quelle que soit "
            "l’énergie. La consommation R1 ne l’est que si le réseau utilise **au moins** "
            "[fait:seuil_enrr] d’énergies renouvelables ou de récupération. Sinon, R1 est à "
            "[fait:tva_normale]. Pour le classement et pour le Coup de pouce, la règle n’est pas "
            "la même : il faut dépasser la moitié."
        ),
        p(
            "Le gaz et l’électricité, eux, ont changé : depuis le [fait:tva_abonnement_gaz_debut], "
            "leur abonnement est à [fait:tva_abonnement_gaz]. Une comparaison faite avant cette "
            "date est à refaire."
        ),
        p(
            "Regardez donc le taux du réseau, et son année, sur sa page. Un réseau proche du "
            "seuil peut passer d’un côté à l’autre : demandez à l’exploitant comment il compte "
            "s’y tenir."
        ),
        h("Lire une facture ligne à ligne"),
        steps(
            (
                "Chercher la période et l’index du compteur",
                "Deux relevés, une différence en MWh : c’est votre consommation.",
            ),
            (
                "Chercher le prix unitaire de R1",
                "En euros par MWh, hors taxes. Il est souvent découpé selon les énergies du "
                "réseau.",
            ),
            (
                "Chercher la puissance souscrite",
                "En kilowatts (kW), ou en une unité propre au réseau. C’est elle qui fait R2.",
            ),
            (
                "Vérifier les deux lignes de TVA",
                "Elles doivent correspondre à la règle ci-dessus.",
            ),
            (
                "Diviser le total par les MWh",
                "Vous obtenez le prix complet de la chaleur, le seul qui se compare.",
            ),
        ),
        note(
            "info",
            "un exemple pour comprendre, pas un prix",
            "Imaginons un immeuble qui consomme 300 MWh et paie, toutes taxes, 18 000 € de R1 et "
            "12 000 € de R2. Le prix complet est de 30 000 € divisés par 300, soit 100 € par MWh. "
            "Ces nombres sont ronds et inventés pour le calcul : prenez ceux de votre offre.",
        ),
        h("Comment le prix évolue"),
        p(
            "Le tarif est écrit dans le contrat entre la collectivité et l’exploitant. Il "
            "contient une **formule de révision** : chaque part suit des indices publics, comme "
            "le prix du bois, du gaz, de l’électricité ou des salaires. Plus la part de gaz est "
            "forte dans la formule, plus votre prix suivra le gaz."
        ),
        table(
            "Trois questions à poser sur la formule",
            "Question | Pourquoi",
            "Quels indices, avec quel poids ? | Savoir à quoi le prix est sensible",
            "À quelle fréquence est-elle appliquée ? | Prévoir le budget de l’année",
            "Que s’est-il passé ces cinq dernières années ? | Juger sur des faits",
        ),
        p(
            "Entre 2015 et 2021, la chaleur des réseaux a augmenté de [fait:prix_hausse_reseaux], "
            "contre [fait:prix_hausse_gaz] pour le gaz et [fait:prix_hausse_fioul] pour le fioul. "
            "C’était avant la crise de l’énergie : depuis, certains réseaux ont peu bougé, "
            "d’autres beaucoup. La moyenne nationale ne dit rien du vôtre."
        ),
        h("Du compteur de l’immeuble à vos charges"),
        p(
            "Le réseau envoie une seule facture, à la copropriété. Le syndic la répartit. La part "
            "d’abonnement suit en général les tantièmes de chauffage du règlement de copropriété. "
            "La part de consommation peut suivre des compteurs ou des répartiteurs dans les "
            "logements, quand il y en a."
        ),
        p(
            "Deux voisins peuvent donc voir des effets différents la première année. Prévenez "
            "avant le vote : une surprise sur les charges abîme la confiance bien plus qu’un "
            "chantier."
        ),
        h("Ce que vous pouvez faire baisser"),
        p(
            "- **La puissance souscrite**, si elle est trop haute. C’est le plus rentable.\n"
            "- **La consommation**, avec l’équilibrage des colonnes, la régulation et "
            "l’isolation.\n"
            "- **La température de retour** de l’eau : certains réseaux donnent un bonus quand "
            "l’immeuble rend une eau bien refroidie. Demandez si c’est le cas.\n"
            "- **Les travaux intérieurs**, en demandant plusieurs devis."
        ),
        h("Questions fréquentes"),
        faq(
            (
                "Peut-on négocier le tarif ?",
                "Rarement : dans un réseau public, il est le même pour tous les abonnés d’une "
                "même catégorie. On peut discuter la puissance, le branchement et les dates.",
            ),
            (
                "Où trouver le prix d’un réseau ?",
                "Sur la page du réseau quand il est publié, sinon dans l’offre ou auprès de la "
                "collectivité. Une copropriété ambassadrice peut donner ce qu’elle paie.",
            ),
            (
                "L’eau chaude est-elle comprise ?",
                "Le réseau peut aussi chauffer l’eau des robinets. C’est un choix technique, qui "
                "change la puissance et les travaux. Faites chiffrer les deux cas.",
            ),
        ),
    ],
)
