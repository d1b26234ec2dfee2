/* The map of a network, fetched only when asked for. The page says in words all it shows. */

const FRENCH = {
  "AttributionControl.ToggleAttribution": "Afficher les sources",
  "Map.Title": "Carte",
  "NavigationControl.ResetBearing": "Remettre le nord en haut",
  "NavigationControl.ZoomIn": "Agrandir",
  "NavigationControl.ZoomOut": "Réduire",
  "ScaleControl.Feet": "pi",
  "ScaleControl.Kilometers": "km",
  "ScaleControl.Meters": "m",
  "ScaleControl.Miles": "mi",
  "ScaleControl.NauticalMiles": "M",
  "CooperativeGesturesHandler.WindowsHelpText": "Ctrl + molette pour agrandir la carte",
  "CooperativeGesturesHandler.MacHelpText": "⌘ + molette pour agrandir la carte",
  "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
};

// Without a base map: a plain ground, and the pipes.
const PLAIN = {
  version: 8,
  sources: {},
  layers: [{ id: "ground", type: "background", paint: { "background-color": "#f3f2ee" } }],
};

function addStylesheet(url) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = url;
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}

function point(longitude, latitude) {
  return {
    type: "FeatureCollection",
    features: [
      { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [longitude, latitude] } },
    ],
  };
}

function view(lines, longitude, latitude, picks) {
  if (picks || (Number.isFinite(longitude) && !lines.bbox)) return { center: [longitude, latitude], zoom: 13 };
  if (Number.isFinite(longitude)) return { center: [longitude, latitude], zoom: 15 };
  if (lines.bbox) return { bounds: lines.bbox, fitBoundsOptions: { padding: 40, maxZoom: 15 } };
  return { center: [2.5, 46.6], zoom: 5 };
}

function drawLines(map, lines) {
  map.addSource("pipes", { type: "geojson", data: lines, attribution: lines.attribution });
  const planned = ["==", ["get", "status"], "en_construction"];
  const layout = { "line-cap": "round", "line-join": "round" };
  map.addLayer({ id: "halo", type: "line", source: "pipes", layout, paint: { "line-color": "#fff", "line-width": 7 } });
  map.addLayer({
    id: "existing", type: "line", source: "pipes", layout,
    filter: ["!", planned], paint: { "line-color": "#000091", "line-width": 3 },
  });
  map.addLayer({
    id: "planned", type: "line", source: "pipes",
    filter: planned, paint: { "line-color": "#000091", "line-width": 3, "line-dasharray": [2, 2] },
  });
}

// Quarters with connected copropriétés: their names are listed under the map when one is chosen.
function drawPlaces(box, map) {
  map.addLayer({
    id: "places", type: "circle", source: "pipes", filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-color": "#b34000", "circle-stroke-color": "#fff", "circle-stroke-width": 2,
      "circle-radius": ["interpolate", ["linear"], ["get", "count"], 1, 8, 20, 18],
    },
  });
  const list = box.querySelector("[data-map-places]");
  map.on("click", "places", ({ features }) => {
    const places = features.flatMap(({ properties }) => properties.places);
    list.replaceChildren(...places.map(({ name, url }) => {
      const [item, link] = [document.createElement("li"), document.createElement("a")];
      link.href = url;
      link.textContent = name;
      item.append(link);
      return item;
    }));
    list.hidden = false;
  });
}

function drawPoint(map) {
  map.addSource("point", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
  map.addLayer({
    id: "point", type: "circle", source: "point",
    paint: { "circle-color": "#b34000", "circle-radius": 9, "circle-stroke-color": "#fff", "circle-stroke-width": 3 },
  });
}

async function show(box) {
  const { library, worker, stylesheet, baseStyle, source, latitude, longitude } = box.dataset;
  const picks = "pick" in box.dataset;
  const [maplibre, lines] = await Promise.all([
    import(library),
    fetch(source).then((answer) => {
      if (!answer.ok) throw new Error(`${source}: ${answer.status}`);
      return answer.json();
    }),
    addStylesheet(stylesheet),
  ]);
  maplibre.setWorkerUrl(worker);
  const [lon, lat] = [Number.parseFloat(longitude), Number.parseFloat(latitude)];
  const canvas = box.querySelector("[data-map-canvas]");
  canvas.hidden = false;
  const map = new maplibre.Map({
    container: canvas,
    style: baseStyle || PLAIN,
    locale: FRENCH,
    cooperativeGestures: true,
    attributionControl: { compact: false },
    dragRotate: false,
    pitchWithRotate: false,
    ...view(lines, lon, lat, picks),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ unit: "metric" }), "top-left");
  map.on("load", () => {
    drawLines(map, lines);
    if (box.querySelector("[data-map-places]")) drawPlaces(box, map);
    drawPoint(map);
    if (!picks && Number.isFinite(lon)) setPoint(box, map, lon, lat);
    if (picks) letPick(box, map);
    map.once("idle", () => {
      box.dataset.mapReady = "";
    });
  });
  box.querySelector("[data-map-legend]").hidden = false;
}

function setPoint(box, map, longitude, latitude) {
  map.getSource("point").setData(point(longitude, latitude));
  box.querySelector("[data-map-point-key]").hidden = false;
}

function letPick(box, map) {
  const form = document.querySelector("[data-map-pick]");
  const said = form.querySelector("[data-map-picked]");
  const pick = ({ lng, lat }) => {
    form.elements.lat.value = lat.toFixed(5);
    form.elements.lon.value = lng.toFixed(5);
    const [north, east] = [lat, lng].map((degrees) => degrees.toFixed(4).replace(".", ","));
    said.textContent = `Point choisi : latitude ${north}, longitude ${east}.`;
    setPoint(box, map, lng, lat);
  };
  map.on("click", (event) => pick(event.lngLat));
  form.querySelector("[data-map-centre]").addEventListener("click", () => pick(map.getCenter()));
  form.hidden = false;
}

for (const box of document.querySelectorAll("[data-map]")) {
  const button = box.querySelector("[data-map-show]");
  const state = box.querySelector("[data-map-state]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.hidden = true;
    state.textContent = "La carte se charge…";
    try {
      await show(box);
      state.textContent = "";
      box.querySelector("canvas")?.focus();
    } catch (error) {
      console.error(error);
      state.textContent = "La carte n’a pas pu être affichée. Tout ce qu’elle montre est écrit dans cette page.";
      button.hidden = false;
    }
  });
}
