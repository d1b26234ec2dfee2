/* The map of a network, fetched only when asked for. The page can be used without it. */

import { typeset } from "../typography.js";

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

// The point tested, which this browser alone keeps for an hour (reseaux/address_test/forms.py).
function testedPoint() {
  const kept = document.cookie.match(/(?:^|; )point_teste=(-?[\d.]+)_(-?[\d.]+)(?:;|$)/);
  return kept ? kept.slice(1).map((one) => Number.parseFloat(one)) : [NaN, NaN];
}

function view(box, lines, longitude, latitude, picks, ringBounds) {
  const around = !picks && Number.isFinite(longitude) && ringBounds(box, longitude, latitude);
  if (around) return { bounds: around, fitBoundsOptions: { padding: 16 } };
  if (picks || (Number.isFinite(longitude) && !lines.bbox)) return { center: [longitude, latitude], zoom: 13 };
  if (Number.isFinite(longitude)) return { center: [longitude, latitude], zoom: 15 };
  if (lines.bbox) return { bounds: lines.bbox, fitBoundsOptions: { padding: 40, maxZoom: 15 } };
  return { center: [2.5, 46.6], zoom: 5 };
}

function drawLines(map, lines) {
  map.addSource("pipes", { type: "geojson", data: lines, attribution: typeset(lines.attribution) });
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
function drawPlaces(box, map, source, color) {
  map.addLayer({
    id: "places", type: "circle", source, filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-color": color, "circle-stroke-color": "#fff", "circle-stroke-width": 2,
      "circle-radius": ["interpolate", ["linear"], ["get", "count"], 1, 8, 20, 18],
    },
  });
  const list = box.querySelector("[data-map-places]");
  map.on("click", "places", (event) => {
    // The same touch does not place one's building too.
    event.preventDefault();
    const { features } = event;
    const places = features.flatMap(({ properties }) => properties.places);
    list.replaceChildren(...places.map(({ name, url }) => {
      const [item, link] = [document.createElement("li"), document.createElement("a")];
      link.href = url;
      link.textContent = typeset(name);
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
  // What is drawn around comes with the library: a list whose map stays closed weighs nothing more.
  const [maplibre, { ringBounds, rings, surround }, lines] = await Promise.all([
    import(library),
    import("./decor.js"),
    fetch(source).then((answer) => {
      if (!answer.ok) throw new Error(`${source}: ${answer.status}`);
      return answer.json();
    }),
    addStylesheet(stylesheet),
  ]);
  maplibre.setWorkerUrl(worker);
  const [lon, lat] = longitude ? [longitude, latitude].map((one) => Number.parseFloat(one)) : testedPoint();
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
    ...view(box, lines, lon, lat, picks, ringBounds),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({ unit: "metric" }), "top-left");
  map.on("load", async () => {
    drawLines(map, lines);
    const circles = rings(box, maplibre, map);
    if ("cells" in box.dataset) await drawCells(box, map);
    else drawPlaces(box, map, "pipes", "#b34000");
    drawPoint(map);
    const mark = (longitude, latitude) => {
      setPoint(box, map, longitude, latitude);
      circles.set(longitude, latitude);
    };
    if (!picks && Number.isFinite(lon)) mark(lon, lat);
    if (picks) letPick(box, map, mark);
    else if ("rings" in box.dataset) letPlace(box, map, mark);
    await surround(box, maplibre, map, lines.features.filter(({ properties }) => properties.slug));
    map.once("idle", () => {
      box.dataset.mapReady = "";
    });
  });
  box.querySelector("[data-map-legend]").hidden = false;
}

function setPoint(box, map, longitude, latitude) {
  map.getSource("point").setData(point(longitude, latitude));
  for (const key of box.querySelectorAll("[data-map-point-key]")) key.hidden = false;
}

/* Quarters with connected copropriétés around; without them the map is poorer, not broken. */
async function drawCells(box, map) {
  const answer = await fetch(box.dataset.cells).catch(() => null);
  if (!answer?.ok) return;
  const cells = await answer.json();
  map.addSource("cells", { type: "geojson", data: cells });
  drawPlaces(box, map, "cells", "#18753c");
  box.querySelector("[data-map-cell-key]").hidden = cells.features.length === 0;
}

/* One's own point, kept in the browser: nothing is sent. */
function letPlace(box, map, mark) {
  const place = box.querySelector("[data-map-place]");
  map.on("click", (event) => {
    if (!event.defaultPrevented) mark(event.lngLat.lng, event.lngLat.lat);
  });
  place.querySelector("[data-map-here]").addEventListener("click", () => {
    const { lng, lat } = map.getCenter();
    mark(lng, lat);
  });
  place.hidden = false;
}

function letPick(box, map, mark) {
  const form = document.querySelector("[data-map-pick]");
  const said = form.querySelector("[data-map-picked]");
  const pick = ({ lng, lat }) => {
    form.elements.lat.value = lat.toFixed(5);
    form.elements.lon.value = lng.toFixed(5);
    const [north, east] = [lat, lng].map((degrees) => degrees.toFixed(4).replace(".", ","));
    said.textContent = typeset(`Point choisi : latitude ${north}, longitude ${east}.`);
    mark(lng, lat);
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
      state.textContent = "La carte n’a pas pu être affichée. Réessayez, ou continuez sans elle.";
      button.hidden = false;
    }
  });
}
