/**
 * Starts work on items before the results of earlier ones are taken. Yields the results in the
 * order of the items.
 *
 * @param maximum How many items after the one whose result is taken may be started.
 * @param start Its results are not awaited if the items fail, or if the caller stops taking
 *   results.
 */
export async function* ahead<Item, Result>(
  items: AsyncIterable<Item>,
  maximum: number,
  start: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const started: Promise<Result>[] = [];
  for await (const item of items) {
    const result = start(item);
    // The result is awaited when its turn comes, which may be never; until then a failure must not
    // count as unhandled.
    result.catch(() => undefined);
    started.push(result);
    if (started.length > maximum) yield* started.splice(0, 1);
  }
  yield* started;
}
