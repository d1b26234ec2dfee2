"""Where the figures were seen, and when they were compared with it.

None of the public bodies’ own pages could be read for some of them: the source names who relays it.
"""

from datetime import date

from socle.facts.shape import Source
from socle.typography import typography

# The day on which the whole list was last gone through, and the first reading before it.
CHECKED = date(2026, 11, 25)
# The day on which prices, aids and law were compared again.
READ_AGAIN = date(2026, 11, 28)
FIRST_READ = date(2026, 7, 23)
# The version of the texts of law of which the articles were read.
LAW_READ = date(2026, 2, 6)
# When the source gives no year.
UNDATED = "année non précisée"

FCU = Source("France Chaleur Urbaine", "https://france-chaleur-urbaine.beta.gouv.fr/")
FEDENE = Source("FEDENE, citée par France Chaleur Urbaine", FCU.url)
NOTE = Source(
    "note méthodologique du comparateur de France Chaleur Urbaine (AMORCE et Elcimaï) "
    "du 19 février 2026",
    "https://github.com/betagouv/france-chaleur-urbaine/blob/main/public/documentation/"
    "Note_methodologique_comparateur.pdf",
)
MODEL = Source(
    "modèle de calcul de France Chaleur Urbaine, version 1.7.1 du 15 avril 2026",
    "https://github.com/betagouv/france-chaleur-urbaine-publicodes",
)
CEE = Source(
    typography(
        "charte « Coup de pouce Chauffage des bâtiments résidentiels collectifs et tertiaires », "
        "citée par France Chaleur Urbaine"
    ),
    FCU.url,
)
TAX = Source(
    "bulletin officiel des finances publiques, BOI-TVA-LIQ-30-20-20 du 5 juin 2025",
    "https://bofip.impots.gouv.fr/bofip/1201-PGP.html/identifiant%3DBOI-TVA-LIQ-30-20-20-20250605",
)
BOILER_TAX = Source(
    "loi de finances pour 2025, relayée par la Fédération française du bâtiment",
    "https://www.ffbatiment.fr/actualites-batiment/actualite-ba/chaudieres-gaz-et-fioul-1er-mars-tva-20",
)
RENOVATION = Source(
    "presse du bâtiment : Batimédia, 25 janvier 2024",
    "https://batimedianews.com/live/index.php/2024/01/25/maprimerenov-copropriete/",
)
RENOVATION_2026 = Source(
    typography("presse du bâtiment : Batiweb, 20 février 2026"),
    "https://www.batiweb.com/actualites/renovation-energetique/"
    "maprimerenov-le-guichet-sera-de-nouveau-ouvert-lundi-23-fevrier-48290",
)
HEAT_PUMPS = Source(
    "étude de l’ADEME d’octobre 2025, relayée par Révolution Énergétique",
    "https://www.revolution-energetique.com/actus/les-pac-effiaces-a-tout-niveau-confirme-lademe/",
)
GAS_HEAT = Source(
    "convention de ChauffageUrbain, d’après l’usage de la profession", is_offline=True
)
GAS_PRICE = Source(
    "prix repère de la CRE de janvier 2026, relayé par la presse (PressActu)",
    "https://www.pressactu.com/",
)
OURS = Source("convention de ChauffageUrbain", is_offline=True)
CARBON = Source(
    typography("presse européenne : accord du 9 décembre 2025 relayé sans texte publié"),
    is_offline=True,
)
BOILERS = Source(
    "arrêté du 4 octobre 2023, relayé par la presse des entreprises (CPME 85)",
    "https://cpme85.fr/2023/10/13/"
    "suppression-des-aides-des-certificats-denergie-destinees-a-linstallation-de-chaudieres-a-gaz",
)
REGULATION = Source(
    "décret n° 2025-1343 du 26 décembre 2025, relayé par la presse juridique (Landot & associés)",
    "https://blog.landot-avocats.net/2026/01/05/regulation-thermique-des-batiments-tertiaires-"
    "report-pour-les-batiments-existants-a-2030-de-lecheance-de-2027/amp",
)
TERTIARY = Source(
    typography("loi « ELAN » du 23 novembre 2018, relayée par la presse professionnelle (FICIME)"),
    "https://www.ficime.com/consommation-denergie-batiments-du-tertiaire/",
)
LABELS = Source(
    "arrêté du 13 août 2025, relayé par la presse immobilière (Sète Immo)",
    "https://www.agence-seteimmo.com/fr/detail_news.htm?idnews=64161&idrub=2100",
)

ENERGY_CODE = Source(
    "code de l’énergie",
    "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000023983208/",
    is_law=True,
)
ENERGY_CODE_QUOTED = Source(
    "code de l’énergie, cité mot à mot par le Cerema",
    "https://reseaux-chaleur.cerema.fr/seuil-de-30-kw-batiments-neufs-ou-existants",
    is_law=True,
)
CLASSED = Source(
    "arrêté du 3 décembre 2024 sur les réseaux classés, compté par France Chaleur Urbaine", FCU.url
)
CONDOMINIUM = Source(
    "loi du 10 juillet 1965 sur la copropriété",
    "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000880200",
    read_as_of=LAW_READ,
    is_law=True,
)
ATTENDANCE = Source(
    "enquête de la CLCV sur les assemblées générales, plus de 3 600 copropriétaires, 2012",
    is_offline=True,
)
CONDOMINIUM_DECREE = Source(
    "décret du 17 mars 1967 sur la copropriété",
    "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000305770",
    read_as_of=LAW_READ,
    is_law=True,
)
BUILDING_CODE = Source(
    "code de la construction et de l’habitation",
    "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074096/",
    read_as_of=LAW_READ,
    is_law=True,
)
CLIMATE = Source(
    typography("loi du 22 août 2021 « Climat et résilience »"),
    "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000043956924",
    is_law=True,
)
