from cms.authoring import Guide, faq, h, note, p, steps, table
from socle.buildings import Stage

GUIDE = Guide(
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
