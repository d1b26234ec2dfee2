from cms.authoring import Guide, figures, h, note, p, steps, table
from socle.buildings import Stage

GUIDE = Guide(
    slug="comparer-reseau-pompe-a-chaleur-gaz",
    title="Comparer le réseau avec une pompe à chaleur ou le gaz",
    stage=Stage.IDEA,
    summary="Comparez un coût complet sur la durée, pas deux factures. Le réseau remplace aussi "
    "l’entretien, la chaudière future et une partie des soucis ; en échange, on dépend de lui.",
    tags=("prix", "pompe à chaleur", "gaz", "CO2"),
    reviewed="2026-11-25",
    body=[
        h("La seule bonne unité : l’année complète"),
        p(
            "Une facture de gaz paie seulement le gaz. Une facture de réseau paie la chaleur "
            "rendue à l’immeuble, avec l’installation qui la produit. Mettre les deux nombres "
            "côte à côte trompe presque toujours. La bonne question est : **combien coûte une "
            "année de chauffage, tout compris, quand on remplace aussi ce qui s’use ?**"
        ),
        table(
            "Ce qu’il faut mettre dans chaque colonne",
            "Dépense | Réseau de chaleur | Gaz collectif | Pompe à chaleur collective",
            "Énergie | Part R1 | Gaz acheté | Électricité achetée",
            "Abonnement | Part R2 | Abonnement gaz | Abonnement électrique, souvent plus puissant",
            "Entretien courant | Installation intérieure | Chaufferie et installation intérieure "
            "| Machines et installation intérieure",
            "Gros entretien | Échangeur, souvent compris | Brûleur, corps de chauffe | "
            "Compresseurs",
            "Remplacement | Petit | Chaudière et conduit | Machines",
            "Place et bruit | Un local réduit | Chaufferie et conduit | Local ou toiture, à "
            "étudier",
        ),
        note(
            "info",
            "rendement",
            "Une chaudière perd une partie de l’énergie achetée. Dix unités de gaz achetées "
            "donnent moins de dix unités de chaleur. Au réseau, vous payez la chaleur au compteur "
            "de l’immeuble : ne comparez jamais un prix du gaz et un prix de chaleur sans "
            "corriger de cette perte.",
        ),
        h("Ce que disent les émissions de CO2"),
        figures("co2_reseaux_acv", "co2_gaz_acv", "co2_fioul_acv", "enrr_reseaux"),
        p(
            "Les trois premiers chiffres comptent tout le cycle de vie, de l’extraction à la "
            "combustion. La moyenne des réseaux cache de grandes différences : un réseau alimenté "
            "par la géothermie ou une usine d’incinération fait bien mieux qu’un réseau encore au "
            "gaz. En 2012, la moyenne était de [fait:co2_reseaux_acv_2012] : les réseaux changent "
            "plus vite que les chaudières, car un seul chantier à la source profite à tous les "
            "immeubles."
        ),
        p(
            "Le chiffre du gaz vient de l’arrêté sur le diagnostic de performance énergétique. La "
            "Base Empreinte en retient un autre : [fait:co2_gaz_base_empreinte]. Ne mêlez jamais "
            "les deux dans un même tableau. Et une émission **directe** "
            "([fait:co2_reseaux_direct] pour les réseaux) ne se compare pas à un cycle de vie."
        ),
        h("Pompe à chaleur : les points à vérifier"),
        p(
            "- **La température des radiateurs.** Une pompe à chaleur aime l’eau tiède. Le "
            "comparateur public retient, en collectif, [fait:pac_collective_35] à 35 °C, et retire "
            "[fait:pac_collective_perte_55] à 55 °C ou [fait:pac_collective_perte_65] à 65 °C.\n"
            "- **La place.** Où poser les machines ? Le toit les supporte-t-il ? Qui dort à côté "
            "?\n"
            "- **Le bruit.** Demandez une note acoustique, pour vous et pour les voisins.\n"
            "- **La puissance électrique.** Le branchement de l’immeuble suffit-il ?\n"
            "- **L’entretien.** Qui sait réparer cette machine près de chez vous ?"
        ),
        p(
            "Sur cent maisons suivies, on a mesuré [fait:pac_air_eau] avec l’air et "
            "[fait:pac_geothermie] avec le sol : du simple au double d’une maison à l’autre. En "
            "collectif, personne ne l’a mesuré ainsi : une étude doit le calculer pour votre "
            "immeuble, au plus froid de l’hiver. Depuis 2026, l’électricité pèse moins dans "
            "l’étiquette énergie : un kWh y compte pour [fait:dpe_facteur_electricite]."
        ),
        h("Rester au gaz : ce que l’on sait, ce que l’on ne sait pas"),
        p(
            "Remplacer une chaudière à gaz par une autre est le chantier le plus simple. Nous "
            "n’avons trouvé aucune interdiction dans un immeuble existant : le projet de "
            "l’interdire en 2026 a été abandonné en [fait:gaz_interdiction_abandon]. Mais il n’y a "
            "plus de prime depuis le [fait:cee_chaudiere_gaz_fin], et la TVA est à "
            "[fait:tva_chaudiere_fossile] depuis le [fait:tva_chaudiere_fossile_debut]."
        ),
        p(
            "C’est aussi un engagement long, sur une énergie dont personne ne connaît le prix dans "
            "quinze ans. Le marché européen du carbone doit s’y étendre en [fait:ets2_debut] (à "
            "vérifier). Le passé donne une idée de la stabilité de chacun :"
        ),
        figures(
            "prix_hausse_reseaux", "prix_hausse_gaz", "prix_hausse_electricite", "prix_hausse_fioul"
        ),
        p(
            "Ces évolutions s’arrêtent avant la crise de l’énergie. Depuis, les prix ont bougé "
            "dans tous les sens, y compris ceux des réseaux qui utilisent du gaz. Ne prolongez "
            "pas une courbe : demandez plutôt la formule de révision du prix et la part de chaque "
            "énergie."
        ),
        h("Poser la comparaison en quatre étapes"),
        steps(
            (
                "Prendre la consommation réelle",
                "Trois années de factures, pour lisser un hiver doux.",
            ),
            (
                "Demander une offre au réseau",
                "Avec R1, R2, coût du branchement, travaux dans la chaufferie, aides déduites.",
            ),
            (
                "Faire chiffrer l’autre solution au même niveau",
                "Même durée, mêmes travaux intérieurs, entretien et remplacement compris.",
            ),
            (
                "Regarder deux scénarios",
                "Et si le gaz doublait ? Et si le réseau augmentait ? La solution qui résiste le "
                "mieux n’est pas toujours la moins chère aujourd’hui.",
            ),
        ),
        h("Ce qui ne se compte pas en euros"),
        p(
            "Le réseau libère la chaufferie, supprime le stockage de fioul et le risque lié au "
            "gaz dans l’immeuble. Il simplifie la vie du conseil syndical. En échange, on ne "
            "change pas de fournisseur : il n’y en a qu’un. Certains y voient une sécurité, "
            "d’autres une dépendance. Les deux se défendent, et c’est à l’assemblée de trancher. "
            "Une copropriété raccordée depuis plusieurs hivers vous dira ce qu’elle en pense "
            "vraiment."
        ),
        note(
            "verifier",
            "êtes-vous dans un périmètre prioritaire ?",
            "Dans certaines zones, le renouvellement du chauffage peut entraîner une obligation. "
            "Le test d’adresse le signale, et le guide sur le classement explique quoi vérifier.",
        ),
    ],
)
