// Elements built from values. Text is always text: nothing here can turn a string into markup.

/**
 * @param {string} name tag name
 * @param {Record<string, string | number | boolean | null | undefined>} attributes true sets a bare attribute; false and null leave it out
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, String(value));
  }
  node.append(...children);
  return node;
}

/** The element with this id; a page that lacks it is a mistake of the template, so it is said by name. */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no element #${id}`);
  return node;
}
