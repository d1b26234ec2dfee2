/* What lets one find oneself on a map: communes by name, other networks, circles of distance. */

import { typeset } from "../typography.js";

const FEW_LABELS = 24;
const LARGE_TOWN = 30000;
const METRES_A_DEGREE = 111320;
const RING_STEPS = 96;
const LABEL_GAP = 6;

const empty = () => ({ type: "FeatureCollection", features: [] });
const isPoint = ({ geometry }) => geometry.type === "Point";
const km = (metres) => (metres < 1000 ? `${metres} m` : `${String(metres / 1000).replace(".", ",")} km`);

function label(maplibre, text, className, anchor) {
  const element = document.createElement("span");
  element.className = `rx-map__label ${className}`;
  element.textContent = text;
  // The list under the map says the same: read twice, names would only be noise.
  element.setAttribute("aria-hidden", "true");
  return new maplibre.Marker({ element, anchor });
}

function circle(longitude, latitude, metres) {
  const [dy, dx] = [metres / METRES_A_DEGREE, metres / METRES_A_DEGREE / Math.cos((latitude * Math.PI) / 180)];
  return Array.from({ length: RING_STEPS + 1 }, (_, step) => {
    const angle = (2 * Math.PI * step) / RING_STEPS;
    return [longitude + dx * Math.cos(angle), latitude + dy * Math.sin(angle)];
  });
}

/* Circles around a point; `set(longitude, latitude)` moves them. */
export function rings(box, maplibre, map) {
  const distances = (box.dataset.rings || "").split(",").map(Number).filter(Boolean);
  map.addSource("rings", { type: "geojson", data: empty() });
  map.addLayer({
    id: "rings", type: "line", source: "rings",
    paint: { "line-color": "#b34000", "line-width": 1.5, "line-dasharray": [3, 2] },
  });
  // The smallest says its distance under it: on a phone it would cover the next one.
  const side = (index) => (index === 0 ? -1 : 1);
  const marks = distances.map((metres, index) => (
    label(maplibre, km(metres), "rx-map__label--ring", side(index) < 0 ? "top" : "bottom")
  ));
  return {
    set(longitude, latitude) {
      const features = distances.map((metres) => ({
        type: "Feature",
        properties: {},
        geometry: { type: "LineString", coordinates: circle(longitude, latitude, metres) },
      }));
      map.getSource("rings").setData({ type: "FeatureCollection", features });
      marks.forEach((mark, index) => {
        mark.setLngLat([longitude, latitude + (side(index) * distances[index]) / METRES_A_DEGREE]).addTo(map);
      });
    },
  };
}

