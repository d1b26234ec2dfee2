from cms.authoring import Guide, faq, h, note, p, steps, table
from socle.buildings import Stage

GUIDE = Guide(
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
