// Before the first paint: the text size that was chosen here before. Not a module, since modules run after it.
{
  let size = null;
  try {
    size = localStorage.getItem("sodan.size");
  } catch {
    // Storage is off: the standard size.
  }
  if (size === '"large"' || size === '"largest"') document.documentElement.classList.add(`text-${JSON.parse(size)}`);
}
