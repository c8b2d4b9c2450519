// Runs before any script of the page: remembers shadow trees, of which those that are closed are found in no other way.
(() => {
  const trees = [];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const tree = attach.call(this, options);
    trees.push(tree);
    return tree;
  };
  Object.defineProperty(window, Symbol.for("linkwatch.trees"), { value: trees, enumerable: false });
})();
