/**
 * A place whose content may be wider than itself: where it is, the place says so (`data-scrolls`, for base.css to show), can be reached with the
 * keyboard, and has a name.
 */
export function scrolls(node: HTMLElement, label: string) {
  const look = () => {
    const wider = node.scrollWidth > node.clientWidth + 1;
    node.toggleAttribute('data-scrolls', wider);
    node.toggleAttribute('data-end', node.scrollLeft + node.clientWidth >= node.scrollWidth - 2);
    if (wider) {
      node.tabIndex = 0;
      node.setAttribute('role', 'region');
      node.setAttribute('aria-label', label);
    } else for (const name of ['tabindex', 'role', 'aria-label']) node.removeAttribute(name);
  };
  const sizes = new ResizeObserver(look);
  sizes.observe(node);
  for (const child of node.children) sizes.observe(child);
  node.addEventListener('scroll', look, { passive: true });
  return { destroy: () => sizes.disconnect() };
}
