/* What happens in the browser between two questions. The address is the only state.
   Every answer carries a stamp (path, query) of the question it belongs to; if the address has moved on meanwhile, the
   question is asked again, so that a late answer never stays. */
(function () {
  "use strict";
  const same = (stamp) => stamp && stamp.path === location.pathname && stamp.search === location.search;
  const fetched = window.fetch;
  const nothing = () => window.dash_clientside.no_update;
  let shown = null; // the stamp of what is on the screen
  let arrivedAt = null; // the address whose #place has been shown
  let awaited = false; // a whole page has been asked for and is not there yet

  function busy(yes) {
    document.documentElement.toggleAttribute("data-busy", yes);
    document.getElementById("page")?.setAttribute("aria-busy", String(yes));
  }

  function go(href) {
    const url = new URL(href, location.href);
    if (url.origin !== location.origin) return;
    const target = url.pathname + url.search + url.hash;
    if (target !== location.pathname + location.search + location.hash) window.dash_clientside.set_props("url", { href: target });
  }

  /* Set some filters of the query in force and take off those set to nothing; keys sorted, as the server writes them. */
  function narrow(texts) {
    const query = new URLSearchParams(location.search);
    for (const [key, text] of texts) text ? query.set(key, text) : query.delete(key);
    query.sort();
    const written = query.toString();
    go(location.pathname + (written ? "?" + written : ""));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    nav: {
      /* (path, query) → [question for a whole page, question for the parts of the page shown] */
      question(path, search) {
        if (!path) return [nothing(), nothing()];
        const asked = { path, search: search || "" };
        if (!awaited && shown && shown.path === path && shown.search === asked.search) return [nothing(), nothing()];
        busy(true);
        if (!awaited && shown && shown.path === path && !shown.whole) return [nothing(), asked];
        awaited = true;
        return [asked, nothing()];
      },
      answered(stamps) {
        const stamp = stamps[stamps.length - 1];
        if (!stamp) return nothing();
        const moved = shown && shown.path !== stamp.path;
        shown = stamp;
        awaited = false;
        document.title = stamp.title;
        if (same(stamp)) busy(false);
        else ask(stamp);
        if (moved || (location.hash && arrivedAt !== location.href)) arrive();
        return stamp;
      },
      follow(clicks) {
        const hit = (window.dash_clientside.callback_context.triggered || []).find((each) => each.value);
        if (!hit) return undefined;
        const point = (hit.value.points || [])[0] || {};
        const href = Array.isArray(point.customdata) ? point.customdata[0] : point.customdata;
        const id = JSON.parse(hit.prop_id.slice(0, hit.prop_id.lastIndexOf(".")));
        window.dash_clientside.set_props(id, { clickData: null }); // else the same mark cannot be clicked twice
        if (typeof href === "string" && href.startsWith("/")) go(href);
        return undefined;
      },
    },
  });

  function ask(stamp) {
    const asked = { path: location.pathname, search: location.search };
    awaited = stamp.whole || stamp.path !== asked.path;
    window.dash_clientside.set_props(awaited ? "go" : "ask", { data: asked });
  }

  function arrive() {
    arrivedAt = location.href;
    const spot = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    spot ? spot.scrollIntoView() : window.scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }

  // --- new parts replace old ones whole: what was unfolded stays unfolded, and the focus stays where it was ---

  const HOLDERS = "[data-pick], [data-write], [data-picker], [data-do]";
  const holders = () => [...document.querySelectorAll(HOLDERS)];
  let open = []; // names of the disclosures that are unfolded
  let focus = null; // [place among the controls, kind of element]

  function fold(details) {
    details.open = false;
    open = open.filter((each) => each !== details.dataset.picker);
  }

  document.addEventListener(
    "toggle",
    ({ target }) => {
      const name = target.isConnected && target.dataset.picker;
      if (name) open = open.filter((each) => each !== name).concat(target.open ? name : []);
    },
    true
  );

  document.addEventListener("focusin", ({ target }) => {
    const holder = target.closest(HOLDERS);
    focus = holder && [holders().indexOf(holder), target.tagName];
  });

  new MutationObserver((changes) => {
    if (!changes.some((change) => change.addedNodes.length)) return;
    for (const name of open) for (const each of document.querySelectorAll(`details[data-picker="${name}"]`)) each.open = true;
    if (!focus || document.activeElement !== document.body) return;
    const holder = holders()[focus[0]];
    const target = holder && (holder.tagName === focus[1] ? holder : holder.querySelector(focus[1]));
    target?.focus({ preventScroll: true });
  }).observe(document.documentElement, { childList: true, subtree: true });

  // --- links, controls, buttons ---

  const plain = /^\/(export|api|set|assets)(\/|\?|$)/;

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='/']");
    const folded = event.target.closest?.("details[data-picker]");
    for (const each of document.querySelectorAll("details[data-picker][open]")) if (each !== folded || link) fold(each);
    const doing = event.target.closest?.("[data-do]");
    if (doing) return deeds[doing.dataset.do]?.(doing);
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.getAttribute("target") || link.hasAttribute("download") || plain.test(link.getAttribute("href"))) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });

  document.addEventListener("change", (event) => {
    const pick = event.target.closest?.("[data-pick]");
    if (pick) return narrow(new URLSearchParams(event.target.value));
    const write = event.target.closest?.("[data-write]");
    if (write && finished(event.target)) narrow([[write.dataset.write, event.target.value.trim()]]);
  });

  /* A day being typed passes through the years 2, 20 and 202. */
  const finished = (input) => input.type !== "date" || !input.value || Number(input.value.slice(0, 4)) >= 1950;

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const each of document.querySelectorAll("details[data-picker][open]")) {
      fold(each);
      each.querySelector("summary").focus();
    }
  });

  // --- the menu by arrow keys: right and left from word to word, down and up through the pages of one ---

  const MENU = ".menu > li > a, .menu > li > details > summary";
  const around = (all, from, step) => all[(all.indexOf(from) + step + all.length) % all.length];

  function along(step, item) {
    const details = item.querySelector("details");
    const target = around([...document.querySelectorAll(MENU)], item.querySelector(":scope > a, summary"), step);
    if (details?.open) {
      fold(details);
      if (target.tagName === "SUMMARY") target.parentElement.open = true;
    }
    return target;
  }

  function within(key, target, details) {
    const pages = [...details.querySelectorAll("a")];
    if (key === "Home") return pages[0];
    if (key === "End") return pages[pages.length - 1];
    details.open = true;
    const steps = [details.querySelector("summary"), ...pages];
    return around(steps, target, key === "ArrowDown" ? 1 : -1);
  }

  document.addEventListener("keydown", (event) => {
    const item = event.target.closest?.(".menu > li");
    const sideways = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const details = item?.querySelector("details");
    const upright = ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) && details && (details.open || event.key.startsWith("Arrow"));
    if (!item || !(sideways || upright)) return;
    event.preventDefault();
    (sideways ? along(sideways, item) : within(event.key, event.target, details)).focus();
  });

  document.addEventListener("focusin", ({ target }) => {
    for (const each of document.querySelectorAll(".menu details[open]")) if (!each.contains(target)) fold(each);
  });

  /* A form that asks for a deed: sent in the background, and what it changed is asked for anew. What went wrong is said in
     the form, which keeps what was filled in. Without this script the same form works by loading a page. */
  document.addEventListener("submit", (event) => {
    const form = event.target.closest?.("form[data-deed]");
    if (!form) return;
    event.preventDefault();
    send(form);
  });

  async function send(form) {
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      const sent = { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } };
      const response = await fetched(form.action, sent);
      const answer = await response.json();
      if (response.ok && form.dataset.stays) say(form, answer.said);
      else if (response.ok) again(answer.go);
      else say(form, answer.error);
    } catch {
      lost(true);
    } finally {
      button.disabled = false;
    }
  }

  function say(form, words) {
    const said = form.querySelector(".said");
    if (said) said.textContent = words;
  }

  /* The address to go to after a deed, asked for even when it is the one in force. */
  function again(href) {
    const url = new URL(href, location.href);
    const here = url.pathname + url.search === location.pathname + location.search;
    if (!here) return go(href);
    busy(true);
    ask({ ...shown, path: location.pathname });
  }

  const deeds = {
    reload: () => location.reload(),
    print: () => onPaper(true).then(() => window.print()),
    filters: () => document.documentElement.toggleAttribute("data-filters"),
    drawing: (button) => saveDrawing(button.closest(".picture").querySelector("svg"), button.dataset),
    "full-screen": (button) => (document.fullscreenElement ? document.exitFullscreen() : button.closest(".panel").requestFullscreen()),
  };

  // --- a drawing as a file: it stands alone, so what the style sheet says of it goes with it ---

  const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "font-size", "font-weight", "font-family"];

  function saveDrawing(shown, { name, told }) {
    const alone = shown.cloneNode(true);
    const [, , width, height] = alone.getAttribute("viewBox").split(" ").map(Number);
    const twins = alone.querySelectorAll("*");
    shown.querySelectorAll("*").forEach((each, place) => {
      const seen = getComputedStyle(each);
      for (const look of LOOKS) twins[place].style.setProperty(look, seen.getPropertyValue(look));
      twins[place].removeAttribute("href"); // an address within the product leads nowhere from a file
    });
    const seen = getComputedStyle(shown);
    const foot = document.createElementNS(alone.namespaceURI, "text");
    Object.entries({ x: 6, y: height + 16 }).forEach((each) => foot.setAttribute(...each));
    foot.style.cssText = `font: 12px ${seen.fontFamily}; fill: ${seen.getPropertyValue("--ink")}`;
    foot.textContent = told;
    alone.append(foot);
    Object.entries({ viewBox: `0 0 ${width} ${height + 24}`, width, height: height + 24 }).forEach((each) => alone.setAttribute(...each));
    alone.style.background = seen.getPropertyValue("--surface");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(alone)], { type: "image/svg+xml" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // --- figures follow the size of what holds them: a full screen, a sheet of paper ---

  const fit = () =>
    Promise.all([...document.querySelectorAll(".js-plotly-plot")].map((each) => window.Plotly && window.Plotly.Plots.resize(each)));

  function onPaper(yes) {
    document.documentElement.toggleAttribute("data-paper", yes);
    return fit();
  }

  window.addEventListener("beforeprint", () => onPaper(true));
  window.addEventListener("afterprint", () => onPaper(false));
  document.addEventListener("fullscreenchange", () => setTimeout(() => window.dispatchEvent(new Event("resize")), 50));

  // --- a lost connection is said, not swallowed ---

  window.fetch = function (...request) {
    const dash = String(request[0]?.url || request[0]).includes("_dash-update-component");
    const answer = fetched.apply(this, request);
    if (dash) answer.then((response) => (response.status === 401 ? location.reload() : lost(response.status >= 500)), () => lost(true));
    return answer;
  };

  function lost(yes) {
    const said = document.getElementById("lost");
    if (said) said.hidden = !yes;
    if (yes) {
      busy(false);
      awaited = false;
      shown = shown && { ...shown, search: null };
    }
  }
})();
