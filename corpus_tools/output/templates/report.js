"use strict";
// Finds and sorts rows. The page is whole without it.
(() => {
  const wordsOf = (text) => text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = (element) => wordsOf(element.textContent).join(" ");
  const planOf = (link) => link.hash.slice(1).split("-", 2).join("-"); // a cell leads to a place in its plan

  // Lists are read when something is sought first. Each has a line behind it for when nothing is found.
  const readRow = (row) => ({
    row,
    text: textOf(row.querySelector("summary") ?? row),
    plans: [...row.querySelectorAll('a[href^="#plan-"]')].map(planOf),
  });
  const readList = (list) => ({
    rows: [...(list.tBodies ? list.tBodies[0].rows : list.children)].map(readRow),
    isOfGroups: list.classList.contains("groups"),
    none: (list.closest(".scroll") ?? list).nextElementSibling,
  });
  const find = document.querySelector(".find");
  const told = find.querySelector("output");
  let lists = null;

  // A row is kept where it has all words itself, or leads to a plan whose line in the list of plans has them.
  const seek = () => {
    lists ??= [...document.querySelectorAll(".listed")].map(readList);
    const wanted = wordsOf(find.querySelector("input").value);
    const hasAll = ({ text }) => wanted.every((word) => text.includes(word));
    const plans = lists.at(-1).rows.filter(hasAll);
    const found = new Set(plans.map(({ row }) => row.querySelector(".anchor").id));
    for (const { rows, isOfGroups, none } of lists) {
      const kept = new Set(rows.filter((row) => hasAll(row) || row.plans.some((plan) => found.has(plan))));
      const isWhole = isOfGroups && kept.size === 0; // years are not sought by a plan's name
      for (const row of rows) row.row.hidden = !isWhole && !kept.has(row);
      none.hidden = isWhole || kept.size > 0 || rows.length === 0;
    }
    told.textContent = wanted.length ? told.dataset.told.replace("{n}", plans.length) : "";
  };
  let waiting;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(seek, 150);
  });
  find.addEventListener("submit", (event) => {
    event.preventDefault();
    document.getElementById("plans").scrollIntoView();
  });
  find.hidden = false;

  // Numbers are sorted from the highest at first, words in the order of the page's language.
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const numberOf = (cell) => parseFloat(cell.textContent) || 0;
  const sort = (table, head) => {
    const isNumber = head.matches(".number, .cell");
    const isFalling = head.ariaSort ? head.ariaSort === "ascending" : isNumber;
    const place = head.cellIndex;
    const sign = isFalling ? -1 : 1;
    const order = isNumber
      ? (a, b) => sign * (numberOf(a.cells[place]) - numberOf(b.cells[place]))
      : (a, b) => sign * compare(textOf(a.cells[place]), textOf(b.cells[place]));
    table.tBodies[0].append(...[...table.tBodies[0].rows].sort(order));
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isFalling ? "descending" : "ascending");
  };
  for (const table of document.querySelectorAll("table.listed")) {
    for (const head of [...table.tHead.rows].at(-1).cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head));
      head.append(button);
    }
  }

  // Some browsers do not open what a link leads into.
  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const closed = target && target.closest("details:not([open])");
    if (closed) {
      closed.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", open);
  open();
})();
