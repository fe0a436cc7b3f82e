// Remembers the chosen appearance; without it the choice lasts for one page.
(() => {
  const root = document.documentElement;
  let mode = "";
  try { mode = localStorage.getItem("modo") || ""; } catch { /* storage may be forbidden */ }
  if (mode) root.dataset.modo = mode;
  addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("modo");
    const chosen = mode && form?.querySelector(`input[value="${CSS.escape(mode)}"]`);
    if (chosen) chosen.checked = true;
    form?.addEventListener("change", (event) => {
      root.dataset.modo = event.target.value;
      try { localStorage.setItem("modo", event.target.value); } catch { /* as above */ }
    });
    // A permalink of a long thread leads to the page on which the comment stands.
    const lead = () => {
      const target = document.getElementById(location.hash.slice(1));
      if (target?.closest(".else") && target.href) location.replace(target.href);
    };
    addEventListener("hashchange", lead); // the summary quotes comments of other pages
    lead();
  });
})();
