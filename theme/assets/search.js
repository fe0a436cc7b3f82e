// Searches the index that the build makes; the page says so where there is none.
const form = document.getElementById("busqueda");
const list = document.getElementById("resultados");
const head = document.getElementById("h-res");
const asked = new URLSearchParams(location.search).get("q")?.trim() ?? "";
const say = (text, n) => { head.textContent = text.replace("{q}", asked).replace("{n}", n); };

const item = (found) => {
  const row = document.createElement("li");
  const title = row.appendChild(document.createElement("h3"));
  const link = title.appendChild(document.createElement("a"));
  link.href = found.url;
  link.textContent = found.meta.title ?? found.url;
  const excerpt = row.appendChild(document.createElement("p"));
  // The index holds escaped text and its own <mark>; anything else is shown as text.
  for (const part of found.excerpt.split(/(<mark>.*?<\/mark>)/)) {
    const plain = new DOMParser().parseFromString(part, "text/html").body.textContent;
    excerpt.append(part.startsWith("<mark>") ? Object.assign(document.createElement("mark"), { textContent: plain }) : plain);
  }
  return row;
};

form.q.value = asked;
if (asked) {
  try {
    const pagefind = await import(new URL(form.dataset.index, location.href));
    const { results } = await pagefind.search(asked);
    say(results.length ? form.dataset.some : form.dataset.none, results.length);
    for (const result of results.slice(0, 30)) list.append(item(await result.data()));
  } catch {
    say(form.dataset.broken, 0);
  }
}
