/** Rows one under another, with a heading where a group begins. */
export function headed<Item, Row extends object>(
  items: readonly Item[],
  headingOf: (item: Item) => string,
  rowOf: (item: Item) => Row,
): (Row & { heading?: string })[] {
  return items.map((item, index) => {
    const heading = headingOf(item);
    const before = items[index - 1];
    return { ...rowOf(item), ...(before !== undefined && headingOf(before) === heading ? {} : { heading }) };
  });
}
