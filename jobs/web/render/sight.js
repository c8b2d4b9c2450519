// Which of these links a visitor sees. A link is seen where letters of it, or a picture, take up room on the page, are not
// cut off by a box around them, and differ from what is behind them. Animations are asked as they are once they have ended.
(links) => {
  const animated = document.getAnimations();
  for (const each of animated) { try { each.finish() } catch { each.currentTime = 1e4 } }
  const colour = text => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return parts.length > 3 ? parts : [...parts, 1];
  };
  const behind = e => {
    let under = null;
    for (let n = e; n && n.nodeType === 1; n = n.parentElement) {
      const style = getComputedStyle(n), own = colour(style.backgroundColor);
      if (style.backgroundImage !== 'none') return null;
      if (own[3] > 0.9) return own;
      if (own[3] > 0) return null;
    }
    return [255, 255, 255, 1];
  };
  const sameColour = e => {
    const style = getComputedStyle(e), letters = colour(style.webkitTextFillColor || style.color);
    if (style.textShadow !== 'none') return false;
    const under = behind(e);
    if (letters[3] < 0.1) return under !== null;
    return under !== null && [0, 1, 2].every(i => Math.abs(letters[i] - under[i]) <= 8);
  };
  const clipBox = n => {
    const style = getComputedStyle(n), box = n.getBoundingClientRect();
    const out = style.position === 'absolute' || style.position === 'fixed';
    let clip = null;
    const rect = style.clip.match(/^rect\((.*)\)$/);
    if (out && rect) {
      const [t, r, b, l] = rect[1].split(/,? /).map((x, i) => x === 'auto' ? [0, box.width, box.height, 0][i] : parseFloat(x));
      clip = {left: box.left + l, right: box.left + r, top: box.top + t, bottom: box.top + b};
    }
    return clip;
  };
  const isPathEmpty = path => {
    if (/^circle\(0(px|%)?\b/.test(path) || /^ellipse\(0/.test(path)) return true;
    const inset = path.match(/^inset\(([^)]*)\)/);
    if (inset) {
      const s = inset[1].split(' round')[0].split(' ').map(parseFloat);
      const [t, r = t, b = t, l = r] = s;
      return /%/.test(inset[1]) && (t + b >= 100 || l + r >= 100);
    }
    const polygon = path.match(/^polygon\(([^)]*)\)/);
    if (polygon) {
      const points = polygon[1].replace(/^(evenodd|nonzero),/, '').split(',').map(p => p.trim().split(/\s+/));
      return new Set(points.map(p => p[0])).size === 1 || new Set(points.map(p => p[1])).size === 1;
    }
    return /^rect\(0(px|%)? 0(px|%)? 0(px|%)? 0(px|%)?\)/.test(path) || path === 'path("")' || /^path\("M 0 0"\)/.test(path);
  };
  const boxes = (rects, e) => {
    let left = [...rects].map(r => ({left: r.left, right: r.right, top: r.top, bottom: r.bottom}));
    const cut = c => { left = left.map(r => ({left: Math.max(r.left, c.left), right: Math.min(r.right, c.right),
      top: Math.max(r.top, c.top), bottom: Math.min(r.bottom, c.bottom)})); };
    let position = 'static', fixed = false;
    for (let n = e; n && n.nodeType === 1; n = n.parentElement || (n.getRootNode() instanceof ShadowRoot ? n.getRootNode().host : null)) {
      const style = getComputedStyle(n), box = n.getBoundingClientRect();
      if (isPathEmpty(style.clipPath)) return [];
      const clip = clipBox(n);
      if (clip) cut(clip);
      const holds = position === 'static' || (position === 'absolute' && (style.position !== 'static' || style.transform !== 'none'));
      if (holds && !fixed && n !== document.body && n !== document.documentElement && style.display !== 'inline') {
        const cutsX = style.overflowX !== 'visible', cutsY = style.overflowY !== 'visible';
        if (cutsX || cutsY) cut({left: cutsX ? box.left : -1e9, right: cutsX ? box.right : 1e9,
          top: cutsY ? box.top : -1e9, bottom: cutsY ? box.bottom : 1e9});
      }
      if (holds || position === 'fixed') position = style.position === 'absolute' ? 'absolute' : position === 'fixed' ? 'fixed' : 'static';
      if (style.position === 'fixed') { position = 'fixed'; fixed = true; }
    }
    const right = fixed ? innerWidth : 5000, bottom = fixed ? innerHeight : 1e9;
    const x = fixed ? 0 : scrollX, y = fixed ? 0 : scrollY;
    cut({left: -x, right: right - x, top: -y, bottom: bottom - y});
    return left.filter(r => r.right - r.left >= 1.6 && r.bottom - r.top >= 1.6);
  };
  const opacity = e => {
    let all = 1;
    for (let n = e; n && n.nodeType === 1; n = n.parentElement) {
      const style = getComputedStyle(n);
      all *= parseFloat(style.opacity);
      const filter = style.filter.match(/opacity\(([\d.]+)\)/);
      if (filter) all *= parseFloat(filter[1]);
    }
    return all;
  };
  const isShown = e => e.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false}) && opacity(e) >= 0.05;
  const seen = a => {
    if (!a.getClientRects().length && !a.querySelector('*')) { if (!a.checkVisibility()) return false; }
    let words = 0;
    const own = getComputedStyle(a);
    if (own.backgroundImage !== 'none' && isShown(a) && boxes(a.getClientRects(), a).length) return true;
    const walker = document.createTreeWalker(a, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let n = walker.nextNode(); n; n = walker.nextNode()) {
      if (n.nodeType === 3) {
        if (!n.data.trim() || /^(script|style)$/i.test(n.parentElement.localName)) continue;
        words++;
        const e = n.parentElement, range = document.createRange();
        range.selectNodeContents(n);
        if (isShown(e) && parseFloat(getComputedStyle(e).fontSize) >= 1.5 && boxes(range.getClientRects(), e).length
            && !sameColour(e)) return true;
      } else if (/^(img|svg|picture|video|iframe|input|button)$/i.test(n.localName)) {
        words++;
        if (isShown(n) && boxes(n.getClientRects(), n).length) return true;
      }
    }
    return words ? false : isShown(a);
  };
  return links.map(seen);
}
