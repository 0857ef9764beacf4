// Makes the pages nicer; every page works without it.
"use strict";

(() => {
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const headers = { Accept: "text/html" };

  // A part of the page that changes by itself: look again every second until the server says that it has ended.
  const live = document.getElementById("live");
  const say = document.getElementById("live-said");
  let waits = 1000;
  const look = async () => {
    try {
      const answer = await fetch(location.href, { headers });
      if (!answer.ok) throw new Error(answer.status);
      const page = parse(await answer.text());
      const fresh = page.getElementById("live");
      document.title = page.title; // a tab in the background says it too
      waits = 1000;
      if (fresh.innerHTML !== live.innerHTML) {
        const held = live.contains(document.activeElement) ? document.activeElement.id : "";
        live.replaceChildren(...fresh.childNodes);
        if (held && document.getElementById(held)) document.getElementById(held).focus();
      }
      if (say && fresh.dataset.said !== live.dataset.said) say.textContent = fresh.dataset.said;
      live.dataset.said = fresh.dataset.said;
      live.dataset.ended = fresh.dataset.ended;
    } catch {
      waits = Math.min(waits * 2, 15000); // the service may be starting again
    }
    if (live.dataset.ended !== "yes") setTimeout(look, waits);
  };
  if (live && live.dataset.ended !== "yes") setTimeout(look, waits);

  // The form: rows come and go in place, what was typed is not lost by a slip, nothing is sent twice.
  const form = document.querySelector("form[data-entry]");
  if (!form) return;
  let typed = form.dataset.entry === "kept";
  form.addEventListener("input", () => { typed = true; });
  addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  const change = async (button) => {
    const list = button.closest("fieldset.list");
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    form.dataset.sent = "yes";
    try {
      const answer = await fetch(form.action, { method: "POST", headers, body });
      if (!answer.ok) throw new Error(answer.status);
      const fresh = parse(await answer.text()).getElementById(list.id);
      list.replaceWith(fresh);
      (fresh.querySelector("[autofocus]") || fresh).focus();
      typed = true;
    } catch {
      typed = false;
      delete form.dataset.sent;
      button.dataset.plain = "yes";
      button.click(); // the way without scripts
    }
    delete form.dataset.sent;
  };

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (form.dataset.sent === "yes") {
      event.preventDefault();
    } else if (button && (button.name === "them" || button.name === "bo") && !button.dataset.plain) {
      event.preventDefault();
      change(button);
    } else if (!button || button.name !== "xem") {
      typed = false;
      form.dataset.sent = "yes";
      if (button) button.setAttribute("aria-busy", "true");
    }
  });
})();
