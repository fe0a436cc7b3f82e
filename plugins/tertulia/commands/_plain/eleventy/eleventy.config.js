const plain = (text) =>
  text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-");

module.exports = (config) => {
  const posts = (api) => api.getFilteredByTag("posts").sort((a, b) => b.date - a.date);
  const parts = (title, base, items) => {
    const total = Math.ceil(items.length / 10);
    return Array.from({ length: total }, (_, n) => ({
      title, number: n + 1, total, items: items.slice(n * 10, n * 10 + 10),
      url: n ? `${base}page/${n + 1}/` : base,
    }));
  };
  const grouped = (api, names) => {
    const groups = new Map();
    for (const post of posts(api))
      for (const name of names(post)) groups.set(name, [...(groups.get(name) || []), post]);
    return [...groups];
  };
  config.addFilter("plain", plain);
  config.addFilter("opening", (html) =>
    (html || "").replace(/<[^>]*>/g, "").split(/\s+/, 50).join(" "));
  config.addCollection("latest", (api) => posts(api).slice(0, 20));
  config.addCollection("lists", (api) => [
    ...parts("Inicio", "/", posts(api)),
    ...grouped(api, (p) => p.data.topics).flatMap(([k, v]) => parts(k, `/tag/${plain(k)}/`, v)),
    ...grouped(api, (p) => [p.data.category]).flatMap(([k, v]) =>
      parts(k, `/category/${plain(k)}/`, v)),
  ]);
  return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false };
};
