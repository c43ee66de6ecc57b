/* What the large tables need in the browser: their words, links to cases, and their state kept in the address.
   Order and conditions come back from the server as texts of the address; which columns show is read off the grid. */
(function () {
  "use strict";
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  const renderers = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const chinese = () => document.documentElement.lang.startsWith("zh");
  const list = () => document.querySelector(".list[data-grid]");

  const EMPTY = ["noRowsToShow", "noMatchingRows"]; // the second under conditions of its columns
  const empty = () => document.querySelector("[data-grid-empty]")?.dataset.gridEmpty;
  functions.gridLocale = (params) => (EMPTY.includes(params.key) && empty()) || (chinese() && (window.AG_GRID_LOCALE_CN || {})[params.key]) || params.defaultValue;

  /* Enter on any cell opens its case. */
  functions.gridKey = (params) => {
    if (params.event.key !== "Enter" || !params.data || !params.data.href) return;
    const links = [...document.querySelectorAll(".list .case-link")];
    links.find((each) => each.getAttribute("href") === params.data.href)?.click();
  };

  /* Columns shown, hidden or moved by the reader. */
  functions.gridMoved = (params) => {
    if (params.source === "gridInitializing" || params.finished === false || !list()) return;
    const shown = params.api.getColumnState().filter((each) => !each.hide).map((each) => each.colId).join(",");
    keep({ cols: shown === list().dataset.columns ? "" : shown });
  };

  renderers.CaseLink = (props) =>
    props.data
      ? React.createElement("a", { href: props.data.href, className: "case-link", tabIndex: -1 }, props.value)
      : React.createElement("span", { className: "muted" }, "…");

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    grid: {
      /* Rows have come: say how many, keep what was asked. */
      said(data) {
        if (!data || !list()) return;
        const count = list().querySelector("[data-grid-count]");
        if (count) count.textContent = data.says;
        if (!data.error) keep({ sort: data.sort, where: data.where });
      },
    },
  });

  function keep(texts) {
    const query = new URLSearchParams(location.search);
    for (const [key, text] of Object.entries(texts)) text ? query.set(key, text) : query.delete(key);
    query.sort();
    const written = query.toString() ? "?" + query : "";
    if (written === location.search) return;
    history.replaceState(history.state, "", location.pathname + written + location.hash);
    for (const each of list().closest(".panel, body").querySelectorAll("a.tool-file")) each.href = each.pathname + written;
    for (const each of document.querySelectorAll("a.setting[href^='/set?']")) {
      const set = new URLSearchParams(each.search);
      set.set("next", location.pathname + written);
      each.href = each.pathname + "?" + set;
    }
  }

  document.addEventListener("click", (event) => {
    const pick = event.target.closest?.(".list [data-column]");
    if (!pick) return;
    const shows = pick.getAttribute("aria-pressed") !== "true";
    pick.setAttribute("aria-pressed", String(shows));
    window.dash_ag_grid.getApi(JSON.parse(list().dataset.grid)).setColumnsVisible([pick.dataset.column], shows);
  });
})();
