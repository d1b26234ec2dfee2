from cms.authoring import Guide, faq, figures, h, note, p, steps, table
from socle.buildings import Stage

GUIDE = Guide(
    slug="les-aides",
    title="Les aides : lesquelles, et dans quel ordre",
    stage=Stage.VOTE,
    summary="Le Coup de pouce aide à remplacer le gaz ou le fioul par un réseau vertueux. "
    "Acceptez l’offre de prime avant de signer le devis : après, c’est trop tard.",
    tags=("aides", "coup de pouce", "financement", "TVA"),
    reviewed="2026-11-25",
    body=[
        h("La règle d’or"),
        note(
            "attention",
            "l’ordre des signatures",
            "Acceptez d’abord l’offre de prime, ensuite seulement le devis. Une copropriété qui "
            "signe le devis en premier perd le Coup de pouce, sans recours. Écrivez cet ordre "
            "dans la résolution votée, pour que le syndic le suive.",
        ),
        h("Le Coup de pouce chauffage collectif"),
        p(
            "C’est une prime versée dans le cadre des certificats d’économies d’énergie. Des "
            "entreprises, dites **signataires**, s’engagent à la payer. Elle concerne le "
            "remplacement d’une chaudière au charbon, au fioul ou au gaz par un raccordement à un "
            "réseau qui dépasse [fait:seuil_enrr_coup_de_pouce] d’énergies renouvelables et de "
            "récupération. L’immeuble doit avoir plus de deux ans."
        ),
        figures("coup_de_pouce", "coup_de_pouce_engagement", "seuil_enrr_coup_de_pouce"),
        p(
            "Le montant n’est **pas fixé par l’État** : chaque signataire fait son offre. L’ordre "
            "de grandeur ci-dessus est un maximum. Il ne remplace pas une offre. On ne touche "
            "qu’une prime pour une même opération : comparez plusieurs offres, y compris celle de "
            "l’exploitant."
        ),
        table(
            "Comment se calculent les certificats d’un Coup de pouce",
            "Logements par sous-station | Part fixe | Part de chaque logement",
            "Jusqu’à [fait:coup_de_pouce_petit_max] | [fait:coup_de_pouce_petit_fixe] | "
            "[fait:coup_de_pouce_petit_logement]",
            "Au-delà | [fait:coup_de_pouce_grand_fixe] | [fait:coup_de_pouce_grand_logement]",
        ),
        p(
            "Depuis 2026, la prime se calcule **une fois par sous-station**. Deux sous-stations de "
            "60 logements donnent plus qu’une seule de 120. Demandez à l’exploitant combien il en "
            "prévoit."
        ),
        p(
            "Le **kWh cumac** compte l’énergie économisée sur la durée de vie des travaux. Le prix "
            "retenu ici est de [fait:coup_de_pouce_prix]."
        ),
        steps(
            (
                "Demander deux ou trois offres de prime",
                "À l’exploitant et à d’autres signataires. La liste est publique.",
            ),
            (
                "Faire voter le raccordement et l’offre",
                "La résolution nomme l’offre choisie et autorise le syndic à l’accepter.",
            ),
            ("Accepter l’offre de prime", "Par écrit, avec une date."),
            ("Signer le devis", "Après. Gardez les deux documents datés ensemble."),
            (
                "Envoyer le dossier après les travaux",
                "Facture, attestation, photos si on les demande. La prime vient ensuite, ou est "
                "déduite de la facture.",
            ),
        ),
        h("La TVA réduite"),
        p(
            "Ce n’est pas une aide à demander, mais elle compte chaque année : l’abonnement d’un "
            "réseau est à [fait:tva_reduite], et la consommation aussi quand le réseau utilise "
            "au moins [fait:seuil_enrr] d’énergies renouvelables ou de récupération. Certains "
            "travaux dans un immeuble d’habitation ont également une TVA réduite : "
            "l’entreprise vous le dira, et demandera une attestation."
        ),
        h("Les autres pistes"),
        table(
            "Où chercher, et ce qu’il faut savoir",
            "Aide | Pour quoi | Ce qu’il faut vérifier",
            "MaPrimeRénov’ Copropriété | Une rénovation d’ensemble | [fait:maprimerenov_copro_35] "
            "ou [fait:maprimerenov_copro_50] selon le gain d’énergie, valeurs de 2024 : à vérifier",
            "Éco-prêt à taux zéro collectif | Financer sans intérêts le reste à payer | Se vote "
            "en assemblée ; chaque copropriétaire choisit d’en être ou non",
            "Aides de la région, du département ou de la ville | Étude ou travaux | Très "
            "variables d’un lieu à l’autre",
            "Fonds Chaleur | Le réseau lui-même | Va au réseau ; il peut faire baisser votre "
            "branchement",
            "Fonds de travaux de la copropriété | Le reste à payer | Son montant actuel, auprès "
            "du syndic",
        ),
        note(
            "verifier",
            "MaPrimeRénov’ en 2026",
            "L’aide a rouvert le [fait:maprimerenov_reouverture]. En 2024, elle demandait un gain "
            "d’au moins [fait:maprimerenov_copro_gain] et une assistance à maîtrise d’ouvrage, et "
            "comptait [fait:maprimerenov_copro_plafond] de travaux au plus. Un raccordement seul "
            "atteint rarement ce gain. Nous n’avons pas vu les taux de 2026 : demandez à l’agence "
            "locale de l’énergie une simulation écrite avant l’assemblée.",
        ),
        h("Construire le plan de financement"),
        p(
            "Il tient sur une page et répond à une seule question : **combien chacun devra-t-il "
            "payer, et quand ?**\n\n"
            "1. Le total des travaux : branchement, chaufferie, équilibrage, honoraires.\n"
            "2. Moins les aides **certaines**, celles dont l’offre est écrite.\n"
            "3. Moins l’argent déjà dans le fonds de travaux.\n"
            "4. Le reste, partagé selon les tantièmes, avec un exemple pour un petit et un grand "
            "logement.\n"
            "5. Le calendrier des appels de fonds.\n"
            "6. La solution pour ceux qui ne peuvent pas avancer : prêt collectif, étalement."
        ),
        p(
            "Le fonds de travaux reçoit chaque année au moins [fait:fonds_travaux]. Une fois un "
            "plan pluriannuel de travaux adopté, il reçoit aussi au moins "
            "[fait:fonds_travaux_plan]. L’assemblée peut l’utiliser pour le raccordement."
        ),
        p(
            "Ne comptez jamais une aide espérée comme une aide certaine. Mettez-la sur une ligne "
            "à part, « si elle est accordée ». Les copropriétaires pardonnent une bonne surprise, "
            "pas l’inverse."
        ),
        h("Se faire accompagner, et se méfier"),
        p(
            "Les conseils de l’agence locale de l’énergie sont gratuits et indépendants. À "
            "l’inverse, méfiez-vous d’un démarchage par téléphone qui parle d’un programme de "
            "l’État, presse de signer, ou promet un raccordement pour rien. Demandez le nom du "
            "signataire, et vérifiez qu’il est dans la liste officielle."
        ),
        p(
            "Ce que ces aides laissent à payer pour votre immeuble : "
            "[Combien paierions-nous ?](/simuler/)"
        ),
        h("Questions fréquentes"),
        faq(
            (
                "Peut-on cumuler le Coup de pouce avec une autre aide ?",
                "Avec certaines oui, avec d’autres non : cela dépend du montage. Faites confirmer "
                "par écrit par l’agence locale ou par le signataire.",
            ),
            (
                "Le réseau n’est pas assez renouvelable pour le Coup de pouce. Et alors ?",
                "Il reste les certificats d’économies d’énergie ordinaires : "
                "[fait:cee_raccordement_h1] en zone climatique H1, la plus froide, "
                "[fait:cee_raccordement_h2] en H2 et [fait:cee_raccordement_h3] en H3. Demandez "
                "votre zone au signataire.",
            ),
            (
                "Qui remplit les dossiers ?",
                "Le syndic, souvent avec l’exploitant ou un bureau d’études. Demandez qui, et si "
                "ce temps est facturé.",
            ),
        ),
    ],
)
