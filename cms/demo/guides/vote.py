from cms.authoring import Guide, faq, figures, h, note, p, steps, table
from cms.facts.sources import LAW_READ
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
