/*! Needlewise, Apache-2.0 */
// The web chat: one script tag, no dependencies; docs/web-chat.md says how to use it. The server sends this file without
// the lines that are comments.
(() => {
  "use strict";

  const script = document.currentScript;
  // Milliseconds until a reply is given up (the server answers within 20 s), until the visitor is told that it takes longer,
  // and between attempts to get the settings.
  const PATIENCE = 25000;
  const SLOW = 6000;
  const PAUSE = 5000;
  const SMALL = matchMedia("(max-width: 480px), (max-height: 480px)");
  const ICONS = {
    chat: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z",
    close: "M6 6l12 12M18 6L6 18",
    send: "M12 20V5M5 12l7-7 7 7",
  };

  // ---- Building nodes. Nothing is ever parsed as HTML.

  /** An element; attributes that are false or missing are left out, `on…` are listeners. */
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value || value === "") node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter(Boolean));
    return node;
  };

  const icon = (name) => {
    const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  };

  const button = (label, onclick, attributes) => make("button", { type: "button", onclick, ...attributes }, label);

  const hidden = (text) => make("span", { class: "hidden" }, text);

  /** Text without control characters and without marks that turn the direction of what follows. */
  const plain = (text) => String(text).replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]/g, "");

  /** A link to a web page, a mail address or a phone number; the bare label for any other address. */
  const link = (label, address) => {
    let protocol = "";
    try {
      protocol = new URL(address).protocol;
    } catch {}
    if (!/^(https?|mailto|tel):$/.test(protocol)) return label;
    const away = protocol.startsWith("http") && { target: "_blank", rel: "noopener noreferrer" };
    return make("a", { href: address, ...away }, label);
  };

  /** The nodes of a line with **bold**, [links](https://…) and the clinic's numbers and addresses as links. */
  const inline = (text, known) => {
    const shown = Object.keys(known).map((each) => `|(?<!\\d)${each.replace(/[^\w ]/g, "\\$&")}(?!\\d)`).join("");
    return text.split(RegExp(`(\\*\\*.+?\\*\\*|\\[[^\\]]+\\]\\([^)\\s]+\\)${shown})`)).map((part, index) => {
      if (index % 2 === 0) return part;
      if (known[part]) return link(part, known[part]);
      if (part.startsWith("**")) return make("strong", {}, ...inline(part.slice(2, -2), known));
      return link(...part.slice(1, -1).split("]("));
    });
  };

  /** The nodes of a text: paragraphs, and lists of lines that begin with "- ". */
  const format = (text, known) =>
    plain(text).trim().split(/\n\s*\n/).flatMap((paragraph) => {
      const nodes = [];
      for (const line of paragraph.split("\n")) {
        const isItem = line.startsWith("- ");
        const content = inline(isItem ? line.slice(2) : line, known);
        if (!isItem) nodes.push(make("p", {}, ...content));
        else if (nodes.at(-1)?.tagName === "UL") nodes.at(-1).append(make("li", {}, ...content));
        else nodes.push(make("ul", {}, make("li", {}, ...content)));
      }
      return nodes;
    });

  /** Black or white, whichever reads better on a colour like #0b5c6b (relative luminance). */
  const readableOn = (colour) => {
    const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
  };

  // ---- The server and the tab's memory

  /** The clinic's own server; nobody else is ever asked. */
  class Server {
    constructor(base) {
      this.base = base;
    }

    async fetch(path, body) {
      const response = await fetch(this.base + path, {
        method: body ? "POST" : "GET",
        headers: body && { "Content-Type": "application/json" },
        body: body && JSON.stringify(body),
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.ok) return response;
      throw { status: response.status, ...(await response.json().catch(() => ({}))) };
    }

    async json(path, body) {
      return (await this.fetch(path, body)).json();
    }

    /** The messages that answer a message, as they come. */
    async *ask(session, message) {
      const response = await this.fetch("webhook?stream=true", { session, message });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = "", chunk; !(chunk = await reader.read()).done; ) {
        const lines = (rest + chunk.value).split("\n");
        rest = lines.pop();
        for (const line of lines) if (line) yield JSON.parse(line);
      }
    }
  }

  /** What this tab remembers, and forgets when it is closed; without storage, only this page remembers. */
  const memory = {
    read(name) {
      try {
        return JSON.parse(sessionStorage.getItem(`needlewise.${name}`));
      } catch {
        return null;
      }
    },
    write(name, value) {
      try {
        sessionStorage.setItem(`needlewise.${name}`, JSON.stringify(value));
      } catch {}
    },
  };

  // ---- The chat

  class NeedlewiseChat extends HTMLElement {
    async connectedCallback() {
      if (this.shadowRoot) return;
      this.server = new Server(new URL(this.getAttribute("server") || ".", script?.src).href);
      this.settings = await this.loadSettings();
      this.texts = this.settings.texts;
      this.build();
      this.restore();
      addEventListener("pageshow", (event) => event.persisted && this.restore());
      addEventListener("online", () => this.log.querySelector(".retry")?.click());
      SMALL.addEventListener("change", () => this.dialog.open && this.show());
    }

    /** The settings; those of the page before where the server does not answer, and until it does, no chat. */
    async loadSettings() {
      const language = this.lang || document.documentElement.lang || navigator.language;
      for (;;) {
        try {
          const settings = await this.server.json(`settings?lang=${encodeURIComponent(language)}`);
          memory.write("settings", settings);
          return settings;
        } catch {
          const known = memory.read("settings");
          if (known) return known;
          await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
      }
    }

    build() {
      const { texts, settings } = this;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      const accent = this.getAttribute("accent");
      if (/^#[\da-f]{6}$/i.test(accent)) {
        this.style.setProperty("--accent", accent);
        this.style.setProperty("--on-accent", readableOn(accent));
      }
      const label = this.getAttribute("launcher") || texts.launcher;
      this.launcher = button(icon("chat"), () => this.open(), { class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false" });
      this.launcher.append(make("span", {}, label));
      this.log = make("div", { class: "log", role: "log", "aria-live": "off", "aria-label": texts.conversation, tabindex: "0" });
      this.status = make("div", { class: "hidden", role: "status" });
      this.dialog = make(
        "dialog",
        { "aria-labelledby": "name", "aria-describedby": "about", onkeydown: (event) => this.onKey(event) },
        this.buildHeader(),
        make("p", { class: "strip" }, ...inline(texts.emergency, settings.links)),
        this.log,
        this.status,
        this.buildComposer(),
        this.buildFooter(),
      );
      root.append(make("div", { class: "chat", lang: settings.language }, this.launcher, this.dialog));
    }

    buildHeader() {
      const { texts, settings } = this;
      return make(
        "div",
        { class: "head" },
        make("div", {}, make("h2", { id: "name" }, settings.name), make("p", { id: "about" }, texts.about)),
        button(icon("close"), () => this.close(), { class: "round", "aria-label": texts.close }),
      );
    }

    buildComposer() {
      const { texts } = this;
      const submit = (event) => {
        event?.preventDefault();
        const text = this.input.value.trim();
        this.input.value = "";
        this.fit();
        this.input.focus();
        if (text) this.send(text);
      };
      this.input = make("textarea", {
        id: "question",
        rows: 1,
        dir: "auto",
        placeholder: texts.placeholder,
        enterkeyhint: "send",
        autocomplete: "off",
        oninput: () => this.fit(),
        onkeydown: (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && submit(event),
      });
      return make(
        "form",
        { onsubmit: submit },
        make("label", { class: "hidden", for: "question" }, texts.question),
        this.input,
        make("button", { class: "round", "aria-label": texts.send }, icon("send")),
      );
    }

    buildFooter() {
      const { texts } = this;
      this.question = make(
        "div",
        { class: "confirm", role: "group", "aria-labelledby": "sure", hidden: true },
        make("p", { id: "sure" }, texts.delete_question),
        button(texts.delete_no, () => this.confirmDeletion(false)),
        button(texts.delete_yes, () => this.delete(), { class: "danger" }),
      );
      this.deletion = button(texts.delete, () => this.confirmDeletion(true));
      return make("div", { class: "foot" }, this.question, button(texts.person, () => this.showPerson()), this.deletion);
    }

    // -- Opening and closing

    open() {
      this.show();
      this.input.focus();
      this.remember({ open: true });
    }

    /** Covers the page on small screens, where what lies behind cannot be used; stands beside it elsewhere. */
    show() {
      if (this.dialog.open) this.dialog.close();
      if (SMALL.matches) this.dialog.showModal();
      else this.dialog.setAttribute("open", "");
      this.launcher.setAttribute("aria-expanded", "true");
      this.scrollTo(this.state.entries.length && [...this.log.querySelectorAll(".bubble")].at(-1));
    }

    close() {
      this.dialog.close();
      this.launcher.setAttribute("aria-expanded", "false");
      this.launcher.focus();
      this.remember({ open: false });
    }

    onKey(event) {
      if (event.key !== "Escape") return;
      event.preventDefault();
      if (this.question.hidden) this.close();
      else this.confirmDeletion(false);
    }

    // -- Remembering

    remember(changes) {
      Object.assign(this.state, changes);
      memory.write("state", this.state);
    }

    /** Shows the conversation of this tab, on whichever of its pages it began. */
    restore() {
      this.state = { session: null, entries: [], ...memory.read("state") };
      this.log.replaceChildren(...this.welcome());
      for (const entry of this.state.entries) this.render(entry);
      if (this.state.open && !SMALL.matches) this.show();
    }

    welcome() {
      const { texts, settings } = this;
      const greeting = this.bubble("bot", format(texts.welcome, settings.links));
      if (settings.demo) greeting.append(make("p", { class: "demo" }, texts.demo));
      const privacy = make("div", { class: "privacy" }, ...format(texts.privacy, settings.links));
      const starters = texts.starters.map((title) => ({ title, payload: title }));
      return [greeting, privacy, !this.state.entries.length && this.chips(starters)].filter(Boolean);
    }

    // -- Asking

    send(text, payload = text) {
      this.add({ who: "you", text });
      return this.deliver(text, payload);
    }

    /** Has a message answered; whatever happens, something is said. */
    async deliver(text, payload, isSecondTry = false) {
      const typing = make("div", { class: "typing" }, hidden(this.texts.typing), make("i"), make("i"), make("i"));
      this.log.append(typing);
      this.scrollTo(typing);
      const slow = setTimeout(() => {
        typing.append(make("p", {}, this.texts.slow));
        this.announce(this.texts.slow);
      }, SLOW);
      const turn = { heard: 0 };
      try {
        if (!this.state.session) this.remember({ session: (await this.server.json("session", {})).session });
        for await (const message of this.server.ask(this.state.session, payload)) this.hear(message, turn);
        if (!turn.heard) this.add({ text: this.texts.nothing, retry: [text, payload] });
      } catch (problem) {
        if (problem.status === 401 && !isSecondTry) {
          this.remember({ session: null });
          this.add({ who: "note", text: this.texts.expired });
          return await this.deliver(text, text, true);
        }
        this.explain(problem, text, payload, turn);
      } finally {
        clearTimeout(slow);
        typing.remove();
      }
    }

    hear({ text, custom, buttons }, turn) {
      this.add({ text, custom: custom || { suggestions: buttons } }, !turn.heard++);
    }

    /** A refusal says why, an emergency in the refused text comes alone; anything else is a lost connection. */
    explain(problem, text, payload, turn) {
      for (const message of problem.messages || []) this.hear(message, turn);
      if (turn.heard) return;
      const mayHelp = !problem.status || problem.status === 429 || problem.status >= 500;
      this.add({ text: problem.error || this.texts.unreachable, retry: mayHelp && [text, payload] });
    }

    // -- Showing

    /** Adds an entry to the conversation, shows it, and has it read out once. */
    add(entry, isFirst = true) {
      entry = { who: "bot", ...entry };
      this.remember({ entries: [...this.state.entries, entry].slice(-200) });
      const node = this.render(entry, true);
      if (isFirst) this.scrollTo(node);
      if (entry.who !== "you" && !node.matches("[role=alert]")) this.announce(node.querySelector(".text").innerText);
    }

    render(entry, isNew) {
      this.log.querySelectorAll(".chips").forEach((chips) => chips.remove());
      const { kind, level, suggestions, plans } = entry.custom || {};
      const isAlarm = kind === "escalate" && /^(urgent|emergency)$/.test(level);
      const content = entry.who === "you" ? [plain(entry.text)] : format(entry.text, this.settings.links);
      const node = this.bubble(isAlarm ? `bot alarm ${level}` : entry.who, content, isAlarm && isNew && "alert");
      if (kind === "answer") node.querySelector(".text > :last-child").className = "source";
      if (isAlarm) this.addCallButton(node);
      if (plans) node.append(this.plans(plans));
      if (entry.retry) node.append(this.retryButton(entry, node));
      const typing = this.log.querySelector(".typing");
      const put = (child) => (typing ? typing.before(child) : this.log.append(child));
      put(node);
      if (kind === "answer" && !entry.rated) put(this.feedback(entry));
      if (suggestions?.length) put(this.chips(suggestions));
      return node;
    }

    bubble(kind, content, role) {
      const who = /you|bot/.test(kind) && hidden(`${kind === "you" ? this.texts.you : this.texts.assistant}: `);
      return make("div", { class: `bubble ${kind}`, dir: "auto", role }, who, make("div", { class: "text" }, ...content));
    }

    addCallButton(node) {
      const number = node.querySelector("a[href^='tel:']");
      if (!number) return;
      const label = this.texts.call.replace("{number}", number.textContent);
      node.append(make("a", { class: "call", href: number.href }, label));
    }

    retryButton(entry, node) {
      const again = () => {
        this.remember({ entries: this.state.entries.filter((other) => other !== entry) });
        node.remove();
        this.input.focus();
        this.deliver(...entry.retry);
      };
      return button(this.texts.retry, again, { class: "retry" });
    }

    chips(suggestions) {
      const pick = ({ title, payload }) => {
        this.input.focus();
        this.send(title, payload);
      };
      return make("div", { class: "chips" }, ...suggestions.map((each) => button(plain(each.title), () => pick(each))));
    }

    /** Typical numbers of sessions as a table with a bar for each range. */
    plans(plans) {
      const { texts } = this;
      const most = Math.max(...plans.map((plan) => plan.sessions[1]));
      const rows = plans.map(({ label, words, sessions: [low, high], asked }) => {
        const bar = make("i");
        bar.style.marginInlineStart = `${((low - 1) / most) * 100}%`;
        bar.style.width = `${((high - low + 1) / most) * 100}%`;
        return make(
          "tr",
          { class: asked && "asked" },
          make("th", { scope: "row" }, label),
          make("td", {}, make("span", { class: "bar", "aria-hidden": "true" }, bar), words),
        );
      });
      return make(
        "details",
        { open: plans.filter((plan) => plan.asked).length > 1 },
        make("summary", {}, texts.compare),
        make("table", {}, make("caption", {}, texts.compare_note), make("tbody", {}, ...rows)),
      );
    }

    /** "Was this helpful?", and if not, why; nothing of the conversation goes with it. */
    feedback(entry) {
      const { texts } = this;
      const { kind, entries } = entry.custom;
      const box = make("div", { class: "feedback", role: "group", "aria-label": texts.helpful });
      const ask = (label, choices) => box.replaceChildren(label, ...choices);
      const rate = (helpful, reason) => {
        entry.rated = true;
        this.remember({});
        box.replaceChildren(texts.thanks);
        this.announce(texts.thanks);
        this.input.focus();
        this.server.json("feedback", { session: this.state.session, kind, entries, helpful, reason }).catch(() => {});
      };
      const askWhy = () => {
        const reasons = Object.entries(texts.reasons).map(([id, label]) => button(label, () => rate(false, id)));
        ask(texts.reason, reasons);
        reasons[0].focus();
      };
      ask(texts.helpful, [button(texts.helpful_yes, () => rate(true)), button(texts.helpful_no, askWhy)]);
      return box;
    }

    /** How to reach a person; works without the server. */
    showPerson() {
      const { texts } = this;
      const { links, contacts } = this.settings;
      const rows = Object.entries(contacts).flatMap(([name, value]) => [
        make("dt", {}, texts[`person_${name}`]),
        make("dd", {}, ...inline(value, links)),
      ]);
      this.log.querySelector(".person")?.remove();
      const card = this.bubble("person", [make("p", {}, texts.person_intro), make("dl", {}, ...rows)]);
      card.tabIndex = -1;
      this.log.append(card);
      this.scrollTo(card);
      card.focus();
    }

    announce(text) {
      const spoken = make("p", {}, text);
      this.status.append(spoken);
      setTimeout(() => spoken.remove(), 5000);
    }

    /** Brings the beginning of something new into view, with a short question before it. */
    scrollTo(node) {
      const before = node?.previousElementSibling;
      const first = before?.matches(".you") && before.offsetHeight < 100 ? before : node;
      this.log.scrollTop = first ? first.offsetTop - 12 : 0;
    }

    fit() {
      this.input.style.height = "auto";
      this.input.style.height = `${this.input.scrollHeight}px`;
    }

    // -- Deleting

    confirmDeletion(isAsked) {
      this.question.hidden = !isAsked;
      (isAsked ? this.question.querySelector("button") : this.deletion).focus();
    }

    /** Deletes here only after the server has; an alarm of the last day goes on in the new session, without words. */
    async delete() {
      this.confirmDeletion(false);
      let session = null;
      try {
        if (this.state.session) session = (await this.server.json("delete", { session: this.state.session })).session;
      } catch {
        return this.add({ who: "note", text: this.texts.not_deleted });
      }
      memory.write("state", { session, open: true });
      this.restore();
      this.log.append(this.bubble("note", [this.texts.deleted]));
      this.announce(this.texts.deleted);
      this.input.focus();
    }
  }

  // ---- Looks. Colours that carry words reach at least 4.5:1; --accent is only ever a ground or a mark.

  const LIGHT = `
    --ink: #16262b; --soft: #55666d; --paper: #fff; --tint: #f3f6f7; --line: #dde5e8; --edge: #7d8d94;
    --alarm: #fdeceb; --alarm-ink: #5c0f0b; --alarm-mark: #b3201a; --on-mark: #fff;
    --shadow: 0 16px 48px -8px rgb(0 20 30 / .35);`;
  const DARK = `
    --ink: #e8eff1; --soft: #a7b7bd; --paper: #1a2429; --tint: #12191d; --line: #2d3b41; --edge: #74868d;
    --alarm: #451512; --alarm-ink: #ffdeda; --alarm-mark: #ffb4aa; --on-mark: #2a0503;`;
  const STYLE = `
    :host { --accent: #0b5c6b; --on-accent: #fff; color-scheme: light; ${LIGHT} }
    :host([theme=dark]) { color-scheme: dark; ${DARK} }
    @media (prefers-color-scheme: dark) { :host([theme=auto]), :host(:not([theme])) { color-scheme: dark; ${DARK} } }

    * { box-sizing: border-box; margin: 0; font: inherit; color: inherit; }
    [hidden] { display: none !important; }
    .chat { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); text-align: start; }
    .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    svg { width: 22px; height: 22px; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    button, summary { cursor: pointer; }
    button { border: 1px solid transparent; background: none; padding: 0; }
    a { text-underline-offset: 2px; }
    strong { font-weight: 650; }
    :focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }

    .launcher, dialog { position: fixed; z-index: 999999; inset-block: auto max(20px, env(safe-area-inset-bottom)); inset-inline: auto 20px; }
    :host([position=left]) :is(.launcher, dialog) { inset-inline: 20px auto; }
    .launcher { display: flex; gap: 10px; align-items: center; min-height: 56px; max-width: calc(100vw - 40px); padding: 0 24px 0 20px; border-radius: 28px;
      background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: var(--shadow); transition: transform .15s; }
    .launcher:hover { transform: translateY(-2px); }
    .launcher[aria-expanded=true] { visibility: hidden; }

    dialog { width: 400px; max-width: calc(100vw - 40px); height: min(700px, 100dvh - 40px); max-height: none;
      padding: 0; border: 1px solid var(--line); border-radius: 20px; overflow: hidden; background: var(--paper); color: var(--ink); box-shadow: var(--shadow); }
    dialog[open] { display: flex; flex-direction: column; animation: rise .2s ease-out; }
    dialog:modal { inset: 0; width: 100%; max-width: none; height: 100dvh; border: 0; border-radius: 0; }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }

    .head { display: flex; gap: 12px; align-items: flex-start; padding: 16px 12px 14px 20px; background: var(--accent); color: var(--on-accent); }
    .head div { flex: 1; }
    .head :focus-visible { outline-color: currentColor; }
    h2 { font-size: 17px; font-weight: 650; line-height: 1.3; }
    #about { font-size: 13px; line-height: 1.4; margin-top: 2px; }
    .round { flex: none; display: grid; place-items: center; width: 44px; height: 44px; border-radius: 50%; }
    .head .round { margin-block: -4px; }
    .strip { padding: 8px 20px; background: var(--alarm); color: var(--alarm-ink); font-size: 14px; font-weight: 600; }

    .log { position: relative; flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; display: flex; flex-direction: column; gap: 8px; padding: 20px 16px; background: var(--tint); }
    .log:focus-visible, textarea:focus-visible { outline-offset: -2px; }
    .bubble { max-width: 88%; padding: 10px 14px; border: 1px solid var(--line); border-radius: 18px; background: var(--paper); overflow-wrap: anywhere; unicode-bidi: isolate; }
    .bot, .person { align-self: flex-start; border-end-start-radius: 6px; }
    .you { align-self: flex-end; margin-top: 10px; background: var(--accent); color: var(--on-accent); border-color: var(--accent); border-end-end-radius: 6px; white-space: pre-wrap; }
    .bubble.note, .privacy { align-self: stretch; max-width: none; border: 0; background: none; padding: 4px 8px; color: var(--soft); font-size: 13.5px; }
    .text > * + *, .privacy > * + * { margin-top: 8px; }
    ul { padding-inline-start: 20px; }
    .source { padding-top: 8px; border-top: 1px solid var(--line); color: var(--soft); font-size: 13px; line-height: 1.4; }
    .demo { margin-top: 8px; font-size: 13px; font-weight: 600; color: var(--soft); }

    .alarm { max-width: none; align-self: stretch; padding: 14px 16px; border-color: var(--alarm-mark); border-radius: 12px; background: var(--alarm); color: var(--alarm-ink); font-size: 17px; }
    .emergency { border-inline-start-width: 6px; }
    .call { display: block; margin-top: 12px; padding: 12px; border-radius: 12px; background: var(--alarm-mark); color: var(--on-mark); font-weight: 650; text-align: center; text-decoration: none; }

    .chips { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 4px; }
    .chips button, .feedback button, .retry, .foot button { min-height: 36px; padding: 5px 14px; border: 1px solid var(--edge); border-radius: 18px; background: var(--paper); font-size: 15px; text-align: start; }
    .chips button { min-height: 40px; border-radius: 20px; }
    .log button:hover { border-color: var(--ink); background: var(--tint); }
    .retry { display: block; margin-top: 10px; }
    .feedback { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; padding-inline-start: 8px; color: var(--soft); font-size: 13px; }
    .feedback button { min-height: 30px; padding: 2px 12px; font-size: 13px; color: var(--ink); }

    dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 14px; }
    dt { color: var(--soft); }
    details { margin-top: 10px; font-size: 14px; }
    summary { padding: 4px 0; font-weight: 600; }
    table { width: 100%; border-collapse: collapse; }
    caption { padding: 4px 0 8px; text-align: start; color: var(--soft); font-size: 13px; }
    tr { display: block; padding: 7px 0; border-top: 1px solid var(--line); }
    th, td { display: block; padding: 0; text-align: start; line-height: 1.35; }
    td { color: var(--soft); }
    th::first-letter { text-transform: uppercase; }
    .asked th { font-weight: 650; }
    .asked td { color: var(--ink); }
    .bar { display: block; height: 8px; margin: 5px 0; border-radius: 4px; background: var(--line); }
    .bar i { display: block; height: 100%; border-radius: 4px; background: var(--edge); forced-color-adjust: none; }
    .asked .bar i { background: var(--accent); }

    .typing { display: flex; flex-wrap: wrap; gap: 5px; align-self: flex-start; padding: 15px 16px; border: 1px solid var(--line); border-radius: 18px; border-end-start-radius: 6px; background: var(--paper); }
    .typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--edge); animation: blink 1.2s infinite; }
    .typing i:nth-of-type(2) { animation-delay: .2s; }
    .typing i:nth-of-type(3) { animation-delay: .4s; }
    .typing p { flex-basis: 100%; font-size: 14px; color: var(--soft); }
    @keyframes blink { 40% { opacity: .25; } }

    form { display: flex; gap: 8px; align-items: flex-end; padding: 12px 12px 8px; border-top: 1px solid var(--line); }
    textarea { flex: 1; min-width: 0; max-height: 140px; padding: 9px 16px; border: 1px solid var(--edge); border-radius: 22px; background: var(--paper); line-height: 24px; resize: none; }
    textarea::placeholder { color: var(--soft); opacity: 1; }
    form .round { background: var(--accent); color: var(--on-accent); }
    .foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 8px; padding: 0 12px max(10px, env(safe-area-inset-bottom)); }
    .foot button { border-color: transparent; padding: 4px 8px; color: var(--soft); background: none; font-size: 13.5px; }
    .foot > button:hover { color: var(--ink); text-decoration: underline; }
    .confirm { display: flex; flex-wrap: wrap; gap: 8px; width: 100%; padding: 8px; }
    .confirm p { width: 100%; font-weight: 600; }
    .confirm button { border-color: var(--edge); padding: 4px 16px; color: var(--ink); }
    .confirm .danger { border-color: var(--alarm-mark); background: var(--alarm-mark); color: var(--on-mark); }

    @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
    @media (forced-colors: active) { .bar i { background: Highlight; } .alarm, .call, .launcher, .round { border: 2px solid; } }`;

  customElements.define("needlewise-chat", NeedlewiseChat);
  const place = () => {
    if (document.querySelector("needlewise-chat")) return;
    const chat = make("needlewise-chat");
    for (const [name, value] of Object.entries(script?.dataset || {})) chat.setAttribute(name, value);
    document.body.append(chat);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", place);
  else place();
})();
