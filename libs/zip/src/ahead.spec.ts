import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { ahead } from './ahead';

/** Lets everything run that can run before anyone takes results. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number++) yield number;
}

describe('work ahead', () => {
  test('results come in the order of the items, whichever is done first', async () => {
    const taken: number[] = [];
    const work = async (item: number): Promise<number> => {
      for (let turn = 0; turn < (item * 7) % 5; turn++) await setImmediate();
      return item;
    };
    for await (const result of ahead(numbers(20), 4, work)) taken.push(result);
    expect(taken).toEqual(Array.from({ length: 20 }, (_, item) => item));
  });

  test.each([0, 1, 5])(
    'no more than %d items are started besides that which is taken',
    async (maximum) => {
      const started: number[] = [];
      const results = ahead(numbers(20), maximum, async (item) => {
        started.push(item);
        return item;
      });
      expect(started).toEqual([]);
      for (let taken = 1; taken <= 20; taken++) {
        await results.next();
        await settle();
        expect(started).toHaveLength(Math.min(taken + maximum, 20));
      }
      expect(await results.next()).toEqual({ done: true, value: undefined });
    },
  );

  test('a failure comes when it is its turn', async () => {
    const results = ahead(numbers(3), 2, async (item) => {
      if (item === 1) throw new Error('failed');
      return item;
    });
    expect(await results.next()).toEqual({ done: false, value: 0 });
    await settle();
    await expect(results.next()).rejects.toThrow('failed');
  });

  test('the items are ended when nobody takes the results, and failures then are nobody’s', async () => {
    let ended = false;
    async function* items(): AsyncGenerator<number> {
      try {
        for (;;) yield 1;
      } finally {
        ended = true;
      }
    }
    let count = 0;
    const results = ahead(items(), 3, async (item) => {
      count += 1;
      if (count > 1) throw new Error('nobody asked');
      return item;
    });
    await results.next();
    await results.return(undefined);
    await settle();
    expect(ended).toBe(true);
  });
});
