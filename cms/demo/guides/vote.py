from cms.authoring import Guide, faq, figures, h, note, p, steps, table
from cms.facts import LAW_READ
from socle.buildings import Stage
from socle.facts.shape import day

GUIDE = Guide(
    slug="voter-en-assemblee-generale",
    title="Préparer et voter le raccordement en assemblée générale",
    stage=Stage.VOTE,
    summary="Un vote se gagne avant la réunion : une résolution claire, une offre complète jointe "
    "à la convocation, une réunion d’information. Faites confirmer la majorité par le syndic.",
    tags=("assemblée générale", "vote", "majorité", "résolution"),
    reviewed="2026-11-25",
    body=[
        h("Deux assemblées plutôt qu’une"),
        p(
            "Beaucoup de copropriétés votent en deux temps. La première assemblée décide de "
            "**faire étudier**. La seconde, avec l’offre en main, décide de **se raccorder**. "
            "C’est plus long d’une année parfois, mais chacun a le temps de comprendre, et le "
            "second vote est plus serein."
        ),
        p(
            "Si la chaudière est en fin de course, on peut aussi convoquer une assemblée "
            "extraordinaire. Elle a un coût : demandez-le au syndic, et comparez-le à une saison "
            "de pannes."
        ),
        h("Le calendrier"),
        figures("convocation_jours", "contestation_mois"),
        steps(
            (
                "Trois mois avant : l’offre complète",
                "Relue par le conseil syndical et par l’agence locale de l’énergie.",
            ),
            (
                "Deux mois avant : la demande écrite au syndic",
                "Avec le texte des résolutions et les pièces à joindre.",
            ),
            (
                "Un mois avant : la réunion d’information",
                "Exploitant, agence, et une copropriété déjà raccordée. Pas de vote ce soir-là.",
            ),
            (
                "La convocation",
                "L’offre, le plan de financement et les résolutions sont joints. Une pièce "
                "oubliée peut faire annuler le vote.",
            ),
            (
                "La semaine d’avant : les pouvoirs",
                "Appelez les absents. Un vote échoue plus souvent par absence que par opposition.",
            ),
        ),
        h("Les majorités, sans se tromper"),
        p("La loi du 10 juillet 1965 prévoit plusieurs majorités. Voici ce qui est sûr :"),
        table(
            "Les majorités de la loi de 1965",
            "Article | En mots simples",
            "Article 24 | Plus de « pour » que de « contre » parmi ceux qui votent, présents, "
            "représentés ou par correspondance",
            "Article 25 | Plus de la moitié des voix de tous les copropriétaires, absents compris",
            "Article 25-1 | Si l’article 25 n’est pas atteint, mais que le projet réunit au moins "
            "un tiers de toutes les voix, on revote aussitôt à la majorité de l’article 24",
            "Article 25-1, alinéa 2 | Travaux d’économie d’énergie (article 25 f) qui n’ont pas "
            "réuni ce tiers : une nouvelle assemblée, convoquée dans les "
            "[fait:seconde_assemblee_mois] sur le même projet, peut décider à l’article 24",
        ),
        p(
            "Un raccordement est souvent présenté à l’article 25, avec le second vote de "
            "l’article 25-1 prévu à l’ordre du jour. Mais la bonne majorité dépend de la nature "
            "exacte des travaux : remplacement, amélioration, économie d’énergie, travaux imposés "
            "par la loi. Les textes ont changé plusieurs fois ces dernières années.\n\n"
            "Pour compter, avant et le soir même : [compter les voix](/compter-les-voix/)."
        ),
        note(
            "verifier",
            "avec le syndic, par écrit",
            "Demandez au syndic quelle majorité il retient pour chaque résolution, et pourquoi. "
            "Un vote à la mauvaise majorité peut être annulé. Dans un périmètre prioritaire, "
            "dites-le lui : cela peut changer sa réponse.",
        ),
        h("Les résolutions à prévoir"),
        p(
            "Une résolution par décision, pour que chacune puisse être votée même si une autre "
            "échoue :\n\n"
            "1. Le raccordement et le contrat avec l’exploitant, avec la puissance et le prix de "
            "l’offre jointe.\n"
            "2. Les travaux dans la chaufferie et leur budget maximal.\n"
            "3. L’offre de prime choisie, **à accepter avant** de signer le devis.\n"
            "4. Le financement : fonds de travaux, appels de fonds, prêt collectif.\n"
            "5. La fin du contrat de gaz ou d’entretien, à la bonne date.\n"
            "6. Les honoraires du syndic sur ces travaux : un pourcentage de leur montant hors "
            "taxes, dégressif, voté par la même assemblée à la même majorité (loi du 10 juillet "
            "1965, article 18-1 A).\n"
            "7. Si vous le souhaitez, une délégation au conseil syndical, limitée à des décisions "
            "de l’article 24, nommées une à une : choisir qui achète les certificats, fixer des "
            "dates. Jamais le raccordement lui-même (articles 25 a et 21-1)."
        ),
        h("La réunion d’information"),
        p(
            "C’est là que le vote se joue. Quatre conseils de bon sens :\n\n"
            "- Commencez par l’état de la chaudière, photos à l’appui. Le choix n’est pas entre "
            "payer et ne pas payer.\n"
            "- Montrez **une** comparaison, sur une page, avec un exemple pour un petit et un "
            "grand logement.\n"
            "- Laissez parler la copropriété qui l’a fait, y compris de ce qui a coincé.\n"
            "- Notez les questions sans réponse, et répondez par écrit sous une semaine."
        ),
        h("Ceux qui hésitent"),
        faq(
            (
                "« Je vends dans deux ans »",
                "Un chauffage moins émetteur peut améliorer l’étiquette énergie. L’effet n’est "
                "pas garanti : l’audit peut le calculer.",
            ),
            (
                "« Je suis bailleur, ce n’est pas moi qui me chauffe »",
                "Les règles de location dépendent de l’étiquette énergie du logement. Et une "
                "panne en hiver est à la charge du propriétaire.",
            ),
            (
                "« Je n’ai pas les moyens »",
                "C’est la question la plus sérieuse. Répondez avec le plan de financement : "
                "montant par lot, dates, prêt collectif, aides. Proposez un rendez-vous discret.",
            ),
            (
                "« On va perdre la maîtrise de notre chaufferie »",
                "On en change la nature. Le conseil syndical garde les réglages de l’installation "
                "intérieure et suit les consommations.",
            ),
        ),
        h("Le soir du vote"),
        p(
            "Demandez que le procès-verbal reprenne le texte exact des résolutions et le décompte "
            "des voix. Si l’article 25 n’est pas atteint mais que le tiers l’est, demandez le "
            "second vote tout de suite. Sous le tiers, une nouvelle assemblée dans les "
            "[fait:seconde_assemblee_mois] reste possible pour des travaux d’économie d’énergie : "
            "à vérifier avec le syndic."
        ),
        h("Après le vote"),
        p(
            "Le procès-verbal est envoyé aux opposants et aux absents. Ils ont "
            "[fait:contestation_mois] pour contester. Pour des travaux votés à l’article 25, le "
            "syndic attend en principe la fin de ce délai avant de les lancer, sauf urgence. "
            "Mettez ce délai dans votre calendrier, surtout si vous visez la pause de l’été."
        ),
        p(
            "Et si le vote est perdu ? Demandez pourquoi, calmement. Un montant, une crainte, une "
            "absence : un premier échec n’est pas la fin d’un projet. Reprenez la question qui a "
            "bloqué, et une seule."
        ),
    ],
    sources=(
        (
            "Loi n° 65-557 du 10 juillet 1965, articles 24, 25, 25-1 et 42",
            "Légifrance",
            f"version lue : {day(LAW_READ)}",
            "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000880200",
        ),
        (
            "Décret n° 67-223 du 17 mars 1967, articles 9 à 11",
            "Légifrance",
            f"version lue : {day(LAW_READ)}",
            "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000305770",
        ),
    ),
)


