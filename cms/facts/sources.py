"""Where the figures were seen, and when they were compared with it.

None of the public bodies’ own pages could be read for some of them: the source names who relays it.
"""

from datetime import date

from socle.facts.shape import Source
from socle.typography import typography

# The day on which the whole list was last gone through, and the first reading before it.
CHECKED = date(2026, 11, 25)
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
TAX = Source("bulletin officiel des finances publiques, BOI-TVA-LIQ-30-20-20 du 5 juin 2025")
TAX_RELAYED = Source("bulletin officiel des finances publiques, relayé par les-experts-unis.com")
RENOVATION = Source(typography("presse du bâtiment : atrium-gestion et batimedianews (2024)"))
RENOVATION_2026 = Source(typography("presse du bâtiment : batiweb, 20 février 2026"))
HEAT_PUMPS = Source(
    "étude de l’ADEME d’octobre 2025, relayée par afpac.org et revolution-energetique.com"
)
CARBON = Source(typography("presse européenne : trasportoeuropa.it et trans.info, décembre 2025"))
BOILERS = Source(typography("presse de l’énergie : actuenergie.fr"))
DUTIES = Source(typography("presse juridique : actu-juridique.fr et lagazettedescommunes.com"))
LABELS = Source(typography("presse immobilière : century21.fr"))

ENERGY_CODE = Source("code de l’énergie, cité par le Cerema", is_law=True)
CLASSED = Source("arrêté du 3 décembre 2024 sur les réseaux classés")
CONDOMINIUM = Source(
    "loi du 10 juillet 1965 sur la copropriété",
    "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000880200",
    read_as_of=LAW_READ,
    is_law=True,
)
CONDOMINIUM_DECREE = Source(
    "décret du 17 mars 1967 sur la copropriété",
    "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000305770",
    read_as_of=LAW_READ,
    is_law=True,
)
BUILDING_CODE = Source(
    "code de la construction et de l’habitation", read_as_of=LAW_READ, is_law=True
)
CLIMATE = Source(typography("loi du 22 août 2021 « Climat et résilience »"), is_law=True)
