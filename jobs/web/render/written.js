// The tree as it stands, written out as markup that reads without scripts and styles as it looked with them: what the
// browser does not show is marked in the two ways that the reader of markup understands.
(sight) => {
  const known = window[Symbol.for("linkwatch.trees")] ?? [];
  const trees = [document];
  for (const tree of trees) {
    for (const element of tree.querySelectorAll("*")) {
      const inner = element.shadowRoot ?? known.find((each) => each.host === element);
      if (inner && !trees.includes(inner)) trees.push(inner);
    }
  }

  // What a visitor opens: folded parts, tabs, menus, windows. A rule of thumb, by what the usual scripts call them.
  const NAMES = /(^|[^a-z])(tab-?(pane|panel|content)|accordion|collaps|dropdown|sub-?menu|mega-?menu|off-?canvas|drawer|modal|popup|lightbox|toggle|expand|spoiler|(read|show)-?more|faq|slide|carousel|swiper)/i;
  const POINTS = ["aria-controls", "data-target", "data-bs-target", "popovertarget", "commandfor", "href"];
  const pointsTo = (id) => POINTS.map((name) => `[${name}="${name === "href" || name.startsWith("data") ? "#" : ""}${CSS.escape(id)}"]`).join();
  const isOpenable = (element) => element.matches("details:not([open]) > *, dialog, [popover], [hidden=until-found], [role=tabpanel], [role=dialog], [role=menu]")
    || NAMES.test(`${element.className?.baseVal ?? element.className} ${element.id}`)
    || (element.id && element.getRootNode().querySelector(pointsTo(element.id)) !== null);
  const opens = (link) => {
    for (let at = link; at && at !== document.body; at = at.parentElement ?? at.getRootNode().host) if (isOpenable(at)) return true;
    return false;
  };

  const links = trees.flatMap((tree) => [...tree.querySelectorAll("a[href]")]);
  const seen = sight(links);
  const unseen = links.filter((_, number) => !seen[number]).map((link) => [link, opens(link)]);
  for (const tree of trees) {
    for (const each of tree.querySelectorAll("script, noscript, style, link[rel~=stylesheet i]")) each.remove();
    for (const each of tree.querySelectorAll("[style]")) each.removeAttribute("style");
    for (const each of tree.querySelectorAll("[hidden]")) each.removeAttribute("hidden");
  }
  for (const [link, isOpened] of unseen) {
    if (isOpened) link.setAttribute("hidden", "until-found");
    else link.setAttribute("style", "display:none");
  }
  const root = document.documentElement;
  const shell = root.cloneNode(false).outerHTML.replace(/<\/html>$/i, "");
  return `<!DOCTYPE html>${shell}${root.getHTML({ serializableShadowRoots: true, shadowRoots: trees.slice(1) })}</html>`;
}
