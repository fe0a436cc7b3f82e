// Searches the index that the build makes.
const form = document.getElementById("busqueda");
const list = document.getElementById("resultados");
const head = document.getElementById("h-res");
const more = document.getElementById("mas");
const asked = new URLSearchParams(location.search);
const query = asked.get("q")?.trim() ?? "";
const filters = {};
const say = (text, n) => { head.textContent = text.replace("{n}", n).replace("{q}", () => query); };

const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
const put = (parent, tag, text) => Object.assign(parent.appendChild(document.createElement(tag)), { textContent: text });

const show = ({ meta, excerpt, filters: { kind } }) => {
  const row = list.appendChild(document.createElement("li"));
  const link = put(put(row, "h3", ""), "a", meta.title);
  link.href = new URL(meta.at, new URL(form.dataset.root, location.href));
  if (meta.section) put(row, "p", kind?.[0] === "comment" ? form.dataset.by.replace("{name}", () => meta.section) : meta.section).className = "note";
  const text = put(row, "p", "");
  // Escaped text and <mark>; anything else is shown as text.
  for (const part of excerpt.split(/(<mark>.*?<\/mark>)/)) {
    if (part.startsWith("<mark>")) put(text, "mark", plain(part));
    else text.append(plain(`<pre>${part}`));
  }
};

for (const field of form.elements) {
  const value = asked.get(field.name)?.trim();
  if (value) field.value = value;
  if (value && field.name !== "q") filters[field.name] = value;
}
if (query || Object.keys(filters).length) {
  try {
    const pagefind = await import(new URL(form.dataset.index, location.href));
    await pagefind.options({ ranking: { diacriticSimilarity: 2 } });
    const { results } = await pagefind.search(query || null, { filters });
    say(results.length ? form.dataset.some : form.dataset.none, results.length);
    const next = async () => {
      const at = list.children.length;
      for (const found of await Promise.all(results.slice(at, at + 30).map((r) => r.data()))) show(found);
      more.hidden = list.children.length >= results.length;
      if (at) list.children[at].querySelector("a").focus();
    };
    more.onclick = next;
    await next();
  } catch {
    say(form.dataset.broken, 0);
  }
}
