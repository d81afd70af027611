import * as z from 'zod/mini';

/**
 * A list that is refused with its first wrong item: where a host sends a million of them, `z.array` would describe each one, and fail on
 * the number of its own descriptions.
 */
export function listOf<Item>(item: z.core.$ZodType<Item>) {
  const list = z.pipe(
    z.array(z.unknown()),
    z.transform((values: unknown[], context): Item[] => {
      const items: Item[] = [];
      for (const [at, value] of values.entries()) {
        const parsed = z.safeParse(item, value);
        if (!parsed.success) {
          const [issue] = parsed.error.issues;
          context.issues.push({
            code: 'custom',
            input: value,
            path: [at, ...(issue?.path ?? [])],
            message: issue?.message ?? 'wrong',
          });
          return items;
        }
        items.push(parsed.data);
      }
      return items;
    }),
  );
  return Object.assign(list, { item });
}
