// Lines under the search box while somebody types. Without this file the box is the same plain form.
(() => {
  "use strict";
  const kinds = { contributor: "Organisation", subject: "Subject", type: "Kind", statement: "Curriculum" };
  const pause = 120; // milliseconds without a key

  function enhance(input, number) {
    const list = document.createElement("ul");
    list.id = "lines-" + number;
    list.className = "lines";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    input.parentElement.classList.add("has-lines");
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    let chosen = -1;
    let timer = 0;
    let asking = null;

    function close() {
      list.hidden = true;
      list.replaceChildren();
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function open(lines) {
      close();
      lines.forEach((line, i) => {
        const item = document.createElement("li");
        item.id = list.id + "-" + i;
        item.setAttribute("role", "option");
        const text = document.createElement("span");
        text.textContent = line.text;
        text.dir = "auto";
        item.append(text);
        if (kinds[line.kind]) {
          const kind = document.createElement("span");
          kind.className = "soft";
          kind.textContent = kinds[line.kind];
          item.append(" ", kind);
        }
        item.addEventListener("pointerdown", (event) => event.preventDefault());
        item.addEventListener("click", () => go(line));
        item.line = line;
        list.append(item);
      });
      list.hidden = lines.length === 0;
      input.setAttribute("aria-expanded", String(lines.length > 0));
    }

    function go(line) {
      const url = new URL(line.url);
      window.location.assign(url.pathname + url.search);
    }

    function choose(step) {
      const items = [...list.children];
      if (items.length === 0) return;
      chosen = (chosen + step + items.length + 1) % (items.length + 1);
      items.forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
      if (chosen < items.length) input.setAttribute("aria-activedescendant", items[chosen].id);
      else input.removeAttribute("aria-activedescendant");
    }

    async function ask() {
      const typed = input.value.trim();
      if (asking) asking.abort();
      if (typed.length < 2) return close();
      asking = new AbortController();
      try {
        const answer = await fetch("/api/v1/suggest?q=" + encodeURIComponent(typed), { signal: asking.signal });
        if (answer.ok) open((await answer.json()).lines);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, pause);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) return;
        event.preventDefault();
        if (chosen < 0) chosen = list.children.length;
        choose(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && chosen >= 0 && chosen < list.children.length) {
        event.preventDefault();
        go(list.children[chosen].line);
      }
    });
    input.addEventListener("blur", close);
  }

  document.querySelectorAll("form.seek input[type=search]").forEach(enhance);
})();
