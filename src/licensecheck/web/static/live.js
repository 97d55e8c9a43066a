// Shows the result while the form is filled in. Without it, the buttons do the same.
"use strict";
(() => {
  const form = document.querySelector("form");
  const status = document.getElementById("status");
  const PARTS = ["problems", "transfer", "next", "answered", "take-away", "result"];
  let newest = 0;

  async function screened(button, only) {
    const mine = ++newest;
    const fields = new FormData(form, button);
    if (only) fields.set("only", only);
    try {
      const response = await fetch(form.action, {
        method: "POST", body: fields, headers: { Accept: "text/html" },
      });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return mine === newest ? page : null;
    } catch {
      if (mine === newest) {
        status.textContent = status.dataset.failed;
        status.classList.remove("unseen");
      }
      return null;
    }
  }

  function take(page, names) {
    const opened = new Set([...document.querySelectorAll("#result details")]
      .map((fold, n) => [n, fold.open]).filter((pair) => pair[1]).map((pair) => pair[0]));
    for (const name of names) {
      const fresh = page.getElementById(name);
      if (fresh) document.getElementById(name).replaceWith(document.adoptNode(fresh));
    }
    if (names.length === 1) {
      document.querySelectorAll("#result details").forEach((fold, n) => {
        fold.open = fold.open || opened.has(n);
      });
    }
    status.classList.add("unseen");
    status.textContent = page.getElementById("status").textContent;
    document.title = page.title;
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button && button.hasAttribute("formaction")) return;
    event.preventDefault();
    const held = document.activeElement && document.activeElement.id;
    const page = await screened(button);
    if (!page) return;
    take(page, PARTS);
    const target = document.getElementById("problems-title")
      || document.getElementById("next-title")
      || (held && document.getElementById(held));
    if (target) target.focus();
  });

  // A change shows in the result at once; questions wait until an answer is given.
  form.addEventListener("change", async (event) => {
    const filled = ["exporter", "destination", "rating"].every((name) => form.elements[name].value);
    if (!filled || event.target.name === "find") return;
    // Only the result: what is being typed or chosen elsewhere stays as it is.
    const page = await screened(null, "result");
    if (page) take(page, ["result"]);
  });
})();
