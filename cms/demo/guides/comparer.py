from cms.authoring import Guide, figures, h, note, p, steps, table
from socle.buildings import Stage

from ...authoring import faq

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


ONE_BY_ONE = Guide(
    slug="chauffage-individuel",
    title="Chauffage individuel : peut-on se raccorder ?",
    stage=Stage.IDEA,
    summary="Oui parfois, mais c’est un gros chantier : il faut créer des tuyaux et un chauffage "
    "commun dans l’immeuble. Commencez par une étude, et par l’eau chaude et l’isolation.",
    tags=("chauffage individuel", "travaux", "gaz"),
    reviewed="2026-11-25",
    body=[
        h("Pourquoi c’est plus difficile"),
        p(
            "Un réseau livre de l’eau chaude **à l’immeuble**, en un point. Si chaque logement a "
            "sa chaudière à gaz ou ses radiateurs électriques, rien ne distribue cette eau aux "
            "étages. Il faut donc créer ce qui manque : des colonnes dans les parties communes, "
            "une entrée par logement, parfois des radiateurs, et un compteur pour chacun."
        ),
        table(
            "Ce qui existe, ce qui manque",
            "Chauffage actuel | Déjà là | À créer",
            "Collectif à eau chaude | Colonnes et radiateurs | Échangeur à la place de la "
            "chaudière",
            "Individuel au gaz | Radiateurs à eau dans les logements | Colonnes, raccordement et "
            "compteur par logement",
            "Individuel électrique | Rien qui serve à l’eau chaude | Colonnes, radiateurs, "
            "raccordement et compteur",
        ),
        p(
            "Le cas du gaz individuel est donc le moins défavorable : les radiateurs à eau sont "
            "déjà là. Le tout électrique demande d’entrer partout et de poser des radiateurs dans "
            "chaque pièce."
        ),
        h("Quand cela vaut la peine d’étudier"),
        p(
            "- L’immeuble est grand, avec des gaines ou des paliers où passer des colonnes.\n"
            "- Beaucoup de chaudières individuelles arrivent en fin de vie en même temps.\n"
            "- Les conduits de fumée sont à refaire : cette dépense pèse dans la comparaison.\n"
            "- Une rénovation globale est prévue. Ouvrir les murs une fois coûte moins que deux.\n"
            "- Le réseau passe tout près, et l’exploitant est prêt à étudier le cas."
        ),
        p(
            "À l’inverse, un petit immeuble dont les chaudières sont récentes a rarement intérêt "
            "à se lancer maintenant. Notez la question, et reposez-la dans quelques années."
        ),
        h("La règle de décision n’est pas la même"),
        p(
            "Votre chaudière est chez vous : elle est privative. La copropriété ne peut pas vous "
            "retirer un équipement privatif comme elle remplace une chaufferie commune. Créer un "
            "chauffage collectif touche à la fois aux parties communes et aux logements, et "
            "change la répartition des charges. La majorité nécessaire dépend du montage exact."
        ),
        note(
            "verifier",
            "la majorité et l’accord de chacun",
            "Faites écrire par le syndic, ou par un juriste, ce que l’assemblée peut imposer et "
            "ce qui demande l’accord de chaque propriétaire. Ne partez pas d’un exemple lu "
            "ailleurs.",
        ),
        p(
            "Certaines copropriétés avancent par étapes : colonnes posées pour tous, logements "
            "raccordés au fil des remplacements. Cela évite d’imposer, mais l’abonnement du "
            "réseau repose alors sur peu de logements au début. Faites chiffrer les deux rythmes."
        ),
        h("Et l’obligation dans un périmètre prioritaire ?"),
        p(
            "Autour d’un réseau classé, un **périmètre de développement prioritaire** peut "
            "obliger à se raccorder quand on renouvelle une installation de plus de "
            "[fait:pdp_seuil_kw]. Une chaudière d’appartement est en général en dessous. Mais si "
            "l’immeuble installe un chauffage collectif neuf, ou fait une grande rénovation, la "
            "question se pose. **Obligation possible : à vérifier avec la collectivité**, qui dit "
            "aussi comment demander une dérogation."
        ),
        h("Si vous voulez avancer"),
        steps(
            (
                "Compter les volontaires",
                "Un simple tableau : âge de chaque chaudière, projet de travaux, intérêt. Sans "
                "cela, personne ne peut chiffrer.",
            ),
            (
                "Voir l’agence locale de l’énergie",
                "Elle dira, souvent en un rendez-vous, si une étude a du sens.",
            ),
            (
                "Demander une étude qui compare",
                "Réseau, chauffage collectif d’une autre sorte, maintien de l’individuel avec "
                "isolation : les trois, au même niveau de détail.",
            ),
            (
                "Visiter un immeuble qui l’a fait",
                "C’est rare. Demandez-le dans les questions et réponses : quelqu’un en France a "
                "peut-être le même plan que vous.",
            ),
        ),
        h("Ce que chacun peut faire en attendant"),
        p(
            "Isoler d’abord n’est jamais perdu : moins de besoin, c’est une installation future "
            "plus petite et moins chère. L’entretien de votre chaudière, des robinets réglables "
            "et une régulation bien programmée se décident seul, chez vous, sans vote. Prévenez "
            "aussi le conseil syndical avant de remplacer votre chaudière : si dix voisins font "
            "de même la même année, l’occasion d’un projet commun est passée."
        ),
        h("Questions fréquentes"),
        faq(
            (
                "Mon logement peut-il être raccordé seul ?",
                "Non, en pratique. Le réseau raccorde un immeuble, pas un appartement.",
            ),
            (
                "Pourrai-je encore régler mon chauffage ?",
                "Oui : un chauffage collectif moderne a des robinets et un compteur par logement. "
                "Vous payez une part commune et une part selon votre consommation.",
            ),
            (
                "Que devient mon contrat de gaz ?",
                "Vous le gardez si vous cuisinez au gaz, sinon vous pouvez le fermer après les "
                "travaux. Ne le faites pas avant la mise en service.",
            ),
            (
                "Et pour une maison ?",
                "Un raccordement de maison seule est rare. Les tuyaux coûtent trop cher pour un "
                "si petit besoin. L’agence locale vous orientera vers une autre solution.",
            ),
        ),
    ],
)