/* Where the map shows the whole of the largest circle. */
export function ringBounds(box, longitude, latitude) {
  const largest = Math.max(...(box.dataset.rings || "").split(",").map(Number).filter(Boolean), 0);
  if (!largest) return null;
  const around = circle(longitude, latitude, largest * 1.1);
  const [x, y] = [around.map((one) => one[0]), around.map((one) => one[1])];
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

function reaches({ bbox }, bounds) {
  return bbox && bounds.getWest() >= bbox[0] && bounds.getSouth() >= bbox[1]
    && bounds.getEast() <= bbox[2] && bounds.getNorth() <= bbox[3];
}

function drawAround(map, before) {
  map.addSource("around", { type: "geojson", data: empty() });
  const layout = { "line-cap": "round", "line-join": "round" };
  const isLine = ["!=", ["geometry-type"], "Point"];
  map.addLayer({
    id: "others", type: "line", source: "around", layout, filter: isLine,
    paint: { "line-color": "#7b7bb5", "line-width": 2 },
  }, before);
  map.addLayer({
    id: "towns", type: "circle", source: "around", filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-color": "#3a3a3a", "circle-radius": 3 },
  }, before);
}

const pen = document.createElement("canvas").getContext("2d");

function widthOf(name, isLarge, family) {
  pen.font = isLarge ? `700 15px ${family}` : `500 13px ${family}`;
  return pen.measureText(name).width;
}

/* What of the map is under its own controls: no name there. */
function controlsOf(container) {
  const { left, top } = container.getBoundingClientRect();
  return [...container.querySelectorAll(".maplibregl-ctrl")].map((control) => {
    const place = control.getBoundingClientRect();
    return { left: place.left - left, right: place.right - left, top: place.top - top, bottom: place.bottom - top };
  });
}

const meets = (one, other) => one.right + LABEL_GAP > other.left && one.left < other.right + LABEL_GAP
  && one.bottom > other.top && one.top < other.bottom;

/* Names that do not cover one another, the largest towns first; gives the towns named. */
function placeNames(maplibre, map, towns, shown) {
  shown.splice(0).forEach((mark) => mark.remove());
  const container = map.getContainer();
  const { width, height } = container.getBoundingClientRect();
  const family = getComputedStyle(container).fontFamily;
  const taken = controlsOf(container);
  const named = [];
  for (const town of towns) {
    const { properties, geometry } = town;
    const isLarge = properties.population >= LARGE_TOWN;
    const { x, y } = map.project(geometry.coordinates);
    const [w, h] = [widthOf(properties.name, isLarge, family) + LABEL_GAP, isLarge ? 18 : 16];
    const free = (place) => place.left > 0 && place.right < width && place.top > 0 && place.bottom < height
      && !taken.some((other) => meets(place, other));
    const span = { left: x - w / 2, right: x + w / 2 };
    const above = { ...span, top: y - h - LABEL_GAP, bottom: y + LABEL_GAP };
    const below = { ...span, top: y - LABEL_GAP, bottom: y + h + LABEL_GAP };
    const place = [above, below].find(free);
    if (!place) continue;
    taken.push(place);
    named.push(town);
    const [anchor, gap] = place === above ? ["bottom", -LABEL_GAP / 2] : ["top", LABEL_GAP / 2];
    const mark = label(maplibre, properties.name, isLarge ? "rx-map__label--large" : "", anchor);
    shown.push(mark.setLngLat(geometry.coordinates).setOffset([0, gap]).addTo(map));
    if (shown.length >= FEW_LABELS) break;
  }
  return named;
}

/* The same in words: communes in view, networks in view or near. */
function writeList(box, features, bounds, own) {
  const list = box.querySelector("[data-map-list]");
  const inView = ({ geometry }) => bounds.contains(geometry.coordinates);
  const towns = features.filter((one) => isPoint(one) && inView(one)).map(({ properties }) => properties.name);
  list.querySelector("[data-map-towns]").textContent = towns.length
    ? typeset(`Communes : ${towns.slice(0, FEW_LABELS).join(", ")}${towns.length > FEW_LABELS ? "…" : "."}`)
    : "Aucune mairie dans cette vue.";
  const networks = new Map(
    [...own, ...features].filter(({ properties }) => properties.slug).map(({ properties }) => [properties.slug, properties]),
  );
  list.querySelector("[data-map-networks]").replaceChildren(...[...networks.values()].map(({ name, url, status }) => {
    const [item, link] = [document.createElement("li"), document.createElement("a")];
    link.href = url;
    link.textContent = typeset(name);
    item.append(link, status === "en_construction" ? " (en construction)" : "");
    return item;
  }));
  list.hidden = false;
}

/* Communes and other networks, asked again when the map leaves what is known. */
export function surround(box, maplibre, map, own) {
  drawAround(map, map.getLayer("halo") ? "halo" : undefined);
  const drawn = new Set(own.map(({ properties }) => properties.slug));
  const names = [];
  let known = empty();
  const tell = () => {
    const towns = known.features.filter(isPoint);
    // A base map has its own names; a dot without its name tells nothing.
    const named = box.dataset.baseStyle ? [] : placeNames(maplibre, map, towns, names);
    const pipes = known.features.filter((one) => !isPoint(one) && !drawn.has(one.properties.slug));
    map.getSource("around").setData({ type: "FeatureCollection", features: [...pipes, ...named] });
    box.querySelector("[data-map-town-key]").hidden = named.length === 0;
    box.querySelector("[data-map-other-key]").hidden = pipes.length === 0;
    writeList(box, known.features, map.getBounds(), own);
  };
  const refresh = async () => {
    const bounds = map.getBounds();
    if (!reaches(known, bounds)) {
      const asked = new URLSearchParams({
        ouest: Math.floor(bounds.getWest() * 10) / 10,
        sud: Math.floor(bounds.getSouth() * 10) / 10,
        est: Math.ceil(bounds.getEast() * 10) / 10,
        nord: Math.ceil(bounds.getNorth() * 10) / 10,
      });
      const answer = await fetch(`${box.dataset.around}?${asked}`).catch(() => null);
      // Without it the map is poorer, not broken.
      if (!answer?.ok) return;
      known = await answer.json();
    }
    tell();
  };
  map.on("moveend", refresh);
  return refresh();
}
