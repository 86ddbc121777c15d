/**
 * Starts work on items before the results of earlier ones are taken, and gives the results in the
 * order of the items.
 *
 * @param maximum On how many items after the one whose result is taken work is started.
 * @param start Not waited for when the items fail, or when nobody takes the results any more.
 */
export async function* ahead<Item, Result>(
  items: AsyncIterable<Item>,
  maximum: number,
  start: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const started: Promise<Result>[] = [];
  for await (const item of items) {
    const result = start(item);
    // It is awaited when it is its turn, which may be never.
    result.catch(() => undefined);
    started.push(result);
    if (started.length > maximum) yield* started.splice(0, 1);
  }
  yield* started;
}