WORKS = Guide(
    slug="les-travaux",
    title="Les travaux : du trottoir à la chaufferie",
    stage=Stage.WORKS,
    summary="Un chantier dehors, un autre dans la chaufferie, puis l’équilibrage. Placez-les "
    "entre deux hivers, prévenez les habitants, et ne fermez l’ancien contrat qu’après la mise en "
    "service.",
    tags=("travaux", "chantier", "équilibrage"),
    reviewed="2026-11-25",
    body=[
        h("Qui fait quoi"),
        table(
            "Le partage habituel des travaux",
            "Où | Ce que l’on fait | Qui s’en charge, en général",
            "Dans la rue | Tranchée, tuyaux, remise en état du trottoir | L’exploitant",
            "Entrée de l’immeuble | Percement du mur, vannes | L’exploitant",
            "Chaufferie | Pose de l’échangeur et du compteur : la sous-station | L’exploitant",
            "Chaufferie | Dépose de la chaudière, raccords, pompes | La copropriété",
            "Colonnes et logements | Équilibrage, purge, robinets | La copropriété",
        ),
        p(
            "La limite exacte est écrite dans le contrat, souvent avec un schéma. Faites-vous la "
            "montrer dans la chaufferie, le doigt sur le tuyau : c’est là que naissent les "
            "malentendus sur « qui répare ».\n\n"
            "Une **sous-station** est le petit local où la chaleur passe du réseau à l’immeuble. "
            "L’eau du réseau ne se mélange pas avec celle de vos radiateurs : elle la réchauffe à "
            "travers des plaques de métal."
        ),
        h("Le déroulé"),
        steps(
            (
                "Réunion de lancement",
                "Syndic, conseil syndical, exploitant, entreprise. On fixe les dates, les accès "
                "et la personne à appeler.",
            ),
            (
                "Repérages",
                "Amiante dans la chaufferie, réseaux sous le trottoir, accès pompiers. Mieux vaut "
                "un repérage de trop qu’un arrêt de chantier.",
            ),
            (
                "Autorisation de voirie",
                "L’exploitant la demande à la ville. Certaines rues ne s’ouvrent pas à toute "
                "période : c’est une cause fréquente de retard.",
            ),
            (
                "Tranchée et branchement",
                "Bruit et passage gêné. Demandez des passerelles pour les poussettes et les "
                "fauteuils.",
            ),
            (
                "Chaufferie",
                "Dépose de l’ancienne chaudière, pose de l’échangeur, nettoyage des circuits.",
            ),
            (
                "Essais et mise en service",
                "On remplit, on purge, on vérifie les températures. Un procès-verbal est signé.",
            ),
            (
                "Équilibrage",
                "On règle chaque colonne pour que le dernier étage ait aussi chaud que le premier.",
            ),
        ),
        h("Choisir la saison"),
        p(
            "L’idéal est de couper le chauffage après l’hiver et d’être prêt avant le suivant. Si "
            "l’immeuble chauffe aussi son eau avec la chaudière, une coupure d’eau chaude est à "
            "prévoir : demandez sa durée, et une solution provisoire si elle dépasse une journée."
        ),
        p(
            "Comptez à rebours depuis l’automne : mise en service, essais, chantier, commande du "
            "matériel, autorisation de voirie, délai de contestation du vote. On comprend alors "
            "pourquoi un vote de printemps ne donne pas toujours un premier hiver raccordé."
        ),
        h("Prévenir les habitants"),
        p(
            "Une affiche dans l’entrée, quinze jours avant, avec cinq lignes :\n\n"
            "- ce qui se passe, et pourquoi ;\n"
            "- les dates et les heures bruyantes ;\n"
            "- les coupures prévues ;\n"
            "- les accès gênés ;\n"
            "- le nom et le numéro de la personne à appeler."
        ),
        p(
            "Pensez aux voisins qui travaillent la nuit, aux personnes malades, à l’assistante "
            "maternelle du rez-de-chaussée. Un mot glissé sous la porte évite bien des colères."
        ),
        note(
            "attention",
            "l’ancien contrat",
            "Ne résiliez le contrat de gaz, de fioul ou d’entretien qu’**après** la mise en "
            "service. Prévoyez la date d’effet, la reprise du fioul restant, et le nettoyage de "
            "la cuve s’il y en a une.",
        ),
        h("L’équilibrage, le poste que l’on oublie"),
        p(
            "Un raccordement ne corrige pas un immeuble mal réglé. Si le premier étage ouvrait "
            "les fenêtres en janvier pendant que le dernier mettait un pull, rien ne changera "
            "sans équilibrage. C’est un réglage de l’eau dans chaque colonne, parfois avec de "
            "nouvelles vannes. Il coûte peu au regard du reste, et c’est lui que les habitants "
            "remarqueront."
        ),
        p(
            "Profitez-en pour faire nettoyer les circuits. Les boues d’une vieille installation "
            "encrassent l’échangeur neuf."
        ),
        h("La réception"),
        p(
            "La **réception** est le moment où la copropriété accepte l’ouvrage. Ne la signez pas "
            "à la va-vite. Vérifiez avec une liste :\n\n"
            "1. Le compteur de chaleur : numéro, unité, index de départ, photo.\n"
            "2. La puissance réglée, égale à celle du contrat.\n"
            "3. Les températures de départ et de retour.\n"
            "4. Les consignes affichées dans la chaufferie, avec un numéro d’urgence.\n"
            "5. Le local propre, éclairé, fermé à clé.\n"
            "6. Le trottoir et la cour remis en état.\n"
            "7. Les notices et les plans remis au syndic."
        ),
        p(
            "Ce qui ne va pas s’écrit comme **réserve**, avec une date pour la lever. Sans "
            "réserve écrite, il est bien plus difficile d’obtenir une reprise."
        ),
        h("Questions fréquentes"),
        faq(
            (
                "Faut-il entrer dans les logements ?",
                "Pour le raccordement, en général non. Pour l’équilibrage ou de nouveaux "
                "robinets, oui : un rendez-vous par logement.",
            ),
            (
                "Que devient la chaufferie ?",
                "Elle prend moins de place. Certaines copropriétés en font un local à vélos. "
                "Vérifiez les règles de sécurité avant.",
            ),
            (
                "Le conduit de cheminée est-il à démolir ?",
                "Pas forcément. Il se condamne, ou se réutilise parfois pour la ventilation. "
                "Demandez conseil à un professionnel.",
            ),
            (
                "Et si le chantier prend du retard ?",
                "Le contrat doit dire qui fournit la chaleur en attendant. Posez la question "
                "avant de signer, pas en octobre.",
            ),
        ),
    ],
)
