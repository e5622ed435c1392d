// The plain gallery: the people, and on a click the photos of one of them. The address bar's fragment says which.

const element = (id) => document.getElementById(id);
const [back, title, count, grid, problem, more] = ["back", "title", "count", "grid", "problem", "more"].map(element);

/** Which listing is on the page; an answer for another one comes too late and is dropped. */
let shown = 0;

function node(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

function frame(url, alt, placeholder) {
  if (!url) {
    return node("span", "frame", node("span", "initial", placeholder));
  }
  const image = new Image();
  image.loading = "lazy";
  image.decoding = "async";
  image.alt = alt;
  image.src = url;
  image.onerror = () => image.replaceWith(node("span", "initial", placeholder));
  return node("span", "frame", image);
}

function personTile(person) {
  const link = node("a", "",
    frame(person.repThumbURL, "", person.personId.slice(0, 1).toUpperCase()),
    node("span", "name", person.personId),
    node("span", "photo-count", person.photoCount === 1 ? "1 photo" : `${person.photoCount} photos`));
  link.href = `#/${encodeURIComponent(person.personId)}`;
  return node("li", "", link);
}

function photoTile(photo) {
  const picture = frame(photo.photoURL, `Photo ${photo.photoId}`, "?");
  if (!photo.photoURL) {
    return node("li", "", picture);
  }
  const link = node("a", "", picture);
  link.href = photo.photoURL;
  link.target = "_blank";
  link.rel = "noreferrer";
  return node("li", "", link);
}

async function load(path) {
  const response = await fetch(path);
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.detail);
  }
  return body;
}

async function showPage(listing, path, tiles, cursor) {
  more.hidden = true;
  problem.hidden = true;
  try {
    const page = await load(cursor ? `${path}?cursor=${encodeURIComponent(cursor)}` : path);
    if (listing !== shown) {
      return;
    }
    grid.append(...tiles(page));
    const noun = grid.className === "people" ? "people" : "photos";
    count.textContent = `${grid.children.length}${page.nextCursor ? "+" : ""} ${noun}`;
    more.hidden = page.nextCursor === null;
    more.textContent = "Show more";
    more.onclick = () => showPage(listing, path, tiles, page.nextCursor);
  } catch (failed) {
    if (listing !== shown) {
      return;
    }
    problem.textContent = `The gallery does not answer: ${failed.message}`;
    problem.hidden = false;
    more.hidden = false;
    more.textContent = "Try again";
    more.onclick = () => showPage(listing, path, tiles, cursor);
  }
}

function show() {
  const personId = decodeURIComponent(location.hash.replace(/^#\/?/, ""));
  shown += 1;
  grid.replaceChildren();
  count.textContent = "";
  back.hidden = personId === "";
  title.textContent = personId === "" ? "People" : `Photos of ${personId}`;
  grid.className = personId === "" ? "people" : "photos";
  scrollTo(0, 0);
  if (personId === "") {
    showPage(shown, "/persons", (page) => page.persons.map(personTile), null);
  } else {
    showPage(shown, `/persons/${encodeURIComponent(personId)}/photos`, (page) => page.photos.map(photoTile), null);
  }
}

addEventListener("hashchange", show);
show();
